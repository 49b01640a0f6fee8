"""The store in trouble: full, read-only, locked, broken, newer. One message with the way out, and the visit goes on."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import Popen

import pytest

from scenarios.edition import Edition
from simulator.record import database, schema
from simulator.record.errors import StoreError
from simulator.record.events import Event
from simulator.record.log import MemoryLog, SessionLog
from simulator.record.store import Store, open_store

Begin = Callable[..., SessionLog]
Child = Callable[..., "Popen[str]"]
WHO = {"mode": "practice", "seed": "7", "trainee": "林", "language": "zh"}


def note(number: int = 0, size: int = 0) -> Event:
    """Some event."""
    return Event("note", {"number": number, "text": "x" * size})


def numbers(events: list[Event]) -> list[int]:
    """The notes' numbers."""
    return [event.data["number"] for event in events if event.kind == "note"]


@contextmanager
def pragma(store: Store, name: str, value: int, after: int) -> Iterator[None]:
    """Bring real trouble about through SQLite itself, for a while."""
    store._database.run(f"PRAGMA {name} = {value}")
    try:
        yield
    finally:
        store._database.run(f"PRAGMA {name} = {after}")


def full(store: Store) -> object:
    """No page more fits into the file."""
    return pragma(store, "max_page_count", 1, 2**30)


def read_only(store: Store) -> object:
    """Every write is refused."""
    return pragma(store, "query_only", 1, 0)


class TestPending:
    """A visit goes on while its events cannot be kept."""

    @pytest.mark.parametrize(("trouble", "reason"), [(full, "full"), (read_only, "readonly")])
    def test_events_wait_in_memory(
        self, begin: Begin, store: Store, trouble: Callable[[Store], Iterator[None]], reason: str
    ) -> None:
        """Said once; counted; written with the next event as soon as that works, in order and with their times."""
        log = begin()
        log.append(note(1))
        with trouble(store):  # type: ignore[attr-defined]
            with pytest.raises(StoreError) as caught:
                log.append(note(2, 9000))
            assert caught.value.reason == reason
            assert caught.value.hint
            assert log.pending == 1
            log.append(note(3, 9000))
            assert log.pending == 2
            assert numbers(log.events()) == [1, 2, 3]
            with pytest.raises(StoreError):
                log.flush()
            assert numbers(store.events(log.session.id)) == [1]
        log.append(note(4))
        assert log.pending == 0
        assert numbers(store.events(log.session.id)) == [1, 2, 3, 4]
        assert store.sealed(log.session.id) == log.sealed()
        with trouble(store), pytest.raises(StoreError):  # type: ignore[attr-defined]
            log.append(note(5, 9000))
        log.flush()
        assert store.verify(log.session.id).sound

    def test_closing_tries_once_more(self, begin: Begin, store: Store) -> None:
        """What still cannot be kept is not lost in silence, and the session is free again."""
        one, two = begin(), begin()
        with full(store):  # type: ignore[attr-defined]
            for log in (one, two):
                with pytest.raises(StoreError):
                    log.append(note(1, 9000))
            with pytest.raises(StoreError):
                one.close()
        two.close()
        assert numbers(store.events(one.session.id)) == []
        assert numbers(store.events(two.session.id)) == [1]

    def test_the_end_is_kept_before_its_score(self, begin: Begin, store: Store) -> None:
        """`finish` writes pending events first; for a session that is not there it says so."""
        log = begin()
        with full(store), pytest.raises(StoreError):  # type: ignore[attr-defined]
            log.append(Event("ended", {"ending": "x" * 9000}))
        with pytest.raises(AttributeError):
            store.finish(log.session, None)  # type: ignore[arg-type]
        assert store.session(log.session.id).ended

    def test_a_commit_that_failed_only_in_appearance(
        self, begin: Begin, store: Store, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """An error after the events had reached the disk does not put them there twice."""
        log = begin()
        write = Store.write

        def unsure(self: Store, *args: object, **more: object) -> None:
            write(self, *args, **more)  # type: ignore[arg-type]
            raise StoreError("io", "?")

        monkeypatch.setattr(Store, "write", unsure)
        with pytest.raises(StoreError):
            log.append(note(1))
        monkeypatch.undo()
        log.flush()
        log.append(note(2))
        assert numbers(store.events(log.session.id)) == [1, 2]

    def test_a_bad_event_is_not_pending(self, begin: Begin, store: Store) -> None:
        """Data that would come back differently are refused; they would look like damage later."""
        log = begin()
        with pytest.raises(TypeError):
            log.append(Event("form", {"picks": {10: "a", 9: "b"}}))
        log.append(note(1))
        assert (log.pending, len(store.events(log.session.id))) == (0, 2)


class TestMemoryLog:
    """A visit without a store."""

    def test_it_is_kept_as_soon_as_there_is_a_store(self, path: Path, desk: Edition) -> None:
        """All of it, under its id, signed and sealed like any other; from then on at once."""
        log = MemoryLog(desk, **WHO)
        log.append(note(1))
        assert (log.pending, log.session.trainee) == (2, "林")
        with open_store(path) as store:
            log.flush(store)
            assert log.pending == 0
            log.append(note(2))
            assert store.sessions() == [log.session]
            assert numbers(store.events(log.session.id)) == [1, 2]
            with open_store(path) as other, pytest.raises(StoreError):
                other.resume(log.session.id)
        with open_store(path) as store:
            assert numbers(store.resume(log.session.id).events()) == [1, 2]

    def test_it_stays_playable_when_the_store_fails_too(self, store: Store, desk: Edition) -> None:
        """A flush that fails changes nothing; closing without a store says nothing."""
        log = MemoryLog(desk, **WHO)
        with full(store), pytest.raises(StoreError):  # type: ignore[attr-defined]
            log.flush(store)
        log.append(note(1))
        log.flush()
        assert numbers(store.events(log.session.id)) == [1]
        MemoryLog(desk, **WHO).close()


class TestOpening:
    """What can be wrong with the file."""

    def test_a_home_that_cannot_be_written(self, tmp_path: Path) -> None:
        """The message names the path and `JIEFANG_HOME`. A path below a file: root may write everywhere else."""
        (tmp_path / "file").write_text("")
        with pytest.raises(StoreError, match="file") as caught:
            open_store(tmp_path / "file" / "home" / "s.sqlite3")
        assert caught.value.reason == "readonly"
        assert "JIEFANG_HOME" in caught.value.hint

    def test_a_folder_in_its_place(self, tmp_path: Path) -> None:
        """The same message."""
        with pytest.raises(StoreError) as caught:
            open_store(tmp_path)
        assert caught.value.reason == "readonly"

    @pytest.mark.parametrize(
        "content", [b"this is no database, it is a letter" * 100, b"SQLite format 3\0" + b"\xff" * 4096]
    )
    def test_a_broken_file_is_put_aside(self, path: Path, desk: Edition, content: bytes) -> None:
        """It is kept under another name, that is said, and a new one begins; twice a day, too."""
        for number in range(2):
            path.parent.mkdir(exist_ok=True)
            for part in ("", "-wal"):
                path.with_name(path.name + part).write_bytes(content)
            with open_store(path) as store:
                (notice,) = store.notices
                kept = sorted(p for p in path.parent.glob("*.broken-*") if not p.name.endswith("-wal"))
                assert len(kept) == number + 1
                assert kept[-1].name in notice
                assert kept[-1].read_bytes() == content
                assert store.sessions() == []
                store.create(desk, **WHO)
        with open_store(path) as store:
            assert store.notices == ()
            assert len(store.sessions()) == 1

    def test_a_file_that_breaks_later(self, begin: Begin, store: Store, path: Path) -> None:
        """Damaged pages in the middle: a message, and the file stays where it is."""
        log = begin()
        for number in range(200):
            log.append(note(number, 500))
        log.close()
        store.close()
        content = bytearray(path.read_bytes())
        # The first pages hold the description of the tables; without it nothing can be read (test above).
        for page in range(40 * 4096, len(content), 4096):
            content[page : page + 64] = b"\xff" * 64
        path.write_bytes(content)
        with pytest.raises(StoreError) as caught, open_store(path) as again:
            again.verify(log.session.id)
        assert caught.value.reason == "corrupt"
        assert ".recover" in caught.value.hint
        assert path.read_bytes() == content

    def test_a_newer_file_is_refused(self, store: Store, path: Path) -> None:
        """An older program does not touch it."""
        store._database.run("PRAGMA user_version = 99")
        with pytest.raises(StoreError, match="99") as caught:
            open_store(path)
        assert caught.value.reason == "newer"

    def test_another_programs_file_is_refused(self, path: Path) -> None:
        """A browser history in its place is neither used nor put aside."""
        path.parent.mkdir()
        with sqlite3.connect(path) as raw:
            raw.execute("CREATE TABLE urls (x)")
        raw.close()
        before = path.read_bytes()
        with pytest.raises(StoreError) as caught:
            open_store(path)
        assert caught.value.reason == "foreign"
        assert path.read_bytes() == before

    def test_a_server_is_for_later(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A URL is understood and declined, its password not repeated."""
        monkeypatch.setenv("JIEFANG_STORE", "postgresql://me:secret@host/db")
        with pytest.raises(StoreError, match="postgresql") as caught:
            open_store()
        assert caught.value.reason == "url"
        assert "secret" not in caught.value.message


class TestMigrations:
    """Files of older programs."""

    STEP = ("ALTER TABLE sessions ADD COLUMN office TEXT NOT NULL DEFAULT ''",)

    def test_an_older_file_is_brought_up_to_date(
        self, begin: Begin, store: Store, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Once, with everything in it."""
        log = begin()
        log.append(note(1))
        store.close()
        monkeypatch.setattr(schema, "MIGRATIONS", [*schema.MIGRATIONS, self.STEP])
        monkeypatch.setattr(database, "MIGRATIONS", schema.MIGRATIONS)
        for _ in range(2):
            with open_store(path) as newer:
                assert newer._database.run("PRAGMA user_version")[0][0] == len(schema.MIGRATIONS)
                assert newer.verify(log.session.id).sound
        monkeypatch.undo()
        with pytest.raises(StoreError):
            open_store(path)

    def test_a_step_that_fails_leaves_the_file_as_it_was(
        self, begin: Begin, store: Store, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """All steps or none."""
        begin()
        store.close()
        bad = [*schema.MIGRATIONS, self.STEP, ("CREATE TABLE more (x)", "no sql at all")]
        monkeypatch.setattr(database, "MIGRATIONS", bad)
        with pytest.raises(StoreError):
            open_store(path)
        monkeypatch.undo()
        with open_store(path) as again:
            assert len(again.sessions()) == 1
            assert "office" not in {row["name"] for row in again._database.run("PRAGMA table_info (sessions)")}


class TestOthers:
    """Other programs on the same file."""

    def test_a_program_that_holds_the_file(self, begin: Begin, path: Path, desk: Edition) -> None:
        """One waits for it, then says so; what was appended meanwhile is written later, without waiting each time."""
        with open_store(path, wait=0.3) as store:
            log = begin(into=store)
            other = sqlite3.connect(path, isolation_level=None)
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StoreError) as caught:
                log.append(note(1))
            assert caught.value.reason == "locked"
            log.append(note(2))
            assert len(store.events(log.session.id)) == 1, "looking never waits"
            other.execute("ROLLBACK")
            other.close()
            log.append(note(3))
            assert numbers(store.events(log.session.id)) == [1, 2, 3]

    def test_two_programs_write_at_the_same_time(self, child: Child, path: Path) -> None:
        """Both begin on a new file and keep 60 events each; neither fails, and both logs are sound."""
        program = (
            "with open_store(path) as store:\n"
            "    log = store.create(edition, **who)\n"
            "    for number in range(60):\n"
            "        log.append(Event('note', {'number': number}))\n"
            "        assert log.pending == 0\n"
            "    print(log.session.id)\n"
        )
        children = [child(program) for _ in range(2)]
        ids = [process.communicate(timeout=60)[0].strip() for process in children]
        assert [process.returncode for process in children] == [0, 0]
        with open_store(path) as store:
            for session_id in ids:
                assert numbers(store.events(session_id)) == list(range(60))

    def test_reading_while_another_writes(self, child: Child, path: Path) -> None:
        """A reader never sees half a step: every look at the growing log is sound."""
        program = (
            "store = open_store(path)\n"
            "log = store.create(edition, **who)\n"
            "print(log.session.id, flush=True)\n"
            "while True:\n"
            "    log.append(Event('note', {'number': 0}))\n"
        )
        process = child(program)
        assert process.stdout is not None
        session_id = process.stdout.readline().strip()
        with open_store(path) as store:
            seen = [store.verify(session_id) for _ in range(60)]
        assert [verdict.faults for verdict in seen if not verdict.sound] == []
        assert seen[-1].events > seen[0].events

    def test_a_file_size_limit(self, child: Child, path: Path) -> None:
        """The system's own refusal, in the middle of a write: nothing is lost, and what was kept stays sound."""
        program = (
            "import resource\n"
            "from simulator.record.errors import StoreError\n"
            "with open_store(path) as store:\n"
            "    log = store.create(edition, **who)\n"
            "    size = max(file.stat().st_size for file in path.parent.glob('sessions*'))\n"
            "    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 20000, resource.RLIM_INFINITY))\n"
            "    kept, told = 0, []\n"
            "    for number in range(40):\n"
            "        try:\n"
            "            log.append(Event('note', {'number': number, 'text': 'x' * 3000}))\n"
            "        except StoreError as error:\n"
            "            told.append(error.reason)\n"
            "        kept += log.pending == 0\n"
            "    assert told and kept and log.pending == 40 - kept, (told, kept, log.pending)\n"
            "    assert len(store.events(log.session.id)) == 1 + kept\n"
            "    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))\n"
            "    log.flush()\n"
            "    print(json.dumps([told, [e.data['number'] for e in store.events(log.session.id)[1:]]]))\n"
        )
        process = child(program)
        out, _err = process.communicate(timeout=60)
        assert process.returncode == 0
        assert out.strip() in {f'[["{reason}"], {list(range(40))}]' for reason in ("io", "full")}
