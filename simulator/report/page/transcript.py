"""The transcript of a visit with marks at the decisions, and its forms as filled in beside the best."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from scenarios.conversation import Conversation, Spoken
from scenarios.engine import FormStep
from scenarios.model import FormLine
from simulator.figures import number, sign_of
from simulator.forms import title
from simulator.i18n import _, language
from simulator.replay.prices import Prices
from simulator.replay.recording import Moment, Recording
from simulator.report.data import reasons
from simulator.report.page.charts import tone
from simulator.report.page.decisions import seconds
from simulator.report.page.people import People
from simulator.report.page.shapes import FormRow, FormView, Turn, TurnMark

if TYPE_CHECKING:
    from scoring.rate import Decision


def turns(recording: Recording, prices: Prices | None, conversation: Conversation, people: People) -> Iterator[Turn]:
    """Everything said and done, in order."""
    for spoken in conversation.opening():
        yield turn(spoken)
    numbers = _numbers(prices)
    for moment in recording.moments:
        said = conversation.step(moment.step)
        decisions = prices.decisions(moment.number) if prices is not None else ()
        if isinstance(moment.step, FormStep):
            yield _form_turn(moment, moment.step, decisions, conversation)
            yield from map(turn, said)
            continue
        own, *others = said
        mark = _mark(decisions[0], numbers[moment.number]) if decisions else None
        parts = own.parts
        if moment.timed_out:
            parts = ((True, _("（时间到了，您没有作声）")),)
        yield Turn("you", _("您"), parts, mark, tuple(_beside(moment, conversation)), tuple(_own(moment, people)))
        yield from map(turn, others)


def turn(spoken: Spoken) -> Turn:
    """An utterance of somebody else."""
    return Turn(spoken.speaker, spoken.name, spoken.parts)


def _numbers(prices: Prices | None) -> dict[int, int]:
    """The number of the first decision of each moment, from 1."""
    found: dict[int, int] = {}
    for index, decision in enumerate(prices.result.decisions if prices is not None else ()):
        found.setdefault(decision.step, index + 1)
    return found


def _mark(decision: Decision, count: int) -> TurnMark:
    costs = decision.cost > 1e-6 or decision.red_line is not None
    text = decision.mark.name.text(language())
    if decision.cost > 0.05:
        text = f"{text} −{number(decision.cost)}"
    return TurnMark(sign_of(decision.mark), text, tone(decision), f"d{count}" if costs else "")


def _beside(moment: Moment, conversation: Conversation) -> Iterator[str]:
    if moment.latency is not None:
        yield _("用时 {time}", time=seconds(moment.latency))
    for reason in reasons(moment.step, conversation):
        yield reason.replace("-", "−", 1)


def _own(moment: Moment, people: People) -> Iterator[str]:
    if moment.said:
        yield _("先写下的原话：{text}", text=people.text(moment.said))
    for text in moment.notes:
        yield _("自己的笔记：{text}", text=people.text(text))


def _form_turn(moment: Moment, step: FormStep, decisions: Sequence[Decision], conversation: Conversation) -> Turn:
    form = conversation.engine.node(step.before).form
    name = title(form.kind if form else "record")
    cost = sum(decision.cost for decision in decisions)
    mark = None
    if decisions:
        worst = max(decisions, key=lambda each: (each.red_line is not None, each.cost))
        text = f"−{number(cost)}" if cost > 0.05 else _("每一栏都填得最好")
        mark = TurnMark(sign_of(worst.mark), text, tone(worst), f"f{moment.number + 1}")
    beside = (_("用时 {time}", time=seconds(moment.latency)),) if moment.latency is not None else ()
    return Turn("form", "", ((True, _("（交了{form}）", form=name)),), mark, beside)


# ---- forms ----------------------------------------------------------------------------------------------------


def forms(recording: Recording, prices: Prices | None, conversation: Conversation) -> Iterator[FormView]:
    """The forms that were handed in."""
    for moment in recording.moments:
        if isinstance(moment.step, FormStep):
            decisions = prices.decisions(moment.number) if prices is not None else ()
            yield _form(moment, moment.step, {each.line: each for each in decisions}, conversation)


def _form(moment: Moment, step: FormStep, rated: dict[str, Decision], conversation: Conversation) -> FormView:
    form = conversation.engine.node(step.before).form
    assert form is not None, "a form step stands at a form"
    cost = sum(decision.cost for decision in rated.values())
    rows = [_row(line, step, rated.get(line.id), conversation) for line in form.lines if line.id in step.picks]
    summary = ""
    if rated:
        differ = sum(not row.agrees for row in rows)
        summary = (
            _("{n} 栏与最好的填法不同，共 −{points} 分。", n=differ, points=number(cost))
            if differ
            else _("每一栏都填得最好。")
        )
    return FormView(f"f{moment.number + 1}", title(form.kind), summary, tuple(rows))


def _row(line: FormLine, step: FormStep, decision: Decision | None, conversation: Conversation) -> FormRow:
    pick = step.picks[line.id]
    costs = decision is not None and (decision.cost > 1e-6 or decision.red_line is not None)
    mark = ""
    if decision is not None and costs:
        points = f" −{number(decision.cost)}" if decision.cost > 0.05 else ""
        mark = f"{sign_of(decision.mark)} {decision.mark.name.text(conversation.language)}{points}"
    return FormRow(
        label=conversation.text(line.label, step.before),
        own=_entry(line, pick, step, conversation),
        best=_entry(line, decision.best, step, conversation) if decision is not None and costs else "",
        mark=mark,
        agrees=not costs,
    )


def _entry(line: FormLine, pick: str, step: FormStep, conversation: Conversation) -> str:
    """An entry in words; a tick says so beside its sign."""
    if line.kind == "tick":
        return _("☑ 勾上") if pick == "tick" else _("☐ 不勾")
    engine = conversation.engine
    options = (*line.options, *line.fillers)
    # What the list was filled up from is rated alike, and known to the rating as `*`.
    chosen = next((option for option in options if option.id == pick), (line.fillers or options)[0])
    return conversation.text(engine.option_case(chosen, step.before).text, step.before)
