"""Terms of art (`glossary.yaml`): what a translation calls them, and Chinese names that no longer hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from scenarios.model import Text
from scenarios.own_data import own_data

_QUOTED = re.compile(r"“[^“”]*”|「[^「」]*」|《[^《》]*》")
"""Words that are quoted are somebody else's."""


@dataclass(frozen=True, slots=True)
class Term:
    """A Chinese term and what English calls it.

    Attributes:
        zh: where the term stands in a Chinese text.
        en: its English, for people.
        wrong: English words that mean something else, or that are another word for the same thing.
        unless: a Chinese text with this has the other thing in it, too; None for nothing of the kind.
    """

    zh: re.Pattern[str]
    en: str
    wrong: re.Pattern[str]
    unless: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Outdated:
    """Chinese words for which one that speaks with authority has another."""

    found: re.Pattern[str]
    term: Mapping[str, str]


@cache
def terms() -> tuple[Term, ...]:
    """All terms, in the order of the table."""
    return tuple(
        Term(
            re.compile(entry["zh"]),
            entry["en"],
            re.compile(rf"\b(?:{entry['wrong']})\b", re.IGNORECASE),
            re.compile(entry["unless"]) if "unless" in entry else None,
        )
        for entry in own_data(Path(__file__).with_name("glossary.yaml"))["terms"]
    )


@cache
def old_names() -> tuple[Outdated, ...]:
    """All Chinese words that are to be replaced, in the order of the table."""
    entries = own_data(Path(__file__).with_name("glossary.yaml"))["outdated"]
    return tuple(Outdated(re.compile(entry["found"]), entry["term"]) for entry in entries)


def misnamed(text: Text) -> Iterator[tuple[str, Mapping[str, str]]]:
    """English words that stand for a term of the Chinese, each with the term in both languages."""
    if not text.en:
        return
    for term in terms():
        chinese = term.zh.search(text.zh)
        if chinese is None or (term.unless is not None and term.unless.search(text.zh)):
            continue
        if term.en.lower() in text.en.lower():
            continue
        match = term.wrong.search(text.en)
        if match is not None:
            yield match[0], {"zh": f"{term.en}（{chinese[0]}）", "en": f"{term.en} ({chinese[0]})"}


def outdated(chinese: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Chinese words of a text that are no longer used, each with the term; quoted words are somebody else's."""
    own = _QUOTED.sub("", chinese)
    for entry in old_names():
        match = entry.found.search(own)
        if match is not None:
            yield match[0], entry.term
