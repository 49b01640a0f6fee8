"""The fixed words of the scenario language: moves, indicators, red lines, styles, bands and the rest.

Everything a scenario may name, with both languages, comes from `vocabulary.yaml` beside this file. The loader, the
checks, the JSON Schema, the guide and the screens all read it through :func:`vocabulary`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from scenarios.bilingual import Bilingual
from scenarios.own_data import own_data
from scenarios.value import value


@value(frozen=True, slots=True)
class Term:
    """A named value: a level, an audience, a kind of matter, an outcome, a mode, a meter."""

    key: str
    name: Bilingual
    what: Bilingual
    law: tuple[str, ...] = ()


@value(frozen=True, slots=True)
class Dimension:
    """One of the four things a decision is rated on; `letter` begins the codes of its indicators."""

    key: str
    letter: str
    name: Bilingual
    what: Bilingual


@value(frozen=True, slots=True)
class Indicator:
    """One of the 24 observable behaviours, rated −2 (harmful) to +2 (exemplary).

    Attributes:
        code: `L1` to `R6`.
        dimension: key of its dimension.
        earns: what is rated up.
        loses: what is rated down.
        sources: the studies and instruments it comes from; empty where the law alone is the source.
        law: citations such as `信访工作条例:22`.
    """

    code: str
    dimension: str
    name: Bilingual
    earns: Bilingual
    loses: Bilingual
    sources: tuple[str, ...]
    law: tuple[str, ...]


@value(frozen=True, slots=True)
class Move:
    """Something a clerk does in a choice; the emotion table says what it does to the visitor.

    Attributes:
        kind: courtesy, listening, substance, harm or neutral; sets how far trust can rise through it.
        sympathy: counts towards the streak of sympathy without substance.
    """

    key: str
    kind: str
    name: Bilingual
    example: Bilingual
    sympathy: bool


@value(frozen=True, slots=True)
class RedLine:
    """Something that must never be done; `level` is K1 (fails the visit) or K2 (serious)."""

    key: str
    level: str
    dimension: str
    indicator: str
    name: Bilingual
    what: Bilingual
    law: tuple[str, ...]


@value(frozen=True, slots=True)
class Cue:
    """A stage direction by which a state is recognised; `aloud` when only somebody who speaks aloud can show it."""

    text: Bilingual
    aloud: bool


@value(frozen=True, slots=True)
class Style:
    """What drives a petitioner's anger; `cues` are stage directions that let it be recognised."""

    key: str
    name: Bilingual
    what: Bilingual
    cues: tuple[Cue, ...]


@value(frozen=True, slots=True)
class Band:
    """A range of a meter, both ends included, and how it shows: the cues stand in for figures in simulation mode."""

    key: str
    low: int
    high: int
    name: Bilingual
    cues: tuple[Cue, ...]


@value(frozen=True, slots=True)
class Vocabulary:
    """All words by key, each mapping in the order of the file. `levels` is keyed by number."""

    dimensions: Mapping[str, Dimension]
    meters: Mapping[str, Term]
    indicators: Mapping[str, Indicator]
    move_kinds: Mapping[str, Bilingual]
    moves: Mapping[str, Move]
    red_lines: Mapping[str, RedLine]
    styles: Mapping[str, Style]
    bands: Mapping[str, Band]
    trust_bands: Mapping[str, Band]
    distress_bands: Mapping[str, Band]
    levels: Mapping[int, Term]
    audiences: Mapping[str, Term]
    kinds: Mapping[str, Term]
    outcomes: Mapping[str, Term]
    modes: Mapping[str, Term]

    def heat_band(self, agitation: int) -> Band:
        """The band of an agitation of 0 to 10."""
        return _band_of(self.bands, agitation)

    def trust_band(self, trust: int) -> Band:
        """The band of a trust of 0 to 10."""
        return _band_of(self.trust_bands, trust)

    def distress_band(self, distress: int) -> Band:
        """The band of a distress of 0 to 10."""
        return _band_of(self.distress_bands, distress)


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary of this release, read once.

    Raises:
        ValueError: `vocabulary.yaml` is malformed; cannot happen in a tested release.
    """
    return _build(load_data("vocabulary.yaml"))


def load_data(name: str) -> Any:
    """The plain data of a YAML file that ships in this package. For our own files only: no limits, no positions."""
    return own_data(Path(__file__).with_name(name))


def _build(data: Mapping[str, Any]) -> Vocabulary:
    return Vocabulary(
        dimensions=_table(data, "dimensions", _dimension),
        meters=_table(data, "meters", _term),
        indicators=_table(data, "indicators", _indicator),
        move_kinds=_table(data, "move_kinds", lambda key, fields: Bilingual.from_data(fields, f"move_kinds.{key}")),
        moves=_table(data, "moves", _move),
        red_lines=_table(data, "red_lines", _red_line),
        styles=_table(data, "styles", _style),
        bands=_table(data, "bands", _band),
        trust_bands=_table(data, "trust_bands", _band),
        distress_bands=_table(data, "distress_bands", _band),
        levels=MappingProxyType({int(key): _term(str(key), fields) for key, fields in data["levels"].items()}),
        audiences=_table(data, "audiences", _term),
        kinds=_table(data, "kinds", _term),
        outcomes=_table(data, "outcomes", _term),
        modes=_table(data, "modes", _term),
    )


def _table(data: Mapping[str, Any], section: str, build: Any) -> MappingProxyType[str, Any]:
    return MappingProxyType({key: build(key, fields) for key, fields in data[section].items()})


def _name(key: str, fields: Mapping[str, Any], field: str = "name") -> Bilingual:
    return Bilingual.from_data(fields.get(field), f"{key} {field}")


def _cues(key: str, fields: Mapping[str, Any]) -> tuple[Cue, ...]:
    """Cues come as parallel lists, so that translators see each language in one piece; no `aloud`: no voice in any."""
    cues = fields["cues"]
    aloud = cues.get("aloud", [False] * len(cues["zh"]))
    rows = zip(cues["zh"], cues["en"], aloud, strict=True)
    return tuple(Cue(Bilingual.from_data({"zh": zh, "en": en}, f"{key} cues"), voice) for zh, en, voice in rows)


def _dimension(key: str, fields: Mapping[str, Any]) -> Dimension:
    return Dimension(key, fields["letter"], _name(key, fields), _name(key, fields, "what"))


def _indicator(key: str, fields: Mapping[str, Any]) -> Indicator:
    return Indicator(
        code=key,
        dimension=fields["dimension"],
        name=_name(key, fields),
        earns=_name(key, fields, "earns"),
        loses=_name(key, fields, "loses"),
        sources=tuple(fields.get("sources", ())),
        law=tuple(fields.get("law", ())),
    )


def _move(key: str, fields: Mapping[str, Any]) -> Move:
    sympathy = bool(fields.get("sympathy", False))
    return Move(key, fields["kind"], _name(key, fields), _name(key, fields, "example"), sympathy)


def _red_line(key: str, fields: Mapping[str, Any]) -> RedLine:
    return RedLine(
        key=key,
        level=fields["level"],
        dimension=fields["dimension"],
        indicator=fields["indicator"],
        name=_name(key, fields),
        what=_name(key, fields, "what"),
        law=tuple(fields["law"]),
    )


def _style(key: str, fields: Mapping[str, Any]) -> Style:
    return Style(key, _name(key, fields), _name(key, fields, "what"), _cues(key, fields))


def _band(key: str, fields: Mapping[str, Any]) -> Band:
    return Band(key, fields["from"], fields["to"], _name(key, fields), _cues(key, fields))


def _term(key: str, fields: Mapping[str, Any]) -> Term:
    return Term(key, _name(key, fields), _name(key, fields, "what"), tuple(fields.get("law", ())))


def _band_of(bands: Mapping[str, Band], value: int) -> Band:
    for band in bands.values():
        if band.low <= value <= band.high:
            return band
    raise ValueError(f"a meter runs from 0 to 10, not {value}")
