"""Notes of the trainee's own during a visit; kept in the record, never scored."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input

from simulator.app.keys import key
from simulator.app.screens.room import Dialog
from simulator.app.text import joined, stacked, words
from simulator.app.widgets.line import Line
from simulator.app.widgets.page import Prose
from simulator.i18n import _


class NotesScreen(Dialog[None]):
    """Earlier notes, and a line to write another."""

    CSS_PATH = "dialogs.tcss"
    AUTO_FOCUS = "#notes-input"
    BINDINGS = [key("escape", "dismiss", "关上", "", name="notes.close", label="Esc")]

    def __init__(self, notes: Sequence[str], keep: Callable[[str], None]) -> None:
        """Take the notes so far, and what keeps a new one."""
        super().__init__()
        self._notes = list(notes)
        self._keep = keep

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet", id="notes"):
            yield Prose(classes="sheet-title")
            yield Prose(id="notes-list")
            # Not on the last row: an input method opens its window below the caret.
            yield Line(id="notes-input", max_length=500)
            yield Prose(classes="sheet-foot closes")

    def speak(self) -> None:
        """Say it in the language in use."""
        self.query_one(".sheet-title", Prose).show(words(_("随手记"), "bold"))
        shown = [joined(("· ", "$faint"), note) for note in self._notes] or [words(_("还没有记什么。"), "$faint")]
        self.query_one("#notes-list", Prose).show(stacked(shown))
        self.query_one("#notes-input", Input).placeholder = _("写一句，回车记下")
        self.query_one(".sheet-foot", Prose).show(words(_("只进记录，不计分。Esc 关上"), "$faint"))

    @on(Input.Submitted)
    def _written(self, event: Input.Submitted) -> None:
        text = event.value.strip()
        if text:
            self._keep(text)
            self._notes.append(text)
            event.input.value = ""
            self.speak()
