"""A short menu on a sheet of paper: the pause of a visit is one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from simulator.app.keys import key
from simulator.app.screens.room import Dialog
from simulator.app.text import joined, words
from simulator.app.widgets.page import Prose
from simulator.app.widgets.picklist import Picklist
from simulator.i18n import _


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a menu: what it gives back, what it says, and a key of its own."""

    id: str
    text: str
    letter: str = ""


class MenuList(Picklist):
    """The lines of a menu."""

    def __init__(self) -> None:
        super().__init__()
        self.items: tuple[Item, ...] = ()

    @property
    def count(self) -> int:
        """How many lines."""
        return len(self.items)

    def row(self, index: int, width: int, *, here: bool) -> list[Content]:
        """One line."""
        item = self.items[index]
        mark = ("▌ " if here else "  ", "$indigo")
        return [joined(mark, (f"{item.letter or index + 1}  ", "$indigo"), (item.text, "bold" if here else ""))]


class MenuScreen(Dialog[str]):
    """Ask for one of a few things. Esc gives the first one's id."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS = [key("escape", "first", "回去", "", name="menu.back", label="Esc")]

    def __init__(self, title: Callable[[], str], text: Callable[[], str], items: Callable[[], list[Item]]) -> None:
        """Functions, since the language may change while the menu is open."""
        super().__init__()
        self._title = title
        self._text = text
        self._items = items

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"):
            yield Prose(classes="sheet-title")
            yield Prose(id="menu-text", classes="faint")
            yield MenuList()

    def on_mount(self) -> None:
        """The list has the focus."""
        super().on_mount()
        self.query_one(MenuList).focus()

    def speak(self) -> None:
        """Say it in the language in use."""
        self.query_one(".sheet-title", Prose).show(words(self._title(), "bold"))
        self.query_one("#menu-text", Prose).show(words(self._text(), "$faint"))
        menu = self.query_one(MenuList)
        menu.items = tuple(self._items())
        menu.renew(menu.at)

    def on_key(self, event: object) -> None:
        """A line's own letter takes it."""
        for item in self._items():
            if item.letter and getattr(event, "character", None) == item.letter:
                self.dismiss(item.id)
                return

    @on(Picklist.Taken)
    def _taken(self, event: Picklist.Taken) -> None:
        self.dismiss(self._items()[event.index].id)

    def action_first(self) -> None:
        """Back to where one was."""
        self.dismiss(self._items()[0].id)


def pause_items() -> list[Item]:
    """What the pause of a visit offers."""
    return [
        Item("on", _("接着谈")),
        Item("keep", _("先离开，记录留着，回首页")),
        Item("quit", _("退出程序，下次接着来"), "q"),
    ]
