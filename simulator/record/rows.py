"""Sessions and their events as rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from difflib import get_close_matches

from simulator.i18n import _
from simulator.record import editions
from simulator.record.database import Database
from simulator.record.errors import StoreError
from simulator.record.events import Sealed
from simulator.record.log import Session
from simulator.record.transcript import STATED, Transcript, Written, parsed

_OWN = ", ".join(STATED)
EVENT = ("seq", "kind", "data", "time", "previous", "hash")
"""The columns of an event."""
_WITH_SCORE = f"""
    SELECT {", ".join(f"sessions.{name}" for name in STATED)}, scores.score, scores.raw_score, scores.band
    FROM sessions LEFT JOIN scores ON scores.session = sessions.id AND scores.complete = 1
"""


def session(database: Database, given: str) -> Session:
    """A session by its id or the beginning of it.

    Raises:
        StoreError: there is none, or more than one.
    """
    wanted = given.strip().lower()
    # Ids are ASCII, so everything that begins with the text lies before the text and the last character there is.
    rows = wanted and database.run(
        f"{_WITH_SCORE} WHERE sessions.id >= ? AND sessions.id < ? ORDER BY sessions.id DESC LIMIT 5",
        (wanted, wanted + "\U0010ffff"),
    )
    if not rows:
        known = [row["id"] for row in database.run("SELECT id FROM sessions")]
        nearest = "".join(get_close_matches(wanted, known, 1))
        raise StoreError(
            "missing",
            _("没有这次接访：{id}", id=given),
            _("是不是 {nearest}？", nearest=nearest) if nearest else _("用 jiefang sessions list 看有哪些。"),
        )
    exact = [row for row in rows if row["id"] == wanted]
    if len(rows) > 1 and not exact:
        names = "、".join(row["id"] for row in rows)
        raise StoreError(
            "ambiguous", _("以 {id} 开头的接访不止一次：{names}", id=given, names=names), _("把编号写长一些。")
        )
    return _session((exact or rows)[0])


def sessions(
    database: Database, *, scenario: str | None = None, trainee: str | None = None, ended: str | None = None
) -> list[Session]:
    """Sessions, newest first, that agree in what is given."""
    given = {"scenario": scenario, "trainee": trainee, "ended": ended}
    asked = {name: value for name, value in given.items() if value is not None}
    where = "WHERE " + " AND ".join(f"sessions.{name} = ?" for name in asked) if asked else ""
    order = "ORDER BY sessions.started DESC, sessions.id DESC"
    return [_session(row) for row in database.run(f"{_WITH_SCORE} {where} {order}", tuple(asked.values()))]


def _session(row: sqlite3.Row) -> Session:
    found = dict(row)
    found["band"] = found["band"] or ""
    return Session(**found)


def last_hash(database: Database, session_id: str) -> str | None:
    """The hash of a session's last event; None where there is no such session."""
    row = database.row("SELECT last_hash FROM sessions WHERE id = ?", (session_id,))
    return None if row is None else str(row["last_hash"])


def add(database: Database, session: Session, new: Sequence[Sealed]) -> bool:
    """Add events, and note how the session stands after them. Inside a transaction.

    Events that are there already (a commit that was reported as failed, yet was not) are passed over.

    Returns:
        Whether the session had ended before.

    Raises:
        StoreError: the log there goes on differently.
    """
    row = database.row("SELECT events, last_hash, ended FROM sessions WHERE id = ?", (session.id,))
    there = (row["events"], row["last_hash"]) if row is not None else (0, "")
    if row is None:
        _insert(database, session)
    missing = [sealed for sealed in new if sealed.seq > there[0]]
    follows = (missing[0].seq - 1, missing[0].previous) if missing else (new[-1].seq, new[-1].hash)
    if follows != there:
        raise StoreError(
            "conflict",
            _("另一个程序改动过这次接访的记录：{id}", id=session.id),
            _("先退出，再用 jiefang sessions verify {id} 核验。", id=session.id),
        )
    database.many(
        "INSERT INTO events (session, seq, kind, data, time, previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(session.id, s.seq, s.event.kind, s.text, s.time, s.previous, s.hash) for s in missing],
    )
    database.run(
        "UPDATE sessions SET ending = ?, undos = ?, events = ?, last_hash = ? WHERE id = ?",
        (session.ending, session.undos, new[-1].seq, new[-1].hash, session.id),
    )
    had_ended = row is not None and bool(row["ended"])
    if had_ended or session.ended:
        # Apart, because indexes have it: at every other event their pages need not be written.
        database.run("UPDATE sessions SET ended = ? WHERE id = ?", (session.ended, session.id))
    return had_ended


def _insert(database: Database, session: Session) -> None:
    marks = ", ".join("?" * len(STATED))
    database.run(
        f"INSERT INTO sessions ({_OWN}, events, last_hash, signature, signed) VALUES ({marks}, 0, '', '', 0)",
        tuple(getattr(session, name) for name in STATED),
    )


def sign(database: Database, session_id: str, signature: str, signed: int) -> None:
    """Note the signature of the hash of event `signed`."""
    database.run("UPDATE sessions SET signature = ?, signed = ? WHERE id = ?", (signature, signed, session_id))


def remove(database: Database, session_id: str) -> None:
    """Remove a session, its events and its score."""
    database.run("DELETE FROM sessions WHERE id = ?", (session_id,))


def transcript(database: Database, session_id: str) -> Transcript:
    """A session as it stands there, nothing believed."""
    with database.snapshot():
        (row,) = database.run("SELECT * FROM sessions WHERE id = ?", (session_id,))
        text, rules = editions.text(database, row["edition"])
        events = database.run("SELECT * FROM events WHERE session = ? ORDER BY seq", (session_id,))
    return Transcript(
        stated={name: row[name] for name in STATED},
        edition_hash=str(row["edition"]),
        rules=rules,
        edition=text,
        events=[as_found(event) for event in events],
        count=whole(row["events"]),
        last_hash=str(row["last_hash"]),
        signature=str(row["signature"]),
        signed=whole(row["signed"]),
    )


def whole(value: object) -> int:
    """A whole number; -1 for anything else, which SQLite would keep too."""
    return value if type(value) is int else -1


def as_found(row: sqlite3.Row) -> Written | None:
    """An event, or None where a value is not of its type (SQLite keeps any) or the data are no JSON object."""
    return written(*(row[name] for name in EVENT))


def written(seq: object, *texts: object) -> Written | None:
    """The same from the values, in the order of `EVENT`."""
    if type(seq) is not int or not all(type(text) is str for text in texts) or parsed(str(texts[1])) is None:
        return None
    kind, data, time, previous, own = map(str, texts)
    return Written(seq, kind, data, time, previous, own)
