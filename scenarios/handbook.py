"""The handbook: the law data looked up by word, by article and by topic, with the desk cards and the directory.

Pure: what is found are the entries of `scenarios.statutes`; how they are shown is settled where they are shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from scenarios.handbook_search import has_all, search
from scenarios.statutes import (
    Article,
    Body,
    Citation,
    Procedure,
    Statute,
    article,
    bodies,
    cards,
    folded,
    parse_citation,
    procedures,
    statutes,
    topics,
)
from scenarios.value import value

CARDS = ("deadlines", "hotlines", "router", "phrases", "crises", "concepts", "absent")
"""The desk cards: sections of `law/cards.yaml`."""

_NOT_TEXT = ("id", "law", "practice", "bodies")
_NUMERALS = "一二三四五六七八九十"
_ARTICLE = re.compile(
    r"[\s》:,，]*(?:第|art(?:icle)?\b\.?)?\s*(?P<number>[1-9]\d*)条?(?:之(?P<twin>[一二三四五六七八九十])|-(?P<nth>[1-9]))?条?"
    r"(?:\s*第?(?P<paragraph>[1-9]\d*)款|\.(?P<point>[1-9]\d*)|\((?P<bracket>[1-9]\d*)\))?(?:[.(第\s].*)?",
    re.DOTALL,
)
"""What stands behind a statute's name to name an article: `:22.1`, `第22条第1款`, ` 22`, `, Art. 22(1)`."""


@value(frozen=True, slots=True)
class Row:
    """One row of a desk card.

    Attributes:
        card: the card it stands on, one of `CARDS`.
        id: its id on that card; a hotline's is its number.
        texts: its texts by field, each in both languages; a field may hold a list a language.
        law: the citations it rests on.
        practice: how offices work, not verified as law; never to be shown as law.
        bodies: ids of the bodies it points to.
    """

    card: str
    id: str
    texts: Mapping[str, Mapping[str, Any]]
    law: tuple[str, ...] = ()
    practice: bool = False
    bodies: tuple[str, ...] = ()


@value(frozen=True, slots=True)
class Found:
    """What a look-up found, best first.

    Attributes:
        statute: the statute that was asked for as a whole, or None.
        articles: articles.
        bodies: bodies of the directory.
        procedures: procedures with their time limits.
        rows: rows of desk cards.
    """

    statute: Statute | None = None
    articles: tuple[Article, ...] = ()
    bodies: tuple[Body, ...] = ()
    procedures: tuple[Procedure, ...] = ()
    rows: tuple[Row, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.statute or self.articles or self.bodies or self.procedures or self.rows)


@cache
def rows(card: str) -> tuple[Row, ...]:
    """The rows of one desk card, in the order of the file.

    Args:
        card: one of `CARDS`.
    """
    return tuple(
        Row(
            card=card,
            id=row.get("id") or row["number"],
            texts={key: entry for key, entry in row.items() if key not in (*_NOT_TEXT, "number")},
            law=tuple(row.get("law", ())),
            practice=row.get("practice", False),
            bodies=tuple(row.get("bodies", ())),
        )
        for row in cards(card)
    )


def every_row() -> Iterator[Row]:
    """The rows of all cards."""
    return (row for card in CARDS for row in rows(card))


def topic_named(name: str) -> str:
    """The key of a topic given by its key or its name in either language, or empty."""
    wanted = folded(name).casefold()
    for key, names in topics().items():
        if wanted in (key, *(text.casefold() for text in names.values())):
            return key
    return ""


@cache
def _titles() -> Mapping[str, Statute]:
    """Every short, full and English name, folded, with its statute; the longest first."""
    found: dict[str, Statute] = {}
    for of in statutes():
        for name in (of.id, *of.name.values(), *of.short.values()):
            found.setdefault(folded(name).casefold(), of)
    return dict(sorted(found.items(), key=lambda entry: -len(entry[0])))


def titled(name: str) -> Statute | None:
    """The statute of exactly that short, full or English name, or None."""
    return _titles().get(folded(name).casefold())


def place_in(words: str) -> Citation | None:
    """The article that words name: a citation, or a statute's name with a number, in either language.

    `信访工作条例:22.1`, 《信访工作条例》第22条第1款 and `Petition Work Regulations, Art. 22(1)` are the same place.
    The article need not exist; the statute must, unless the words have the shape of a citation.
    """
    asked = folded(words).casefold()
    for name, of in _titles().items():
        match = _ARTICLE.fullmatch(asked, len(name)) if asked.startswith(name) else None
        if match:
            twin = match["twin"] or (_NUMERALS[int(match["nth"]) - 1] if match["nth"] else "")
            paragraph = match["paragraph"] or match["point"] or match["bracket"] or ""
            return Citation(of.id, match["number"] + (f"之{twin}" if twin else ""), paragraph)
    return parse_citation(words)


def look_up(words: str, topic: str = "") -> Found:
    """Look words up in articles, directory and cards.

    Args:
        words: a statute's name, a place in one, or words that must all occur; empty for everything of the topic.
        topic: key of a topic; then only articles that carry it are found.

    Returns:
        A whole statute with its articles in order; an article with what rests on it; or all that has the words.
    """
    whole = titled(words) if words.strip() else None
    place = None if whole else place_in(words)
    if whole:
        found = Found(statute=whole, articles=tuple(whole.articles.values()))
    elif place:
        found = _at(place)
    else:
        found = _with(words) if words.strip() else Found(articles=_all_articles())
    if not topic:
        return found
    return Found(articles=tuple(entry for entry in found.articles if topic in entry.topics))


def _all_articles() -> tuple[Article, ...]:
    return tuple(entry for of in statutes() for entry in of.articles.values())


def _at(place: Citation) -> Found:
    """An article and what rests on it; nothing where there is no such article."""
    entry = article(place)
    if entry is None:
        return Found()
    return Found(
        articles=(entry,),
        bodies=tuple(body for body in bodies().values() if _rests(body.law, place)),
        procedures=tuple(one for one in procedures().values() if _rests(one.law, place)),
        rows=tuple(row for row in every_row() if _rests(row.law, place)),
    )


def _rests(law: Iterable[str], place: Citation) -> bool:
    """Whether one of the citations is that place, an article above it, or a part of it."""
    for text in law:
        cited = parse_citation(text)
        if cited is None or (cited.statute, cited.article) != (place.statute, place.article):
            continue
        longer, shorter = sorted((cited.paragraph, place.paragraph), key=len, reverse=True)
        if not shorter or longer == shorter or longer.startswith(f"{shorter}."):
            return True
    return False


def _with(words: str) -> Found:
    """Everything that has all the words."""
    directory = in_directory(words)
    return Found(
        articles=tuple(search(words)),
        bodies=directory.bodies,
        procedures=directory.procedures,
        rows=matching(words, every_row()),
    )


def in_directory(words: str) -> Found:
    """The bodies and procedures that have all the words."""
    return Found(
        bodies=tuple(body for body in bodies().values() if has_all(words, texts_of(body.name, body.decides))),
        procedures=tuple(one for one in procedures().values() if has_all(words, texts_of(one.name, one.limits))),
    )


def matching(words: str, among: Iterable[Row]) -> tuple[Row, ...]:
    """The rows that have all the words, in either language; all of them where there are no words."""
    return tuple(
        row for row in among if not words.strip() or has_all(words, f"{row.id} {texts_of(*row.texts.values())}")
    )


def texts_of(*values: Mapping[str, Any]) -> str:
    """All texts of fields, in both languages, as one."""
    return " ".join(
        part for texts in values for text in texts.values() for part in (text if isinstance(text, list) else [text])
    )
