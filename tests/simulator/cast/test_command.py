"""`jiefang cast`: a session in, a file out."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.simulator.calls import Caller, call, process
from tests.simulator.cast.conftest import AtDesk, Trainee, at_markers, at_work

__all__ = ["call"]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The store's file, known to the command, and a folder to be in."""
    path = tmp_path / "记录.sqlite3"
    monkeypatch.setenv("JIEFANG_STORE", str(path))
    monkeypatch.chdir(tmp_path)
    return path


@pytest.fixture
def desk(place: Path) -> Iterator[AtDesk]:
    """A visit under way, held in English."""
    with at_work(place) as trainee:
        yield trainee.at(language="en").choose("seat", "before")


def lines(path: Path) -> list[list[object]]:
    """The lines of a recording."""
    return list(map(json.loads, path.read_text("utf-8").split("\n")[:-1]))


def test_a_file_beside_one(desk: AtDesk, place: Path, call: Caller) -> None:
    """It is named after the session, in the language of the visit; the store is byte for byte what it was."""
    session = desk.leave()
    desk.trainee.store.close()
    before = place.read_bytes()
    done = call("cast", session.id)
    assert done.code == 0
    assert session.id in done.err
    assert "没有结束" in done.err
    markers = at_markers((place.parent / f"{session.id}.cast").read_text("utf-8"))
    assert markers[0][0].startswith("1 arrive: Do sit down")
    assert place.read_bytes() == before


def test_options(desk: AtDesk, place: Path, call: Caller) -> None:
    """Size, version, language, pace and place are as asked, wherever `--lang` stands."""
    session = desk.leave()
    options = ("--size", "120x40", "--v2", "--idle", "1", "--speed", "2", "--theme", "paper")
    assert call("--lang", "zh", "cast", session.id, *options, "--out", "a.cast").code == 0
    assert call("cast", session.id[:9], *options, "--out", "b.cast", "--lang", "zh").code == 0
    assert Path("a.cast").read_bytes() == Path("b.cast").read_bytes()
    head, *events = lines(Path("a.cast"))
    assert (head["version"], head["width"], head["height"]) == (2, 120, 40)  # type: ignore[call-overload]
    assert [event[0] for event in events if event[1] == "m"] == [0.0, 0.5]
    assert events[0][2].count("48;2;246;241;231") > 10  # type: ignore[attr-defined] # the ground of paper


def test_what_is_there_stays(desk: AtDesk, place: Path, call: Caller) -> None:
    """A file is not overwritten unless that is asked for, and is left whole where recording fails."""
    session = desk.leave()
    Path("a.cast").write_text("mine", "utf-8")
    refused = call("cast", session.id, "--out", "a.cast")
    assert refused.code == 1
    assert "--force" in refused.err
    assert Path("a.cast").read_text("utf-8") == "mine"
    assert call("cast", session.id, "--out", "a.cast", "--force").code == 0
    assert lines(Path("a.cast"))[0]["version"] == 3  # type: ignore[call-overload]
    assert not list(Path().glob(".new-*"))


def test_to_the_standard_output(desk: AtDesk, place: Path, call: Caller) -> None:
    """`-` prints the recording and nothing else."""
    printed = call("cast", desk.leave().id, "--out", "-").out
    assert at_markers(printed)[-1][1].count("\n") == 24


@pytest.mark.parametrize("wrong", ["80", "80x24x2", "59x24", "80x19", "301x24", "8０x24", "-80x24"])
def test_sizes_that_are_none(desk: AtDesk, place: Path, call: Caller, wrong: str) -> None:
    """A size that the app has no room in, or that is none, is a wrong call."""
    done = call("cast", desk.leave().id, f"--size={wrong}")
    assert done.code == 2
    assert "80x24" in done.err


@pytest.mark.parametrize("wrong", ["--idle=0", "--idle=nan", "--idle=inf", "--speed=-1", "--speed=nan", "--speed=x"])
def test_figures_that_are_none(desk: AtDesk, place: Path, call: Caller, wrong: str) -> None:
    """Pauses and speeds that make no recording are wrong calls."""
    assert call("cast", desk.leave().id, wrong).code == 2


def test_a_session_that_is_not_there(place: Path, call: Caller) -> None:
    """One message, and the way out."""
    done = call("cast", "1rxzbm5ssss8")
    assert done.code == 1
    assert "jiefang sessions list" in done.err


def tamper(place: Path, statement: str) -> None:
    """Change the store behind the program's back."""
    with closing(sqlite3.connect(place)) as database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f"DROP TRIGGER {name}")
        database.execute(statement)
        database.commit()


def test_a_log_that_was_altered(desk: AtDesk, place: Path, call: Caller) -> None:
    """What is sound is recorded, what is wrong is said, and the last marker says where it ends; exit code 1."""
    session = desk.choose("blame").leave()
    desk.trainee.store.close()
    tamper(place, "UPDATE events SET data = replace(data, '\"before\"', '\"hurt\"') WHERE seq = 3")
    done = call("cast", session.id, "--out", "a.cast", "--lang", "zh")
    assert done.code == 1
    assert "第 3 条" in done.err
    assert "1 步" in done.err
    *markers, (_label, end) = at_markers(Path("a.cast").read_text("utf-8"))
    assert [label for label, _screen in markers] == [
        "1 arrive：您先坐，雨大。我姓林，您从头说，我记着。",
        "记录到这里为止是完好的",
    ]
    assert "第 2 步" in end


def test_a_log_without_its_scenario(desk: AtDesk, place: Path, call: Caller) -> None:
    """Nothing can be played: nothing is written, and it is said why."""
    session = desk.leave()
    desk.trainee.store.close()
    tamper(place, "UPDATE editions SET data = x'00'")
    done = call("cast", session.id, "--out", "a.cast")
    assert done.code == 1
    assert "jiefang sessions verify" in done.err
    assert not Path("a.cast").exists()


def test_an_exported_file(desk: AtDesk, place: Path, call: Caller) -> None:
    """A session that was handed on as a file gives the same recording, without being imported."""
    session = desk.leave()
    desk.trainee.store.export(session.id, Path("visit.jsonl"))
    assert call("cast", session.id, "--out", "a.cast").code == 0
    assert call("cast", "visit.jsonl", "--out", "b.cast").code == 0
    assert Path("a.cast").read_bytes() == Path("b.cast").read_bytes()


def test_in_a_process_of_its_own(trainee: Trainee, tmp_path: Path) -> None:
    """Without a terminal, in a folder of its own, whatever the environment says of colours."""
    session = trainee.at().choose("seat").leave()
    environment = {"JIEFANG_STORE": str(tmp_path / "记录.sqlite3"), "NO_COLOR": "1", "TERM": "dumb"}
    plain = process("cast", session.id, "--out", str(tmp_path / "a.cast"), **environment)
    assert (plain.code, plain.out) == (0, "")
    colourful = process("cast", session.id, "--out", "-", JIEFANG_STORE=environment["JIEFANG_STORE"])
    assert colourful.out == (tmp_path / "a.cast").read_text("utf-8")
