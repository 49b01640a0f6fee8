"""What a log is made of: events, each sealed to the one before it by a hash.

The chain proves that nothing was damaged, lost or moved. It needs no secret, so it proves nothing against someone who
writes a whole new chain; `seal` has the signature for that.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Set
from datetime import UTC, datetime
from hashlib import sha256
from json.encoder import encode_basestring as _quoted
from time import time_ns
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


class _Parts(NamedTuple):
    kind: str
    given: Mapping[str, Any] | None
    text: str | None


class Event(_Parts):
    """Something that happened. Equal to another if both say the same.

    Attributes:
        kind: one of `KINDS`.
        data: plain JSON values; keys are text.
        text: the same as canonical JSON where it was given so (`written`), else None.
    """

    __slots__ = ()

    def __new__(cls, kind: str, data: Mapping[str, Any]) -> Event:
        """Note it."""
        return tuple.__new__(cls, (kind, data, None))

    @property
    def data(self) -> Mapping[str, Any]:
        """Plain JSON values; keys are text."""
        if self.given is not None:
            return self.given
        assert self.text is not None
        read: dict[str, Any] = json.loads(self.text)
        return read

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Event) and self.kind == other.kind and self.data == other.data

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Event({self.kind!r}, {self.data!r})"


def written(kind: str, text: str, data: Mapping[str, Any] | None = None) -> Event:
    """An event whose data are canonical JSON already.

    Args:
        kind: one of `KINDS`.
        text: the data, exactly as `canonical` would write them.
        data: the same, where they are at hand; else they are read from the text whenever they are asked for.
    """
    return tuple.__new__(Event, (kind, data, text))


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


_new = tuple.__new__
_last: tuple[int, str] = (-1, "")


def now() -> str:
    """The time in UTC to the millisecond."""
    global _last  # noqa: PLW0603 - without a person at it, a visit takes many decisions in a millisecond
    number = time_ns() // 1_000_000
    last, text = _last
    if number != last:
        seconds, rest = divmod(number, 1000)
        whole = datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None).isoformat()
        text = f"{whole}.{rest:03d}+00:00"
        _last = (number, text)
    return text


def digest(owner_id: str, seq: int, kind: str, text: str, time: str, previous: str) -> str:
    """The hash of an event whose data are already canonical JSON.

    Raises:
        UnicodeEncodeError: a text is not text (half a surrogate pair).
    """
    whole = f"[{_quoted(owner_id)},{seq},{_quoted(kind)},{text},{_quoted(time)},{_quoted(previous)}]"
    return sha256(whole.encode()).hexdigest()


def seal(owner_id: str, seq: int, event: Event, time: str, previous: str, kinds: Set[str] = KINDS) -> Sealed:
    """Put an event into its place.

    Args:
        owner_id: of the session, or of what else keeps a log.
        seq: 1 for the first.
        event: what happened.
        time: when, UTC.
        previous: hash of the event before it, empty for the first.
        kinds: what kinds of events there are; those of a session by default.

    Raises:
        ValueError: no such kind, or a number that JSON does not have.
        TypeError: a value that JSON does not have.
    """
    kind, data, text = event
    if kind not in kinds:
        raise ValueError(f"no such kind of event: {kind}")
    if text is None:
        text = canonical(data)
    try:
        hashed = digest(owner_id, seq, kind, text, time, previous)
    except UnicodeEncodeError:
        # A terminal can hand in half a surrogate pair; no file could hold it.
        text = text.encode("utf-8", "replace").decode()
        event = written(kind, text, json.loads(text))
        hashed = digest(owner_id, seq, kind, text, time, previous)
    return Sealed(event, seq, time, previous, hashed, text)


class Chain:
    """The head of a log, in memory.

    Attributes:
        session_id: whose log it is.
        seq, hash: of the last event; 0 and empty before the first.
    """

    __slots__ = ("_clock", "_quoted_hash", "_quoted_id", "_quoted_time", "_time", "hash", "seq", "session_id")

    def __init__(self, session_id: str, seq: int = 0, last_hash: str = "", clock: Clock = now) -> None:
        self.session_id = session_id
        self._quoted_id = _quoted(session_id)
        self._quoted_hash = _quoted(last_hash)
        self._time, self._quoted_time = "", '""'
        self.seq = seq
        self.hash = last_hash
        self._clock = clock

    def append(self, event: Event) -> Sealed:
        """Seal an event behind the last one.

        Raises:
            ValueError, TypeError: as `seal`; the chain stays as it is.
        """
        kind, _, text = event
        time, seq = self._clock(), self.seq + 1
        if text is None or kind not in KINDS or not text.isascii():
            sealed = seal(self.session_id, seq, event, time, self.hash)
            hashed = sealed.hash
        else:
            # The same as `seal` does, for every decision; a kind is a word, and only text beyond ASCII may be none.
            if time is not self._time:
                self._time, self._quoted_time = time, _quoted(time)
            whole = f'[{self._quoted_id},{seq},"{kind}",{text},{self._quoted_time},{self._quoted_hash}]'
            hashed = sha256(whole.encode()).hexdigest()
            sealed = _new(Sealed, (event, seq, time, self.hash, hashed, text))
        self.seq, self.hash, self._quoted_hash = seq, hashed, f'"{hashed}"'
        return sealed
