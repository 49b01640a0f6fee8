"""The map as rows: by depth, with the ways on, and what no visit comes to at the end."""

from __future__ import annotations

from scenarios.edition import edition
from scenarios.load import load_text
from scenarios.scene_map import scene_map
from scoring.solved_map import solved_map
from scoring.study import Study
from simulator.preview.layout import rows
from tests.scoring.small import small_edition
from tests.simulator.preview.test_way import CHANCE


def test_rows_by_depth() -> None:
    """Every place once; every way that is no loop leads deeper; the best line is marked on rows and ways."""
    solved = solved_map(Study(small_edition()).evaluator)
    found = rows(solved)
    assert sorted(row.place.id for row in found) == sorted(solved.places)
    depth = {row.place.id: row.depth for row in found}
    assert depth["hall"] == 0 and depth["hall"] < depth["hub"] < depth["form"] < depth["answer"] < depth["done"]
    best = [row.place.id for row in found if row.place.best]
    assert best == ["hall", "hub", "form", "answer", "sheet", "bye", "done"]
    ways = {row.place.id: dict(row.leads) for row in found}
    assert ways["hall"] == {"hub": True} and ways["answer"] == {"sheet": True}
    assert next(row for row in found if row.place.id == "shout").entered == "outburst"


def test_what_no_visit_comes_to_stands_last() -> None:
    """Not indented, whatever it leads to; without a solution nothing is marked as best."""
    scenario = load_text(CHANCE).scenario
    assert scenario is not None
    found = rows(scene_map(edition(scenario)))
    assert [(row.place.id, row.place.reachable, row.depth) for row in found][-1] == ("lost", False, 0)
    assert not any(row.place.best for row in found)
