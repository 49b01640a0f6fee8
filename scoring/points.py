"""Points of choices and form lines, as tables over the packed meters (RULES §8, Points and worth).

q_d(o) = stakes x (sum of o's ratings in dimension d, clipped to ±2), read in the state before the step.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenarios.expand import Expander
from scenarios.expression import names
from scenarios.model import METERS, FormLine, Option
from scenarios.packing import METER_MASK, Bools, Words
from scenarios.program import METER_STATES, Move, Node
from scoring.rubric import LETTERS

Points = NDArray[np.float64]
"""Points per dimension; the last axis has length 4."""


def clipped(rates: Mapping[str, int], stakes: int) -> tuple[int, int, int, int]:
    """q of one set of ratings."""
    sums = [0, 0, 0, 0]
    for code, points in rates.items():
        sums[LETTERS.index(code[0])] += points
    first, second, third, fourth = (stakes * max(-2, min(2, total)) for total in sums)
    return first, second, third, fourth


class PointTables:
    """q and worth of every choice of a program."""

    def __init__(self, expander: Expander) -> None:
        self.expander = expander
        self.program = expander.program
        self._q: dict[tuple[int, int], Points] = {}
        self._effective: dict[tuple[int, bytes], Points] = {}

    def table(self, move: Move, act: int) -> Points:
        """q of a case over all packed meters; shape (3993, 4)."""
        key = (move.number, act)
        found = self._q.get(key)
        if found is None:
            sums = np.zeros((METER_STATES, 4))
            for code, values in self.expander.act_table(move, act).rates.items():
                sums[:, LETTERS.index(code[0])] += values
            found = self._q[key] = move.stakes * np.clip(sums, -2, 2)
        return found

    def rows(self, move: Move, rows: Words, act: NDArray[np.int8]) -> Points:
        """q of a choice in each row, 0 where asking would be in vain; shape (n, 4)."""
        meters = (rows[:, 0] & METER_MASK).astype(np.intp)
        if len(move.acts) == 1:
            points = self.table(move, 0)[meters]
        else:
            points = np.zeros((len(rows), 4))
            for index in range(len(move.acts)):
                which = act == index
                if which.any():
                    points[which] = self.table(move, index)[meters[which]]
        if move.effect_bit:
            points = points.copy()
            points[self.expander.vain(move, rows, act)] = 0
        return points

    def effective(self, move: Move, rows: Words) -> Iterable[tuple[NDArray[np.intp], bytes, Points]]:
        """Rows grouped by what decides the choice's case beside the meters, each with q over all meters.

        Yields:
            (indices of the rows, a key of the group, q of shape (3993, 4) with the gate open).
        """
        packing = self.expander.packing
        bits = 0
        by_meters = False
        for act in move.acts:
            bits |= self.expander.liveness.reads_of(act.when)[0]
            by_meters = by_meters or bool(names(act.when) & set(METERS))
        if len(move.acts) == 1:
            yield np.arange(len(rows)), b"", self.table(move, 0)
            return
        mask = np.array(packing.spread(bits), dtype=np.uint64)
        kept = rows & mask
        keys, first, inverse = np.unique(kept, axis=0, return_index=True, return_inverse=True)
        inverse = inverse.reshape(-1)
        for group in range(len(keys)):
            name = keys[group].tobytes()
            found = self._effective.get((move.number, name))
            if found is None:
                sample = np.repeat(rows[first[group]][None, :], METER_STATES, axis=0)
                sample = packing.with_meters(sample, np.arange(METER_STATES))
                act_of = self.expander.acts_of(move, sample)
                found = np.zeros((METER_STATES, 4))
                for index in range(len(move.acts)):
                    which = act_of == index
                    found[which] = self.table(move, index)[which]
                self._effective[move.number, name] = found
            yield np.flatnonzero(inverse == group), name, found


def best_in_cone(points: Points, prices: Sequence[float] | None) -> tuple[Points, Points]:
    """The best over calmer, more trusting, less distressed meters, for every packed meters.

    Args:
        points: q over all packed meters, whole numbers, shape (3993, 4).
        prices: what "best" is measured by; None: each dimension for itself.

    Returns:
        Scores (3993, J) and values (3993, J, k): J = 4, k = 1 without prices, else J = 1, k = 4. Among equal scores
        (within 1e-9) the larger values count, compared dimension by dimension.
    """
    if prices is None:
        best = _accumulated(points.reshape(11, 11, 11, 3, 4)).reshape(-1, 4)
        return best, best[:, :, None]
    code = ((points + 8) @ np.array([4096.0, 256.0, 16.0, 1.0])).astype(np.int64)
    kinds, first, inverse = np.unique(code, return_index=True, return_inverse=True)
    values = points[first]
    scores = values @ np.array(prices)
    # Equal scores rank by their values, and `kinds` sorts by those: ranks among scores rounded to 1e-9.
    order = np.lexsort((kinds, np.round(scores, 9)))
    rank = np.empty(len(kinds), dtype=np.int16)
    rank[order] = np.arange(len(kinds))
    best_kind = order[_accumulated(rank[inverse.reshape(-1)].reshape(11, 11, 11, 3)).reshape(-1)]
    return scores[best_kind][:, None], values[best_kind][:, None, :]


def _accumulated(grid: NDArray[Any]) -> NDArray[Any]:
    """Running maximum towards more agitation, less trust, more distress (the first three axes)."""
    grid = np.maximum.accumulate(grid, axis=0)
    grid = np.maximum.accumulate(grid[:, ::-1], axis=1)[:, ::-1]
    return np.maximum.accumulate(grid, axis=2)


class LinePoints:
    """A form line over a block: which options are there, and what each is worth."""

    def __init__(self, expander: Expander, node: Node, line: FormLine, rows: Words) -> None:
        fold = expander.program.edition.fold
        test = expander.packing.test
        stakes = node.scene.stakes if node.scene is not None else 1
        self.line = line
        self.present: Bools = test(fold(line.when))(rows)
        self.options: list[tuple[Option | None, Bools, Points, NDArray[np.int8]]] = []
        count = np.zeros(len(rows), dtype=np.int64)
        for option in line.options:
            there = self.present & test(fold(option.when))(rows)
            count += there
            points, case = option_points(expander, option, stakes, rows)
            self.options.append((option, there, points, case))
        self.fillers = np.zeros(len(rows), dtype=np.int64)
        if line.among and line.fillers:
            missing = np.clip(line.among - count, 0, len(line.fillers))
            self.fillers = np.where(self.present, missing, 0)
            if self.fillers.any():
                points, case = option_points(expander, line.fillers[0], stakes, rows)
                self.options.append((None, self.fillers > 0, points, case))


def option_points(expander: Expander, option: Option, stakes: int, rows: Words) -> tuple[Points, NDArray[np.int8]]:
    """q of an option in each row, and which of its cases holds."""
    fold = expander.program.edition.fold
    points = np.zeros((len(rows), 4))
    chosen = np.zeros(len(rows), dtype=np.int8)
    left = np.ones(len(rows), dtype=np.bool_)
    for index, case in enumerate(option.cases):
        hit = left & expander.packing.test(fold(case.when))(rows)
        points[hit] = clipped(case.rates, stakes)
        chosen[hit] = index
        left = left & ~hit
    return points, chosen


@cache
def red_line_rule(code: str) -> tuple[str, int]:
    """(level, dimension index) of a red line of the vocabulary."""
    from scenarios.vocabulary import vocabulary

    line = vocabulary().red_lines[code]
    return line.level, ("listening", "emotion", "compliance", "referral").index(line.dimension)
