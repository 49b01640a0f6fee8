"""One variant under examination: explored once and solved once, each when it is first asked for, for every check."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from scenarios.edition import Edition
from scenarios.explore import STATE_LIMIT, Exploration
from scoring.cache import solved
from scoring.evaluate import Evaluator
from scoring.rubric import Rubric
from scoring.solve import Solution


class Study:
    """What the checks share about a variant. Every property may raise ScenarioError when it is first read.

    Attributes:
        edition: scenario and variant.
    """

    def __init__(
        self, edition: Edition, folder: Path | None = None, limit: int = STATE_LIMIT, rules: Rubric | None = None
    ) -> None:
        """Take an edition in hand; nothing is worked out yet.

        Args:
            edition: scenario and variant.
            folder: where solutions are kept; None: nothing is read or written.
            limit: refuse above this many states.
            rules: the rubric; that of the scenario's pack, else the product's, by default.
        """
        self.edition = edition
        self._folder = folder
        self._limit = limit
        self._rules = rules

    @cached_property
    def exploration(self) -> Exploration:
        """Every reachable state with the edges out of it.

        Raises:
            TooManyStatesError: over the limit.
            ScenarioError: an interrupt leads back behind itself (JF3010).
        """
        return Exploration(self.edition, self._limit).run()

    @cached_property
    def solution(self) -> Solution:
        """The solution, over `exploration`: from the cache if it is there and sound, else solved and kept."""
        return solved(self.edition, self._folder, self._limit, self._rules, self.exploration)

    @cached_property
    def evaluator(self) -> Evaluator:
        """What values single states; over `solution`, and shared so that each state is valued once."""
        return Evaluator(self.solution)
