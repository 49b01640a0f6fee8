"""The way that a finding shows can be played, before and after it is solved."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenarios.diagnostic import Diagnostic
from scenarios.edition import edition
from scenarios.engine import Engine
from scenarios.load import load_or_raise
from scenarios.play import Play
from scenarios.program import compile_edition
from scoring.audit.run import audit
from scoring.study import Study
from simulator.preview.shown_way import Shown, played, shown_way
from tests.scoring.small import small_edition


@pytest.mark.parametrize("solved", [False, True])
def test_it_leads_where_the_finding_says(lamp: Path, solved: bool) -> None:
    """Every way that a check shows is played to its last input, and so is one with a form on it."""
    scenario = load_or_raise(lamp)
    shown = [way for found in audit(scenario) if (way := shown_way(found)) is not None]
    assert {way.variant for way in shown} == {"plain", "hostile"}
    form = Shown("plain", ("seat", "go_on", "steps", "record=best", "number"), "0")
    for each in [*shown, form]:
        played_in = edition(scenario, each.variant)
        way = played(Engine(compile_edition(played_in)), each, Study(played_in).evaluator if solved else None)
        play = Play(played_in, way.seed)
        for given in way.inputs:
            play.enter(given)
        assert len(way.inputs) == len(each.inputs), each


def test_a_way_that_leads_no_further() -> None:
    """After an edit it is played as far as it goes."""
    way = played(Engine(compile_edition(small_edition())), Shown("default", ("seat", "gone", "done"), "0"))
    assert way.inputs == ("seat",)


@pytest.mark.parametrize(
    "arguments",
    [{}, {"run": 3}, {"run": "jiefang run 'x"}, {"run": "rm -rf --choices a"}, {"run": "jiefang run x --choices"}],
)
def test_what_shows_no_way(arguments: dict[str, object]) -> None:
    """No way is taken from what is no such command."""
    assert shown_way(Diagnostic("JF5005", None, arguments)) is None
