"""Notes on a moment: written, tagged, reworded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import get_args

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input

from simulator.app.debrief.pages import TAGS, tag_shown
from simulator.app.keys import key
from simulator.app.screens.room import Dialog
from simulator.app.text import joined, stacked, words
from simulator.app.widgets.line import Line
from simulator.app.widgets.page import Prose
from simulator.debrief.debrief import Note
from simulator.debrief.parts import Tag
from simulator.i18n import _

ORDER: tuple[Tag, ...] = get_args(Tag)


class NoteScreen(Dialog["tuple[int, Tag, str] | None"]):
    """Gives (note or 0 for a new one, tag, text). Arrows take up an earlier note; an empty text removes it."""

    CSS_PATH = "debrief.tcss"
    AUTO_FOCUS = "#note-input"
    BINDINGS = [
        key("escape", "dismiss(None)", "关上", "", name="note.close", label="Esc"),
        key("tab", "tag", "换类", "", name="note.tag", first=True),
        key("up", "take(-1)", "上一条", "", name="note.up", first=True),
        key("down", "take(1)", "下一条", "", name="note.down", first=True),
    ]

    def __init__(self, where: Callable[[], str], notes: Sequence[Note]) -> None:
        super().__init__()
        self._where = where
        self._notes = tuple(notes)
        self._at = len(self._notes)
        self._tag: Tag = "delta"

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"):
            yield Prose(classes="sheet-title")
            yield Prose(id="note-list")
            yield Prose(id="note-tag")
            yield Line(id="note-input", max_length=500)
            yield Prose(classes="sheet-foot")

    def speak(self) -> None:
        """Say it in the language in use."""
        self.query_one(".sheet-title", Prose).show(words(self._where(), "bold"))
        self.query_one("#note-list", Prose).show(
            stacked(
                joined(("▌" if number == self._at else " ", "$indigo"), TAGS[note.tag], " ", note.text)
                for number, note in enumerate(self._notes)
            )
        )
        self.query_one("#note-list").display = bool(self._notes)
        tags = [tag_shown(tag) if tag == self._tag else words(tag_shown(tag).plain, "$faint") for tag in ORDER]
        self.query_one("#note-tag", Prose).show(joined(tags[0], "   ", tags[1], "   ", tags[2]))
        self.query_one("#note-input", Input).placeholder = _("写一句，回车记下")
        foot = _("↵ 记下   Tab 换一类   Esc 不记")
        if self._notes:
            foot = _("↵ 记下   Tab 换一类   ↑ 改前面的，清空就删掉   Esc 不记")
        self.query_one(".sheet-foot", Prose).show(words(foot, "$faint"))

    def action_tag(self) -> None:
        """Another kind; that of an earlier note stays."""
        if self._at == len(self._notes):
            self._tag = ORDER[(ORDER.index(self._tag) + 1) % len(ORDER)]
            self.speak()

    def action_take(self, by: int) -> None:
        """Take up an earlier note, or the new one again."""
        self._at = max(0, min(len(self._notes), self._at + by))
        line = self.query_one("#note-input", Input)
        if self._at < len(self._notes):
            self._tag = self._notes[self._at].tag
            line.value = self._notes[self._at].text
        else:
            line.value = ""
        line.cursor_position = len(line.value)
        self.speak()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        text = event.value.strip()
        if self._at < len(self._notes):
            self.dismiss((self._notes[self._at].id, self._tag, text))
        else:
            self.dismiss((0, self._tag, text) if text else None)
