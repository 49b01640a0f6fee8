"""Values of every state under the final prices, last block first (RULES §8)."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from scenarios.expand import Edges, at
from scenarios.explore import Block
from scoring.basis import Basis, shares
from scoring.lines import line_losses, red_points
from scoring.points import Packed, Points, lanes, red_line_rule
from scoring.scale import Scale
from scoring.weighing import EPSILON, Priced

Column = NDArray[np.float64]
"""One number a state, shape (n,)."""
Part = slice | NDArray[np.intp]


@dataclass(slots=True)
class Values:
    """Per block: V_d of shape (n, 4), the random and the worst player's expected loss of shape (n,)."""

    value: list[Points] = field(default_factory=list)
    random: list[Column] = field(default_factory=list)
    worst: list[Column] = field(default_factory=list)

    def scale(self, factor: float) -> None:
        """Multiply everything, in place."""
        for columns in (self.value, self.random, self.worst):
            for column in columns:
                np.multiply(column, factor, out=column)


class ValuePass:
    """One pass backwards.

    Attributes:
        values: what it found, once `run` is done; in the units of the scale it was given.
        red_costs: by the number of a red-line choice the least it costs, and the (block, index) of a state where.
    """

    def __init__(self, basis: Basis, scale: Scale) -> None:
        self.basis = basis
        self.scale = scale
        self.blocks = basis.exploration.blocks
        self.price = np.array(scale.prices)
        self.priced = [int(dimension) for dimension in np.flatnonzero(self.price)]
        count = len(self.blocks)
        self.values = Values([np.empty(0)] * count, [np.empty(0)] * count, [np.empty(0)] * count)
        self.red_costs: dict[int, tuple[float, int, int]] = {}
        self._weighing = Priced(scale.prices)
        self._losses = basis.losses(self._weighing)
        # V summed over the dimensions, by which choices are compared.
        self._sums: list[Column] = [np.empty(0)] * count

    def run(self) -> tuple[Points, float, float]:
        """Do it.

        Returns:
            V per dimension (4,), the random and the worst player's loss, from before the visit begins.
        """
        for number in range(len(self.blocks) - 1, -1, -1):
            if self.basis.is_form(self.blocks[number]):
                self._form(number)
            else:
                self._choices(number)
            self._sums[number] = self.values.value[number].sum(axis=1)
        start = np.zeros((4, 1))
        start_random = start_worst = 0.0
        for edges in self.basis.exploration.begin:
            _, random, worst = self._ahead(edges)
            self._add_ahead(start, slice(None), edges, slice(None))
            start_random += float(random[0])
            start_worst += float(worst[0])
        return start[:, 0], start_random, start_worst

    def _choices(self, number: int) -> None:
        block = self.blocks[number]
        size = len(block.states)
        cost: dict[int, Column] = {}
        bad: dict[int, Column] = {}
        taken: list[tuple[Edges, Packed]] = []
        random = np.zeros(size)
        share = shares(block)
        for edges, loss in self._losses.of(block):
            move = edges.move
            if edges.hypothetical or move is None:
                continue
            taken.append((edges, loss))
            value, ahead_random, worst = self._ahead(edges)
            own = lanes(loss) @ self.price
            for points in self._red(block, edges).values():
                own = own + points
            _accumulate(cost, move.number, size, edges, own + value)
            _accumulate(bad, move.number, size, edges, own + worst)
            if not move.is_timeout:
                _add(random, edges.rows, (own + ahead_random) * at(share, edges.rows) * edges.probability)
        best = np.full(size, np.inf)
        best_move = np.full(size, -1, dtype=np.int16)
        worst_of = np.full(size, -np.inf)
        for place, entry in enumerate(block.moves):
            found = cost.get(entry.move.number)
            if found is None:
                continue
            better = entry.open & (found < best - EPSILON)
            best = np.where(better, found, best)
            best_move[better] = place
            worst_of = np.maximum(worst_of, np.where(entry.open, bad[entry.move.number], -np.inf))
        self._note_red_lines(number, block, cost, best)
        best_value = np.zeros((4, size))
        place_of = {entry.move.number: place for place, entry in enumerate(block.moves)}
        for edges, loss in taken:
            assert edges.move is not None
            chosen = np.flatnonzero(at(best_move, edges.rows) == place_of[edges.move.number])
            if len(chosen):
                self._add_best(best_value, block, edges, loss, chosen)
        # A state without an open choice is refused by the checks; here it is worth nothing.
        self.values.value[number] = best_value.T
        self.values.random[number] = random
        self.values.worst[number] = np.where(np.isfinite(worst_of), worst_of, 0.0)

    def _add_best(self, best_value: Points, block: Block, edges: Edges, loss: Packed, chosen: NDArray[np.intp]) -> None:
        """Add what the best choice costs and leads to, per dimension, in the chosen rows of some edges."""
        part: Part = slice(None) if len(chosen) == len(edges.rows) else chosen
        rows: slice | NDArray[np.int32] = edges.rows[part]
        if len(chosen) == len(block.states):
            rows = slice(None)
        points = lanes(loss[part])
        for dimension in self.priced:
            best_value[dimension, rows] += points[:, dimension] * (self.price[dimension] * edges.probability)
        for dimension, red in self._red(block, edges).items():
            best_value[dimension, rows] += red[part] * edges.probability
        self._add_ahead(best_value, rows, edges, part)

    def _add_ahead(self, total: Points, rows: slice | NDArray[np.int32], edges: Edges, part: Part) -> None:
        """Add what some rows of edges book and lead to, times its probability, to columns of shape (4, n)."""
        ahead = self.values.value[edges.block].T if edges.place is not None else None
        index = edges.index[part] if edges.place is not None else edges.index
        charge = self.basis.charges[edges.target] if edges.broke_off else np.zeros(4)
        for dimension in self.priced:
            column = total[dimension]
            if ahead is not None:
                column[rows] += ahead[dimension].take(index) * edges.probability
            if edges.booked is not None:
                column[rows] += edges.booked[part, dimension] * (self.price[dimension] * edges.probability)
            if charge[dimension]:
                column[rows] += charge[dimension] * self.price[dimension] * edges.probability

    def _form(self, number: int) -> None:
        block = self.blocks[number]
        size = len(block.states)
        value = np.zeros((4, size))
        random = np.zeros(size)
        worst = np.zeros(size)
        for edges in block.edges:
            _, ahead_random, ahead_worst = self._ahead(edges)
            self._add_ahead(value, edges.rows, edges, slice(None))
            _add(random, edges.rows, ahead_random)
            _add(worst, edges.rows, ahead_worst)
        for points, options in line_losses(self.basis.exploration, block, self._weighing):
            copies = np.maximum(sum(option.copies for option in options), 1)
            best = np.full(size, np.inf)
            best_value = np.zeros((4, size))
            most = np.zeros(size)
            for option in options:
                own = lanes(option.loss).T * self.price[:, None]
                for dimension, levels in red_points(option, points, size).items():
                    for level, hit in levels.items():
                        own[dimension, hit] += self._red_price(level, dimension)
                total = own.sum(axis=0)
                random += total * option.copies / copies
                shown = np.where(option.present, total, np.inf)
                better = shown < best - EPSILON
                best = np.where(better, shown, best)
                best_value = np.where(better, own, best_value)
                most = np.maximum(most, np.where(option.present, total, 0.0))
            value += best_value
            worst += most
        self.values.value[number] = value.T
        self.values.random[number] = random
        self.values.worst[number] = worst

    def _note_red_lines(self, number: int, block: Block, cost: dict[int, Column], best: Column) -> None:
        """Remember where each red-line choice costs least, among states in which another choice is open."""
        count: NDArray[np.int64] | None = None
        for entry in block.moves:
            crossing = [index for index, act in enumerate(entry.move.acts) if act.case.red_line is not None]
            if not crossing or entry.move.number not in cost:
                continue
            if count is None:
                count = np.zeros(len(block.states), dtype=np.int64)
                for other in block.moves:
                    count += other.open
            there = block.real & entry.open & (count > 1) & np.isin(entry.act, crossing)
            if there.any():
                price = np.where(there, cost[entry.move.number] - best, np.inf)
                index = int(price.argmin())
                known = self.red_costs.get(entry.move.number)
                if known is None or float(price[index]) < known[0]:
                    self.red_costs[entry.move.number] = (float(price[index]), number, index)

    # ---- small parts ------------------------------------------------------------------------------------------

    def _ahead(self, edges: Edges) -> tuple[Column, Column, Column]:
        """V summed over the dimensions, the random and the worst player's loss, what is booked on the way included."""
        booked: Column | float = edges.booked @ self.price if edges.booked is not None else 0.0
        if edges.broke_off:
            booked = booked + float(self.basis.charges[edges.target] @ self.price)
        if edges.place is None:
            column = np.broadcast_to(np.asarray(booked, dtype=np.float64), len(edges.rows))
            return column, column, column
        found = (self._sums[edges.block], self.values.random[edges.block], self.values.worst[edges.block])
        value, random, worst = (column.take(edges.index) for column in found)
        if edges.booked is None and not edges.broke_off:
            return value, random, worst
        return value + booked, random + booked, worst + booked

    def _red_price(self, level: str, dimension: int) -> float:
        return self.basis.rubric.red_lines[level].share * 100 * self.scale.weights[dimension] * self.scale.constant

    def _red(self, block: Block, edges: Edges) -> dict[int, Column]:
        """Score points that red lines of the choice's cases forgo, per dimension and row of the edges."""
        found: dict[int, Column] = {}
        assert edges.move is not None
        for index, act in enumerate(edges.move.acts):
            if act.case.red_line is not None:
                level, dimension = red_line_rule(act.case.red_line)
                entry = next(entry for entry in block.moves if entry.move is edges.move)
                points = (at(entry.act, edges.rows) == index) * self._red_price(level, dimension)
                found[dimension] = found[dimension] + points if dimension in found else points
        return found


def _add(total: Column, rows: NDArray[np.int32], more: Column) -> None:
    """Add to the given rows, which are different ones."""
    if len(rows) == len(total):
        total += more
    else:
        total[rows] += more


def _accumulate(found: dict[int, Column], key: int, size: int, edges: Edges, more: Column) -> None:
    """Add what edges come to, times their probability, to the column of a choice."""
    if edges.probability != 1:
        more = more * edges.probability
    if key not in found:
        if len(edges.rows) == size:
            found[key] = more
            return
        found[key] = np.zeros(size)
    _add(found[key], edges.rows, more)
