"""Valuing many states at once gives what valuing each by itself gives."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from scenarios.edition import edition
from scenarios.engine import State
from scenarios.load import load_or_raise
from scenarios.play import Play
from scenarios.search_path import library
from scoring import evaluate
from scoring.cache import solved
from scoring.evaluate import Evaluator, UnknownStateError
from scoring.solve import Solution, solve
from tests.scoring.generate import numbered


def met(solution: Solution, visits: int) -> list[State]:
    """States of scenes that random visits come through; some come again."""
    states = []
    for seed in range(visits):
        play = Play(solution.edition, str(seed))
        chance = random.Random(seed)
        while not play.ended:
            if play.node.form is not None:
                play.submit({line.line.id: chance.choice(line.options)[0].id for line in play.form()})
                continue
            states.append(play.state)
            play.choose(chance.choice(play.open_ids()))
    return states


def alike(solution: Solution, states: list[State]) -> None:
    """Every state has the very same values, however many it was worked out with."""
    together = Evaluator(solution)
    together.prepare(states)
    assert len(together._explored) <= len(states)
    for state in states:
        assert together.choices(state) == Evaluator(solution).choices(state)


@pytest.mark.parametrize("seed", range(12))
def test_on_generated_scenarios(seed: int) -> None:
    """Loops, hubs, chances, interrupts, once-only questions, gated facts."""
    solution = solve(numbered(seed))
    alike(solution, met(solution, 6))


@pytest.mark.parametrize("is_cached", [False, True])
def test_on_a_visit_of_the_library(is_cached: bool, tmp_path: Path) -> None:
    """Just solved, and read from the cache, where edges are worked out again."""
    played = edition(load_or_raise(library() / "unpaid-wages"))
    solution = solved(played, tmp_path)
    alike(solved(played, tmp_path) if is_cached else solution, met(solution, 12))


def test_states_that_are_not_there_are_passed_over() -> None:
    """They spoil nobody else's values, and are refused when they are asked for."""
    solution = solve(edition(load_or_raise(library() / "unpaid-wages")))
    states = met(solution, 2)
    strange = states[-1]._replace(meters=0)
    evaluator = Evaluator(solution)
    evaluator.prepare([strange, *states])
    assert evaluator.choices(states[0]) == Evaluator(solution).choices(states[0])
    with pytest.raises(UnknownStateError):
        evaluator.choices(strange)


def test_no_more_is_remembered_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """A store of any size is rated with the memory of some thousand states."""
    monkeypatch.setattr(evaluate, "MOST_KEPT", 5)
    solution = solve(numbered(3))
    states = met(solution, 6)
    evaluator = Evaluator(solution)
    for state in states:
        evaluator.choices(state)
        assert max(len(evaluator._cache), len(evaluator._explored)) <= 5
    assert evaluator.choices(states[0]) == Evaluator(solution).choices(states[0])
