"""How often each option was taken, over all sessions of a scenario: read from the summary, not from every session.

Only where a trainee is asked for, or within the period that a date falls into, are decisions added up one by one.
"""

from __future__ import annotations

from dataclasses import dataclass
from sqlite3 import Row

from simulator.record.cohort_tables import SUMS
from simulator.record.database import Database, Value

_PERIOD = 9
"""Characters of a period, see `cohort_tables`."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose sessions are looked at. None stands for all.

    Attributes:
        scenario: id.
        variant: name.
        mode: `practice`, `simulation` or `exam`.
        trainee: name, exactly as it was recorded.
        since: earliest start, UTC, as the record writes times (ISO 8601; a beginning of one will do).
    """

    scenario: str
    variant: str | None = None
    mode: str | None = None
    trainee: str | None = None
    since: str | None = None


@dataclass(slots=True)
class Count:
    """One option of one decision, added up.

    Attributes:
        scene, line, choice: ids; `line` is empty for a choice.
        times: how often it was taken.
        timed_out: of those, how often because time ran out.
        scored: of those, how often in a session that has a score.
        cost: sum over `scored`, in millionths of a point.
        score: sum of the scores of those sessions, in millionths of a point, a session as often as it took the option.
    """

    scene: str
    line: str
    choice: str
    times: int = 0
    timed_out: int = 0
    scored: int = 0
    cost: int = 0
    score: int = 0


@dataclass(frozen=True, slots=True)
class Played:
    """Sessions of one edition.

    Attributes:
        edition: hash.
        variant: name.
        first, last: earliest and latest start, UTC.
        sessions: how many there are.
        ended: how many of them have ended.
        rated: how many of those have a score worked out, and are what is counted.
    """

    edition: str
    variant: str
    first: str
    last: str
    sessions: int
    ended: int
    rated: int


@dataclass(frozen=True, slots=True)
class _Where:
    """A condition and its values."""

    text: str
    values: tuple[Value, ...]


def played(database: Database, wanted: Wanted) -> list[Played]:
    """Sessions by edition, the latest played first."""
    rated = _rated(database, wanted)
    where = _sessions(wanted)
    rows = database.run(
        f"""
        SELECT edition, variant, MIN(started) AS first, MAX(started) AS last, COUNT(*) AS sessions,
            SUM(CASE WHEN ended <> '' THEN 1 ELSE 0 END) AS ended
        FROM sessions WHERE {where.text} GROUP BY edition, variant ORDER BY MAX(started) DESC, edition
        """,
        where.values,
    )
    return [Played(**dict(row), rated=rated.get(row["edition"], 0)) for row in rows]


def scenarios(database: Database) -> dict[str, list[str]]:
    """Ids of all scenarios that were played, with the names of their variants."""
    found: dict[str, list[str]] = {}
    for row in database.run("SELECT DISTINCT scenario, variant FROM sessions ORDER BY scenario, variant"):
        found.setdefault(row["scenario"], []).append(row["variant"])
    return found


def counts(database: Database, wanted: Wanted) -> list[Count]:
    """Every option that was taken in rated sessions."""
    found: dict[tuple[str, str, str], Count] = {}
    for row in (*_summed(database, wanted), *_one_by_one(database, wanted)):
        key = (row["scene"], row["line"], row["choice"])
        known = found.setdefault(key, Count(*key))
        for name in ("times", "timed_out", "scored", "cost", "score"):
            setattr(known, name, getattr(known, name) + row[name])
    return [found[key] for key in sorted(found) if found[key].times]


def _rated(database: Database, wanted: Wanted) -> dict[str, int]:
    """How many rated sessions each edition has."""
    rows: list[Row] = []
    if (where := _cohorts(wanted)) is not None:
        rows += database.run(
            f"SELECT edition, SUM(sessions) AS n FROM cohorts WHERE {where.text} GROUP BY edition", where.values
        )
    if (where := _rest(wanted)) is not None:
        rows += database.run(
            f"""
            SELECT edition, COUNT(*) AS n FROM sessions JOIN scores ON scores.session = sessions.id
            WHERE {where.text} AND scores.complete = 1 GROUP BY edition
            """,
            where.values,
        )
    found: dict[str, int] = {}
    for row in rows:
        found[row["edition"]] = found.get(row["edition"], 0) + row["n"]
    return found


def _summed(database: Database, wanted: Wanted) -> list[Row]:
    where = _cohorts(wanted)
    if where is None:
        return []
    return database.run(
        f"""
        SELECT scene, line, choice, SUM(times) AS times, SUM(timed_out) AS timed_out, SUM(scored) AS scored,
            SUM(cost) AS cost, SUM(score) AS score
        FROM cohorts JOIN cohort_options ON cohort_options.cohort = cohorts.id
        WHERE {where.text} GROUP BY scene, line, choice
        """,
        where.values,
    )


def _one_by_one(database: Database, wanted: Wanted) -> list[Row]:
    where = _rest(wanted)
    if where is None:
        return []
    return database.run(
        f"""
        SELECT decisions.scene, decisions.line, decisions.choice, {SUMS}
        FROM sessions JOIN scores ON scores.session = sessions.id JOIN decisions ON decisions.session = sessions.id
        WHERE {where.text} AND scores.complete = 1 GROUP BY decisions.scene, decisions.line, decisions.choice
        """,
        where.values,
    )


# ---- which sessions -------------------------------------------------------------------------------------------


def _sessions(wanted: Wanted) -> _Where:
    """All that are wanted."""
    return _where(
        ("sessions.scenario = ?", wanted.scenario),
        ("sessions.variant = ?", wanted.variant),
        ("sessions.mode = ?", wanted.mode),
        ("sessions.trainee = ?", wanted.trainee),
        ("sessions.started >= ?", wanted.since),
    )


def _cohorts(wanted: Wanted) -> _Where | None:
    """The cohorts that are wanted as a whole; None where there can be none."""
    if wanted.trainee is not None:
        return None
    after = ">=" if wanted.since is None or len(wanted.since) < _PERIOD else ">"
    return _where(
        ("cohorts.scenario = ?", wanted.scenario),
        ("cohorts.variant = ?", wanted.variant),
        ("cohorts.mode = ?", wanted.mode),
        (f"cohorts.period {after} ?", None if wanted.since is None else wanted.since[:_PERIOD]),
    )


def _rest(wanted: Wanted) -> _Where | None:
    """The sessions that are wanted and not in those cohorts; None where there can be none."""
    where = _sessions(wanted)
    if wanted.trainee is not None:
        return where
    if wanted.since is None or len(wanted.since) < _PERIOD:
        return None
    # Everything that begins with the period lies before the period and the last character there is.
    return _Where(f"{where.text} AND sessions.started < ?", (*where.values, wanted.since[:_PERIOD] + "\U0010ffff"))


def _where(*asked: tuple[str, Value]) -> _Where:
    given = [(text, value) for text, value in asked if value is not None]
    return _Where(" AND ".join(text for text, _ in given), tuple(value for _, value in given))
