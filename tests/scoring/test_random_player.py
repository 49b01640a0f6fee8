"""The random player scores 25 in expectation: 2,000 sampled runs of a shipped scenario agree."""

from __future__ import annotations

import random
from functools import cache

import pytest

from scenarios.edition import edition
from scenarios.engine import Engine
from scenarios.load import load_or_raise
from scenarios.play import Play
from scenarios.search_path import library
from scoring.evaluate import Evaluator
from scoring.rate import rate
from scoring.solve import solve

RUNS = 2000


@cache
def sampled(scenario: str, variant: str) -> list[float]:
    """Raw scores of runs by uniform choices."""
    chosen = edition(load_or_raise(library() / scenario), variant)
    evaluator = Evaluator(solve(chosen))
    engine = Engine(evaluator.exploration.program)
    draw = random.Random(20260915)
    scores = []
    for run in range(RUNS):
        play = Play(chosen, str(run), engine)
        while not play.ended:
            if play.node.form is not None:
                play.submit({line.line.id: draw.choice(line.options)[0].id for line in play.form()})
            else:
                play.choose(draw.choice(engine.open_moves(play.state)).choice.id)
        scores.append(rate(play, evaluator).raw_score)
    return scores


@pytest.mark.parametrize(("scenario", "variant"), [("unpaid-wages", "filed")])
def test_sampled_runs_average_25(scenario: str, variant: str) -> None:
    """The mean of 2,000 runs is 25 within three standard errors."""
    scores = sampled(scenario, variant)
    mean = sum(scores) / RUNS
    spread = (sum((score - mean) ** 2 for score in scores) / (RUNS - 1)) ** 0.5
    assert abs(mean - 25) <= 3 * spread / RUNS**0.5
