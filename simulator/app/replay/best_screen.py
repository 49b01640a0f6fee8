"""The best line from a moment, beside what was done, both to their endings."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content

from simulator import i18n
from simulator.app.keys import key
from simulator.app.replay import pieces
from simulator.app.replay.columns import Columns, Pair
from simulator.app.screens.room import Room
from simulator.app.text import joined, stacked, words
from simulator.app.widgets.page import Prose
from simulator.figures import number
from simulator.i18n import _
from simulator.replay.alignment import Visit, align
from simulator.replay.prices import BestLine, Prices, best_steps
from simulator.replay.recording import Recording
from simulator.replay.telling import Telling


class BestScreen(Room[None]):
    """What was done from a moment on, and beside it the best that could still be done."""

    CSS_PATH = "sides.tcss"
    AUTO_FOCUS = ""
    BINDINGS = [
        key("down,j", "scroll(2)", "下移", "往下看", name="best.down", label="↓"),
        key("up,k", "scroll(-2)", "上移", "往上看", name="best.up", label="↑"),
        key("pagedown,space", "page(1)", "下一屏", "下一屏", name="best.page_down", show=False),
        key("pageup", "page(-1)", "上一屏", "上一屏", name="best.page_up", show=False),
        key("escape,q,b", "dismiss", "回放", "回到回放", name="best.back", label="Esc"),
    ]

    def __init__(self, recording: Recording, prices: Prices, number_: int) -> None:
        super().__init__()
        self.recording = recording
        self.prices = prices
        self.number = number_

    def inside(self) -> ComposeResult:
        with VerticalScroll(id="sides", can_focus=False):
            yield Prose(id="lead")
            yield Columns(id="columns")

    def speak(self) -> None:
        """Say it in the language in use."""
        language = i18n.language()
        telling = Telling(self.recording, language, self.prices)
        best = self.prices.best_line(self.number, language)
        self.title_bar.show(_("最好的路  从第 {n} 步起", n=self.number + 1), telling.title)
        self.query_one("#lead", Prose).show(_lead(telling, best))
        self.query_one(Columns).show(_was_head(telling), _best_head(best), _pairs(telling, best, self.number))

    def about(self) -> str:
        """For the help screen."""
        return _("左边是当时走的，右边是从这一步起最好的走法，一直到结局；碰到同一处的排在一行。")

    def action_scroll(self, by: int) -> None:
        """Read on or back."""
        self.query_one("#sides", VerticalScroll).scroll_relative(y=by, animate=False)

    def action_page(self, by: int) -> None:
        """A screenful on or back."""
        sides = self.query_one("#sides", VerticalScroll)
        sides.scroll_relative(y=by * max(1, sides.size.height - 2), animate=False)


def _lead(telling: Telling, best: BestLine) -> Content:
    assert telling.prices is not None, "it is priced"
    result = telling.prices.result
    if not result.complete or not result.scorable:
        return words(_("从这里起都选最好的，能得 {score} 分。", score=number(best.score)), "$faint")
    lost = best.score - result.score
    if lost < 0.05:
        return words(_("从这里起，当时走的和最好的得分一样。"), "$faint")
    return words(_("从这里起都选最好的，比当时多得 {points} 分。", points=number(lost)), "$faint")


def _was_head(telling: Telling) -> Content:
    assert telling.prices is not None, "it is priced"
    result = telling.prices.result
    score = _("{score} 分", score=number(result.score)) if result.complete and result.scorable else _("没有走完")
    return joined((_("当时"), "bold"), f"  {score}")


def _best_head(best: BestLine) -> Content:
    return joined((_("最好的路"), "bold $malachite"), "  " + _("{score} 分", score=number(best.score)))


def _pairs(telling: Telling, best: BestLine, start: int) -> list[Pair]:
    """Both lines step by step; steps in the same scene stand in one row."""
    was = best_steps(telling.play, start, telling.language)
    ways = [
        [Visit(step.scene, step.choice or step.said) for step in was],
        [Visit(step.scene, step.choice or step.said) for step in best.steps],
    ]
    found = []
    for here, there in align(ways):
        left = Content("") if here is None else _step(telling, start + here, was[here].said)
        same = here is not None and there is not None and ways[0][here].deed == ways[1][there].deed
        said = "" if there is None else best.steps[there].said
        right = words(_("（一样）"), "$faint") if same else words(said, "$malachite")
        found.append(Pair(str(start + here + 1) if here is not None else "", left, right))
    found.append(Pair("", _farewell(telling), words(best.farewell, "$faint")))
    return found


def _step(telling: Telling, at: int, said: str) -> Content:
    verdict = telling.verdict(at)
    if verdict is None or verdict.points == "0":
        return words(said)
    return joined((f"{verdict.sign} {verdict.points}  ", f"bold {pieces.tone(verdict)}"), said)


def _farewell(telling: Telling) -> Content:
    play = telling.play
    if not play.ended:
        return words(_("（停在这里）"), "$faint")
    return stacked(words(each.text, "$faint") for each in telling.words.arrivals(play.arrivals[-1:]))
