"""What sessions scored: a cache beside their logs, never the truth."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from simulator.record.database import Database

if TYPE_CHECKING:
    from scoring.rate import Decision, Result

_DECISIONS = (
    "session, number, step, scene, line, choice, best, cost, listening, emotion, compliance, referral, mark, red_line,"
    " timed_out, remaining"
)
_SCORES = "session, complete, score, raw_score, cap, band, luck, dimensions, red_lines, rubric, solver, indicators"


Row = tuple[str | int | float | None, ...]


def keep(database: Database, session_id: str, result: Result) -> None:
    """Keep a result in place of an older one. Inside a transaction."""
    score, decisions = rows_of(session_id, result)
    replace(database, [session_id], [score], decisions)


def rows_of(session_id: str, result: Result) -> tuple[Row, list[Row]]:
    """A result as the row of its score and those of its decisions."""
    from scoring.solve import SOLVER_VERSION

    dimensions = {
        name: {"raw": found.raw, "score": found.score, "weight": found.weight}
        for name, found in result.dimensions.items()
    }
    red_lines = [
        {"code": line.code, "level": line.level, "dimension": line.dimension, "decision": line.decision}
        for line in result.red_lines
    ]
    score = (
        session_id,
        int(result.complete),
        result.score if result.scorable else None,
        result.raw_score if result.scorable else None,
        result.cap,
        result.band.id if result.scorable else "",
        result.luck,
        json.dumps(dimensions),
        json.dumps(red_lines),
        result.rubric,
        SOLVER_VERSION,
        json.dumps(result.indicators),
    )
    return score, [_row(session_id, number, decision) for number, decision in enumerate(result.decisions)]


def replace(database: Database, ids: Sequence[str], scores: Sequence[Row], decisions: Sequence[Row]) -> None:
    """Write rows in place of older ones of these sessions. Inside a transaction."""
    forget(database, *ids)
    # The decisions come first: when its score is there, a session is added to its cohort.
    database.many(f"INSERT INTO decisions ({_DECISIONS}) VALUES ({', '.join('?' * 16)})", decisions)
    database.many(f"INSERT INTO scores ({_SCORES}) VALUES ({', '.join('?' * 12)})", scores)


def _row(session_id: str, number: int, decision: Decision) -> Row:
    return (
        session_id,
        number,
        decision.step,
        decision.scene,
        decision.line,
        decision.choice,
        decision.best,
        decision.cost,
        *decision.costs,
        decision.mark.id,
        decision.red_line or "",
        int(decision.timed_out),
        decision.left,
    )


def forget(database: Database, *ids: str) -> None:
    """Remove what sessions scored. Inside a transaction."""
    for table in ("scores", "decisions"):
        database.many(f"DELETE FROM {table} WHERE session = ?", [(each,) for each in ids])
