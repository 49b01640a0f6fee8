"""Where unfinished visits stopped: plays again those of which it is not known. Imports the engine."""

from __future__ import annotations

from dataclasses import replace

from scenarios.conversation import Conversation
from scenarios.diagnostic import ScenarioError
from scenarios.edition import Edition
from scenarios.play import InputError, Play
from simulator import last_heard
from simulator.directory import Unfinished
from simulator.moments import last_words
from simulator.record.errors import StoreError
from simulator.record.store import Store, open_store
from simulator.visit import replay


def where_left(unfinished: list[Unfinished]) -> list[Unfinished]:
    """The same visits with the last thing the petitioner said, without those whose log is not sound.

    Loads every edition once; takes a moment. What was found is kept for the next time.
    """
    editions: dict[str, Edition] = {}
    try:
        with open_store() as store:
            found = [each if each.left_at else _left_at(store, each, editions) for each in unfinished]
    except StoreError:
        return unfinished
    sound = [visit for visit in found if visit is not None]
    last_heard.keep(sound)
    return sound


def _left_at(store: Store, visit: Unfinished, editions: dict[str, Edition]) -> Unfinished | None:
    try:
        events = store.events(visit.session)
    except StoreError:
        return None
    try:
        session = store.session(visit.session)
        if session.edition not in editions:
            editions[session.edition] = store.edition(session.edition)
        play = replay(Play(editions[session.edition], session.seed), events)
    except (StoreError, ScenarioError, InputError):
        return visit
    left_at = {"zh": last_words(Conversation(play, "zh")), "en": last_words(Conversation(play, "en"))}
    return replace(visit, left_at=left_at)
