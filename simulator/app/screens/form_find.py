"""A field's pick list with a line to search on: the entries, and for bodies and procedures the whole directory."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input

from simulator.app.keys import key
from simulator.app.screens.room import Dialog
from simulator.app.text import joined, words
from simulator.app.widgets.line import Line
from simulator.app.widgets.page import Prose
from simulator.app.widgets.picklist import Picklist
from simulator.app.wrapping import hung
from simulator.form_search import Hit, find, in_directory
from simulator.forms import Draft, Field
from simulator.i18n import _

LONGEST = 60
"""Characters of a search."""


class FoundList(Picklist, can_focus=False):
    """What was found: the entries of the sheet with their sign, then in faint ink what only the directory has."""

    def __init__(self, draft: Draft, field: Field, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.draft = draft
        self.field = field
        self.hits: list[Hit] = []

    @property
    def count(self) -> int:
        """How many."""
        return len(self.hits)

    def above(self, index: int, width: int) -> list[Content]:
        """A heading over what this sheet has not."""
        first = self.hits[index].entry < 0 and (index == 0 or self.hits[index - 1].entry >= 0)
        gap = [Content(" ")] if index else []
        return [*gap, words(_("  名录里还有，这张表上没有："), "$faint")] if first else []

    def row(self, index: int, width: int, *, here: bool) -> list[Content]:
        """A name with its sign, and below it what the directory says."""
        hit = self.hits[index]
        bar = words("▌" if here else " ", "$indigo")
        lead, style = joined(bar, " · "), "$faint"
        if hit.entry >= 0:
            on = self.draft.has(self.field.entries[hit.entry])
            tick = self.field.kind == "tick"
            sign = ("■" if on else "□") if tick else ("●" if on else "○")
            lead = joined(bar, " ", (sign, "bold $indigo" if on else "$faint"), " ")
            style = "bold $ink" if here or on else "$ink"
        rest = joined(bar, "   ")
        told = hung(words(hit.told, "$faint"), width - 1, rest, rest) if hit.told else []
        return [*hung(words(hit.name, style), width - 1, lead, rest), *told]


class FindScreen(Dialog[int | None]):
    """Gives back the index of the entry that was picked, or None."""

    CSS_PATH = "form_find.tcss"
    AUTO_FOCUS = "#find-input"
    BINDINGS = [
        key("escape", "leave", "关上", "", name="find.leave", label="Esc", first=True),
        key("down", "by(1)", "往下", "", name="find.down", show=False, first=True),
        key("up", "by(-1)", "往上", "", name="find.up", show=False, first=True),
        key("pagedown", "by(5)", "翻页", "", name="find.next", show=False, first=True),
        key("pageup", "by(-5)", "翻回", "", name="find.previous", show=False, first=True),
    ]

    def __init__(self, draft: Draft, field: Field) -> None:
        super().__init__()
        self.draft = draft
        self.field = field
        self.typed = ""

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet", id="find"):
            yield Prose(classes="sheet-title")
            yield Line(id="find-input", max_length=LONGEST, select_on_focus=False)
            yield FoundList(self.draft, self.field, id="find-list")
            yield Prose(id="find-hint")

    def speak(self) -> None:
        """Say it in the language in use."""
        self.query_one(".sheet-title", Prose).show(words(self.field.label, "bold"))
        whole = in_directory(self.field)
        hint = _("打几个字：欠薪、住建、zj") if whole else _("打几个字就找")
        self.query_one(Line).placeholder = hint
        self._fill()

    @on(Input.Changed)
    def _fill(self) -> None:
        """Every letter narrows the list."""
        self.typed = self.query_one(Line).value.strip()
        found = self.query_one(FoundList)
        found.hits = find(self.field, self.typed)
        at = 0 if self.typed else next((n for n, entry in enumerate(self.field.entries) if self.draft.has(entry)), 0)
        found.renew(at)
        self._hint("" if found.count else _("没有找到。换个词试试。"))

    def _hint(self, text: str) -> None:
        usual = _("↑↓ 移动，回车选定，Esc 关上")
        self.query_one("#find-hint", Prose).show(words(text or usual, "$gamboge" if text else "$faint"))

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.query_one(FoundList).action_take()

    @on(Picklist.Taken)
    def _taken(self, event: Picklist.Taken) -> None:
        hit = self.query_one(FoundList).hits[event.index]
        if hit.entry >= 0:
            self.dismiss(hit.entry)
        else:
            self._hint(_("这张表上没有这一项，请在带圈的里面选。"))

    def action_by(self, rows: int) -> None:
        """Point further down or up; several at once do not go round."""
        found = self.query_one(FoundList)
        if abs(rows) == 1:
            found.action_move(rows)
        elif found.count:
            found.action_point(max(0, min(found.count - 1, found.at + rows)))

    def action_leave(self) -> None:
        """Pick nothing."""
        self.dismiss(None)
