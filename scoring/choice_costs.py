"""What every choice costs in every reachable state of a solved variant, as one table a block."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from scenarios.engine import State
from scenarios.expand import MoveRows, Place
from scenarios.explore import Block
from scenarios.program import Move, Node
from scoring.costs import Costs
from scoring.points import QUADS
from scoring.solve import Solution

Table = NDArray[np.float64]


@dataclass(frozen=True)
class BlockCosts:
    """The choices of a block of states.

    Attributes:
        number: the block's, in the exploration.
        block: its states; `block.real` says which of them legal play can reach.
        node: the scene.
        entries: its choices over the states in file order, the own outcome of a timeout apart.
        costs: in score points, shape (states, choices), >= 0; NaN where a choice is not open.
        breaks: where a choice ends the visit by break-off, in some outcome, same shape.
    """

    number: int
    block: Block
    node: Node
    entries: tuple[MoveRows, ...]
    costs: Table
    breaks: NDArray[np.bool_]

    @property
    def moves(self) -> tuple[Move, ...]:
        """The choices."""
        return tuple(entry.move for entry in self.entries)

    @cached_property
    def acts(self) -> NDArray[np.int8]:
        """Which case of each choice holds, same shape as `costs`."""
        return np.stack([entry.act for entry in self.entries], axis=1)

    @cached_property
    def rows(self) -> NDArray[np.intp]:
        """The states that legal play can reach and in which there is something to decide: two or more open choices."""
        return np.flatnonzero(self.block.real & ((~np.isnan(self.costs)).sum(axis=1) > 1))


class ChoiceCosts:
    """Costs of all choices of one solution; each block is worked out when it is first asked for."""

    def __init__(self, solution: Solution) -> None:
        """Take a solution whose exploration has its edges, as `Costs` does."""
        self.solution = solution
        self.exploration = solution.exploration
        self._costs = Costs(solution)
        self._found: dict[int, BlockCosts] = {}

    def blocks(self) -> Iterator[BlockCosts]:
        """Every block of a scene with at least two choices, in topological order."""
        for number, block in enumerate(self.exploration.blocks):
            node = self.exploration.program.nodes[block.place.node]
            if node.form is None and sum(not move.is_timeout for move in node.moves) > 1:
                yield self.of(number)

    def of(self, number: int) -> BlockCosts:
        """The costs in one block of a scene."""
        found = self._found.get(number)
        if found is None:
            found = self._found[number] = self._of(number)
        return found

    def points(self, found: BlockCosts, rows: NDArray[np.intp]) -> NDArray[np.int16]:
        """What each choice of a block is rated in some of its states, per dimension; shape (rows, choices, 4)."""
        meters = self.exploration.packing.meters(found.block.states)
        tables = self.solution.tables
        return np.stack(
            [QUADS[tables.rows(entry, found.block.states, meters)[rows]] for entry in found.entries], axis=1
        )

    def at(self, state: State) -> dict[str, float]:
        """Cost of every open choice in one state, by id; empty for a form.

        Raises:
            KeyError: the state is none that the edition can reach.
        """
        place = Place(state.node, state.pending, state.entered)
        located = self.exploration.locate(place, self.exploration.packing.pack(state))
        if located is None:
            raise KeyError(self.exploration.program.nodes[state.node].id)
        number, index = located
        if self.exploration.program.nodes[state.node].form is not None:
            return {}
        found = self.of(number)
        row = found.costs[index]
        return {move.choice.id: float(cost) for move, cost in zip(found.moves, row, strict=True) if not np.isnan(cost)}

    def _of(self, number: int) -> BlockCosts:
        block = self.exploration.blocks[number]
        entries = tuple(entry for entry in block.moves if not entry.move.is_timeout)
        column = {entry.move.number: index for index, entry in enumerate(entries)}
        costs = np.full((len(block.states), len(entries)), np.nan)
        for move, found in self._costs.of(number).items():
            if move in column:
                entry = entries[column[move]]
                costs[:, column[move]] = np.where(entry.open, found.sum(axis=1), np.nan)
        breaks = np.zeros(costs.shape, dtype=np.bool_)
        for edges in block.edges:
            if edges.broke_off and not edges.hypothetical and edges.move is not None and edges.move.number in column:
                breaks[edges.rows, column[edges.move.number]] = True
        node = self.exploration.program.nodes[block.place.node]
        return BlockCosts(number, block, node, entries, costs, breaks)
