"""The store of sessions: one SQLite file that several programs may use at once.

Queries here keep to what SQLite and PostgreSQL share; `database` and `schema` know the dialect.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from scenarios.edition import Edition
from simulator import paths
from simulator.i18n import _
from simulator.record import cohorts, editions, exchange, export, rows, scored, scores, seal
from simulator.record.database import WAIT, Database
from simulator.record.errors import StoreError
from simulator.record.events import Chain, Clock, Event, Sealed, now
from simulator.record.log import Session, SessionLog, new_id, started
from simulator.record.open_once import taken
from simulator.record.place import place
from simulator.record.transcript import Transcript
from simulator.record.verify import Verdict, demand, examine

if TYPE_CHECKING:
    from scoring.rate import Result
    from scoring.rubric import Rubric
    from simulator.record.rescore import Rescored
    from simulator.record.rescoring import Progress, Rescoring


def open_store(path: Path | None = None, *, wait: float = WAIT, clock: Clock = now) -> Store:
    """Open the store, made if there is none.

    Args:
        path: its file; by default the one of :func:`simulator.record.place.place`.
        wait: seconds to wait for other programs.
        clock: gives the times of events.

    Raises:
        StoreError: it cannot be opened; says why and what to do.
    """
    return Store(path or place(), wait=wait, clock=clock)


class Store:
    """An open store.

    Attributes:
        path: its file.
        notices: what a person must be told about the opening, in words; empty if all is well.
    """

    def __init__(self, path: Path, *, wait: float = WAIT, clock: Clock = now) -> None:
        self.path = path
        self._clock = clock
        self._database = Database(path, wait)
        self.notices = self._database.notices
        self._logs: weakref.WeakSet[SessionLog] = weakref.WeakSet()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the logs that are still open, then the file; closing twice does no harm.

        Raises:
            StoreError: pending events could not be kept.
        """
        try:
            for log in list(self._logs):
                log.close()
        finally:
            self._database.close()

    @property
    def database(self) -> Database:
        """The open file, for what else is kept beside the sessions."""
        return self._database

    @property
    def clock(self) -> Clock:
        """Gives the times of events."""
        return self._clock

    # ---- running sessions -------------------------------------------------------------------------------------

    def create(self, edition: Edition, *, mode: str, seed: str, trainee: str, language: str) -> SessionLog:
        """Begin a session; its first event is on disk when this returns.

        Raises:
            StoreError: it cannot be kept; `MemoryLog` serves until it can.
        """
        session_id = new_id()
        while self._database.row("SELECT 1 FROM sessions WHERE id = ?", (session_id,)):
            session_id = new_id()
        first = started(session_id, edition, mode=mode, seed=seed, trainee=trainee, language=language)
        sealed = Chain(session_id, clock=self._clock).append(first)
        log = SessionLog(edition, [sealed], self, pending=1, clock=self._clock)
        try:
            log.flush()
        except StoreError:
            log.discard()
            raise
        return log

    def resume(self, session_id: str) -> SessionLog:
        """Take up a session that has not ended.

        Raises:
            StoreError: there is none, it has ended, it is open elsewhere, or its log is not sound.
            ScenarioError: its edition cannot be read any more.
        """
        session = self.session(session_id)
        if session.ended:
            raise StoreError(
                "ended",
                _("这次接访已经结束：{id}", id=session.id),
                _("用 jiefang sessions show {id} 看记录。", id=session.id),
            )
        release = self.hold(session.id)
        try:
            # Read behind the lock: until now another program may have gone on.
            log = self._sound(session.id).log
            return SessionLog(self.edition(session.edition), log, self, release, clock=self._clock)
        except BaseException:
            release()
            raise

    def watch(self, log: SessionLog) -> None:
        """Know of an open log. For `SessionLog`."""
        self._logs.add(log)

    def hold(self, session_id: str) -> Callable[[], None]:
        """Take a session for one's own; what gives it back. For `SessionLog`.

        Raises:
            StoreError: it is open elsewhere.
        """
        return taken(
            self.path.parent / "locks" / session_id,
            lambda owner: _("这次接访正在另一个窗口里打开着：{id}（进程 {owner}）", id=session_id, owner=owner),
        )

    def write(self, log: SessionLog, new: Sequence[Sealed], *, patient: bool) -> None:
        """Make events durable, all or none. For `SessionLog`.

        Raises:
            StoreError: they could not be kept.
        """
        with self._database.transaction(None if patient else 0.1):
            if new[0].seq == 1:
                editions.keep(self._database, log.edition)
            had_ended = rows.add(self._database, log.session, new)
            ends = [sealed for sealed in new if sealed.event.kind == "ended"]
            if ends or (had_ended and not log.session.ended):
                self._seal(log.session, ends[-1] if log.session.ended else None)

    def _seal(self, session: Session, end: Sealed | None) -> None:
        """Sign an end if there is a key; playing on after an end takes signature and score away."""
        secret = seal.key()
        if end is not None and secret is not None:
            rows.sign(self._database, session.id, seal.sign(end.hash, secret), end.seq)
        else:
            rows.sign(self._database, session.id, "", 0)
        scores.forget(self._database, session.id)

    # ---- looking ----------------------------------------------------------------------------------------------

    def session(self, session_id: str) -> Session:
        """A session by its id or the beginning of it.

        Raises:
            StoreError: there is none, or more than one.
        """
        return rows.session(self._database, session_id)

    def sessions(self, scenario: str | None = None, trainee: str | None = None) -> list[Session]:
        """Sessions, newest first, of one scenario or one trainee if asked."""
        return rows.sessions(self._database, scenario=scenario, trainee=trainee)

    def unfinished(self) -> list[Session]:
        """Sessions that have not ended, newest first."""
        return rows.sessions(self._database, ended="")

    def scored(self, trainee: str | None = None, most: int = 1000) -> list[scored.Scored]:
        """The newest visits that have a score, of one trainee if asked, the newest first.

        Raises:
            StoreError: it cannot be read.
        """
        return scored.newest(self._database, trainee, most)

    def events(self, session_id: str) -> list[Event]:
        """The events of a session, ended or not.

        Raises:
            StoreError: there is no such session, or its log is not sound.
        """
        return [sealed.event for sealed in self.sealed(session_id)]

    def sealed(self, session_id: str) -> list[Sealed]:
        """The events of a session with their times and places in the chain.

        Raises:
            StoreError: as `events`.
        """
        return list(self._sound(self.session(session_id).id).log)

    def edition(self, edition_hash: str) -> Edition:
        """An edition as it was played.

        Raises:
            StoreError: there is none of this hash, or it is damaged.
            ScenarioError: it cannot be read any more.
        """
        return editions.edition(self._database, edition_hash)

    def title(self, edition_hash: str, language: str) -> str:
        """The title of an edition; empty if there is none. Cheap: the edition is not loaded."""
        return editions.title(self._database, edition_hash, language)

    def explored(self, wanted: cohorts.Wanted) -> tuple[list[cohorts.Played], list[cohorts.Count]]:
        """Sessions of a scenario by edition, and how often each option was taken in them; both as of one moment.

        Raises:
            StoreError: it cannot be read.
        """
        with self._database.snapshot():
            return cohorts.played(self._database, wanted), cohorts.counts(self._database, wanted)

    def played_scenarios(self) -> dict[str, list[str]]:
        """Ids of all scenarios that were played, with the names of their variants.

        Raises:
            StoreError: it cannot be read.
        """
        return cohorts.scenarios(self._database)

    # ---- scores -----------------------------------------------------------------------------------------------

    def finish(self, session: Session, result: Result) -> None:
        """Keep what a session scored, beside its log.

        Raises:
            StoreError: it cannot be kept; `rescore` can work it out later.
        """
        for log in list(self._logs):
            if log.session.id == session.id:
                log.flush()
        self.session(session.id)
        with self._database.transaction():
            scores.keep(self._database, session.id, result)

    def rescore(self, session_id: str, rubric: Rubric | None = None) -> Rescored:
        """Work out the score of a session anew from its log, ended or not.

        Args:
            session_id: whose.
            rubric: None for that of its pack or else the product's.

        Raises:
            StoreError: there is no such session, or the score cannot be kept. What is wrong with the log stands in the
                answer.
        """
        from simulator.record.rescore import rescore

        return rescore(self, self.session(session_id), rubric)

    def rescore_all(
        self,
        *,
        rubric: Rubric | None = None,
        again: bool = False,
        workers: int | None = None,
        progress: Progress | None = None,
        outcome: Rescoring | None = None,
    ) -> Rescoring:
        """Work out the scores of all ended sessions anew; arguments and errors as `rescoring.rescore_all` has them."""
        from simulator.record.rescoring import rescore_all

        return rescore_all(
            self._database, paths.cache() / "solutions",
            rubric=rubric, again=again, workers=workers, progress=progress, outcome=outcome,
        )  # fmt: skip

    def scored_by(self, session_id: str) -> str:
        """The hash of the rubric that a session's score was made with; empty where it has none or that is not known.

        Raises:
            StoreError: it cannot be read.
        """
        row = self._database.row("SELECT rubric FROM scores WHERE session = ?", (session_id,))
        return "" if row is None else str(row["rubric"])

    # ---- going out and coming in ------------------------------------------------------------------------------

    def verify(self, what: str | Path) -> Verdict:
        """Whether a session (by id) or an exported file (by path) is what it was.

        Raises:
            StoreError: there is no such session, or the file is no exported session.
        """
        if isinstance(what, Path):
            return exchange.verify_file(what)
        return examine(self.transcript(what), seal.key())

    def transcript(self, session_id: str) -> Transcript:
        """A session as it stands in the store, nothing believed.

        Raises:
            StoreError: there is no such session.
        """
        return rows.transcript(self._database, self.session(session_id).id)

    def export(self, session_id: str, file: Path) -> None:
        """Write a session to a file.

        Raises:
            StoreError: there is no such session, its log is not sound, or the file cannot be written.
        """
        export.write(self.exportable(session_id), file)

    def exportable(self, session_id: str) -> Transcript:
        """A session that may leave the store, for `export.lines`.

        Raises:
            StoreError: there is no such session, or its log is not sound.
        """
        found = self.transcript(session_id)
        demand(examine(found), str(found.stated["id"]))
        return found

    def import_(self, file: Path) -> tuple[Session, bool]:
        """Take in an exported session, verified.

        Returns:
            The session, and whether it is new here; the very same one is left as it is.

        Raises:
            StoreError: the file is not sound, or another session has its id.
        """
        return exchange.take_in(self._database, file)

    def delete(self, session_id: str) -> Session:
        """Remove a session for good, and its edition if no other session was played with it.

        Returns:
            What was removed.

        Raises:
            StoreError: there is no such session, or it is open somewhere.
        """
        session = self.session(session_id)
        release = self.hold(session.id)
        try:
            with self._database.transaction():
                rows.remove(self._database, session.id)
                editions.tidy(self._database, session.edition)
        finally:
            release()
        return session

    def _sound(self, session_id: str) -> Verdict:
        return demand(examine(self.transcript(session_id)), session_id)
