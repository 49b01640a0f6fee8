"""One of a few, side by side: the mode and the variant of a visit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message

from simulator.app.keys import key
from simulator.app.text import clean, cut, joined, words
from simulator.app.widgets.page import Page
from simulator.app.wrapping import hung

SHORT = 10
"""Cells of a name that is never a number instead."""

PICKED, OPEN = "●", "○"
"""Signs of the one that is picked and of the others."""

AROUND = 5
"""Cells that a name takes beside its own: its sign, and the blanks around it."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One thing to pick; `what` is said below while it is picked."""

    id: str
    name: str
    what: str = ""


class Segments(Page, can_focus=True):
    """A label, the things side by side, and a sentence on the one that is picked."""

    BINDINGS = [
        key("left", "step(-1)", "左", "换前一个", name="segments.left", show=False),
        key("right,space", "step(1)", "右", "换后一个", name="segments.right", show=False),
    ]

    @dataclass
    class Picked(Message):
        """Another one is picked."""

        id: str

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.label = ""
        self.segments: tuple[Segment, ...] = ()
        self.at = 0
        self._cells: list[tuple[int, int, int]] = []
        self.roomy = False

    def let_roomy(self, roomy: bool) -> None:
        """Whether long names may stand below one another."""
        if roomy != self.roomy:
            self.roomy = roomy
            self.relay()

    @property
    def value(self) -> str:
        """Id of the one that is picked."""
        return self.segments[self.at].id if self.segments else ""

    def show(self, label: str, segments: Sequence[Segment], value: str) -> None:
        """Offer these."""
        self.label = label
        self.segments = tuple(segments)
        self.at = next((index for index, segment in enumerate(self.segments) if segment.id == value), 0)
        self.relay()

    def _fit(self, room: int) -> bool:
        """Whether all names go on one line."""
        return sum(cell_len(clean(segment.name)) + AROUND for segment in self.segments) <= room

    def _names(self, room: int) -> list[str]:
        """What the things are called: by name, or the long names that are not picked by number where not all fit."""
        names = [segment.name for segment in self.segments]
        if self.roomy or self._fit(room):
            return names
        return [
            name if index == self.at or cell_len(clean(name)) <= SHORT else str(index)
            for index, name in enumerate(names)
        ]

    def lines(self, width: int) -> list[Content]:
        """The names, broken between them where they do not fit, and the sentence."""
        here = self.has_focus
        lead = joined(("▌" if here else " ", "$indigo"), (self.label, "$faint"), "  ")
        gap = words(" " * lead.cell_length)
        lines, line = [], lead
        self._cells = []
        room = width - lead.cell_length
        below = self.roomy and not self._fit(room)
        for index, label in enumerate(self._names(room)):
            picked = index == self.at
            # Not by colour alone.
            sign = PICKED if picked else OPEN
            name = words(f" {sign} {cut(label, room - AROUND)} ", "bold $ground on $indigo" if picked else "$ink")
            full = below or line.cell_length + name.cell_length > width
            if full and line is not lead:
                lines.append(line)
                line = gap
            self._cells.append((len(lines), line.cell_length, index))
            line = joined(line, name, " ")
        lines.append(line)
        what = self.segments[self.at].what if self.segments else ""
        return lines + (hung(words(what, "$faint"), width, joined(gap, " "), joined(gap, " ")) if what else [])

    def action_step(self, by: int) -> None:
        """Pick the one beside."""
        if self.segments:
            self._pick((self.at + by) % len(self.segments))

    def _pick(self, index: int) -> None:
        self.at = index
        self.relay()
        self.post_message(self.Picked(self.value))

    def on_focus(self) -> None:
        """Show where one is."""
        self.relay()

    def on_blur(self) -> None:
        """Show that one is elsewhere."""
        self.relay()

    def on_click(self, event: events.Click) -> None:
        """A click picks."""
        place = event.get_content_offset(self)
        if place is None:
            return
        before = [entry for entry in self._cells if entry[0] == place.y and entry[1] <= place.x]
        if before:
            self._pick(before[-1][2])
