"""The curve of a visit: it starts at 100 and only falls, and what made it fall is marked where it fell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual.content import Content

from simulator.app.text import Piece, joined, words
from simulator.app.widgets.page import Page

EIGHTHS = " ▁▂▃▄▅▆▇█"
FILL = "$indigo 45%"
AXIS = 5
"""Cells of the scale at the left."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A sign at the decision that ends at `index` of the curve; the heavier ones are set first."""

    index: int
    sign: str
    style: str
    weight: float


@dataclass(frozen=True, slots=True)
class Caption:
    """A word under the curve, at a point of it."""

    index: int
    text: str


class Graph(Page):
    """What is drawn over a scale at the left, over so many lines as there is room for."""

    def __init__(self, rows: int, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.rows = rows

    def make_high(self, rows: int) -> None:
        """Draw it over so many lines."""
        if rows != self.rows:
            self.rows = rows
            self.relay()


def scale(label: str) -> Content:
    """The scale at the left of a line, with or without a figure on it."""
    return joined((f"{label:>{AXIS - 2}}", "$faint"), (" ┤" if label else " │", "$rule"))


class Curve(Graph):
    """The falling curve over its scale."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(4, id=id)
        self.values: Sequence[float] = (100.0,)
        self.marks: Sequence[Mark] = ()
        self.captions: Sequence[Caption] = ()

    def show(self, values: Sequence[float], marks: Sequence[Mark], captions: Sequence[Caption]) -> None:
        """Show a curve."""
        self.values, self.marks, self.captions = values, marks, captions
        self.relay()

    def lines(self, width: int) -> list[Content]:
        room = max(width - AXIS - 1, 8)
        bottom = floor(self.values)
        levels = sampled(self.values, room)
        heights = [round((max(level, bottom) - bottom) / (100 - bottom) * self.rows * 8) for level in levels]
        signs = placed(self.marks, len(self.values), heights, self.rows)
        found = [self._row(row, heights, signs, bottom) for row in range(self.rows, -1, -1)]
        return [*found, self._captions(room)]

    def _row(self, row: int, heights: Sequence[int], signs: dict[tuple[int, int], Mark], bottom: float) -> Content:
        """One line; row 0 is the lowest of the curve, the topmost has room for signs only."""
        figures = {0: bottom, self.rows // 2: bottom + (100 - bottom) * (self.rows // 2) / self.rows}
        label = "100" if row == self.rows else f"{figures[row]:.0f}" if row in figures else ""
        pieces: list[Piece] = [scale(label)]
        run, x = "", 0
        while x < len(heights):
            mark = signs.get((row, x))
            if mark is not None:
                pieces += [(run, FILL), (mark.sign, f"bold {mark.style}")]
                run, x = "", x + cell_len(mark.sign)
                continue
            run += EIGHTHS[min(8, max(0, heights[x] - row * 8))]
            x += 1
        return joined(*pieces, (run, FILL))

    def _captions(self, room: int) -> Content:
        line, x = "", 0
        for caption in self.captions:
            start = position(caption.index, len(self.values), room)
            start = min(start, room - cell_len(caption.text))
            if start >= x:
                line += " " * (start - x) + caption.text
                x = start + cell_len(caption.text) + 1
                line += " "
        return words(" " * AXIS + line.rstrip(), "$faint")


def floor(values: Sequence[float]) -> float:
    """Where the scale begins: at 50 as long as the curve stays above, else at 0."""
    return 50.0 if min(values, default=100.0) >= 55 else 0.0


def position(index: int, count: int, width: int) -> int:
    """The column of a point of the curve."""
    return round(index * (width - 1) / max(count - 1, 1))


def sampled(values: Sequence[float], width: int) -> list[float]:
    """The level in every column; between two points it keeps the earlier one's, as a decision falls at once."""
    found: list[float] = []
    for index, value in enumerate(values):
        start = position(index, len(values), width)
        found = found[:start] + [found[-1] if found else value] * (start - len(found[:start]))
        found.append(value)
    return found + [found[-1]] * (width - len(found))


def placed(marks: Sequence[Mark], count: int, heights: Sequence[int], rows: int) -> dict[tuple[int, int], Mark]:
    """Signs by (row, column): just above the level after the fall, the heaviest first, none over another."""
    found: dict[tuple[int, int], Mark] = {}
    taken: set[tuple[int, int]] = set()
    for mark in sorted(marks, key=lambda m: (-m.weight, m.index)):
        column = min(position(mark.index, count, len(heights)), len(heights) - cell_len(mark.sign))
        row = min(-(-heights[column] // 8), rows)
        cells = {(row, column + n) for n in range(-1, cell_len(mark.sign) + 1)}
        if not cells & taken:
            found[row, column] = mark
            taken |= cells
    return found
