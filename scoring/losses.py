"""What a choice gives up (RULES §8), for whole blocks of states.

The same arithmetic serves both weighings: each dimension for itself (the scale's N⁰) and the final point prices.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenarios.expand import Edges, MoveRows, at
from scenarios.explore import Block, Exploration
from scenarios.packing import Bools, Words
from scenarios.program import Move
from scoring.points import Packed, PointTables, added, less
from scoring.reach import Reach, ReachTables
from scoring.weighing import Standing, Weighing

Meters = NDArray[np.intp]


@dataclass(slots=True)
class _Owed:
    """A choice in question over a block's rows.

    Attributes:
        bit: its reach bit, None in a scene that is on no loop.
        asked: where it is in question; only kept where there is no bit.
        worth: how it stands where it would be lost by itself, once worked out.
    """

    move: Move
    bit: int | None
    asked: Bools | None
    foreign: bool
    worth: Standing | None = None


@dataclass(slots=True)
class _Scene:
    """A block of a loop at work: `mine` is how its choices stand, `bits` (reach bits a row) what is in question."""

    block: Block
    meters: Meters
    mine: dict[int, Standing]
    owed: list[_Owed]
    bits: Reach
    after: dict[int, Reach]


class Losses:
    """Losses of every edge, block by block, under one weighing."""

    def __init__(self, exploration: Exploration, tables: PointTables, reach: ReachTables, weighing: Weighing) -> None:
        self.exploration = exploration
        self.expander = exploration.expander
        self.tables = tables
        self.reach = reach
        self.weighing = weighing
        self._cones: dict[tuple[int, bytes], Standing] = {}

    # ---- worth ------------------------------------------------------------------------------------------------

    def worth(self, move: Move, rows: Words, meters: Meters) -> Standing:
        """What losing a choice by itself counts in each row."""
        result: Standing | None = None
        for which, name, kinds in self.tables.effective(move, rows):
            key = (move.number, name)
            found = self._cones.get(key)
            if found is None:
                found = self._cones[key] = self.weighing.cone(kinds)
            if which is None:
                return found.take(meters)
            if result is None:
                result = np.empty(len(rows), dtype=found.dtype)
            result[which] = found.take(meters[which])
        assert result is not None
        return result

    # ---- a block ----------------------------------------------------------------------------------------------

    def of(self, block: Block) -> Iterator[tuple[Edges, Packed]]:
        """The loss of every edge of a block that can be taken, in the block's order of edges.

        Yields:
            (edges, packed losses, one a row); forms are not covered here.
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

    def _standings(self, block: Block, meters: Meters) -> dict[int, Standing]:
        """How each choice of the scene stands in each row."""
        return {
            entry.move.number: self.weighing.standing(self.tables.rows(entry, block.states, meters))
            for entry in block.moves
        }

    def _in_question(self, entry: MoveRows, rows: Words) -> Bools | None:
        """Where a choice of the scene is in question; None for nowhere."""
        move = entry.move
        if move.is_timeout or move.choice.optional:
            return None
        taken = self.expander.to_effect(move, rows)
        return entry.offered if taken is None else entry.offered & ~taken

    def _of_simple(self, block: Block) -> Iterator[tuple[Edges, Packed]]:
        weighing = self.weighing
        mine = self._standings(block, self.exploration.packing.meters(block.states))
        best: Standing = np.full(len(block.states), weighing.lowest)
        for entry in block.moves:
            asked = self._in_question(entry, block.states)
            if asked is not None:
                best = weighing.higher(best, mine[entry.move.number], asked)
        for edges in block.edges:
            assert edges.move is not None
            own = at(mine[edges.move.number], edges.rows)
            most = weighing.higher(own, at(best, edges.rows))
            yield edges, less(weighing.points(most), weighing.points(own))

    def _of_loop(self, block: Block) -> Iterator[tuple[Edges, Packed]]:
        meters = self.exploration.packing.meters(block.states)
        owed, bits = self._owed(block)
        scene = _Scene(block, meters, self._standings(block, meters), owed, bits, {})
        for edges in block.edges:
            if not edges.hypothetical:
                yield edges, self._loss(edges, scene)

    def _owed(self, block: Block) -> tuple[list[_Owed], Reach]:
        """Choices in question: the scene's own first, and where each is, as reach bits of the rows."""
        rows = block.states
        bits = np.zeros((len(rows), self.reach.words), dtype=np.uint64)
        found: list[_Owed] = []

        def note(move: Move, asked: Bools | None, foreign: bool) -> None:
            if asked is None:
                return
            bit = self.reach.move_bit(move)
            if bit is not None:
                bits[:, bit >> 6] |= asked.astype(np.uint64) << np.uint64(bit & 63)
            found.append(_Owed(move, bit, asked if bit is None else None, foreign))

        for entry in block.moves:
            note(entry.move, self._in_question(entry, rows), False)
        for move in self._foreign(block):
            note(move, self._foreign_question(move, rows), True)
        return found, bits

    def _foreign(self, block: Block) -> list[Move]:
        """Choices of other scenes that are in question here: on a loop with this one, or with what is pending."""
        liveness = self.exploration.liveness
        nodes = self.exploration.program.nodes
        scenes: list[int] = []
        for number in (block.place.node, block.place.pending):
            if number >= 0 and liveness.loop_of[number] >= 0:
                scenes += [n for n in liveness.loops[liveness.loop_of[number]] if n not in scenes]
        return [move for n in sorted(scenes) if n != block.place.node for move in nodes[n].moves]

    def _foreign_question(self, move: Move, rows: Words) -> Bools | None:
        if move.choice.optional:
            return None
        taken = self.expander.to_effect(move, rows)
        offered = self.expander.offered(move, rows)
        return offered if taken is None else offered & ~taken

    def _after(self, scene: _Scene, number: int) -> Reach | None:
        """What any outcome of a choice of the scene may still reach, per row; None if it can be taken nowhere."""
        found = scene.after.get(number)
        if found is not None:
            return found
        for edges in scene.block.edges:
            if edges.move is not None and edges.move.number == number:
                if found is None:
                    found = np.zeros((len(scene.block.states), self.reach.words), dtype=np.uint64)
                if len(edges.rows) == len(found):
                    found |= self.reach.ahead(edges)
                else:
                    found[edges.rows] |= self.reach.ahead(edges)
        if found is not None:
            scene.after[number] = found
        return found

    def _loss(self, edges: Edges, scene: _Scene) -> Packed:
        weighing, reach = self.weighing, self.reach
        move, which = edges.move, edges.rows
        assert move is not None
        scene_bit = reach.scene_bit(scene.block.place.node)
        ahead = reach.ahead(edges)
        again = reach.has(ahead, scene_bit) if scene_bit is not None else None
        if again is not None and not again.any():
            again = None
        own = at(scene.mine[move.number], which)
        best = own
        lost: Packed | None = None
        leaving: dict[int, Standing] = {}
        for other, missing in self._given(move, which, ahead, scene):
            given = missing
            if not other.foreign:
                excludes = self._excludes(other.move, move, scene, which, again)
                if excludes is None:
                    best = weighing.higher(best, at(scene.mine[other.move.number], which), given)
                    continue
                excludes &= given
                if excludes.any():
                    best = weighing.higher(best, at(scene.mine[other.move.number], which), excludes)
                    given = given & ~excludes
                    if not given.any():
                        continue
            worth = at(self._worth(other, scene), which)
            if other.foreign and other.move.number in reach.leaves:
                # Of another scene's choices that leave it for good only the best is lost.
                node = other.move.node
                most = leaving[node] if node in leaving else np.full(len(worth), weighing.zero)
                leaving[node] = weighing.higher(most, worth, given)
            else:
                gain = weighing.gain(worth, given)
                lost = gain if lost is None else added(lost, gain)
        for most in leaving.values():
            gain = weighing.points(most)
            lost = gain if lost is None else added(lost, gain)
        if again is not None:
            best = self._coming_again(move, best, again, ahead, scene, which)
        loss = less(weighing.points(best), weighing.points(own))
        return loss if lost is None else added(loss, lost)

    def _given(
        self, move: Move, which: NDArray[np.int32], ahead: Reach, scene: _Scene
    ) -> Iterator[tuple[_Owed, Bools]]:
        """Other choices in question that are not offered anywhere ahead, and in which rows."""
        lost = at(scene.bits, which) & ~ahead
        seen = [int(np.bitwise_or.reduce(lost[:, word])) for word in range(self.reach.words)]
        for other in scene.owed:
            if other.move.number == move.number:
                continue
            if other.bit is None:
                assert other.asked is not None
                given = at(other.asked, which)
                if given.any():
                    yield other, given
            elif seen[other.bit >> 6] >> (other.bit & 63) & 1:
                yield other, (lost[:, other.bit >> 6] & np.uint64(1 << (other.bit & 63))) != 0

    def _excludes(
        self, other: Move, move: Move, scene: _Scene, which: NDArray[np.int32], again: Bools | None
    ) -> Bools | None:
        """Where taking the other choice instead would have closed this one (or the scene) too; None: everywhere."""
        reach = self._after(scene, other.number)
        scene_bit = self.reach.scene_bit(scene.block.place.node)
        if reach is None or scene_bit is None:
            return None
        reach = at(reach, which)
        stays = self.reach.has(reach, scene_bit)
        if again is not None:
            stays = np.where(again, self.reach.has(reach, self.reach.move_bit(move)), stays)
        return ~stays

    def _coming_again(
        self, move: Move, best: Standing, again: Bools, ahead: Reach, scene: _Scene, which: NDArray[np.int32]
    ) -> Standing:
        """What is best where the scene can come again: nothing is one of the things to do, so is the choice later."""
        best = self.weighing.higher(best, self.weighing.zero, again)
        gone = again & ~self.reach.has(ahead, self.reach.move_bit(move))
        if gone.any():
            mine = next((o for o in scene.owed if o.move.number == move.number), None)
            if mine is None:
                mine = _Owed(move, None, None, False)
            best = self.weighing.higher(best, at(self._worth(mine, scene), which), gone)
        return best

    def _worth(self, owed: _Owed, scene: _Scene) -> Standing:
        if owed.worth is None:
            owed.worth = self.worth(owed.move, scene.block.states, scene.meters)
        return owed.worth
