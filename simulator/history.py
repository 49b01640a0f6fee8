"""What the history screen shows of the store, read in one go with a store of its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.errors import UserError, sentence
from simulator.i18n import _, language
from simulator.progress import Diligence, diligence
from simulator.record.errors import StoreError
from simulator.record.log import Session
from simulator.record.scored import Scored
from simulator.replacing import free_name

if TYPE_CHECKING:
    from simulator.record.store import Store

MOST = 1000
"""Visits that the list and the trends go back."""


@dataclass(frozen=True, slots=True)
class Row:
    """A session and its title in both languages."""

    session: Session
    titles: dict[str, str]

    def title(self) -> str:
        """The title in the language in use; the scenario's id where there is none."""
        return self.titles.get(language()) or self.titles.get("zh") or self.session.scenario


@dataclass(frozen=True, slots=True)
class History:
    """Sessions and scored visits, the newest first; `total` counts those beyond the newest `MOST` too."""

    rows: tuple[Row, ...] = ()
    scored: tuple[Scored, ...] = ()
    total: int = 0
    diligence: Diligence = field(default_factory=lambda: Diligence(0, 0, 0))
    trouble: str = ""


def history(trainee: str = "") -> History:
    """The history of one trainee, or with an empty name of everybody."""
    from simulator.record.place import is_empty
    from simulator.record.store import open_store

    try:
        if is_empty():
            return History()
        with open_store() as store:
            sessions = store.sessions(trainee=trainee or None)
            return History(
                titled(store, sessions[:MOST]),
                tuple(store.scored(trainee or None, MOST)),
                len(sessions),
                diligence((session.started for session in sessions), datetime.now().astimezone().date()),
                " ".join(store.notices),
            )
    except StoreError as error:
        return History(trouble=sentence(error))


def titled(store: Store, sessions: list[Session]) -> tuple[Row, ...]:
    """Sessions with their titles, each edition looked up once."""
    titles: dict[str, dict[str, str]] = {}
    for session in sessions:
        if session.edition not in titles:
            titles[session.edition] = {spoken: store.title(session.edition, spoken) for spoken in ("zh", "en")}
    return tuple(Row(session, titles[session.edition]) for session in sessions)


def others(scenario: str, session: str) -> tuple[Row, ...]:
    """The newest other sessions of a scenario, at most `MOST`.

    Raises:
        StoreError: the store cannot be read.
    """
    from simulator.record.store import open_store

    with open_store() as store:
        found = [each for each in store.sessions(scenario) if each.id != session]
        return titled(store, found[:MOST])


def finished() -> tuple[Row, ...]:
    """The newest visits that are over, of everybody, at most `MOST`.

    Raises:
        StoreError: the store cannot be read.
    """
    from simulator.record.place import is_empty
    from simulator.record.store import open_store

    if is_empty():
        return ()
    with open_store() as store:
        return titled(store, [each for each in store.sessions() if each.ended][:MOST])


def delete(session: str) -> None:
    """Remove a session for good.

    Raises:
        StoreError: it is open somewhere, or the store cannot be written.
    """
    from simulator.record.store import open_store

    with open_store() as store:
        store.delete(session)


def debriefs_using(session: str) -> list[str]:
    """Ids of the debriefs that look at a session.

    Raises:
        StoreError: the store cannot be read.
    """
    from simulator.debrief.record import DebriefStore
    from simulator.record.store import open_store

    with open_store() as store:
        return [str(each) for each in DebriefStore(store).using(session)]


def export(session: str, folder: Path) -> Path:
    """Write a session into a folder, under a name that is free there.

    Raises:
        StoreError: its log is not sound.
        UserError: it cannot be written.
    """
    from simulator.record.store import open_store

    path = free_name(folder, session, ".jsonl")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(_("写不进 {path}：{why}", path=folder, why=error.strerror or error)) from error
    with open_store() as store:
        store.export(session, path)
    return path
