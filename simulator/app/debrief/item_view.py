"""An item as the room may see it now, as plain values for the screen."""

from __future__ import annotations

from collections.abc import Iterator

from scenarios.conversation import Conversation
from simulator import moments
from simulator.app.debrief.agenda_list import Row
from simulator.app.debrief.moment_pane import Shown, Told
from simulator.app.debrief.score_sheet import Step
from simulator.debrief.course import item_step, shown_rounds
from simulator.debrief.debrief import Item
from simulator.debrief.lead import Lead
from simulator.debrief.minutes_view import mark_name, two
from simulator.debrief.parts import Place, Seen
from simulator.figures import number, sign_of
from simulator.forms import fields, title
from simulator.handbook.words import basis
from simulator.i18n import _, language
from simulator.replay.recording import Recording
from simulator.report.data import reasons

SEVERE = ("mistake", "blunder", "red_line")
"""Marks that stand out on the sheet."""


def rows(lead: Lead) -> list[Row]:
    """The agenda."""
    state = lead.state
    found = []
    for item in state.items:
        place = _("{name}，第 {n} 步", name=lead.name(item.place.session), n=item.place.moment + 1)
        step = item_step(state, item)
        done = step == "revealed"
        how = {
            "look": "", "vote": _("正在投票"), "discuss": _("讨论"), "again": _("正在投票"), "compare": _("投过两轮"),
            "revealed": _("谈过了"),
        }[step]  # fmt: skip
        found.append(Row(item.id, state.heading(item, language()), place, how, done))
    return found


def talk(lead: Lead, item: Item) -> list[moments.Moment]:
    """What was said up to the item; what was said at it once it is revealed."""
    recording = lead.recording(item.place.session)
    if recording is None:
        return []
    told = lead.state.is_revealed(item.place)
    play = recording.play_at(min(item.place.moment + (1 if told else 0), len(recording.moments)))
    return moments.moments(Conversation(play, language()), reasons=False)


def note(lead: Lead, item: Item) -> str:
    """What stands over the options: the field of the form, or why there are none."""
    recording, moment = lead.recording(item.place.session), lead.moment(item.place)
    if recording is None or moment is None:
        return _("这一步不能再回放，写下的都还在。")
    if not moment.is_form:
        return ""
    conversation = Conversation(recording.play_at(item.place.moment), language())
    form = conversation.play.node.form
    name = title(form.kind if form is not None else "record")
    votable = lead.votable(item.place)
    if votable is None:
        return _("填{form}。没有可以投票的选项，直接谈。", form=name)
    label = next((each.label for each in fields(conversation) if each.id == votable.line), "")
    return _("填{form}：{label}", form=name, label=label)


def options(lead: Lead, item: Item) -> list[Shown]:
    """The options in the order shown, with what may be seen of them."""
    state = lead.state
    rounds = state.rounds_of(item.id)
    votable = lead.votable(item.place)
    found = rounds[0].options if rounds else votable.options if votable is not None else ()
    histograms = [each.histogram() for each in shown_rounds(state, item)]
    told = state.is_revealed(item.place)
    right = (rounds[0].right if rounds else frozenset(votable.right if votable else ())) if told else frozenset()
    taken = _taken(lead, item) if told else ""
    return [
        Shown(
            option.text.text(language()), tuple(bars[place] for bars in histograms), option.id in right,
            option.id == taken,
        )
        for place, option in enumerate(found)
    ]  # fmt: skip


def _taken(lead: Lead, item: Item) -> str:
    """Id of the option that was taken then."""
    moment = lead.moment(item.place)
    if moment is None:
        return ""
    if not isinstance(moment.taken, str):
        votable = lead.votable(item.place)
        return moment.taken.get(votable.line, "") if votable is not None else ""
    return moment.taken


def told(lead: Lead, item: Item) -> list[Told]:
    """What is told of an item once it is revealed."""
    if not lead.state.is_revealed(item.place):
        return []
    found = list(_votes(lead, item))
    for each in lead.state.seen(item.place):
        found += _seen(each, several=len(lead.state.seen(item.place)) > 1)
    return found + list(_beside(lead, item))


def _votes(lead: Lead, item: Item) -> Iterator[Told]:
    shares = [each.share_right for each in shown_rounds(lead.state, item) if each.right]
    percents = [f"{round(100 * share)} %" for share in shares if share is not None]
    if percents:
        yield Told(_("选对"), " → ".join(percents))
    gain = lead.state.gain(item.id)
    if gain is not None and len(percents) > 1:
        yield Told(_("收获"), _("归一化增益 {gain}（讨论补上的，占还能补的）", gain=two(gain)))


def _seen(seen: Seen, *, several: bool) -> Iterator[Told]:
    """A decision; of a form with many lines only those that cost something."""
    if several and seen.cost < 0.05 and seen.mark != "red_line":
        return
    spoken = language()
    cost = "" if seen.cost < 0.05 else _("，丢了 {n} 分", n=number(seen.cost))
    style = "$vermilion" if seen.mark in SEVERE else "$malachite" if seen.mark in ("best", "good") else "$gamboge"
    yield Told(_("评分"), f"{mark_name(seen.mark, spoken)}{cost}", style)
    yield Told(_("当时"), seen.said.text(spoken))
    if seen.better != seen.said:
        yield Told(_("更好的是"), seen.better.text(spoken), "$malachite")
    if seen.why is not None:
        yield Told(_("为什么"), seen.why.text(spoken))
    for number_, text in enumerate(basis(seen.law, spoken)):
        yield Told(_("依据") if not number_ else "", text, "$faint")


def _beside(lead: Lead, item: Item) -> Iterator[Told]:
    """Why the meters moved, how long it took, what was typed first."""
    moment, recording = lead.moment(item.place), lead.recording(item.place.session)
    if moment is None or recording is None or recording.play is None:
        return
    conversation = Conversation(recording.play, language())
    for number_, text in enumerate(reasons(moment.step, conversation)):
        yield Told(_("刻度") if not number_ else "", text.replace("-", "−"), "$faint")
    if moment.timed_out:
        yield Told(_("用时"), _("时间到了，没有开口"), "$faint")
    elif moment.latency is not None:
        yield Told(_("用时"), _("{n} 秒", n=number(moment.latency / 1000)), "$faint")
    if moment.said:
        yield Told(_("先写的"), moment.said, "$faint")


def sheet(lead: Lead, session: str, here: Place | None) -> tuple[str, list[Step]]:
    """The score sheet of a session: what was done before the moment the room is at, the future hidden."""
    recording, note_ = lead.recording(session), lead.state.session(session)
    spoken = language()
    heading = f"{lead.name(session)}  {note_.title.text(spoken) if note_ is not None else ''}"
    if recording is None or recording.play is None:
        return heading, []
    conversation = Conversation(recording.play, spoken)
    listed = {item.place for item in lead.state.items}
    found = []
    for moment in recording.moments:
        place = Place(session, moment.number)
        revealed = lead.state.is_revealed(place)
        known = revealed or lead.told() or (here is not None and moment.number < here.moment and place not in listed)
        sign, severe = _sign(lead, place) if revealed else ("", False)
        found.append(
            Step(
                _said(recording, conversation, moment.number) if known else "", sign, place == here, place in listed,
                place in lead.state.flags, len(lead.state.notes_at(place)), severe,
            )
        )  # fmt: skip
    return heading, found


def _said(recording: Recording, conversation: Conversation, number_: int) -> str:
    moment = recording.moments[number_]
    step = moment.step
    if moment.is_form:
        form = conversation.engine.node(step.before).form
        return _("填{form}", form=title(form.kind if form is not None else "record"))
    if moment.timed_out:
        return _("时间到了，没有开口")
    return next((each.text for each in conversation.step(step) if each.speaker == "you"), "")


def _sign(lead: Lead, place: Place) -> tuple[str, bool]:
    seen = lead.state.seen(place)
    if not seen:
        return "", False
    worst = max(seen, key=lambda each: (each.mark == "red_line", each.cost))
    from scoring.rubric import rubric

    mark = rubric().mark_of(worst.mark)
    return "" if mark is None else sign_of(mark), worst.mark in SEVERE
