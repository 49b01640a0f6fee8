"""Weights, caps, bands and marks, as data from `rubric.yaml`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from scenarios.bilingual import Bilingual
from scenarios.own_data import own_data

DIMENSIONS = ("listening", "emotion", "compliance", "referral")
"""The four dimensions, in the order of every array of points."""

LETTERS = "LECR"
"""First letters of indicator codes, in the same order."""


@dataclass(frozen=True, slots=True)
class RedLineRule:
    """What a red line of a level forgoes and caps. `share` is a fraction of the dimension's N⁰."""

    share: float
    score_cap: float
    dimension_cap: float


@dataclass(frozen=True, slots=True)
class Band:
    """A grade: at least `score`, every assessed dimension at least `dimension`, none of `forbids` crossed."""

    id: str
    name: Bilingual
    score: float
    dimension: float
    forbids: frozenset[str]


@dataclass(frozen=True, slots=True)
class MarkRule:
    """What a decision's cost is called. `below` None: everything dearer."""

    id: str
    sign: str
    name: Bilingual
    below: float | None


@dataclass(frozen=True, slots=True)
class Rubric:
    """The rubric in force. Weights sum to 1; scores are 0..100."""

    weights: tuple[float, ...]
    random: float
    least_stakes: float
    least_tests: int
    evidence: float
    red_lines: Mapping[str, RedLineRule]
    k2_as_k1: int
    bands: Sequence[Band]
    marks: Sequence[MarkRule]
    red_line_mark: MarkRule
    only_good: float
    hash: str

    def mark(self, cost: float) -> MarkRule:
        """The mark of a cost; a cost within 1e-9 of 0 is the best."""
        for rule in self.marks:
            if rule.below is None or cost < rule.below or (rule.below == 0 and cost <= 1e-6):
                return rule
        raise AssertionError("the last mark has no bound")

    def mark_of(self, mark: str) -> MarkRule | None:
        """A mark by its id, that of a crossed red line too; None for no such mark."""
        return next((rule for rule in (*self.marks, self.red_line_mark) if rule.id == mark), None)


def parse(data: Mapping[str, Any], digest: str) -> Rubric:
    """A rubric from plain data (the product's own, or a pack's).

    Raises:
        ValueError: something is missing or of the wrong kind; the text says what.
    """
    try:
        weights = tuple(data["weights"][name] / 100 for name in DIMENSIONS)
        if abs(sum(weights) - 1) > 1e-9:
            raise ValueError("weights must sum to 100")
        lines = data["red_lines"]
        return Rubric(
            weights=weights,
            random=data["random"],
            least_stakes=data["least_stakes"],
            least_tests=data["least_tests"],
            evidence=data["evidence"] / 100,
            red_lines={
                level: RedLineRule(
                    lines[level]["share"] / lines[level]["of"], lines[level]["score_cap"], lines[level]["dimension_cap"]
                )
                for level in ("K1", "K2")
            },
            k2_as_k1=lines["K2_counts_as_K1_from"],
            bands=tuple(
                Band(b["id"], Bilingual(**b["name"]), b["score"], b["dimension"], frozenset(b["forbids"]))
                for b in data["bands"]
            ),
            marks=tuple(_mark(m) for m in data["marks"]),
            red_line_mark=_mark(data["red_line_mark"]),
            only_good=data["only_good"],
            hash=digest,
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"rubric: {error!r} is missing or of the wrong kind") from error


def _mark(data: Mapping[str, Any]) -> MarkRule:
    return MarkRule(data["id"], data["sign"], Bilingual(**data["name"]), data.get("below"))


_FILE = Path(__file__).with_name("rubric.yaml")


@cache
def product_data() -> Mapping[str, Any]:
    """The product's rubric as plain data."""
    found: Mapping[str, Any] = own_data(_FILE)
    return found


@cache
def rubric() -> Rubric:
    """The product's rubric, read once."""
    return parse(product_data(), sha256(_FILE.read_bytes()).hexdigest())
