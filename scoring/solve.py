"""The exact solver: scale, values and best choices of every reachable state (RULES §8).

Three passes over the blocks, last one first: what can still be offered; what the uniformly random player forgoes in
each dimension by its own measure, which sets the point prices; and values under those prices. All arithmetic is numpy
over whole blocks; there are no objects per state.
"""

from __future__ import annotations

import gc
from dataclasses import dataclass, field
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from scenarios.edition import Edition
from scenarios.expand import Edges
from scenarios.explore import STATE_LIMIT, Block, Exploration
from scenarios.witness import shortest_path
from scoring.breakoff import charges
from scoring.lines import line_losses, red_points
from scoring.losses import EPSILON, Array, Losses, Weighing
from scoring.points import Points, PointTables, red_line_rule
from scoring.reach import ReachTables
from scoring.rubric import Rubric, rubric

SOLVER_VERSION = 2
"""Part of every cache's key; goes up when values could change."""


@dataclass(frozen=True, slots=True)
class Scale:
    """How points become score.

    Attributes:
        prices: ω per dimension, score points per point; 0 where the dimension is not assessed.
        weights: w per dimension after the unassessed ones are shared out; sums to 1.
        stakes: N⁰ per dimension, before the common constant.
        constant: what all prices were multiplied with so that the random player scores 25.
        tests: scenes and form lines that test each dimension.
        scorable: False where nothing is assessed or all options are equal.
    """

    prices: tuple[float, float, float, float]
    weights: tuple[float, float, float, float]
    stakes: tuple[float, float, float, float]
    constant: float
    tests: tuple[int, int, int, int]
    scorable: bool

    @property
    def assessed(self) -> tuple[bool, ...]:
        """Which dimensions are assessed."""
        return tuple(weight > 0 for weight in self.weights)


@dataclass(slots=True)
class Values:
    """Per block: V_d (n, 4), the random and the worst player's expected loss (n,), index of the best choice (n,)."""

    value: list[Array] = field(default_factory=list)
    random: list[NDArray[np.float64]] = field(default_factory=list)
    worst: list[NDArray[np.float64]] = field(default_factory=list)


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
        rules: the rubric; the product's own by default.
        exploration: the edition's, where it has been explored already.

    Raises:
        TooManyStatesError: over the limit; the diagnostic names scenes, flags and hubs.
        ScenarioError: the scenario cannot be explored.
    """
    started = perf_counter()
    enabled = gc.isenabled()
    gc.disable()
    try:
        return _Solver(edition, exploration or Exploration(edition, limit).run(), rules or rubric()).solve(started)
    finally:
        if enabled:
            gc.enable()


class _Solver:
    """One solve; see :func:`solve`."""

    def __init__(self, edition: Edition, exploration: Exploration, rules: Rubric) -> None:
        self.edition = edition
        self.rubric = rules
        self.exploration = exploration
        self.tables = PointTables(self.exploration.expander)
        self.reach = ReachTables(self.exploration)
        self.charges = charges(self.tables, rules.weights)
        self._red_costs: dict[int, tuple[float, int, int]] = {}

    def solve(self, started: float) -> Solution:
        """All passes; `started` is when the work began."""
        tests = self._tests()
        own = self._own_measure()
        scale = self._scale(own, tests)
        values, start_value, start_random, start_worst = self._values(scale.prices, scale)
        total = float(start_random) - float(start_value.sum())
        if scale.scorable and total > EPSILON:
            scale = _rescaled(scale, (100 - self.rubric.random) / total)
        else:
            scale = Scale((0, 0, 0, 0), scale.weights, scale.stakes, 0, scale.tests, False)
        factor = scale.constant
        values.value = [value * factor for value in values.value]
        values.random = [value * factor for value in values.random]
        values.worst = [value * factor for value in values.worst]
        start_value, start_random, start_worst = start_value * factor, start_random * factor, start_worst * factor
        return Solution(
            edition=self.edition,
            exploration=self.exploration,
            tables=self.tables,
            reach=self.reach,
            charges=self.charges,
            scale=scale,
            values=values,
            rubric=self.rubric,
            start_value=start_value,
            start_random=float(start_random),
            start_worst=float(start_worst),
            endings=self._endings(),
            cheap_red_lines=self._cheap_red_lines(scale.constant),
            states=self.exploration.states,
            transitions=self.exploration.transitions,
            seconds=perf_counter() - started,
        )

    # ---- the scale --------------------------------------------------------------------------------------------

    def _tests(self) -> tuple[int, int, int, int]:
        """How many scenes and form lines test each dimension in some state that play can reach."""
        tested: set[tuple[int, str, int]] = set()
        for block in self.exploration.blocks:
            which = np.flatnonzero(block.real)
            if not len(which):
                continue
            node = self.exploration.program.nodes[block.place.node]
            if node.form is not None:
                for points, options in line_losses(self.exploration, block, Weighing(None)):
                    self._note(tested, node.number, points.line.id,
                               [(there, q) for (_, there, q, _) in points.options], which)  # fmt: skip
                    del options
                continue
            if all((node.number, "", d) in tested for d in range(4)):
                continue
            entries = [
                (entry.offered, self.tables.rows(entry.move, block.states, entry.act))
                for entry in block.moves
                if not entry.move.is_timeout
            ]
            self._note(tested, node.number, "", entries, which)
        return tuple(sum(1 for _, _, d in tested if d == dimension) for dimension in range(4))  # type: ignore[return-value]

    @staticmethod
    def _note(
        tested: set[tuple[int, str, int]],
        node: int,
        line: str,
        entries: list[tuple[NDArray[np.bool_], Points]],
        which: NDArray[np.intp],
    ) -> None:
        low = np.full((len(which), 4), np.inf)
        high = np.full((len(which), 4), -np.inf)
        for there, points in entries:
            shown = there[which][:, None]
            low = np.where(shown, np.minimum(low, points[which]), low)
            high = np.where(shown, np.maximum(high, points[which]), high)
        for dimension in np.flatnonzero((high > low).any(axis=0)):
            tested.add((node, line, int(dimension)))

    def _own_measure(self) -> Points:
        """Points the random player forgoes in each dimension by its own measure, ÷ 0.75: N⁰."""
        losses = self._losses(None)
        weighing = Weighing(None)
        expected: list[Points] = [np.empty(0)] * len(self.exploration.blocks)
        for number in range(len(self.exploration.blocks) - 1, -1, -1):
            block = self.exploration.blocks[number]
            if self._is_form(block):
                total = np.zeros((len(block.states), 4))
                for edges in block.edges:
                    total[edges.rows] += self._onward(edges, expected)
                for points, options in line_losses(self.exploration, block, weighing):
                    copies = np.maximum(sum(option.copies for option in options), 1)
                    for option in options:
                        total += option.loss[:, :, 0] * (option.copies / copies)[:, None]
                    del points
            else:
                total = np.zeros((len(block.states), 4))
                share = self._shares(block)
                for edges, loss in losses.of(block):
                    if edges.hypothetical or edges.move is None or edges.move.is_timeout:
                        continue
                    part = loss[:, :, 0] + self._onward(edges, expected)
                    total[edges.rows] += part * (share[edges.rows] * edges.probability)[:, None]
            expected[number] = total
        start = np.zeros(4)
        for edges in self.exploration.begin:
            start += self._onward(edges, expected)[0]
        return start / 0.75

    def _scale(self, own: Points, tests: tuple[int, int, int, int]) -> Scale:
        rules = self.rubric
        assessed = [tests[d] >= rules.least_tests and own[d] >= rules.least_stakes - EPSILON for d in range(4)]
        total = sum(weight for weight, ok in zip(rules.weights, assessed, strict=True) if ok)
        weights = [weight / total if ok else 0.0 for weight, ok in zip(rules.weights, assessed, strict=True)]
        prices = [100 * weight / own[d] if weight else 0.0 for d, weight in enumerate(weights)]
        return Scale(tuple(prices), tuple(weights), tuple(map(float, own)), 1.0, tests, any(assessed))  # type: ignore[arg-type]

    # ---- values -----------------------------------------------------------------------------------------------

    def _values(
        self, prices: tuple[float, float, float, float], scale: Scale
    ) -> tuple[Values, NDArray[np.float64], float, float]:
        losses = self._losses(prices)
        weighing = Weighing(prices)
        price = np.array(prices)
        blocks = self.exploration.blocks
        values = Values([np.empty(0)] * len(blocks), [np.empty(0)] * len(blocks), [np.empty(0)] * len(blocks))
        for number in range(len(blocks) - 1, -1, -1):
            block = blocks[number]
            if self._is_form(block):
                self._form_values(number, block, weighing, price, scale, values)
            else:
                self._choice_values(number, block, losses, price, scale, values)
        start = np.zeros(4)
        start_random = start_worst = 0.0
        for edges in self.exploration.begin:
            value, random, worst = self._ahead(edges, price, values)
            start += value[0]
            start_random += float(random[0])
            start_worst += float(worst[0])
        return values, start, start_random, start_worst

    def _choice_values(
        self, number: int, block: Block, losses: Losses, price: Points, scale: Scale, values: Values
    ) -> None:
        size = len(block.states)
        cost: dict[int, Points] = {}
        bad: dict[int, NDArray[np.float64]] = {}
        random = np.zeros(size)
        share = self._shares(block)
        for edges, loss in losses.of(block):
            move = edges.move
            if edges.hypothetical or move is None:
                continue
            if move.number not in cost:
                cost[move.number] = np.zeros((size, 4))
                bad[move.number] = np.zeros(size)
            value, ahead_random, worst = self._ahead(edges, price, values)
            own = loss[:, 0] * price + self._red(move, block, edges, scale)
            cost[move.number][edges.rows] += (own + value) * edges.probability
            bad[move.number][edges.rows] += (own.sum(axis=1) + worst) * edges.probability
            if not move.is_timeout:
                random[edges.rows] += (own.sum(axis=1) + ahead_random) * share[edges.rows] * edges.probability
        best = np.full(size, np.inf)
        best_value = np.zeros((size, 4))
        worst_of = np.full(size, -np.inf)
        for entry in block.moves:
            found = cost.get(entry.move.number)
            if found is None:
                continue
            total = np.where(entry.open, found.sum(axis=1), np.inf)
            better = total < best - EPSILON
            best = np.where(better, total, best)
            best_value[better] = found[better]
            worst_of = np.maximum(worst_of, np.where(entry.open, bad[entry.move.number], -np.inf))
        self._note_red_lines(number, block, cost, best)
        # A state without an open choice is refused by the checks; here it is worth nothing.
        values.value[number] = best_value
        values.random[number] = random
        values.worst[number] = np.where(np.isfinite(worst_of), worst_of, 0.0)

    def _note_red_lines(self, number: int, block: Block, cost: dict[int, Points], best: NDArray[np.float64]) -> None:
        """Remember where each red-line choice costs least, among states in which another choice is open."""
        count = np.zeros(len(block.states), dtype=np.int64)
        for entry in block.moves:
            count += entry.open
        for entry in block.moves:
            crossing = [index for index, act in enumerate(entry.move.acts) if act.case.red_line is not None]
            if not crossing or entry.move.number not in cost:
                continue
            there = block.real & entry.open & (count > 1) & np.isin(entry.act, crossing)
            if there.any():
                price = np.where(there, cost[entry.move.number].sum(axis=1) - best, np.inf)
                index = int(price.argmin())
                known = self._red_costs.get(entry.move.number)
                if known is None or float(price[index]) < known[0]:
                    self._red_costs[entry.move.number] = (float(price[index]), number, index)

    def _cheap_red_lines(self, constant: float) -> tuple[CheapRedLine, ...]:
        found = []
        for move in self.exploration.program.moves:
            known = self._red_costs.get(move.number)
            if known is not None and known[0] * constant < 1:
                path = shortest_path(self.exploration, known[1], known[2])
                scene = self.exploration.program.nodes[move.node].id
                found.append(CheapRedLine(scene, move.choice.id, known[0] * constant, tuple(path)))
        return tuple(found)

    def _form_values(
        self, number: int, block: Block, weighing: Weighing, price: Points, scale: Scale, values: Values
    ) -> None:
        size = len(block.states)
        value = np.zeros((size, 4))
        random = np.zeros(size)
        worst = np.zeros(size)
        for edges in block.edges:
            ahead_value, ahead_random, ahead_worst = self._ahead(edges, price, values)
            value[edges.rows] += ahead_value
            random[edges.rows] += ahead_random
            worst[edges.rows] += ahead_worst
        for points, options in line_losses(self.exploration, block, weighing):
            copies = np.maximum(sum(option.copies for option in options), 1)
            best = np.full(size, np.inf)
            best_value = np.zeros((size, 4))
            most = np.zeros(size)
            for option in options:
                own = option.loss[:, 0] * price
                for dimension, levels in red_points(option, points, size).items():
                    for level, hit in levels.items():
                        own[hit, dimension] += self._red_price(level, dimension, scale)
                total = own.sum(axis=1)
                random += total * option.copies / copies
                shown = np.where(option.present, total, np.inf)
                better = shown < best - EPSILON
                best = np.where(better, shown, best)
                best_value[better] = own[better]
                most = np.maximum(most, np.where(option.present, total, 0.0))
            value += best_value
            worst += most
        values.value[number] = value
        values.random[number] = random
        values.worst[number] = worst

    def _endings(self) -> dict[str, float]:
        """Reachable endings and how probable each is under random play, by one pass forwards."""
        nodes = self.exploration.program.nodes
        blocks = self.exploration.blocks
        chance = [np.zeros(len(block.states)) for block in blocks]
        found: dict[str, float] = {}

        def arrive(edges: Edges, weight: NDArray[np.float64]) -> None:
            if edges.place is None:
                found[nodes[edges.ending].id] = found.get(nodes[edges.ending].id, 0.0) + float(weight.sum())
            else:
                np.add.at(chance[edges.block], edges.index, weight)

        for edges in self.exploration.begin:
            arrive(edges, np.ones(1))
        for number, block in enumerate(blocks):
            share = np.ones(len(block.states)) if self._is_form(block) else self._shares(block)
            for edges in block.edges:
                if edges.hypothetical or not block.real[edges.rows].any():
                    continue
                drawn = edges.move is None or not edges.move.is_timeout
                arrive(edges, chance[number][edges.rows] * share[edges.rows] * edges.probability * drawn)
        return found

    # ---- small parts ------------------------------------------------------------------------------------------

    def _losses(self, prices: tuple[float, float, float, float] | None) -> Losses:
        return Losses(self.exploration, self.tables, self.reach, Weighing(prices))

    def _is_form(self, block: Block) -> bool:
        return self.exploration.program.nodes[block.place.node].form is not None

    @staticmethod
    def _shares(block: Block) -> NDArray[np.float64]:
        """Probability with which the random player takes any one open choice."""
        count = np.zeros(len(block.states))
        for entry in block.moves:
            if not entry.move.is_timeout:
                count += entry.open
        return 1 / np.maximum(count, 1)

    def _end_points(self, edges: Edges) -> Points:
        """Points forgone on the way: end rules that are settled, and a break-off's charge; shape (rows, 4)."""
        points = edges.booked if edges.booked is not None else np.zeros((len(edges.rows), 4))
        if edges.broke_off:
            points = points + self.charges[edges.target]
        return points

    def _onward(self, edges: Edges, expected: list[Points]) -> Points:
        points = self._end_points(edges)
        return points if edges.place is None else points + expected[edges.block][edges.index]

    def _ahead(
        self, edges: Edges, price: Points, values: Values
    ) -> tuple[Points, NDArray[np.float64], NDArray[np.float64]]:
        points = self._end_points(edges) * price
        total = points.sum(axis=1)
        if edges.place is None:
            return points, total, total
        return (
            points + values.value[edges.block][edges.index],
            total + values.random[edges.block][edges.index],
            total + values.worst[edges.block][edges.index],
        )

    def _red_price(self, level: str, dimension: int, scale: Scale) -> float:
        return self.rubric.red_lines[level].share * 100 * scale.weights[dimension] * scale.constant

    def _red(self, move: object, block: Block, edges: Edges, scale: Scale) -> Points:
        """Score points that red lines of the choice's cases forgo, per row of the edges; shape (rows, 4)."""
        points = np.zeros((len(edges.rows), 4))
        assert edges.move is not None
        for index, act in enumerate(edges.move.acts):
            if act.case.red_line is not None:
                level, dimension = red_line_rule(act.case.red_line)
                entry = next(entry for entry in block.moves if entry.move is edges.move)
                points[entry.act[edges.rows] == index, dimension] += self._red_price(level, dimension, scale)
        return points


def _rescaled(scale: Scale, factor: float) -> Scale:
    first, second, third, fourth = (price * factor for price in scale.prices)
    return Scale((first, second, third, fourth), scale.weights, scale.stakes, factor, scale.tests, True)
