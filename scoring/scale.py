"""The scale: what a point of each dimension is worth in score points (RULES §8)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenarios.expand import Edges, at
from scenarios.packing import Bools
from scoring.basis import Basis, shares
from scoring.lines import line_losses
from scoring.points import NOTHING, Kinds, Points, lanes
from scoring.rubric import Rubric
from scoring.weighing import EPSILON, EachDimension


@dataclass(frozen=True, slots=True)
class Scale:
    """How points become score.

    Attributes:
        prices: ω per dimension, score points per point; 0 where the dimension is not assessed.
        weights: w per dimension after the unassessed ones are shared out; sums to 1.
        stakes: N⁰ per dimension, before the common constant.
        constant: what all prices were multiplied with so that the random player scores 25.
        tests: scenes and form lines that test each dimension.
        scorable: False where nothing is assessed or all options are equal.
    """

    prices: tuple[float, float, float, float]
    weights: tuple[float, float, float, float]
    stakes: tuple[float, float, float, float]
    constant: float
    tests: tuple[int, int, int, int]
    scorable: bool

    @property
    def assessed(self) -> tuple[bool, ...]:
        """Which dimensions are assessed."""
        return tuple(weight > 0 for weight in self.weights)


def scale_of(basis: Basis) -> tuple[Scale, dict[str, float]]:
    """The scale before the common constant, and every reachable ending with its probability under random play."""
    endings, own = _own_measure(basis)
    return _priced(own, _tests(basis), basis.rubric), endings


def rescaled(scale: Scale, factor: float) -> Scale:
    """A scale with all prices multiplied."""
    first, second, third, fourth = (price * factor for price in scale.prices)
    return Scale((first, second, third, fourth), scale.weights, scale.stakes, factor, scale.tests, True)


def _tests(basis: Basis) -> tuple[int, int, int, int]:
    """How many scenes and form lines test each dimension in some state that play can reach."""
    tested: set[tuple[int, str, int]] = set()
    for block in basis.exploration.blocks:
        if not block.real.any():
            continue
        node = basis.exploration.program.nodes[block.place.node]
        if node.form is not None:
            for points, _ in line_losses(basis.exploration, block, EachDimension()):
                options = [(there, kinds) for _, there, kinds, _ in points.options]
                _note(tested, node.number, points.line.id, options, block.real)
            continue
        if all((node.number, "", d) in tested for d in range(4)):
            continue
        meters = basis.exploration.packing.meters(block.states)
        entries = [
            (entry.offered, basis.tables.rows(entry, block.states, meters))
            for entry in block.moves
            if not entry.move.is_timeout
        ]
        _note(tested, node.number, "", entries, block.real)
    return tuple(sum(1 for _, _, d in tested if d == dimension) for dimension in range(4))  # type: ignore[return-value]


def _note(
    tested: set[tuple[int, str, int]],
    node: int,
    line: str,
    entries: list[tuple[Bools, Kinds]],
    real: Bools,
) -> None:
    each = EachDimension()
    high = np.full(len(real), each.lowest)
    low = np.full(len(real), each.lowest)
    for there, kinds in entries:
        high = each.higher(high, each.standing(kinds), there)
        low = each.higher(low, each.standing(2 * NOTHING - kinds), there)
    # The kind of the opposite points is the mirrored one; where nothing is there, both stay at the lowest.
    apart = (lanes(high) > -lanes(low)) & real[:, None]
    for dimension in np.flatnonzero(apart.any(axis=0)):
        tested.add((node, line, int(dimension)))


def _own_measure(basis: Basis) -> tuple[dict[str, float], NDArray[np.float64]]:
    """Reachable endings with their probability under random play, and N⁰.

    One pass forwards: how likely the random player is in each state, and with it the points it forgoes in each
    dimension by its own measure, ÷ 0.75.
    """
    weighing = EachDimension()
    losses = basis.losses(weighing)
    nodes = basis.exploration.program.nodes
    blocks = basis.exploration.blocks
    chance = [np.zeros(len(block.states)) for block in blocks]
    endings: dict[str, float] = {}
    total = np.zeros(4)

    def arrive(edges: Edges, weight: NDArray[np.float64]) -> None:
        nonlocal total
        if edges.booked is not None:
            total += weight @ edges.booked
        if edges.broke_off:
            total += weight.sum() * basis.charges[edges.target]
        if edges.place is None:
            name = nodes[edges.ending].id
            endings[name] = endings.get(name, 0.0) + float(weight.sum())
        else:
            size = len(blocks[edges.block].states)
            chance[edges.block] += np.bincount(edges.index, weights=weight, minlength=size)

    for edges in basis.exploration.begin:
        arrive(edges, np.ones(1))
    for number, block in enumerate(blocks):
        here = chance[number]
        chance[number] = np.empty(0)
        if not block.real.any():
            continue
        if basis.is_form(block):
            for edges in block.edges:
                arrive(edges, at(here, edges.rows))
            for _, options in line_losses(basis.exploration, block, weighing):
                copies = np.maximum(sum(option.copies for option in options), 1)
                for option in options:
                    total += (here * option.copies / copies) @ lanes(option.loss)
            continue
        here *= shares(block)
        for edges, loss in losses.of(block):
            if edges.hypothetical or not at(block.real, edges.rows).any():
                continue
            assert edges.move is not None
            weight = at(here, edges.rows) * (0.0 if edges.move.is_timeout else edges.probability)
            total += weight @ lanes(loss)
            arrive(edges, weight)
    return endings, total / 0.75


def _priced(own: Points, tests: tuple[int, int, int, int], rules: Rubric) -> Scale:
    """The scale before the common constant."""
    assessed = [tests[d] >= rules.least_tests and own[d] >= rules.least_stakes - EPSILON for d in range(4)]
    total = sum(weight for weight, ok in zip(rules.weights, assessed, strict=True) if ok)
    weights = [weight / total if ok else 0.0 for weight, ok in zip(rules.weights, assessed, strict=True)]
    prices = [100 * weight / own[d] if weight else 0.0 for d, weight in enumerate(weights)]
    return Scale(tuple(prices), tuple(weights), tuple(map(float, own)), 1.0, tests, any(assessed))  # type: ignore[arg-type]
