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
        self._owners: dict[int, list[int]] = {}
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
        owner = self._owners[width] = []
        for index in range(self.count):
            heading = self.above(index, width)
            row = self.row(index, width, here=index == self.at)
            owner += [-1] * len(heading) + [index] * len(row)
            found += heading + row
        return found

    def _owner(self) -> list[int]:
        """For every line which row it belongs to; -1 for a heading."""
        self.laid(self.room)
        return self._owners.get(self.room, [])

    def redraw(self, *rows: int) -> None:
        """Draw these rows anew and nothing else, so that a key is answered at once."""
        width = self.room
        laid, owner = self.laid(width), self._owner()
        self._laid = {width: laid}
        for index in rows:
            lines = self.row(index, width, here=index == self.at)
            if not lines or owner.count(index) != len(lines):
                self.relay()
                return
            first = owner.index(index)
            laid[first : first + len(lines)] = lines
            self.refresh_lines(first, len(lines))

    def line_style(self, y: int) -> Style:
        """The row that is pointed at lies on paper."""
        style = self.visual_style
        owner = self._owner()
        if 0 <= y < len(owner) and owner[y] == self.at:
            return style + self._get_style("on $surface")
        return style

    def _into_view(self) -> None:
        rows = [line for line, owner in enumerate(self._owner()) if owner == self.at]
        if not rows:
            return
        top, bottom = self.scroll_offset.y, self.scroll_offset.y + self.scrollable_content_region.height
        if self.at == 0 and top > 0:
            self.scroll_to(y=0, animate=False)
        elif rows[0] < top or rows[-1] >= bottom:
            self.show_lines(rows[0], len(rows))

    # ---- doing ------------------------------------------------------------------------------------------------

    async def on_key(self, event: events.Key) -> None:
        """Answer one's own keys here: the way up to the screen and down again would take as long as the painting."""
        self.keyed()
        if self.screen.focused is not self:
            return  # typed behind a key that led elsewhere; it is for whoever has the keys now
        bindings = self._bindings.key_to_bindings.get(event.key)
        if bindings:
            event.stop()
            await self.run_action(bindings[-1].action)

    def keyed(self) -> None:
        """A key was pressed, whichever; it is answered after this."""

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
            left, self.at = self.at, index
            self.redraw(left, index)
        self._into_view()

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
        owner = self._owner()
        return owner[line] if 0 <= line < len(owner) else -1

    def on_click(self, event: events.Click) -> None:
        """A click takes."""
        index = self._under(event)
        if index >= 0 and not self.dragged:
            self.action_point(index)
            self.action_take()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """The mouse points as it passes."""
        index = self._under(event)
        if index >= 0:
            self.action_point(index)
