"""Common errors about the law (`common_errors/*.yaml`) and how a sentence is seen to make one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from scenarios.own_data import own_data

FOLDER = Path(__file__).with_name("common_errors")


@dataclass(frozen=True, slots=True)
class Habits:
    """How a language denies, forbids and asks.

    Attributes:
        sentence: one sentence with the sign that ends it.
        denied: words with which a sentence denies what it names.
        forbidden: how a sentence may go on to the error in order to forbid it; looked for before the error.
        negation: a "not" among the words of an error that is worded without one.
        asks: the end, or the beginning, of a question.
    """

    sentence: re.Pattern[str]
    denied: re.Pattern[str]
    forbidden: re.Pattern[str]
    negation: re.Pattern[str]
    asks: re.Pattern[str]


HABITS: Mapping[str, Habits] = {
    "zh": Habits(
        sentence=re.compile(r"[^。；！？?\n]+[。；！？?]?"),
        denied=re.compile(
            r"不是|不等于|不属于|不构成|并非|没有(?:这样的|这种|此|任何)?(?:规定|授权|依据)|不对|错误|误区|误以为|不能说|别以为|哪有"
        ),
        forbidden=re.compile(r"(?:不|严禁|禁止|切勿|别|无权)[^。；，]{0,6}$"),
        negation=re.compile(r"不|没|无权|禁止|严禁|未|勿|别"),
        asks=re.compile(r"[？?]\s*$|[吗么][”」』]?[。；！]?\s*$|是不是|是否"),
    ),
    "en": Habits(
        sentence=re.compile(r"[^.;!?\n]+[.;!?]?"),
        denied=re.compile(
            r"\b(?:wrong|myth|mistaken|mistake|error|untrue|false to say|not true|no rule)\b", re.IGNORECASE
        ),
        forbidden=re.compile(
            r"\b(?:not|never|no|nobody|neither|nor|cannot|don[’']t|forbidden to)\b[^,]{0,24}$", re.IGNORECASE
        ),
        negation=re.compile(r"\b(?:not|never|no|nor|cannot|nobody)\b|n[’']t\b", re.IGNORECASE),
        asks=re.compile(r"\?\s*$|\bwhether\b|^\s*(?:is|are|may|can|must|do|does)\b", re.IGNORECASE),
    ),
}


@dataclass(frozen=True, slots=True)
class Wording:
    """An error in the words of one language.

    Attributes:
        pattern: what is looked for in a sentence.
        unless: a sentence with this says the right thing after all; None for nothing of the kind.
        negative: the error is itself worded with a "not".
        bad: sentences that make it.
        good: sentences that do not.
    """

    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None
    negative: bool
    bad: tuple[str, ...]
    good: tuple[str, ...]

    def found(self, text: str, habits: Habits) -> str:
        """The first sentence that makes the error, or nothing. Whoever denies, forbids or asks does not make it."""
        return next((s.strip() for s in habits.sentence.findall(text) if self._made(s, habits)), "")

    def _made(self, sentence: str, habits: Habits) -> bool:
        match = self.pattern.search(sentence)
        if match is None or habits.denied.search(sentence) or habits.forbidden.search(sentence[: match.start()]):
            return False
        outside = sentence[: match.start()] + " " + sentence[match.end() :]
        claim = sentence[max(match.start() - 2, 0) : match.end()]  # with what stands before: 不 + 可以
        if habits.asks.search(outside) or (not self.negative and habits.negation.search(claim)):
            return False
        return self.unless is None or not self.unless.search(sentence)


@dataclass(frozen=True, slots=True)
class CommonError:
    """One entry of the tables.

    Attributes:
        id: unique.
        wordings: by language; Chinese is always there, English where English words are as reliable.
        right: what holds, in both languages.
        law: a citation of it, or empty.
        since: first day of visits in which it is an error, or None.
    """

    id: str
    wordings: Mapping[str, Wording]
    right: Mapping[str, str]
    law: str
    since: date | None

    def found(self, text: str, language: str = "zh") -> str:
        """The first sentence of a text in `language` (`zh` or `en`) that makes the error, or nothing."""
        wording = self.wordings.get(language)
        return wording.found(text, HABITS[language]) if wording is not None else ""


@cache
def common_errors() -> tuple[CommonError, ...]:
    """All of them, in the order of the tables."""
    return tuple(_read())


def _read() -> Iterator[CommonError]:
    for file in sorted(FOLDER.glob("*.yaml")):
        for entry in own_data(file):
            wordings = {"zh": _wording(entry, 0)}
            if "en" in entry:
                wordings["en"] = _wording(entry["en"], re.IGNORECASE)
            since = date.fromisoformat(entry["since"]) if "since" in entry else None
            yield CommonError(entry["id"], wordings, entry["right"], entry.get("law", ""), since)


def _wording(entry: Mapping[str, Any], flags: int) -> Wording:
    return Wording(
        re.compile(entry["pattern"], flags),
        re.compile(entry["unless"], flags) if "unless" in entry else None,
        entry.get("negative", False),
        tuple(entry["bad"]),
        tuple(entry["good"]),
    )
