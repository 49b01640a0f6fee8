"""`jiefang doctor`: what it finds, and what to do."""

from __future__ import annotations

import os
import pty
import threading
from pathlib import Path

import pytest
from rich.cells import cell_len

from simulator import paths, settings
from simulator.doctor import asking, house, terminal
from simulator.doctor.finding import Finding
from tests.simulator.calls import Caller, call
from tests.test_docs import missing

__all__ = ["call"]


def by_key(findings: object) -> dict[str, Finding]:
    """Findings by their keys."""
    return {finding.key: finding for finding in findings}  # type: ignore[attr-defined]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page(call: Caller, language: str) -> None:
    """Four parts, a line a finding, no line wider than 80 cells apart from paths; a fresh home is well."""
    done = call("doctor", "--lang", language)
    assert done.code in (0, 1)
    wide = [line for line in done.out.splitlines() if cell_len(line) > 80 and "/" not in line]
    assert wide == []
    for word in ("终端", "记录", "剧本", "版本") if language == "zh" else ("Terminal", "Records", "Textual"):
        assert word in done.out


def test_json(call: Caller) -> None:
    """Every key is documented; the parts hold findings with states."""
    printed = call("doctor", "--json").data
    assert set(printed) == {"terminal", "record", "packs", "versions"}
    assert missing("doctor", printed) == set()
    assert {each["state"] for part in printed.values() for each in part} <= {"good", "note", "bad"}


@pytest.mark.parametrize(
    ("environment", "key", "state"),
    [
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, "terminal.colours", "good"),
        ({"TERM": "xterm-256color"}, "terminal.colours", "good"),
        ({"TERM": "xterm"}, "terminal.colours", "note"),
        ({"TERM": "xterm", "NO_COLOR": "1"}, "terminal.colours", "note"),
        ({"TERM": "xterm", "TERM_PROGRAM": "iTerm.app"}, "terminal.input", "good"),
        ({"TERM": "xterm", "XMODIFIERS": "@im=fcitx"}, "terminal.input", "good"),
        ({"TERM": "xterm", "TMUX": "x"}, "terminal.tmux", "good"),
    ],
)
def test_terminals(environment: dict[str, str], key: str, state: str) -> None:
    """What the environment says of a terminal is told with what to do."""
    finding = by_key(terminal.findings(environment))[key]
    assert finding.state == state and finding.found


@pytest.mark.parametrize(
    ("cells", "state"),
    [
        ({}, "good"),
        ({"“": 2, "─": 2}, "note"),
        ({"中": 1}, "bad"),
        ({"“": None}, "note"),
    ],
)
def test_widths(cells: dict[str, int | None], state: str) -> None:
    """A mark or line drawn in two cells, or Chinese in one, is bad and says what to set."""
    usual: dict[str, int | None] = {mark: 2 if mark in terminal.WIDE else 1 for mark in terminal.PROBED}
    found = terminal._widths({**usual, **cells})
    assert found.state == state and bool(found.todo) == (state != "good")


def answering(line: int, replies: dict[bytes, bytes]) -> None:
    """A terminal that answers questions."""
    received = b""
    while True:
        try:
            received += os.read(line, 1024)
        except OSError:
            return
        for question, answer in replies.items():
            while question in received:
                received = received.replace(question, b"", 1)
                os.write(line, answer)


@pytest.mark.parametrize("speaks", [True, False])
def test_asking_a_terminal(speaks: bool) -> None:
    """Widths come from where the cursor stands; a terminal that knows no keyboard protocol keeps nobody waiting."""
    master, slave = pty.openpty()
    replies = {b"\x1b[6n": b"\x1b[3;3R", b"\x1b[c": b"\x1b[?62;c"}
    if speaks:
        replies = {b"\x1b[?u": b"\x1b[?0u", **replies}
    thread = threading.Thread(target=answering, args=(master, replies), daemon=True)
    thread.start()
    import tty

    tty.setraw(slave)
    assert asking.widths(slave, ["中", "，"]) == [2, 2]
    assert asking.keyboard(slave) is speaks
    os.close(slave)


def test_a_terminal_that_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is given up on after its time."""
    monkeypatch.setattr(asking, "PATIENCE", 0.05)
    master, slave = pty.openpty()
    assert asking.widths(slave, ["中"]) == [None]
    os.close(slave)
    os.close(master)


def test_the_record(tmp_path: Path) -> None:
    """None yet, a sound one, one of another program: each is told."""
    assert by_key(house.record())["record.file"].state == "good"
    from simulator.record.store import open_store

    with open_store():
        pass
    found = by_key(house.record())
    assert found["record.sessions"].value == 0 and found["record.sound"].value is True
    import sqlite3

    other = tmp_path / "other.sqlite3"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE theirs (x)")
    connection.close()
    settings.write(settings.Settings(record=str(other)))
    finding = by_key(house.record())["record.file"]
    assert finding.state == "bad" and finding.todo


def test_settings_that_cannot_be_read() -> None:
    """A broken file and a key given twice are told."""
    path = paths.settings()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("theme = [", "utf-8")
    assert by_key(house.own_settings())["settings.file"].state == "bad"
    path.write_text('[keys]\n"home.handbook" = "f5"\n"home.history" = "f5,f6"\n', "utf-8")
    assert by_key(house.own_settings())["settings.keys"].value is False


def test_packs_and_versions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A scenario that cannot be read is bad, with the command that says why; versions are those installed."""
    folder = tmp_path / "broken-one"
    folder.mkdir()
    (folder / "scenario.yaml").write_text("id: 3", "utf-8")
    monkeypatch.setenv("JIEFANG_SCENARIOS", str(tmp_path))
    found = by_key(house.packs())
    assert found["packs.folder"].state == "bad" and "jiefang check broken-one" in found["packs.folder"].todo
    assert found["packs.library"].state == "good"
    assert all(finding.state == "good" for finding in house.versions())
