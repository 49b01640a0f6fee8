"""A visit as it goes onto the page: what each step said, and why the meters moved. No widget, no solver."""

from __future__ import annotations

from dataclasses import dataclass

from scenarios.conversation import Conversation, Spoken
from scenarios.engine import FormStep, State, Step
from scenarios.vocabulary import Band, vocabulary
from simulator.i18n import _

METERS = ("agitation", "trust", "distress")


@dataclass(frozen=True, slots=True)
class Change:
    """A meter that moved: "激动", -1, "被认真对待"."""

    meter: str
    amount: int
    reason: str


@dataclass(frozen=True, slots=True)
class Moment:
    """What one step put on the page (or the start did).

    Attributes:
        spoken: what was said and seen.
        changes: how the meters moved, where that is told.
        last: whether the visit ended with it.
        first: what the trainee said in words of their own before the options; empty where nothing.
    """

    spoken: tuple[Spoken, ...]
    changes: tuple[Change, ...] = ()
    last: bool = False
    first: str = ""


def opening(conversation: Conversation) -> Moment:
    """The start of the visit."""
    return Moment(tuple(conversation.opening()))


def moment(conversation: Conversation, step: Step | FormStep, *, reasons: bool, timed_out: bool = False) -> Moment:
    """What a step put on the page.

    Args:
        conversation: the words, in the language to show.
        step: a step of its play.
        reasons: whether to say why the meters moved, as practice does.
        timed_out: whether it was the clock that took it.
    """
    spoken = tuple(conversation.step(step))
    if isinstance(step, FormStep):
        kind = conversation.engine.node(step.before).form
        text = _("来访登记表交上去了。") if kind is not None and kind.kind == "record" else _("分流单开好了。")
        return Moment((Spoken("system", "", text), *spoken), last=_ends(conversation, step))
    if timed_out:
        spoken = (Spoken("system", "", _("时间到了，没有开口。")), *spoken)
    return Moment(spoken, _changes(conversation, step) if reasons else (), _ends(conversation, step))


def _ends(conversation: Conversation, step: Step | FormStep) -> bool:
    return conversation.engine.node(step.after).is_ending


def _changes(conversation: Conversation, step: Step) -> tuple[Change, ...]:
    from scoring.explain import changes

    language = conversation.language
    names = vocabulary().meters
    return tuple(
        Change(names[change.meter].name.text(language), change.amount, change.reason.text(language))
        for change in changes(conversation.engine, step)
    )


def moments(conversation: Conversation, *, reasons: bool) -> list[Moment]:
    """The whole visit so far."""
    play = conversation.play
    taken = zip(play.steps, play.timed_out, strict=True)
    return [opening(conversation)] + [
        moment(conversation, step, reasons=reasons, timed_out=timed_out) for step, timed_out in taken
    ]


def last_words(conversation: Conversation) -> str:
    """The last thing that somebody across the counter said, for the list of unfinished visits."""
    for spoken in reversed(conversation.transcript()):
        if spoken.speaker in ("petitioner", "other"):
            return "".join(text for stage, text in spoken.parts if not stage)
    return ""


def values(state: State) -> tuple[int, int, int]:
    """Agitation, trust, distress."""
    return state.agitation, state.trust, state.distress


def band(meter: str, value: int) -> Band:
    """The band that a meter is in."""
    words = vocabulary()
    return {"agitation": words.heat_band, "trust": words.trust_band, "distress": words.distress_band}[meter](value)


def cues(conversation: Conversation) -> list[str]:
    """How the petitioner looks now: one stage direction for the heat and one for what else stands out."""
    play = conversation.play
    return cues_at(conversation, play.state, len(play.steps))


def cues_at(conversation: Conversation, state: State, number: int) -> list[str]:
    """How the petitioner looks in a state of a visit, before its step `number`.

    The same moment always looks the same: which cue of a band is shown goes by the number of the step. Of a visitor
    who does not speak aloud no cue of the voice is shown.
    """
    speaks = conversation.engine.program.edition.variant.petitioner.speaks
    shown = ["agitation", "distress" if state.distress >= 6 else "trust"]
    found = []
    for meter in shown:
        lines = [cue.text for cue in band(meter, getattr(state, meter)).cues if speaks or not cue.aloud]
        found.append(lines[number % len(lines)].text(conversation.language))
    return found
