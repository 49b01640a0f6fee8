"""What can still be offered from each state: the ground of "given up" (RULES §8).

For the scenes of a loop, one bit a scene ("can come again") and one a choice ("is offered somewhere ahead"). A meter in
a choice's `when` counts as open, whatever it is: what only a changed meter closes, in a scene that can come again, is
not in question.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scenarios.expand import Edges, at
from scenarios.explore import Block, Exploration
from scenarios.expression import relax_meters
from scenarios.program import Move

Reach = NDArray[np.uint64]


class ReachTables:
    """Reach bits of every state of an exploration.

    Attributes:
        words: how many 64-bit words a row has.
        of: one array per block, shape (n, words).
        leaves: choices after which their scene never comes again, in any state play can reach.
    """

    def __init__(self, exploration: Exploration, kept: tuple[list[Reach], frozenset[int]] | None = None) -> None:
        """Work the bits out, or take those that were kept (arrays per block, and `leaves`)."""
        self.exploration = exploration
        liveness = exploration.liveness
        nodes = exploration.program.nodes
        self._scene_bit: dict[int, int] = {}
        self._move_bit: dict[int, int] = {}
        self._loop_mask = [0] * len(liveness.loops)
        self._copied: dict[int, int] = {}
        next_bit = 0
        for loop, members in enumerate(liveness.loops):
            for number in members:
                self._scene_bit[number] = next_bit
                self._loop_mask[loop] |= 1 << next_bit
                next_bit += 1
                for move in nodes[number].moves:
                    self._move_bit[move.number] = next_bit
                    self._loop_mask[loop] |= 1 << next_bit
                    next_bit += 1
                timeout = nodes[number].timeout
                if timeout is not None and timeout.is_timeout:
                    copied = next(m for m in nodes[number].moves if m.choice.id == timeout.choice.same_as)
                    self._copied[timeout.number] = copied.number
        self.words = max(1, -(-next_bit // 64))
        self.of: list[Reach] = []
        self.leaves: frozenset[int]
        if kept is not None:
            self.of, self.leaves = kept
        else:
            stays: set[int] = set()
            self._build(stays)
            self.leaves = frozenset(set(self._move_bit) - stays)

    def has(self, reach: Reach, bit: int | None) -> NDArray[np.bool_]:
        """Whether a bit is set in each row; a bit that does not exist is not."""
        if bit is None:
            return np.zeros(len(reach), dtype=np.bool_)
        found: NDArray[np.bool_] = (reach[:, bit >> 6] & np.uint64(1 << (bit & 63))) != 0
        return found

    def scene_bit(self, node: int) -> int | None:
        """The bit of a scene, None where it is on no loop."""
        return self._scene_bit.get(node)

    def move_bit(self, move: Move) -> int | None:
        """The bit of a choice; the own outcome of a timeout has that of the choice it copies."""
        return self._move_bit.get(self._copied.get(move.number, move.number))

    def mask(self, node: int, pending: int) -> NDArray[np.uint64]:
        """The bits that matter at a place."""
        liveness = self.exploration.liveness
        bits = 0
        for number in (node, pending):
            if number >= 0 and liveness.loop_of[number] >= 0:
                bits |= self._loop_mask[liveness.loop_of[number]]
        return np.array([bits >> 64 * word & (1 << 64) - 1 for word in range(self.words)], dtype=np.uint64)

    def own(self, block: Block) -> Reach:
        """What a block's states offer themselves."""
        reach = np.zeros((len(block.states), self.words), dtype=np.uint64)
        bit = self._scene_bit.get(block.place.node)
        if bit is None:
            return reach
        reach[:, bit >> 6] |= np.uint64(1 << (bit & 63))
        expander = self.exploration.expander
        for entry in block.moves:
            move = entry.move
            if move.is_timeout:
                continue
            offered = self.exploration.packing.test(relax_meters(move.when))(block.states)
            used = expander.used_up(move, block.states)
            if used is not None:
                offered = offered & ~used
            bit = self._move_bit[move.number]
            reach[:, bit >> 6] |= offered.astype(np.uint64) << np.uint64(bit & 63)
        return reach

    def ahead(self, edges: Edges) -> Reach:
        """Reach of the states that edges lead to (none where the visit ends)."""
        if edges.place is None:
            return np.zeros((len(edges.rows), self.words), dtype=np.uint64)
        return self.of[edges.block].take(edges.index, axis=0)

    def _build(self, stays: set[int]) -> None:
        blocks = self.exploration.blocks
        self.of = [np.empty(0, dtype=np.uint64)] * len(blocks)
        for number in range(len(blocks) - 1, -1, -1):
            block = blocks[number]
            mask = self.mask(block.place.node, block.place.pending)
            reach = self.own(block)
            if mask.any():
                scene = self._scene_bit.get(block.place.node)
                for edges in block.edges:
                    if edges.hypothetical or edges.place is None:
                        continue
                    ahead = self.of[edges.block].take(edges.index, axis=0)
                    # One group of edges has each row at most once (one choice, one outcome, one place).
                    if len(edges.rows) == len(reach):
                        reach |= ahead & mask
                    else:
                        reach[edges.rows] |= ahead & mask
                    if edges.move is not None and scene is not None and edges.move.number not in stays:
                        again = self.has(ahead, scene) & at(block.real, edges.rows)
                        if again.any():
                            stays.add(edges.move.number)
            self.of[number] = reach
