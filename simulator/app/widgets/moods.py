"""The three meters over a visit, each in a line of its own: from how it began to how it ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual.content import Content

from simulator.app.text import fitted, joined
from simulator.app.widgets.curve import EIGHTHS, sampled
from simulator.app.widgets.page import Page

LONGEST = 60
"""Cells of the longest line."""


@dataclass(frozen=True, slots=True)
class Mood:
    """A meter at every moment, from 0 to 10, and the band it ended in, in words."""

    name: str
    values: tuple[int, ...]
    ended: str = ""


class Moods(Page):
    """A line a meter: name, where it began, its course in blocks, where it ended, in words too."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.moods: tuple[Mood, ...] = ()

    def show(self, moods: Sequence[Mood]) -> None:
        """Show these."""
        self.moods = tuple(moods)
        self.relay()

    def lines(self, width: int) -> list[Content]:
        """As long as there is room."""
        name = max((cell_len(mood.name) for mood in self.moods), default=0)
        ended = max((cell_len(mood.ended) for mood in self.moods), default=0)
        room = max(6, min(LONGEST, width - name - ended - 10))
        return [self._line(mood, name, room) for mood in self.moods]

    @staticmethod
    def _line(mood: Mood, name: int, room: int) -> Content:
        levels = sampled([float(value) for value in mood.values], room)
        # The lowest is a line still: nothing would look like an end.
        course = "".join(EIGHTHS[max(1, round(level / 10 * 8))] for level in levels)
        return joined(
            fitted(mood.name, name),
            f" {mood.values[0]:>2} ",
            (course, "$indigo"),
            (f" {mood.values[-1]:>2}", "bold"),
            (f" {mood.ended}".rstrip(), "$faint"),
        )
