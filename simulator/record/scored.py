"""Scored visits one after another, for looking back: what each came to in every dimension, and what cost it points."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from simulator.record.database import Database

_QUERY = """
    SELECT sessions.id, sessions.scenario, sessions.started, sessions.mode, sessions.undos,
        scores.score, scores.dimensions, scores.indicators
    FROM sessions JOIN scores ON scores.session = sessions.id
    WHERE scores.complete = 1 AND scores.score IS NOT NULL {who}
    ORDER BY sessions.started DESC, sessions.id DESC LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class Scored:
    """One visit that was played to its end.

    Attributes:
        session, scenario, mode: ids.
        started: UTC, ISO 8601.
        undos: decisions taken back; with one the visit counts for no best.
        score: 0..100.
        dimensions: the score of each that was assessed and had evidence enough.
        indicators: score points that each indicator cost; None where that was never worked out.
    """

    session: str
    scenario: str
    mode: str
    started: str
    undos: int
    score: float
    dimensions: Mapping[str, float]
    indicators: Mapping[str, float] | None


def newest(database: Database, trainee: str | None, most: int) -> list[Scored]:
    """The newest scored visits, of one trainee or of all, the newest first."""
    who = "AND sessions.trainee = ?" if trainee is not None else ""
    values = (trainee, most) if trainee is not None else (most,)
    return [
        Scored(
            session=str(row["id"]),
            scenario=str(row["scenario"]),
            mode=str(row["mode"]),
            started=str(row["started"]),
            undos=int(row["undos"]),
            score=float(row["score"]),
            dimensions=_dimensions(row["dimensions"]),
            indicators=_numbers(row["indicators"]),
        )
        for row in database.run(_QUERY.format(who=who), values)
    ]


def _dimensions(text: str) -> dict[str, float]:
    try:
        found = json.loads(text)
        return {name: float(each["score"]) for name, each in found.items() if each["score"] is not None}
    except (ValueError, TypeError, KeyError, AttributeError):
        return {}


def _numbers(text: str) -> dict[str, float] | None:
    """The JSON of a column that another program may have written."""
    try:
        return {str(code): float(points) for code, points in json.loads(text).items()}
    except (ValueError, TypeError, AttributeError):
        return None
