"""The decisions of a visit, worst first; each opens to what was said, what would have been better, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.geometry import Region
from textual.style import Style
from textual.widget import Widget

from simulator.app.keys import key
from simulator.app.text import clean, cut, fitted, joined, words
from simulator.app.widgets.page import Page
from simulator.app.wrapping import hung
from simulator.report.details import Detail, Summary

STYLES = {"then": "$faint", "note": "$vermilion", "better": "$malachite", "meter": "$faint", "law": "$faint"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A decision: its line, and what it opens to."""

    number: int
    summary: Summary
    details: tuple[Detail, ...]


class DecisionList(Page, can_focus=True):
    """Decisions to open and close."""

    BINDINGS = [
        key("up,k", "move(-1)", "上移", "上一个决定", name="decisions.up", show=False),
        key("down,j", "move(1)", "下移", "下一个决定", name="decisions.down", show=False),
        key("enter,space", "open_close", "展开", "展开或收起这个决定", name="decisions.toggle", label="↵"),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.entries: tuple[Entry, ...] = ()
        self.open: set[int] = set()
        self.solved: set[int] = set()
        self.at = 0
        self._rows: list[int] = []

    def show(self, entries: Sequence[Entry]) -> None:
        """Show these; what is open stays open."""
        self.entries = tuple(entries)
        self.relay()

    @property
    def pointed_at(self) -> Entry | None:
        """The decision that is pointed at."""
        return self.entries[self.at] if 0 <= self.at < len(self.entries) else None

    def solve(self, number: int) -> None:
        """A decision was made as well as can be, in a drill."""
        self.solved.add(number)
        self.relay()

    def toggle_all(self) -> None:
        """Open every decision; if all are open, close them."""
        everything = set(range(len(self.entries)))
        self.open = set() if self.open == everything else everything
        self.relay()

    # ---- laying out -------------------------------------------------------------------------------------------

    def lines(self, width: int) -> list[Content]:
        """A line a decision, and below the open ones their details."""
        found: list[Content] = []
        self._rows = []
        for index, entry in enumerate(self.entries):
            lines = [self._head(index, entry, width)]
            if index in self.open:
                lines += self._details(entry, width)
            self._rows += [index] * len(lines)
            found += lines
        return found

    def _head(self, index: int, entry: Entry, width: int) -> Content:
        here = self.has_focus and index == self.at
        summary = entry.summary
        points = max((cell_len(e.summary.points) for e in self.entries), default=0)
        mark = max((cell_len(clean(e.summary.mark)) for e in self.entries), default=0)
        style = "$vermilion" if summary.severe else "$gamboge"
        lead = joined(
            ("▌" if here else " ", "$indigo"),
            ("▾ " if index in self.open else "▸ ", "$indigo"),
            ("✓ " if entry.number in self.solved else "", "bold $malachite"),
            (" " * (points - cell_len(summary.points)) + summary.points + "  ", f"bold {style}"),
            fitted(summary.mark, mark, style),
            "  ",
        )
        room = max(width - lead.cell_length - 1, 0)
        act = cut(summary.act, room)
        left = room - cell_len(act) - 3
        said = joined("   ", (cut(summary.said, left), "$faint")) if left > 6 else Content("")
        return joined(lead, (act, "bold"), said)

    def _details(self, entry: Entry, width: int) -> list[Content]:
        label = max((cell_len(clean(detail.label)) for detail in entry.details), default=0)
        indent = 3 if width < 60 else 5
        found: list[Content] = []
        for detail in entry.details:
            gap = " " * (label - cell_len(clean(detail.label)) + 2)
            first = joined(" " * indent, (detail.label, "bold"), gap)
            rest = words(" " * (indent + label + 2))
            found += hung(words(detail.text, STYLES.get(detail.kind, "")), min(width - 1, 84), first, rest)
        return [*found, Content("")]

    def line_style(self, y: int) -> Style:
        """The decision that is pointed at lies on paper."""
        style = self.visual_style
        if self.has_focus and 0 <= y < len(self._rows) and self._rows[y] == self.at:
            return style + Style.parse(f"on {self.app.theme_variables['surface']}")
        return style

    # ---- moving and opening -----------------------------------------------------------------------------------

    def action_move(self, by: int) -> None:
        """Point at the next decision or the one before; while that is still out of view, only scroll towards it."""
        target = self.at + by
        if not 0 <= target < len(self.entries) or not self._in_view(target):
            self._around().scroll_relative(y=3 * by, animate=False)
            return
        self.at = target
        self._redraw()
        self._bring_into_view()

    def action_open_close(self) -> None:
        """Open or close the decision that is pointed at."""
        if self.entries:
            self.open ^= {self.at}
            self.relay()
            self.call_after_refresh(self._bring_into_view)

    def on_click(self, event: events.Click) -> None:
        """A click on a decision opens or closes it."""
        row = event.y + self.scroll_offset.y
        if 0 <= row < len(self._rows):
            self.at = self._rows[row]
            self.action_open_close()

    def on_focus(self) -> None:
        self._redraw()

    def on_blur(self) -> None:
        self._redraw()

    def _redraw(self) -> None:
        self._laid.clear()
        self.refresh()

    def _around(self) -> Widget:
        """What scrolls around it."""
        return next(node for node in self.ancestors if isinstance(node, Widget) and node.styles.overflow_y == "auto")

    def _region(self, index: int) -> Region:
        """An entry's lines, in the coordinates of what scrolls."""
        self.laid(self.room)
        rows = [row for row, entry in enumerate(self._rows) if entry == index]
        around = self._around()
        top = rows[0]
        for node in self.ancestors_with_self:
            if node is around:
                break
            assert isinstance(node, Widget)
            top += node.virtual_region.y
        return Region(0, top, 1, len(rows))

    def _in_view(self, index: int) -> bool:
        around = self._around()
        top = around.scroll_offset.y
        return top - 1 <= self._region(index).y < top + around.size.height + 1

    def _bring_into_view(self) -> None:
        if self.entries:
            region = self._region(self.at)
            around = self._around()
            region = Region(region.x, region.y, 1, min(region.height, around.size.height))
            around.scroll_to_region(region, animate=False, force=True)
