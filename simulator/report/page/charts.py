"""The curve and the bars: places in percent, worked out here so that templates only draw."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from scenarios.engine import FormStep
from scenarios.play import Play
from scenarios.vocabulary import vocabulary
from simulator.errors import sentences
from simulator.figures import number, sign_of
from simulator.forms import title
from simulator.i18n import _
from simulator.report.page.shapes import Bar, Curve, Flag, Point, Tone

if TYPE_CHECKING:
    from scoring.rate import Decision, Result

MARKED = 5.0
"""From this cost on a decision has a mark on the curve, as on the result screen."""
_NEAR = (5.0, 9.0)
"""Marks nearer to each other than this, in percent, would lie on each other on a phone; the dearer one is drawn."""


def tone(decision: Decision) -> Tone:
    """The colour of a decision's mark."""
    if decision.cost >= 10 or decision.red_line is not None:
        return "severe"
    return "caution" if decision.cost >= 2 else ""


def score_tone(score: float) -> Tone:
    """The colour of a score's bar."""
    return "good" if score >= 75 else "caution" if score >= 50 else "severe"


def curve(result: Result, play: Play) -> Curve | None:
    """The curve of a result; None where nothing was decided."""
    values = result.curve
    if len(values) < 2:
        return None
    floor = min(0.0, 20 * (min(values) // 20))

    def place(index: int, value: float) -> Point:
        return Point(round(100 * index / (len(values) - 1), 3), round(100 * (100 - value) / (100 - floor), 3))

    points = [place(index, value) for index, value in enumerate(values)]
    line = f"M{points[0].x} {points[0].y}" + "".join(f"H{point.x}V{point.y}" for point in points[1:])
    step = 25 if floor == 0 else 50
    ticks = [Flag(place(0, value), str(value)) for value in range(100, int(floor) - 1, -step)]
    return Curve(
        line=line,
        area=f"{line}V100H0Z",
        flags=tuple(_flags(result, points)),
        ticks=tuple(ticks),
        captions=tuple(_captions(result, play, points)),
        said=_said(result),
    )


def _flags(result: Result, points: list[Point]) -> Iterable[Flag]:
    dear = [
        (decision.red_line is not None, decision.cost, index)
        for index, decision in enumerate(result.decisions)
        if decision.cost >= MARKED or decision.red_line is not None
    ]
    drawn: list[tuple[int, Point]] = []
    for _red, _cost, index in sorted(dear, key=lambda each: (-each[0], -each[1], each[2])):
        at = points[index + 1]
        if all(abs(at.x - other.x) >= _NEAR[0] or abs(at.y - other.y) >= _NEAR[1] for _index, other in drawn):
            drawn.append((index, at))
    for index, at in sorted(drawn):
        decision = result.decisions[index]
        yield Flag(at, str(index + 1), tone(decision), sign_of(decision.mark))


def _captions(result: Result, play: Play, points: list[Point]) -> Iterable[Flag]:
    seen = -1
    for index, decision in enumerate(result.decisions):
        step = play.steps[decision.step]
        if isinstance(step, FormStep) and decision.step != seen:
            seen = decision.step
            form = play.engine.node(step.before).form
            yield Flag(Point(points[index].x, 0), title(form.kind if form else "record"))


def _said(result: Result) -> str:
    falls = [
        _("第 {n} 个决定 −{points} 分", n=index + 1, points=number(decision.cost))
        for index, decision in enumerate(result.decisions)
        if decision.cost >= MARKED
    ]
    text = _("从 100 分开始，{n} 个决定之后还剩 {score} 分。", n=len(result.decisions), score=minus(result.curve[-1]))
    return sentences(text, _("跌得最多的地方：{falls}。", falls=_("、").join(falls)) if falls else "")


def minus(value: float) -> str:
    """A score with a real minus sign."""
    return number(value).replace("-", "−")


def bars(result: Result, language: str) -> tuple[Bar, ...]:
    """The dimensions, with words where there is no score."""
    found = []
    for name, dimension in result.dimensions.items():
        label = vocabulary().dimensions[name].name.text(language)
        weight = f"{number(100 * dimension.weight)} %"
        if not dimension.assessed:
            found.append(Bar(label, None, "", "", _("本剧本不考"), ""))
        elif dimension.score is None:
            found.append(Bar(label, None, "", weight, _("证据不足：这次走到的考点不到一半"), ""))
        else:
            note = _("红线封顶 {cap}", cap=number(dimension.cap)) if dimension.cap is not None else ""
            found.append(
                Bar(
                    label, round(dimension.score, 2), number(dimension.score), weight, note, score_tone(dimension.score)
                )
            )
    return tuple(found)
