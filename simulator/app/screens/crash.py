"""After a program error: what happened, that the visit is safe, and where the report lies."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical

from simulator.app.keys import key
from simulator.app.screens.menu import Item, MenuList
from simulator.app.screens.room import Room
from simulator.app.text import joined, words
from simulator.app.widgets.page import Prose
from simulator.app.widgets.picklist import Picklist
from simulator.i18n import _, language

if TYPE_CHECKING:
    from simulator.directory import Unfinished


class CrashScreen(Room[None]):
    """Says it, and offers to go on."""

    CSS_PATH = "crash.tcss"
    BINDINGS = [
        key("y", "copy", "复制报告", "复制错误报告", name="crash.copy"),
        key("q", "app.quit", "退出", "退出程序，接访会留着", name="crash.quit"),
        key("escape", "dismiss", "回首页", "回首页", name="crash.home", label="Esc"),
    ]

    def __init__(self, report: Path | None) -> None:
        super().__init__()
        self._report = report
        self._unfinished: Unfinished | None = None

    def inside(self) -> ComposeResult:
        with Vertical(id="crash-room"), Vertical(id="crash", classes="sheet"):
            yield Prose(id="crash-title", classes="sheet-title")
            yield Prose(id="crash-text")
            yield MenuList()

    def on_mount(self) -> None:
        """The list has the focus; a visit to go on with is looked for after the first frame."""
        super().on_mount()
        self.query_one(MenuList).focus()
        self.call_after_refresh(self.read)

    @work(thread=True, exclusive=True, group="crash")
    def read(self) -> None:
        """The visit that was left last."""
        from simulator.overview import overview
        from simulator.where_left import where_left

        left = where_left(overview().unfinished)
        if left:
            self.app.call_from_thread(self._left, left[0])

    def _left(self, left: Unfinished) -> None:
        if self.is_attached:
            self._unfinished = left
            self.speak()

    def speak(self) -> None:
        """Say it in the language in use."""
        self.title_bar.show("")
        self.query_one("#crash-title", Prose).show(words(_("程序出了错"), "bold"))
        text = joined(
            _("这是程序的问题，不是您的。已做的每个决定都在记录里，可以接着谈。"),
            "\n\n",
            (self._where(), "$faint"),
        )
        self.query_one("#crash-text", Prose).show(text)
        menu = self.query_one(MenuList)
        menu.items = tuple(self._items())
        menu.renew(menu.at)

    def _items(self) -> Iterator[Item]:
        if self._unfinished is not None:
            yield Item("on", _("接着谈：{title}", title=self._unfinished.name(language())))
        yield Item("home", _("回首页"))
        if self._report is not None:
            yield Item("copy", _("复制错误报告"), "y")
        yield Item("quit", _("退出程序"), "q")

    def _where(self) -> str:
        if self._report is None:
            return _("错误报告没能写下来：磁盘可能满了。")
        return _("错误报告里没有谈话内容，可以发给维护者：\n{path}", path=_short(self._report))

    def action_copy(self) -> None:
        """The report, instead of the page."""
        self._do("copy")

    @on(Picklist.Taken)
    def _taken(self, event: Picklist.Taken) -> None:
        self._do(self.query_one(MenuList).items[event.index].id)

    def _do(self, what: str) -> None:
        match what:
            case "on" if self._unfinished is not None:
                from simulator.app.visits import resume_visit

                self.dismiss()
                resume_visit(self.jiefang, self._unfinished.session)
            case "copy":
                self._copy()
            case "quit":
                self.app.exit()
            case _:
                self.dismiss()

    def _copy(self) -> None:
        if self._report is None:
            return
        try:
            self.jiefang.copy(self._report.read_text("utf-8"))
        except (OSError, UnicodeDecodeError):
            self.app.notify(_("错误报告读不出来了。"), severity="warning", markup=False)


def _short(path: Path) -> str:
    """A path as people write it, with `~` for one's own folder."""
    with contextlib.suppress(ValueError, RuntimeError):
        return f"~/{path.relative_to(Path.home())}"
    return str(path)
