"""What must hold whatever is done at the app: nothing that was decided is lost, and a killed app can go on."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Set
from pathlib import Path

from scenarios.play import Play
from simulator.app.app import JiefangApp
from simulator.record.place import place
from simulator.record.store import Store, open_store
from simulator.sessions import Sessions
from simulator.visit import Visit, replay

Log = list[str]
"""The hashes of a session's events."""


class Keeper:
    """Remembers what was seen in the record, and looks whether it is still there.

    Attributes:
        looked: how often it looked.
        most: steps of the longest visit that was held against its record.
    """

    def __init__(self, deleted: Set[str]) -> None:
        """`deleted` knows the ids that the program removes because it was asked to."""
        self._known: dict[Path, dict[str, Log]] = {}
        self._deleted = deleted
        self.looked = self.most = 0

    def look(self, app: JiefangApp | None) -> None:
        """Hold everything against what must be so.

        Args:
            app: while it runs; None after it has ended.

        Raises:
            AssertionError, StoreError: something was lost, changed or cannot be taken up again.
        """
        self.looked += 1
        file = _file(app)
        if not file.exists():
            return
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "store.sqlite3"
            for part in file.parent.glob(file.name + "*"):
                if part.is_file():
                    shutil.copy(part, copy.with_name(copy.name + part.name.removeprefix(file.name)))
            # As after a power cut: the files as they lie there, and nobody holding anything.
            with open_store(copy) as store:
                self._nothing_lost(store, self._known.setdefault(file, {}))
                for visit in _visits(app):
                    self._as_on_screen(store, visit)

    def _nothing_lost(self, store: Store, known: dict[str, Log]) -> None:
        found = {}
        for session in store.sessions():
            verdict = store.verify(session.id)
            assert not verdict.faults, f"{session.id}: {[str(fault) for fault in verdict.faults]}"
            found[session.id] = [sealed.hash for sealed in store.sealed(session.id)]
        for id, log in known.items():
            assert id in found or id in self._deleted, f"the visit {id} is gone"
            assert found.get(id, log)[: len(log)] == log, f"what was kept of {id} has changed"
        known.clear()
        known.update(found)

    def _as_on_screen(self, store: Store, visit: Visit) -> None:
        """The log of a visit leads to where it stands on screen, and it can be taken up there."""
        log = visit.log
        assert log is not None
        assert log.pending == 0, "a decision is not on disk"
        id = visit.session.id
        if log.session.ended:
            play = replay(Play(store.edition(log.session.edition), log.session.seed), store.events(id))
        else:
            again = _Elsewhere(store)
            taken, _notes = again.resume(id)
            play = taken.play
            again.leave(taken)
        assert play.state == visit.play.state, f"{id}: the record leads elsewhere"
        assert [step.after for step in play.steps] == [step.after for step in visit.play.steps]
        self.most = max(self.most, len(play.steps))


class _Elsewhere(Sessions):
    """The screens' own way to the store, into a copy of it."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store


def _file(app: JiefangApp | None) -> Path:
    if app is not None and app._sessions is not None and app._sessions._store is not None:
        return app._sessions._store.path
    return place()


def _visits(app: JiefangApp | None) -> Iterator[Visit]:
    """Visits that are on some screen and are kept."""
    for screen in app.screen_stack if app is not None else ():
        visit = getattr(screen, "visit", None)
        if visit is not None and visit.log is not None:
            yield visit
