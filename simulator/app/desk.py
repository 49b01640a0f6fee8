"""What lies on the desk at one moment of a visit, as plain values in the language in use. No widget."""

from __future__ import annotations

from scenarios.conversation import Conversation, Language
from scenarios.engine import State
from simulator import moments
from simulator.app.widgets.cards import Person, Reading
from simulator.app.widgets.choices import Entry
from simulator.i18n import _
from simulator.needs import reason
from simulator.visit import Policies

FORM = "*form"
RESULT = "*result"
"""Entries that are no choices of the scenario: ids of those never hold an asterisk."""


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
    return Person(conversation.petitioner, about, cues)


def readings(conversation: Conversation) -> list[Reading]:
    """The three meters, each with what the last step did to it."""
    play = conversation.play
    return readings_of(conversation.language, play.steps[-1].before if play.steps else play.state, play.state)


def readings_of(language: Language, before: State, after: State) -> list[Reading]:
    """The three meters of a state, each with how it moved from the one before."""
    from scenarios.vocabulary import vocabulary

    names = vocabulary().meters
    found = []
    for key in moments.METERS:
        value = getattr(after, key)
        band = moments.band(key, value).name.text(language)
        found.append(Reading(key, names[key].name.text(language), value, band, value - getattr(before, key)))
    return found


def new_facts(conversation: Conversation) -> frozenset[str]:
    """Facts that the last step brought out."""
    play = conversation.play
    if not play.steps:
        return conversation.engine.known(play.state)
    return conversation.engine.known(play.state) - conversation.engine.known(play.steps[-1].before)


def total_facts(conversation: Conversation) -> int:
    """How many facts there are to learn."""
    return len(conversation.engine.program.edition.variant.facts)


def seconds(conversation: Conversation, policies: Policies) -> int | None:
    """The clock that runs here, or None."""
    play = conversation.play
    scene = play.node.scene
    if not policies.clock or play.ended or scene is None or scene.seconds is None:
        return None
    return scene.seconds if conversation.engine.timeout(play.state) is not None else None


def folded(conversation: Conversation, policies: Policies) -> tuple[str, str]:
    """The person in one line, for a small window: who, and how they are."""
    who = person(conversation)
    if not policies.meters:
        return who.name, "".join(who.cues[:1])
    figures = "  ".join(f"{reading.name} {reading.value}" for reading in readings(conversation))
    return who.name, figures
