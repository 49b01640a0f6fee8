"""What the home screen lists: scenarios with what was scored in them, and visits left unfinished. Read in a thread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from scenarios.vocabulary import vocabulary
from simulator.i18n import Language, _


@dataclass(frozen=True, slots=True)
class Scores:
    """What was scored in a scenario: last and best visit, None for none."""

    last: float | None = None
    best: float | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """A scenario in the list. `problem` is the code of what keeps it from being read."""

    id: str
    title: Mapping[str, str]
    level: int
    audience: tuple[str, ...]
    variants: tuple[str, ...]
    path: str
    problem: str = ""
    scores: Scores = field(default_factory=Scores)

    def name(self, language: Language) -> str:
        """Its title."""
        return self.title.get(language) or self.title.get("zh") or self.id

    def facts(self, language: Language) -> str:
        """Level, audience, number of variants."""
        words = vocabulary()
        if self.problem:
            return _("读不了（{code}）", code=self.problem)
        level = words.levels[self.level].name.text(language)
        audience = _("、").join(words.audiences[key].name.text(language) for key in self.audience)
        return "  ·  ".join((level, audience, _("{n} 种情形", n=len(self.variants))))

    def marks(self) -> str:
        """Last and best score."""
        from simulator.figures import number

        if self.problem:
            return ""
        if self.scores.last is None or self.scores.best is None:
            return _("未做")
        return _("最近 {last}   最好 {best}", last=number(self.scores.last), best=number(self.scores.best))

    def matches(self, text: str) -> bool:
        """Whether it has every word of a search, in either language."""
        words = vocabulary()
        names: list[str] = [self.id, *self.title.values()]
        terms = [words.levels[self.level]] if self.level in words.levels else []
        terms += [words.audiences[key] for key in self.audience if key in words.audiences]
        names += [name for term in terms for name in (term.name.zh, term.name.en)]
        whole = " ".join(names).lower()
        return all(word in whole for word in text.lower().split())


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A visit that can go on. `left_at` is the last thing the petitioner said, in each language."""

    session: str
    title: Mapping[str, str]
    mode: str
    steps: int
    left_at: Mapping[str, str]

    def name(self, language: Language) -> str:
        """Its title."""
        return self.title.get(language) or self.title.get("zh") or self.session


def listed(entries: Sequence[Mapping[str, Any]], scores: Mapping[str, Scores]) -> list[Listed]:
    """Scenarios from the index of `jiefang list`."""
    return [
        Listed(
            id=str(entry["id"]),
            title=dict(entry.get("title", {"zh": entry["id"]})),
            level=int(entry.get("level", 9)),
            audience=tuple(entry.get("audience", ())),
            variants=tuple(entry.get("variants", ())),
            path=str(entry["path"]),
            problem=str(entry.get("error", "")),
            scores=scores.get(str(entry["id"]), Scores()),
        )
        for entry in entries
    ]
