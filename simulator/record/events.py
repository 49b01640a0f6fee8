"""What a log is made of: events, each sealed to the one before it by a hash.

The chain proves that nothing was damaged, lost or moved. It needs no secret, so it proves nothing against someone who
writes a whole new chain; `seal` has the signature for that.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from json.encoder import encode_basestring as _quoted
from typing import Any, NamedTuple

KINDS = frozenset(
    "started choice timed_out form undo hint note said lookup paused resumed ended".split(),
)
"""Every kind of event."""

PLAYED = frozenset({"choice", "timed_out", "form", "undo"})
"""Kinds that move the visit; after an end they open it again."""

Clock = Callable[[], str]
"""Gives the time as ISO 8601 in UTC."""

canonical = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, check_circular=False, sort_keys=True, separators=(",", ":")
).encode
"""Canonical JSON: sorted keys, no spaces, characters as they are."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened.

    Attributes:
        kind: one of `KINDS`.
        data: plain JSON values; keys are text.
    """

    kind: str
    data: Mapping[str, Any]


class Sealed(NamedTuple):
    """An event in its place in the log of a session.

    Attributes:
        seq: 1 for the first.
        time: when it was appended, UTC; for information.
        previous: hash of the event before it, empty for the first.
        hash: sha256, in hex, of the canonical JSON of [session id, seq, kind, data, time, previous].
        text: the event's data as canonical JSON.
    """

    event: Event
    seq: int
    time: str
    previous: str
    hash: str
    text: str


def now() -> str:
    """The time in UTC to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def digest(session_id: str, seq: int, kind: str, text: str, time: str, previous: str) -> str:
    """The hash of an event whose data are already canonical JSON.

    Raises:
        UnicodeEncodeError: a text is not text (half a surrogate pair).
    """
    whole = f"[{_quoted(session_id)},{seq},{_quoted(kind)},{text},{_quoted(time)},{_quoted(previous)}]"
    return sha256(whole.encode()).hexdigest()


def seal(session_id: str, seq: int, event: Event, time: str, previous: str) -> Sealed:
    """Put an event into its place.

    Raises:
        ValueError: no such kind, or a number that JSON does not have.
        TypeError: a value that JSON does not have.
    """
    if event.kind not in KINDS:
        raise ValueError(f"no such kind of event: {event.kind}")
    text = canonical(event.data)
    try:
        hashed = digest(session_id, seq, event.kind, text, time, previous)
    except UnicodeEncodeError:
        # A terminal can hand in half a surrogate pair; no file could hold it.
        text = text.encode("utf-8", "replace").decode()
        event = Event(event.kind, json.loads(text))
        hashed = digest(session_id, seq, event.kind, text, time, previous)
    return Sealed(event, seq, time, previous, hashed, text)


class Chain:
    """The head of a log, in memory.

    Attributes:
        session_id: whose log it is.
        seq, hash: of the last event; 0 and empty before the first.
    """

    __slots__ = ("_clock", "hash", "seq", "session_id")

    def __init__(self, session_id: str, seq: int = 0, last_hash: str = "", clock: Clock = now) -> None:
        self.session_id = session_id
        self.seq = seq
        self.hash = last_hash
        self._clock = clock

    def append(self, event: Event) -> Sealed:
        """Seal an event behind the last one.

        Raises:
            ValueError, TypeError: as `seal`; the chain stays as it is.
        """
        sealed = seal(self.session_id, self.seq + 1, event, self._clock(), self.hash)
        self.seq = sealed.seq
        self.hash = sealed.hash
        return sealed
