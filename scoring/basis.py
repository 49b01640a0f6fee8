"""What the passes of the solver stand on: the explored states, their points, what they can still reach."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenarios.explore import Block, Exploration
from scoring.breakoff import charges
from scoring.losses import Losses
from scoring.points import Points, PointTables
from scoring.reach import ReachTables
from scoring.rubric import Rubric
from scoring.weighing import Weighing


@dataclass(frozen=True, slots=True)
class Basis:
    """An explored edition, ready to be solved.

    Attributes:
        charges: what breaking off costs, by the node that was pending; points per dimension, shape (4,).
    """

    exploration: Exploration
    tables: PointTables
    reach: ReachTables
    charges: dict[int, Points]
    rubric: Rubric

    def losses(self, weighing: Weighing) -> Losses:
        """Losses of every edge under a weighing."""
        return Losses(self.exploration, self.tables, self.reach, weighing)

    def is_form(self, block: Block) -> bool:
        """Whether the states of a block are at a form."""
        return self.exploration.program.nodes[block.place.node].form is not None


def basis_of(exploration: Exploration, rules: Rubric) -> Basis:
    """Tables and reach bits of an exploration."""
    tables = PointTables(exploration.expander)
    return Basis(exploration, tables, ReachTables(exploration), charges(tables, rules.weights), rules)


def shares(block: Block) -> NDArray[np.float64]:
    """Probability with which the random player takes any one open choice; shape (n,)."""
    count = np.zeros(len(block.states), dtype=np.int16)
    for entry in block.moves:
        if not entry.move.is_timeout:
            count += entry.open
    return 1 / np.maximum(count, 1).astype(np.float64)
