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
    """The choices of the moment, numbered."""

    PAUSE: ClassVar[float] = 0.25

    @dataclass
    class Chosen(Message):
        """A choice was made."""

        id: str

    @dataclass
    class Refused(Message):
        """A choice that cannot be made yet was tried."""

        entry: Entry

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.entries: tuple[Entry, ...] = ()

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.entries)

    def show(self, entries: Sequence[Entry], at: int = 0) -> None:
        """Offer these."""
        self.entries = tuple(entries)
        self.renew(at)

    def row(self, index: int, width: int, *, here: bool) -> list[Content]:
        """Number and text, further lines hung below the first."""
        entry = self.entries[index]
        number = "$faint" if not entry.open else "bold $indigo" if here else "$indigo"
        mark = ("▌" if here else " ", "$indigo")
        lead = joined(mark, (f"{index + 1}" if index < 9 else " ", number), "  ")
        return hung(_text(entry), width - 1, lead, joined(mark, "   "))

    def take(self, index: int) -> None:
        """Say which one it is."""
        entry = self.entries[index]
        self.post_message(self.Chosen(entry.id) if entry.open else self.Refused(entry))


def _text(entry: Entry) -> Content:
    if not entry.open:
        return joined((entry.text, "$faint"), (f"  {entry.reason}" if entry.reason else "", "$gamboge"))
    parts = split_stage(entry.text) or ((False, entry.text),)
    return told(parts)
