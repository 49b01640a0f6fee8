"""Ratings of people beside the program's: of a decision -2..+2, of a dimension 0..100, each with a reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input

from simulator.app.keys import key
from simulator.app.screens.room import Dialog
from simulator.app.text import joined, stacked, words
from simulator.app.widgets.line import Line
from simulator.app.widgets.page import Prose
from simulator.i18n import _

WRITTEN = re.compile(r"([+＋−-]?)\s*(\d{1,3}(?:\.\d+)?)\s*[:：,，.。\s]*(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Target:
    """What can be rated.

    Attributes:
        kind: `decision` or a dimension.
        session: of a dimension.
        line: of a form.
        name: how it is called on the screen.
        given: the rating it has, in words; the program's beside it where that may be seen.
    """

    kind: str
    session: str
    line: str
    name: str
    given: str


@dataclass(frozen=True, slots=True)
class Rating:
    """What was given, and by whom."""

    target: Target
    by: str
    value: float
    reason: str


def understood(text: str, *, decision: bool) -> tuple[float, str] | str:
    """A rating as it was typed, `-1 许了愿`: value and reason, or what is wrong with it, in words."""
    found = WRITTEN.fullmatch(text.strip())
    if found is None:
        example = _("-1 许了愿") if decision else _("70 听得全，回应少")
        return _("先写数字，再写理由，例如：{example}", example=example)
    sign, figure, reason = found.groups()
    value = -float(figure) if sign in ("-", "−") else float(figure)
    if decision and (value not in (-2, -1, 0, 1, 2)):
        return _("对一个决定的评分是 −2、−1、0、+1 或 +2。")
    if not decision and not 0 <= value <= 100:
        return _("维度的评分在 0 到 100 之间。")
    if not reason.strip():
        return _("请在数字后面写上理由。")
    return value, reason.strip()


class RateScreen(Dialog["Rating | None"]):
    """Gives a rating, or None."""

    CSS_PATH = "debrief.tcss"
    AUTO_FOCUS = "#rate-input"
    BINDINGS = [
        key("escape", "dismiss(None)", "关上", "", name="rate.close", label="Esc"),
        key("up", "point(-1)", "上移", "", name="rate.up", first=True),
        key("down", "point(1)", "下移", "", name="rate.down", first=True),
        key("tab", "other", "换栏", "", name="rate.other", first=True),
    ]

    def __init__(
        self, targets: Callable[[], Sequence[Target]], by: str, agreement: Callable[[], list[Content]]
    ) -> None:
        """Functions, since the language may change while it is open."""
        super().__init__()
        self._targets, self._by, self._agreement = targets, by, agreement
        self._at = 0
        self._wrong = ""

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"):
            yield Prose(classes="sheet-title")
            yield Prose(id="rate-list")
            yield Line(id="rate-input", max_length=500)
            yield Line(self._by, id="by-input", max_length=40)
            yield Prose(id="rate-agreement")
            yield Prose(classes="sheet-foot")

    def speak(self) -> None:
        """Say it in the language in use."""
        targets = self._targets()
        self.query_one(".sheet-title", Prose).show(words(_("评分"), "bold"))
        self.query_one("#rate-list", Prose).show(
            stacked(
                joined(
                    ("▌ " if number == self._at else "  ", "$indigo"),
                    (each.name, "bold" if number == self._at else ""),
                    (f"  {each.given}" if each.given else "", "$faint"),
                )
                for number, each in enumerate(targets)
            )
        )  # fmt: skip
        decision = targets[self._at].kind == "decision"
        self.query_one("#rate-input", Input).placeholder = (
            _("−2 有害 … +2 示范，空一格写理由") if decision else _("0 到 100，空一格写理由")
        )
        self.query_one("#by-input", Input).placeholder = _("谁评的")
        self.query_one("#rate-agreement", Prose).show(stacked(self._agreement()))
        foot = words(_("↵ 记下   ↑↓ 换一项   Tab 评分的人   Esc 不记"), "$faint")
        self.query_one(".sheet-foot", Prose).show(joined((f"{self._wrong}\n" if self._wrong else "", "$gamboge"), foot))

    def action_point(self, by: int) -> None:
        """Another thing to rate."""
        self._at = (self._at + by) % len(self._targets())
        self.speak()

    def action_other(self) -> None:
        """The other line."""
        here = self.query_one("#rate-input", Input)
        (self.query_one("#by-input", Input) if here.has_focus else here).focus()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        target = self._targets()[self._at]
        by = self.query_one("#by-input", Input).value.strip()
        found = understood(self.query_one("#rate-input", Input).value, decision=target.kind == "decision")
        if isinstance(found, str) or not by:
            self._wrong = found if isinstance(found, str) else _("请写上评分的人。")
            self.speak()
            return
        self.dismiss(Rating(target, by, *found))
