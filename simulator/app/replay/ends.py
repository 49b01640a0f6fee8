"""Where a branch came to, beside where the visit came to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content

from scenarios.conversation import Conversation
from scenarios.play import Play
from scenarios.vocabulary import vocabulary
from simulator import i18n
from simulator.app.keys import key
from simulator.app.replay.columns import Columns, Pair
from simulator.app.screens.room import Dialog
from simulator.app.text import joined, words
from simulator.app.widgets.page import Prose
from simulator.figures import number
from simulator.i18n import _
from simulator.replay.branch import Branch
from simulator.replay.telling import Telling

if TYPE_CHECKING:
    from scoring.rate import Result
    from simulator.replay.prices import Prices


class EndsScreen(Dialog[str]):
    """Two ends side by side. Dismissed with `on`, `keep` or `back`."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS = [
        key("escape,enter", "dismiss('on')", "回去", "", name="ends.on", label="Esc"),
        key("s", "dismiss('keep')", "留下", "", name="ends.keep"),
        key("q", "dismiss('back')", "回放", "", name="ends.back"),
        key("down,j,pagedown", "scroll(1)", "下移", "", name="ends.down", show=False),
        key("up,k,pageup", "scroll(-1)", "上移", "", name="ends.up", show=False),
    ]

    def __init__(self, what_was: Telling, prices: Prices | None, branch: Branch, result: Result) -> None:
        super().__init__()
        self._was = what_was
        self._prices = prices
        self._branch = branch
        self._result = result

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"):
            yield Prose(classes="sheet-title")
            with VerticalScroll(id="ends", can_focus=False):
                yield Columns(id="both")
            yield Prose(classes="sheet-foot")

    def speak(self) -> None:
        """Say it in the language in use."""
        language = i18n.language()
        was = Telling(self._was.recording, language, self._prices)
        self.query_one(".sheet-title", Prose).show(words(self._title(), "bold"))
        before = None if self._prices is None else self._prices.result
        left, right = joined((_("当时"), "bold")), joined((self._branch.name or _("假如"), "bold $indigo"))
        self.query_one(Columns).show(left, right, pairs(was.play, self._branch.play, before, self._result, language))
        self.query_one(".sheet-foot", Prose).show(words(_("s 留下这条路   q 回到回放   Esc 回到这条路"), "$faint"))

    def _title(self) -> str:
        was = self._prices
        if was is None or not was.result.complete or not self._result.scorable:
            return _("换一条路走到了结局")
        gained = self._result.score - was.result.score
        if abs(gained) < 0.05:
            return _("换一条路，得分一样")
        if gained > 0:
            return _("换一条路，多得 {points} 分", points=number(gained))
        return _("换一条路，少得 {points} 分", points=number(-gained))

    def action_scroll(self, by: int) -> None:
        """Read on or back."""
        self.query_one("#ends", VerticalScroll).scroll_relative(y=3 * by, animate=False)


def pairs(was: Play, now: Play, before: Result | None, after: Result, language: i18n.Language) -> list[Pair]:
    """Score, dimensions, costly decisions, and how both ended."""
    found = [
        Pair(_("得分"), _score(before, language), _score(after, language)),
    ]
    for name in after.dimensions:
        title = vocabulary().dimensions[name].name.text(language)
        found.append(Pair(title, _dimension(before, name), _dimension(after, name)))
    found.append(Pair(_("失误"), _mistakes(before), _mistakes(after)))
    found.append(Pair(_("步数"), words(str(len(was.steps))), words(str(len(now.steps)))))
    found.append(Pair(_("结局"), _ending(was, language), _ending(now, language)))
    return found


def _score(result: Result | None, language: i18n.Language) -> Content:
    if result is None or not result.scorable:
        return words("—", "$faint")
    if not result.complete:
        return words(_("没有走完"), "$faint")
    return joined((number(result.score), "bold"), f"  {result.band.name.text(language)}")


def _dimension(result: Result | None, name: str) -> Content:
    score = None if result is None else result.dimensions[name].score
    return words("—", "$faint") if score is None else words(number(score))


def _mistakes(result: Result | None) -> Content:
    if result is None:
        return words("—", "$faint")
    dear = [each for each in result.decisions if each.cost >= 2 or each.red_line is not None]
    if not dear:
        return words(_("没有"))
    return words(_("{n} 处，共 {points} 分", n=len(dear), points=number(sum(each.cost for each in dear))))


def _ending(play: Play, language: i18n.Language) -> Content:
    if not play.ended:
        return words(_("没有走到结局"), "$faint")
    spoken = Conversation(play, language).arrivals(play.arrivals[-1:])
    return words("".join(each.text for each in spoken) or play.node.id)
