"""A list one points at: by arrows, number or mouse. Choices, the scenario list and menus are such lists."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic
from typing import ClassVar

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.style import Style

from simulator.app.keys import key
from simulator.app.widgets.page import Page


class Picklist(Page, can_focus=True):
    """Rows of one or more lines; one of them is pointed at.

    A subclass gives `count` and :meth:`row`, and :meth:`above` where a heading stands over a row.
    """

    BINDINGS = [
        key("up,k", "move(-1)", "上移", "上一项", name="list.up", show=False),
        key("down,j", "move(1)", "下移", "下一项", name="list.down", show=False),
        key("home", "point(0)", "最前", "", name="list.first", show=False),
        key("end", "point(-1)", "最后", "", name="list.last", show=False),
        key("enter,space", "take", "选定", "选定这一项", name="list.take", show=False),
        *(Binding(str(n), f"number({n})", "", show=False, id=f"list.{n}") for n in range(1, 10)),
    ]

    PAUSE: ClassVar[float] = 0.0
    """Seconds for which a new list cannot be taken from, so that a key held down does not answer the next question."""

    @dataclass
    class Taken(Message):
        """A row was taken."""

        picklist: Picklist
        index: int

        @property
        def control(self) -> Picklist:
            """The list, for `@on(…, "#id")`."""
            return self.picklist

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.at = 0
        self._owner: list[int] = []
        self._since = 0.0

    # ---- what a subclass gives --------------------------------------------------------------------------------

    @property
    def count(self) -> int:
        """How many rows there are."""
        raise NotImplementedError

    def row(self, index: int, width: int, *, here: bool) -> list[Content]:
        """The lines of a row; `here` says that it is pointed at."""
        raise NotImplementedError

    def above(self, index: int, width: int) -> list[Content]:
        """Lines over a row that belong to no row."""
        return []

    # ---- drawing ----------------------------------------------------------------------------------------------

    def renew(self, at: int = 0) -> None:
        """The rows are other ones now."""
        self.at = max(0, min(at, self.count - 1))
        self._since = monotonic()
        self.relay()
        self.call_after_refresh(self._into_view)

    def lines(self, width: int) -> list[Content]:
        """All rows."""
        found: list[Content] = []
        self._owner = []
        for index in range(self.count):
            heading = self.above(index, width)
            row = self.row(index, width, here=index == self.at)
            self._owner += [-1] * len(heading) + [index] * len(row)
            found += heading + row
        return found

    def line_style(self, y: int) -> Style:
        """The row that is pointed at lies on paper."""
        style = self.visual_style
        if 0 <= y < len(self._owner) and self._owner[y] == self.at:
            return style + self._get_style("on $surface")
        return style

    def _into_view(self) -> None:
        self.laid(self.room)
        rows = [line for line, owner in enumerate(self._owner) if owner == self.at]
        if rows and self.at == 0:
            self.scroll_to(y=0, animate=False)
        elif rows:
            self.show_lines(rows[0], len(rows))

    # ---- doing ------------------------------------------------------------------------------------------------

    def action_move(self, by: int) -> None:
        """Point at another row; goes round."""
        if self.count:
            self.action_point((self.at + by) % self.count)

    def action_point(self, index: int) -> None:
        """Point at a row; -1 is the last."""
        if not self.count:
            return
        index %= self.count
        if index != self.at:
            self.at = index
            self._laid.clear()
            self.refresh()
            self.pointed()
        self._into_view()

    def pointed(self) -> None:
        """Another row is pointed at."""

    def action_number(self, number: int) -> None:
        """Take a row by its number."""
        if number <= self.count:
            self.action_point(number - 1)
            self.action_take()

    def action_take(self) -> None:
        """Take the row that is pointed at."""
        if self.count and monotonic() - self._since >= self.PAUSE:
            self.take(self.at)

    def take(self, index: int) -> None:
        """A row was taken."""
        self.post_message(self.Taken(self, index))

    def _under(self, event: events.MouseEvent) -> int:
        place = event.get_content_offset(self)
        line = place.y + self.scroll_offset.y if place is not None else -1
        return self._owner[line] if 0 <= line < len(self._owner) else -1

    def on_click(self, event: events.Click) -> None:
        """A click takes."""
        index = self._under(event)
        if index >= 0:
            self.action_point(index)
            self.action_take()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """The mouse points as it passes."""
        index = self._under(event)
        if index >= 0:
            self.action_point(index)
