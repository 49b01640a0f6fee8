"""Whatever is done to a log is found, and the verdict names the event."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Any

import pytest

from scenarios.edition import Edition
from scenarios.edition import edition as edition_of
from scenarios.load import load_or_raise
from scenarios.play import Play
from scenarios.search_path import library
from simulator import i18n
from simulator.record import export
from simulator.record.errors import StoreError
from simulator.record.events import Event, seal
from simulator.record.exchange import verify_file
from simulator.record.log import SessionLog, is_id
from simulator.record.store import Store, open_store
from simulator.record.transcript import Transcript
from simulator.record.verify import Verdict, examine
from simulator.visit import Visit

Begin = Callable[..., SessionLog]
COLUMNS = ("seq", "kind", "data", "time", "previous", "hash")
PROTECTION = ("events_are_not_changed", "events_are_not_removed", "events_follow_one_another")


@pytest.fixture
def exported(finished: SessionLog, store: Store, tmp_path: Path) -> Path:
    """A sound exported session of seven events."""
    file = tmp_path / "one.jsonl"
    store.export(finished.session.id, file)
    return file


def tamper(path: Path, sql: str, *values: object) -> None:
    """Change the store behind its back, as someone with an SQLite tool can."""
    raw = sqlite3.connect(path)
    for trigger in PROTECTION:
        raw.execute(f"DROP TRIGGER IF EXISTS {trigger}")
    raw.execute(sql, values)
    raw.commit()
    raw.close()


def places(verdict: Verdict) -> list[tuple[str, int]]:
    """Faults as (code, seq)."""
    return [(fault.code, fault.seq) for fault in verdict.faults]


def judged(file: Path) -> Verdict | None:
    """The verdict on a file, None where it is refused outright."""
    try:
        return verify_file(file)
    except StoreError:
        return None


def opened(content: bytes) -> tuple[Transcript | None, str]:
    """What a file of this content holds, or why it is refused."""
    try:
        return export.read_bytes(content, Path("x")), ""
    except StoreError as error:
        # A higher version is not called damage.
        return None, "第 1 行" if error.reason == "newer" else error.message


def damaged(content: bytes, flips: Sequence[int], at: Iterable[int] | None = None) -> int:
    """Damage bytes of an exported file one at a time (bits flipped, removed, doubled) and hold what is said against it.

    Returns:
        How often the damage was found.
    """
    whole, _refusal = opened(content)
    line_of = [*accumulate(content, lambda line, byte: line + (byte == 0x0A), initial=0)]
    found = 0
    for place in range(len(content)) if at is None else at:
        byte = content[place]
        for instead in (b"", bytes([byte, byte]), *(bytes([byte ^ flip]) for flip in flips)):
            changed = content[:place] + instead + content[place + 1 :]
            line = line_of[place]
            read, refusal = opened(changed)
            if read is None:
                assert line == 0, (place, instead)
                assert "第 1 行" in refusal, (place, instead, refusal)
                found += 1
                continue
            verdict = examine(read)
            if verdict.sound:
                assert read == whole, (place, instead)
                continue
            found += 1
            first = verdict.faults[0]
            # An empty line stands where the next event should.
            wanted = {line, line + 1} if byte == 0x0A else {line}
            assert first.seq in wanted if line else first.seq or first.detail, (place, instead, verdict.faults[:2])
    return found


class TestSound:
    """What is sound is found sound."""

    def test_in_the_store_and_in_a_file(self, finished: SessionLog, store: Store, exported: Path) -> None:
        """Seven events, no damage; nothing is claimed about forgery without a key."""
        for verdict in (store.verify(finished.session.id), store.verify(exported)):
            assert (verdict.sound, verdict.events, verdict.proof) == (True, 7, "damage")
            assert verdict.session == finished.session
            assert str(verdict) == "完好：共 7 条；没有损坏（没有核对签名，不能证明没有被改写）"

    def test_unfinished_is_no_fault(self, begin: Begin, store: Store) -> None:
        """A session that was left half-way is whole as far as it goes."""
        verdict = store.verify(begin().session.id)
        assert verdict.sound
        assert verdict.notes == ("还没有结束",)

    def test_other_layouts_of_the_file_are_the_same_file(self, exported: Path) -> None:
        """A mark at the beginning, Windows line ends and other spacing are no damage."""
        lines = [json.loads(line) for line in exported.read_text("utf-8").splitlines()]
        text = "\r\n".join(json.dumps(line, indent=None, sort_keys=True) for line in lines)
        exported.write_bytes(b"\xef\xbb\xbf" + text.encode() + b"\r\n\r\n")
        assert verify_file(exported).sound


class TestStore:
    """Damage in the store."""

    @pytest.mark.parametrize("column", COLUMNS)
    @pytest.mark.parametrize("seq", range(1, 8))
    def test_any_field_of_any_event(
        self, finished: SessionLog, store: Store, path: Path, column: str, seq: int
    ) -> None:
        """A change is found in exactly the event it was made in."""
        (row,) = store._database.run("SELECT * FROM events WHERE seq = ?", (seq,))
        other = 99 if column == "seq" else row[column][:-1] + ("x" if row[column][-1:] != "x" else "y")
        if column == "data":
            other = json.dumps({**json.loads(row["data"]), "more": 1})
        tamper(path, f"UPDATE events SET {column} = ? WHERE seq = ?", other, seq)
        what = {"seq": "gap", "previous": "previous", "hash": "hash"}.get(column, "content")
        assert places(store.verify(finished.session.id)) == [(what, seq)]

    @pytest.mark.parametrize("value", [b"\xff\xfe", "{", "[1]", '{"a":NaN}', '{"a":"\\ud800"}', "[" * 100_000, 5, ""])
    def test_data_of_another_kind(self, finished: SessionLog, store: Store, path: Path, value: object) -> None:
        """Bytes, a number, half a JSON text or a hostile one in place of an event's data: the event is named."""
        tamper(path, "UPDATE events SET data = ? WHERE seq = 3", value)
        (found,) = store.verify(finished.session.id).faults
        assert found.seq == 3

    def test_every_byte_of_an_event(self, finished: SessionLog, store: Store, path: Path) -> None:
        """A single flipped bit anywhere in the text of an event is found there."""
        (row,) = store._database.run("SELECT data FROM events WHERE seq = 3")
        raw = sqlite3.connect(path)
        raw.execute("DROP TRIGGER events_are_not_changed")
        data = row["data"].encode()
        for place in range(len(data)):
            changed = bytes([*data[:place], data[place] ^ 1, *data[place + 1 :]])
            raw.execute("UPDATE events SET data = CAST(? AS TEXT) WHERE seq = 3", (changed,))
            raw.commit()
            assert [fault.seq for fault in store.verify(finished.session.id).faults] == [3], changed
        raw.close()

    def test_a_lost_event(self, finished: SessionLog, store: Store, path: Path) -> None:
        """From the middle: its place is named. From the end: where it breaks off, and how much is missing."""
        tamper(path, "DELETE FROM events WHERE seq > 5")
        verdict = store.verify(finished.session.id)
        assert places(verdict) == [("truncated", 5)]
        assert "少 2 条" in str(verdict)
        tamper(path, "DELETE FROM events WHERE seq = 3")
        assert places(store.verify(finished.session.id)) == [("gap", 3)]

    @pytest.mark.parametrize(
        ("column", "value"),
        [("trainee", "王"), ("seed", "8"), ("mode", "exam"), ("started", "2026"), ("ended", ""), ("ending", "x"),
         ("undos", 0), ("variant", "x"), ("scenario", "x"), ("language", "en"), ("last_hash", "0" * 64)],
    )  # fmt: skip
    def test_what_is_said_of_the_session(
        self, finished: SessionLog, store: Store, path: Path, column: str, value: object
    ) -> None:
        """The list cannot say anything else than the log: the field is named."""
        tamper(path, f"UPDATE sessions SET {column} = ?", value)
        (fault,) = store.verify(finished.session.id).faults
        # The last event's own copy of its hash is as good as the session's.
        assert (fault.code, fault.seq, fault.detail) == ("session", 0, column)

    def test_counts_that_do_not_fit(self, finished: SessionLog, store: Store, path: Path) -> None:
        """More events than were counted, or a count that is no number."""
        tamper(path, "UPDATE sessions SET events = 6")
        assert ("count", 0) in places(store.verify(finished.session.id))
        tamper(path, "UPDATE sessions SET events = 'many'")
        assert not store.verify(finished.session.id).sound

    def test_the_edition(self, finished: SessionLog, store: Store, path: Path) -> None:
        """Another visit under the same name, a damaged one, or none."""
        raw = sqlite3.connect(path)
        raw.execute("DROP TRIGGER editions_are_not_changed")
        (good,) = raw.execute("SELECT data FROM editions").fetchone()
        for data in (good[:-8], b"nonsense", b"", good[:20] + b"\0" + good[21:]):
            raw.execute("UPDATE editions SET data = ?", (data,))
            raw.commit()
            assert [fault.code for fault in store.verify(finished.session.id).faults] == ["edition"]
        raw.execute("UPDATE editions SET data = ?, rules = 9", (good,))
        raw.commit()
        raw.close()
        (fault,) = store.verify(finished.session.id).faults
        assert (fault.code, fault.detail) == ("edition", "rules")

    def test_a_broken_log_is_not_used(self, begin: Begin, store: Store, path: Path, tmp_path: Path) -> None:
        """It is not taken up, read, exported or scored; what is wrong is said, with the way to see all of it."""
        log = begin()
        log.append(Event("note", {"text": "a"}))
        log.close()
        tamper(path, "UPDATE events SET time = '2000' WHERE seq = 2")
        for use in (
            lambda: store.resume(log.session.id),
            lambda: store.events(log.session.id),
            lambda: store.export(log.session.id, tmp_path / "x"),
        ):
            with pytest.raises(StoreError, match="第 2 条") as caught:
                use()
            assert caught.value.reason == "unsound"
            assert "sessions verify" in caught.value.hint
        assert "第 2 条" in store.rescore(log.session.id).trouble
        assert list((path.parent / "locks").iterdir()) == []


class TestFile:
    """Damage in an exported file."""

    def test_every_byte(self, exported: Path) -> None:
        """Whatever becomes of any byte, it is found and its place named, or nothing that counts has changed."""
        assert damaged(exported.read_bytes(), (1, 0x20, 0x80)) > 8_000

    @pytest.mark.slow
    def test_every_bit(self, exported: Path) -> None:
        """The same with every bit of every byte, and every byte removed and doubled."""
        assert damaged(exported.read_bytes(), [1 << bit for bit in range(8)]) > 20_000

    def test_bytes_of_a_real_visit(self, store: Store, tmp_path: Path) -> None:
        """In a file of a visit of the library, most of which is the scenario's text: bytes drawn at random."""
        played = edition_of(load_or_raise(library() / "unpaid-wages"))
        log = store.create(played, mode="exam", seed="3", trainee="林", language="zh")
        visit, chance = Visit(Play(played, "3"), log.session, log), Random(3)
        while not visit.play.ended:
            form = visit.play.form() if visit.play.node.form is not None else None
            visit.enter(chance.choice(visit.play.open_ids()) if form is None
                        else {line.line.id: chance.choice(line.options)[0].id for line in form})  # fmt: skip
        visit.end()
        store.export(log.session.id, tmp_path / "real.jsonl")
        content = (tmp_path / "real.jsonl").read_bytes()
        assert damaged(content, (1, 0x40), chance.sample(range(len(content)), 40)) > 150

    def test_lines_lost_moved_or_doubled(self, exported: Path) -> None:
        """The verdict says from where on it is not the log any more."""
        header, *events = exported.read_text("utf-8").splitlines(keepends=True)
        cases: dict[tuple[str, int], list[str]] = {
            ("truncated", 5): events[:5],
            ("truncated", 0): [],
            ("gap", 3): [*events[:2], *events[3:]],
            ("gap", 4): [*events[:3], events[4], events[3], *events[5:]],
            ("gap", 7): [*events[:6], events[5]],
            ("unreadable", 7): [*events[:6], events[6][:40]],
        }
        for wanted, lines in cases.items():
            exported.write_text(header + "".join(lines), "utf-8")
            assert wanted in places(verify_file(exported)), wanted

    @pytest.mark.parametrize(
        "content",
        [b"", b"\n", b"{}", b"null\n", b"\x89PNG\r\n", b'{"format":"jiefang-session","version":1}', b"[" * 100_000],
    )
    def test_what_is_no_session(self, tmp_path: Path, content: bytes) -> None:
        """Any other file gets a message."""
        file = tmp_path / "x.jsonl"
        file.write_bytes(content)
        with pytest.raises(StoreError) as caught:
            verify_file(file)
        assert caught.value.reason == "unreadable"

    def test_a_newer_format(self, exported: Path) -> None:
        """A file of a later program asks for an update; it is not called damaged."""
        exported.write_text(exported.read_text("utf-8").replace('"version":1', '"version":2', 1), "utf-8")
        with pytest.raises(StoreError) as caught:
            verify_file(exported)
        assert caught.value.reason == "newer"

    @pytest.mark.parametrize("name", ["/etc", "no-such-file"])
    def test_what_cannot_be_read(self, name: str) -> None:
        """A folder, or no file at all: a message."""
        with pytest.raises(StoreError) as caught:
            verify_file(Path(name))
        assert caught.value.reason == "unreadable"

    @pytest.mark.parametrize("session_id", ["../../evil", "", "a/b", "x" * 99, "1ABC", "1a\0b"])
    def test_an_id_that_would_be_another_file(self, exported: Path, store: Store, session_id: str) -> None:
        """Ids become names of lock files, so a sound chain with such an id is refused all the same."""
        rewrite(exported, lambda data: data.update(id=session_id), session_id)
        assert not is_id(session_id)
        with pytest.raises(StoreError, match="id"):
            store.import_(exported)

    def test_an_unknown_mode(self, exported: Path, store: Store) -> None:
        """A made-up mode would have no rules in the game."""
        rewrite(exported, lambda data: data.update(mode="cheat"))
        with pytest.raises(StoreError, match="mode"):
            store.import_(exported)


def dumped(store: Store) -> list[str]:
    """Everything that stands in a store."""
    raw = sqlite3.connect(store.path)
    try:
        return list(raw.iterdump())
    finally:
        raw.close()


def rewrite(file: Path, change: Callable[[dict[str, Any]], object], session_id: str | None = None) -> None:
    """Forge a file: change what its first event says and make a whole new chain that fits."""
    header, *events = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    change(events[0]["data"])
    header["session"].update({k: v for k, v in events[0]["data"].items() if k in header["session"]})
    previous = ""
    for event in events:
        sealed = seal(
            session_id if session_id is not None else header["session"]["id"],
            event["seq"], Event(event["kind"], event["data"]), event["time"], previous,
        )  # fmt: skip
        event.update(previous=previous, hash=sealed.hash)
        previous = sealed.hash
    header["last_hash"] = previous
    file.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in (header, *events)), "utf-8")


class TestExchange:
    """Sessions go from one machine to another."""

    def test_there_and_back(
        self, begin: Begin, store: Store, desk: Edition, tmp_path: Path, finished: SessionLog
    ) -> None:
        """Session, events and edition arrive as they were; a second export is the same file."""
        log = begin(desk, trainee="林")
        log.append(Event("said", {"text": "行"}))
        file, again = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
        store.export(log.session.id, file)
        with open_store(tmp_path / "other" / "s.sqlite3") as other:
            session, is_new = other.import_(file)
            assert (session, is_new) == (log.session, True)
            assert other.events(session.id) == log.events()
            assert other.edition(session.edition).canonical == desk.canonical
            assert other.title(session.edition, "zh") == "窗口一刻"
            other.export(session.id, again)
            assert again.read_bytes() == file.read_bytes()
            before = dumped(other)
            assert other.import_(file) == (session, False)
            assert dumped(other) == before, "the same file a second time changes nothing"
            other.resume(session.id).append(Event("resumed", {}))
            with pytest.raises(StoreError) as caught:
                other.import_(file)
            assert caught.value.reason == "conflict"

    def test_the_file_can_be_read_by_people(self, exported: Path) -> None:
        """One JSON object a line, Chinese as it is written, and no score in it."""
        header, *events = exported.read_text("utf-8").splitlines()
        assert json.loads(header)["format"] == "jiefang-session"
        assert "先让他坐下" in events[2]
        assert "score" not in header
        assert list(json.loads(events[0])) == ["seq", "kind", "time", "data", "previous", "hash"]

    def test_nothing_of_an_unsound_file_stays(self, exported: Path, tmp_path: Path) -> None:
        """It is verified before it is taken in."""
        exported.write_text(exported.read_text("utf-8").replace("先让他坐下", "先让他站着"), "utf-8")
        with open_store(tmp_path / "other.sqlite3") as other:
            with pytest.raises(StoreError, match="第 3 条"):
                other.import_(exported)
            assert other.sessions() == []

    def test_an_edition_that_cannot_be_read_here_is_kept(self, exported: Path, tmp_path: Path) -> None:
        """A newer program's visit is shown from its log; only what needs the edition says no."""
        with open_store(tmp_path / "other.sqlite3") as other:
            session, _is_new = other.import_(exported)
            assert len(other.events(session.id)) == 7
            assert other.rescore(session.id).trouble

    def test_a_failed_export_leaves_nothing(self, finished: SessionLog, store: Store, tmp_path: Path) -> None:
        """Neither half a file nor a temporary one; an existing file stays as it was."""
        (tmp_path / "folder").mkdir()
        before = sorted(tmp_path.iterdir())
        for target in (tmp_path / "folder", tmp_path / "no" / "where"):
            with pytest.raises(StoreError):
                store.export(finished.session.id, target)
        assert sorted(tmp_path.iterdir()) == before


class TestSignature:
    """With a key, a finished session is signed, and only those who have it can write another."""

    @pytest.fixture
    def signed(self, begin: Begin, store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
        """A signed, exported session; the key is set."""
        monkeypatch.setenv("JIEFANG_SEAL_KEY", "县信访局 2026")
        log = begin(mode="exam")
        log.append(Event("choice", {"choice": "seat"}))
        log.append(Event("ended", {"ending": "left"}))
        log.close()
        store.export(log.session.id, tmp_path / "signed.jsonl")
        return tmp_path / "signed.jsonl"

    def test_it_proves_that_nothing_was_forged(self, signed: Path, store: Store) -> None:
        """In the store and in the file; the verdict says that it is this that was proved."""
        for what in (signed, store.sessions()[0].id):
            verdict = store.verify(what)
            assert (verdict.sound, verdict.proof) == (True, "forgery")
            assert "没有被改写" in str(verdict)

    def test_without_the_key_only_damage_is_ruled_out(self, signed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """And the verdict says that there is a signature to check."""
        monkeypatch.delenv("JIEFANG_SEAL_KEY")
        verdict = verify_file(signed)
        assert (verdict.sound, verdict.proof) == (True, "damage")
        assert "JIEFANG_SEAL_KEY" in verdict.notes[0]

    def test_a_whole_new_chain_is_a_forgery(self, signed: Path, monkeypatch: pytest.MonkeyPatch, store: Store) -> None:
        """It looks sound to those without the key, and to nobody with it; it is not taken in."""
        rewrite(signed, lambda data: data.update(trainee="别人"))
        assert places(verify_file(signed)) == [("forged", 3)]
        with pytest.raises(StoreError, match="签名"):
            store.import_(signed)
        monkeypatch.delenv("JIEFANG_SEAL_KEY")
        assert verify_file(signed).proof == "damage"

    def test_another_key(self, signed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Two offices with two keys do not vouch for each other."""
        monkeypatch.setenv("JIEFANG_SEAL_KEY", "another")
        assert places(verify_file(signed)) == [("forged", 3)]

    def test_a_signature_that_was_taken_away(self, signed: Path, store: Store, tmp_path: Path) -> None:
        """Who asks with a key is told that nothing rules out a forgery; importing is still possible."""
        header, *events = signed.read_text("utf-8").splitlines()
        bare = json.dumps({**json.loads(header), "signature": "", "signed": 0})
        signed.write_text("\n".join([bare, *events]), "utf-8")
        verdict = verify_file(signed)
        assert (places(verdict), verdict.sound, verdict.intact) == ([("unsigned", 0)], False, True)
        with open_store(tmp_path / "other.sqlite3") as other:
            assert other.import_(signed)[1]

    def test_playing_on_after_the_signed_end(self, begin: Begin, store: Store, signed: Path, tmp_path: Path) -> None:
        """Honest: signed anew at the new end. Added by hand behind the signature: forged."""
        log = begin()
        for kind in ("choice", "ended", "note", "undo", "choice", "ended"):
            log.append(Event(kind, {"ending": kind}))
        assert store.verify(log.session.id).proof == "forgery"
        header, *events = [json.loads(line) for line in signed.read_text("utf-8").splitlines()]
        for kind in ("undo", "ended"):
            last = events[-1]
            more = seal(header["session"]["id"], last["seq"] + 1, Event(kind, {"ending": "left"}), "t", last["hash"])
            events.append({"seq": more.seq, "kind": kind, "time": "t", "data": dict(more.event.data),
                           "previous": more.previous, "hash": more.hash})  # fmt: skip
        header["session"].update(ended="t", undos=1)
        header.update(events=5, last_hash=events[-1]["hash"])
        signed.write_text("\n".join(map(json.dumps, (header, *events))), "utf-8")
        assert places(verify_file(signed)) == [("forged", 3)]


def test_verdicts_in_english(finished: SessionLog, store: Store, path: Path) -> None:
    """The words follow the language of the interface."""
    i18n.use("en")
    try:
        assert "no damage" in str(store.verify(finished.session.id))
        tamper(path, "DELETE FROM events WHERE seq > 5")
        assert "event 5" in str(store.verify(finished.session.id)).lower()
    finally:
        i18n.use("zh")
