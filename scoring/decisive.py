"""Which indicators decide something (RULES §9): without their ratings another choice is best, or they differ less.

Looked at in every state on a best line: an indicator's ratings are set to 0, everything else left as it is. It is
decisive there if the best option changes, or the spread of the costs by 2 points or more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenarios.expand import Edges, at
from scenarios.explore import Block
from scenarios.packing import Bools
from scenarios.vocabulary import vocabulary
from scoring.costs import Costs
from scoring.lines import line_losses, option_cases
from scoring.points import lanes
from scoring.rubric import LETTERS
from scoring.solve import Solution
from scoring.weighing import Priced

LEAST = 2.0
"""By how many points the spread must change."""
BEST = 1e-6
"""Cost up to which a choice counts as best, in score points."""

Column = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Option:
    """One option over some states: where it can be taken, its cost, its ratings by indicator (0 where not rated)."""

    there: Bools
    cost: Column
    rates: Mapping[str, NDArray[np.int8]]


def decisive(solution: Solution) -> dict[str, int]:
    """For each indicator the number of decisions (scenes and form lines) at which it decides in some state.

    Args:
        solution: whose exploration has its edges.
    """
    return _BestLines(solution).decisive()


class _BestLines:
    """One pass forwards along everything that costs nothing."""

    def __init__(self, solution: Solution) -> None:
        self.solution = solution
        self.exploration = solution.exploration
        self.blocks = self.exploration.blocks
        self.costs = Costs(solution)
        self.prices = np.array(solution.scale.prices)
        self.on = [np.zeros(len(block.states), dtype=np.bool_) for block in self.blocks]
        self.found: dict[str, set[tuple[str, str]]] = {code: set() for code in vocabulary().indicators}

    def decisive(self) -> dict[str, int]:
        """Do it."""
        for edges in self.exploration.begin:
            self._arrive(edges, np.ones(1, dtype=np.bool_))
        for number, block in enumerate(self.blocks):
            if self.on[number].any():
                self._block(number, block)
            self.on[number] = np.empty(0, dtype=np.bool_)
        return {code: len(decisions) for code, decisions in self.found.items()}

    def _arrive(self, edges: Edges, which: Bools) -> None:
        if edges.place is not None:
            self.on[edges.block][edges.index[which]] = True

    def _block(self, number: int, block: Block) -> None:
        node = self.exploration.program.nodes[block.place.node]
        here = self.on[number]
        stakes = node.scene.stakes if node.scene is not None else 1
        if node.form is not None:
            for edges in block.edges:
                self._arrive(edges, at(here, edges.rows))
            for line, options in self._lines(block, here):
                self._judge((node.id, line), stakes, options)
            return
        costs = self.costs.of(number)
        for edges in block.edges:
            if edges.move is not None and not edges.hypothetical:
                total = costs[edges.move.number].sum(axis=1)
                self._arrive(edges, at(here & (total <= BEST), edges.rows))
        self._judge((node.id, ""), stakes, self._choices(block, here, costs))

    def _choices(self, block: Block, here: Bools, costs: Mapping[int, Column]) -> list[_Option]:
        """The choices of a scene in the states on a best line; asking in vain counts as unrated."""
        rows = np.flatnonzero(here)
        meters = self.exploration.packing.meters(block.states)[rows]
        found = []
        for entry in block.moves:
            if entry.move.is_timeout or entry.move.number not in costs:
                continue
            act, counts = entry.act[rows], ~entry.vain[rows]
            rates: dict[str, NDArray[np.int8]] = {}
            for index in range(len(entry.move.acts)):
                for code, points in self.exploration.expander.act_table(entry.move, index).rates.items():
                    column = rates.setdefault(code, np.zeros(len(rows), dtype=np.int8))
                    which = (act == index) & counts
                    column[which] = points[meters[which]]
            found.append(_Option(entry.open[rows], costs[entry.move.number][rows].sum(axis=1), rates))
        return found

    def _lines(self, block: Block, here: Bools) -> list[tuple[str, list[_Option]]]:
        rows = np.flatnonzero(here)
        found = []
        for points, options in line_losses(self.exploration, block, Priced(self.solution.scale.prices)):
            made = []
            for option in options:
                cases = option_cases(option, points)
                rates: dict[str, NDArray[np.int8]] = {}
                for index, case in enumerate(cases):
                    for code, given in case.rates.items():
                        column = rates.setdefault(code, np.zeros(len(rows), dtype=np.int8))
                        column[option.case[rows] == index] = given
                made.append(_Option(option.present[rows], (lanes(option.loss) @ self.prices)[rows], rates))
            found.append((points.line.id, made))
        return found

    def _judge(self, decision: tuple[str, str], stakes: int, options: Sequence[_Option]) -> None:
        """Note the indicators that decide here in some state."""
        if len(options) < 2:
            return
        codes = {code for option in options for code, rated in option.rates.items() if rated.any()}
        before = _Standing([option.cost for option in options], [option.there for option in options])
        for code in codes:
            if decision in self.found[code]:
                continue
            price = float(self.prices[LETTERS.index(code[0])]) * stakes
            after = _Standing(
                [option.cost + price * _share(code, option.rates) for option in options],
                [option.there for option in options],
            )
            if before.differs(after):
                self.found[code].add(decision)


class _Standing:
    """Which option is best in each state, and how far the costs lie apart."""

    def __init__(self, costs: Sequence[Column], there: Sequence[Bools]) -> None:
        shown = np.array([np.where(t, c, np.inf) for c, t in zip(costs, there, strict=True)])
        least = shown.min(axis=0)
        most = np.array([np.where(t, c, -np.inf) for c, t in zip(costs, there, strict=True)]).max(axis=0)
        self.several = np.array(there).sum(axis=0) > 1
        with np.errstate(invalid="ignore"):
            self.spread = np.where(self.several, most - least, 0.0)
            self.best = (shown <= least + BEST).argmax(axis=0)

    def differs(self, other: _Standing) -> bool:
        """Whether in some state with two options or more another one is best, or the spread is not the same."""
        apart = np.abs(self.spread - other.spread) >= LEAST - BEST
        return bool((self.several & ((self.best != other.best) | apart)).any())


def _share(code: str, rates: Mapping[str, NDArray[np.int8]]) -> NDArray[np.int64] | int:
    """Points an option has by an indicator: with it and without, the sum of the dimension clipped to ±2."""
    if code not in rates:
        return 0
    whole = np.sum([points for other, points in rates.items() if other[0] == code[0]], axis=0, dtype=np.int64)
    share: NDArray[np.int64] = np.clip(whole, -2, 2) - np.clip(whole - rates[code], -2, 2)
    return share
