"""The summary behind the explorer: whatever happens to sessions and scores, it is what the decisions add up to."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scenarios.edition import Edition
from scenarios.play import Play
from scoring.evaluate import Evaluator
from scoring.rate import rate
from scoring.solve import solve
from simulator.record import cohorts, schema
from simulator.record.cohorts import Count, Wanted
from simulator.record.events import Event
from simulator.record.log import SessionLog
from simulator.record.store import Store, open_store
from simulator.visit import Visit

Begin = Callable[..., SessionLog]
PATHS = (
    ("seat", "rush", "ask", "cut"),
    ("go_on", "push", "sum_up"),
    ("rush", "ask", "cut"),
    ("go_on", "ask", "sum_up"),
)


@pytest.fixture(scope="module")
def evaluator(desk: Edition) -> Evaluator:
    """Values of the visit at the desk."""
    return Evaluator(solve(desk))


def play(store: Store, desk: Edition, evaluator: Evaluator, path: int, **who: str) -> str:
    """A finished session with its score; its id."""
    log = store.create(desk, **{"mode": "practice", "seed": "7", "trainee": "林", "language": "zh", **who})
    visit = Visit(Play(desk, "7"), log.session, log)
    for each in PATHS[path]:
        visit.choose(each)
    visit.end()
    store.finish(log.session, rate(visit.play, evaluator))
    log.close()
    return log.session.id


def added_up(store: Store, wanted: Wanted) -> list[tuple[object, ...]]:
    """What the explorer must find, from every decision of every rated session by itself."""
    found: dict[tuple[str, str, str], Count] = {}
    rows = store._database.run(
        "SELECT * FROM decisions JOIN sessions ON id = decisions.session"
        " JOIN (SELECT session, score FROM scores WHERE complete = 1) AS rated ON rated.session = id"
    )
    for row in rows:
        asked = {name: getattr(wanted, name) for name in ("scenario", "variant", "mode", "trainee")}
        if any(value is not None and row[name] != value for name, value in asked.items()):
            continue
        if wanted.since is not None and row["started"] < wanted.since:
            continue
        key = (row["scene"], row["line"], row["choice"])
        count = found.setdefault(key, Count(*key))
        count.times += 1
        count.timed_out += row["timed_out"]
        if row["score"] is not None:
            count.scored += 1
            count.cost += round(row["cost"] * 1e6)
            count.score += round(row["score"] * 1e6)
    return [tuple(getattr(found[key], name) for name in Count.__slots__) for key in sorted(found)]


def told(store: Store, wanted: Wanted) -> list[tuple[object, ...]]:
    """What it finds."""
    return [tuple(getattr(each, name) for name in Count.__slots__) for each in store.explored(wanted)[1]]


TIMES = (
    "2026-01-09T15:59:59",
    "2026-01-09T16:00:00",
    "2026-01-10T00:00:00",
    "2026-02-28T23:59:59",
    "2026-03-01T08:00:00",
)
MODES, NAMES = ("practice", "exam"), ("林", "王", "")
PLAY = ("play",)
STEPS = st.lists(
    st.one_of(
        st.tuples(*map(st.sampled_from, (PLAY, range(4), TIMES, MODES, NAMES))),
        st.tuples(st.sampled_from(["delete", "rescore", "reopen", "unscored", "worthless"]), st.integers(0, 30)),
    ),
    max_size=14,
)  # fmt: skip
WANTED = [
    Wanted("desk"), Wanted("desk", variant="default", mode="exam"), Wanted("desk", trainee="王"), Wanted("none"),
    Wanted("desk", trainee=""), Wanted("desk", variant="other"),
    *(Wanted("desk", since=since) for since in (*TIMES, "2026", "2026-01-1", "2026-01-09", "2027-01-01T00:00:00")),
    Wanted("desk", since=TIMES[1], mode="practice"), Wanted("desk", since=TIMES[2], trainee="林"),
]  # fmt: skip


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_the_summary_is_what_the_decisions_add_up_to(
    steps: list[tuple[object, ...]], desk: Edition, evaluator: Evaluator, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Sessions are played, scored anew, reopened, deleted, rated worthless: every question gets the exact answer."""
    clock = {"now": TIMES[0]}
    place = tmp_path_factory.mktemp("store") / "s.sqlite3"
    ids: list[str] = []
    with open_store(place, clock=lambda: clock["now"]) as store:
        for step, *more in steps:
            if step == "play":
                path, clock["now"], mode, trainee = more
                ids.append(play(store, desk, evaluator, path, mode=mode, trainee=trainee))
                continue
            if not ids:
                continue
            session_id = ids[more[0] % len(ids)]
            if step == "delete":
                store.delete(session_id)
                ids.remove(session_id)
            elif step == "rescore":
                store.rescore(session_id)
            elif step == "reopen":
                store._database.run("UPDATE sessions SET ended = '' WHERE id = ?", (session_id,))
                store.rescore(session_id)
            elif step == "unscored":
                store._database.run("DELETE FROM scores WHERE session = ?", (session_id,))
            else:
                store._database.run("UPDATE scores SET score = NULL WHERE session = ?", (session_id,))
        for wanted in WANTED:
            assert told(store, wanted) == added_up(store, wanted), wanted
        assert sum(each.sessions for each in store.explored(Wanted("desk"))[0]) == len(ids)
        assert sum(each.rated for each in store.explored(Wanted("desk"))[0]) == len(
            store._database.run("SELECT 1 FROM scores WHERE complete = 1")
        )


def test_sessions_without_a_score_are_counted_apart(store: Store, desk: Edition, evaluator: Evaluator) -> None:
    """Ended and not rated, not ended at all: neither is in the shares, both are said."""
    rated = [play(store, desk, evaluator, path) for path in (0, 1, 2)]
    store._database.run("DELETE FROM scores WHERE session = ?", (rated[0],))
    store.create(desk, mode="exam", seed="1", trainee="林", language="zh").close()
    ((found,), counts) = store.explored(Wanted("desk"))
    assert (found.sessions, found.ended, found.rated) == (4, 3, 2)
    assert {(count.scene, count.choice): count.times for count in counts} == {
        ("arrive", "go_on"): 1, ("arrive", "rush"): 1, ("talk", "push"): 1, ("talk", "ask"): 1,
        ("last", "sum_up"): 1, ("last", "cut"): 1,
    }  # fmt: skip
    ((found,), _counts) = store.explored(Wanted("desk", mode="exam"))
    assert (found.sessions, found.ended, found.rated) == (1, 0, 0)


def test_a_visit_that_took_an_option_twice_counts_twice(store: Store, desk: Edition, evaluator: Evaluator) -> None:
    """At a hub one decides more than once."""
    play(store, desk, evaluator, 0)
    times = {(each.scene, each.choice): each.times for each in store.explored(Wanted("desk"))[1]}
    assert times["arrive", "seat"] == times["arrive", "rush"] == 1


@pytest.fixture
def old(tmp_path: Path, desk: Edition, evaluator: Evaluator) -> Path:
    """A store as a program from before the summary left it: two rated sessions and one that is not."""
    fresh, old = tmp_path / "fresh.sqlite3", tmp_path / "old.sqlite3"
    with open_store(fresh) as store:
        for number in (0, 1):
            play(store, desk, evaluator, number)
        store._database.run("DELETE FROM scores WHERE session = ?", (play(store, desk, evaluator, 2),))
    raw = sqlite3.connect(old)
    for statement in schema.MIGRATIONS[0]:
        raw.execute(statement)
    raw.execute("ATTACH ? AS fresh", (str(fresh),))
    for table in ("editions", "sessions", "events", "scores", "decisions"):
        columns = ", ".join(row[1] for row in raw.execute(f"PRAGMA main.table_info({table})"))
        raw.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM fresh.{table}")
    raw.execute(f"PRAGMA main.application_id = {schema.APPLICATION}")
    raw.execute("PRAGMA main.user_version = 1")
    raw.commit()
    raw.close()
    return old


def test_an_older_store_is_brought_up_to_date(old: Path, desk: Edition, evaluator: Evaluator) -> None:
    """Opened by this program, it has the summary of what was in it, and goes on keeping it."""
    with open_store(old) as store:
        assert told(store, Wanted("desk")) == added_up(store, Wanted("desk")) != []
        play(store, desk, evaluator, 3)
        assert told(store, Wanted("desk")) == added_up(store, Wanted("desk"))
        assert sum(each.rated for each in store.explored(Wanted("desk"))[0]) == 3


MORE = """
    INSERT INTO decisions
    SELECT session, 99, step, scene, line, choice, best, cost, listening, emotion, compliance, referral, mark, red_line,
        timed_out, remaining
    FROM decisions LIMIT 1
"""


@pytest.mark.parametrize("sql", ["UPDATE decisions SET cost = 1", "DELETE FROM decisions", MORE])
def test_decisions_cannot_change_behind_a_score(store: Store, desk: Edition, evaluator: Evaluator, sql: str) -> None:
    """Whatever would make the summary wrong is refused by the file itself."""
    play(store, desk, evaluator, 0)
    raw = sqlite3.connect(store.path)
    with pytest.raises(sqlite3.IntegrityError):
        raw.execute(sql)
    raw.close()


def test_the_questions_go_by_an_index(store: Store) -> None:
    """No question reads every session or every decision of the store."""
    seen: list[str] = []
    run = store._database.run

    def explaining(sql: str, values: tuple[object, ...] = ()) -> list[sqlite3.Row]:
        seen.extend(row["detail"] for row in run(f"EXPLAIN QUERY PLAN {sql}", values))
        return run(sql, values)

    store._database.run = explaining  # type: ignore[method-assign, assignment]
    for wanted in WANTED:
        cohorts.played(store._database, wanted)
        cohorts.counts(store._database, wanted)
    assert len(seen) > 30
    assert [detail for detail in seen if detail.startswith("SCAN") and "SCAN (" not in detail] == []
    assert any("USING COVERING INDEX sessions_by_trainee" in detail for detail in seen)
    assert any("USING COVERING INDEX sessions_by_edition" in detail for detail in seen)


def test_random_numbers_leave_no_remainder(store: Store, desk: Edition, evaluator: Evaluator) -> None:
    """Scores are added and taken away again, ever new: in whole millionths, so that nothing is left over."""
    session_id = play(store, desk, evaluator, 0)
    chance = random.Random(1)
    for _round in range(50):
        store._database.run("UPDATE scores SET score = ? WHERE session = ?", (chance.random() * 100, session_id))
    store.delete(session_id)
    rows = store._database.run("SELECT DISTINCT times, timed_out, scored, cost, score FROM cohort_options")
    assert [tuple(row) for row in rows] == [(0, 0, 0, 0, 0)]
    assert store.explored(Wanted("desk")) == ([], [])


def test_an_event_after_the_end_takes_the_session_out(store: Store, desk: Edition, evaluator: Evaluator) -> None:
    """Playing on after the end removes the score, and with it the decisions from the shares."""
    log = store.create(desk, mode="practice", seed="7", trainee="", language="zh")
    visit = Visit(Play(desk, "7"), log.session, log)
    for each in PATHS[0]:
        visit.choose(each)
    visit.end()
    store.finish(log.session, rate(visit.play, evaluator))
    assert told(store, Wanted("desk"))
    log.append(Event("undo", {"state": [0]}))
    assert told(store, Wanted("desk")) == []
