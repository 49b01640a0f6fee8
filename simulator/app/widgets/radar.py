"""The four dimensions as a radar, drawn in the dots of braille cells; names and figures stand at its ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual.content import Content

from simulator.app.text import Piece, joined
from simulator.app.widgets.page import Page

RADIUS = 18
"""Dots from the middle to 100; a cell has two across and four down."""

BRAILLE = 0x2800
DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""The bit of each dot of a cell, by row and column."""

WAYS = ((0, -1), (1, 0), (0, 1), (-1, 0))
"""Up, right, down, left: where the axes go, in the order of the dimensions."""

Dot = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Axis:
    """A dimension: its name, its score from 0 to 100, and how that is written; None where there is none."""

    name: str
    score: float | None
    shown: str


class Radar(Page):
    """Up, right, down and left the four dimensions; the outer line is 100."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.axes: tuple[Axis, ...] = ()

    def show(self, axes: Sequence[Axis]) -> None:
        """Show these four; nothing for any other number."""
        self.axes = tuple(axes) if len(axes) == len(WAYS) else ()
        self.relay()

    def lines(self, width: int) -> list[Content]:
        """The drawing between the names of its axes; nothing where there is no room for it."""
        if not self.axes:
            return []
        up, right, down, left = (_label(axis) for axis in self.axes)
        columns = RADIUS + 1
        before = max(cell_len(left) + 1, (cell_len(up) - columns) // 2 + 1, 1)
        if before + columns + 1 + cell_len(right) > width:
            return []
        shape, grid = outline([axis.score or 0.0 for axis in self.axes]), rim()
        rows = []
        middle = RADIUS // 4
        for row in range(RADIUS // 2 + 1):
            beside = (left, right) if row == middle else ("", "")
            gap = " " * (before - cell_len(beside[0]) - 1)
            lead, tail = (f"{gap}{beside[0]} ", "$faint"), (f" {beside[1]}", "$faint")
            rows.append(joined(lead, *_cells(row, columns, shape, grid), tail))
        return [_centred(up, before, columns), *rows, _centred(down, before, columns)]


def _label(axis: Axis) -> str:
    return f"{axis.name} {axis.shown}".strip()


def _centred(text: str, before: int, columns: int) -> Content:
    return joined((" " * max(0, before + (columns - cell_len(text)) // 2), ""), (text, "$faint"))


def _cells(row: int, columns: int, shape: set[Dot], grid: set[Dot]) -> Iterator[Piece]:
    """The cells of a line; where the shape goes it stands alone."""
    for column in range(columns):
        drawn, ruled = _bits(shape, column, row), _bits(grid, column, row)
        if drawn:
            yield chr(BRAILLE + drawn), "bold $indigo"
        elif ruled:
            yield chr(BRAILLE + ruled), "$rule"
        else:
            yield " ", ""


def _bits(dots: set[Dot], column: int, row: int) -> int:
    return sum(
        DOTS[y][x] for y in range(4) for x in range(2) if (column * 2 + x - RADIUS, row * 4 + y - RADIUS) in dots
    )


def outline(scores: Sequence[float]) -> set[Dot]:
    """The dots of the line from score to score; (0, 0) is the middle."""
    ends = [(round(x * RADIUS * s / 100), round(y * RADIUS * s / 100)) for (x, y), s in zip(WAYS, scores, strict=True)]
    return {dot for one, other in zip(ends, [*ends[1:], ends[0]], strict=True) for dot in _line(one, other)}


def rim() -> set[Dot]:
    """The outer line and the axes, dotted."""
    outer = {dot for dot in outline([100.0] * len(WAYS)) if sum(dot) % 2 == 0}
    return outer | {(x * n, y * n) for x, y in WAYS for n in range(0, RADIUS, 3)}


def _line(one: Dot, other: Dot) -> Iterator[Dot]:
    steps = max(abs(other[0] - one[0]), abs(other[1] - one[1]), 1)
    for n in range(steps + 1):
        yield round(one[0] + (other[0] - one[0]) * n / steps), round(one[1] + (other[1] - one[1]) * n / steps)
