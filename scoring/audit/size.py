"""How large a variant is: too large to be solved, or larger than is comfortable (RULES §9)."""

from __future__ import annotations

from collections.abc import Iterator

from scenarios.diagnostic import Diagnostic, ScenarioError
from scenarios.model import Scenario
from scoring.audit.subject import Subject

STATE_WARNING = 200_000


def check(subject: Subject) -> Iterator[Diagnostic]:
    """JF9002 for each variant with many states."""
    for variant, study in subject.studies.items():
        if study.solution.states > STATE_WARNING:
            yield Diagnostic("JF9002", subject.top, {"variant": variant, "states": f"{study.solution.states:,}"})


def unsolvable(scenario: Scenario, variant: str, error: ScenarioError) -> list[Diagnostic]:
    """The findings of a variant that could not be solved, with the variant named."""
    top = Subject(scenario, {}).top
    return [
        Diagnostic(d.code, d.mark or top, {**d.arguments, "variant": variant}, d.nearest) for d in error.diagnostics
    ]
