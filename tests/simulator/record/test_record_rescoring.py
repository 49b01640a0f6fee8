"""Scoring a whole store anew: the same scores as one by one, on all cores, and it goes on where it stopped."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from scenarios import source
from scenarios.edition import Edition
from scenarios.edition import edition as edition_of
from scenarios.load import load_text
from scenarios.play import Play
from scoring.cache import solved
from scoring.evaluate import Evaluator
from scoring.own_rubric import read
from scoring.rate import rate
from scoring.rubric import Rubric, rubric
from simulator import paths
from simulator.record import rescoring
from simulator.record.database import Database
from simulator.record.events import Event
from simulator.record.log import SessionLog
from simulator.record.rating import Found
from simulator.record.store import Store, open_store
from simulator.visit import Visit, replay
from tests.simulator.record.conftest import VISIT

Begin = Callable[..., SessionLog]
RUBRIC = """
bands:
  pass: {score: 10, dimension: 0}
marks: {good: 1, fair: 3}
weights: {listening: 40, emotion: 20, compliance: 20, referral: 20}
"""


def changed() -> Rubric:
    """Another rubric than the product's."""
    found, diagnostics = read(source.parse(RUBRIC, "rubric.yaml"))
    assert found is not None, diagnostics
    return found


def play(store: Store, edition: Edition, seed: int) -> str:
    """A random visit, ended and not scored; its id."""
    log = store.create(edition, mode="practice", seed=str(seed), trainee="林", language="zh")
    visit = Visit(Play(edition, str(seed)), log.session, log)
    chance = random.Random(seed)
    while not visit.play.ended:
        visit.choose(chance.choice(visit.play.open_ids()))
    visit.end()
    log.close()
    return log.session.id


@pytest.fixture
def other() -> Edition:
    """Another edition of the visit at the desk."""
    loaded = load_text(VISIT.replace("窗口一刻", "窗口二刻"))
    assert loaded.scenario is not None
    return edition_of(loaded.scenario)


@pytest.fixture
def ids(store: Store, desk: Edition, other: Edition) -> list[str]:
    """Twelve visits of two editions."""
    return [play(store, (desk, other)[number % 2], number) for number in range(12)]


def rows(store: Store) -> list[tuple[object, ...]]:
    """All that is kept of scores."""
    tables = [store.database.run(f"SELECT * FROM {table} ORDER BY 1, 2") for table in ("scores", "decisions")]
    return [tuple(row) for table in tables for row in table]


def one_by_one(store: Store, ids: list[str], by: Rubric | None) -> list[tuple[object, ...]]:
    """What is kept when each session is rated by itself, everything read anew for each."""
    for session_id in ids:
        session = store.session(session_id)
        edition = store.edition(session.edition)
        visit = replay(Play(edition, session.seed), store.events(session_id))
        store.finish(session, rate(visit, Evaluator(solved(edition, None, rules=by))))
    return rows(store)


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("by", [None, changed()], ids=["product", "changed"])
def test_the_scores_are_those_of_rating_one_by_one(
    store: Store, ids: list[str], workers: int, by: Rubric | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In this process or in two, by the product's rubric or another: every row is the same to the last digit."""
    monkeypatch.setattr(rescoring, "BATCH", 5)
    found = store.rescore_all(rubric=by, workers=workers)
    assert (found.wanted, found.scored, found.same, found.troubles) == (12, 12, 0, [])
    batched = rows(store)
    assert batched == one_by_one(store, ids, by)
    assert {store.scored_by(each) for each in ids} == {(by or rubric()).hash}


def test_what_has_its_score_is_passed_over(store: Store, ids: list[str]) -> None:
    """A second call has nothing to do, one by another rubric all of it; `again` does it in any case."""
    assert store.rescore_all().scored == 12
    assert (found := store.rescore_all()).same == 12 and not found.scored
    found = store.rescore_all(rubric=changed())
    assert (found.scored, found.both) == (12, 12)
    assert found.other_band > 0
    assert store.rescore_all(rubric=changed(), again=True).scored == 12
    assert store.rescore_all().scored == 12, "back to the product's"


def test_a_visit_scored_at_its_end_has_its_score(store: Store, desk: Edition) -> None:
    """What the game keeps notes its rubric, too."""
    session = store.session(play(store, desk, 3))
    store.finish(session, rate(replay(Play(desk, "3"), store.events(session.id)), Evaluator(solved(desk))))
    assert store.rescore_all().same == 1


def test_it_goes_on_where_it_stopped(store: Store, ids: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Stopped behind any batch, what was written stays, and the next call does exactly the rest."""
    monkeypatch.setattr(rescoring, "BATCH", 3)

    class Stop(Exception):
        """Somebody had enough."""

    def stop(phase: str, done: int, _total: int) -> None:
        if phase == "rate" and done >= 6:
            raise Stop

    outcome = rescoring.Rescoring()
    with pytest.raises(Stop):
        store.rescore_all(progress=stop, outcome=outcome)
    assert outcome.scored == 6
    rest = store.rescore_all()
    assert (rest.same, rest.scored) == (6, 6)
    assert rows(store) == one_by_one(store, ids, None)


def test_logs_that_cannot_be_scored_are_reported_and_skipped(
    store: Store, ids: list[str], desk: Edition, begin: Begin
) -> None:
    """Damaged, made up, of other rules, without its edition: each is named with the reason, the others get scores."""
    made_up = begin(desk)
    for event in (Event("choice", {"choice": "bribe"}), Event("ended", {"ending": "left"})):
        made_up.append(event)
    older = begin(Edition(desk.scenario, desk.variant, desk.table_data, rules=0))
    older.append(Event("ended", {"ending": "left"}))
    store.database.run("DROP TRIGGER events_are_not_changed")
    store.database.run("UPDATE events SET time = '2000' WHERE session = ? AND seq = 2", (ids[0],))
    found = store.rescore_all()
    troubles = dict(found.troubles)
    assert set(troubles) == {ids[0], made_up.session.id, older.session.id}
    assert "第 2 条" in troubles[ids[0]]
    assert "做不出来" in troubles[made_up.session.id]
    assert "第 0 版规则" in troubles[older.session.id]
    assert found.scored == 11
    assert store.session(ids[0]).score is None


def test_a_damaged_edition_takes_only_its_own_sessions(store: Store, ids: list[str], other: Edition) -> None:
    """The sessions of the other edition are scored."""
    store.database.run("DROP TRIGGER editions_are_not_changed")
    store.database.run("UPDATE editions SET data = x'00' WHERE hash = ?", (other.hash,))
    found = store.rescore_all()
    assert (found.scored, len(found.troubles)) == (6, 6)
    assert {store.session(each).edition for each, _why in found.troubles} == {other.hash}


def test_a_session_gone_on_with_meanwhile_is_left_alone(
    store: Store, ids: list[str], path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another window takes the end back while it is rated: no score of an end that is no more, and that is said."""
    read_before = rescoring._read

    def late(database: Database, wanted: Sequence[str]) -> list[Found]:
        found = read_before(database, wanted)
        if ids[5] in wanted:
            with open_store(path) as window:
                edition = window.edition(window.session(ids[5]).edition)
                SessionLog(edition, window.sealed(ids[5]), window).append(Event("undo", {"state": [0]}))
        return found

    monkeypatch.setattr(rescoring, "_read", late)
    found = store.rescore_all()
    assert (found.scored, [each for each, _why in found.troubles]) == (11, [ids[5]])
    assert store.session(ids[5]).score is None


def test_unfinished_sessions_are_left_alone(store: Store, begin: Begin, desk: Edition) -> None:
    """There is nothing to score yet."""
    begin(desk)
    assert store.rescore_all() == rescoring.Rescoring()


def test_progress_is_told(store: Store, ids: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """First the editions, then the sessions, each from nothing to all."""
    monkeypatch.setattr(rescoring, "BATCH", 4)
    told: list[tuple[str, int, int]] = []
    store.rescore_all(progress=lambda *each: told.append(each))
    assert told[:3] == [("solve", 0, 2), ("solve", 1, 2), ("solve", 2, 2)]
    rating = [done for phase, done, total in told if phase == "rate" and total == 12]
    assert rating[0] == 0 and rating[-1] == 12 and rating == sorted(rating)


@pytest.mark.slow
def test_killed_in_the_middle(store: Store, desk: Edition, path: Path) -> None:
    """The program is killed while it rates in two processes: they end too, and the next call does the rest."""
    for number in range(400):
        play(store, desk, number)
    environment = {**os.environ, "JIEFANG_STORE": str(path), "PYTHONPATH": os.getcwd()}
    process = subprocess.Popen(
        [sys.executable, "-m", "simulator.cli", "sessions", "rescore"], env=environment, stdout=subprocess.DEVNULL
    )
    count = 0
    raw = sqlite3.connect(path)
    until = time.monotonic() + 60
    while not count and time.monotonic() < until:
        (count,) = raw.execute("SELECT COUNT(*) FROM scores").fetchone()
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text("ascii").split()
    assert children
    process.send_signal(signal.SIGKILL)
    process.wait()
    while any(Path(f"/proc/{child}").exists() for child in children):
        assert time.monotonic() < until
        time.sleep(0.1)
    (count,) = raw.execute("SELECT COUNT(*) FROM scores").fetchone()
    raw.close()
    found = store.rescore_all()
    assert (found.same, found.scored) == (count, 400 - count)
    assert store.database.run("PRAGMA integrity_check")[0][0] == "ok"


def test_solutions_are_shared_through_the_cache(store: Store, ids: list[str]) -> None:
    """Each edition is solved once for a rubric: one file each, read and not written by a second call."""
    store.rescore_all(workers=2)
    folder = paths.cache() / "solutions"
    stamps = {file: file.stat().st_mtime_ns for file in folder.iterdir()}
    assert len(stamps) == 2
    store.rescore_all(workers=2, again=True)
    assert {file: file.stat().st_mtime_ns for file in folder.iterdir()} == stamps
