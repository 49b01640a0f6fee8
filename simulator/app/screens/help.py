"""The keys of the screen below, read from its bindings, and how a visit is played."""

from __future__ import annotations

from typing import Any

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen

from simulator.app.keys import key
from simulator.app.screens.room import Dialog
from simulator.app.text import joined, words
from simulator.app.widgets.bars import LABELS, name_of
from simulator.app.widgets.page import Page, Prose
from simulator.app.wrapping import hung
from simulator.i18n import _


def known_bindings(screen: Screen[Any]) -> list[Binding]:
    """The bindings that have a sentence; those of the screen first, the ways of moving in a list last."""
    found = [active.binding for active in screen.active_bindings.values()]
    told = [binding for binding in found if binding.tooltip and binding.id]
    return sorted(told, key=lambda binding: (binding.id or "").startswith(("list.", "segments.")))


def table(bindings: list[Binding]) -> list[tuple[str, str]]:
    """(keys, what they do), one row a binding."""
    found: dict[str, tuple[list[str], str]] = {}
    for binding in bindings:
        label = _(LABELS[binding.key]) if binding.key in LABELS else name_of(binding)
        keys, _tip = found.setdefault(binding.id or "", ([], binding.tooltip))
        if label not in keys:
            keys.append(label)
    return [(" ".join(keys), _(tip)) for keys, tip in found.values()]


class KeyTable(Page):
    """Keys on the left, what they do on the right."""

    def __init__(self) -> None:
        super().__init__()
        self._keys: list[tuple[str, str]] = []

    def show(self, keys: list[tuple[str, str]]) -> None:
        """Show these."""
        self._keys = keys
        self.relay()

    def lines(self, width: int) -> list[Content]:
        """A row a key, further lines hung under the words."""
        wide = max((cell_len(label) for label, _tip in self._keys), default=0) + 3
        rest = words(" " * wide)
        return [
            line
            for label, tip in self._keys
            for line in hung(words(tip), width, joined((label, "$indigo"), " " * (wide - cell_len(label))), rest)
        ]


class HelpScreen(Dialog[None]):
    """Help for one screen."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS = [key("escape,q,enter", "dismiss", "关上", "", name="help.close", label="Esc")]

    def __init__(self, below: Screen[Any]) -> None:
        super().__init__()
        # Asked for now: with this screen on top the keys below are no longer active.
        self._below = known_bindings(below)
        self._about = getattr(below, "about", lambda: "")

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="sheet", id="help"):
            yield Prose(classes="sheet-title")
            yield Prose(id="help-about")
            yield KeyTable()
            yield Prose(classes="sheet-foot closes", id="help-foot")

    def speak(self) -> None:
        """Say it in the language in use."""
        self.query_one(".sheet-title", Prose).show(words(_("帮助"), "bold"))
        self.query_one("#help-about", Prose).show(words(self._about(), "$faint"))
        self.query_one(KeyTable).show(table(self._below))
        self.query_one("#help-foot", Prose).show(words(_("Esc 关上"), "$faint"))
