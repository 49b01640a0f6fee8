"""Where a visit is lost: for every decision, what choosing at random loses there, exactly.

A decision is a scene with something to choose, or a line of a form. The uniformly random player loses 75 points a visit
in expectation; the losses of all decisions sum to that. The hardest decisions are those with the largest part in it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenarios.expand import Edges, at
from scenarios.explore import Block
from scoring.basis import shares
from scoring.costs import Costs
from scoring.lines import line_losses, red_points
from scoring.points import lanes
from scoring.solve import Solution
from scoring.weighing import Priced

Column = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision under random play.

    Attributes:
        scene: id.
        line: id of the form line; empty for a scene.
        met: how often a visit comes to it, in expectation.
        lost: points a visit loses at it, in expectation; `lost / met` is what meeting it once loses.
        spread: the most that one of its options costs, in any state that play can reach.
    """

    scene: str
    line: str
    met: float
    lost: float
    spread: float

    @property
    def each(self) -> float:
        """Points lost each time it is met."""
        return self.lost / self.met if self.met else 0.0


def decisions(solution: Solution) -> list[Decision]:
    """Every decision, the hardest first; those at which nothing can be lost are left out.

    Args:
        solution: whose exploration has its edges.
    """
    return _Random(solution).decisions()


class _Random:
    """One pass forwards with the random player."""

    def __init__(self, solution: Solution) -> None:
        self.solution = solution
        self.exploration = solution.exploration
        self.blocks = self.exploration.blocks
        self.costs = Costs(solution)
        self.chance = [np.zeros(len(block.states)) for block in self.blocks]
        self.found: dict[tuple[str, str], tuple[float, float, float]] = {}

    def decisions(self) -> list[Decision]:
        """Do it."""
        for edges in self.exploration.begin:
            self._arrive(edges, np.ones(1))
        for number, block in enumerate(self.blocks):
            if block.real.any():
                self._block(number, block)
            self.chance[number] = np.empty(0)
        found = [Decision(scene, line, *sums) for (scene, line), sums in self.found.items() if sums[2] > 1e-6]
        return sorted(found, key=lambda decision: -decision.lost)

    def _arrive(self, edges: Edges, weight: Column) -> None:
        if edges.place is not None:
            size = len(self.blocks[edges.block].states)
            self.chance[edges.block] += np.bincount(edges.index, weights=weight, minlength=size)

    def _block(self, number: int, block: Block) -> None:
        node = self.exploration.program.nodes[block.place.node]
        here = self.chance[number]
        if node.form is not None:
            for edges in block.edges:
                self._arrive(edges, at(here, edges.rows))
            self._lines(block, node.id, here)
            return
        share = shares(block)
        loss, most = np.zeros(len(here)), 0.0
        costs = self.costs.of(number)
        for entry in block.moves:
            if entry.move.number not in costs:
                continue
            taken = block.real & entry.open
            cost = np.where(taken, costs[entry.move.number].sum(axis=1), 0.0)
            most = max(most, float(cost.max(initial=0.0)))
            if not entry.move.is_timeout:
                loss += cost * share
        self._note(node.id, "", here, loss, most)
        for edges in block.edges:
            if not edges.hypothetical and edges.move is not None and not edges.move.is_timeout:
                self._arrive(edges, at(here * share, edges.rows) * edges.probability)

    def _lines(self, block: Block, scene: str, here: Column) -> None:
        """The lines of a form, each option as likely as the others; its best one is what costs nothing."""
        scale = self.solution.scale
        price = np.array(scale.prices)
        for points, options in line_losses(self.exploration, block, Priced(scale.prices)):
            total = []
            for option in options:
                cost = lanes(option.loss) @ price
                for dimension, levels in red_points(option, points, len(cost)).items():
                    for level, hit in levels.items():
                        share = self.solution.rubric.red_lines[level].share
                        cost = cost + hit * (share * 100 * scale.weights[dimension] * scale.constant)
                total.append(cost)
            best = np.min([np.where(o.present, c, np.inf) for o, c in zip(options, total, strict=True)], axis=0)
            best = np.where(np.isfinite(best), best, 0.0)
            copies = np.maximum(sum(option.copies for option in options), 1)
            loss, most = np.zeros(len(here)), 0.0
            for option, cost in zip(options, total, strict=True):
                there = np.where(block.real & option.present, cost - best, 0.0)
                loss += there * option.copies / copies
                most = max(most, float(there.max(initial=0.0)))
            self._note(scene, points.line.id, here * points.present, loss, most)

    def _note(self, scene: str, line: str, here: Column, loss: Column, most: float) -> None:
        met, lost, spread = self.found.get((scene, line), (0.0, 0.0, 0.0))
        self.found[scene, line] = (met + float(here.sum()), lost + float(here @ loss), max(spread, most))
