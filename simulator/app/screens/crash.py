"""After a program error: what happened, that the visit is safe, and where the report lies."""

from __future__ import annotations

from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from simulator.app.screens.menu import Item, MenuList
from simulator.app.screens.room import Room
from simulator.app.text import joined, words
from simulator.app.widgets.page import Prose
from simulator.app.widgets.picklist import Picklist
from simulator.i18n import _


class CrashScreen(Room[None]):
    """Says it, and offers to go on."""

    CSS_PATH = "crash.tcss"

    def __init__(self, report: Path | None) -> None:
        super().__init__()
        self._report = report

    def inside(self) -> ComposeResult:
        with Vertical(id="crash", classes="sheet"):
            yield Prose(id="crash-title", classes="sheet-title")
            yield Prose(id="crash-text")
            yield MenuList()

    def on_mount(self) -> None:
        """The list has the focus."""
        super().on_mount()
        self.query_one(MenuList).focus()

    def speak(self) -> None:
        """Say it in the language in use."""
        self.query_one("#crash-title", Prose).show(words(_("程序出了错"), "bold"))
        text = joined(
            _("这是程序的问题，不是您的。已做的每个决定都在记录里，从首页的「继续」接着谈。"),
            "\n\n",
            (self._where(), "$faint"),
        )
        self.query_one("#crash-text", Prose).show(text)
        menu = self.query_one(MenuList)
        menu.items = (Item("home", _("回首页")), Item("quit", _("退出程序"), "q"))
        menu.renew(menu.at)

    def _where(self) -> str:
        if self._report is None:
            return _("错误报告没能写下来：磁盘可能满了。")
        return _("错误报告在 {path}，里面没有谈话内容，可以发给维护者。", path=self._report)

    @on(Picklist.Taken)
    def _taken(self, event: Picklist.Taken) -> None:
        if event.index == 0:
            self.dismiss()
        else:
            self.app.exit()
