"""A state in names is the same state again, and stays one where the file has changed."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from scenarios.edition import Edition, edition
from scenarios.engine import Engine
from scenarios.load import load_or_raise
from scenarios.play import Play
from scenarios.program import compile_edition
from scenarios.search_path import library
from simulator.preview.beginning import Beginning, in_names, settable, state_of
from simulator.preview.way import first_picks, way_to
from simulator.preview.workbench import Workbench
from tests.scoring.small import small_edition

EDITIONS = {
    "small": small_edition,
    **{
        path.name: lambda path=path: edition(load_or_raise(path))
        for path in sorted(library().iterdir())
        if path.is_dir()
    },
}


@pytest.mark.parametrize("name", EDITIONS)
def test_names_give_the_state_again(name: str) -> None:
    """Every state of random visits, those within interrupts and those with used-up choices too."""
    played: Edition = EDITIONS[name]()
    engine = Engine(compile_edition(played))
    draw = random.Random(1)
    within = 0
    for _visit in range(60):
        play = Play(played, str(_visit), engine)
        while not play.ended:
            given = first_picks(play) if play.node.form is not None else draw.choice(play.open_ids())
            play.enter(given)
            within += play.state.pending >= 0
            assert state_of(engine.program, in_names(engine.program, play.state)) == play.state
    assert within or name != "small"


def test_an_interrupt_goes_back(lamp: Path) -> None:
    """Who jumps into the scene of an interrupt goes back to where they were; meters can be turned in it."""
    played = small_edition()
    program = compile_edition(played)
    bench = Workbench(lamp)
    bench.play = Play(played)
    for given in ("seat", "months"):
        bench.enter(given)
    bench.jump("shout")
    assert bench.here().resumes == "hub"
    bench.turn(agitation=-1)
    bench.enter("sit")
    assert bench.play.node.id == "hub" and ("hub.months", 1) in bench.here().taken
    bench.restart()
    bench.jump("shout")
    bench.jump("answer")
    assert bench.here().resumes == "" and bench.play.state.pending == -1
    assert state_of(program, Beginning("shout", (3, 3, 3))) is not None
    assert state_of(program, Beginning("gone", (3, 3, 3))) is None


def test_what_is_used_up_stays_so(lamp: Path) -> None:
    """A jump keeps what was asked already; set by hand it is used up, or offered again."""
    bench = Workbench(lamp)
    for given in ("seat", "before"):
        bench.enter(given)
    assert bench.play is not None
    bench.jump("story")
    assert "before" not in bench.play.open_ids()
    names = settable(bench.play.engine.program, "story")
    assert "story.before" in names.choices and names.facts == ("dark", "asked", "fall")
    bench.set_state(replace(bench.here(), taken=frozenset()))
    assert "before" in bench.play.open_ids()
    bench.set_state(replace(bench.here(), taken=frozenset({("story.hurt", 1_000), ("no.such", 3)})))
    assert "hurt" not in {offer.move.choice.id for offer in bench.play.offers()}


def test_names_that_are_gone_are_left_out() -> None:
    """Flags, facts, choices and scenes that the file no longer has do no harm."""
    program = compile_edition(small_edition())
    odd = frozenset({"gone", "[/x]"})
    state = state_of(program, Beginning("hub", (1, 2, 3), 1, odd, odd, odd, frozenset({("gone", 2)}), odd, odd, "gone"))
    assert state is not None and state.bits == 0 and state.pending == -1
    way = way_to(Engine(program), "shout")
    assert way is not None
