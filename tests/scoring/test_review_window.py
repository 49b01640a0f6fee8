"""The trial scenario, brought into the language: it loads, plays, and is solved."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from scenarios.diagnostic import Severity, severity_of
from scenarios.edition import edition
from scenarios.load import load
from scenarios.model import Scenario
from scoring.evaluate import Evaluator
from scoring.golden import run_tests
from scoring.lines_of_play import best_line
from scoring.rate import rate
from scoring.solve import solve

FOLDER = Path(__file__).parent.parent / "data" / "review-window"
VARIANTS = ["in-time", "late", "final"]


@cache
def scenario() -> Scenario:
    """The scenario; fails if it does not load."""
    loaded = load(FOLDER)
    errors = [(str(d.mark), d.code) for d in loaded.diagnostics if severity_of(d) is Severity.ERROR]
    assert loaded.scenario is not None and not errors, errors
    return loaded.scenario


@cache
def evaluator(variant: str) -> Evaluator:
    """A variant, solved."""
    return Evaluator(solve(edition(scenario(), variant)))


def test_it_loads_with_its_three_variants() -> None:
    """All of the trial's language is understood."""
    assert list(scenario().variants) == VARIANTS
    assert len(scenario().scenes) >= 20


@pytest.mark.parametrize("variant", VARIANTS)
def test_it_is_solved_to_scale(variant: str) -> None:
    """Best is 100, random is 25, the worst no better than 20, and all four dimensions are assessed."""
    values = evaluator(variant)
    assert values.solution.random_score == pytest.approx(25, abs=1e-9)
    assert values.solution.worst_score <= 20
    assert all(values.solution.scale.assessed)
    result = rate(best_line(values), values)
    assert result.raw_score == pytest.approx(100, abs=1e-6)
    assert result.ending == "settled"
    assert not result.red_lines


@pytest.mark.parametrize("variant", VARIANTS)
def test_its_golden_paths_hold(variant: str) -> None:
    """The paths its author wrote down can be played and end as he said."""
    found = run_tests(scenario(), variant, evaluator(variant), scenario().scenes["arrive"].mark)  # type: ignore[arg-type]
    assert not [(d.code, dict(d.arguments)) for d in found]


def test_the_variants_change_the_right_answer() -> None:
    """What is right in time is wrong when it is late, and the other way round."""
    lines = {v: [d.choice for d in rate(best_line(evaluator(v)), evaluator(v)).decisions] for v in VARIANTS}
    assert "review" in lines["in-time"] and "overdue" in lines["late"] and "closed" in lines["final"]
