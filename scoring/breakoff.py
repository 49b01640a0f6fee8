"""What breaking a visit off costs beyond the end's own rules (RULES §8, Ends).

For each decision scene and form on the way with fewest of them from the pending target to a regular ending: the
spread of points over its choices, cases and bands, and a form's full loss. Static: all edges open, interrupts apart.
"""

from __future__ import annotations

import heapq
from itertools import count

import numpy as np

from scenarios.expand import Expander
from scenarios.model import FormLine
from scenarios.program import Node, successors
from scoring.points import KINDS, NOTHING, QUADS, Points, PointTables, clipped


def is_decision(node: Node) -> bool:
    """Whether a scene asks for a decision: a form, or at least two choices."""
    return node.form is not None or len(node.moves) >= 2


def spread(node: Node, tables: PointTables) -> Points:
    """Largest minus smallest points a decision scene can give, per dimension; shape (4,)."""
    if node.scene is None or not is_decision(node):
        return np.zeros(4)
    if node.form is not None:
        return sum((line_spread(line, node.scene.stakes, tables.expander) for line in node.form.lines), np.zeros(4))
    reached = np.zeros(KINDS, dtype=np.bool_)
    for move in node.moves:
        for act in range(len(move.acts)):
            reached[tables.table(move, act)] = True
        if move.effect_bit:
            reached[NOTHING] = True
    points = QUADS[reached]
    result: Points = (points.max(axis=0) - points.min(axis=0)).astype(np.float64)
    return result


def line_spread(line: FormLine, stakes: int, expander: Expander) -> Points:
    """A form line's full loss: best minus worst over its options and cases, per dimension; 0 where it never is."""
    from scenarios.expression import Literal

    fold = expander.program.edition.fold
    if fold(line.when) == Literal(False):
        return np.zeros(4)
    values = [
        clipped(case.rates, stakes)
        for option in (*line.options, *line.fillers[: 1 if line.among else 0])
        if fold(option.when) != Literal(False)
        for case in option.cases
        if fold(case.when) != Literal(False)
    ]
    if not values:
        return np.zeros(4)
    stacked = np.array(values, dtype=float)
    result: Points = stacked.max(axis=0) - stacked.min(axis=0)
    return result


def charges(tables: PointTables, weights: tuple[float, ...]) -> dict[int, Points]:
    """The charge per pending target, points per dimension.

    Args:
        tables: points of the program's choices.
        weights: the rubric's weights, which settle ties between equally short ways (the dearer way counts).

    Returns:
        For every node; zeros for an ending, and for a node from which no regular ending can be reached.
    """
    nodes = tables.program.nodes
    spreads = [spread(node, tables) for node in nodes]
    price = np.array(weights)
    back: dict[int, list[int]] = {node.number: [] for node in nodes}
    for node in nodes:
        for number in successors(node):
            back[number].append(node.number)
    found: dict[int, tuple[tuple[int, float], Points]] = {}
    order = count()
    queue: list[tuple[int, float, int, int, Points]] = [
        (0, 0.0, next(order), node.number, np.zeros(4)) for node in nodes if node.is_ending and not node.broken
    ]
    # Fewest decisions first, then the dearer; a longer way never becomes the shorter one by being dearer.
    while queue:
        length, negative, _, number, charge = heapq.heappop(queue)
        if number in found:
            continue
        found[number] = ((length, negative), charge)
        for before in back[number]:
            if before in found:
                continue
            step = int(is_decision(nodes[before]))
            total = charge + spreads[before]
            heapq.heappush(queue, (length + step, -float(total @ price), next(order), before, total))
    return {node.number: found[node.number][1] if node.number in found else np.zeros(4) for node in nodes}
