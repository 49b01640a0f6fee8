"""The three meters on one line, to be turned by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.message import Message

from simulator.app.keys import key
from simulator.app.text import joined, words
from simulator.app.widgets.cards import Reading, colour
from simulator.app.widgets.page import Page
from simulator.figures import signed


class Dial(Page, can_focus=True):
    """Three meters; one of them is the one that is turned.

    Attributes:
        at: which one, 0..2.
    """

    DEFAULT_CSS = "Dial { height: 1; }"
    BINDINGS = [
        key("left", "other(-1)", "左", "前一个刻度", name="dial.left", show=False),
        key("right", "other(1)", "右", "后一个刻度", name="dial.right", show=False),
        key("up", "turn(1)", "加", "刻度加一", name="dial.up", show=False),
        key("down", "turn(-1)", "减", "刻度减一", name="dial.down", show=False),
    ]

    @dataclass
    class Turned(Message):
        """A meter is to be turned."""

        meter: str
        by: int

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.at = 0
        self._readings: tuple[Reading, ...] = ()

    def show(self, readings: Sequence[Reading]) -> None:
        """Show meters."""
        self._readings = tuple(readings)
        self.relay()

    def lines(self, width: int) -> list[Content]:
        """One line."""
        pieces = []
        for index, reading in enumerate(self._readings):
            here = index == self.at
            mark = ("▌" if here else " ", "$indigo" if self.has_focus else "$faint")
            value = (f" {reading.value}", f"bold {colour(reading.key, reading.value)}")
            moved = (f" {signed(reading.moved)}" if reading.moved else "", "$ink")
            pieces.append(joined(mark, (reading.name, "$ink"), value, moved, (f" {reading.band}", "$faint")))
        line = Content("  ").join(pieces)
        return [line.truncate(width, ellipsis=True)] if line.cell_length > width else [line or words(" ")]

    def action_other(self, by: int) -> None:
        """Mark another meter."""
        self.at = (self.at + by) % max(1, len(self._readings))
        self.relay()

    def action_turn(self, by: int) -> None:
        """Turn the one that is marked."""
        if self._readings:
            self.post_message(self.Turned(self._readings[self.at].key, by))

    def on_focus(self) -> None:
        """Show that the arrows turn it now."""
        self.relay()

    def on_blur(self) -> None:
        """Show that they do not."""
        self.relay()
