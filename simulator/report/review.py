"""What a result teaches, in words: what decided it, what had just been said, what to practise next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scenarios.conversation import Conversation, Spoken
from scenarios.engine import FormStep
from scenarios.play import Play
from scenarios.vocabulary import vocabulary
from scoring.shortfalls import rates, shortfalls
from simulator.figures import number
from simulator.i18n import _

if TYPE_CHECKING:
    from scoring.rate import Decision, Result

NOTABLE = 2.0
"""A decision that cost this many points or more is worth a mark on the curve and a place in the deciding sentence."""


@dataclass(frozen=True, slots=True)
class Practice:
    """An indicator to practise: its code, and the points that decisions about it cost in this visit."""

    code: str
    cost: float


def costly(result: Result) -> list[int]:
    """Indexes of the decisions that cost something or crossed a red line, worst first, earlier ones before later."""
    dear = [index for index, decision in enumerate(result.decisions) if decision.cost > 1e-6 or decision.red_line]
    return sorted(dear, key=lambda index: (-result.decisions[index].cost, index))


def deciding_sentence(result: Result, play: Play, language: str) -> str:
    """What decided the score: the one or two acts that cost most, named."""
    groups: dict[str, list[float]] = defaultdict(list)
    for decision in result.decisions:
        if decision.cost > 1e-6:
            groups[act(decision, play, language)].append(decision.cost)
    dear = sorted((name for name in groups if sum(groups[name]) >= NOTABLE), key=lambda name: -sum(groups[name]))[:2]
    if not dear:
        return _("没有哪个决定丢掉两分以上。")
    times = sum(len(groups[name]) for name in dear)
    points = number(sum(sum(groups[name]) for name in dear))
    if times == 1:
        return _("一个决定用掉了 {points} 分：{acts}。", points=points, acts=dear[0])
    return _("{n} 个决定用掉了 {points} 分：{acts}。", n=times, points=points, acts=_("、").join(dear))


def act(decision: Decision, play: Play, language: str) -> str:
    """A decision named by what was done, not by who did it: 越权承诺, 登记表漏记, 告知程序期限没做到位."""
    words = vocabulary()
    if decision.red_line is not None and decision.red_line in words.red_lines:
        return words.red_lines[decision.red_line].name.text(language)
    step = play.steps[decision.step]
    if isinstance(step, FormStep):
        return _form_act(decision, play, step, language)
    harm = [name for name in step.move.choice.moves if words.moves[name].kind == "harm"]
    if harm:
        return words.moves[harm[0]].name.text(language)
    owed = shortfalls(decision, play)
    if owed:
        name = words.indicators[max(owed, key=lambda code: owed[code])].name.text(language)
        return _("{name}没做到位", name=name)
    return _("错过了更好的做法")


def _form_act(decision: Decision, play: Play, step: FormStep, language: str) -> str:
    if decision.choice == "leave":
        return _("登记表漏记")
    if decision.choice == "tick":
        return _("登记表记得不准")
    form = play.engine.node(step.before).form
    assert form is not None
    line = next(line for line in form.lines if line.id == decision.line)
    return _(
        "「{label}」没填准", label=Conversation(play, "zh" if language == "zh" else "en").text(line.label, step.before)
    )


def practise_next(result: Result, limit: int = 3) -> list[Practice]:
    """The weakest indicators: each costly decision's points shared out over what it fell short in."""
    dear = [Practice(code, cost) for code, cost in result.indicators.items() if cost >= 0.5]
    return sorted(dear, key=lambda entry: (-entry.cost, entry.code))[:limit]


def just_before(play: Play, index: int, conversation: Conversation) -> list[Spoken]:
    """What had just been said when step `index` was taken: the petitioner's last words, others' and what was seen."""
    said = conversation.opening() if index == 0 else conversation.step(play.steps[index - 1])
    return [spoken for spoken in said if spoken.speaker != "you"][-2:]


def last_words(conversation: Conversation) -> Spoken | None:
    """The last thing the petitioner said; the ending's own text does not count."""
    said = [spoken for spoken in conversation.transcript() if spoken.speaker == "petitioner"]
    return said[-1] if said else None


def earned(decision: Decision, play: Play) -> Mapping[str, bool]:
    """The indicators in which the best option earns points, and whether what was done earned as much in each."""
    step = play.steps[decision.step]
    best = rates(play, step, decision.line, decision.best)
    taken = best if decision.choice == decision.best else rates(play, step, decision.line, decision.choice)
    return {code: taken.get(code, 0) >= points for code, points in best.items() if points > 0}
