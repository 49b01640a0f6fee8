"""What the home screen shows of the store, by a few queries: no visit is played, and the engine is not imported.

Where an unfinished visit stopped takes playing it again (`simulator.where_left`); what that found is kept.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from simulator import last_heard
from simulator.directory import Scores, Unfinished
from simulator.errors import sentence
from simulator.progress import Weakness, diligence, weakest
from simulator.record import scored
from simulator.record.database import Database
from simulator.record.errors import StoreError
from simulator.record.place import is_empty, place

MOST = 9
"""Unfinished visits that the home screen lists."""

LATELY = 50
"""Scored visits that are read to find the recent ones of which indicators are known."""

_SCORES = """
    SELECT sessions.scenario, sessions.undos, scores.score
    FROM sessions JOIN scores ON scores.session = sessions.id AND scores.complete = 1
    WHERE scores.score IS NOT NULL ORDER BY sessions.started DESC, sessions.id DESC
"""
_UNFINISHED = """
    SELECT sessions.id, sessions.mode, sessions.last_hash, editions.title_zh, editions.title_en
    FROM sessions LEFT JOIN editions ON editions.hash = sessions.edition
    WHERE sessions.ended = '' ORDER BY sessions.started DESC, sessions.id DESC LIMIT ?
"""
_STEPS = """
    SELECT coalesce(sum(CASE kind WHEN 'undo' THEN -1 ELSE 1 END), 0) AS steps FROM events
    WHERE session = ? AND kind IN ('choice', 'timed_out', 'form', 'undo')
"""


@dataclass(frozen=True, slots=True)
class Overview:
    """What the home screen shows of the store."""

    unfinished: list[Unfinished] = field(default_factory=list)
    scores: dict[str, Scores] = field(default_factory=dict)
    trouble: str = ""
    weak: list[Weakness] = field(default_factory=list)
    days: int = 0
    any: bool = False


def overview(trainee: str = "") -> Overview:
    """What there is for the home screen, with a store of its own for as long as it takes.

    Args:
        trainee: whose weak points and days are wanted; empty for everybody's.
    """
    if is_empty():
        return Overview()
    try:
        with contextlib.closing(Database(place())) as database:
            return Overview(
                _unfinished(database),
                _scores(database),
                " ".join(database.notices),
                weakest(scored.newest(database, trainee or None, LATELY)),
                diligence(_starts(database, trainee), datetime.now().astimezone().date()).days,
                database.row("SELECT 1 FROM sessions") is not None,
            )
    except StoreError as error:
        return Overview(trouble=sentence(error))


def _starts(database: Database, trainee: str) -> Iterable[str]:
    """When visits began: one of every quarter of an hour is enough to tell the days of any time zone."""
    who, values = ("WHERE trainee = ?", (trainee,)) if trainee else ("", ())
    rows = database.run(f"SELECT min(started) AS started FROM sessions {who} GROUP BY substr(started, 1, 15)", values)
    return (str(row["started"]) for row in rows)


def _scores(database: Database) -> dict[str, Scores]:
    """Last and best score of every scenario; with an undo a visit counts for no best (RULES §8)."""
    last: dict[str, float] = {}
    best: dict[str, float] = {}
    for scenario, undos, score in database.run(_SCORES):
        last.setdefault(scenario, score)
        if not undos:
            best[scenario] = max(score, best.get(scenario, score))
    return {scenario: Scores(score, best.get(scenario)) for scenario, score in last.items()}


def _unfinished(database: Database) -> list[Unfinished]:
    heard = last_heard.read()
    found = []
    for row in database.run(_UNFINISHED, (MOST,)):
        title = {"zh": str(row["title_zh"] or ""), "en": str(row["title_en"] or row["title_zh"] or "")}
        (steps,) = database.run(_STEPS, (row["id"],))
        left_at = last_heard.known(heard, row["id"], row["last_hash"])
        found.append(Unfinished(row["id"], title, row["mode"], steps["steps"], left_at, row["last_hash"]))
    return found
