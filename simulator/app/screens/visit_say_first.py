"""Say it first: what one would say oneself, typed before the options are seen. Kept beside the choice, never scored."""

from __future__ import annotations

from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input

from simulator.app.keys import key
from simulator.app.text import clean, joined, words
from simulator.app.widgets.line import Line
from simulator.app.widgets.page import Prose
from simulator.i18n import _

LONGEST = 500
"""Characters that are kept of it."""


class SayFirst(Vertical):
    """A line to say it on, in the place of the options."""

    DEFAULT_CSS = """
    SayFirst { height: auto; display: none; padding: 0 1; border-top: solid $rule; }
    SayFirst.-shown { display: block; }
    SayFirst Line { margin: 0 0 0 0; }
    """
    BINDINGS = [
        key("escape", "skip", "看选项", "不写了，直接看选项", name="say.skip", label="Esc"),
    ]

    @dataclass
    class Said(Message):
        """It was said; empty where one went on to the options without."""

        text: str

    def compose(self) -> ComposeResult:
        yield Prose(id="say-ask")
        yield Line(id="say-line", max_length=LONGEST)
        # Below the line, since an input method opens its window under the caret and the last row has no room for it.
        yield Prose(id="say-foot")

    @property
    def line(self) -> Line:
        """The line one types on."""
        return self.query_one(Line)

    def speak(self) -> None:
        """Say it in the language in use."""
        self.query_one("#say-ask", Prose).show(joined(("▌ ", "$indigo"), (_("换您来，会怎么说？"), "$ink")))
        self.line.placeholder = _("先用自己的话说一遍")
        foot = _("回车看选项，不写也行。您的话记在选项旁边，复盘时看，不计分。")
        self.query_one("#say-foot", Prose).show(words(foot, "$faint"))

    def ask(self) -> None:
        """Ask for the next moment."""
        self.line.value = ""
        self.set_class(True, "-shown")
        self.line.focus()

    def close(self) -> None:
        """No longer asked."""
        self.set_class(False, "-shown")

    @property
    def asking(self) -> bool:
        """Whether it is asked now."""
        return self.has_class("-shown")

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Said(clean(event.value).strip()))

    def action_skip(self) -> None:
        """On to the options without a word."""
        self.post_message(self.Said(""))
