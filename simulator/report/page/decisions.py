"""The decisions of a visit in full: what was chosen, what is better and why, the articles, and what stood beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from scenarios import statutes
from scenarios.conversation import Conversation, Language
from scenarios.engine import State
from scenarios.play import Play
from scenarios.vocabulary import vocabulary
from simulator.figures import number, sign_of
from simulator.handbook.words import explained
from simulator.i18n import _
from simulator.replay.prices import Prices
from simulator.replay.recording import Moment
from simulator.report.details import details
from simulator.report.page.charts import minus, tone
from simulator.report.page.people import People
from simulator.report.page.shapes import DecisionView, Labelled, Law, PracticeView, SheetRow
from simulator.report.review import act, costly, practise_next

if TYPE_CHECKING:
    from scoring.rate import Decision, Result

FOUND = 8
"""So many found only-good moves are named at most, the ones with most at stake."""
_OURS = {"law"}
"""Kinds of details that are told in another way here."""


def views(
    prices: Prices,
    conversation: Conversation,
    people: People,
    facilitator: Callable[[int, str], tuple[Labelled, ...]],
) -> Iterator[DecisionView]:
    """The decisions that cost something or crossed a red line, worst first.

    Args:
        prices: of the recording.
        conversation: gives the play and the language.
        people: what people are called.
        facilitator: what debriefs said of a moment and a form's line (empty for a choice).
    """
    result, play = prices.result, conversation.play
    told: set[str] = set()
    for index in costly(result):
        decision = result.decisions[index]
        moment = prices.recording.moments[decision.step]
        citations, practice = _basis(decision, conversation)
        yield DecisionView(
            number=index + 1,
            points="−" + number(decision.cost) if decision.cost > 0.05 else "0",
            sign=sign_of(decision.mark),
            mark=decision.mark.name.text(conversation.language),
            act=act(decision, play, conversation.language),
            tone=tone(decision),
            told=tuple(
                Labelled(each.label, each.text, each.kind)
                for each in details(decision, play, conversation)
                if each.kind not in _OURS
            ),
            law=tuple(law(citations, conversation.language, told)),
            practice=_("当地的做法，不是法律条文。") if practice else "",
            beside=tuple(beside(moment, conversation, people)),
            facilitator=facilitator(decision.step, decision.line),
        )


def _basis(decision: Decision, conversation: Conversation) -> tuple[tuple[str, ...], bool]:
    from scoring.explain import explain

    words = explain(decision, conversation.play.steps[decision.step], conversation)
    return words.law, words.practice


def law(citations: tuple[str, ...], language: Language, told: set[str]) -> Iterator[Law]:
    """Articles by the full names of their statutes, with what they say in our words; never their own text.

    Args:
        citations: `statute:article`.
        language: of the names and summaries.
        told: the articles whose summaries were given before; those that are given now are added.
    """
    for place, short, said in explained(citations, language):
        found = statutes.statute(place.statute)
        full = found.name.get(language, "") if found is not None else ""
        known = place.statute if language == "zh" else found.short["en"] if found is not None else ""
        key = f"{place.statute}:{place.article}"
        above = bool(said) and key in told
        told.add(key)
        yield Law(short.replace(known, full, 1) if full and known else short, "" if above else said, above)


def beside(moment: Moment, conversation: Conversation, people: People) -> Iterator[Labelled]:
    """What the log knows of a moment besides the decision."""
    if moment.latency is not None:
        yield Labelled(_("用时"), seconds(moment.latency))
    if moment.said:
        yield Labelled(_("先写下的原话"), people.text(moment.said), "own")
    for index, tried in enumerate(moment.undone):
        yield Labelled("" if index else _("试过又撤回"), _tried(tried, moment.step.before, conversation))
    if moment.lookups:
        yield Labelled(_("查了手册"), _("、").join(map(_cited, dict.fromkeys(moment.lookups))))
    if moment.hints:
        yield Labelled(_("要了提示"), _("要了 {n} 次", n=moment.hints))
    for index, text in enumerate(moment.notes):
        yield Labelled("" if index else _("自己的笔记"), people.text(text), "own")


def seconds(milliseconds: int) -> str:
    """A time taken, as one reads it."""
    taken = milliseconds / 1000
    if taken < 100:
        return _("{n} 秒", n=number(taken))
    return _("{m} 分 {s} 秒", m=int(taken) // 60, s=int(taken) % 60)


def _tried(tried: str, before: State, conversation: Conversation) -> str:
    """A choice that was taken back, in words."""
    if tried == "form":
        return _("表格的另一种填法")
    engine = conversation.engine
    for move in engine.node(before).all_moves:
        if move.choice.id == tried:
            return conversation.text(move.acts[engine.act_of(move, before)].case.text, before)
    return _("（没有作声）") if tried == "timeout" else tried


def _cited(what: str) -> str:
    from simulator.handbook.words import written

    return written((what,))


def found(result: Result, play: Play, language: Language) -> Iterator[Labelled]:
    """The only-good moves that were found, what was at stake most first."""
    from scoring.explain import explain

    conversation = Conversation(play, language)
    won = [
        (min(option.cost for option in decision.valuation.options if option.open and option.id != decision.best), index)
        for index, decision in enumerate(result.decisions)
        if decision.only_good and decision.choice == decision.best and not decision.line and not decision.timed_out
        and any(option.open and option.id != decision.best for option in decision.valuation.options)
    ]  # fmt: skip
    for stake, index in sorted(won, key=lambda each: (-each[0], each[1]))[:FOUND]:
        decision = result.decisions[index]
        said = explain(decision, play.steps[decision.step], conversation).said
        yield Labelled(_("第 {n} 个决定，别的至少丢 {points} 分", n=index + 1, points=number(stake)), said)


def sheet(result: Result, conversation: Conversation) -> Iterator[SheetRow]:
    """Every decision in order, with the score that was left."""
    from scoring.explain import explain

    linked = set(costly(result))
    for index, decision in enumerate(result.decisions):
        step = conversation.play.steps[decision.step]
        words = explain(decision, step, conversation)
        said = _("（时间到了，您没有作声）") if decision.timed_out else words.said
        yield SheetRow(
            number=index + 1,
            done=said,
            mark=f"{sign_of(decision.mark)} {decision.mark.name.text(conversation.language)}",
            points="−" + number(decision.cost) if decision.cost > 0.05 else "0",
            left=minus(decision.left),
            tone=tone(decision),
            link=f"d{index + 1}" if index in linked else "",
        )


def practice(result: Result, play: Play, language: Language) -> Iterator[PracticeView]:
    """What to practise next."""
    for entry in practise_next(result):
        indicator = vocabulary().indicators[entry.code]
        yield PracticeView(
            entry.code, indicator.name.text(language), "−" + number(entry.cost), indicator.earns.text(language)
        )
