"""Texts with `{param}`, `{fact?，shown only if the fact is known}` and `{{` for a brace: read, checked, filled.

The loader itself also writes `{fact:owed}` and `{fact:owed.softened}`: the wording that a fact has in a variant, for
forms whose variants word it differently.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import TypeAlias

from scenarios.dates import VISIT, show
from scenarios.model import Text, Variant
from scenarios.shape import ID_PATTERN
from scenarios.value import value


@value(frozen=True, slots=True)
class Given:
    """`{param}`: the value of a parameter."""

    name: str


@value(frozen=True, slots=True)
class IfKnown:
    """`{fact?…}`: the parts are there once the fact is known."""

    fact: str
    parts: tuple[Part, ...]


@value(frozen=True, slots=True)
class Wording:
    """`{fact:owed}`: a fact in the words it has in the variant; `form` is text, softened or distorted."""

    fact: str
    form: str


Part: TypeAlias = "str | Given | IfKnown | Wording"


@value(frozen=True, slots=True)
class Template:
    """A text that was read. `problem` is where and what could not be read, in characters from 0, or None."""

    parts: tuple[Part, ...]
    problem: tuple[int, str] | None = None


_PLACEHOLDER = re.compile(
    rf"\{{(?:(?P<given>{ID_PATTERN})\}}|(?P<fact>{ID_PATTERN})[?？]"
    rf"|fact:(?P<of>{ID_PATTERN})(?:\.(?P<form>softened|distorted))?\}})"
)
_ODD = re.compile(r"\{[^{}]{0,30}\}?")


@lru_cache(maxsize=16_384)
def template(text: str) -> Template:
    """Read a text; one that cannot be read is shown as it stands."""
    if "{" not in text:
        return Template((text,))
    try:
        parts, _ = _read(text, 0, inner=False)
    except _UnreadableError as error:
        return Template((text,), (error.at, error.found))
    return Template(parts)


class _UnreadableError(Exception):
    def __init__(self, text: str, at: int) -> None:
        super().__init__(at)
        self.at = at
        match = _ODD.match(text, at)
        self.found = match[0] if match else text[at : at + 30]


def _read(text: str, start: int, *, inner: bool) -> tuple[tuple[Part, ...], int]:
    """Read up to the end, or within `{fact?` up to its `}`; returns the parts and where it went on."""
    parts: list[Part] = []
    at = begin = start
    while at < len(text):
        sign = text[at]
        if sign == "}" and inner:
            parts.append(text[begin:at])
            return tuple(part for part in parts if part != ""), at + 1
        if sign != "{":
            at += 1
            continue
        parts.append(text[begin:at])
        if text.startswith("{{", at):
            parts.append("{")
            at = begin = at + 2
            continue
        part, at = _placeholder(text, at, inner)
        parts.append(part)
        begin = at
    if inner:
        raise _UnreadableError(text, max(start - 1, 0))
    parts.append(text[begin:])
    return tuple(part for part in parts if part != ""), at


def _placeholder(text: str, at: int, inner: bool) -> tuple[Part, int]:
    match = _PLACEHOLDER.match(text, at)
    if match is None or (inner and match["fact"]):
        raise _UnreadableError(text, at)
    if match["given"]:
        return Given(match["given"]), match.end()
    if match["of"]:
        return Wording(match["of"], match["form"] or "text"), match.end()
    try:
        parts, after = _read(text, match.end(), inner=True)
    except _UnreadableError as error:
        raise (_UnreadableError(text, at) if error.at < match.end() else error) from None
    return IfKnown(match["fact"], parts), after


def placeholders(text: str) -> Iterable[Given | IfKnown | Wording]:
    """Every placeholder, also those within others."""
    waiting: list[Part] = list(template(text).parts)
    while waiting:
        part = waiting.pop()
        if not isinstance(part, str):
            yield part
            if isinstance(part, IfKnown):
                waiting.extend(part.parts)


def fill(text: Text, variant: Variant, known: Collection[str], language: str) -> str:
    """A text as it is shown.

    Args:
        text: from the model.
        variant: gives the parameters and the wording of facts.
        known: facts disclosed so far.
        language: `zh` or `en`; where there is no English, the Chinese is shown.

    Returns:
        The text with every placeholder filled; what names nothing is shown as it was written.
    """
    chosen = text.zh if language.startswith("zh") or not text.en else text.en
    return _filled(template(chosen).parts, variant, known, language) if "{" in chosen else chosen


def _filled(parts: Iterable[Part], variant: Variant, known: Collection[str], language: str) -> str:
    words: list[str] = []
    for part in parts:
        match part:
            case str():
                words.append(part)
            case Given(name):
                words.append(_value(name, variant, language))
            case IfKnown(fact, inner):
                if fact in known:
                    words.append(_filled(inner, variant, known, language))
            case Wording(fact, form):
                found = variant.facts.get(fact)
                wording = getattr(found, form) if found else None
                words.append(fill(wording, variant, known, language) if wording else "")
    return "".join(words)


def _value(name: str, variant: Variant, language: str) -> str:
    value = variant.params.get(name)
    if isinstance(value, date):
        visit = variant.params.get(VISIT)
        return show(value, language, visit if isinstance(visit, date) else None)
    if isinstance(value, bool):
        return ("是" if value else "否") if language.startswith("zh") else ("yes" if value else "no")
    if value is None:
        return "{" + name + "}"
    return str(value) if language.startswith("zh") else variant.params_en.get(name, str(value))


def replaced(text: str, values: Mapping[str, str]) -> str:
    """Put texts, which may hold placeholders of their own, in the place of `{param}`, as a call of a fragment does."""
    if "{" not in text or not values:
        return text
    return _written(template(text).parts, lambda name: values.get(name, "{" + name + "}"))


def _written(parts: Iterable[Part], value: Callable[[str], str]) -> str:
    words: list[str] = []
    for part in parts:
        match part:
            case str():
                words.append(part.replace("{", "{{"))
            case Given(name):
                words.append(value(name))
            case IfKnown(fact, inner):
                words.append("{" + fact + "?" + _written(inner, value) + "}")
            case Wording(fact, form):
                words.append("{fact:" + fact + ("}" if form == "text" else f".{form}}}"))
    return "".join(words)
