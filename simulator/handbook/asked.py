"""What a person means who types into the handbook's one line: a card by its name, a topic, or words."""

from __future__ import annotations

from scenarios import handbook, statutes
from scenarios.handbook import Found
from simulator.handbook.words import DIRECTORY, card_names
from simulator.i18n import LANGUAGES, speaking


def whole(card: str) -> Found:
    """A whole card, or the directory."""
    if card == DIRECTORY:
        return Found(bodies=tuple(statutes.bodies().values()), procedures=tuple(statutes.procedures().values()))
    return Found(rows=handbook.rows(card))


def asked(typed: str) -> Found:
    """What was typed: a card by id or name, a topic for all its articles, several citations, else words."""
    wanted = statutes.folded(typed).casefold()
    for spoken in LANGUAGES:
        with speaking(spoken):
            names = card_names()
        for card, name in names.items():
            if wanted in (card, statutes.folded(name).casefold()):
                return whole(card)
    topic = handbook.topic_named(typed)
    if topic:
        return handbook.look_up("", topic)
    return _several(typed) or handbook.look_up(typed)


def _several(typed: str) -> Found:
    """The articles where nothing but citations was typed, at least two; nothing otherwise."""
    cited = typed.split()
    articles = {id(entry): entry for entry in map(statutes.article, cited) if entry is not None}
    if len(cited) < 2 or any(statutes.article(text) is None for text in cited):
        return Found()
    return Found(articles=tuple(articles.values()))
