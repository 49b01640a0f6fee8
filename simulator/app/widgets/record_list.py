"""Visits that were played, as a list: two lines each, the newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from simulator.app.text import joined, spread, words
from simulator.app.widgets.long_list import LongList

if TYPE_CHECKING:
    from simulator.history import Row

WIDEST = 96
"""Cells that a row takes at most, so that its two ends stay together on a wide screen."""


class RecordList(LongList):
    """Two lines a visit. A subclass says what Enter does with one."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.rows: tuple[Row, ...] = ()

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.rows)

    @property
    def pointed_at(self) -> Row | None:
        """The visit that is pointed at."""
        return self.rows[self.at] if 0 <= self.at < len(self.rows) else None

    def action_number(self, number: int) -> None:
        """Rows here have no numbers."""

    def gap(self, index: int) -> int:
        """A free line between rows where there is room."""
        return int(index > 0 and self.screen.size.height >= 34)

    def above(self, index: int, width: int) -> list[Content]:
        """The free line."""
        return [Content("")] * self.gap(index)

    def tick(self, index: int) -> str:
        """What stands before a title: nothing, or a box where visits are ticked."""
        return ""

    def row(self, index: int, width: int, *, here: bool) -> list[Content]:
        """What was played and what it came to; when, how, and which session it is."""
        from simulator.record import words as said

        each = self.rows[index]
        session = each.session
        room = min(width, WIDEST) - 3
        mark = words("▌ " if here else "  ", "$indigo")
        tick = self.tick(index)
        title = joined((tick, "$indigo"), (each.title(), "bold $ink" if here else "$ink"))
        first = spread(title, words(said.grade(session), "$ink" if session.ended else "$faint"), room)
        about = "  ".join(filter(None, (said.when(session.started)[:16], said.mode(session), session.trainee)))
        second = spread(words(" " * len(tick) + about, "$faint"), words(session.id, "$faint"), room)
        return [joined(mark, first), joined(mark, second)]
