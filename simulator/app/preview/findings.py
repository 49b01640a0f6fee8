"""The findings of every check, errors first; Enter opens the editor at the line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from textual.binding import Binding
from textual.content import Content
from textual.message import Message

from scenarios.diagnostic import Diagnostic, Rendered, Severity, render, severity_of
from scenarios.search_path import SCENARIO_FILE
from simulator.app.keys import key
from simulator.app.text import joined, words
from simulator.app.widgets.picklist import Picklist
from simulator.app.wrapping import hung
from simulator.i18n import _, language
from simulator.preview.shown_way import Shown, shown_way
from simulator.report.findings import excerpt, forget_lines

MARGIN = 12
"""Cells of a source line's margin and number, and of the marks that say it was cut."""

ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
TONES = {Severity.ERROR: "$vermilion", Severity.WARNING: "$gamboge", Severity.INFO: "$indigo"}


def named(severity: Severity) -> str:
    """What a severity is called."""
    return {Severity.ERROR: _("错误"), Severity.WARNING: _("警告"), Severity.INFO: _("提示")}[severity]


def in_order(found: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Errors first, then by place, the scenario's own file before its English and its fragments."""

    def rank(found: Diagnostic) -> tuple[object, ...]:
        file, line, column = found.mark or ("", 0, 0)
        return ORDER[severity_of(found)], Path(file).name not in ("", SCENARIO_FILE), file, line, column, found.code

    return sorted(found, key=rank)


class FindingList(Picklist, inherit_bindings=False):
    """The findings. Those of the last solving are faint while a new one is under way."""

    BINDINGS = [
        key("up", "move(-1)", "上移", "上一项", name="list.up", show=False),
        key("down", "move(1)", "下移", "下一项", name="list.down", show=False),
        key("home", "point(0)", "最前", "", name="list.first", show=False),
        key("end", "point(-1)", "最后", "", name="list.last", show=False),
        key("enter", "take", "打开", "在编辑器里打开这一行", name="findings.open", label="↵"),
        key("p", "play", "走一遍", "走到它说的地方（写着怎么走的才行）", name="findings.play"),
        *(Binding(str(n), f"number({n})", "", show=False, id=f"list.{n}") for n in range(1, 10)),
    ]

    @dataclass
    class Played(Message):
        """The way that a finding shows is to be played."""

        shown: Shown

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.found: list[Diagnostic] = []
        self._old: list[bool] = []
        self._shown: list[Rendered] = []
        self._folder = Path()

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.found)

    def show(self, found: Sequence[Diagnostic], folder: Path, old: Sequence[Diagnostic] = ()) -> None:
        """Show findings, the one that is pointed at still pointed at where one is looking at them.

        Args:
            found: those there are now.
            folder: where paths are told from.
            old: those of the last solving, for as long as the next is under way.
        """
        here = self.found[self.at] if self.has_focus and self.at < len(self.found) else None
        forget_lines()
        ids = {id(each) for each in old}
        self.found = in_order([*found, *old])
        self._old = [id(each) in ids for each in self.found]
        self._shown = [render(each, language()) for each in self.found]
        self._folder = folder
        same = next((n for n, each in enumerate(self.found) if here is not None and _same(each, here)), 0)
        self.renew(same)

    def above(self, index: int, width: int) -> list[Content]:
        """A free line between two."""
        return [words(" ")] if index else []

    def row(self, index: int, width: int, *, here: bool) -> list[Content]:
        """Severity, code and place, the message below; the way out where it is pointed at."""
        found, old = self._shown[index], self._old[index]
        mark = words("▌" if here else " ", "$indigo")
        tone = "$faint" if old else TONES[found.severity]
        place = "" if found.mark is None else self.place(found)
        head = joined((f"{named(found.severity)} {found.code}", tone), "  ", (place, "$indigo" if here else "$faint"))
        gap = joined(mark, " ")
        lines = hung(head, width - 1, gap, gap)
        lines += hung(words(found.message, "$faint" if old else "$ink"), width - 1, gap, gap)
        if here and found.mark is not None:
            source = excerpt(found.mark, max(10, width - MARGIN))
            lines += [joined(gap, words(line, "$ink" if not number else tone)) for number, line in enumerate(source)]
        if here and found.hint:
            lines += hung(words(found.hint, "$faint"), width - 1, gap, gap)
        return lines

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A finding that shows no way cannot be played."""
        if action == "play":
            return self.at < len(self.found) and shown_way(self.found[self.at]) is not None
        return True

    def action_point(self, index: int) -> None:
        """Point at another one; what can be done with it may be something else."""
        super().action_point(index)
        self.refresh_bindings()

    def action_play(self) -> None:
        """Play the way that is shown."""
        shown = shown_way(self.found[self.at]) if self.found else None
        if shown is not None:
            self.post_message(self.Played(shown))

    def place(self, found: Rendered) -> str:
        """File and line, the file as it is called in the scenario's folder."""
        assert found.mark is not None
        file = Path(found.mark.file)
        try:
            name = str(file.relative_to(self._folder))
        except ValueError:
            name = str(file)
        return f"{name}:{found.mark.line}"


def _same(one: Diagnostic, other: Diagnostic) -> bool:
    return one.code == other.code and dict(one.arguments) == dict(other.arguments)


def summary(found: Sequence[Diagnostic]) -> Content:
    """How many of each kind."""
    counts = {severity: sum(severity_of(each) is severity for each in found) for severity in ORDER}
    pieces = [words(f"{named(severity)} {count}", TONES[severity]) for severity, count in counts.items() if count]
    return Content("  ").join(pieces) if pieces else words(_("没有问题"), "$malachite")
