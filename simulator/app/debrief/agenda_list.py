"""The agenda on the screen: pointed at with the arrows; the keys are the screen's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content

from simulator.app.text import joined, words
from simulator.app.widgets.picklist import Picklist
from simulator.app.wrapping import hung


@dataclass(frozen=True, slots=True)
class Row:
    """An item as it is listed: what it goes by, where it is, how far it has come."""

    id: str
    heading: str
    place: str
    state: str
    done: bool


class AgendaList(Picklist, can_focus=False):
    """The items in their order."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.rows: tuple[Row, ...] = ()

    @property
    def count(self) -> int:
        """How many items."""
        return len(self.rows)

    @property
    def pointed(self) -> str:
        """Id of the item that is pointed at; empty for none."""
        return self.rows[self.at].id if self.rows else ""

    def show(self, rows: Sequence[Row]) -> None:
        """Show these; the same item stays pointed at, wherever it stands now."""
        pointed = self.pointed
        self.rows = tuple(rows)
        ids = [row.id for row in self.rows]
        self.renew(ids.index(pointed) if pointed in ids else self.at)

    def row(self, index: int, width: int, *, here: bool) -> list[Content]:
        """Number and heading; below them place and state."""
        row = self.rows[index]
        mark = ("▌" if here else " ", "$indigo")
        lead = joined(mark, (f"{index + 1}", "$faint" if row.done else "$indigo"), "  ")
        rest = joined(mark, "   ")
        style = "$faint" if row.done else "bold" if here else ""
        below = words("  ".join(filter(None, (row.place, row.state))), "$faint")
        return hung(words(row.heading, style), width - 1, lead, rest) + hung(below, width - 1, rest, rest)
