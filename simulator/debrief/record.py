"""Debriefs in the store of the sessions: each an append-only log, chained as theirs are, its own while it is open."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
import weakref
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from scenarios.bilingual import Bilingual
from simulator.debrief.debrief import Debrief
from simulator.debrief.events import KINDS, Begun, DebriefEvent, Reopened, Undone, event_of
from simulator.debrief.fitting import RefusedError
from simulator.debrief.fold import Fold, Happened
from simulator.debrief.names import letter
from simulator.debrief.remembered import remembered
from simulator.debrief.shapes import ShapeError
from simulator.i18n import _, language
from simulator.record import rows
from simulator.record.errors import StoreError
from simulator.record.events import Clock, Event, Sealed, canonical, seal, written
from simulator.record.log import new_id
from simulator.record.open_once import taken
from simulator.record.store import Store
from simulator.record.transcript import Written, parsed
from simulator.record.verify import Fault, chain_faults

LONGEST = 500_000
"""Characters an event may have; a branch is the longest thing there is, with some thousands."""


@dataclass(frozen=True, slots=True)
class DebriefSummary:
    """A debrief in a list.

    Attributes:
        started, changed: when it began and when something last happened in it, UTC.
        events: how many there are.
        sessions: ids of what it looks at, in order.
        titles: of what was played in them, as far as they can be read.
        missing: sessions that are not in the store any more.
    """

    id: str
    started: str
    changed: str
    events: int
    sessions: tuple[str, ...]
    titles: tuple[Bilingual, ...]
    missing: frozenset[str]


@dataclass(frozen=True, slots=True)
class Found:
    """A debrief's log as it was found; see `transcript.Links`."""

    events: Sequence[Written | None]
    count: int
    last_hash: str


class DebriefStore:
    """The debriefs of an open store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._database = store.database

    # ---- looking ----------------------------------------------------------------------------------------------

    def debriefs(self) -> list[DebriefSummary]:
        """All debriefs, newest first.

        Raises:
            StoreError: they cannot be read.
        """
        with self._database.snapshot():
            found = self._database.run(
                "SELECT debriefs.*, debrief_events.data AS begun FROM debriefs LEFT JOIN debrief_events"
                " ON debrief_events.debrief = debriefs.id AND debrief_events.seq = 1"
                " ORDER BY debriefs.started DESC, debriefs.id DESC"
            )
            looked_at = self._database.run(
                "SELECT debrief_sessions.debrief, debrief_sessions.session, sessions.id AS there FROM debrief_sessions"
                " LEFT JOIN sessions ON sessions.id = debrief_sessions.session ORDER BY debrief_sessions.number"
            )
        sessions: dict[str, list[sqlite3.Row]] = defaultdict(list)
        for row in looked_at:
            sessions[row["debrief"]].append(row)
        return [_summary(row, sessions[row["id"]]) for row in found]

    def find(self, given: str) -> str:
        """The id of a debrief by the beginning of it.

        Raises:
            StoreError: there is none, or more than one.
        """
        wanted = given.strip().lower()
        known = [str(row["id"]) for row in self._database.run("SELECT id FROM debriefs ORDER BY id")]
        fitting = [each for each in known if wanted and each.startswith(wanted)]
        if len(fitting) == 1 or wanted in fitting:
            return wanted if wanted in fitting else fitting[0]
        if fitting:
            names = _("、").join(fitting[:5])
            raise StoreError(
                "ambiguous", _("以 {id} 开头的复盘不止一次：{names}", id=given, names=names), _("把编号写长一些。")
            )
        nearest = "".join(get_close_matches(wanted, known, 1))
        raise StoreError(
            "missing",
            _("没有这次复盘：{id}", id=given),
            _("是不是 {nearest}？", nearest=nearest) if nearest else _("用 jiefang debrief --list 看有哪些。"),
        )

    def debrief(self, debrief_id: str) -> Debrief:
        """A debrief as it stands, to be read; it may be open elsewhere. `missing` is as of now.

        Raises:
            StoreError: there is none, or its log is not sound.
        """
        found_id = self.find(debrief_id)
        state = _folded(found_id, self._sound(found_id)).state
        assert state is not None
        return replace(state, missing=self._missing(state))

    def _missing(self, state: Debrief) -> frozenset[str]:
        return frozenset(
            each.id
            for each in state.sessions
            if self._database.row("SELECT 1 FROM sessions WHERE id = ?", (each.id,)) is None
        )

    def using(self, session_id: str) -> list[str]:
        """Ids of the debriefs that look at a session, newest first."""
        found = self._database.run(
            "SELECT debriefs.id FROM debriefs JOIN debrief_sessions ON debrief_sessions.debrief = debriefs.id"
            " WHERE debrief_sessions.session = ? ORDER BY debriefs.started DESC, debriefs.id DESC",
            (session_id,),
        )
        return [str(row["id"]) for row in found]

    def faults(self, debrief_id: str) -> list[Fault]:
        """What is wrong with the chain of a debrief's log; nothing for a sound one.

        Raises:
            StoreError: there is no such debrief.
        """
        found_id = self.find(debrief_id)
        return chain_faults(found_id, self._found(found_id))

    # ---- changing ---------------------------------------------------------------------------------------------

    def begin_debrief(self, session_ids: Iterable[str]) -> DebriefLog:
        """Begin a debrief of one or more sessions; its first event is on disk when this returns.

        Args:
            session_ids: ids of sessions or their beginnings, in the order in which they are looked at.

        Raises:
            StoreError: there is no such session, or it cannot be kept.
            RefusedError: none, or one twice.
        """
        sessions = [self._store.session(each) for each in session_ids]
        debrief_id = new_id()
        while self._database.row("SELECT 1 FROM debriefs WHERE id = ?", (debrief_id,)):
            debrief_id = new_id()
        begun = Begun(debrief_id, tuple(remembered(self._store, each) for each in sessions), language())
        release = self.hold(debrief_id)
        log = DebriefLog(debrief_id, [], self, release, self._store.clock)
        try:
            log.append(begun)
        except BaseException:
            log.close()
            raise
        return log

    def resume_debrief(self, debrief_id: str) -> DebriefLog:
        """Take up a debrief where it was; its `notices` say which sessions are not in the store any more.

        Raises:
            StoreError: there is none, it is open elsewhere, or its log is not sound.
        """
        found_id = self.find(debrief_id)
        release = self.hold(found_id)
        try:
            # Read behind the lock: until now another program may have gone on.
            log = DebriefLog(found_id, self._sound(found_id), self, release, self._store.clock)
            log.append(Reopened(tuple(sorted(self._missing(log.state)))))
        except BaseException:
            release()
            raise
        return log

    def delete_debrief(self, debrief_id: str) -> str:
        """Remove a debrief for good; its id.

        Raises:
            StoreError: there is none, or it is open somewhere.
        """
        found_id = self.find(debrief_id)
        release = self.hold(found_id)
        try:
            with self._database.transaction():
                self._database.run("DELETE FROM debriefs WHERE id = ?", (found_id,))
        finally:
            release()
        return found_id

    def hold(self, debrief_id: str) -> Callable[[], None]:
        """Take a debrief for one's own; what gives it back. For `DebriefLog`.

        Raises:
            StoreError: it is open elsewhere.
        """
        return taken(
            self._store.path.parent / "locks" / f"debrief-{debrief_id}",
            lambda owner: _("这次复盘正在另一个窗口里打开着：{id}（进程 {owner}）", id=debrief_id, owner=owner),
        )

    def write(self, debrief_id: str, new: Sealed, begun: Begun | None) -> None:
        """Make an event durable. For `DebriefLog`.

        Raises:
            StoreError: it could not be kept, and nothing was changed.
        """
        with self._database.transaction():
            if begun is not None:
                self._insert(debrief_id, new, begun)
            row = self._database.row("SELECT events, last_hash FROM debriefs WHERE id = ?", (debrief_id,))
            if row is None or (row["events"], row["last_hash"]) != (new.seq - 1, new.previous):
                raise StoreError(
                    "conflict",
                    _("另一个程序改动过这次复盘的记录：{id}", id=debrief_id),
                    _("先退出，再重新打开这次复盘。"),
                )
            self._database.run(
                "INSERT INTO debrief_events (debrief, seq, kind, data, time, previous, hash)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (debrief_id, new.seq, new.event.kind, new.text, new.time, new.previous, new.hash),
            )
            self._database.run(
                "UPDATE debriefs SET events = ?, last_hash = ? WHERE id = ?", (new.seq, new.hash, debrief_id)
            )
            if new.event.kind != Reopened.kind:
                self._database.run("UPDATE debriefs SET changed = ? WHERE id = ?", (new.time, debrief_id))

    def ends_with(self, debrief_id: str, last: Sealed) -> bool:
        """Whether an event is the last one of a debrief on disk. For `DebriefLog`."""
        with contextlib.suppress(StoreError):
            row = self._database.row("SELECT last_hash FROM debriefs WHERE id = ?", (debrief_id,))
            return row is not None and row["last_hash"] == last.hash
        return False

    def _insert(self, debrief_id: str, new: Sealed, begun: Begun) -> None:
        self._database.run(
            "INSERT INTO debriefs (id, started, changed, events, last_hash) VALUES (?, ?, ?, 0, '')",
            (debrief_id, new.time, new.time),
        )
        self._database.many(
            "INSERT INTO debrief_sessions (debrief, number, session) VALUES (?, ?, ?)",
            [(debrief_id, number, session.id) for number, session in enumerate(begun.sessions)],
        )

    def _found(self, debrief_id: str) -> Found:
        with self._database.snapshot():
            row = self._database.row("SELECT events, last_hash FROM debriefs WHERE id = ?", (debrief_id,))
            events = self._database.run("SELECT * FROM debrief_events WHERE debrief = ? ORDER BY seq", (debrief_id,))
        if row is None:
            raise StoreError("missing", _("没有这次复盘：{id}", id=debrief_id))
        return Found([rows.as_found(each) for each in events], rows.whole(row["events"]), str(row["last_hash"]))

    def _sound(self, debrief_id: str) -> list[Written]:
        """The events of a debrief, its chain proved.

        Raises:
            StoreError: something is wrong with it.
        """
        found = self._found(debrief_id)
        events = [event for event in found.events if event is not None]
        for fault in chain_faults(debrief_id, found):
            raise StoreError("unsound", _("复盘 {id} 的记录有问题：{first}", id=debrief_id, first=fault))
        if not events:
            raise StoreError("unsound", _("复盘 {id} 的记录是空的。", id=debrief_id))
        return events


class DebriefLog:
    """An open debrief: what is appended is on disk when the call returns. May be used from several threads.

    Attributes:
        id: of the debrief.
    """

    def __init__(
        self, debrief_id: str, log: Sequence[Written], store: DebriefStore, release: Callable[[], None], clock: Clock
    ) -> None:
        """Take up a log; `begin_debrief` and `resume_debrief` are the ways to get one.

        Raises:
            StoreError: what stands in it makes no debrief.
        """
        self.id = debrief_id
        self._store = store
        self._clock = clock
        self._mutex = threading.RLock()
        self._seq, self._hash = (log[-1].seq, log[-1].hash) if log else (0, "")
        self._fold = _folded(debrief_id, log)
        # Also when nobody closes it: a lock must not outlive its log.
        self._release = weakref.finalize(self, release)

    @property
    def state(self) -> Debrief:
        """The debrief after the last event."""
        state = self._fold.state
        assert state is not None, "it begins before anybody looks at it"
        return state

    @property
    def notices(self) -> tuple[str, ...]:
        """What a person must be told about the opening, in words; empty if all is well."""
        state = self.state
        gone = [
            f"{letter(number, language())} {each.title.text(language())}"
            for number, each in enumerate(state.sessions)
            if each.id in state.missing
        ]
        if not gone:
            return ()
        return (_("这些接访的记录已经删除，不能再回放，写下的都还在：{names}", names=_("、").join(gone)),)

    @property
    def undoable(self) -> DebriefEvent | None:
        """What `undo` would take back; None for nothing."""
        return self._fold.last

    def append(self, event: DebriefEvent) -> Debrief:
        """Let something happen; the debrief after it. The event is durable when this returns.

        Raises:
            RefusedError: it does not fit the debrief; nothing was changed.
            StoreError: it could not be kept; nothing was changed.
        """
        with self._mutex:
            time = self._clock()
            sealed = seal(self.id, self._seq + 1, _written(event), time, self._hash, KINDS.keys())
            # As it will be read back: half a surrogate pair, which a terminal can hand in, is replaced by then.
            try:
                happened = Happened(event_of(event.kind, parsed(sealed.text) or {}), sealed.seq, time)
            except ShapeError as error:
                raise _unfit(error) from error
            self._fold.after(happened)
            self._keep(sealed, event if isinstance(event, Begun) else None)
            self._seq, self._hash = sealed.seq, sealed.hash
            return self._fold.take(happened)

    def _keep(self, sealed: Sealed, begun: Begun | None) -> None:
        try:
            self._store.write(self.id, sealed, begun)
        except StoreError:
            # A commit can be reported as failed and have been made all the same.
            if not self._store.ends_with(self.id, sealed):
                raise

    def undo(self) -> DebriefEvent:
        """Take back the last thing that was done; returns what that was.

        Raises:
            RefusedError: there is nothing to take back.
            StoreError: it could not be kept; nothing was changed.
        """
        with self._mutex:
            last = self._fold.last
            self.append(Undone())
            assert last is not None, "nothing to undo was refused"
            return last

    def close(self) -> None:
        """Give the debrief back; closing twice does no harm."""
        self._release()


def _written(event: DebriefEvent) -> Event:
    """An event as canonical JSON.

    Raises:
        RefusedError: its data are no JSON.
    """
    try:
        text = canonical(event.data())
    except (TypeError, ValueError, RecursionError) as error:
        raise _unfit(error) from error
    if len(text) > LONGEST:
        raise _unfit(f"{len(text)} > {LONGEST}")
    return written(event.kind, text)


def _unfit(why: object) -> RefusedError:
    return RefusedError(_("这一条写不进复盘：太长，或者不是该有的样子（{why}）", why=why))


def _folded(debrief_id: str, log: Iterable[Written]) -> Fold:
    """What a log makes.

    Raises:
        StoreError: it makes no debrief.
    """
    try:
        return Fold(_happened(debrief_id, log))
    except RefusedError as error:
        raise _senseless(debrief_id, error.message) from error


def _happened(debrief_id: str, log: Iterable[Written]) -> Iterable[Happened]:
    """The events of a log.

    Raises:
        StoreError: one is of a kind or shape that this program does not know.
    """
    for each in log:
        try:
            yield Happened(event_of(each.kind, parsed(each.text) or {}), each.seq, each.time)
        except ShapeError as error:
            why = _("第 {seq} 条：{why}", seq=each.seq, why=error)
            raise _senseless(debrief_id, why) from error


def _senseless(debrief_id: str, why: str) -> StoreError:
    return StoreError(
        "unsound",
        _("复盘 {id} 的记录读不懂：{why}", id=debrief_id, why=why),
        _("它可能由更新的接访台写成；升级接访台再试。"),
    )


def _summary(row: sqlite3.Row, looked_at: Sequence[sqlite3.Row]) -> DebriefSummary:
    return DebriefSummary(
        id=str(row["id"]),
        started=str(row["started"]),
        changed=str(row["changed"]),
        events=rows.whole(row["events"]),
        sessions=tuple(str(each["session"]) for each in looked_at),
        titles=_titles(str(row["begun"])),
        missing=frozenset(str(each["session"]) for each in looked_at if each["there"] is None),
    )


def _titles(text: str) -> tuple[Bilingual, ...]:
    try:
        begun = event_of(Begun.kind, parsed(text) or {})
    except ShapeError:
        return ()
    assert isinstance(begun, Begun)
    return tuple(each.title for each in begun.sessions)
