"""What the home screen lists: scenarios with what was scored in them, and visits left unfinished. Read in a thread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rich.cells import cell_len

from scenarios.vocabulary import vocabulary
from simulator.i18n import Language, _


@dataclass(frozen=True, slots=True)
class Scores:
    """What was scored in a scenario: last and best visit, None for none."""

    last: float | None = None
    best: float | None = None


@dataclass(frozen=True, slots=True)
class Filter:
    """What the list is narrowed to; None and empty for everything."""

    level: int | None = None
    audience: str = ""
    dimension: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A scenario in the list. `problem` is the code of what keeps it from being read.

    `trains` are codes of the indicators it is about, `words` all that a search looks through, in small letters.
    """

    id: str
    title: Mapping[str, str]
    level: int
    audience: tuple[str, ...]
    variants: tuple[str, ...]
    path: str
    problem: str = ""
    scores: Scores = field(default_factory=Scores)
    trains: tuple[str, ...] = ()
    words: str = ""

    def name(self, language: Language) -> str:
        """Its title."""
        return self.title.get(language) or self.title.get("zh") or self.id

    def facts(self, language: Language, room: int = 0) -> str:
        """Level, what it trains, audience, number of variants; of a line of so many cells as much as fits whole."""
        known = vocabulary()
        if self.problem:
            return _("读不了（{code}）", code=self.problem)
        level = known.levels[self.level].name.text(language)
        names = [known.indicators[code].name.text(language) for code in self.trains]
        audience = _("、").join(known.audiences[key].name.text(language) for key in self.audience)
        variants = _("{n} 种情形", n=len(self.variants))
        line = ""
        # Whoever chooses asks first what is trained, and wants more than one word for it.
        for rest, fewest in (([audience, variants], 2), ([audience], 2), ([variants], 2), ([], 0)):
            for count in range(len(names), min(len(names), fewest) - 1, -1):
                trained = _("练{what}", what=_("、").join(names[:count])) if count else ""
                line = "  ·  ".join(part for part in (level, trained, *rest) if part)
                if not room or cell_len(line) <= room:
                    return line
        return line

    def marks(self) -> str:
        """Last and best score."""
        from simulator.figures import number

        if self.problem:
            return ""
        if self.scores.last is None:
            return _("未做")
        if self.scores.best is None:
            return _("最近 {last}", last=number(self.scores.last))
        return _("最近 {last}   最好 {best}", last=number(self.scores.last), best=number(self.scores.best))

    def fits(self, wanted: Filter) -> bool:
        """Whether a filter lets it through; of dimensions that of the two indicators it is most about."""
        indicators = vocabulary().indicators
        mostly = {indicators[code].dimension for code in self.trains[:2] if code in indicators}
        return (
            wanted.level in (None, self.level)
            and (not wanted.audience or wanted.audience in self.audience)
            and (not wanted.dimension or wanted.dimension in mostly)
        )

    def matches(self, text: str) -> bool:
        """Whether it has every word of a search, in either language."""
        return all(word in self.words for word in text.lower().split())


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A visit that can go on.

    `left_at` is the last thing the petitioner said, in each language, empty until that is found out; `last_hash` is
    of the last event there is.
    """

    session: str
    title: Mapping[str, str]
    mode: str
    steps: int
    left_at: Mapping[str, str]
    last_hash: str = ""

    def name(self, language: Language) -> str:
        """Its title."""
        return self.title.get(language) or self.title.get("zh") or self.session


def listed(entries: Sequence[Mapping[str, Any]], scores: Mapping[str, Scores]) -> list[Listed]:
    """Scenarios from the index of `jiefang list`."""
    return [_listed(entry, scores) for entry in entries]


def _listed(entry: Mapping[str, Any], scores: Mapping[str, Scores]) -> Listed:
    from simulator import trains

    name = str(entry["id"])
    shipped = trains.of_library().get(name, ()) if entry.get("source") == "library" else ()
    title = dict(entry.get("title", {"zh": name}))
    level = int(entry.get("level", 9))
    audience = tuple(entry.get("audience", ()))
    trained = tuple(code for code in shipped or entry.get("trains", ()) if code in vocabulary().indicators)
    return Listed(
        id=name,
        title=title,
        level=level,
        audience=audience,
        variants=tuple(entry.get("variants", ())),
        path=str(entry["path"]),
        problem=str(entry.get("error", "")),
        scores=scores.get(name, Scores()),
        trains=trained,
        words=_words(name, title, level, audience, trained),
    )


def _words(name: str, title: Mapping[str, str], level: int, audience: Sequence[str], trained: Sequence[str]) -> str:
    """All that a search looks through: id, titles, level, audience and what it trains, in both languages."""
    known = vocabulary()
    terms = [known.levels[level].name] if level in known.levels else []
    terms += [known.audiences[key].name for key in audience if key in known.audiences]
    terms += [known.indicators[code].name for code in trained]
    # As the filter has it: what a scenario is mostly about.
    terms += [known.dimensions[known.indicators[code].dimension].name for code in trained[:2]]
    names = [name, *(text or "" for text in title.values()), *trained]
    return " ".join(names + [text for term in terms for text in (term.zh, term.en)]).lower()
