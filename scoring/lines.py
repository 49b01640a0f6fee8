"""Form lines over a block of states: losses, expectations, and the best pick of each line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenarios.explore import Block, Exploration
from scenarios.model import Option, OptionCase
from scenarios.packing import Bools
from scoring.losses import EPSILON, Array, Weighing
from scoring.points import LinePoints, red_line_rule


@dataclass(slots=True)
class OptionLoss:
    """One option of a line over a block: where it is there, how many of it, its points and what picking it loses."""

    option: Option | None
    present: Bools
    copies: NDArray[np.int64]
    loss: Array
    case: NDArray[np.int8]


def line_losses(
    exploration: Exploration, block: Block, weighing: Weighing
) -> Iterator[tuple[LinePoints, list[OptionLoss]]]:
    """Every line of a block's form, with the loss (rows, J, k) of each of its options.

    A line's best option is the reference; ties are settled by file order, drawn fillers last.
    """
    node = exploration.program.nodes[block.place.node]
    assert node.form is not None
    count, width = weighing.shape
    for line in node.form.lines:
        points = LinePoints(exploration.expander, node, line, block.states)
        if not points.present.any():
            continue
        best = np.full((len(block.states), count), -np.inf)
        best_value = np.zeros((len(block.states), count, width))
        spread = [weighing.spread(q) for _, _, q, _ in points.options]
        for (_, there, _, _), (score, value) in zip(points.options, spread, strict=True):
            better = there[:, None] & (score > best + EPSILON)
            best = np.where(better, score, best)
            best_value = np.where(better[:, :, None], value, best_value)
        found = []
        for (option, there, _, case), (score, value) in zip(points.options, spread, strict=True):
            loses = best > score + EPSILON
            loss = np.where(loses[:, :, None], best_value - value, 0.0) * there[:, None, None]
            copies = points.fillers if option is None else there.astype(np.int64)
            found.append(OptionLoss(option, there, copies, loss, case))
        yield points, found


def option_cases(entry: OptionLoss, points: LinePoints) -> tuple[OptionCase, ...]:
    """The cases of an option, those of the fillers for a drawn one."""
    return entry.option.cases if entry.option is not None else points.line.fillers[0].cases


def red_points(entry: OptionLoss, points: LinePoints, rows: int) -> dict[int, dict[str, Bools]]:
    """Red lines of an option: dimension -> level -> rows in which picking it crosses one."""
    found: dict[int, dict[str, Bools]] = {}
    for index, case in enumerate(option_cases(entry, points)):
        if case.red_line is not None:
            level, dimension = red_line_rule(case.red_line)
            hit = entry.present & (entry.case == index)
            levels = found.setdefault(dimension, {})
            levels[level] = levels.get(level, np.zeros(rows, dtype=np.bool_)) | hit
    return found
