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
    """What home would recommend, but not the same again; the one that follows in the list where nothing is known."""
    from simulator.directory import listed
    from simulator.overview import overview
    from simulator.progress import Candidate, recommended
    from simulator.scenario_index import scenarios

    kept = overview(visit.session.trainee)
    every = [entry for entry in listed(scenarios(), kept.scores) if not entry.problem]
    here = visit.edition.scenario.id
    others = [Candidate(each.id, each.level, each.trains, each.scores.last) for each in every if each.id != here]
    found = recommended(others, kept.weak) if kept.weak else None
    if found is not None:
        return found[0]
    ids = [each.id for each in every]
    return ids[(ids.index(here) + 1 if here in ids else 0) % len(ids)] if ids else place(visit)
