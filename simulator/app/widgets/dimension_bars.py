"""The four dimensions as bars, with their weights; what was not assessed is said in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual.content import Content

from simulator.app.text import clean, fitted, joined
from simulator.app.widgets.page import Page

LONGEST = 40
"""Cells of the longest bar."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A dimension. `score` is None where there is none to show; then `note` says why."""

    name: str
    score: float | None
    shown: str
    note: str
    weight: str


class DimensionBars(Page):
    """A bar a line: name, bar, score, weight, and a note where there is something to say."""

    def __init__(self, bars: Sequence[Bar] = (), *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.bars = bars

    def show(self, bars: Sequence[Bar]) -> None:
        """Show these."""
        self.bars = bars
        self.relay()

    def lines(self, width: int) -> list[Content]:
        name = max((cell_len(clean(bar.name)) for bar in self.bars), default=0)
        weight = max((cell_len(bar.weight) for bar in self.bars), default=0)
        notes = max((cell_len(bar.note) for bar in self.bars if bar.score is not None), default=0)
        room = max(6, min(LONGEST, width - name - 2 - 6 - weight - 2 - (notes + 2 if notes else 0)))
        return [self._line(bar, name, room, weight) for bar in self.bars]

    def _line(self, bar: Bar, name: int, room: int, weight: int) -> Content:
        lead = joined(fitted(bar.name, name), "  ")
        if bar.score is None:
            return joined(lead, (bar.note, "italic $faint"))
        return joined(
            lead,
            drawn(bar.score, room, style(bar.score)),
            (f"{bar.shown:>5} ", "bold"),
            " ",
            fitted(bar.weight, weight, "$faint"),
            (f"  {bar.note}" if bar.note else "", "$vermilion"),
        )


def style(score: float) -> str:
    """The colour of a bar: it only repeats what its length says."""
    return "$malachite" if score >= 75 else "$gamboge" if score >= 50 else "$vermilion"


def drawn(score: float, room: int, colour: str) -> Content:
    """A bar of `room` cells."""
    full = round(max(0.0, min(100.0, score)) / 100 * room)
    return joined(("━" * full, colour), ("─" * (room - full), "$rule"))
