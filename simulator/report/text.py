"""A result as plain lines, for `jiefang run` and the plain game."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from scenarios.conversation import Conversation, Language
from scenarios.play import Play
from scenarios.vocabulary import vocabulary
from simulator.figures import number, sign_of
from simulator.i18n import _
from simulator.report.data import reasons

if TYPE_CHECKING:
    from scoring.rate import Decision, Result


def print_result(play: Play, result: Result, language: Language, session: str | None = None) -> None:
    """Print the ending, the score and every decision, dearest first."""
    for line in result_lines(play, result, language):
        click.echo(line)
    if session:
        click.echo(_("已存为记录 {session}", session=session))


def result_lines(play: Play, result: Result, language: Language) -> Iterator[str]:
    """The result, line by line."""
    conversation = Conversation(play, language)
    if not result.complete:
        yield _("（没有走到结局：以下只算到这里）")
    else:
        for spoken in conversation.arrivals(play.arrivals[-1:]):
            yield spoken.text
    yield ""
    if not result.scorable:
        yield _("这个剧本不计分：没有哪个选择会有差别。")
        return
    if not result.complete and not result.decisions:
        yield _("还没有作过决定，没有可评的。")
        return
    yield verdict(result, language)
    if result.cap is not None:
        yield _("原始 {raw} → 红线封顶 {cap}", raw=number(result.raw_score), cap=number(result.cap))
    yield deciding_sentence(result)
    yield ""
    yield from dimension_lines(result, language)
    yield ""
    for index, decision in sorted(enumerate(result.decisions), key=lambda entry: (-entry[1].cost, entry[0])):
        if decision.cost > 1e-6 or decision.red_line:
            yield from decision_lines(index, decision, play, conversation)
    clean = sum(decision.cost <= 1e-6 and not decision.red_line for decision in result.decisions)
    if clean:
        yield _("其余 {n} 个决定都是当时最好的。", n=clean)


def verdict(result: Result, language: Language) -> str:
    """The score; of a visit without an ending what can still be reached, which is no verdict."""
    if not result.complete:
        return _("后面都选最好的，还能得 {score} 分。", score=number(result.score))
    return _("总评 {band}  {score}", band=result.band.name.text(language), score=number(result.score))


def dimension_lines(result: Result, language: Language) -> Iterator[str]:
    """A line for each dimension, with words where there is no score."""
    for name, dimension in result.dimensions.items():
        title = vocabulary().dimensions[name].name.text(language)
        if not dimension.assessed:
            yield _("{title}：本剧本不考", title=title)
        elif dimension.score is None:
            yield _("{title}：证据不足", title=title)
        else:
            yield _("{title}：{score}（占 {weight} %）", title=title, score=number(dimension.score),
                    weight=number(100 * dimension.weight))  # fmt: skip


def decision_lines(index: int, decision: Decision, play: Play, conversation: Conversation) -> Iterator[str]:
    """One decision that cost something."""
    step = play.steps[decision.step]
    from scoring.explain import explain

    words = explain(decision, step, conversation)
    language = conversation.language
    mark = decision.mark
    yield _("{n}. {sign} {mark}  −{cost}", n=index + 1, sign=sign_of(mark), mark=mark.name.text(language),
            cost=number(decision.cost))  # fmt: skip
    yield "   " + _("您选了：{text}", text=words.said)
    if decision.choice != decision.best:
        yield "   " + _("更好的是：{text}", text=words.better)
    if words.why or words.why_better:
        yield "   " + _("为什么：{text}", text=words.why or words.why_better)
    if words.law:
        yield "   " + _("依据：{text}", text=law_text(words.law, words.practice))
    for reason in reasons(step, conversation):
        yield "   " + reason


def law_text(citations: tuple[str, ...], practice: bool) -> str:
    """Citations as one reads them, in the language in use."""
    from simulator.handbook.words import written

    text = written(citations)
    return text + _("（做法依当地规定）") if practice else text


def deciding_sentence(result: Result) -> str:
    """One sentence that says what decided the score."""
    dear = sorted((d for d in result.decisions if d.cost >= 2), key=lambda d: -d.cost)[:2]
    if not dear:
        return _("没有哪个决定丢掉两分以上。")
    return _("{n} 个决定用掉了 {points} 分。", n=len(dear), points=number(sum(d.cost for d in dear)))
