"""The handbook at the side of a visit: a line to search on, and what was found, while the visit stays in view."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.message import Message

from simulator.app.keys import key
from simulator.app.widgets.lookup import Lookup
from simulator.i18n import _


class SideHandbook(Lookup):
    """Looks up with every letter. What was looked up in the end is told once, to be logged."""

    BINDINGS = [key("escape", "close", "合上", "翻回上一页；再按合上手册，回到接访", name="side.close", label="Esc")]

    @dataclass
    class LookedUp(Message):
        """Something was looked up: the words that were left standing."""

        what: str

    @dataclass
    class Closed(Message):
        """It was closed."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(self._looked_up, id=id)

    def _looked_up(self, what: str) -> None:
        self.post_message(self.LookedUp(what))

    def on_mount(self) -> None:
        """Open at the contents; the line takes what is typed."""
        self.speak()
        self.enter()

    def placeholder(self) -> str:
        """Short, for a narrow place."""
        return _("查手册：复查，期限，热线")

    def hint(self) -> str:
        """What becomes of it."""
        return _("查了什么会记下来，不计分。")

    def enter(self) -> None:
        """To the line; what stands there is marked, so that other words take its place."""
        self.line.focus()
        self.line.action_select_all()

    def on_descendant_blur(self, _event: events.DescendantBlur) -> None:
        """Away from the line: what stands there was looked up."""
        self.tell()

    def action_close(self) -> None:
        """Back to the leaf one came from, or close it; what was typed stands there when it is opened again."""
        if self.turned:
            self.back()
        else:
            self.tell()
            self.post_message(self.Closed())
