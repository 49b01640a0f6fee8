"""How points are compared: each dimension for itself (the scale's N⁰), or one score under the final prices.

A *standing* is what a weighing compares; each has its own form of it. Losses are the same arithmetic under both.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenarios.packing import Bools
from scoring.points import KINDS, NOTHING, PACKED, QUADS, Kinds, Packed, lanes

EPSILON = 1e-9
Standing = NDArray[Any]
"""How points stand against others, one number a row: packed points (int64) or a code (int32), by the weighing."""


class Weighing(ABC):
    """One way of comparing points.

    Attributes:
        zero: the standing of no points.
        lowest: a standing below all others.
    """

    zero: Any
    lowest: Any

    @abstractmethod
    def standing(self, kinds: Kinds) -> Standing:
        """The standing of points."""

    @abstractmethod
    def points(self, standing: Standing) -> Packed:
        """The points of a standing."""

    @abstractmethod
    def higher(self, best: Standing, other: Any, where: Bools | None = None) -> Standing:
        """The other where it stands higher (and `where` holds), else the best; equals within 1e-9 count as equal."""

    @abstractmethod
    def cone(self, kinds: Kinds) -> Standing:
        """The highest over calmer, more trusting, less distressed meters, of points over all meters; shape (3993,)."""

    def gain(self, standing: Standing, where: Bools) -> Packed:
        """The points where they stand above none and `where` holds, else none."""
        return self.points(self.higher(np.full(len(standing), self.zero), standing, where))


class EachDimension(Weighing):
    """Every dimension for itself; a standing is the packed points."""

    zero = np.int64(0)
    lowest = np.full(4, -1000, dtype=np.int16).view(np.int64)[0]

    def standing(self, kinds: Kinds) -> Standing:
        """The packed points."""
        return PACKED.take(kinds)

    def points(self, standing: Standing) -> Packed:
        """Itself."""
        return standing

    def higher(self, best: Standing, other: Any, where: Bools | None = None) -> Standing:
        """The maximum, lane by lane."""
        if where is not None:
            other = np.where(where, other, self.lowest)
        highest: Standing = np.maximum(best.view(np.int16), other.view(np.int16)).view(np.int64)
        return highest

    def gain(self, standing: Standing, where: Bools) -> Packed:
        """What is positive, lane by lane."""
        gained: Packed = np.maximum(np.where(where, standing, self.zero).view(np.int16), 0).view(np.int64)
        return gained

    def cone(self, kinds: Kinds) -> Standing:
        """The best of each dimension, wherever it is."""
        best = _accumulated(lanes(PACKED.take(kinds)).reshape(11, 11, 11, 3, 4))
        return np.ascontiguousarray(best).reshape(-1).view(np.int64)


class Priced(Weighing):
    """One score of four prices.

    A standing is a code: above its low 16 bits the rank of the score, where scores within 1e-9 have one rank; in them
    the place among all kinds, by which equal scores are told apart, the larger points first.
    """

    lowest = np.int32(-1)

    def __init__(self, prices: tuple[float, float, float, float]) -> None:
        scores = QUADS.astype(np.float64) @ np.array(prices)
        # Kinds are in the order of their points already, which a stable sort keeps among equal scores.
        order = np.argsort(np.round(scores, 9), kind="stable")
        rank = np.zeros(KINDS, dtype=np.int32)
        rank[1:] = np.cumsum(np.diff(scores[order]) > EPSILON)
        code = rank << 16 | np.arange(KINDS, dtype=np.int32)
        self._packed = PACKED[order]
        self._code = np.empty(KINDS, dtype=np.int32)
        self._code[order] = code
        self.zero = self._code[NOTHING]

    def standing(self, kinds: Kinds) -> Standing:
        """Codes."""
        return self._code.take(kinds)

    def points(self, standing: Standing) -> Packed:
        """What the codes stand for."""
        return self._packed.take(standing & 0xFFFF)

    def higher(self, best: Standing, other: Any, where: Bools | None = None) -> Standing:
        """The one with the higher rank."""
        better = other > (best | 0xFFFF)
        if where is not None:
            better &= where
        return np.where(better, other, best)

    def cone(self, kinds: Kinds) -> Standing:
        """The highest code, and so the largest points among equal scores."""
        return _accumulated(self._code.take(kinds).reshape(11, 11, 11, 3)).reshape(-1)


def _accumulated(grid: NDArray[Any]) -> NDArray[Any]:
    """Running maximum towards more agitation, less trust, more distress (the first three axes)."""
    grid = np.maximum.accumulate(grid, axis=0)
    grid = np.maximum.accumulate(grid[:, ::-1], axis=1)[:, ::-1]
    return np.maximum.accumulate(grid, axis=2)
