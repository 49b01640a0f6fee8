"""What sessions scored: a cache beside their logs, never the truth."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from simulator.record.database import Database

if TYPE_CHECKING:
    from scoring.rate import Decision, Result

_DECISIONS = (
    "session, number, step, scene, line, choice, best, cost, listening, emotion, compliance, referral, mark, red_line,"
    " timed_out, remaining"
)


def keep(database: Database, session_id: str, result: Result) -> None:
    """Keep a result in place of an older one. Inside a transaction."""
    forget(database, session_id)
    dimensions = {
        name: {"raw": found.raw, "score": found.score, "weight": found.weight}
        for name, found in result.dimensions.items()
    }
    red_lines = [
        {"code": line.code, "level": line.level, "dimension": line.dimension, "decision": line.decision}
        for line in result.red_lines
    ]
    database.run(
        "INSERT INTO scores (session, complete, score, raw_score, cap, band, luck, dimensions, red_lines)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            session_id,
            int(result.complete),
            result.score if result.scorable else None,
            result.raw_score if result.scorable else None,
            result.cap,
            result.band.id if result.scorable else "",
            result.luck,
            json.dumps(dimensions),
            json.dumps(red_lines),
        ),
    )
    database.many(
        f"INSERT INTO decisions ({_DECISIONS}) VALUES ({', '.join('?' * 16)})",
        [_row(session_id, number, decision) for number, decision in enumerate(result.decisions)],
    )


def _row(session_id: str, number: int, decision: Decision) -> tuple[str | int | float, ...]:
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


def forget(database: Database, session_id: str) -> None:
    """Remove what a session scored. Inside a transaction."""
    database.run("DELETE FROM decisions WHERE session = ?", (session_id,))
    database.run("DELETE FROM scores WHERE session = ?", (session_id,))
