"""The exact solver: scale, values and best choices of every reachable state (RULES §8).

Passes over the blocks: what can still be offered (last block first); how likely the uniformly random player comes to
each state (first block first), and so what it forgoes in each dimension by its own measure, which sets the point
prices; values under those prices (last block first). All arithmetic is numpy over whole blocks; there are no objects
per state.
"""

from __future__ import annotations

import gc
from dataclasses import dataclass
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from scenarios.edition import Edition
from scenarios.explore import STATE_LIMIT, Exploration
from scenarios.witness import shortest_path
from scoring.basis import basis_of
from scoring.own_rubric import rubric_of
from scoring.points import Points, PointTables
from scoring.reach import ReachTables
from scoring.rubric import Rubric
from scoring.scale import Scale, rescaled, scale_of
from scoring.values import ValuePass, Values
from scoring.weighing import EPSILON

SOLVER_VERSION = 3
"""Part of every cache's key; goes up when values could change."""


@dataclass(frozen=True, slots=True)
class CheapRedLine:
    """A red-line choice that costs little somewhere: the least it costs, and the shortest way there."""

    scene: str
    choice: str
    cost: float
    path: tuple[str, ...]


@dataclass(slots=True)
class Solution:
    """A solved edition. Losses are in score points; `start_*` count from before the visit begins.

    `endings` has every ending that play can reach, with its probability under the uniformly random player;
    `cheap_red_lines` those red-line choices that cost under 1 in a state where another choice is open.
    """

    edition: Edition
    exploration: Exploration
    tables: PointTables
    reach: ReachTables
    charges: dict[int, Points]
    scale: Scale
    values: Values
    rubric: Rubric
    start_value: NDArray[np.float64]
    start_random: float
    start_worst: float
    endings: dict[str, float]
    cheap_red_lines: tuple[CheapRedLine, ...]
    states: int
    transitions: int
    seconds: float

    @property
    def random_score(self) -> float:
        """What choosing at random scores in expectation (25 on the scale)."""
        return 100 - (self.start_random - float(self.start_value.sum()))

    @property
    def worst_score(self) -> float:
        """The raw score of the worst possible handling."""
        return 100 - (self.start_worst - float(self.start_value.sum()))


def solve(
    edition: Edition, limit: int = STATE_LIMIT, rules: Rubric | None = None, exploration: Exploration | None = None
) -> Solution:
    """Solve an edition exactly.

    Args:
        edition: scenario and variant.
        limit: refuse above this many states.
        rules: the rubric; that of the scenario's pack, else the product's, by default.
        exploration: the edition's, where it has been explored already.

    Raises:
        TooManyStatesError: over the limit; the diagnostic names scenes, flags and hubs.
        ScenarioError: the scenario cannot be explored.
    """
    started = perf_counter()
    enabled = gc.isenabled()
    gc.disable()
    try:
        return _solved(exploration or Exploration(edition, limit).run(), rules or rubric_of(edition), started)
    finally:
        if enabled:
            gc.enable()


def _solved(exploration: Exploration, rules: Rubric, started: float) -> Solution:
    """All passes; `started` is when the work began."""
    basis = basis_of(exploration, rules)
    scale, endings = scale_of(basis)
    work = ValuePass(basis, scale)
    start_value, start_random, start_worst = work.run()
    total = start_random - float(start_value.sum())
    if scale.scorable and total > EPSILON:
        scale = rescaled(scale, (100 - rules.random) / total)
    else:
        scale = Scale((0, 0, 0, 0), scale.weights, scale.stakes, 0, scale.tests, False)
    factor = scale.constant
    work.values.scale(factor)
    return Solution(
        edition=exploration.program.edition,
        exploration=exploration,
        tables=basis.tables,
        reach=basis.reach,
        charges=basis.charges,
        scale=scale,
        values=work.values,
        rubric=rules,
        start_value=start_value * factor,
        start_random=start_random * factor,
        start_worst=start_worst * factor,
        endings=endings,
        cheap_red_lines=_cheap_red_lines(exploration, work, factor),
        states=exploration.states,
        transitions=exploration.transitions,
        seconds=perf_counter() - started,
    )


def _cheap_red_lines(exploration: Exploration, work: ValuePass, constant: float) -> tuple[CheapRedLine, ...]:
    found = []
    for move in exploration.program.moves:
        known = work.red_costs.get(move.number)
        if known is not None and known[0] * constant < 1:
            path = shortest_path(exploration, known[1], known[2])
            scene = exploration.program.nodes[move.node].id
            found.append(CheapRedLine(scene, move.choice.id, known[0] * constant, tuple(path)))
    return tuple(found)
