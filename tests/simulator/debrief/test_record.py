"""Debriefs in the store: durable, append-only, one program at a time, and readable when their sessions are gone."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from simulator.debrief import events as e
from simulator.debrief.fitting import RefusedError
from simulator.debrief.parts import Outcome, Place
from simulator.debrief.record import DebriefStore
from simulator.record.errors import StoreError
from simulator.record.events import Event, seal
from simulator.record.headless import keep
from simulator.record.store import Store, open_store
from tests.simulator.debrief.conftest import OPTIONS, Played, Rate, proposal


def rows_of(path: Path, table: str) -> int:
    """How many rows a table has."""
    with sqlite3.connect(path) as connection:
        (count,) = connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone()
    connection.close()
    return int(count)


class TestReopening:
    """What was done is there when the debrief is opened again."""

    def test_everything_is_as_it_was(self, debriefs: DebriefStore, played: Played) -> None:
        """Agenda, votes, notes, ratings, branches, names and commitments, event by event on disk."""
        first, second = played("seat", trainee="林晓"), played("rush", trainee="周平")
        log = debriefs.begin_debrief([first, second])
        here = Place(first, 0)
        log.append(e.PrebriefAccepted())
        log.append(e.AgendaProposed((proposal(first, 0),)))
        log.append(e.PhaseEntered("analysis", 20))
        log.append(e.RoundOpened("3.1", OPTIONS, ("no",)))
        log.append(e.BallotCast(5, "phone", "no"))
        log.append(e.NoteAdded("delta", "先问再答", here))
        log.append(e.BranchKept("若先让坐", here, {"inputs": ["seat", {"owed": "true"}]}, Outcome(score=88.5)))
        log.append(e.DecisionRated(here, "", "组长", 2, "稳", "best"))
        log.append(e.CommitmentAdded("甲", "先问清再答"))
        log.append(e.NamesShown(first, True))
        log.undo()
        state = log.state
        log.close()
        again = debriefs.resume_debrief(log.id[:9])
        assert again.state == state and again.state.real_names == frozenset()
        again.close()
        assert debriefs.debrief(log.id) == state
        assert debriefs.debriefs()[0].changed == state.changed
        assert debriefs.faults(log.id) == []

    def test_an_event_is_on_disk_when_append_returns(self, debriefs: DebriefStore, played: Played, path: Path) -> None:
        """Another connection sees it at once."""
        log = debriefs.begin_debrief([played()])
        assert rows_of(path, "debrief_events") == 1
        log.append(e.NoteAdded("plus", "好"))
        assert rows_of(path, "debrief_events") == 2

    def test_what_is_refused_is_not_written(self, debriefs: DebriefStore, played: Played, path: Path) -> None:
        """Neither an event that does not fit, nor one that no file could hold."""
        log = debriefs.begin_debrief([played()])
        for event in (
            e.RoundLocked(1), e.NoteAdded("plus", "x" * 5000), e.NoteAdded("other", "x"),  # type: ignore[arg-type]
            e.BranchKept("甲", Place(log.state.sessions[0].id, 0), {"x": float("nan")}, Outcome()),
            e.BranchKept("甲", Place(log.state.sessions[0].id, 0), "x" * 600_000, Outcome()),
        ):  # fmt: skip
            with pytest.raises(RefusedError):
                log.append(event)
        assert rows_of(path, "debrief_events") == 1 and log.state.notes == ()

    def test_half_a_surrogate_pair_is_the_same_now_and_later(self, debriefs: DebriefStore, played: Played) -> None:
        """What a terminal hands in broken is mended before it is shown."""
        log = debriefs.begin_debrief([played()])
        shown = log.append(e.NoteAdded("plus", "好\ud83d")).notes
        assert shown == debriefs.debrief(log.id).notes

    def test_nothing_is_begun_without_sessions(self, debriefs: DebriefStore, played: Played, path: Path) -> None:
        """No session, an unknown one or the same one twice: nothing is kept, and no lock is left."""
        session = played()
        for ids in ([], [session, session]):
            with pytest.raises(RefusedError):
                debriefs.begin_debrief(ids)
        with pytest.raises(StoreError, match="没有这次接访"):
            debriefs.begin_debrief(["zzzz"])
        assert rows_of(path, "debriefs") == 0
        assert not list((path.parent / "locks").glob("debrief-*"))


class TestSessions:
    """A debrief outlives its sessions."""

    def test_a_deleted_session_is_missed(self, debriefs: DebriefStore, store: Store, played: Played) -> None:
        """The debrief says which session is gone, and still knows what it was about."""
        first, second = played("seat"), played("rush")
        log = debriefs.begin_debrief([first, second])
        log.close()
        assert debriefs.using(first) == [log.id] and log.notices == ()
        store.delete(first)
        again = debriefs.resume_debrief(log.id)
        assert again.state.missing == {first}
        assert again.notices == ("这些接访的记录已经删除，不能再回放，写下的都还在：甲 小剧本",)
        assert again.state.session(first).title.zh == "小剧本"  # type: ignore[union-attr]
        (listed,) = debriefs.debriefs()
        assert (listed.sessions, listed.missing) == ((first, second), {first})

    def test_no_name_is_kept(self, debriefs: DebriefStore, played: Played, path: Path) -> None:
        """The trainee's name stands with the session alone: with it, it is gone."""
        log = debriefs.begin_debrief([played(trainee="欧阳青松")])
        log.append(e.NamesShown(log.state.sessions[0].id, True))
        log.close()
        with sqlite3.connect(path) as connection:
            texts = connection.execute("SELECT data FROM debrief_events").fetchall()
        connection.close()
        assert texts and not any("欧阳" in text for (text,) in texts)

    def test_scores_are_remembered(self, rate: Rate) -> None:
        """What the engine gave stands in the debrief: score, band, and each dimension that is assessed."""
        result, play = rate("seat,months,who,done,form=best,who_decides,sheet=best,number")
        with open_store() as own:
            note = DebriefStore(own).begin_debrief([keep(play, result, "zh")]).state.sessions[0]
        assert note.score == pytest.approx(result.score) and note.band == result.band.id
        assert note.dimensions == {
            name: each.score if each.score is None else pytest.approx(each.score)
            for name, each in result.dimensions.items() if each.assessed
        }  # fmt: skip


class TestOneAtATime:
    """A debrief is one program's own as long as it is open."""

    def test_a_second_program_is_refused(self, debriefs: DebriefStore, played: Played, path: Path) -> None:
        """It is told who has it, may read it all the same, and gets it when the first closes it."""
        log = debriefs.begin_debrief([played()])
        with open_store(path) as other:
            for attempt in (DebriefStore(other).resume_debrief, DebriefStore(other).delete_debrief):
                with pytest.raises(StoreError, match=str(os.getpid())) as refused:
                    attempt(log.id)
                assert refused.value.reason == "open"
            assert DebriefStore(other).debrief(log.id) == log.state
            log.close()
            DebriefStore(other).resume_debrief(log.id).close()

    def test_writing_behind_the_back_is_noticed(self, debriefs: DebriefStore, played: Played, path: Path) -> None:
        """Where locks do not work, the chain refuses the second writer; its own events stay."""
        log = debriefs.begin_debrief([played()])
        (path.parent / "locks" / f"debrief-{log.id}").unlink()
        with open_store(path) as other:
            second = DebriefStore(other).resume_debrief(log.id)
            before = log.state
            with pytest.raises(StoreError) as refused:
                log.append(e.NoteAdded("plus", "好"))
            assert refused.value.reason == "conflict" and log.state == before
            assert second.append(e.NoteAdded("plus", "成")).notes[0].text == "成"

    def test_deleting(self, debriefs: DebriefStore, played: Played, path: Path) -> None:
        """A deleted debrief leaves nothing behind; its sessions stay."""
        session = played()
        log = debriefs.begin_debrief([session])
        log.append(e.NoteAdded("plus", "好"))
        log.close()
        assert debriefs.delete_debrief(log.id) == log.id
        assert [rows_of(path, table) for table in ("debriefs", "debrief_events", "debrief_sessions")] == [0, 0, 0]
        assert debriefs.using(session) == [] and rows_of(path, "sessions") == 1
        with pytest.raises(StoreError, match="没有这次复盘"):
            debriefs.resume_debrief(log.id)

    def test_a_debrief_is_found_by_the_beginning_of_its_id(self, debriefs: DebriefStore, played: Played) -> None:
        """As sessions are; where several begin so, they are named."""
        session = played()
        ids = [debriefs.begin_debrief([session]).id for _ in range(2)]
        assert debriefs.find(ids[0].upper()) == ids[0]
        with pytest.raises(StoreError) as refused:
            debriefs.find(ids[0][:3])
        assert refused.value.reason == "ambiguous" and all(each in refused.value.message for each in ids)
        with pytest.raises(StoreError, match="没有这次复盘"):
            debriefs.find("")


class TestTrouble:
    """What cannot be written is not shown, and nothing is lost by it."""

    def test_a_full_disk(self, debriefs: DebriefStore, store: Store, played: Played) -> None:
        """The event is refused in words, the state stays, and it works again when there is room."""
        log = debriefs.begin_debrief([played()])
        (pages,) = store.database.run("PRAGMA page_count")[0]
        store.database.run(f"PRAGMA max_page_count = {pages}")

        def fill() -> None:
            for _ in range(200):
                log.append(e.NoteAdded("plus", "x" * 3000))

        with pytest.raises(StoreError) as full:
            fill()
        before = log.state
        assert full.value.reason == "full" and debriefs.debrief(log.id) == before
        store.database.run("PRAGMA max_page_count = 1000000")
        assert log.append(e.NoteAdded("plus", "好")).notes[:-1] == before.notes
        assert debriefs.debrief(log.id) == log.state

    def test_a_commit_that_was_made_and_reported_as_failed(
        self, debriefs: DebriefStore, played: Played, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The event counts, once."""
        log = debriefs.begin_debrief([played()])
        write = debriefs.write

        def fails(*given: object) -> None:
            write(*given)  # type: ignore[arg-type]
            raise StoreError("io", "the disk says no")

        monkeypatch.setattr(debriefs, "write", fails)
        assert len(log.append(e.NoteAdded("plus", "好")).notes) == 1
        monkeypatch.undo()
        assert len(log.append(e.NoteAdded("plus", "更好")).notes) == 2
        assert debriefs.debrief(log.id) == log.state and debriefs.faults(log.id) == []

    def test_two_threads(self, debriefs: DebriefStore, played: Played) -> None:
        """Phones vote while the facilitator writes: every event is kept, in one order."""
        log = debriefs.begin_debrief([played()])
        log.append(e.AgendaProposed((proposal(log.state.sessions[0].id),)))
        log.append(e.RoundOpened("2.1", OPTIONS, ()))
        with ThreadPoolExecutor(4) as pool:
            for number in range(40):
                pool.submit(log.append, e.BallotCast(3, f"phone-{number}", "no"))
                pool.submit(log.append, e.NoteAdded("plus", str(number)))
        assert log.state.rounds[0].total == len(log.state.notes) == 40
        assert debriefs.debrief(log.id) == log.state


class TestAppendOnly:
    """Nothing in a log can be changed, and what was damaged outside is found."""

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE debrief_events SET data = '{}'",
            "DELETE FROM debrief_events WHERE seq = 1",
            "INSERT OR REPLACE INTO debrief_events SELECT debrief, 1, kind, data, time, '', '' FROM debrief_events",
        ],
    )
    def test_the_file_itself_refuses(self, debriefs: DebriefStore, played: Played, path: Path, statement: str) -> None:
        """Changing, removing and replacing events fail in SQLite."""
        debriefs.begin_debrief([played()]).append(e.NoteAdded("plus", "好"))
        connection = sqlite3.connect(path)
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute(statement)
        connection.close()

    @pytest.mark.parametrize(
        ("statement", "code"),
        [
            ("UPDATE debrief_events SET data = replace(data, '好', '坏') WHERE seq = 2", "content"),
            ("UPDATE debrief_events SET hash = 'x' WHERE seq = 2", "hash"),
            ("DELETE FROM debrief_events WHERE seq = 2", "gap"),
            ("DELETE FROM debrief_events WHERE seq = 3", "truncated"),
            ("UPDATE debrief_events SET data = 'no json' WHERE seq = 2", "unreadable"),
        ],
    )
    def test_damage_is_found_and_named(
        self, debriefs: DebriefStore, played: Played, path: Path, statement: str, code: str
    ) -> None:
        """A changed byte, a lost event: the debrief is not opened, and what is wrong is said."""
        log = debriefs.begin_debrief([played()])
        log.append(e.NoteAdded("plus", "好"))
        log.append(e.NoteAdded("delta", "慢"))
        log.close()
        connection = sqlite3.connect(path)
        connection.execute("DROP TRIGGER debrief_events_are_not_changed")
        connection.execute("DROP TRIGGER debrief_events_are_not_removed")
        connection.execute(statement)
        connection.commit()
        connection.close()
        assert [fault.code for fault in debriefs.faults(log.id)][:1] == [code]
        with pytest.raises(StoreError) as refused:
            debriefs.resume_debrief(log.id)
        assert refused.value.reason == "unsound"
        assert not list((path.parent / "locks").glob("debrief-*"))

    @pytest.mark.parametrize(
        ("kind", "data", "word"),
        [("hologram", {}, "hologram"), ("note_added", {"tag": "plus"}, "text"), ("round_locked", {"round": 7}, "投票")],
    )
    def test_a_sound_chain_that_makes_no_debrief(
        self, debriefs: DebriefStore, played: Played, kind: str, data: dict[str, object], word: str
    ) -> None:
        """A kind from a newer program, data of another shape, an event that does not fit: said, and nothing guessed."""
        log = debriefs.begin_debrief([played()])
        log.close()
        row = debriefs._database.row("SELECT last_hash FROM debriefs")
        assert row is not None
        new = seal(log.id, 2, Event(kind, data), "2026-09-15T01:00:00+00:00", row["last_hash"], {kind})
        debriefs.write(log.id, new, None)
        for attempt in (debriefs.resume_debrief, debriefs.debrief):
            with pytest.raises(StoreError, match=word) as refused:
                attempt(log.id)
            assert refused.value.reason == "unsound"


NURSERY = """
import json, os, random, signal, sys, time
from pathlib import Path
from simulator.debrief import events as e
from simulator.debrief.record import DebriefStore
from simulator.record.store import open_store

given = json.loads(sys.argv[1])
chance = random.Random(given["seed"])
path = Path(given["path"])

def lead(out):
    with open_store(path) as store:
        log = DebriefStore(store).begin_debrief([given["session"]])
        os.write(out, (log.id + "\\n").encode())
        for number in range(2, 100_000):
            log.append(e.NoteAdded("plus", f"{number} " + "x" * chance.randrange(400)))
            os.write(out, f"{number}\\n".encode())

for round in range(given["rounds"]):
    read, write = os.pipe()
    child = os.fork()
    if not child:
        os.close(read)
        try:
            lead(write)
        finally:
            os._exit(1)
    os.close(write)
    time.sleep(0.01 + chance.random() * 0.12)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with open(read, "rb") as pipe:
        told = pipe.read().decode().split()
    found = {"told": told}
    with open_store(path) as store:
        found["notices"] = store.notices
        found["check"] = store.database.run("PRAGMA integrity_check")[0][0]
        if told:
            debriefs = DebriefStore(store)
            before = debriefs.debrief(told[0])
            # The killed program's lock is gone with it.
            log = debriefs.resume_debrief(told[0])
            found["notes"] = [int(note.text.split()[0]) for note in before.notes]
            found["same"] = log.state == before
            found["on"] = len(log.append(e.NoteAdded("delta", "on")).notes) == len(before.notes) + 1
            found["faults"] = len(debriefs.faults(told[0]))
    print(json.dumps(found), flush=True)
"""


def test_killed_at_any_moment(store: Store, played: Played, path: Path) -> None:
    """Sixty programs are killed while they write; each debrief is reopened at exactly its last state.

    What was acknowledged is there, and at most the one event that was under way; it can be gone on with at once.
    """
    session = played()
    store.close()
    given = json.dumps({"seed": os.getpid(), "path": str(path), "session": session, "rounds": 60})
    done = subprocess.run(
        [sys.executable, "-c", NURSERY, given], capture_output=True, text=True, timeout=180, check=True
    )
    rounds = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(rounds) == 60
    begun = [each for each in rounds if each["told"]]
    for each in rounds:
        assert (each["notices"], each["check"]) == ([], "ok")
    for each in begun:
        acknowledged = len(each["told"]) - 1
        assert each["notes"] == list(range(2, 2 + len(each["notes"])))
        assert acknowledged <= len(each["notes"]) <= acknowledged + 1
        assert each["same"] and each["on"] and each["faults"] == 0
    assert len(begun) > 30, "most were killed while they wrote"
    assert len({len(each["notes"]) for each in begun}) > 5, "at different moments"
