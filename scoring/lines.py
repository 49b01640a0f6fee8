"""Form lines over a block of states: losses, expectations, and the best pick of each line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenarios.explore import Block, Exploration
from scenarios.model import Option, OptionCase
from scenarios.packing import Bools
from scoring.points import LinePoints, Packed, less, red_line_rule
from scoring.weighing import Standing, Weighing


@dataclass(slots=True)
class OptionLoss:
    """One option of a line over a block: where it is there, how many of it, and what picking it loses (packed)."""

    option: Option | None
    present: Bools
    copies: NDArray[np.int64]
    loss: Packed
    case: NDArray[np.int8]


def line_losses(
    exploration: Exploration, block: Block, weighing: Weighing
) -> Iterator[tuple[LinePoints, list[OptionLoss]]]:
    """Every line of a block's form, with the loss of each of its options.

    A line's best option is the reference; ties are settled by file order, drawn fillers last.
    """
    node = exploration.program.nodes[block.place.node]
    assert node.form is not None
    for line in node.form.lines:
        points = LinePoints(exploration.expander, node, line, block.states)
        if not points.present.any():
            continue
        best: Standing = np.full(len(block.states), weighing.lowest)
        standings = [weighing.standing(kinds) for _, _, kinds, _ in points.options]
        for (_, there, _, _), standing in zip(points.options, standings, strict=True):
            best = weighing.higher(best, standing, there)
        found = []
        for (option, there, _, case), standing in zip(points.options, standings, strict=True):
            most = weighing.higher(standing, best, there)
            loss = less(weighing.points(most), weighing.points(standing))
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
