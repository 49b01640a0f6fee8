"""Ask for one line of text on a sheet of paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from textual.widgets._input import InputType


class AskScreen(Dialog[str | None]):
    """Gives back the text, stripped; None where it was not to be changed."""

    CSS_PATH = "dialogs.tcss"
    AUTO_FOCUS = "#ask-input"
    BINDINGS = [key("escape", "leave", "回去", "", name="ask.leave", label="Esc")]

    def __init__(
        self,
        title: Callable[[], str],
        hint: Callable[[], str],
        value: str = "",
        longest: int = 200,
        refused: Callable[[str], str] | None = None,
        *,
        kind: InputType = "text",
    ) -> None:
        """Ask.

        Args:
            title: over the line, said anew in each language.
            hint: below it.
            value: what stands on the line.
            longest: characters.
            refused: why a text will not do, in a sentence; empty where it will.
            kind: that of Textual's inputs.
        """
        super().__init__()
        self._title, self._hint, self._value = title, hint, value
        self._longest, self._refused, self._kind = longest, refused, kind

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet", id="ask"):
            yield Prose(classes="sheet-title")
            # Not on the last row: an input method opens its window below the caret.
            yield Line(self._value, id="ask-input", type=self._kind, max_length=self._longest)
            yield Prose(id="ask-hint")
            yield Prose(classes="sheet-foot")

    def speak(self) -> None:
        """Say it in the language in use."""
        self.query_one(".sheet-title", Prose).show(words(self._title(), "bold"))
        self.query_one("#ask-hint", Prose).show(words(self._hint(), "$faint"))
        self.query_one(".sheet-foot", Prose).show(words(_("回车确定，Esc 回去"), "$faint"))

    @on(Input.Submitted)
    def _written(self, event: Input.Submitted) -> None:
        event.stop()
        text = event.value.strip()
        why = self._refused(text) if self._refused is not None else ""
        if why:
            self.query_one("#ask-hint", Prose).show(words(why, "$gamboge"))
        else:
            self.dismiss(text)

    def action_leave(self) -> None:
        """Change nothing."""
        self.dismiss(None)
