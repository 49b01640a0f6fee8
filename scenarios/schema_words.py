"""What each word of the scenario language means, for editors that show it beside the word."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from scenarios.diagnostic import catalogue
from scenarios.schema_values import (
    BASIS,
    IGNORABLE,
    INDICATOR,
    KEY_WEIGHT,
    LOOK,
    MOVE,
    NONE,
    OPTION_ID,
    OUTCOME,
    PARAM_TYPE,
    PRACTICE,
    RECORD_FORM,
    SEX,
    both,
)
from scenarios.shape import Shape, Word, Words
from scenarios.statutes import bodies, procedures, statutes
from scenarios.vocabulary import Term, vocabulary

_FIXED: Mapping[Word, Mapping[str, Words]] = {
    NONE: {"none": both("不要", "without")},
    SEX: {"male": both("男", "male"), "female": both("女", "female")},
    LOOK: {
        "glasses": both("戴眼镜", "wears glasses"),
        "hat": both("戴帽子", "wears a hat"),
        "beard": both("留胡子", "has a beard"),
        "headscarf": both("包头巾", "wears a headscarf"),
    },
    BASIS: {PRACTICE: both("当地做法，不是法条", "what is done locally, not law")},
    RECORD_FORM: {"record": both("来访登记表", "the record form")},
    PARAM_TYPE: {
        "text": both("文字", "a text"),
        "integer": both("整数", "a whole number"),
        "boolean": both("true 或 false", "true or false"),
    },
}


def explained(shape: Shape) -> Mapping[str, Words]:
    """What each of some words means, in both languages.

    Args:
        shape: of a value or a key.

    Returns:
        By word, in the order of the language; empty where any name may stand.
    """
    if isinstance(shape, Word):
        return _of_word(shape)
    return directory() if shape is OPTION_ID else {}


@cache
def _of_word(word: Word) -> Mapping[str, Words]:
    words = vocabulary()
    if word is MOVE:
        return {
            key: both(f"{move.name.zh}：{move.example.zh}", f"{move.name.en}: {move.example.en}")
            for key, move in words.moves.items()
        }
    if word is KEY_WEIGHT:
        plain = {"true": both("关键事实", "a key fact"), "false": both("不是关键事实", "no key fact")}
        return plain | dict(_of_word(INDICATOR))
    if word is OUTCOME:
        return {key: _meaning(term) for key, term in words.outcomes.items()}
    if word is IGNORABLE:
        return {code: catalogue()[code].message for code in word.values()}
    groups: tuple[Mapping[str, Any], ...] = (words.indicators, words.styles, words.red_lines, words.audiences)
    for group in groups:
        if word.values() == tuple(group):
            return {key: both(term.name.zh, term.name.en) for key, term in group.items()}
    return _FIXED.get(word, {})


def _meaning(term: Term) -> Words:
    return both(f"{term.name.zh}：{term.what.zh}", f"{term.name.en}: {term.what.en}")


@cache
def directory() -> Mapping[str, Words]:
    """Bodies and procedures of the directory, by id."""
    names = {key: body.name for key, body in bodies().items()}
    return names | {key: procedure.name for key, procedure in procedures().items()}


@cache
def citations() -> Mapping[str, Words]:
    """Every article that the law data has, as it is cited: what it says."""
    return {
        f"{statute.id}:{number}": article.summary
        for statute in statutes()
        for number, article in statute.articles.items()
    }
