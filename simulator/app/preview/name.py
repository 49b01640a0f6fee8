"""A name for the test that is saved."""

from __future__ import annotations

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
from simulator.preview.saving import LONGEST, tidy


class NameScreen(Dialog["str | None"]):
    """Gives the name."""

    CSS_PATH = "preview.tcss"
    AUTO_FOCUS = "#name-input"
    BINDINGS = [key("escape", "dismiss(None)", "关上", "", name="name.close", label="Esc")]

    def __init__(self, proposed: str) -> None:
        super().__init__()
        self._proposed = proposed

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"):
            yield Prose(classes="sheet-title")
            yield Line(self._proposed, id="name-input", max_length=LONGEST)
            yield Prose(classes="sheet-foot")

    def speak(self) -> None:
        """Say it in the language in use."""
        self.query_one(".sheet-title", Prose).show(words(_("这个测试叫什么"), "bold"))
        self.query_one("#name-input", Input).placeholder = self._proposed
        text = _("↵ 存进剧本文件；同名的换掉   Esc 不存")
        self.query_one(".sheet-foot", Prose).show(words(text, "$faint"))

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.dismiss(tidy(event.value) or self._proposed)
