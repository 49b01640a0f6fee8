"""The summary by which the explorer answers at once: how often each option was taken, added up over like sessions.

A cohort is all scored sessions of one edition, mode and period. Triggers keep the summary: it follows from `sessions`,
`scores` and `decisions`, and nothing else may write it. Sums are whole millionths of a point, so that what is added and
later taken away again leaves nothing behind.

A score is written after its decisions and removed before them; triggers see to it. SQLite's dialect, like `schema`.
"""

from __future__ import annotations

MILLIONTHS = "CAST(ROUND({} * 1000000) AS INTEGER)"
"""A number as whole millionths; NULL stays NULL."""

PERIOD = "SUBSTR(sessions.started, 1, 9)"
"""The first nine characters of a time, `2026-11-2`: ten days, more or less. In order as the times are."""

SUMS = f"""
    COUNT(*) AS times,
    SUM(decisions.timed_out) AS timed_out,
    COUNT(scores.score) AS scored,
    COALESCE(SUM(CASE WHEN scores.score IS NULL THEN 0 ELSE {MILLIONTHS.format("decisions.cost")} END), 0) AS cost,
    COALESCE(SUM({MILLIONTHS.format("scores.score")}), 0) AS score
"""
"""What is added up over decisions; cost and score over those of sessions whose scenario can be scored."""

_SAME = (
    "cohorts.scenario = sessions.scenario AND cohorts.edition = sessions.edition AND cohorts.variant = sessions.variant"
    f" AND cohorts.mode = sessions.mode AND cohorts.period = {PERIOD}"
)
_OPTION = "decisions.scene, decisions.line, decisions.choice"
_COLUMNS = ("times", "timed_out", "scored", "cost", "score")
_ADDED = ", ".join(f"{name} = {name} + excluded.{name}" for name in _COLUMNS)


def _change(row: str, sign: str) -> str:
    """The statements that add a session to its cohort or, with `-`, take it away; `row` is NEW or OLD."""
    sums = ", ".join(f"{sign}{name}" for name in _COLUMNS)
    return f"""
        INSERT INTO cohorts (scenario, edition, variant, mode, period, sessions)
        SELECT scenario, edition, variant, mode, {PERIOD}, {sign}1 FROM sessions WHERE id = {row}.session
        ON CONFLICT (scenario, edition, variant, mode, period) DO UPDATE SET sessions = sessions + excluded.sessions;
        INSERT INTO cohort_options (cohort, scene, line, choice, times, timed_out, scored, cost, score)
        SELECT cohort, scene, line, choice, {sums} FROM (
            SELECT cohorts.id AS cohort, {_OPTION}, {SUMS}
            FROM sessions JOIN cohorts ON {_SAME}
            JOIN scores ON scores.session = sessions.id JOIN decisions ON decisions.session = sessions.id
            WHERE sessions.id = {row}.session GROUP BY {_OPTION}
        ) WHERE true
        ON CONFLICT (cohort, scene, line, choice) DO UPDATE SET {_ADDED};
    """


TABLES: tuple[str, ...] = (
    """
    CREATE TABLE cohorts (
        id INTEGER PRIMARY KEY,
        scenario TEXT NOT NULL,
        edition TEXT NOT NULL,
        variant TEXT NOT NULL,
        mode TEXT NOT NULL,
        period TEXT NOT NULL,
        sessions INTEGER NOT NULL, -- how many have a score
        UNIQUE (scenario, edition, variant, mode, period)
    )
    """,
    """
    CREATE TABLE cohort_options (
        cohort INTEGER NOT NULL REFERENCES cohorts (id),
        scene TEXT NOT NULL,
        line TEXT NOT NULL,
        choice TEXT NOT NULL,
        times INTEGER NOT NULL,     -- decisions, not sessions: a hub is visited more than once
        timed_out INTEGER NOT NULL, -- of them, where time ran out
        scored INTEGER NOT NULL,    -- of them, in sessions that can be scored
        cost INTEGER NOT NULL,      -- of those, in millionths of a point
        score INTEGER NOT NULL,     -- of those sessions, in millionths of a point
        PRIMARY KEY (cohort, scene, line, choice)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX sessions_by_edition ON sessions (scenario, edition, variant, mode, started, ended)",
    "CREATE INDEX sessions_by_trainee ON sessions (trainee, scenario, edition, variant, mode, started, ended)",
)

FILLED: tuple[str, ...] = (
    f"""
    INSERT INTO cohorts (scenario, edition, variant, mode, period, sessions)
    SELECT scenario, edition, variant, mode, {PERIOD}, COUNT(*)
    FROM scores JOIN sessions ON sessions.id = scores.session WHERE scores.complete = 1
    GROUP BY scenario, edition, variant, mode, {PERIOD}
    """,
    f"""
    INSERT INTO cohort_options (cohort, scene, line, choice, times, timed_out, scored, cost, score)
    SELECT cohorts.id, {_OPTION}, {SUMS}
    FROM scores JOIN sessions ON sessions.id = scores.session JOIN cohorts ON {_SAME}
    JOIN decisions ON decisions.session = sessions.id
    WHERE scores.complete = 1 GROUP BY cohorts.id, {_OPTION}
    """,
)
"""The summary of what is there."""

TRIGGERS: tuple[str, ...] = (
    *(
        f"CREATE TRIGGER scores_{verb}_{event.lower()} {moment} {event} ON scores WHEN {row}.complete = 1"
        f" BEGIN {_change(row, sign)} END"
        for verb, moment, row, sign, events in (
            ("leave_before", "BEFORE", "OLD", "-", ("UPDATE", "DELETE")),
            ("join_after", "AFTER", "NEW", "+", ("UPDATE", "INSERT")),
        )
        for event in events
    ),
    """
    CREATE TRIGGER decisions_are_replaced_not_changed BEFORE UPDATE ON decisions
    BEGIN SELECT RAISE(ABORT, 'a decision is removed and written anew'); END
    """,
    """
    CREATE TRIGGER decisions_come_before_the_score BEFORE INSERT ON decisions
    WHEN EXISTS (SELECT 1 FROM scores WHERE session = NEW.session)
    BEGIN SELECT RAISE(ABORT, 'decisions come before their score'); END
    """,
    """
    CREATE TRIGGER decisions_go_after_the_score BEFORE DELETE ON decisions
    WHEN EXISTS (SELECT 1 FROM scores WHERE session = OLD.session)
    BEGIN SELECT RAISE(ABORT, 'decisions go after their score'); END
    """,
    # A cascade removes rows in an order of its own, when the session is gone already.
    """
    CREATE TRIGGER sessions_take_their_score_along BEFORE DELETE ON sessions
    BEGIN DELETE FROM scores WHERE session = OLD.id; END
    """,
)

STEP = (*TABLES, *FILLED, *TRIGGERS)
"""One step of the migrations."""
