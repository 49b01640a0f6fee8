"""What the trainee may say or do now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.content import Content
from textual.message import Message

from scenarios.conversation import split_stage
from simulator.app.text import joined, told
from simulator.app.widgets.picklist import Picklist
from simulator.app.wrapping import hung


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to choose. A closed one shows why it cannot be taken yet."""

    id: str
    text: str
    open: bool = True
    reason: str = ""


class Choices(Picklist):
    """The choices of the moment, numbered.

    Attributes:
        entries: what is offered.
        taken: the one that was taken and is not answered yet; until then nothing else can be pointed at or taken.
        unheard: the other one is still speaking; whatever would take a choice lets them finish instead.
    """

    PAUSE: ClassVar[float] = 0.25

    GLANCE: ClassVar[float] = 0.005
    """Seconds for which nothing else is done once a choice shows as taken, so that it has reached the terminal."""

    @dataclass
    class Chosen(Message):
        """A choice was made."""

        id: str

    @dataclass
    class Hurried(Message):
        """A key was pressed while the other one is still speaking."""

    @dataclass
    class Refused(Message):
        """A choice that cannot be made yet was tried."""

        entry: Entry

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.entries: tuple[Entry, ...] = ()
        self.taken: int | None = None
        self.unheard = False

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.entries)

    def show(self, entries: Sequence[Entry], at: int = 0) -> None:
        """Offer these."""
        self.entries = tuple(entries)
        self.taken = None
        self.renew(at)

    def release(self) -> None:
        """What was taken came to nothing: the same choices stand again."""
        if self.taken is not None:
            taken, self.taken = self.taken, None
            self.redraw(taken)

    def row(self, index: int, width: int, *, here: bool) -> list[Content]:
        """Number and text, further lines hung below the first; the one that was taken has a pointer for its number."""
        entry = self.entries[index]
        number = "$faint" if not entry.open else "bold $indigo" if here else "$indigo"
        mark = ("▌" if here else " ", "$indigo")
        label = "▸" if index == self.taken else f"{index + 1}" if index < 9 else " "
        lead = joined(mark, (label, number), "  ")
        return hung(_text(entry), width - 1, lead, joined(mark, "   "))

    def action_point(self, index: int) -> None:
        """Point at another one, unless one is taken already."""
        if self.taken is None:
            super().action_point(index)

    def action_number(self, number: int) -> None:
        """Take a choice by its number."""
        if self.taken is None and not self.unheard:
            super().action_number(number)

    def keyed(self) -> None:
        """Any key lets the other one finish; one that would take a choice does nothing else then."""
        if self.unheard:
            self.post_message(self.Hurried())

    def action_take(self) -> None:
        """Take what is pointed at, unless it is an answer to what was not heard yet."""
        if self.unheard:
            self.post_message(self.Hurried())
        else:
            super().action_take()

    def take(self, index: int) -> None:
        """Say which one it is, once the eye has seen it taken: what follows may take longer than a key should."""
        entry = self.entries[index]
        if not entry.open:
            self.post_message(self.Refused(entry))
        elif self.taken is None:
            self.taken = index
            self.redraw(index)
            self.call_after_refresh(self.set_timer, self.GLANCE, self._say)

    def _say(self) -> None:
        if self.taken is not None:
            self.post_message(self.Chosen(self.entries[self.taken].id))


def _text(entry: Entry) -> Content:
    if not entry.open:
        return joined((entry.text, "$faint"), (f"  {entry.reason}" if entry.reason else "", "$gamboge"))
    parts = split_stage(entry.text) or ((False, entry.text),)
    return told(parts)
