"""Every check that needs no solver, run over a loaded scenario. What the loader itself finds is not repeated."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from scenarios.check import law, structure, text
from scenarios.diagnostic import Diagnostic
from scenarios.model import Scenario

Check = Callable[[Scenario], Iterable[Diagnostic]]
"""A family of checks: everything it finds in a scenario. Editions come from `scenarios.edition.edition`."""

CHECKS: tuple[Check, ...] = (structure.check, law.check, text.check)


def check(scenario: Scenario) -> list[Diagnostic]:
    """Every finding.

    Args:
        scenario: as loaded, without errors that make it unusable.
    """
    return [finding for family in CHECKS for finding in family(scenario)]
