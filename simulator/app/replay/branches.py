"""The branches that were kept in a replay, to go on with one of them."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from simulator import i18n
from simulator.app.keys import key
from simulator.app.replay.branch_screen import Kept
from simulator.app.screens.room import Dialog
from simulator.app.text import cut, joined, spread, words
from simulator.app.widgets.page import Prose
from simulator.app.widgets.picklist import Picklist
from simulator.figures import number
from simulator.i18n import _


class BranchList(Picklist):
    """One line a branch."""

    def __init__(self, kept: Sequence[Kept], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.kept = tuple(kept)

    @property
    def count(self) -> int:
        """How many."""
        return len(self.kept)

    def row(self, index: int, width: int, *, here: bool) -> list[Content]:
        """Its name, where it leaves, how long it is, what it scored."""
        each = self.kept[index]
        right = _("第 {n} 步起，{m} 步", n=each.branch.start + 1, m=each.branch.depth)
        if each.result is not None and each.result.scorable:
            band = each.result.band.name.text(i18n.language())
            right += f"  {number(each.result.score)} {band}"
        name = cut(each.branch.name, max(width - 30, 10))
        left = joined(("▌ " if here else "  ", "$indigo"), (name, "bold $ink" if here else "$ink"))
        return [spread(left, words(right, "$faint"), width - 1)]


class BranchesScreen(Dialog[int]):
    """Kept branches. Dismissed with the index of the one to go on with, or -1."""

    CSS_PATH = "dialogs.tcss"
    AUTO_FOCUS = "#branches"
    BINDINGS = [key("escape,q", "dismiss(-1)", "回去", "", name="branches.back", label="Esc")]

    def __init__(self, kept: Sequence[Kept], note: str) -> None:
        """`note` says where they are kept."""
        super().__init__()
        self._kept = tuple(kept)
        self._note = note

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"):
            yield Prose(classes="sheet-title")
            yield BranchList(self._kept, id="branches")
            yield Prose(classes="sheet-foot")

    def speak(self) -> None:
        """Say it in the language in use."""
        self.query_one(".sheet-title", Prose).show(words(_("留下的路"), "bold"))
        empty = _("还没有留下什么。在任何一步按 w，换一个选择走走看。")
        self.query_one(".sheet-foot", Prose).show(words(self._note if self._kept else empty, "$faint"))
        self.query_one(BranchList).renew(self.query_one(BranchList).at)

    @on(Picklist.Taken)
    def _taken(self, event: Picklist.Taken) -> None:
        event.stop()
        self.dismiss(event.index)
