"""What several commands share: finding a scenario, its variant and its solution."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.edition import Edition, edition
from scenarios.model import Scenario
from simulator import paths
from simulator.errors import no_variant

if TYPE_CHECKING:
    from scoring.evaluate import Evaluator


def scenario(name: str) -> Scenario:
    """A scenario by id or path.

    Raises:
        ScenarioError: there is none, or it cannot be used.
    """
    from simulator.opening import opened

    return opened(name)


def variant(found: Scenario, name: str | None) -> Edition:
    """One variant of it, the first by default.

    Raises:
        UserError: no such variant.
    """
    if name is not None and name not in found.variants:
        raise no_variant(found.id, name, list(found.variants))
    return edition(found, name)


def evaluator(found: Edition) -> Evaluator:
    """Values for an edition, solved or from the cache."""
    from scoring.cache import solved
    from scoring.evaluate import Evaluator

    return Evaluator(solved(found, paths.cache() / "solutions"))
