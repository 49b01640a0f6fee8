"""Writes docs/moves.md and docs/moves.zh-CN.md: every move, what it sounds like and what it does, from the tables.

.venv/bin/python tools/moves_page.py; with `--check` it only says whether that is needed.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scenarios.bilingual import Bilingual  # noqa: E402
from scenarios.emotion import HIGHEST, METERS, EmotionTable, Row, table  # noqa: E402
from scenarios.shape import Words  # noqa: E402
from scenarios.vocabulary import Move, Vocabulary, vocabulary  # noqa: E402
from tools.diagnostics_page import cell  # noqa: E402
from tools.reference_page import words_of, write  # noqa: E402

PAGES = {"en": ROOT / "docs" / "moves.md", "zh": ROOT / "docs" / "moves.zh-CN.md"}
SEEN = {"reactive": (4, 4), "instrumental": (4, 4), "despairing": (4, 6)}
"""The visitors of the overviews, to whom no sympathy has been shown yet: trust and distress by style."""
SAID: Mapping[str, Words] = words_of("moves")


def page(language: str) -> str:
    """The whole page."""
    return _Page(language, vocabulary(), table()).text()


class _Page:
    """Writes one page."""

    def __init__(self, language: str, words: Vocabulary, emotion: EmotionTable) -> None:
        self._language = language
        self._words = words
        self._emotion = emotion

    def _say(self, name: str, **values: object) -> str:
        return SAID[name][self._language].format(**values)

    def _own(self, text: Bilingual) -> str:
        return text.en if self._language == "en" else text.zh

    def text(self) -> str:
        """The page."""
        parts = [f"# {self._say('title')}", self._say("head"), self._limits(), self._glance()]
        for kind, name in self._words.move_kinds.items():
            moves = [move for move in self._words.moves.values() if move.kind == kind]
            parts += [f"## {self._own(name)}", *map(self._section, moves)]
        return "\n\n".join(parts) + "\n"

    def _limits(self) -> str:
        dynamics, lines = self._emotion.dynamics, [f"## {self._say('limits')}", ""]
        for meter in METERS:
            low, high = self._emotion.limits[meter]
            lines.append(self._say("step", meter=self._meter(meter), low=_signed(low), high=_signed(high)))
        for kind, name in self._words.move_kinds.items():
            top = self._emotion.ceilings.get(kind, HIGHEST)
            lines.append(self._say("ceiling", kind=self._own(name), top=top))
        if calm := dynamics.calming_bonus:
            lines.append(
                self._say("calm", trust=calm.trust_at_least, by=-calm.agitation, reason=self._own(calm.reason))
            )
        if flare := dynamics.escalation_malus:
            lines.append(
                self._say("flare", trust=flare.trust_at_most, by=flare.agitation, reason=self._own(flare.reason))
            )
        if hot := dynamics.hot_trust_cap:
            by, reason = hot.trust_rise_at_most, self._own(hot.reason)
            lines.append(self._say("hot", agitation=hot.agitation_at_least, by=by, reason=reason))
        return "\n".join(lines)

    def _meter(self, meter: str) -> str:
        name = self._own(self._words.meters[meter].name)
        return name.lower() if self._language == "en" else name

    def _glance(self) -> str:
        """Every move in every heat band, beside a visitor of each style."""
        parts = [f"## {self._say('glance')}", self._say("glance_head")]
        for style, (trust, distress) in SEEN.items():
            name, what = (self._own(text) for text in (self._words.styles[style].name, self._words.styles[style].what))
            parts.append(f"### {name}")
            parts.append(f"`{style}` · {what}{self._say('glance_of', trust=trust, distress=distress)}")
            parts.append("\n".join(self._overview(style, trust, distress)))
        return "\n\n".join(parts)

    def _overview(self, style: str, trust: int, distress: int) -> Iterator[str]:
        bands = list(self._words.bands.values())
        spans = [f"{band.low}–{band.high}" if band.low < band.high else f"{band.low}" for band in bands]
        yield f"| | {' | '.join(f'{self._own(b.name)} {span}' for b, span in zip(bands, spans, strict=True))} |"
        yield "| --- |" + " --- |" * len(bands)
        for move in self._words.moves.values():
            cells = (self._effect(move, band.low, style, trust, distress) for band in bands)
            yield f"| [`{move.key}`](#{move.key}) {self._own(move.name)} | {' | '.join(cells)} |"

    def _effect(self, move: Move, agitation: int, style: str, trust: int, distress: int) -> str:
        found = self._emotion.effect([move.key], agitation, trust, distress, style=style, sympathy=0, opening=False)
        amounts = (found.agitation, found.trust, found.distress)
        shown = [f"{letter}{_signed(n)}" for letter, n in zip(self._say("letters"), amounts, strict=True) if n]
        return " ".join(shown) or "·"

    def _section(self, move: Move) -> str:
        rows = self._emotion.moves[move.key]
        said = f"**{self._own(move.name)}** · {self._own(move.example)}"
        lines = [f"### {move.key}", "", said, "", self._say("columns"), "| --- | --- | --- | --- |"]
        lines += [self._row(row, only=len(rows) == 1) for row in rows]
        return "\n".join(lines)

    def _row(self, row: Row, *, only: bool) -> str:
        when = self._say("and").join(self._conditions(row)) or self._say("only" if only else "always")
        amounts = zip(METERS, (row.agitation, row.trust, row.distress), strict=True)
        change = ", ".join(f"{self._meter(meter)} {_signed(n)}" for meter, n in amounts if n) or "·"
        rates = ", ".join(f"{code} {_signed(n)}" for code, n in row.rates.items()) or "·"
        return f"| {cell(when)} | {change} | {rates} | {cell(self._own(row.reason))} |"

    def _conditions(self, row: Row) -> Iterator[str]:
        named: tuple[tuple[frozenset[str] | None, Mapping[str, object]], ...] = (
            (row.styles, self._words.styles),
            (row.bands, self._words.bands),
        )
        for chosen, entries in named:
            if chosen is not None:
                yield self._say("or").join(self._own(entry.name) for key, entry in entries.items() if key in chosen)  # type: ignore[attr-defined]
        for meter, low, high in (
            ("trust", row.trust_at_least, row.trust_below),
            ("distress", row.distress_at_least, row.distress_below),
        ):
            if low is not None:
                yield self._say("at_least", meter=self._meter(meter), n=low)
            if high is not None:
                yield self._say("below", meter=self._meter(meter), n=high)
        if row.sympathy is not None:
            yield self._say("or").join(self._say(f"sympathy{n}") for n in sorted(row.sympathy))
        if row.opening is not None:
            yield self._say("opening" if row.opening else "later")


def _signed(number: int) -> str:
    """`+1`, `−2`, `0`."""
    return f"+{number}" if number > 0 else str(number).replace("-", "−")


if __name__ == "__main__":
    sys.exit(write(PAGES, page))
