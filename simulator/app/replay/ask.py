"""A dialog with one line to type on: a number to go to, a name for a branch."""

from __future__ import annotations

from collections.abc import Callable

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input

from simulator.app.keys import key
from simulator.app.screens.room import Dialog
from simulator.app.text import words
from simulator.app.widgets.line import Line
from simulator.app.widgets.page import Prose
from simulator.i18n import _


class AskScreen(Dialog["str | None"]):
    """Asks for a line. Dismissed with what was typed, without blanks around it; with None on Esc."""

    CSS_PATH = "dialogs.tcss"
    AUTO_FOCUS = "#ask-input"
    BINDINGS = [key("escape", "dismiss(None)", "回去", "", name="ask.back", label="Esc")]

    def __init__(self, title: Callable[[], str], text: Callable[[], str], *, kind: str = "text") -> None:
        """Functions, since the language may change while it is open; `kind` is that of Textual's inputs."""
        super().__init__()
        self._title = title
        self._text = text
        self._is_number = kind == "integer"

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"):
            yield Prose(classes="sheet-title")
            yield Prose(id="ask-text", classes="faint")
            # Not on the last row: an input method opens its window below the caret.
            yield Line(id="ask-input", type="integer" if self._is_number else "text", max_length=60)
            yield Prose(classes="sheet-foot")

    def speak(self) -> None:
        """Say it in the language in use."""
        self.query_one(".sheet-title", Prose).show(words(self._title(), "bold"))
        self.query_one("#ask-text", Prose).show(words(self._text(), "$faint"))
        self.query_one(".sheet-foot", Prose).show(words(_("回车确定，Esc 回去"), "$faint"))

    @on(Input.Submitted)
    def _written(self, event: Input.Submitted) -> None:
        event.stop()
        self.dismiss(event.value.strip())
