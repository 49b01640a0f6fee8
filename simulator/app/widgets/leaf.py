"""A leaf of the handbook: lines to read, some of which lead further, by Enter or the mouse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.message import Message
from textual.style import Style

from simulator.app.text import joined, words
from simulator.app.widgets.page import Page
from simulator.app.wrapping import hung
from simulator.handbook import lines
from simulator.handbook.leading import end_of
from simulator.i18n import _

WIDEST = 92
"""Cells that a line takes at most, so that the eye finds the next one on a wide screen."""


class Leaf(Page):
    """The lines of the handbook: entries in bold, what is told of them below and further in.

    One of the lines that lead further may be pointed at.
    """

    @dataclass
    class Followed(Message):
        """A line that leads further was taken; `to` is what one would type to get there."""

        to: str

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._told: list[str] = []
        self._searched: tuple[str, ...] = ()
        self._owners: dict[int, list[int]] = {}
        self.at = -1

    def show(self, told: list[str], searched: Sequence[str] = (), at: int = -1) -> None:
        """Show other lines, from the first.

        Args:
            told: the lines.
            searched: words to mark in them.
            at: the line that is pointed at; -1 for none.
        """
        self._told = told
        self._searched = tuple(word.casefold() for word in searched if word)
        self.at = at
        self.relay()
        self.scroll_to(y=0, animate=False)
        if at >= 0:
            self.call_after_refresh(self._into_view)

    # ---- drawing ----------------------------------------------------------------------------------------------

    def lines(self, width: int) -> list[Content]:
        """Each line broken where it must be, what goes on two cells further in."""
        found: list[Content] = []
        owner = self._owners[width] = []
        for number, line in enumerate(self._told):
            parts = self._broken(line, min(width, WIDEST), here=number == self.at)
            owner += [number] * len(parts)
            found += parts
        return found

    def _broken(self, line: str, width: int, *, here: bool) -> list[Content]:
        text = line.lstrip(" ")
        if not text:
            return [Content(" ")]
        indent = len(line) - len(text)
        to = end_of(line)
        dressed = self._marked(_dressed(text, indent, leads=bool(to)))
        bar = words("▌" if here else " ", "$indigo")
        return hung(dressed, width, joined(bar, " " * indent), joined(bar, " " * (indent + 2)))

    def _marked(self, content: Content) -> Content:
        """Underline what was searched for."""
        plain = content.plain.casefold()
        if len(plain) != len(content.plain):
            return content
        for word in self._searched:
            start = plain.find(word)
            while start >= 0:
                content = content.stylize("underline", start, start + len(word))
                start = plain.find(word, start + len(word))
        return content

    def line_style(self, y: int) -> Style:
        """The line that is pointed at lies on paper."""
        style = self.visual_style
        return style + self._get_style("on $surface") if self.at >= 0 and self._line_at(y) == self.at else style

    def _line_at(self, y: int) -> int:
        self.laid(self.room)
        owner = self._owners.get(self.room, [])
        return owner[y] if 0 <= y < len(owner) else -1

    def _rows(self, number: int) -> list[int]:
        self.laid(self.room)
        return [row for row, owner in enumerate(self._owners.get(self.room, [])) if owner == number]

    def _into_view(self) -> None:
        rows = self._rows(self.at)
        if rows:
            self.show_lines(rows[0], len(rows))

    # ---- turning ----------------------------------------------------------------------------------------------

    def point(self, at: int) -> None:
        """Point at another line."""
        if at != self.at:
            self.at = at
            self._laid.clear()
            self.refresh()

    def by(self, rows: int) -> None:
        """To the next line that leads further where it is in view or one row away; else scroll by a row."""
        leading = [number for number, line in enumerate(self._told) if end_of(line)]
        top, height = self.scroll_offset.y, self.scrollable_content_region.height
        further = [number for number in leading if (number > self.at if rows > 0 else number < self.at)]
        if self.at >= 0 and not self._in_view(self.at, top, height):
            further = leading
        near = [number for number in further if self._in_view(number, top + min(rows, 0), height + 1)]
        if near:
            self.point(near[0] if rows > 0 else near[-1])
            self._into_view()
        else:
            self.scroll_relative(y=rows, animate=False)

    def _in_view(self, number: int, top: int, height: int) -> bool:
        rows = self._rows(number)
        return bool(rows) and top <= rows[0] < top + height

    def follow(self) -> None:
        """Go where the line that is pointed at leads; where none is, point at one first."""
        if self.at < 0:
            self.by(1)
        elif self.at < len(self._told):
            self.post_message(self.Followed(end_of(self._told[self.at])))

    def lead(self, number: int) -> None:
        """Go where the line leads that begins with a number, as the answers to a question do."""
        for at, line in enumerate(self._told):
            if end_of(line) and line.lstrip().startswith(f"{number}  "):
                self.point(at)
                self.follow()
                return

    def _under(self, event: events.MouseEvent) -> int:
        place = event.get_content_offset(self)
        return self._line_at(place.y + self.scroll_offset.y) if place is not None else -1

    def on_click(self, event: events.Click) -> None:
        """A click follows a line that leads further."""
        number = self._under(event)
        if number >= 0 and end_of(self._told[number]) and not self.dragged:
            self.point(number)
            self.follow()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """The mouse points as it passes."""
        number = self._under(event)
        if number >= 0 and end_of(self._told[number]):
            self.point(number)


def _dressed(text: str, indent: int, *, leads: bool) -> Content:
    """A line's own text: headings bold, the name of a field in its accent, what leads further with a sign."""
    sign = ("\u00a0›", "$indigo") if leads else ""
    name, colon, told = text.partition(_("："))
    if colon and told and name in lines.names_of_fields():
        return joined((name + colon, "$indigo"), (told, "$ink"), sign)
    head, gap, rest = text.partition("  ")
    if leads and gap:
        number = head.isdecimal()
        return joined((head + gap, "$indigo" if number else "$ink"), (rest, "$ink" if number else "$faint"), sign)
    return joined((text, "$ink" if indent else "bold $ink"), sign)
