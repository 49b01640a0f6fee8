"""Which scenario comes after a visit: the same one again, or the next of the list."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.visit import Visit


def place(visit: Visit) -> str:
    """The scenario of a visit; a pack that was given by its path is not found by its id."""
    scenario = visit.edition.scenario
    return str(scenario.path) if scenario.path and Path(scenario.path).exists() else scenario.id


def after(visit: Visit) -> str:
    """The scenario that follows in the list."""
    from simulator.scenario_index import scenarios

    ids = [str(entry["id"]) for entry in scenarios() if "error" not in entry]
    here = visit.edition.scenario.id
    return ids[(ids.index(here) + 1 if here in ids else 0) % len(ids)] if ids else place(visit)
