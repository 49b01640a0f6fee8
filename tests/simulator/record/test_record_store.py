"""The store when all is well: sessions are begun, gone on with, looked up, scored, removed."""

from __future__ import annotations

import gc
import sqlite3
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from scenarios.edition import Edition
from scenarios.play import Play
from scoring.evaluate import Evaluator
from scoring.rate import rate
from scoring.solve import solve
from simulator import paths
from simulator.record.errors import StoreError
from simulator.record.events import Event
from simulator.record.log import SessionLog
from simulator.record.store import Store, open_store
from simulator.visit import Visit, replay

Begin = Callable[..., SessionLog]
SEAT = Event("choice", {"scene": "arrive", "choice": "seat"})
UNDO = Event("undo", {"state": [0]})
END = Event("ended", {"ending": "left"})


def played(log: SessionLog, *choices: str) -> Visit:
    """Play a visit to its end."""
    visit = Visit(Play(log.edition, log.session.seed), log.session, log)
    for each in choices:
        visit.choose(each)
    visit.end()
    return visit


class TestSessions:
    """One session from its beginning to its removal."""

    def test_a_session_says_who_played_what(self, begin: Begin, store: Store, small: Edition) -> None:
        """All that was given at the beginning is there, in the log's first event and in the list."""
        log = begin(mode="exam", seed="s1", trainee="王 小明", language="en")
        session = store.session(log.session.id)
        assert session == log.session
        assert (session.scenario, session.variant, session.edition) == ("desk", "default", small.hash)
        assert (session.mode, session.seed, session.trainee, session.language) == ("exam", "s1", "王 小明", "en")
        assert (session.ended, session.ending, session.score, session.band, session.undos) == ("", "", None, "", 0)
        (first,) = log.events()
        assert first.kind == "started"
        assert first.data["id"] == session.id

    def test_events_come_back_as_they_were(self, begin: Begin, path: Path) -> None:
        """Another program reads exactly what was appended, in order."""
        log = begin()
        events = [
            SEAT,
            Event("note", {"text": "他\n说“三天”\0\x1b[2J"}),
            Event("form", {"picks": {"b": "1", "a": "2"}}),
        ]
        for event in events:
            log.append(event)
        with open_store(path) as other:
            assert other.events(log.session.id)[1:] == events == log.events()[1:]

    def test_the_end_and_the_undone_are_noted(self, begin: Begin, store: Store) -> None:
        """The list shows where a session ended and how often a decision was taken back."""
        log = begin()
        for event in (SEAT, UNDO, SEAT, UNDO, SEAT, END):
            log.append(event)
        session = store.session(log.session.id)
        assert (session.undos, session.ending) == (2, "left")
        assert session.ended == log.sealed()[-1].time
        assert store.unfinished() == []

    def test_playing_on_after_the_end_opens_the_session_again(self, begin: Begin, store: Store) -> None:
        """Where undo is allowed, the last decision too can be taken back; a note afterwards changes nothing."""
        log = begin()
        for event in (SEAT, END, Event("note", {"text": "好"})):
            log.append(event)
        assert store.session(log.session.id).ended
        log.append(UNDO)
        assert store.unfinished() == [log.session]
        assert store.verify(log.session.id).sound

    def test_a_session_is_taken_up_where_it_was_left(self, begin: Begin, desk: Edition, path: Path) -> None:
        """After a restart the edition, the events and with them the play are what they were."""
        log = begin(desk)
        visit = Visit(Play(desk, "7"), log.session, log)
        visit.choose("seat")
        state = visit.play.state
        log.close()
        with open_store(path) as other:
            again = other.resume(log.session.id)
            assert again.session == log.session
            assert again.edition.hash == desk.hash
            play = replay(Play(again.edition, again.session.seed), again.events())
            assert play.state == state
            again.append(Event("resumed", {}))
            assert [event.kind for event in other.events(log.session.id)] == ["started", "choice", "resumed"]
            assert other.verify(log.session.id).sound

    def test_what_has_ended_is_not_taken_up(self, finished: SessionLog, store: Store) -> None:
        """An exam, once ended, stays as it is."""
        with pytest.raises(StoreError) as caught:
            store.resume(finished.session.id)
        assert caught.value.reason == "ended"

    def test_removal_takes_all_of_it(self, begin: Begin, store: Store, path: Path) -> None:
        """Events go with their session; the edition stays as long as another session needs it."""
        one, two = begin(), begin()
        for log in (one, two):
            log.append(SEAT)
            log.close()
        store.delete(one.session.id)
        assert [session.id for session in store.sessions()] == [two.session.id]
        assert len(store.events(two.session.id)) == 2
        store.delete(two.session.id)
        with sqlite3.connect(path) as raw:
            assert [raw.execute(f"SELECT COUNT(*) FROM {t}").fetchone()[0] for t in ("events", "editions")] == [0, 0]
        raw.close()

    def test_an_edition_is_stored_once(self, begin: Begin, desk: Edition, small: Edition, path: Path) -> None:
        """A hundred sessions of the same visit hold one copy of it."""
        for edition in (desk, desk, small):
            begin(edition)
        with sqlite3.connect(path) as raw:
            assert raw.execute("SELECT COUNT(*) FROM editions").fetchone() == (2,)
        raw.close()

    def test_an_edition_comes_back_whole(self, begin: Begin, store: Store, desk: Edition) -> None:
        """What is loaded is what was stored; its title can be shown without loading it."""
        begin(desk)
        assert store.edition(desk.hash).canonical == desk.canonical
        assert store.title(desk.hash, "en") == store.title(desk.hash, "zh") == "窗口一刻"
        with pytest.raises(StoreError):
            store.edition("0" * 64)


class TestFinding:
    """Sessions are listed newest first and found by the beginning of their id."""

    def test_newest_first_and_filtered(self, path: Path, small: Edition) -> None:
        """By scenario, by trainee, or those that have not ended."""
        times = iter(f"2026-09-1{day}T08:00:00.000+00:00" for day in range(9))
        with open_store(path, clock=lambda: next(times)) as store:
            logs = [
                store.create(small, mode="practice", seed="0", trainee=trainee, language="zh")
                for trainee in ("林", "王", "林")
            ]
            logs[2].append(END)
            ids = [log.session.id for log in logs]
            assert [session.id for session in store.sessions()] == ids[::-1]
            assert [session.id for session in store.sessions(trainee="林")] == [ids[2], ids[0]]
            assert [session.id for session in store.unfinished()] == [ids[1], ids[0]]
            assert store.sessions(scenario="desk", trainee="赵") == []

    def test_the_beginning_of_an_id_is_enough(
        self, begin: Begin, store: Store, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """As long as only one begins so; else the candidates are named, or the nearest."""
        ids = iter(["1abc00000001", "1abc00000002", "1abd00000003", "1abc00000001", "1abe00000004"])
        monkeypatch.setattr("simulator.record.store.new_id", lambda: next(ids))
        for _ in range(3):
            begin()
        assert store.session("1abd").id == "1abd00000003"
        assert store.session(" 1ABC00000002 ").id == "1abc00000002"
        with pytest.raises(StoreError, match="1abc00000001") as caught:
            store.session("1abc")
        assert caught.value.reason == "ambiguous"
        with pytest.raises(StoreError) as caught:
            store.session("1abd00000004")
        assert caught.value.reason == "missing"
        assert "1abd00000003" in caught.value.hint
        for nothing in ("", "%", "_abc", "zzz"):
            with pytest.raises(StoreError):
                store.session(nothing)
        assert begin().session.id == "1abe00000004", "an id that is taken is not given twice"


class TestScores:
    """Scores stand beside the log and can always be worked out again."""

    def test_a_result_is_kept_and_worked_out_again(self, begin: Begin, store: Store, desk: Edition) -> None:
        """`rescore` gives what was kept at the end; both give what `rate` gives."""
        log = begin(desk)
        result = rate(played(log, "seat", "rush", "ask", "cut").play, Evaluator(solve(desk)))
        store.finish(log.session, result)
        kept = store.session(log.session.id)
        assert (kept.score, kept.raw_score, kept.band) == (result.score, result.raw_score, result.band.id)
        assert kept.score < 100
        store._database.run("UPDATE scores SET score = 3, band = 'x'")
        again = store.rescore(log.session.id)
        assert again.session == kept
        assert again.result == result
        rows = store._database.run("SELECT choice, cost FROM decisions WHERE session = ? ORDER BY number", (kept.id,))
        assert [tuple(row) for row in rows] == [(d.choice, d.cost) for d in result.decisions]

    def test_playing_on_takes_the_score_away(self, begin: Begin, store: Store, desk: Edition) -> None:
        """A score of an end that was taken back is not shown."""
        log = begin(desk)
        visit = played(log, "rush", "push", "cut")
        store.finish(log.session, rate(visit.play, Evaluator(solve(desk))))
        visit.undo()
        assert store.session(log.session.id).score is None

    def test_all_ended_sessions_are_scored_anew(self, begin: Begin, store: Store, desk: Edition) -> None:
        """One that cannot be scored says why and keeps nobody else from it; unfinished ones are left alone."""
        played(begin(desk), "rush", "push", "cut")
        made_up = begin(desk)
        for event in (Event("choice", {"choice": "bribe"}), END):
            made_up.append(event)
        begin(desk)
        found = store.rescore_all()
        assert (found.wanted, found.scored) == (2, 1)
        ((who, why),) = found.troubles
        assert who == made_up.session.id
        assert "做不出来" in why
        assert sum(session.score is not None for session in store.sessions()) == 1

    def test_an_edition_of_other_rules_is_not_scored(self, begin: Begin, store: Store, desk: Edition) -> None:
        """Its log can be read and verified, and both say so."""
        older = Edition(desk.scenario, desk.variant, desk.table_data, rules=0)
        log = begin(older)
        log.append(END)
        verdict = store.verify(log.session.id)
        assert verdict.sound
        assert "第 0 版规则" in verdict.notes[0]
        found = store.rescore(log.session.id)
        assert "第 0 版规则" in found.trouble


class TestLocks:
    """A running session belongs to one program."""

    def test_it_cannot_be_opened_twice(self, begin: Begin, path: Path, desk: Edition) -> None:
        """The second is told where it is open; once closed it is free, and nothing is left behind."""
        log = begin(desk)
        with open_store(path) as other:
            with pytest.raises(StoreError, match=log.session.id) as caught:
                other.resume(log.session.id)
            assert caught.value.reason == "open"
            with pytest.raises(StoreError) as caught:
                other.delete(log.session.id)
            assert caught.value.reason == "open"
            log.close()
            other.resume(log.session.id).close()
        assert list((path.parent / "locks").iterdir()) == []

    def test_a_forgotten_log_gives_its_session_back(self, begin: Begin, store: Store, desk: Edition) -> None:
        """A screen that drops its log without closing it blocks nobody."""
        session_id = begin(desk).session.id
        gc.collect()
        assert store.resume(session_id).session.id == session_id

    def test_a_second_writer_without_a_lock_is_refused(
        self, begin: Begin, path: Path, desk: Edition, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Where the file system has no locks, the chain itself keeps two programs from mixing their events."""
        log = begin(desk)
        monkeypatch.setattr("simulator.record.open_once.hold", lambda _path: lambda: None)
        with open_store(path) as other:
            second = other.resume(log.session.id)
            log.append(SEAT)
            with pytest.raises(StoreError) as caught:
                second.append(UNDO)
            assert caught.value.reason == "conflict"
            second.discard()
            assert [event.kind for event in other.events(log.session.id)] == ["started", "choice"]


class TestFile:
    """The file itself."""

    def test_it_is_where_the_home_is_and_for_the_owner_only(self, small: Edition) -> None:
        """What people say at the counter is nobody else's business."""
        with open_store() as store:
            assert store.path == paths.store()
            store.create(small, mode="practice", seed="0", trainee="", language="zh")
            for file in store.path.parent.glob("sessions*"):
                assert stat.S_IMODE(file.stat().st_mode) == 0o600

    def test_it_may_be_put_elsewhere(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """`JIEFANG_STORE` may be a path."""
        monkeypatch.setenv("JIEFANG_STORE", str(tmp_path / "own.db"))
        with open_store() as store:
            assert store.path == tmp_path / "own.db"

    def test_commits_reach_the_disk(self, store: Store) -> None:
        """Write-ahead log, synced at every commit; foreign keys are checked."""
        pragmas = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
        assert {name: store._database.run(f"PRAGMA {name}")[0][0] for name in pragmas} == pragmas

    @pytest.mark.parametrize(
        "sql",
        [
            "UPDATE events SET data = '{}'",
            "DELETE FROM events WHERE seq = 2",
            "INSERT OR REPLACE INTO events SELECT session, seq, kind, '{}', time, previous, hash FROM events",
            "INSERT INTO events SELECT session, 99, kind, data, time, previous, hash FROM events WHERE seq = 2",
            "UPDATE editions SET rules = 9",
        ],
    )
    def test_what_was_written_is_not_changed(self, finished: SessionLog, path: Path, sql: str) -> None:
        """The file itself refuses to change or drop an event, whatever program asks."""
        raw = sqlite3.connect(path)
        with pytest.raises(sqlite3.IntegrityError):
            raw.execute(sql)
        raw.close()
