"""What lies on the desk at one moment of a visit, as plain values in the language in use. No widget."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from scenarios.conversation import Conversation, Language
from scenarios.engine import State
from simulator import moments
from simulator.app.widgets.cards import Person, Reading
from simulator.app.widgets.choices import Entry
from simulator.app.widgets.portrait import Face
from simulator.figures import signed
from simulator.i18n import _
from simulator.needs import reason
from simulator.visit import Policies

FORM = "*form"
RESULT = "*result"
"""Entries that are no choices of the scenario: ids of those never hold an asterisk."""

HOTTEST = 4
"""The band at the edge; a face cannot look hotter."""

MUST_ASK = 8
"""Distress from which on the visitor's safety must be asked about (docs/rules.md)."""


def entries(conversation: Conversation, policies: Policies) -> list[Entry]:
    """What can be done now, in the order on screen. Closed choices are there in practice only."""
    play = conversation.play
    if play.ended:
        return [Entry(RESULT, _("看看这次接访"))]
    if play.node.form is not None:
        record = play.node.form.kind == "record"
        return [Entry(FORM, _("填来访登记表") if record else _("开分流单"))]
    found = []
    for offer in play.offers():
        case = offer.move.acts[offer.act].case
        text = conversation.text(case.text, play.state)
        if offer.open:
            found.append(Entry(offer.move.choice.id, text))
        elif policies.coach:
            why = reason(conversation.engine, offer.move.choice.needs, play.state)
            found.append(Entry(offer.move.choice.id, text, open=False, reason=why))
    return found


def person(conversation: Conversation) -> Person:
    """Who sits across the counter, and how they look now."""
    petitioner = conversation.engine.program.edition.variant.petitioner
    role = conversation.text(petitioner.role, conversation.play.state) if petitioner.role is not None else ""
    about = _("{age} 岁  {role}", age=petitioner.age, role=role).rstrip()
    cues = () if conversation.play.ended else tuple(moments.cues(conversation))
    return Person(conversation.petitioner, about, cues, face(conversation))


def face(conversation: Conversation) -> Face:
    """The face they make: bands of the meters, never figures."""
    from scenarios.vocabulary import vocabulary

    petitioner = conversation.engine.program.edition.variant.petitioner
    state, known = conversation.play.state, vocabulary()
    heat = min(list(known.bands).index(known.heat_band(state.agitation).key), HOTTEST)
    trust = list(known.trust_bands).index(known.trust_band(state.trust).key)
    bearing = known.distress_band(state.distress).key == "low"
    distress = 0 if bearing else 2 if state.distress >= MUST_ASK else 1
    # By the Chinese name, so that the same person looks the same in either language.
    return Face(petitioner.name.zh, petitioner.age, petitioner.sex, petitioner.looks, heat, trust, distress)


def readings(conversation: Conversation) -> list[Reading]:
    """The three meters, each with what the last step did to it."""
    play = conversation.play
    before = play.steps[-1].before if play.steps else play.state
    return readings_of(conversation.language, before, play.state, _reasons(conversation))


def readings_of(
    language: Language, before: State, after: State, reasons: Mapping[str, str] = MappingProxyType({})
) -> list[Reading]:
    """The three meters of a state, each with how it moved from the one before, and why where that is given."""
    from scenarios.vocabulary import vocabulary

    names = vocabulary().meters
    found = []
    for key in moments.METERS:
        value = getattr(after, key)
        band = moments.band(key, value).name.text(language)
        found.append(
            Reading(
                key, names[key].name.text(language), value, band, value - getattr(before, key), reasons.get(key, "")
            )
        )
    return found


def _reasons(conversation: Conversation) -> dict[str, str]:
    """Why each meter moved with the last step, in words; what did not move is not there."""
    from scenarios.engine import Step

    steps = conversation.play.steps
    if not steps or not isinstance(steps[-1], Step):
        return {}
    from scoring.explain import changes

    found: dict[str, list[str]] = {}
    for change in changes(conversation.engine, steps[-1]):
        said = f"{signed(change.amount)} {change.reason.text(conversation.language)}"
        found.setdefault(change.meter, []).append(said)
    return {meter: _("；").join(said) for meter, said in found.items()}


def new_facts(conversation: Conversation) -> frozenset[str]:
    """Facts that the last step brought out."""
    play = conversation.play
    if not play.steps:
        return conversation.engine.known(play.state)
    return conversation.engine.known(play.state) - conversation.engine.known(play.steps[-1].before)


def total_facts(conversation: Conversation) -> int:
    """How many facts there are to learn."""
    return len(conversation.engine.program.edition.variant.facts)


def seconds(conversation: Conversation, policies: Policies, factor: float | None = 1.0) -> float | None:
    """The clock that runs here, or None.

    Its seconds are multiplied by `factor` for people who need more time; with None no clock runs for them.
    """
    play = conversation.play
    scene = play.node.scene
    if not policies.clock or play.ended or scene is None or scene.seconds is None or factor is None:
        return None
    return scene.seconds * factor if conversation.engine.timeout(play.state) is not None else None


def folded(conversation: Conversation, policies: Policies) -> tuple[str, str]:
    """The person in one line, for a small window: who, and how they are."""
    who = person(conversation)
    if not policies.meters:
        return who.name, "".join(who.cues[:1])
    figures = "  ".join(f"{reading.name} {reading.value}" for reading in readings(conversation))
    return who.name, figures
