"""Several curves over one another, each with a sign of its own, so that colour is not needed to tell them apart."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from simulator.app.text import joined
from simulator.app.widgets.curve import AXIS, Graph, position, scale

SIGNS = ("●", "○", "◆", "◇", "▲", "△")
TONES = ("$indigo", "$vermilion", "$malachite", "$gamboge", "$ink", "$faint")


def floor(values: Sequence[float]) -> float:
    """Where the scale begins: at the ten below the lowest value, so that what lies close together is told apart."""
    return float(min(90, max(0, int(min(values, default=100.0) // 10) * 10)))


class Curves(Graph):
    """What could still be reached, row by row of a comparison; where all are level there is a plain line."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(5, id=id)
        self.at = 0
        self.curves: tuple[tuple[float, ...] | None, ...] = ()

    def show(self, curves: Sequence[tuple[float, ...] | None]) -> None:
        """Show these; None for one that has no prices. All have as many points."""
        self.curves = tuple(curves)
        self.relay()

    def point(self, at: int) -> None:
        """Mark the place of a row."""
        self.at = at
        self.relay()

    def lines(self, width: int) -> list[Content]:
        """From the top line down, then the track with the place of the row."""
        known = {number: curve for number, curve in enumerate(self.curves) if curve is not None}
        if not known:
            return []
        room = max(width - AXIS - 1, 8)
        bottom = floor([value for curve in known.values() for value in curve])
        cells: dict[tuple[int, int], tuple[str, str]] = {}
        count = len(next(iter(known.values())))
        for column in range(room):
            point = min(count - 1, round(column * (count - 1) / max(room - 1, 1)))
            levels = {number: self._line(curve[point], bottom) for number, curve in known.items()}
            if len(set(levels.values())) == 1 and len(levels) > 1:
                cells[next(iter(levels.values())), column] = ("━", "$faint")
                continue
            for place, (number, line) in enumerate(levels.items()):
                # Signs take turns, so that curves that run together are both seen.
                is_sign = (column + 2 * place) % (2 * len(levels)) == 0
                if is_sign or (line, column) not in cells:
                    cells[line, column] = (SIGNS[number] if is_sign else "─", TONES[number])
        found = [self._row(line, room, cells, bottom) for line in range(self.rows - 1, -1, -1)]
        here = position(self.at, count - 1, room) if count > 1 else 0
        return [*found, joined(" " * (AXIS + here), ("▲", "bold $indigo"))]

    def _line(self, value: float, bottom: float) -> int:
        return round((max(value, bottom) - bottom) / (100 - bottom) * (self.rows - 1))

    def _row(self, line: int, room: int, cells: dict[tuple[int, int], tuple[str, str]], bottom: float) -> Content:
        label = "100" if line == self.rows - 1 else f"{bottom:.0f}" if line == 0 else ""
        pieces = [cells.get((line, column), (" ", "")) for column in range(room)]
        return joined(scale(label), *pieces)
