"""What every choice costs in whole blocks of states of a solved edition: `Evaluator` in columns."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from scenarios.expand import Edges
from scenarios.explore import Block
from scoring.losses import Losses
from scoring.points import Points, lanes, red_line_rule
from scoring.solve import Solution
from scoring.weighing import Priced


class Costs:
    """Costs of choices, block by block, in score points."""

    def __init__(self, solution: Solution) -> None:
        """Take a solution whose exploration has its edges (one that was run, not read from the cache alone)."""
        self.solution = solution
        self.prices = np.array(solution.scale.prices)
        self._losses = Losses(solution.exploration, solution.tables, solution.reach, Priced(solution.scale.prices))

    def of(self, number: int) -> Mapping[int, Points]:
        """What taking each choice costs in every state of a block.

        Args:
            number: of the block; of a scene, not of a form.

        Returns:
            By `Move.number`, per dimension, shape (n, 4); only rows in which the choice is open mean anything. Their
            sums over the dimensions are at least 0, and 0 for the best.
        """
        block = self.solution.exploration.blocks[number]
        value = self.solution.values.value[number]
        found: dict[int, Points] = {}
        for edges, loss in self._losses.of(block):
            if edges.hypothetical or edges.move is None:
                continue
            cost = found.setdefault(edges.move.number, -value.copy())
            own = lanes(loss) * self.prices + self._red(block, edges) + self._ends(edges) * self.prices
            cost[edges.rows] += (own + self._ahead(edges)) * edges.probability
        return found

    def _ahead(self, edges: Edges) -> Points:
        if edges.place is None:
            return np.zeros((len(edges.rows), 4))
        ahead: Points = self.solution.values.value[edges.block][edges.index]
        return ahead

    def _ends(self, edges: Edges) -> Points:
        points = edges.booked if edges.booked is not None else np.zeros((len(edges.rows), 4))
        return points + self.solution.charges[edges.target] if edges.broke_off else points

    def _red(self, block: Block, edges: Edges) -> Points:
        points = np.zeros((len(edges.rows), 4))
        move, scale = edges.move, self.solution.scale
        assert move is not None
        for index, act in enumerate(move.acts):
            if act.case.red_line is not None:
                level, dimension = red_line_rule(act.case.red_line)
                share = self.solution.rubric.red_lines[level].share
                entry = next(entry for entry in block.moves if entry.move is move)
                hit = entry.act[edges.rows] == index
                points[hit, dimension] += share * 100 * scale.weights[dimension] * scale.constant
        return points
