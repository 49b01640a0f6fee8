"""Every check of one scenario, in the order a person would want to know: can it be read, is it sound, is it fair."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from scenarios.diagnostic import Severity, severity_of
from scenarios.ignored import Sorted, sort_out
from simulator import paths

if TYPE_CHECKING:
    from scoring.audit.run import Progress


def check_one(place: Path, *, solve: bool = True, progress: Progress | None = None, first: str = "") -> Sorted:
    """Every finding about one scenario.

    Args:
        place: its folder or file.
        solve: whether the checks with the solver are made, which need a scenario without errors.
        progress: told how far the checks with the solver are.
        first: the variant that is solved before the others.
    """
    from scenarios.check.run import check
    from scenarios.load import load

    loaded = load(place)
    found = list(loaded.diagnostics)
    scenario = loaded.scenario
    if scenario is None:
        return Sorted(tuple(found))
    found += check(scenario)
    if scenario.rubric is not None:
        from scoring.own_rubric import faults

        found += faults(scenario)
    complete = solve and not any(severity_of(d) is Severity.ERROR for d in found)
    if complete:
        from scoring.audit.run import audit

        found += audit(scenario, paths.cache() / "solutions", progress=progress, first=first)
    return sort_out(found, scenario.ignored, complete=complete)
