"""What the screens want of the store, in one place: begin, go on, look. Troubles come back as sentences to show."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from scenarios.edition import edition
from scenarios.model import Scenario
from scenarios.play import Play
from simulator.errors import sentence
from simulator.i18n import _, language
from simulator.record.errors import StoreError
from simulator.record.events import Event
from simulator.record.log import MemoryLog, SessionLog
from simulator.record.store import Store, open_store
from simulator.visit import Visit, replay

if TYPE_CHECKING:
    from scoring.rate import Result


class Sessions:
    """The store as the screens' own thread uses it. Where there is none, visits are played all the same."""

    def __init__(self) -> None:
        self._store: Store | None = None
        self._closed = False

    def _open(self) -> Store:
        if self._store is None:
            self._store = open_store()
        return self._store

    def begin(self, scenario: Scenario, *, variant: str, mode: str, seed: str, trainee: str) -> tuple[Visit, str]:
        """A new visit.

        Returns:
            The visit, and what to tell the trainee if it cannot be kept for now.
        """
        chosen = edition(scenario, variant)
        play = Play(chosen, seed)
        log: SessionLog
        trouble = ""
        try:
            log = self._open().create(chosen, mode=mode, seed=seed, trainee=trainee, language=language())
        except StoreError as error:
            trouble = _("这次接访暂时只在内存里：{why}", why=sentence(error))
            log = MemoryLog(chosen, mode=mode, seed=seed, trainee=trainee, language=language())
        return Visit(play, log.session, log), trouble

    def resume(self, session_id: str) -> tuple[Visit, list[str]]:
        """Go on with a visit.

        Returns:
            The visit as it was left, and its notes.

        Raises:
            StoreError: it cannot be taken up.
            ScenarioError: its edition cannot be read any more.
            InputError: its log does not fit its edition.
        """
        log = self._open().resume(session_id)
        try:
            play = replay(Play(log.edition, log.session.seed), log.events())
            log.append(Event("resumed", {}))
        except StoreError:
            pass
        except BaseException:
            log.close()
            raise
        visit = Visit(play, log.session, log)
        visit.undos = log.session.undos
        visit.take_up_drafts(log.events())
        return visit, [str(event.data.get("text", "")) for event in log.events() if event.kind == "note"]

    def catch_up(self, visit: Visit) -> bool:
        """Try to write what is pending, a half-filled form too; whether all of it is kept now."""
        if visit.log is None:
            return False
        with contextlib.suppress(StoreError):
            visit.keep_draft()
        with contextlib.suppress(StoreError):
            visit.log.flush(self._open())
        return visit.log.pending == 0

    def finish(self, visit: Visit, result: Result) -> str:
        """Keep what a visit scored; what to tell the trainee if that cannot be."""
        if visit.log is None or not self.catch_up(visit):
            return _("这次接访没能存进记录。")
        try:
            self._open().finish(visit.log.session, result)
        except StoreError as error:
            return sentence(error)
        return ""

    def leave(self, visit: Visit) -> str:
        """Give a visit back; what to tell the trainee if something could not be kept."""
        if visit.log is None or self._closed:
            return ""
        self.catch_up(visit)
        try:
            visit.log.close()
        except StoreError as error:
            return sentence(error)
        return ""

    def close(self) -> None:
        """Give the store back, and with it every visit that is still open."""
        self._closed = True
        if self._store is not None:
            with contextlib.suppress(StoreError):
                self._store.close()
            self._store = None
