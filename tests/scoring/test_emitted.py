"""Golden tests worked out from a solution: they hold, the worst is the worst, and every ending is come to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scenarios.diagnostic import Mark
from scenarios.edition import edition
from scenarios.model import GoldenTest
from scoring.emitted import emitted, shortest_ways
from scoring.golden import run_tests
from scoring.lines_of_play import worst_line
from scoring.rate import rate
from scoring.study import Study
from tests.scoring.generate import numbered
from tests.scoring.mutated import clean_text, scenario_of

CHANCY = (
    "moves: [blame], rates: {L3: -2}, goto: hub}",
    "moves: [blame], rates: {L3: -2}, goto: [{weight: 1, to: done}, {weight: 9, to: hub}]}",
)


def study(*changes: tuple[str, str], variant: str = "default") -> Study:
    """A variant of the clean scenario, with something changed."""
    return Study(edition(scenario_of(clean_text(*changes)), variant))


@pytest.mark.parametrize("seed", range(40))
def test_they_hold(seed: int) -> None:
    """On random scenarios, chances included, what is emitted passes when it is run as a test of the file."""
    made = Study(numbered(seed))
    if made.exploration.states > 5_000:
        pytest.skip("large")
    tests = emitted(made)
    golden = tuple(
        GoldenTest(
            test.variant,
            test.choices,
            {key: int(value) if key == "score" else value for key, value in test.expect.items()},
            test.seed,
        )
        for test in tests
    )
    scenario = replace(made.edition.scenario, tests=golden)
    assert run_tests(scenario, made.edition.variant.name, made.evaluator, Mark("generated")) == []
    assert [test.kind for test in tests[:2]] == ["best", "worst"]


@pytest.mark.parametrize("variant", ["default", "other"])
def test_the_worst_line_is_the_worst(variant: str) -> None:
    """Played, it scores what the solver says the worst handling scores."""
    made = study(variant=variant)
    result = rate(worst_line(made.evaluator), made.evaluator)
    assert result.raw_score == pytest.approx(made.solution.worst_score, abs=1e-6)
    assert emitted(made)[1].expect["rank"] == "worst"


def test_every_ending_is_come_to() -> None:
    """One test for each that can be reached, those the best and the worst line end in not twice."""
    made = study()
    endings = [test.expect["ending"] for test in emitted(made)]
    assert sorted(set(endings)) == sorted(shortest_ways(made.exploration)) == ["done", "walked_out"]
    assert len(endings) == 2 + len(set(endings) - set(endings[:2]))


def test_a_chance_gets_its_seed() -> None:
    """An ending that only luck leads to has the seed that draws it."""
    lucky = ("  done: {outcome: good", "  lucky: {outcome: fair, text: 好了。}\n  done: {outcome: good")
    made = study((CHANCY[0], CHANCY[1].replace("to: done", "to: lucky")), lucky)
    (test,) = [test for test in emitted(made) if test.expect["ending"] == "lucky"]
    assert test.kind == "ending" and test.choices[-1] == "blame" and test.seed != "0"


def test_nothing_is_ranked_that_cannot_be_scored() -> None:
    """Without a scale there is no best and no score to hold."""
    flat = """
id: small
title: 平的
date: 2026-09-15
level: 1
audience: [petition-office]
brief: 没有高下。
petitioner: {name: 老周, age: 50, style: reactive, agitation: 3, trust: 6, distress: 3}
start: hall
scenes:
  hall: {say: 您好。, next: done, choices: {a: {text: 好。}, b: {text: 行。}}}
endings:
  done: {outcome: good, text: 走了。}
"""
    made = Study(edition(scenario_of(flat), "default"))
    assert [dict(test.expect) for test in emitted(made)] == [{"ending": "done"}] * 2
