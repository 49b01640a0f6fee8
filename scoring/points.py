"""Points of choices and form lines, as tables over the packed meters (RULES §8, Points and worth).

q_d(o) = stakes x (sum of o's ratings in dimension d, clipped to ±2), read in the state before the step. With stakes of
at most 3 there are 13 values a dimension, so that a small number, the *kind*, stands for the points of all four. Sums
of points are kept packed, four 16-bit lanes in one 64-bit number, which numpy adds and compares lane by lane.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

import numpy as np
from numpy.typing import NDArray

from scenarios.expand import Expander, MoveRows
from scenarios.model import FormLine, Option
from scenarios.packing import Bools, Words
from scenarios.program import METER_STATES, TRUE, Move, Node
from scoring.rubric import LETTERS

Points = NDArray[np.float64]
"""Points per dimension; the last axis has length 4."""

Kinds = NDArray[np.int16]
"""Which points, one number for the four dimensions; kinds are ordered as their points are, dimension by dimension."""

Packed = NDArray[np.int64]
"""Whole points per dimension in four 16-bit lanes."""

HIGHEST = 6
_SIDE = 2 * HIGHEST + 1
_STEP = (_SIDE**3, _SIDE**2, _SIDE, 1)
NOTHING = HIGHEST * sum(_STEP)
"""The kind of no points at all."""

KINDS = _SIDE**4
QUADS = np.ascontiguousarray(
    (np.stack(np.unravel_index(np.arange(KINDS), (_SIDE,) * 4), axis=1) - HIGHEST).astype(np.int16)
)
"""Points of every kind; shape (KINDS, 4)."""

PACKED: Packed = QUADS.view(np.int64).reshape(-1)
"""The same, packed; shape (KINDS,)."""


def lanes(packed: Packed) -> NDArray[np.int16]:
    """The four dimensions of packed points, a view; shape (n, 4)."""
    return packed.view(np.int16).reshape(-1, 4)


def added(first: Packed, second: Packed) -> Packed:
    """Lane by lane."""
    total: Packed = (first.view(np.int16) + second.view(np.int16)).view(np.int64)
    return total


def less(first: Packed, second: Packed) -> Packed:
    """Lane by lane."""
    total: Packed = (first.view(np.int16) - second.view(np.int16)).view(np.int64)
    return total


def clipped(rates: Mapping[str, int], stakes: int) -> tuple[int, int, int, int]:
    """q of one set of ratings."""
    sums = [0, 0, 0, 0]
    for code, points in rates.items():
        sums[LETTERS.index(code[0])] += points
    first, second, third, fourth = (stakes * max(-2, min(2, total)) for total in sums)
    return first, second, third, fourth


def kind_of(points: Iterable[int]) -> int:
    """The kind of four whole points."""
    return NOTHING + sum(value * step for value, step in zip(points, _STEP, strict=True))


class PointTables:
    """q and worth of every choice of a program."""

    def __init__(self, expander: Expander) -> None:
        self.expander = expander
        self.program = expander.program
        self._q: dict[tuple[int, int], Kinds] = {}
        self._stacked: dict[int, Kinds] = {}
        self._effective: dict[tuple[int, bytes], Kinds] = {}

    def table(self, move: Move, act: int) -> Kinds:
        """q of a case over all packed meters; shape (3993,)."""
        key = (move.number, act)
        found = self._q.get(key)
        if found is None:
            sums: dict[int, NDArray[np.int8]] = {}
            for code, values in self.expander.act_table(move, act).rates.items():
                dimension = LETTERS.index(code[0])
                sums[dimension] = sums[dimension] + values if dimension in sums else values
            found = np.full(METER_STATES, NOTHING, dtype=np.int16)
            for dimension, total in sums.items():
                found += total.clip(-2, 2) * np.int16(move.stakes * _STEP[dimension])
            self._q[key] = found
        return found

    def rows(self, entry: MoveRows, rows: Words, meters: NDArray[np.intp]) -> Kinds:
        """q of a choice in each row, nothing where asking would be in vain; shape (n,)."""
        if entry.kinds is not None:
            return entry.kinds
        move = entry.move
        if len(move.acts) == 1:
            found = self.table(move, 0).take(meters)
        else:
            tables = self._stacked.get(move.number)
            if tables is None:
                tables = np.concatenate([self.table(move, act) for act in range(len(move.acts))])
                self._stacked[move.number] = tables
            found = tables.take(meters + entry.act.astype(np.intp) * METER_STATES)
        if move.effect_bit:
            found[self.expander.vain(move, rows, entry.act)] = NOTHING
            # Whether asking is in vain takes long to find out.
            entry.kinds = found
        return found

    def effective(self, move: Move, rows: Words) -> Iterable[tuple[NDArray[np.intp] | None, bytes, Kinds]]:
        """Rows grouped by what decides the choice's case beside the meters, each with q over all meters.

        Yields:
            (indices of the rows, None for all of them; a key of the group; q of shape (3993,) with the gate open).
        """
        if len(move.acts) == 1:
            yield None, b"", self.table(move, 0)
            return
        packing = self.expander.packing
        bits = 0
        for act in move.acts:
            bits |= self.expander.liveness.reads_of(act.when)[0]
        mask = np.array(packing.spread(bits), dtype=np.uint64)
        keys, first, inverse = _groups(rows & mask)
        for group in range(len(keys)):
            name = keys[group].tobytes()
            found = self._effective.get((move.number, name))
            if found is None:
                sample = np.repeat(rows[first[group]][None, :], METER_STATES, axis=0)
                sample = packing.with_meters(sample, np.arange(METER_STATES))
                act_of = self.expander.acts_of(move, sample)
                found = np.full(METER_STATES, NOTHING, dtype=np.int16)
                for index in range(len(move.acts)):
                    which = act_of == index
                    found[which] = self.table(move, index)[which]
                self._effective[move.number, name] = found
            yield (np.flatnonzero(inverse == group) if len(keys) > 1 else None), name, found


def _groups(rows: Words) -> tuple[Words, NDArray[np.intp], NDArray[np.intp]]:
    """The different rows, where each first stands, and which one each row is."""
    if (rows == rows[0]).all():
        return rows[:1], np.zeros(1, dtype=np.intp), np.zeros(len(rows), dtype=np.intp)
    keys, first, inverse = np.unique(rows, axis=0, return_index=True, return_inverse=True)
    return keys, first, inverse.reshape(-1)


class LinePoints:
    """A form line over a block: which options are there, and what each is worth."""

    def __init__(self, expander: Expander, node: Node, line: FormLine, rows: Words) -> None:
        fold = expander.program.edition.fold
        test = expander.packing.test
        stakes = node.scene.stakes if node.scene is not None else 1
        self.line = line
        self.present: Bools = test(fold(line.when))(rows)
        self.options: list[tuple[Option | None, Bools, Kinds, NDArray[np.int8]]] = []
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


def option_points(expander: Expander, option: Option, stakes: int, rows: Words) -> tuple[Kinds, NDArray[np.int8]]:
    """q of an option in each row, and which of its cases holds."""
    fold = expander.program.edition.fold
    points = np.full(len(rows), NOTHING, dtype=np.int16)
    chosen = np.zeros(len(rows), dtype=np.int8)
    left: Bools | None = None
    for index, case in enumerate(option.cases):
        condition = fold(case.when)
        kind = kind_of(clipped(case.rates, stakes))
        if left is None and condition == TRUE:
            points[:] = kind
            chosen[:] = index
            break
        hit = expander.packing.test(condition)(rows)
        if left is not None:
            hit = left & hit
        points[hit] = kind
        chosen[hit] = index
        left = ~hit if left is None else left & ~hit
    return points, chosen


@cache
def red_line_rule(code: str) -> tuple[str, int]:
    """(level, dimension index) of a red line of the vocabulary."""
    from scenarios.vocabulary import vocabulary

    line = vocabulary().red_lines[code]
    return line.level, ("listening", "emotion", "compliance", "referral").index(line.dimension)
