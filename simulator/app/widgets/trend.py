"""A figure over the visits, as columns: the oldest on the left, the newest on the right."""

from __future__ import annotations

from dataclasses import dataclass

from textual.content import Content

from simulator.app.text import fitted, joined, words
from simulator.app.widgets.dimension_bars import style
from simulator.app.widgets.page import Page
from simulator.figures import number
from simulator.i18n import _

EIGHTHS = " ▁▂▃▄▅▆▇█"
AXIS = 5
"""Cells of the scale on the left."""


@dataclass(frozen=True, slots=True)
class Series:
    """One figure over the visits.

    Attributes:
        name: in the language in use.
        values: the oldest first.
        top: the end of the scale; it begins at 0.
        loss: whether less is better.
    """

    name: str
    values: tuple[float, ...]
    top: float = 100.0
    loss: bool = False


class Trend(Page):
    """The series that is looked at. A column is two cells wide, or one where there are many."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.series: tuple[Series, ...] = ()
        self.at = 0
        self.rows = 6

    def show(self, series: tuple[Series, ...]) -> None:
        """Show these; the one that was looked at stays."""
        self.series = series
        self.at = min(self.at, max(len(series) - 1, 0))
        self.relay()

    def step(self, by: int) -> None:
        """Look at another series."""
        if self.series:
            self.at = (self.at + by) % len(self.series)
            self.relay()

    def lines(self, width: int) -> list[Content]:
        """A line on what it is, then the columns over a scale."""
        if not self.series:
            return []
        width = min(width, 96)
        found = self.series[self.at]
        return [self._heading(found), *self._columns(found, width)]

    def _heading(self, found: Series) -> Content:
        count = len(found.values)
        average = sum(found.values) / count
        kind = _("每次丢分") if found.loss else ""
        told = _("最近 {last}   平均 {mean}   {n} 次", last=number(found.values[-1]), mean=number(average), n=count)
        place = f"{self.at + 1}/{len(self.series)}"
        return joined(
            ("‹ ", "$indigo"), (found.name, "bold"), (" ›", "$indigo"), (f"  {place}", "$faint"),
            (f"  {kind}" if kind else "", "$faint"), (f"    {told}", "$faint"),
        )  # fmt: skip

    def _columns(self, found: Series, width: int) -> list[Content]:
        room = width - AXIS
        wide = 2 if len(found.values) * 2 <= room else 1
        shown = found.values[-(room // wide) :]
        eighths = [max(1, round(min(value / found.top, 1.0) * self.rows * 8)) if value > 0 else 0 for value in shown]
        lines = []
        for row in range(self.rows):
            above = (self.rows - 1 - row) * 8
            made = self._scale(found, row)
            for value, height in zip(shown, eighths, strict=True):
                mark = EIGHTHS[max(0, min(8, height - above))]
                tone = "$gamboge" if found.loss else style(value)
                made = joined(made, (mark + " " * (wide - 1), tone))
            lines.append(made)
        return [*lines, joined(" " * (AXIS - 1), ("└" + "─" * max(len(shown) * wide, 1), "$rule"))]

    def _scale(self, found: Series, row: int) -> Content:
        """The number at the head and in the middle of the scale."""
        label = ""
        if row == 0:
            label = number(found.top)
        elif row == self.rows // 2 and self.rows % 2 == 0:
            label = number(found.top / 2)
        return joined(fitted(f"{label:>{AXIS - 1}}", AXIS - 1, "$faint"), words("│", "$rule"))
