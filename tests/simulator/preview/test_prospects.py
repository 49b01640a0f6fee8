"""What each move does and is worth, here and now: exactly what the engine does and the solver says."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenarios.conversation import Conversation
from scoring.rate import rate
from simulator.preview.beginning import Beginning
from simulator.preview.prospects import Prospect, form_worths, prospects
from simulator.preview.workbench import Workbench


@pytest.fixture
def bench(lamp: Path) -> Workbench:
    """A workbench over the small scenario."""
    return Workbench(lamp)


def offered(bench: Workbench) -> dict[str, Prospect]:
    """What is offered, by id."""
    assert bench.play is not None
    return {each.id: each for each in prospects(bench, Conversation(bench.play), bench.left())}


def test_what_a_choice_does_is_what_taking_it_does(bench: Workbench) -> None:
    """Meters, next scene and ratings of every open choice on the way, beside the real step."""
    for wanted in ("seat", "before", "go_on", "steps"):
        assert bench.play is not None
        for each in offered(bench).values():
            if not each.open or each.id == "timeout":
                continue
            before = bench.play.state
            bench.enter(each.id)
            after = bench.play.state
            moved = (after.agitation - before.agitation, after.trust - before.trust, after.distress - before.distress)
            assert each.moved == moved, each.id
            assert each.leads == ((bench.play.node.id, 100),), each.id
            bench.undo()
        bench.enter(wanted)
    assert bench.play is not None and bench.play.node.form is not None


def test_a_closed_choice_says_what_it_needs(bench: Workbench) -> None:
    """Its condition as the author wrote it; what was taken before is marked, in the next visit too."""
    bench.enter("rush")
    assert not offered(bench)["hurt"].open and offered(bench)["hurt"].needs == "trust >= 4"
    bench.restart()
    assert offered(bench)["rush"].walked and not offered(bench)["seat"].walked


def test_time_that_runs_out_is_a_move_too(bench: Workbench) -> None:
    """It can be taken, stands last and has its worth; the scene's own choice is there besides."""
    bench.solve()
    found = list(offered(bench).values())
    assert found[-1].id == "timeout" and found[-1].cost == offered(bench)["wait"].cost
    bench.enter("timeout")
    assert bench.play is not None and bench.play.timed_out == [True]


def test_worth_is_the_solvers(bench: Workbench) -> None:
    """Cost against the best, and the best score still possible, which is what the visit comes to at its end."""
    assert all(each.cost is None for each in offered(bench).values()) and bench.left() is None
    bench.solve()
    assert bench.left() == 100
    for wanted in ("seat", "blame", "before", "go_on", "vow"):
        found = offered(bench)
        valuation = bench.worth()
        assert valuation is not None
        assert {i: e.cost for i, e in found.items() if e.open and i != "timeout"} == {
            o.id: o.cost for o in valuation.options if o.open
        }
        assert found[valuation.best].best
        expected = found[wanted].left
        bench.enter(wanted)
        left = bench.left()
        assert left is not None and expected is not None and abs(left - expected) < 1e-9
    assert bench.play is not None and bench.evaluator is not None
    lines = form_worths(bench, bench.play, Conversation(bench.play))
    assert lines and all(sum(best for _, _, best in line.options) == 1 for line in lines)
    from scoring.lines_of_play import best_picks

    bench.enter(best_picks(bench.play, bench.evaluator))
    bench.enter("number")
    assert bench.play.ended
    left = bench.left()
    assert left is not None and abs(left - rate(bench.play, bench.evaluator).raw_score) < 1e-9


def test_a_state_no_visit_comes_to(bench: Workbench) -> None:
    """Figures of worth are missing there, not wrong; what a choice does is told all the same."""
    bench.solve()
    bench.set_state(Beginning("promise", (0, 10, 0)))
    assert bench.left() is None and bench.worth() is None
    assert all(each.cost is None and each.leads for each in offered(bench).values())


def test_an_edit_that_changes_no_play_keeps_the_worth(bench: Workbench) -> None:
    """A comment or a test leaves the solution valid; another rating does not, and undoing it makes it valid again."""
    bench.solve()
    file = bench.path / "scenario.yaml"
    text = file.read_text("utf-8")
    file.write_text(text + "# 想一想\n", "utf-8")
    assert bench.reload() and bench.left() == 100
    file.write_text(text.replace("rates: {L1: +2, E2: +1}", "rates: {L1: +1}"), "utf-8")
    assert bench.reload() and bench.left() is None
    file.write_text(text, "utf-8")
    assert bench.reload() and bench.left() == 100
