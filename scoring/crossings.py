"""Which red lines a variant can lead to, and whether there is always a way round."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenarios.explore import Block, Exploration
from scenarios.packing import Bools
from scoring.points import LinePoints


@dataclass(slots=True)
class Crossing:
    """What is known of one red line.

    Attributes:
        met: at how many decisions (scenes and form lines) it can be crossed, in some state that play can reach.
        forced: at how many of them, in some such state, everything open crosses a red line. A clock that runs out
            can cross one; waiting for it is not counted as a way round.
    """

    met: int = 0
    forced: int = 0


def crossings(exploration: Exploration) -> dict[str, Crossing]:
    """Every red line that can be met, by code; those that cannot are left out.

    Args:
        exploration: of a variant, with its edges.
    """
    met: dict[str, set[tuple[str, str]]] = {}
    forced: dict[str, set[tuple[str, str]]] = {}
    for block in exploration.blocks:
        for decision, options in _decisions(exploration, block):
            safe = np.zeros(len(block.states), dtype=np.bool_)
            for option in options:
                safe |= option.safe
            for option in options:
                for code, rows in option.crosses.items():
                    if rows.any():
                        met.setdefault(code, set()).add(decision)
                    if (rows & ~safe).any():
                        forced.setdefault(code, set()).add(decision)
    return {code: Crossing(len(where), len(forced.get(code, ()))) for code, where in sorted(met.items())}


@dataclass(frozen=True, slots=True)
class _Option:
    """One option over a block: where it crosses which red line, and where it is open and crosses none."""

    crosses: dict[str, Bools]
    safe: Bools


def _decisions(exploration: Exploration, block: Block) -> Iterator[tuple[tuple[str, str], list[_Option]]]:
    """The decisions of a block: (scene, form line or empty), and the options of each."""
    node = exploration.program.nodes[block.place.node]
    if node.form is None:
        yield (node.id, ""), list(_choices(block))
        return
    for line in node.form.lines:
        points = LinePoints(exploration.expander, node, line, block.states)
        options = []
        for option, there, _, case in points.options:
            written = option if option is not None else line.fillers[0]
            lines = [each.red_line for each in written.cases]
            options.append(_option(lines, block.real & there, case, safe=True))
        yield (node.id, line.id), options


def _choices(block: Block) -> Iterator[_Option]:
    for entry in block.moves:
        lines = [act.case.red_line for act in entry.move.acts]
        yield _option(lines, block.real & entry.open, entry.act, safe=not entry.move.is_timeout)


def _option(lines: Sequence[str | None], there: Bools, case: NDArray[np.int8], *, safe: bool) -> _Option:
    """An option whose cases cross the lines given, None where one crosses nothing."""
    crosses: dict[str, Bools] = {}
    clear = there.copy() if safe else np.zeros(len(there), dtype=np.bool_)
    for index, code in enumerate(lines):
        if code is not None:
            rows = there & (case == index)
            crosses[code] = crosses.get(code, np.zeros(len(there), dtype=np.bool_)) | rows
            clear &= ~rows
    return _Option(crosses, clear)
