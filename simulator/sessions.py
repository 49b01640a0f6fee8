"""What the screens want of the store, in one place: begin, go on, look. Troubles come back as sentences to show."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from scenarios.conversation import Conversation
from scenarios.edition import Edition, edition
from scenarios.model import Scenario
from scenarios.play import Play
from simulator.directory import Scores, Unfinished
from simulator.errors import UserError
from simulator.i18n import _, language
from simulator.moments import last_words
from simulator.progress import Weakness, diligence, weakest
from simulator.record.errors import StoreError
from simulator.record.events import Event
from simulator.record.log import MemoryLog, Session, SessionLog
from simulator.record.place import is_empty
from simulator.record.store import Store, open_store
from simulator.visit import Visit, replay

if TYPE_CHECKING:
    from scoring.rate import Result

MOST = 9
"""Unfinished visits that the home screen lists."""

LATELY = 50
"""Scored visits that are read to find the recent ones of which indicators are known."""


def sentence(error: UserError) -> str:
    """An error and the way out, in one line."""
    return " ".join(part for part in (error.message, error.hint) if part)


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


# ---- looking, in any thread -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Overview:
    """What the home screen shows of the store."""

    unfinished: list[Unfinished] = field(default_factory=list)
    scores: dict[str, Scores] = field(default_factory=dict)
    trouble: str = ""
    weak: list[Weakness] = field(default_factory=list)
    days: int = 0
    any: bool = False


def overview(trainee: str = "") -> Overview:
    """What there is for the home screen, with a store of its own for as long as it takes.

    Args:
        trainee: whose weak points and days are wanted; empty for everybody's.
    """
    if is_empty():
        return Overview()
    try:
        with open_store() as store:
            left = [_unfinished(store, session) for session in store.unfinished()[:MOST]]
            every = store.sessions()
            own = [session.started for session in every if not trainee or session.trainee == trainee]
            return Overview(
                [visit for visit in left if visit is not None],
                scores_of(every),
                " ".join(store.notices),
                weakest(store.scored(trainee or None, most=LATELY)),
                diligence(own, datetime.now().astimezone().date()).days,
                bool(every),
            )
    except StoreError as error:
        return Overview(trouble=sentence(error))


def scores_of(sessions: list[Session]) -> dict[str, Scores]:
    """Last and best score of every scenario; with an undo a visit counts for no best (RULES §8)."""
    found: dict[str, Scores] = {}
    for session in sessions:
        if session.score is None:
            continue
        known = found.get(session.scenario, Scores(last=session.score))
        best = [score for score in (known.best, session.score if not session.undos else None) if score is not None]
        found[session.scenario] = replace(known, best=max(best) if best else None)
    return found


def _unfinished(store: Store, session: Session) -> Unfinished | None:
    title = {spoken: store.title(session.edition, spoken) for spoken in ("zh", "en")}
    try:
        kinds = [event.kind for event in store.events(session.id)]
    except StoreError:
        return None
    steps = sum(kind in ("choice", "timed_out", "form") for kind in kinds) - kinds.count("undo")
    return Unfinished(session.id, title, session.mode, steps, {})


def where_left(unfinished: list[Unfinished]) -> list[Unfinished]:
    """The same visits with the last thing the petitioner said. Loads every edition once; takes a moment."""
    editions: dict[str, Edition] = {}
    found = []
    try:
        with open_store() if unfinished else contextlib.nullcontext() as store:
            for visit in unfinished:
                assert store is not None
                found.append(_left_at(store, visit, editions))
    except StoreError:
        return unfinished
    return found


def _left_at(store: Store, visit: Unfinished, editions: dict[str, Edition]) -> Unfinished:
    from scenarios.diagnostic import ScenarioError
    from scenarios.play import InputError

    try:
        session = store.session(visit.session)
        if session.edition not in editions:
            editions[session.edition] = store.edition(session.edition)
        play = replay(Play(editions[session.edition], session.seed), store.events(session.id))
    except (StoreError, ScenarioError, InputError):
        return visit
    left_at = {"zh": last_words(Conversation(play, "zh")), "en": last_words(Conversation(play, "en"))}
    return replace(visit, left_at=left_at)
