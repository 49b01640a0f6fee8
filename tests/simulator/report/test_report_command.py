"""`jiefang report`: where it writes, what it refuses, how it ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.record.store import Store
from tests.simulator.calls import Caller, call
from tests.simulator.report.conftest import BADLY, TRAINEE, WELL, Hold

__all__ = ["call"]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder one is in."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def test_writes_one_file_for_a_visit(call: Caller, hold: Hold, here: Path) -> None:
    """Without `--out` the file is named after the session; it says where it is, and nothing else lies about."""
    session = hold(*BADLY)
    found = call("report", session)
    assert (found.code, found.out) == (0, "")
    assert found.err == f"已写到 {session}.html\n"
    assert [path.name for path in here.iterdir()] == [f"{session}.html"]
    page = (here / f"{session}.html").read_text("utf-8")
    assert page.startswith("<!DOCTYPE html>") and TRAINEE in page


def test_does_not_overwrite(call: Caller, hold: Hold, here: Path) -> None:
    """A file that is there stays as it is unless `--force` says otherwise."""
    session = hold(*BADLY)
    (here / "x.html").write_text("mine", "utf-8")
    refused = call("report", session, "--out", "x.html")
    assert refused.code == 1
    assert "--force" in refused.err
    assert (here / "x.html").read_text("utf-8") == "mine"
    assert call("report", session, "--out", "x.html", "--force").code == 0
    assert (here / "x.html").read_text("utf-8").startswith("<!DOCTYPE html>")


def test_several_make_a_class_report(call: Caller, hold: Hold, here: Path) -> None:
    """Several sessions are one class report without names, with `--names` with them; an id may be named twice."""
    sessions = [hold(*BADLY), hold(*WELL, trainee="周平")]
    assert call("report", *sessions, sessions[0]).code == 0
    page = (here / "class.html").read_text("utf-8")
    assert "班级报告" in page and TRAINEE not in page and ">2<" in page
    assert TRAINEE in call("report", *sessions, "--names", "--out", "-").out


def test_language_and_anonymous(call: Caller, hold: Hold, here: Path) -> None:
    """A report is in the language of the visit unless another is asked for; `--anonymous` leaves the name out."""
    session = hold(*BADLY, language="en")
    assert '<html lang="en">' in call("report", session, "--out", "-").out
    chinese = call("report", session, "--out", "-", "--lang", "zh", "--anonymous").out
    assert '<html lang="zh-CN">' in chinese
    assert TRAINEE not in chinese and ">甲<" in chinese


def test_from_an_exported_file(call: Caller, hold: Hold, here: Path) -> None:
    """A file written by `sessions export` is reported as the session itself is."""
    session = hold(*BADLY)
    assert call("sessions", "export", session, "v.jsonl").code == 0
    assert call("report", "v.jsonl").code == 0
    assert (here / "v.html").read_text("utf-8") == call("report", session, "--out", "-").out


def test_a_damaged_log_is_reported_as_far_as_it_is_sound(call: Caller, hold: Hold, here: Path) -> None:
    """The page is written, says what is wrong, and so does the command, whose exit code is 1."""
    assert call("sessions", "export", hold(*BADLY), "v.jsonl").code == 0
    file = here / "v.jsonl"
    scenario, *events = file.read_text("utf-8").split("\n")
    file.write_text("\n".join([scenario, *(line.replace("go_on", "go_in") for line in events)]), "utf-8")
    found = call("report", "v.jsonl", "--out", "x.html")
    assert found.code == 1
    *faults, written = found.err.splitlines()
    assert faults[0].startswith("第 ") and written == "已写到 x.html"
    page = (here / "x.html").read_text("utf-8")
    assert all(fault in page for fault in faults)
    several = call("report", "v.jsonl", hold(*WELL), "--out", "y.html")
    assert several.code == 1
    assert faults[0] in several.err and faults[0] in (here / "y.html").read_text("utf-8")


@pytest.mark.parametrize("arguments", [(), ("nosuchsession",), ("nosuch.jsonl",), ("a", "b")])
def test_what_it_refuses(call: Caller, store: Store, here: Path, arguments: tuple[str, ...]) -> None:
    """Without a session, or with one that is not there, it says so and writes nothing."""
    found = call("report", *arguments)
    assert found.code in (1, 2)
    assert found.err and "Traceback" not in found.err
    assert not list(here.iterdir())
