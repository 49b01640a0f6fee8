"""The tables, as SQLite writes them, and how a file of an older program becomes one of this program.

Only this file, `cohort_tables` and `database` know the dialect; the queries elsewhere keep to what SQLite and
PostgreSQL share.
"""

from __future__ import annotations

from simulator.record import cohort_tables

APPLICATION = 0x6A664C67
"""Marks a SQLite file as ours ("jfLg")."""

MIGRATIONS: list[tuple[str, ...]] = [
    (
        """
        CREATE TABLE editions (
            hash TEXT PRIMARY KEY,
            rules INTEGER NOT NULL,
            scenario TEXT NOT NULL,
            variant TEXT NOT NULL,
            title_zh TEXT NOT NULL,
            title_en TEXT NOT NULL,
            data BLOB NOT NULL -- canonical JSON, compressed with zlib
        )
        """,
        """
        CREATE TABLE sessions (
            id TEXT PRIMARY KEY,
            edition TEXT NOT NULL REFERENCES editions (hash),
            scenario TEXT NOT NULL,
            variant TEXT NOT NULL,
            mode TEXT NOT NULL,
            seed TEXT NOT NULL,
            trainee TEXT NOT NULL,
            language TEXT NOT NULL,
            started TEXT NOT NULL,
            ended TEXT NOT NULL,
            ending TEXT NOT NULL,
            undos INTEGER NOT NULL,
            events INTEGER NOT NULL,  -- how many there are, so that a lost tail is noticed
            last_hash TEXT NOT NULL,
            signature TEXT NOT NULL,
            signed INTEGER NOT NULL   -- seq of the event whose hash is signed, 0 for none
        )
        """,
        "CREATE INDEX sessions_by_start ON sessions (started)",
        """
        CREATE TABLE events (
            session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
            seq INTEGER NOT NULL,
            kind TEXT NOT NULL,
            data TEXT NOT NULL,       -- canonical JSON
            time TEXT NOT NULL,
            previous TEXT NOT NULL,
            hash TEXT NOT NULL,
            PRIMARY KEY (session, seq)
        )
        """,
        """
        CREATE TRIGGER events_are_not_changed BEFORE UPDATE ON events
        BEGIN SELECT RAISE(ABORT, 'events are append-only'); END
        """,
        # A cascade comes when the session's row is gone already.
        """
        CREATE TRIGGER events_are_not_removed BEFORE DELETE ON events
        WHEN EXISTS (SELECT 1 FROM sessions WHERE id = OLD.session)
        BEGIN SELECT RAISE(ABORT, 'events are append-only'); END
        """,
        # INSERT OR REPLACE would remove rows without asking the trigger above.
        """
        CREATE TRIGGER events_follow_one_another BEFORE INSERT ON events
        WHEN NEW.seq <> 1 + COALESCE((SELECT MAX(seq) FROM events WHERE session = NEW.session), 0)
        BEGIN SELECT RAISE(ABORT, 'events follow one another'); END
        """,
        """
        CREATE TRIGGER editions_are_not_changed BEFORE UPDATE ON editions
        BEGIN SELECT RAISE(ABORT, 'editions do not change'); END
        """,
        """
        CREATE TABLE scores (
            session TEXT PRIMARY KEY REFERENCES sessions (id) ON DELETE CASCADE,
            complete INTEGER NOT NULL,
            score DOUBLE PRECISION,   -- NULL where the scenario assesses nothing
            raw_score DOUBLE PRECISION,
            cap DOUBLE PRECISION,
            band TEXT NOT NULL,
            luck DOUBLE PRECISION NOT NULL,
            dimensions TEXT NOT NULL, -- JSON: {key: {raw, score, weight}}
            red_lines TEXT NOT NULL   -- JSON: [{code, level, dimension, decision}]
        )
        """,
        """
        CREATE TABLE decisions (
            session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
            number INTEGER NOT NULL,
            step INTEGER NOT NULL,
            scene TEXT NOT NULL,
            line TEXT NOT NULL,       -- of a form, else empty
            choice TEXT NOT NULL,
            best TEXT NOT NULL,
            cost DOUBLE PRECISION NOT NULL,
            listening DOUBLE PRECISION NOT NULL,
            emotion DOUBLE PRECISION NOT NULL,
            compliance DOUBLE PRECISION NOT NULL,
            referral DOUBLE PRECISION NOT NULL,
            mark TEXT NOT NULL,
            red_line TEXT NOT NULL,
            timed_out INTEGER NOT NULL,
            remaining DOUBLE PRECISION NOT NULL, -- the score that could still be reached
            PRIMARY KEY (session, number)
        )
        """,
    ),
    (
        """
        CREATE TABLE debriefs (
            id TEXT PRIMARY KEY,
            started TEXT NOT NULL,
            changed TEXT NOT NULL,    -- time of the last event but reopenings
            events INTEGER NOT NULL,  -- how many there are, so that a lost tail is noticed
            last_hash TEXT NOT NULL
        )
        """,
        "CREATE INDEX debriefs_by_start ON debriefs (started)",
        # No reference to the sessions: they may be deleted, the debrief stays.
        """
        CREATE TABLE debrief_sessions (
            debrief TEXT NOT NULL REFERENCES debriefs (id) ON DELETE CASCADE,
            number INTEGER NOT NULL,
            session TEXT NOT NULL,
            PRIMARY KEY (debrief, number)
        )
        """,
        "CREATE INDEX debrief_sessions_by_session ON debrief_sessions (session)",
        """
        CREATE TABLE debrief_events (
            debrief TEXT NOT NULL REFERENCES debriefs (id) ON DELETE CASCADE,
            seq INTEGER NOT NULL,
            kind TEXT NOT NULL,
            data TEXT NOT NULL,       -- canonical JSON
            time TEXT NOT NULL,
            previous TEXT NOT NULL,
            hash TEXT NOT NULL,
            PRIMARY KEY (debrief, seq)
        )
        """,
        """
        CREATE TRIGGER debrief_events_are_not_changed BEFORE UPDATE ON debrief_events
        BEGIN SELECT RAISE(ABORT, 'events are append-only'); END
        """,
        """
        CREATE TRIGGER debrief_events_are_not_removed BEFORE DELETE ON debrief_events
        WHEN EXISTS (SELECT 1 FROM debriefs WHERE id = OLD.debrief)
        BEGIN SELECT RAISE(ABORT, 'events are append-only'); END
        """,
        """
        CREATE TRIGGER debrief_events_follow_one_another BEFORE INSERT ON debrief_events
        WHEN NEW.seq <> 1 + COALESCE((SELECT MAX(seq) FROM debrief_events WHERE debrief = NEW.debrief), 0)
        BEGIN SELECT RAISE(ABORT, 'events follow one another'); END
        """,
    ),
    (
        # By what a session was scored: the rubric's hash (empty where it was not written down), the solver's version.
        "ALTER TABLE scores ADD COLUMN rubric TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE scores ADD COLUMN solver INTEGER NOT NULL DEFAULT 0",
        *cohort_tables.STEP,
    ),
    # What each indicator cost, JSON: {code: points}; empty where that was not worked out.
    ("ALTER TABLE scores ADD COLUMN indicators TEXT NOT NULL DEFAULT ''",),
]
"""Step n leads from `user_version` n to n + 1. Steps are only ever added."""
