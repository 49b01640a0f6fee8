"""Scoring all ended sessions anew: grouped by edition, rated by a process a core, written in batches.

Each edition is solved once for a rubric, and its solution handed on through the cache. Only this process touches the
store. A score notes the rubric and the solver it was made with, so that whatever was interrupted goes on where it
stopped: what has its score is passed over. A session that somebody goes on with meanwhile is left alone.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path
from sqlite3 import Row
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from scenarios.diagnostic import ScenarioError, render
from simulator.i18n import _, language
from simulator.record import editions, rating, rows, scores
from simulator.record.database import Database, Value
from simulator.record.errors import StoreError
from simulator.record.rating import Found, Played, Rated
from simulator.record.transcript import STATED, parsed

if TYPE_CHECKING:
    from scoring.rubric import Rubric

BATCH = 200
"""Sessions that go to a process at once, and into one transaction."""

ALONE = 300
"""So few sessions are rated in this process: others would take longer to start."""

Progress = Callable[[str, int, int], None]
"""`("solve" or "rate", how many editions or sessions are done, how many there are)`."""


@dataclass(slots=True)
class Rescoring:
    """How it went.

    Attributes:
        wanted: ended sessions.
        same: how many had the very score already and were passed over.
        scored: how many were scored.
        troubles: (id, why in words) of those that could not be.
        workers: how many processes rated.
        before, after: sums of the scores of those that had one before and have one now.
        both: how many those are.
        other_band: how many of them are in another band now.
    """

    wanted: int = 0
    same: int = 0
    scored: int = 0
    troubles: list[tuple[str, str]] = field(default_factory=list)
    workers: int = 0
    before: float = 0.0
    after: float = 0.0
    both: int = 0
    other_band: int = 0


@dataclass(slots=True)
class _Group:
    """Sessions of one edition that are to be scored."""

    played: Played
    ids: list[str]


def rescore_all(
    database: Database,
    solutions: Path,
    *,
    rubric: Rubric | None = None,
    again: bool = False,
    workers: int | None = None,
    progress: Progress | None = None,
    outcome: Rescoring | None = None,
) -> Rescoring:
    """Score every ended session that has no score by this rubric.

    Args:
        database: the store's.
        solutions: the folder of solved editions.
        rubric: for all sessions; None: each by that of its pack, or else the product's.
        again: score also those that have the score.
        workers: processes; as many as there are cores by default, this one alone for a few sessions.
        progress: told how far it is.
        outcome: filled in as it goes, so that who interrupts it knows how far it came.

    Raises:
        StoreError: the scores cannot be kept, or a process died; what was written stays.
    """
    from scoring.solve import SOLVER_VERSION

    done = Rescoring() if outcome is None else outcome
    told = progress or _nobody
    groups = [group for group in _groups(database, solutions, rubric, again, SOLVER_VERSION, done) if group.ids]
    total = sum(len(group.ids) for group in groups)
    if not total:
        return done
    done.workers = workers or (1 if total < ALONE else _cores())
    with _Hands(done.workers) as hands:
        sound = _prepared(hands, groups, done, told)
        count = len(done.troubles)
        told("rate", count, total)
        for batch in _batches(hands, database, sound):
            _write(database, batch, done)
            count += len(batch)
            told("rate", count, total)
    return done


def _nobody(_phase: str, _done: int, _total: int) -> None:
    """Nobody wants to know."""


def _cores() -> int:
    available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(available, 8)


# ---- what is to be done ---------------------------------------------------------------------------------------


def _groups(
    database: Database, solutions: Path, rubric: Rubric | None, again: bool, solver: int, done: Rescoring
) -> Iterator[_Group]:
    """Every edition with its sessions that have no such score."""
    for row in database.run("SELECT DISTINCT scenario, edition FROM sessions ORDER BY scenario, edition"):
        edition = str(row["edition"])
        text, rules = editions.text(database, edition)
        chosen, trouble = (rubric, "") if rubric is not None else _own(text)
        ended = (
            "FROM sessions LEFT JOIN scores ON scores.session = sessions.id"
            " WHERE sessions.scenario = ? AND sessions.edition = ? AND sessions.ended <> ''"
        )
        place: tuple[Value, ...] = (row["scenario"], edition)
        ((wanted,),) = map(tuple, database.run(f"SELECT COUNT(*) {ended}", place))
        other = "(scores.session IS NULL OR scores.complete = 0 OR scores.rubric <> ? OR scores.solver <> ?)"
        only, by = ("", ()) if again or chosen is None else (f"AND {other}", (chosen.hash, solver))
        ids = [str(each["id"]) for each in database.run(f"SELECT sessions.id {ended} {only}", (*place, *by))]
        done.wanted += wanted
        done.same += wanted - len(ids)
        if trouble:
            done.troubles += [(each, trouble) for each in ids]
        else:
            yield _Group(Played(edition, rules, text, chosen, solutions), ids)


def _own(text: str) -> tuple[Rubric | None, str]:
    """The rubric of an edition's pack or else the product's; None, and why in words, where it cannot be known."""
    from scenarios.edition import from_data
    from scoring.own_rubric import rubric_of

    data = parsed(text)
    if data is None:
        return None, _("没有这一份剧本，或者它已损坏。")
    try:
        return rubric_of(from_data(data)), ""
    except ScenarioError as error:
        return None, render(error.diagnostics[0], language()).message


# ---- processes ------------------------------------------------------------------------------------------------


_Given = ParamSpec("_Given")
_Made = TypeVar("_Made")


class _Hands:
    """A process for each worker; for one alone, this process."""

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> _Hands:
        if self.workers > 1:
            import multiprocessing

            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self.workers, context, initializer=rating.ready, initargs=(language(),))
        return self

    def __exit__(self, kind: type[BaseException] | None, *_rest: object) -> None:
        if self._pool is None:
            return
        self._pool.shutdown(wait=kind is None, cancel_futures=True)
        if kind is not None:
            import multiprocessing

            # Ctrl-C, or the store refused: what still runs is not waited for.
            for process in multiprocessing.active_children():
                process.terminate()

    def submit(self, work: Callable[_Given, _Made], *given: _Given.args, **named: _Given.kwargs) -> Future[_Made]:
        """Have something done."""
        if self._pool is not None:
            return self._pool.submit(work, *given, **named)
        future: Future[_Made] = Future()
        future.set_result(work(*given, **named))
        return future


def _answer(future: Future[_Made]) -> _Made:
    try:
        return future.result()
    except BrokenProcessPool as error:
        raise StoreError(
            "io",
            _("计分的进程中途没了，可能是内存不够。"),
            _("已写好的不会丢；再来一次，从停下的地方接着算。"),
        ) from error


def _prepared(hands: _Hands, groups: Sequence[_Group], done: Rescoring, told: Progress) -> list[_Group]:
    """Solve every edition; those that could be."""
    sound = []
    told("solve", 0, len(groups))
    running = [hands.submit(rating.prepare, group.played) for group in groups]
    for number, (group, future) in enumerate(zip(groups, running, strict=True), 1):
        trouble = _answer(future)
        if trouble:
            done.troubles += [(each, trouble) for each in group.ids]
        else:
            sound.append(group)
        told("solve", number, len(groups))
    return sound


def _batches(hands: _Hands, database: Database, groups: Sequence[_Group]) -> Iterator[list[Rated]]:
    """What becomes of all sessions, a batch at a time; a few batches are under way at once, not the whole store."""
    running: deque[Future[list[Rated]]] = deque()
    for group in groups:
        for start in range(0, len(group.ids), BATCH):
            found = _read(database, group.ids[start : start + BATCH])
            running.append(hands.submit(rating.rate_all, group.played, found))
            while len(running) > 2 * hands.workers or (running and running[0].done()):
                yield _answer(running.popleft())
    while running:
        yield _answer(running.popleft())


# ---- the store ------------------------------------------------------------------------------------------------


def _marks(ids: Sequence[str]) -> str:
    return ", ".join("?" * len(ids))


def _read(database: Database, ids: Sequence[str]) -> list[Found]:
    """Sessions as they stand in the store; one that is gone is left out."""
    with database.snapshot():
        found = database.run(f"SELECT * FROM sessions WHERE id IN ({_marks(ids)})", ids)
        events: dict[str, list[tuple[object, ...]]] = {str(row["id"]): [] for row in found}
        columns = ", ".join(rows.EVENT)
        for session, *event in database.run(
            f"SELECT session, {columns} FROM events WHERE session IN ({_marks(ids)}) ORDER BY session, seq", ids
        ):
            events[session].append(tuple(event))
    return [
        Found(
            stated=tuple(row[name] for name in STATED),
            rest=(rows.whole(row["events"]), str(row["last_hash"]), str(row["signature"]), rows.whole(row["signed"])),
            events=events[str(row["id"])],
        )
        for row in found
    ]


def _write(database: Database, batch: Sequence[Rated], done: Rescoring) -> None:
    """Write the scores of a batch, all or none."""
    done.troubles += [(each.id, each.trouble) for each in batch if each.score is None]
    ids = [each.id for each in batch if each.score is not None]
    with database.transaction():
        known = {
            row["id"]: row
            for row in database.run(
                "SELECT id, last_hash, complete, score, band FROM sessions LEFT JOIN scores ON session = id"
                f" WHERE id IN ({_marks(ids)})",
                ids,
            )
        }
        sound = [each for each in batch if each.id in known and known[each.id]["last_hash"] == each.last_hash]
        rated = [each.score for each in sound if each.score is not None]
        decisions = [row for each in sound for row in each.decisions]
        scores.replace(database, [str(score[0]) for score in rated], rated, decisions)
    done.scored += len(rated)
    changed = set(ids) - {each.id for each in sound}
    done.troubles += [(each, _("计分的时候有人动了它，没有写。")) for each in sorted(changed)]
    for score in rated:
        _compared(known[score[0]], score, done)


def _compared(before: Row, score: scores.Row, done: Rescoring) -> None:
    """Take into account how a session's score has changed."""
    if before["complete"] and before["score"] is not None and isinstance(score[2], float):
        done.both += 1
        done.before += before["score"]
        done.after += score[2]
        done.other_band += before["band"] != score[5]
