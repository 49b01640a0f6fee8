"""The score sheet of a visit: step by step what was done, and its mark once that is shown."""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message
from textual.style import Style

from simulator.app.replay.pieces import tone
from simulator.app.text import clean, cut, fitted, joined
from simulator.app.widgets.page import Page
from simulator.i18n import _
from simulator.replay.telling import Telling
from simulator.replay.walk import Walk


class ScoreSheet(Page):
    """A row a moment; the one that one stands before lies on paper. A click goes there."""

    @dataclass
    class Picked(Message):
        """A row was clicked; `number` is that of its moment."""

        number: int

    def __init__(self, walk: Walk, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._walk = walk
        self._telling: Telling | None = None
        self._rows: dict[tuple[object, ...], Content] = {}

    def show(self, telling: Telling) -> None:
        """Show a recording, in the language it is told in."""
        self._telling = telling
        self.renew()

    def renew(self) -> None:
        """Other words, or marks that were not known before."""
        self._rows.clear()
        self.follow()

    def follow(self) -> None:
        """One stands somewhere else, or something is revealed: draw, and have the row in view."""
        self.relay()
        self.show_lines(max(self._walk.at - 1, 0), 3)

    def point(self, before: int) -> None:
        """One has left the moment `before`: draw no more than needed, so that a key is answered at once."""
        first, last = sorted((before, self._walk.at))
        self._laid.clear()
        self.show_lines(max(self._walk.at - 1, 0), 3)
        if last - first > 2:
            self.refresh()
            return
        for row in range(first, last + 1):
            self.refresh_lines(row)

    def lines(self, width: int) -> list[Content]:
        """A line a moment, and one for the end."""
        if self._telling is None:
            return []
        return [self._row(number, width) for number in range(self._walk.count + 1)]

    def _row(self, number: int, width: int) -> Content:
        walk = self._walk
        is_here, has_deed = number == walk.at, walk.shows_deed(number)
        has_mark = number < walk.count and walk.shows_marks(number)
        key = (number, width, is_here, has_deed, has_mark)
        found = self._rows.get(key)
        if found is None:
            found = self._rows[key] = self._made(number, width, is_here, has_deed, has_mark)
        return found

    def _made(self, number: int, width: int, is_here: bool, has_deed: bool, has_mark: bool) -> Content:
        telling = self._telling
        assert telling is not None, "it is shown"
        digits = len(str(self._walk.count))
        mark = ("▌" if is_here else " ", "$indigo")
        if number == self._walk.count:
            return joined(mark, " " * (digits + 4), (cut(self._end(), width - digits - 6), "$faint"))
        lead = joined(mark, (f"{number + 1:>{digits}} ", "bold $indigo" if is_here else "$faint"))
        verdict = telling.verdict(number) if has_mark else None
        if verdict is None:
            lead = joined(lead, "   ")
            points = ""
        else:
            sign = clean(verdict.sign)
            lead = joined(lead, (sign, f"bold {tone(verdict)}"), " " * (3 - cell_len(sign)))
            points = verdict.points if verdict.points != "0" else ""
        room = width - lead.cell_length - (cell_len(points) + 1 if points else 0) - 1
        style = "$faint" if not has_deed else "bold $ink" if is_here else "$ink"
        text = telling.deed(number) if has_deed else "·"
        return joined(lead, fitted(text, max(room, 0), style), (f" {points}" if points else "", "$faint"))

    def _end(self) -> str:
        telling = self._telling
        assert telling is not None, "it is shown"
        return _("结束") if telling.play.ended else _("停在这里")

    def line_style(self, y: int) -> Style:
        """The row of the moment lies on paper."""
        style = self.visual_style
        return style + self._get_style("on $surface") if y == self._walk.at else style

    def on_click(self, event: events.Click) -> None:
        """A click goes to the moment."""
        place = event.get_content_offset(self)
        if place is not None and 0 <= place.y + self.scroll_offset.y <= self._walk.count:
            self.post_message(self.Picked(place.y + self.scroll_offset.y))
