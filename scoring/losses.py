"""What a choice gives up (RULES §8), for whole blocks of states.

The same arithmetic serves two weighings: each dimension for itself (the scale's N⁰) and the final point prices. A
weighing turns points of four dimensions into J independent scores, each with the values that go with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenarios.expand import Edges, MoveRows
from scenarios.explore import Block, Exploration
from scenarios.packing import METER_MASK, Bools, Words
from scenarios.program import Move
from scoring.points import Points, PointTables, best_in_cone
from scoring.reach import Reach, ReachTables

EPSILON = 1e-9
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Weighing:
    """How points are weighed: `prices` None is each dimension for itself, else one score of four point prices."""

    prices: tuple[float, float, float, float] | None

    def spread(self, points: Points) -> tuple[Array, Array]:
        """Points (n, 4) as scores (n, J) and values (n, J, k)."""
        if self.prices is None:
            return points, points[:, :, None]
        return (points @ np.array(self.prices))[:, None], points[:, None, :]

    @property
    def shape(self) -> tuple[int, int]:
        """(J, k)."""
        return (4, 1) if self.prices is None else (1, 4)


@dataclass(slots=True)
class _Owed:
    """A choice in question over a block's rows, with what it is worth where it would be lost by itself."""

    move: Move
    asked: Bools
    foreign: bool
    rows: Words
    worth: tuple[Array, Array] | None = None


class Losses:
    """Losses of every edge, block by block, under one weighing."""

    def __init__(self, exploration: Exploration, tables: PointTables, reach: ReachTables, weighing: Weighing) -> None:
        self.exploration = exploration
        self.expander = exploration.expander
        self.tables = tables
        self.reach = reach
        self.weighing = weighing
        self._cones: dict[tuple[int, bytes], tuple[Array, Array]] = {}

    # ---- worth ------------------------------------------------------------------------------------------------

    def worth(self, move: Move, rows: Words) -> tuple[Array, Array]:
        """What losing a choice by itself counts in each row: scores (n, J) and values (n, J, k)."""
        count, width = self.weighing.shape
        score = np.zeros((len(rows), count))
        value = np.zeros((len(rows), count, width))
        meters = (rows[:, 0] & METER_MASK).astype(np.intp)
        for which, name, points in self.tables.effective(move, rows):
            key = (move.number, name)
            found = self._cones.get(key)
            if found is None:
                found = self._cones[key] = best_in_cone(points, self.weighing.prices)
            score[which] = found[0][meters[which]]
            value[which] = found[1][meters[which]]
        return score, value

    # ---- a block ----------------------------------------------------------------------------------------------

    def of(self, block: Block) -> Iterator[tuple[Edges, Array]]:
        """The loss of every edge of a block that can be taken, in the block's order of edges.

        Yields:
            (edges, losses of shape (rows, J, k)); forms are not covered here.
        """
        if self._simple(block):
            yield from self._of_simple(block)
        else:
            yield from self._of_loop(block)

    def _simple(self, block: Block) -> bool:
        """Whether nothing beyond the scene is in question: it cannot come again, nor can what is pending."""
        loop_of = self.exploration.liveness.loop_of
        place = block.place
        return loop_of[place.node] < 0 and (place.pending < 0 or loop_of[place.pending] < 0)

    def _in_question(self, entry: MoveRows, rows: Words) -> Bools:
        move = entry.move
        if move.is_timeout or move.choice.optional:
            return np.zeros(len(rows), dtype=np.bool_)
        return entry.offered & ~self.expander.to_effect(move, rows)

    def _of_simple(self, block: Block) -> Iterator[tuple[Edges, Array]]:
        count, width = self.weighing.shape
        rows = block.states
        best = np.full((len(rows), count), -np.inf)
        best_value = np.zeros((len(rows), count, width))
        mine: dict[int, tuple[Array, Array]] = {}
        for entry in block.moves:
            score, value = self.weighing.spread(self.tables.rows(entry.move, rows, entry.act))
            mine[entry.move.number] = (score, value)
            better = self._in_question(entry, rows)[:, None] & (score > best + EPSILON)
            best = np.where(better, score, best)
            best_value = np.where(better[:, :, None], value, best_value)
        for edges in block.edges:
            assert edges.move is not None
            score, value = mine[edges.move.number]
            own_score, own_value = score[edges.rows], value[edges.rows]
            better = best[edges.rows] > own_score + EPSILON
            yield edges, np.where(better[:, :, None], best_value[edges.rows] - own_value, 0.0)

    def _of_loop(self, block: Block) -> Iterator[tuple[Edges, Array]]:
        rows = block.states
        node = block.place.node
        mine = {
            entry.move.number: self.weighing.spread(self.tables.rows(entry.move, rows, entry.act))
            for entry in block.moves
        }
        owed = [_Owed(entry.move, self._in_question(entry, rows), False, rows) for entry in block.moves]
        owed += [
            _Owed(move, asked, True, rows)
            for move in self._foreign(block)
            if (asked := self._foreign_question(move, rows)).any()
        ]
        after = self._after(block)
        scene_bit = self.reach.scene_bit(node)
        for edges in block.edges:
            if not edges.hypothetical:
                yield edges, self._loss(edges, mine, owed, after, scene_bit)

    def _foreign(self, block: Block) -> list[Move]:
        """Choices of other scenes that are in question here: on a loop with this one, or with what is pending."""
        liveness = self.exploration.liveness
        nodes = self.exploration.program.nodes
        scenes: list[int] = []
        for number in (block.place.node, block.place.pending):
            if number >= 0 and liveness.loop_of[number] >= 0:
                scenes += [n for n in liveness.loops[liveness.loop_of[number]] if n not in scenes]
        return [move for n in sorted(scenes) if n != block.place.node for move in nodes[n].moves]

    def _foreign_question(self, move: Move, rows: Words) -> Bools:
        if move.choice.optional:
            return np.zeros(len(rows), dtype=np.bool_)
        return self.expander.offered(move, rows) & ~self.expander.to_effect(move, rows)

    def _after(self, block: Block) -> dict[int, Reach]:
        """For each choice of the scene: what any of its outcomes may still reach, per row."""
        found: dict[int, Reach] = {}
        for edges in block.edges:
            assert edges.move is not None
            reach = found.get(edges.move.number)
            if reach is None:
                reach = found[edges.move.number] = np.zeros((len(block.states), self.reach.words), dtype=np.uint64)
            reach[edges.rows] |= self.reach.ahead(edges)
        return found

    def _loss(
        self,
        edges: Edges,
        mine: dict[int, tuple[Array, Array]],
        owed: list[_Owed],
        after: dict[int, Reach],
        scene_bit: int | None,
    ) -> Array:
        move, which = edges.move, edges.rows
        assert move is not None
        ahead = self.reach.ahead(edges)
        again = self.reach.has(ahead, scene_bit)
        move_bit = self.reach.move_bit(move)
        own_score, own_value = mine[move.number][0][which], mine[move.number][1][which]
        best, best_value = own_score.copy(), own_value.copy()
        lost = np.zeros_like(own_value)
        leaving: dict[int, tuple[Array, Array]] = {}
        for other in owed:
            if other.move.number == move.number:
                continue
            given = other.asked[which] & ~self.reach.has(ahead, self.reach.move_bit(other.move))
            if not given.any():
                continue
            if not other.foreign:
                excludes = given & self._excludes(other.move, after, which, again, move_bit, scene_bit)
                score, value = mine[other.move.number][0][which], mine[other.move.number][1][which]
                better = excludes[:, None] & (score > best + EPSILON)
                best = np.where(better, score, best)
                best_value = np.where(better[:, :, None], value, best_value)
                given &= ~excludes
                if not given.any():
                    continue
            if other.worth is None:
                other.worth = self.worth(other.move, other.rows)
            score, value = other.worth[0][which], other.worth[1][which]
            counts = given[:, None] & (score > 0)
            if other.foreign and other.move.number in self.reach.leaves:
                self._best_leaving(leaving, other.move.node, counts, score, value)
            else:
                lost += np.where(counts[:, :, None], value, 0.0)
        for _, value in leaving.values():
            lost += value
        if again.any():
            zero = again[:, None] & (best < -EPSILON)
            best = np.where(zero, 0.0, best)
            best_value = np.where(zero[:, :, None], 0.0, best_value)
            gone = again & ~self.reach.has(ahead, move_bit)
            if gone.any():
                score, value = self._own_worth(move, owed, which)
                better = gone[:, None] & (score > best + EPSILON)
                best_value = np.where(better[:, :, None], value, best_value)
        return best_value - own_value + lost

    def _excludes(
        self,
        other: Move,
        after: dict[int, Reach],
        which: NDArray[np.intp],
        again: Bools,
        move_bit: int | None,
        scene_bit: int | None,
    ) -> Bools:
        """Whether taking the other choice instead would have closed this one (or the scene) as well."""
        reach = after.get(other.number)
        if reach is None:
            return np.ones(len(which), dtype=np.bool_)
        reach = reach[which]
        return np.where(again, ~self.reach.has(reach, move_bit), ~self.reach.has(reach, scene_bit))

    def _own_worth(self, move: Move, owed: list[_Owed], which: NDArray[np.intp]) -> tuple[Array, Array]:
        mine = next((o for o in owed if o.move.number == move.number), None)
        if mine is None:
            raise AssertionError("a choice that is taken stands in its scene")
        if mine.worth is None:
            mine.worth = self.worth(move, mine.rows)
        return mine.worth[0][which], mine.worth[1][which]

    @staticmethod
    def _best_leaving(
        leaving: dict[int, tuple[Array, Array]], node: int, counts: Bools, score: Array, value: Array
    ) -> None:
        """Of another scene's choices that leave it for good only the best is lost."""
        if node not in leaving:
            leaving[node] = (np.full(score.shape, -np.inf), np.zeros_like(value))
        best, best_value = leaving[node]
        better = counts & (score > best + EPSILON)
        leaving[node] = (np.where(better, score, best), np.where(better[:, :, None], value, best_value))
