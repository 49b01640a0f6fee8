"""The command palette: type a few letters in either language, Enter does it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input

from simulator import i18n
from simulator.app.commands import Command, of_library
from simulator.app.keys import key
from simulator.app.screens.room import Dialog
from simulator.app.text import joined, spread, words
from simulator.app.widgets.line import Line
from simulator.app.widgets.long_list import LongList
from simulator.app.widgets.page import Prose
from simulator.app.widgets.picklist import Picklist
from simulator.i18n import _


class CommandList(LongList, can_focus=False):
    """A line a command: its name, what kind of thing it is, its key."""

    HEIGHT: ClassVar[int] = 1

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.commands: tuple[Command, ...] = ()

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.commands)

    def row(self, index: int, width: int, *, here: bool) -> list[Content]:
        """One line."""
        each = self.commands[index]
        language = i18n.language()
        right = each.keys or (each.kind or {}).get(language, "")
        mark = ("▌ " if here else "  ", "$indigo")
        name = words(each.names[language], "bold $ink" if here else "$ink")
        return [joined(mark, spread(name, words(right, "$indigo" if each.keys else "$faint"), max(width - 3, 4)))]


class PaletteScreen(Dialog[Command | None]):
    """Gives back the command that was picked."""

    CSS_PATH = "dialogs.tcss"
    AUTO_FOCUS = "#palette-input"
    BINDINGS = [
        key("escape,ctrl+p", "leave", "关上", "", name="palette.leave", label="Esc", first=True),
        key("down", "by(1)", "往下", "", name="palette.down", show=False, first=True),
        key("up", "by(-1)", "往上", "", name="palette.up", show=False, first=True),
        key("pagedown", "by(8)", "翻页", "", name="palette.next", show=False, first=True),
        key("pageup", "by(-8)", "翻回", "", name="palette.previous", show=False, first=True),
    ]

    def __init__(self, commands: Sequence[Command]) -> None:
        """Take what can be done; the scenarios are added when they are read."""
        super().__init__()
        self._commands = tuple(commands)

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet", id="palette"):
            yield Line(id="palette-input", max_length=100, select_on_focus=False)
            yield CommandList(id="palette-list")
            yield Prose(id="palette-nothing")

    def on_mount(self) -> None:
        """Everything first; the scenarios follow."""
        super().on_mount()
        self.read()

    def speak(self) -> None:
        """Say it in the language in use."""
        self.query_one(Input).placeholder = _("要做什么？中文、英文都行")
        self._fill()

    @work(thread=True, exclusive=True, group="palette")
    def read(self) -> None:
        """The scenarios."""
        from simulator.scenario_index import scenarios

        entries = scenarios()
        self.app.call_from_thread(self._found, tuple(of_library(self.jiefang, entries)))

    def _found(self, more: tuple[Command, ...]) -> None:
        if self.is_attached:
            self._commands += more
            self._fill()

    @on(Input.Changed)
    def _fill(self) -> None:
        """Every letter narrows the list."""
        typed = self.query_one(Input).value.strip()
        commands = self.query_one(CommandList)
        commands.commands = tuple(each for each in self._commands if each.matches(typed))
        commands.renew(0)
        nothing = "" if commands.count else _("没有这样的命令。")
        self.query_one("#palette-nothing", Prose).show(words(nothing, "$faint"))

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.query_one(CommandList).action_take()

    @on(Picklist.Taken)
    def _taken(self, event: Picklist.Taken) -> None:
        self.dismiss(self.query_one(CommandList).commands[event.index])

    def action_by(self, rows: int) -> None:
        """Point further down or up; a whole page does not go round."""
        commands = self.query_one(CommandList)
        if abs(rows) == 1:
            commands.action_move(rows)
        elif commands.count:
            commands.action_point(max(0, min(commands.count - 1, commands.at + rows)))

    def action_leave(self) -> None:
        """Do nothing."""
        self.dismiss(None)
