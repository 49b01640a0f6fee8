"""What can be done now, each with what it does and is worth in figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding
from textual.content import Content

from simulator.app.keys import key
from simulator.app.text import joined, words
from simulator.app.widgets.choices import Choices, Entry
from simulator.app.wrapping import hung


class Prospects(Choices, inherit_bindings=False):
    """The choices of the moment with a note under each. Letters are the screen's keys, so only arrows move."""

    PAUSE: ClassVar[float] = 0.0

    BINDINGS = [
        key("up", "move(-1)", "上移", "上一项", name="list.up", show=False),
        key("down", "move(1)", "下移", "下一项", name="list.down", show=False),
        key("home", "point(0)", "最前", "", name="list.first", show=False),
        key("end", "point(-1)", "最后", "", name="list.last", show=False),
        key("enter,space", "take", "选定", "选定这一项", name="list.take", show=False),
        *(Binding(str(n), f"number({n})", "", show=False, id=f"list.{n}") for n in range(1, 10)),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._notes: tuple[tuple[Content, ...], ...] = ()

    def offer(self, entries: Sequence[Entry], notes: Sequence[Sequence[Content]], at: int = 0) -> None:
        """Offer these, each with its notes."""
        self._notes = tuple(tuple(each) for each in notes)
        self.show(entries, at)

    def row(self, index: int, width: int, *, here: bool) -> list[Content]:
        """The choice, and its notes in faint ink below it."""
        mark = words("▌" if here else " ", "$indigo")
        gap = joined(mark, "   ")
        notes = self._notes[index] if index < len(self._notes) else ()
        found = super().row(index, width, here=here)
        return found + [line for note in notes for line in hung(note, width - 1, gap, gap)]
