"""A session and its log while it runs: what is appended is on disk when the call returns."""

from __future__ import annotations

import json
import secrets
import time
import weakref
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from scenarios.edition import Edition
from simulator.record.errors import StoreError
from simulator.record.events import PLAYED, Chain, Clock, Event, Sealed, canonical, now, written

_DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"
_EPOCH = 1735689600  # 2025-01-01, so that six digits last until 2059

MODES = ("practice", "simulation", "exam")
IDENTITY = ("id", "edition", "scenario", "variant", "mode", "seed", "trainee", "language")
"""What the `started` event says of a session, and what must not change afterwards."""


@dataclass(frozen=True, slots=True)
class Session:
    """One visit of one trainee.

    Attributes:
        id: short, sortable by time.
        edition: hash of what is played.
        started, ended: UTC, ISO 8601; `ended` is empty while the visit runs.
        ending: id of the ending reached, else empty.
        score, raw_score, band: as last worked out; None and empty where they were not.
        undos: decisions taken back.
    """

    id: str
    scenario: str
    edition: str
    variant: str
    mode: str
    seed: str
    trainee: str
    language: str
    started: str
    ended: str = ""
    ending: str = ""
    score: float | None = None
    raw_score: float | None = None
    band: str = ""
    undos: int = 0


def new_id(seconds: float | None = None) -> str:
    """A session id: six digits of time, then six random ones (30 bits)."""
    number = max(0, int(time.time() if seconds is None else seconds) - _EPOCH) << 30 | secrets.randbits(30)
    digits = ""
    while number or len(digits) < 12:
        number, digit = divmod(number, 32)
        digits = _DIGITS[digit] + digits
    return digits


def is_id(text: str) -> bool:
    """Whether a text may be a session's id. Ids become file names, so nothing else is let in."""
    return 0 < len(text) <= 40 and set(text) <= set(_DIGITS)


def started(session_id: str, edition: Edition, *, mode: str, seed: str, trainee: str, language: str) -> Event:
    """The first event of a session: who plays what, and how."""
    return Event(
        "started",
        {
            "id": session_id,
            "edition": edition.hash,
            "rules": edition.rules,
            "scenario": edition.scenario.id,
            "variant": edition.variant.name,
            "mode": mode,
            "seed": seed,
            "trainee": trainee,
            "language": language,
        },
    )


def advance(session: Session, sealed: Sealed) -> Session:
    """A session after one more event."""
    event = sealed.event
    if event.kind == "ended":
        return replace(session, ended=sealed.time, ending=str(event.data.get("ending", "")))
    if event.kind in PLAYED and (session.ended or event.kind == "undo"):
        undos = session.undos + (event.kind == "undo")
        return replace(session, ended="", ending="", score=None, raw_score=None, band="", undos=undos)
    return session


def summary(log: Sequence[Sealed]) -> Session:
    """A session as its log tells it; the first event must be `started`."""
    data: Mapping[str, Any] = log[0].event.data
    who = {name: str(data.get(name, "")) for name in IDENTITY}
    session = Session(
        id=who["id"],
        scenario=who["scenario"],
        edition=who["edition"],
        variant=who["variant"],
        mode=who["mode"],
        seed=who["seed"],
        trainee=who["trainee"],
        language=who["language"],
        started=log[0].time,
    )
    for sealed in log[1:]:
        session = advance(session, sealed)
    return session


class Keeper(Protocol):
    """Where logs are kept: the store."""

    def write(self, log: SessionLog, new: Sequence[Sealed], *, patient: bool) -> None:
        """Make events durable, all or none.

        Raises:
            StoreError: they could not be kept.
        """

    def hold(self, session_id: str) -> Callable[[], None]:
        """Take a session for one's own; what gives it back.

        Raises:
            StoreError: it is open elsewhere.
        """

    def watch(self, log: SessionLog) -> None:
        """Know of a log that has a session; it is closed with the store."""


class SessionLog:
    """The log of a running session, its own as long as it is open. Use it from one thread.

    Attributes:
        session: as it stands after the last event.
        edition: what is played.
    """

    def __init__(
        self,
        edition: Edition,
        log: Sequence[Sealed],
        keeper: Keeper | None = None,
        release: Callable[[], None] | None = None,
        *,
        pending: int = 0,
        clock: Clock = now,
    ) -> None:
        """Take up a log; `create` and `resume` of the store are the ways to get one.

        Args:
            edition: what is played.
            log: all events so far, from `started` on.
            keeper: where they are kept; None as long as there is nothing.
            release: what gives the session back, if one has taken it already.
            pending: how many of the last ones are not kept yet.
            clock: gives the times of events.

        Raises:
            StoreError: the session is open elsewhere.
        """
        self.edition = edition
        self.session = summary(log)
        self._log = list(log)
        self._chain = Chain(self.session.id, log[-1].seq, log[-1].hash, clock)
        self._pending = pending
        self._keeper: Keeper | None = None
        self._failing = False
        self._release: Callable[[], object] = _nothing
        if keeper is not None:
            self._attach(keeper, release or keeper.hold(self.session.id))

    def _attach(self, keeper: Keeper, release: Callable[[], None]) -> None:
        # Also when nobody closes it: a lock must not outlive its log.
        self._release = weakref.finalize(self, release)
        self._keeper = keeper
        keeper.watch(self)

    @property
    def pending(self) -> int:
        """How many events are in memory only, because the store could not take them."""
        return self._pending

    def events(self) -> list[Event]:
        """All events, pending ones too."""
        return [sealed.event for sealed in self._log]

    def sealed(self) -> list[Sealed]:
        """All events with their places in the chain, pending ones too."""
        return list(self._log)

    def append(self, event: Event) -> Sealed:
        """Add an event. It is durable when this returns and `pending` is 0.

        Raises:
            StoreError: it could not be kept. The event is pending and is written, with those before it, by the next
                call that works. Said once: while the trouble lasts, further events only add to `pending`.
            ValueError, TypeError: it is no event, or its data are no JSON; nothing was added.
        """
        sealed = self._chain.append(_plain(event))
        self._log.append(sealed)
        self.session = advance(self.session, sealed)
        self._pending += 1
        if self._keeper is not None:
            try:
                self._write(self._keeper)
            except StoreError:
                if not self._failing:
                    self._failing = True
                    raise
        return sealed

    def flush(self, keeper: Keeper | None = None) -> None:
        """Write what is pending.

        Args:
            keeper: an open store, for a log that has none yet.

        Raises:
            StoreError: it still cannot be kept, or there is no store.
        """
        if self._keeper is None and keeper is not None:
            self._attach(keeper, keeper.hold(self.session.id))
        if self._keeper is not None and self._pending:
            self._write(self._keeper)

    def _write(self, keeper: Keeper) -> None:
        # While the trouble lasts nobody should wait for it at every step.
        keeper.write(self, self._log[-self._pending :], patient=not self._failing)
        self._pending = 0
        self._failing = False

    def close(self) -> None:
        """Give the session back; closing twice does no harm.

        Raises:
            StoreError: pending events could not be kept and will be lost with this object.
        """
        try:
            self.flush()
        finally:
            self.discard()

    def discard(self) -> None:
        """Give the session back as it is on disk; what is pending is lost."""
        self._pending = 0
        self._keeper = None
        self._release()


class MemoryLog(SessionLog):
    """A log for a visit that is played while there is no store: `flush(store)` keeps it as soon as there is one."""

    def __init__(
        self, edition: Edition, *, mode: str, seed: str, trainee: str, language: str, clock: Clock = now
    ) -> None:
        session_id = new_id()
        first = started(session_id, edition, mode=mode, seed=seed, trainee=trainee, language=language)
        super().__init__(edition, [Chain(session_id, clock=clock).append(first)], pending=1, clock=clock)


def _nothing() -> None:
    """There is no lock to give back."""


def _plain(event: Event) -> Event:
    """The event as it will read from the file, so that its hash is the same then.

    Raises:
        TypeError: JSON would not give the same back: keys that are not text.
    """
    if event.text is not None:
        return event
    text = canonical(event.data)
    data = json.loads(text)
    if canonical(data) != text:
        raise TypeError(f"data of {event.kind} are not plain JSON: {event.data!r}")
    return written(event.kind, text, data)
