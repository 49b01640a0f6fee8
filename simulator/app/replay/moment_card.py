"""The moment one stands before: the options as they were shown, what was done, and once revealed what it was worth."""

from __future__ import annotations

from textual.content import Content

from simulator.app.replay import pieces
from simulator.app.text import joined, stacked, words
from simulator.app.widgets.page import Page
from simulator.app.wrapping import hung, wrap
from simulator.i18n import _
from simulator.replay.telling import Remark, Telling
from simulator.replay.walk import Walk


class MomentCard(Page):
    """The decision: options or form, what is known beside it, and below it the verdict where that is revealed.

    Attributes:
        with_verdict: whether the verdict stands here too; a wide window has it beside.
    """

    def __init__(self, walk: Walk, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.with_verdict = True
        self._walk = walk
        self._telling: Telling | None = None

    def show(self, telling: Telling) -> None:
        """Show the moment one stands before."""
        self._telling = telling
        self.relay()
        self.scroll_to(y=0, animate=False)

    def lines(self, width: int) -> list[Content]:
        """Options or form, what is known beside, the verdict."""
        telling, walk = self._telling, self._walk
        if telling is None:
            return []
        if walk.over:
            return end_lines(telling, width, marks=walk.shows_marks(walk.count))
        at = walk.at
        marks, taken = walk.shows_marks(at) and telling.prices is not None, walk.shows_deed(at)
        found: list[Content] = []
        is_judged = walk.shows_marks(at) and self.with_verdict
        if is_judged:
            found += verdict_head(telling, at, width)
        title = telling.form_title(at)
        if title:
            found.append(words(" " + title, "bold $ink"))
            for filled in telling.form(at):
                found += pieces.line_of_form(filled, width, marks=marks, taken=taken)
        for number, shown in enumerate(telling.options(at), 1):
            found += pieces.option(number, shown, width, marks=marks, taken=taken)
        found += beside(telling, at, width, taken=taken)
        return found + (verdict_lines(telling, at, width) if is_judged else [])


def beside(telling: Telling, number: int, width: int, *, taken: bool) -> list[Content]:
    """Time taken, what was typed first and the like, in one flowing line where it fits."""
    found = telling.beside(number)
    if not taken:
        # What was typed before the options came does not say which was taken; the rest may.
        found = [each for each in found if each.kind in ("said", "lookup")]
    short = [each for each in found if each.kind in ("time", "hint", "lookup")]
    long = [each for each in found if each not in short]
    lines: list[Content] = []
    if short:
        pieces_ = "   ".join(f"{each.label}{_('：')}{each.text}" if each.label else each.text for each in short)
        lines += hung(words(pieces_, "$faint"), width - 1, words("   "), words("   "))
    return lines + (pieces.remarks(long, width) if long else [])


def verdict_head(telling: Telling, number: int, width: int) -> list[Content]:
    """The mark, what it cost, and what could still be reached after it."""
    verdict = telling.verdict(number)
    lines: list[Content] = []
    if verdict is None:
        lines.append(words(" " + _("正在求解，得失稍后就到。"), "$faint"))
    else:
        tone = pieces.tone(verdict)
        cost = _("没有丢分") if verdict.points == "0" else verdict.points
        only = "   " + _("□ 唯一的好选项，找到了") if telling.only_good(number) else ""
        left = _("后面最多还能得 {score} 分", score=figure(telling.left(number + 1)))
        head = joined(
            (f"{verdict.sign} {verdict.name}", f"bold {tone}"),
            f"  {cost}",
            (only, "$malachite"),
            (f"   {left}", "$faint"),
        )
        lines += hung(head, width - 1, words(" "), words(" "))
    return lines


def verdict_lines(telling: Telling, number: int, width: int) -> list[Content]:
    """The meters with what moved them, why, and the law."""
    # What was better is marked among the options, or stands under the form's line.
    return pieces.remarks([each for each in telling.remarks(number) if each.kind != "better"], width)


def figure(score: float) -> str:
    """A score as one reads it, never below nothing."""
    from simulator.figures import number

    return number(max(score, 0.0))


def end_lines(telling: Telling, width: int, *, marks: bool) -> list[Content]:
    """Behind the last moment: how it ended and what it scored, what is wrong with the log, what one should know."""
    recording, prices = telling.recording, telling.prices
    lines: list[Content] = []
    if recording.ended:
        lines += wrap(words(" " + _("接访到这里结束。"), "bold"), width)
    elif telling.play.ended:
        lines += wrap(words(" " + _("走到了结局，记录里没有写完。"), "bold"), width)
    else:
        lines += wrap(words(" " + _("没有走到结局，停在这里。按 w 可以从这里接着走走看。"), "bold"), width)
    if not marks:
        lines.append(words(" " + _("按回车看得分。"), "$faint"))
    elif prices is not None and prices.result.scorable and recording.moments:
        lines += hung(score_line(telling), width - 1, words(" "), words(" "))
    found = [Remark("" if place else _("有问题"), text, "red_line") for place, text in enumerate(recording.faults)]
    found += [Remark("" if place else _("说明"), text, "note") for place, text in enumerate(recording.notes)]
    return [*lines, *([Content(""), *pieces.remarks(found, width)] if found else [])]


def score_line(telling: Telling) -> Content:
    """The score with its band; of a visit that was left, what could still be reached."""
    from simulator.report.text import deciding_sentence, verdict

    assert telling.prices is not None, "it is priced"
    result = telling.prices.result
    return stacked([words(verdict(result, telling.language), "$ink"), words(deciding_sentence(result), "$faint")])


class VerdictCard(Page):
    """The verdict by itself, beside the moment in a wide window."""

    def __init__(self, walk: Walk, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._walk = walk
        self._telling: Telling | None = None

    def show(self, telling: Telling) -> None:
        """Show the verdict of the moment one stands before."""
        self._telling = telling
        self.relay()

    def lines(self, width: int) -> list[Content]:
        """The verdict, or how to see it."""
        if self._telling is None or self._walk.over:
            return []
        if not self._walk.shows_marks(self._walk.at):
            return wrap(words(_("得失、刻度和更好的说法都盖着。先想想，再按回车揭开。"), "$faint"), width)
        at = self._walk.at
        return [*verdict_head(self._telling, at, width), *verdict_lines(self._telling, at, width)]
