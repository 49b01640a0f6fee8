"""`jiefang debrief`, and what `jiefang sessions delete` says of debriefs."""

from __future__ import annotations

import sys
from io import StringIO
from pathlib import Path

import pytest

from simulator.app.app import DebriefStart
from simulator.debrief import events as e
from simulator.debrief.parts import Place
from simulator.debrief.record import DebriefStore
from simulator.record.headless import keep
from simulator.record.store import open_store
from simulator.room.place import PORT
from simulator.room.place import Place as RoomPlace
from tests.simulator.calls import Caller, call
from tests.simulator.debrief.conftest import Rate

__all__ = ["call"]


@pytest.fixture
def session(rate: Rate) -> str:
    """A finished session in the store of the home."""
    result, play = rate("seat,months,who,wait,done,form=best,promise,sheet=best,number")
    return keep(play, result, "zh", trainee="欧阳青松")


@pytest.fixture
def debrief(session: str) -> str:
    """A debrief of it, with a note."""
    with open_store() as store:
        log = DebriefStore(store).begin_debrief([session])
        log.append(e.NoteAdded("delta", "先说谁定，再说多久", Place(session, 6)))
        log.close()
    return log.id


class TestList:
    """--list."""

    def test_nothing(self, call: Caller) -> None:
        """Without debriefs it says so."""
        assert call("debrief", "--list").out == "还没有复盘。\n"
        assert call("debrief", "--list", "--json").data == []

    def test_what_there_is(self, call: Caller, debrief: str, session: str) -> None:
        """Id, times, how many sessions, what was played; what is gone is said."""
        (line,) = call("debrief", "--list").out.splitlines()
        assert line.startswith(debrief) and "1 次接访" in line and line.endswith("小剧本")
        (data,) = call("debrief", "--list", "--json").data
        assert (data["id"], data["sessions"], data["missing"], data["events"]) == (debrief, [session], [], 2)
        call("sessions", "delete", session, "--yes")
        assert "1 份记录已删除" in call("debrief", "--list").out
        assert call("debrief", "--list", "--json").data[0]["missing"] == [session]
        assert "sessions: 1 (1 of them deleted)" in call("debrief", "--list", "--lang", "en").out


class TestMinutes:
    """--minutes."""

    def test_printed_or_written(self, call: Caller, debrief: str, tmp_path: Path) -> None:
        """Markdown on the screen; a file's kind goes by its name."""
        printed = call("debrief", "--minutes", debrief[:11])
        assert printed.out.startswith("# 复盘纪要\n") and "先说谁定，再说多久" in printed.out
        assert "欧阳青松" not in printed.out
        for name, start in (("m.md", "# 复盘纪要"), ("m.HTML", "<!DOCTYPE html>")):
            done = call("debrief", "--minutes", debrief, "--out", tmp_path / name)
            assert done.code == 0 and str(tmp_path / name) in done.out
            assert (tmp_path / name).read_text("utf-8").startswith(start)

    def test_a_file_is_not_overwritten_unasked(self, call: Caller, debrief: str, tmp_path: Path) -> None:
        """Only with --force."""
        there = tmp_path / "m.md"
        there.write_text("mine", "utf-8")
        refused = call("debrief", "--minutes", debrief, "--out", there)
        assert refused.code == 1 and "--force" in refused.err and there.read_text("utf-8") == "mine"
        assert call("debrief", "--minutes", debrief, "--out", there, "--force").code == 0
        assert there.read_text("utf-8").startswith("# ")

    def test_what_goes_wrong(self, call: Caller, debrief: str, tmp_path: Path) -> None:
        """Another kind of file, a folder that is not there, a debrief that is not there: one message each."""
        assert call("debrief", "--minutes", debrief, "--out", "m.docx").code == 2
        assert call("debrief", "--minutes", debrief, "--out", tmp_path / "no" / "m.md").code == 1
        missing = call("debrief", "--minutes", "zzz")
        assert missing.code == 1 and "没有这次复盘：zzz" in missing.err and "--list" in missing.err

    def test_english(self, call: Caller, debrief: str) -> None:
        """The minutes come in the language in use."""
        assert call("debrief", "--minutes", debrief, "--lang", "en").out.startswith("# Minutes of a debrief\n")


class TestDelete:
    """--delete, and sessions delete."""

    def test_a_debrief_goes_its_session_stays(
        self, call: Caller, debrief: str, session: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """For good, without a question if so asked; the session can still be shown."""
        monkeypatch.setattr(sys, "stdin", StringIO("n\n"))
        asked = call("debrief", "--delete", debrief)
        assert asked.code == 130 and asked.out.startswith(debrief)
        assert call("debrief", "--list").out.startswith(debrief)
        assert call("debrief", "--delete", debrief, "--yes").out == f"已删除 {debrief}\n"
        assert call("debrief", "--list").out == "还没有复盘。\n"
        assert call("sessions", "show", session).code == 0

    def test_deleting_a_session_says_who_looks_at_it(self, call: Caller, debrief: str, session: str) -> None:
        """It is allowed, and what is lost is said; the minutes can still be written."""
        done = call("sessions", "delete", session, "--yes")
        assert done.code == 0 and debrief in done.err and "不能再回放" in done.err
        assert "（记录已删除）" in call("debrief", "--minutes", debrief).out

    def test_nothing_is_said_of_a_session_that_no_debrief_looks_at(self, call: Caller, session: str) -> None:
        """Deleting it is as quiet as ever."""
        assert call("sessions", "delete", session, "--yes").err == ""

    def test_one_that_is_open_is_not_deleted(self, call: Caller, debrief: str) -> None:
        """It says where it is open."""
        with open_store() as store:
            log = DebriefStore(store).resume_debrief(debrief)
            refused = call("debrief", "--delete", debrief, "--yes")
            log.close()
        assert refused.code == 1 and "另一个窗口" in refused.err


class TestLeading:
    """Opening the facilitator's screen."""

    @pytest.fixture
    def starts(self, monkeypatch: pytest.MonkeyPatch) -> list[DebriefStart]:
        """What the app is started with, in a terminal that can show it."""
        calls: list[DebriefStart] = []

        def run_app(start: DebriefStart) -> int:
            calls.append(start)
            return 0

        monkeypatch.setattr("simulator.app.app.run_app", run_app)
        monkeypatch.setattr("simulator.terminal.capable", lambda: True)
        return calls

    def test_it_begins_with_sessions(self, call: Caller, starts: list[DebriefStart], session: str) -> None:
        """A debrief is kept before the screen opens; on the way out it is said how to go on."""
        done = call("debrief", session)
        (start,) = starts
        assert start.place is None and [each.id for each in start.lead.state.sessions] == [session]
        assert f"jiefang debrief --resume {start.lead.log.id}" in done.out
        assert call("debrief", "--list").out.startswith(start.lead.log.id)

    def test_it_goes_on(self, call: Caller, starts: list[DebriefStart], debrief: str) -> None:
        """One that was begun is taken up, and given back at the end."""
        assert call("debrief", "--resume", debrief).code == call("debrief", "--resume", debrief).code == 0
        assert [start.lead.log.id for start in starts] == [debrief, debrief]

    @pytest.mark.parametrize(
        ("options", "place"),
        [
            (("--room",), RoomPlace("127.0.0.1", PORT)),
            (("--room", "--port", "9000"), RoomPlace("127.0.0.1", 9000)),
            (("--address", "192.168.1.5"), RoomPlace("192.168.1.5", PORT)),
            (("--room", "--address", "192.168.1.5:8000"), RoomPlace("192.168.1.5", 8000)),
            (("--address", "fd00::5", "--port", "8001"), RoomPlace("fd00::5", 8001)),
        ],
    )
    def test_where_the_room_is(
        self, call: Caller, starts: list[DebriefStart], session: str, options: tuple[str, ...], place: RoomPlace
    ) -> None:
        """On this machine alone unless an address is given; an address or a port opens the room too."""
        assert call("debrief", session, *options).code == 0
        assert starts[0].place == place

    @pytest.mark.parametrize("arguments", [(), ("abc", "--list"), ("--resume", "a", "--delete", "b"), ("--room",)])
    def test_wrong_calls(self, call: Caller, starts: list[DebriefStart], arguments: tuple[str, ...]) -> None:
        """One thing at a time; a wrong call says what there is and opens nothing."""
        refused = call("debrief", *arguments)
        assert refused.code == 2 and "--resume" in refused.err and starts == []

    @pytest.mark.parametrize(
        ("arguments", "code", "said"),
        [
            (("nobody",), 1, "没有"),
            (("--resume", "nobody"), 1, "没有这次复盘"),
            (("abc", "--address", "0.0.0.0"), 2, "0.0.0.0"),
        ],
    )
    def test_what_is_not_there(
        self, call: Caller, starts: list[DebriefStart], arguments: tuple[str, ...], code: int, said: str
    ) -> None:
        """No such session, no such debrief, no address of a machine: said in words, and nothing is begun."""
        refused = call("debrief", *arguments)
        assert refused.code == code and said in refused.err and starts == []
        assert call("debrief", "--list").out == "还没有复盘。\n"

    def test_without_a_terminal(self, call: Caller, session: str) -> None:
        """In a pipe nothing is opened, and it is said what is needed."""
        refused = call("debrief", session)
        assert refused.code == 1 and "终端" in refused.err
        assert call("debrief", "--list").out == "还没有复盘。\n"
