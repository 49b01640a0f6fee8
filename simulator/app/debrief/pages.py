"""The pages that are texts: pre-brief, the card of a phase, the summary; and what stands beside every page."""

from __future__ import annotations

from textual.content import Content

from scenarios.vocabulary import vocabulary
from simulator.app.text import joined, stacked, words
from simulator.debrief.agreement import agreements
from simulator.debrief.course import first_advice, item_step
from simulator.debrief.debrief import Debrief, PhaseTime
from simulator.debrief.lead import Lead
from simulator.debrief.minutes_view import agreement_text, band_name, phase_name, tag_name
from simulator.debrief.parts import PHASES, Place
from simulator.debrief.script import Card, card, discussion, prebrief
from simulator.figures import number
from simulator.i18n import _, language

TAGS = {"plus": ("＋", "$malachite"), "delta": ("△", "$gamboge"), "question": ("？", "$indigo")}


def prebrief_page() -> Content:
    """What the room agrees to."""
    lines = [words(_("开始以前"), "bold"), Content("")]
    for rule in prebrief():
        lines += [joined((rule.name, "bold $indigo"), "  ", rule.text), Content("")]
    lines.append(words(_("念一遍，问大家同不同意，再往下。"), "$faint"))
    return stacked(lines)


def phase_page(state: Debrief) -> Content:
    """The card of the phase the room is in, in full."""
    assert state.phase is not None
    head = words(phase_name(state.phase), "$faint")
    return stacked([head, *full_card(card(state.phase))])


def full_card(of: Card) -> list[Content]:
    """A card with all of its sentences."""
    said = [line for text in of.say for line in (joined(("▸ ", "$indigo"), _quoted(text)), Content(""))]
    return [words(of.title, "bold"), words(of.aim, "$faint"), Content(""), *said]


def short_card(lead: Lead) -> Content:
    """The card of the moment, short: what the room does, and one or two sentences."""
    state, item = lead.state, lead.item
    if not state.prebrief or state.phase is None:
        return Content("")
    of = card(state.phase)
    if item is not None and item_step(state, item) in ("discuss", "again"):
        of = discussion(first_advice(state, item))
    # The page has the whole card where it is the card of the phase alone.
    if item is None and state.phase in ("reaction", "description"):
        return Content("")
    said = [joined(("▸ ", "$indigo"), _quoted(text)) for text in of.say[:2]]
    return stacked([words(of.title, "bold"), words(of.aim, "$faint"), *said])


def card_now(lead: Lead) -> Card | None:
    """The card that fits where the room is."""
    state, item = lead.state, lead.item
    if item is not None and item_step(state, item) in ("discuss", "again"):
        return discussion(first_advice(state, item))
    return None if state.phase is None else card(state.phase)


def _quoted(text: str) -> str:
    return _("「{words}」", words=text)


def clock(timer: PhaseTime | None, now: str) -> Content:
    """The phase and its time: used of planned, or how far it is over."""
    if timer is None:
        return Content("")
    left = timer.left(now)
    used = minutes(timer.elapsed(now))
    state = "" if timer.running else _("（停着）")
    if left is None:
        return joined((phase_name(timer.phase), "bold"), f"  {used}{state}")
    plan = minutes(60 * (timer.minutes or 0))
    over = (_("  超了 {time}", time=minutes(-left)), "$gamboge") if left < 0 else ""
    return joined((phase_name(timer.phase), "bold"), f"  {used} / {plan}{state}", over)


def minutes(seconds: float) -> str:
    """Seconds as `12:34`."""
    whole = int(max(0, seconds))
    return f"{whole // 60:02}:{whole % 60:02}"


def course(state: Debrief) -> Content:
    """The four phases, the one that is on marked."""
    pieces: list[tuple[str, str]] = []
    for phase in PHASES:
        entered = (timer := state.timer(phase)) is not None and (timer.running or timer.seconds > 0)
        style = "bold $indigo" if phase == state.phase else "$ink" if entered else "$faint"
        pieces += [(" › ", "$faint")] if pieces else []
        pieces.append((phase_short(phase), style))
    return joined(*pieces)


def phase_short(phase: str) -> str:
    """A phase in a word."""
    return {"reaction": _("反应"), "description": _("描述"), "analysis": _("分析"), "summary": _("总结")}[phase]


def notes(state: Debrief, place: Place | None) -> Content:
    """The notes on a moment, or on the whole."""
    found = state.notes_at(place)
    if not found:
        return words(_("还没有笔记。按 a 记一笔。"), "$faint")
    return stacked(joined(TAGS[note.tag], " ", note.text) for note in found)


def summary_page(lead: Lead, written: str = "") -> Content:
    """What everybody takes along, ratings and their agreement, what was tried otherwise, where the minutes are."""
    state = lead.state
    lines = [words(_("纪要写好了："), "$malachite"), words(written), Content("")] if written else []
    lines.append(words(_("各人的打算"), "bold"))
    lines += [joined(("▸ ", "$indigo"), (f"{made.person}  ", "$indigo"), made.text) for made in state.commitments]
    if not state.commitments:
        lines.append(words(_("每人说一件下次要做的事。"), "$faint"))
    lines += [Content(""), words(_("评分"), "bold"), *_ratings(lead)]
    lines += [Content(""), words(_("与程序评分的一致程度"), "bold"), *agreement(state)]
    if state.branches:
        lines += [Content(""), words(_("另一种走法"), "bold")]
        kept = [(each.name, _points(each.outcome.score)) for each in state.branches]
        lines += [joined(("▸ ", "$indigo"), name, (points, "$faint")) for name, points in kept]
    return stacked(lines)


def _points(score: float | None) -> str:
    return "" if score is None else _("  {n} 分", n=number(score))


def _ratings(lead: Lead) -> list[Content]:
    """Each session: the program's score of every dimension, and beside it those that people gave."""
    found = []
    names = vocabulary().dimensions
    for session in lead.state.sessions:
        own = {each.dimension: each for each in lead.state.dimension_ratings if each.session == session.id}
        pieces = []
        for dimension, score in lead.engine_scores(session.id).items():
            program = _("证据不足") if score is None else number(score)
            given = own.get(dimension)
            beside = ""
            if given is not None:
                shown = number(given.score) if given.score is not None else band_name(given.band, language())
                beside = _("（{by}：{score}）", by=given.by, score=shown)
            pieces.append(f"{names[dimension].name.text(language())} {program}{beside}")
        found.append(joined((f"{lead.name(session.id)}  ", "$indigo"), "   ".join(pieces) or _("没有计分")))
    return found


def agreement(state: Debrief) -> list[Content]:
    """How far each person and the program agree, each figure with how many ratings it rests on."""
    found = [
        joined((f"{each.by}  ", "$indigo"), f"{label}{_('：')}{agreement_text(figure)}")
        for each in agreements(state)
        for label, figure in (
            (_("决定，二次加权 κ"), each.decisions),
            (_("维度分，ICC(A,1)"), each.scores),
            (_("维度等次，二次加权 κ"), each.bands),
        )
        if figure.n
    ]
    return found or [words(_("还没有人评过分。按 m 评分。"), "$faint")]


def tag_shown(tag: str) -> Content:
    """A kind of note with its sign."""
    return joined(TAGS[tag], " ", tag_name(tag))
