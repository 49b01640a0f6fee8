"""What a person means who types into the handbook's one line: a card by its name, a topic, or words."""

from __future__ import annotations

from scenarios import handbook, statutes
from scenarios.handbook import Found
from simulator.handbook.words import DIRECTORY, card_names


def whole(card: str) -> Found:
    """A whole card, or the directory."""
    if card == DIRECTORY:
        return Found(bodies=tuple(statutes.bodies().values()), procedures=tuple(statutes.procedures().values()))
    return Found(rows=handbook.rows(card))


def asked(typed: str) -> Found:
    """A card where its id or name was typed, all articles of a topic where that is what was typed, else the words."""
    wanted = statutes.folded(typed).casefold()
    for card, name in card_names().items():
        if wanted in (card, statutes.folded(name).casefold()):
            return whole(card)
    topic = handbook.topic_named(typed)
    return handbook.look_up("", topic) if topic else handbook.look_up(typed)
