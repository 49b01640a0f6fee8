"""What the phones show, made from the debrief: never more than the room has seen."""

from __future__ import annotations

from typing import Literal

from scenarios.conversation import Conversation, Spoken
from simulator import moments
from simulator.debrief.course import item_step, page, shown_rounds
from simulator.debrief.debrief import Item
from simulator.debrief.lead import Lead
from simulator.debrief.votes import Round
from simulator.i18n import Language, _, speaking
from simulator.room.showing import (
    Ended,
    Histogram,
    Line,
    Locked,
    Option,
    Question,
    Showing,
    Stage,
    Voting,
    Waiting,
)
from simulator.room.votes import Vote

SAID = 3
"""Lines of the conversation that stand over the question."""


def showing(lead: Lead, language: Language) -> Showing:
    """What the phones show now; in the language of the room, whatever the facilitator's screen speaks."""
    item = lead.item
    with speaking(language):
        if item is None:
            return Showing(Waiting(_("谢谢大家。") if page(lead.state) == "summary" else ""))
        lines = transcript(lead, item, language)
        return Showing(_stage(lead, item, language, lines), lines)


def over(shown: Showing) -> Showing:
    """The last thing the phones show."""
    return Showing(Ended(), shown.transcript)


def _stage(lead: Lead, item: Item, language: Language, lines: tuple[Line, ...]) -> Stage:
    state = lead.state
    rounds = state.rounds_of(item.id)
    if not rounds:
        return Waiting()
    question = Question(
        item.id,
        tuple(Option(number=n, text=option.text.text(language)) for n, option in enumerate(rounds[0].options, 1)),
        lines[-SAID:],
        state.heading(item, language),
    )
    now = rounds[-1]
    step = item_step(state, item)
    if step in ("vote", "again"):
        return Voting(question, _number(now))
    shown = shown_rounds(state, item)
    if not shown:
        return Locked(question, _number(now), _("先不看票，和旁边的人说说您为什么这样选。"))
    if step != "revealed":
        return Histogram(question, tuple(each.counts for each in shown))
    best = frozenset(n for n, option in enumerate(now.options, 1) if option.id in now.right)
    return Histogram(question, tuple(each.counts for each in shown), best, state.gain(item.id) if best else None)


def _number(vote: Round) -> Literal[1, 2]:
    return 1 if vote.number == 1 else 2


def transcript(lead: Lead, item: Item, language: Language) -> tuple[Line, ...]:
    """What was said up to an item, and at it once it is revealed."""
    recording = lead.recording(item.place.session)
    if recording is None:
        return ()
    shown = item.place.moment + (1 if lead.state.is_revealed(item.place) else 0)
    conversation = Conversation(recording.play_at(min(shown, len(recording.moments))), language)
    return tuple(
        _line(spoken, step or None)
        for step, moment in enumerate(moments.moments(conversation, reasons=False))
        for spoken in moment.spoken
    )


def _line(spoken: Spoken, step: int | None) -> Line:
    if spoken.speaker == "you":
        return Line(spoken.text, _("您"), own=True, step=step)
    return Line(spoken.text, spoken.name, step=step)


def votes(lead: Lead) -> tuple[Vote, ...]:
    """The votes of phones that are kept, for a room that is opened again."""
    return tuple(
        Vote(each.item, each.number, device, [option.id for option in each.options].index(chosen) + 1)
        for each in lead.state.rounds
        for device, chosen in each.ballots.items()
    )
