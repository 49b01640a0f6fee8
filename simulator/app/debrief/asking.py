"""Sheets of the facilitator: who will do what, and something to read."""

from __future__ import annotations

from collections.abc import Callable

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input

from simulator.app.keys import key
from simulator.app.screens.room import Dialog
from simulator.app.text import stacked, words
from simulator.app.widgets.line import Line
from simulator.app.widgets.page import Prose
from simulator.i18n import _

LONGEST = 500


class PersonScreen(Dialog["tuple[str, str] | None"]):
    """Gives (who, what): a commitment of somebody."""

    CSS_PATH = "debrief.tcss"
    AUTO_FOCUS = "#what-input"
    BINDINGS = [
        key("escape", "dismiss(None)", "关上", "", name="person.close", label="Esc"),
        key("tab", "other", "换栏", "", name="person.other", first=True),
    ]

    def __init__(self, person: str) -> None:
        super().__init__()
        self._person = person

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"):
            yield Prose(classes="sheet-title")
            yield Line(self._person, id="who-input", max_length=40)
            yield Line(id="what-input", max_length=LONGEST)
            yield Prose(classes="sheet-foot")

    def speak(self) -> None:
        """Say it in the language in use."""
        self.query_one(".sheet-title", Prose).show(words(_("谁，下次要做什么"), "bold"))
        self.query_one("#who-input", Input).placeholder = _("谁")
        self.query_one("#what-input", Input).placeholder = _("下次遇到……，我会……")
        self.query_one(".sheet-foot", Prose).show(words(_("↵ 记下   Tab 换一栏   Esc 不记"), "$faint"))

    def action_other(self) -> None:
        """The other line."""
        here = self.query_one("#who-input", Input)
        (self.query_one("#what-input", Input) if here.has_focus else here).focus()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        who, what = (self.query_one(f"#{each}-input", Input).value.strip() for each in ("who", "what"))
        if who and what:
            self.dismiss((who, what))
        else:
            self.action_other()


class ReadScreen(Dialog[None]):
    """Something to read, until it is closed."""

    CSS_PATH = "debrief.tcss"
    BINDINGS = [key("escape,q,enter,j,p", "dismiss", "关上", "", name="read.close", label="Esc")]

    def __init__(self, lines: Callable[[], list[Content]]) -> None:
        """A function, since the language may change while it is open."""
        super().__init__()
        self._lines = lines

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="sheet read"):
            yield Prose(id="read-text")

    def speak(self) -> None:
        """Say it in the language in use."""
        self.query_one("#read-text", Prose).show(stacked(self._lines()))
