"""The workbench of a scenario that is being written."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from scenarios.edition import edition
from scenarios.load import library_fragments, load_or_raise
from scoring.study import Study
from simulator.preview.workbench import Workbench

LIBRARY = library_fragments().parent / "library"


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    """A workbench over a copy of a library scenario."""
    shutil.copytree(LIBRARY / "unpaid-wages", tmp_path / "unpaid-wages")
    return Workbench(tmp_path / "unpaid-wages")


def first_choice(bench: Workbench) -> str:
    """Take the first choice that is open."""
    assert bench.play is not None
    choice = bench.play.open_ids()[0]
    bench.enter(choice)
    return choice


def test_a_reload_goes_back_to_where_one_was(bench: Workbench) -> None:
    """What was done is done again after a save."""
    first_choice(bench)
    assert bench.play is not None
    before, old = bench.play.state, bench.play
    assert bench.reload()
    assert bench.play is not old and bench.play.state == before and len(bench.inputs) == 1


def test_a_choice_that_is_gone_leaves_one_at_the_scene(bench: Workbench) -> None:
    """Where an input can no longer be made, scene and meters stay."""
    first_choice(bench)
    assert bench.play is not None
    scene, meters = bench.play.node.id, bench.play.state.meters
    bench.inputs = ["no-such-choice"]
    assert bench.reload()
    assert (bench.play.node.id, bench.play.state.meters, bench.inputs) == (scene, meters, [])


def test_a_broken_file_keeps_the_visit(bench: Workbench) -> None:
    """A file that cannot be read gives findings and leaves the visit as it was."""
    first_choice(bench)
    before = bench.play
    (bench.path / "scenario.yaml").write_text("id: [\n", encoding="utf-8")
    assert not bench.reload()
    assert bench.findings and bench.play is before


def test_jump_and_meters_survive_a_reload(bench: Workbench) -> None:
    """A state set up by hand is set up again; meters stay within 0..10."""
    scene = bench.scenes()[2]
    bench.jump(scene)
    bench.turn(agitation=20, trust=-20)
    assert bench.reload() and bench.play is not None
    assert bench.play.node.id == scene
    assert (bench.play.state.agitation, bench.play.state.trust) == (10, 0)
    with pytest.raises(KeyError):
        bench.jump("no-such-scene")


def test_worth_is_what_the_evaluator_says(bench: Workbench) -> None:
    """Unknown until solved; then exactly the evaluator's, and undo gives the worth of before again."""
    assert bench.play is not None and bench.worth() is None
    bench.solve()
    expected = Study(edition(load_or_raise(bench.path), bench.variant)).evaluator.choices(bench.play.state)
    assert bench.worth() == expected
    first_choice(bench)
    assert bench.undo() and bench.worth() == expected and not bench.undo()


def test_undo_leads_back_over_jumps(bench: Workbench) -> None:
    """Jumps, turned meters, ways and new beginnings are taken back one by one, to the very first line."""
    assert bench.play is not None and not bench.can_undo
    first_choice(bench)
    seen = [bench.here()]
    bench.jump(bench.scenes()[3])
    seen.append(bench.here())
    bench.turn(agitation=1)
    seen.append(bench.here())
    bench.restart()
    choice = first_choice(bench)
    bench.follow([choice], "7")
    while bench.inputs or bench.seed == "7":
        assert bench.undo()
    assert bench.undo() and bench.here() == seen[2]
    assert bench.undo() and bench.here() == seen[1] and bench.set_up
    assert bench.undo() and bench.here() == seen[0] and len(bench.inputs) == 1 and not bench.set_up
    assert bench.undo() and not bench.can_undo and not bench.undo()


def test_a_line_that_was_left_survives_a_reload(bench: Workbench) -> None:
    """Undo after a save leads back as far as the file still allows."""
    first_choice(bench)
    scene = bench.here().scene
    bench.jump(bench.scenes()[3])
    assert bench.reload() and bench.undo() and bench.here().scene == scene
    bench.jump(bench.scenes()[3])
    bench._past[-1] = (None, ("no-such-choice",), "0")
    assert bench.undo() and bench.inputs == []
