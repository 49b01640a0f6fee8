"""Ask for one line of text on a sheet of paper."""

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


class AskScreen(Dialog[str | None]):
    """Gives back the text, stripped; None where it was not to be changed."""

    CSS_PATH = "dialogs.tcss"
    AUTO_FOCUS = "#ask-input"
    BINDINGS = [key("escape", "leave", "不改", "", name="ask.leave", label="Esc")]

    def __init__(
        self,
        title: Callable[[], str],
        hint: Callable[[], str],
        value: str = "",
        longest: int = 200,
        refused: Callable[[str], str] | None = None,
    ) -> None:
        """Ask.

        Args:
            title: over the line, said anew in each language.
            hint: below it.
            value: what stands on the line.
            longest: characters.
            refused: why a text will not do, in a sentence; empty where it will.
        """
        super().__init__()
        self._title, self._hint, self._value = title, hint, value
        self._longest, self._refused = longest, refused

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet", id="ask"):
            yield Prose(classes="sheet-title")
            yield Line(self._value, id="ask-input", max_length=self._longest)
            yield Prose(id="ask-hint")
            yield Prose(classes="sheet-foot")

    def speak(self) -> None:
        """Say it in the language in use."""
        self.query_one(".sheet-title", Prose).show(words(self._title(), "bold"))
        self.query_one("#ask-hint", Prose).show(words(self._hint(), "$faint"))
        self.query_one(".sheet-foot", Prose).show(words(_("回车定下，Esc 不改"), "$faint"))

    @on(Input.Submitted)
    def _written(self, event: Input.Submitted) -> None:
        text = event.value.strip()
        why = self._refused(text) if self._refused is not None else ""
        if why:
            self.query_one("#ask-hint", Prose).show(words(why, "$gamboge"))
        else:
            self.dismiss(text)

    def action_leave(self) -> None:
        """Change nothing."""
        self.dismiss(None)
