"""The handbook as one part of a screen: a line to type on, the leaf that is found, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input

from simulator.app.keys import key
from simulator.app.text import words
from simulator.app.widgets.leaf import Leaf
from simulator.app.widgets.line import Line
from simulator.app.widgets.page import Prose
from simulator.handbook.leading import ROUTE, end_of
from simulator.i18n import _

LONGEST = 200
"""Characters of a search."""

Told = Callable[[str], None]
"""Hears what was looked up."""


class Visited(NamedTuple):
    """A leaf one has turned from, and the line that led on."""

    page: str
    at: int


class Lookup(Vertical):
    """Looks up with every letter; what leads further is followed, and Esc comes back leaf by leaf."""

    BINDINGS = [
        key("enter", "follow", "翻开", "翻开指着的这一行", name="handbook.follow", first=True),
        key("down", "by(1)", "往下", "往下一行，或到下一处能翻开的", name="handbook.down", show=False, first=True),
        key("up", "by(-1)", "往上", "往上一行，或到上一处能翻开的", name="handbook.up", show=False, first=True),
        key("pagedown", "page(1)", "翻页", "往下翻一页", name="handbook.next", label="PgDn", first=True),
        key("pageup", "page(-1)", "翻回", "往回翻一页", name="handbook.previous", label="PgUp", show=False, first=True),
    ]

    def __init__(self, told: Told | None = None, *, id: str | None = None) -> None:
        """`told` hears what was looked up, once each, where that is to be kept."""
        super().__init__(id=id)
        self.page = ""
        self._told = told
        self._heard = ""
        self._trail: list[Visited] = []

    def compose(self) -> ComposeResult:
        yield Line(id="lookup-line", max_length=LONGEST, select_on_focus=False)
        yield Prose(id="lookup-hint")
        yield Leaf(id="lookup-leaf")

    @property
    def line(self) -> Line:
        """The line one types on."""
        return self.query_one(Line)

    @property
    def leaf(self) -> Leaf:
        """What was found."""
        return self.query_one(Leaf)

    def placeholder(self) -> str:
        """What stands on the empty line."""
        return _("查词、查条、查主题：复查，信访工作条例:22，期限")

    def hint(self) -> str:
        """What stands below the line where something was found."""
        return ""

    def speak(self) -> None:
        """Say it in the language in use."""
        self.line.placeholder = self.placeholder()
        self._show(self.leaf.at)

    # ---- what is shown ----------------------------------------------------------------------------------------

    def _show(self, at: int = -1) -> None:
        """Show the page one is at; from its top, or where a line was pointed at."""
        from datetime import datetime

        from simulator.handbook.pages import page

        told = page(self.page, datetime.now().astimezone().date())
        hint = self.hint() if told else _("没有找到。换个词试试。")
        self.query_one("#lookup-hint", Prose).show(words(hint, "$faint"))
        self.query_one("#lookup-hint").set_class(bool(hint), "-shown")
        routing = self.page.startswith(ROUTE)
        if at < 0 and (routing or not self.page):
            # Of questions what is asked now comes first; what was answered stands above.
            first = (n for n, line in enumerate(told) if end_of(line) and (not routing or line.startswith("  1  ")))
            at = next(first, -1)
        self.leaf.show(told, () if routing else self.page.split(), at)

    # ---- turning the leaves -----------------------------------------------------------------------------------

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        """Every letter looks up anew; a digit answers where a question is asked."""
        event.stop()
        if self.page.startswith(ROUTE) and event.value.isdecimal() and len(event.value) == 1:
            with self.line.prevent(Input.Changed):
                self.line.value = ""
            self.leaf.lead(int(event.value))
            return
        self.page = event.value.strip()
        self._show()

    @on(Leaf.Followed)
    def _followed(self, event: Leaf.Followed) -> None:
        event.stop()
        self.open(event.to)

    def open(self, page: str) -> None:
        """Turn to a page; one comes back to where one was."""
        self.tell()
        self._trail.append(Visited(self.page, self.leaf.at))
        self._go(page)
        self.tell()

    def _go(self, page: str, at: int = -1) -> None:
        self.page = page
        with self.line.prevent(Input.Changed):
            self.line.value = "" if page.startswith(ROUTE) else page
            self.line.cursor_position = len(self.line.value)
        self._show(at)
        self.line.focus()

    @property
    def turned(self) -> bool:
        """Whether one has turned a leaf, and can turn back."""
        return bool(self._trail)

    def back(self) -> bool:
        """Back by one leaf, or from what was typed to the contents; whether there was a way back."""
        self.tell()
        if self._trail:
            before = self._trail.pop()
            self._go(before.page, before.at)
        elif self.page:
            self._go("")
        else:
            return False
        return True

    def tell(self) -> None:
        """Say what was looked up, once."""
        what = _("先判通道") if self.page.startswith(ROUTE) else self.page
        if self._told is not None and what and what != self._heard:
            self._heard = what
            self._told(what)

    # ---- keys -------------------------------------------------------------------------------------------------

    def action_follow(self) -> None:
        """Go where the line that is pointed at leads."""
        self.leaf.follow()

    def action_by(self, rows: int) -> None:
        """Point or scroll further down or up."""
        self.leaf.by(rows)

    def action_page(self, pages: int) -> None:
        """Scroll by what is in view."""
        self.leaf.scroll_relative(y=pages * max(self.leaf.size.height - 1, 1), animate=False)
