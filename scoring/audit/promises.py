"""What the author promised: the golden tests of the file."""

from __future__ import annotations

from collections.abc import Iterator

from scenarios.diagnostic import Diagnostic
from scoring.audit.subject import Subject
from scoring.golden import run_tests


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Every test of every variant."""
    for variant, study in subject.studies.items():
        yield from run_tests(subject.scenario, variant, study.evaluator, subject.top)
