"""The handbook on a screen: a line to type on, and below it what was found."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from simulator.app.keys import key
from simulator.app.screens.room import Room
from simulator.app.text import joined, words
from simulator.app.widgets.line import Line
from simulator.app.widgets.page import Page, Prose
from simulator.app.wrapping import hung
from simulator.figures import capital
from simulator.handbook import lines
from simulator.i18n import _

LONGEST = 200
"""Characters of a search."""

WIDEST = 92
"""Cells that a line takes at most, so that the eye finds the next one on a wide screen."""


class Leaf(Page):
    """The lines of the handbook: entries in bold, what is told of them below and further in."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._told: list[str] = []

    def show(self, told: list[str]) -> None:
        """Show other lines, from the first."""
        self._told = told
        self.relay()
        self.scroll_to(y=0, animate=False)

    def lines(self, width: int) -> list[Content]:
        """Each line broken where it must be, what goes on two cells further in."""
        return [part for line in self._told for part in self._broken(line, min(width, WIDEST))]

    def _broken(self, line: str, width: int) -> list[Content]:
        text = line.lstrip(" ")
        if not text:
            return [Content(" ")]
        indent = len(line) - len(text)
        return hung(_dressed(text, indent), width, words(" " * indent), words(" " * (indent + 2)))


def _dressed(text: str, indent: int) -> Content:
    """A line's own text: headings bold, the name of a field in its accent."""
    if not indent:
        return words(text, "bold $ink")
    name, colon, told = text.partition(_("："))
    if colon and told and name in lines.names_of_fields():
        return joined((name + colon, "$indigo"), (told, "$ink"))
    return words(text, "$ink")


class HandbookScreen(Room[None]):
    """Look something up; Esc leads back to where one was."""

    CSS_PATH = "handbook.tcss"
    AUTO_FOCUS = "#handbook-search"
    BINDINGS = [
        key("escape", "back", "回去", "先清空要查的词，再回到刚才的地方", name="handbook.back", label="Esc"),
        key("down", "by(1)", "往下", "往下翻一行", name="handbook.down", label="↓", show=False, first=True),
        key("up", "by(-1)", "往上", "往上翻一行", name="handbook.up", label="↑", show=False, first=True),
        key("pagedown", "page(1)", "翻页", "往下翻一页", name="handbook.next", label="PgDn", first=True),
        key("pageup", "page(-1)", "翻回", "往回翻一页", name="handbook.previous", label="PgUp", show=False, first=True),
        # A question mark would only be typed.
        key("f1", "app.help", "帮助", "这一页的按键和玩法", name="handbook.help", label="F1"),
    ]

    def __init__(self, told: Callable[[str], None] | None = None) -> None:
        """`told` hears what was looked up, where that is logged."""
        super().__init__()
        self._told = told

    def inside(self) -> ComposeResult:
        with Vertical(id="handbook"):
            yield Line(id="handbook-search", max_length=LONGEST, select_on_focus=False)
            yield Prose(id="handbook-hint")
            yield Leaf(id="handbook-leaf")

    def speak(self) -> None:
        """Say it in the language in use."""
        self.title_bar.show(capital(_("手册")), self.jiefang.own.trainee)
        self.query_one(Line).placeholder = _("查词、查条、查主题：复查，信访工作条例:22，期限")
        self._look_up()

    def about(self) -> str:
        """For the help screen."""
        return _("法条都是概述，不是原文；标明「工作做法」的不是法条。卡片也能按名字查，如「热线」「话术表」。")

    def _look_up(self) -> None:
        """Show what the words find; without any, the contents."""
        from datetime import datetime

        from simulator.handbook.asked import asked

        today = datetime.now().astimezone().date()
        typed = self.query_one(Line).value.strip()
        found = asked(typed) if typed else None
        hint = _("没有找到。换个词试试。") if typed and not found else ""
        told = lines.found(found, today) if found else lines.contents(today, calls=False) if not typed else ()
        self.query_one("#handbook-hint", Prose).show(words(hint, "$faint"))
        self.query_one("#handbook-hint").set_class(bool(hint), "-shown")
        self.query_one(Leaf).show(list(told))

    def on_input_changed(self) -> None:
        """Every letter looks up anew."""
        self._look_up()

    def action_back(self) -> None:
        """Clear the line, or leave."""
        line = self.query_one(Line)
        if line.value:
            if self._told is not None:
                self._told(line.value.strip())
            line.value = ""
        else:
            self.dismiss()

    def action_by(self, rows: int) -> None:
        """Scroll by lines."""
        self.query_one(Leaf).scroll_relative(y=rows, animate=False)

    def action_page(self, pages: int) -> None:
        """Scroll by what is in view."""
        leaf = self.query_one(Leaf)
        leaf.scroll_relative(y=pages * max(leaf.size.height - 1, 1), animate=False)
