"""Which red lines can be met, and whether there is a way round: a figure of the certificate."""

from __future__ import annotations

import pytest

from scenarios.edition import Edition, edition
from scenarios.play import Play
from scoring.crossings import Crossing, crossings
from scoring.study import Study
from tests.scoring.generate import numbered
from tests.scoring.mutated import clean_text, scenario_of

PROMISE = "moves: [promise], red_line: K2.promise"
WRONG = "{wrong: {text: 三天, rates: {C3: -2}}"


def found(*changes: tuple[str, str]) -> dict[str, tuple[int, int]]:
    """What is known of the red lines of the clean scenario, with something changed: met and forced, by code."""
    made = crossings(Study(edition(scenario_of(clean_text(*changes)), "default")).exploration)
    return {code: (each.met, each.forced) for code, each in made.items()}


class TestBySentence:
    """One scenario, one change at a time."""

    def test_a_choice_among_others(self) -> None:
        """A red line that one of several choices crosses is met once and has a way round."""
        assert found() == {"K2.promise": (1, 0)}

    def test_none(self) -> None:
        """A scenario without one has none."""
        assert found((PROMISE, "moves: [promise]")) == {}

    def test_where_play_cannot_come(self) -> None:
        """A choice that never opens crosses nothing."""
        assert found((PROMISE, f"{PROMISE}, when: agitation >= 10")) == {}

    def test_a_line_of_a_form(self) -> None:
        """An option of a form counts as a decision of its own."""
        changed = (WRONG, "{wrong: {text: 三天, rates: {C3: -2}, red_line: K2.wrong_deadline}")
        assert found(changed) == {"K2.promise": (1, 0), "K2.wrong_deadline": (1, 0)}

    def test_no_way_round(self) -> None:
        """Where everything that is open crosses one, every one of them is forced."""
        both = (
            ("right: {text: 六十个工作日, rates: {C3: +2}}", "right: {text: 六十个工作日, red_line: K2.promise}"),
            (WRONG, "{wrong: {text: 三天, rates: {C3: -2}, red_line: K2.wrong_deadline}"),
        )
        assert found(*both) == {"K2.promise": (2, 1), "K2.wrong_deadline": (1, 1)}


@pytest.mark.parametrize("seed", [None, 17, 33, 53, 54, 65, 69])
def test_against_a_search(seed: int | None) -> None:
    """A search over the engine, state by state, finds the same."""
    made = numbered(seed) if seed is not None else edition(scenario_of(clean_text()), "default")
    exploration = Study(made).exploration
    assert exploration.states < 2_000
    assert crossings(exploration) == by_hand(made) != {}


def by_hand(made: Edition) -> dict[str, Crossing]:
    """The red lines of every state that play can reach, one state after the other."""
    play = Play(made)
    engine = play.engine
    met: dict[str, set[tuple[str, str]]] = {}
    forced: dict[str, set[tuple[str, str]]] = {}

    def note(decision: tuple[str, str], crossed: list[str | None], *, ran_out: str | None = None) -> None:
        for code in filter(None, (*crossed, ran_out)):
            met.setdefault(code, set()).add(decision)
            if None not in crossed:
                forced.setdefault(code, set()).add(decision)

    waiting, known = [play.state], {play.state}
    while waiting:
        state = waiting.pop()
        node = engine.node(state)
        if node.is_ending:
            continue
        if node.form is not None:
            for shown in engine.form_lines(state):
                cases = [case for _, case in shown.options]
                if shown.line.fillers and shown.line.among > len(cases):
                    cases.append(engine.option_case(shown.line.fillers[0], state))
                note((node.id, shown.line.id), [case.red_line for case in cases])
            ahead = [engine.fill(state, {}).after]
        else:
            moves, clock = engine.open_moves(state), engine.timeout(state)
            acts = {move.number: move.acts[engine.act_of(move, state)].case.red_line for move in node.all_moves}
            own = clock is not None and clock.is_timeout
            ran_out = acts[clock.number] if clock is not None and own else None
            note((node.id, ""), [acts[move.number] for move in moves], ran_out=ran_out)
            ahead = [
                engine.step(state, move, draw).after
                for move in (*moves, *([clock] if clock is not None and own else []))
                for draw in range(max(1, len(engine.outcomes(move, state))))
            ]
        for after in ahead:
            if after not in known:
                known.add(after)
                waiting.append(after)
    return {code: Crossing(len(where), len(forced.get(code, ()))) for code, where in met.items()}
