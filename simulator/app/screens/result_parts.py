"""The parts of a result in words and lines. No widget: what the screen shows, it gets from here."""

from __future__ import annotations

from textual.content import Content

from scenarios.conversation import Conversation, Language
from scenarios.engine import FormStep
from scenarios.play import Play
from scenarios.vocabulary import vocabulary
from scoring.rate import Decision, Result
from simulator.app.text import joined, stacked, words
from simulator.app.widgets.curve import Caption, Mark
from simulator.app.widgets.decision_list import Entry
from simulator.app.widgets.dimension_bars import Bar
from simulator.app.widgets.moods import Mood
from simulator.app.widgets.radar import Axis
from simulator.figures import number, sign_of
from simulator.forms import title
from simulator.i18n import _
from simulator.moments import band
from simulator.report.details import details, summary
from simulator.report.review import costly, deciding_sentence, last_words, practise_next
from simulator.visit import Visit

MARKED = 5.0
"""From this cost on a decision has a mark on the curve."""


def place(visit: Visit, language: Language) -> tuple[str, ...]:
    """The title bar: which visit this was, in which mode, how many steps it took."""
    scenario = visit.edition.scenario
    conversation = Conversation(visit.play, language)
    mode = vocabulary().modes[visit.session.mode].name.text(language)
    return conversation.text(scenario.title, visit.play.start), mode, _("共 {n} 步", n=len(visit.play.steps)), _("结果")


def verdict(result: Result, visit: Visit, language: Language) -> Content:
    """The score, what capped it, the deciding sentence, and what else must be known about it."""
    if not result.scorable:
        return words(_("这个剧本不计分：没有哪个选择会有差别。"))
    lines = [joined((number(result.score), "bold"), (_(" 分"), "$faint"))]
    if result.cap is not None:
        capped = _("原始 {raw} → 红线封顶 {cap}", raw=number(result.raw_score), cap=number(result.cap))
        lines[0] = joined(lines[0], "   ", (capped, "$vermilion"))
    elif result.raw_score < 0:
        lines[0] = joined(lines[0], "   ", (_("原始 {raw}", raw=number(result.raw_score).replace("-", "−")), "$faint"))
    lines.append(words(deciding_sentence(result, visit.play, language)))
    lines += [words(note, "$faint") for note in _notes(result, visit)]
    return stacked([Content(""), *lines])


def _notes(result: Result, visit: Visit) -> list[str]:
    found = []
    if not result.complete:
        found.append(_("没有走到结局：以下只算到这里。"))
    if visit.undos:
        found.append(_("撤回过 {n} 次，不计入最好成绩。", n=visit.undos))
    if abs(result.luck) >= 0.5:
        found.append(_("有偶然的成分（{points} 分），不计入得分。", points=f"{-result.luck:+.1f}".replace("-", "−")))
    return found


def reward(conversation: Conversation) -> Content:
    """The petitioner's last words, and how the visit ended."""
    spoken = last_words(conversation)
    lines = []
    if spoken is not None:
        gap = "" if conversation.language == "zh" else " "
        said = words(gap).join(words(text, "$faint" if stage else "bold") for stage, text in spoken.parts)
        lines.append(joined((spoken.name + "  ", "$faint"), said))
    if conversation.play.ended:
        lines += [words(line.text, "$faint") for line in conversation.arrivals(conversation.play.arrivals[-1:])]
    return stacked(lines)


def curve(result: Result, play: Play) -> tuple[list[float], list[Mark], list[Caption]]:
    """The curve, a mark at every notable fall, and the forms as captions."""
    marks = [
        Mark(
            index + 1,
            sign_of(decision.mark),
            "$vermilion" if decision.cost >= 10 or decision.red_line else "$gamboge",
            decision.cost,
        )
        for index, decision in enumerate(result.decisions)
        if decision.cost >= MARKED or decision.red_line
    ]
    captions = [Caption(0, _("进门"))]
    seen = 0
    for index, decision in enumerate(result.decisions):
        step = play.steps[decision.step]
        if isinstance(step, FormStep) and decision.step != seen:
            seen = decision.step
            form = play.engine.node(step.before).form
            captions.append(Caption(index + 1, title(form.kind if form else "record")))
    return list(result.curve), marks, captions


def tone(decision: Decision) -> str:
    """The colour of a mark."""
    return "$vermilion" if decision.cost >= 10 or decision.red_line is not None else "$gamboge"


def bars(result: Result, language: Language) -> list[Bar]:
    """The dimensions, with words where there is no score."""
    found = []
    for name, dimension in result.dimensions.items():
        title = vocabulary().dimensions[name].name.text(language)
        weight = _("占 {weight} %", weight=number(100 * dimension.weight))
        if not dimension.assessed:
            found.append(Bar(title, None, "", _("本剧本不考"), ""))
        elif dimension.score is None:
            found.append(Bar(title, None, "", _("证据不足：这次走到的考点不到一半"), weight))
        else:
            note = _("红线封顶 {cap}", cap=number(dimension.cap)) if dimension.cap is not None else ""
            found.append(Bar(title, dimension.score, number(dimension.score), note, weight))
    return found


def axes(result: Result, language: Language) -> list[Axis]:
    """The dimensions as the axes of a radar, for an outline without colours."""
    found = []
    for name, dimension in result.dimensions.items():
        score = dimension.score if dimension.assessed else None
        shown = number(score) if score is not None else "–"
        found.append(Axis(vocabulary().dimensions[name].name.text(language), score, shown))
    return found


def moods(play: Play, language: Language) -> list[Mood]:
    """The three meters, from the door to the end."""
    states = [play.start, *(step.after for step in play.steps)]
    return [
        Mood(
            term.name.text(language),
            tuple(getattr(state, key) for state in states),
            band(key, getattr(states[-1], key)).name.text(language),
        )
        for key, term in vocabulary().meters.items()
    ]


def heading(result: Result) -> Content:
    """What stands over the decisions: how many cost something, how many were the best there was."""
    dear = len(costly(result))
    clean = len(result.decisions) - dear
    if not dear:
        return joined((_("逐个决定"), "bold"), "  ", (_("{n} 个决定，都是当时最好的", n=clean), "$faint"))
    return joined(
        (_("逐个决定"), "bold"),
        "  ",
        (_("{n} 个丢了分，丢得多的在前；其余 {m} 个都是当时最好的", n=dear, m=clean), "$faint"),
    )


def entries(result: Result, conversation: Conversation) -> list[Entry]:
    """The decisions that cost something, worst first."""
    play = conversation.play
    found = []
    for index in costly(result):
        decision = result.decisions[index]
        words = tuple(details(decision, play, conversation))
        found.append(Entry(index + 1, summary(decision, play, conversation), words))
    return found


def practise(result: Result, play: Play, language: Language) -> Content:
    """What to practise next: the weakest indicators and what earns them."""
    weak = practise_next(result)
    if not weak:
        return Content("")
    lines = [words(_("下一步练什么"), "bold")]
    for entry in weak:
        indicator = vocabulary().indicators[entry.code]
        head = f"{entry.code} {indicator.name.text(language)}"
        lines.append(joined((head, "$indigo"), (f"  −{number(entry.cost)}", "$faint")))
        lines.append(words(indicator.earns.text(language)))
    return stacked(lines)
