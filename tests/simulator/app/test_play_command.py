"""`jiefang` and `jiefang play`: the whole screen where there is one, plain lines elsewhere."""

from __future__ import annotations

from typing import Any

import pytest

from simulator import cli, terminal
from simulator.app import app as app_module
from simulator.app.app import HomeStart, PlayStart


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What would have been started: the app with a start, or the plain game with its arguments."""
    found: list[Any] = []

    def run(start: Any) -> int:
        found.append(start)
        return 0

    monkeypatch.setattr(terminal, "capable", lambda: True)
    monkeypatch.setattr(app_module, "run_app", run)
    monkeypatch.setattr("simulator.plain.play", lambda name, **more: found.append(("plain", name, more)))
    return found


def call(*arguments: str) -> int | str | None:
    """Call the command line; its exit code."""
    with pytest.raises(SystemExit) as left:
        cli.main(list(arguments))
    return left.value.code


@pytest.mark.parametrize(
    ("arguments", "start"),
    [
        ([], HomeStart()),
        (["play"], HomeStart()),
        (["play", "lamp"], PlayStart("lamp")),
        (
            ["play", "lamp", "--variant", "plain", "--mode", "exam", "--seed", "7"],
            PlayStart("lamp", "plain", "exam", "7"),
        ),
    ],
)
def test_what_is_started(started: list[Any], arguments: list[str], start: Any) -> None:
    """Bare: home; with an id: its briefing; with variant and mode: at once the visit."""
    assert call(*arguments) == 0
    assert started == [start]


def test_plain_lines(started: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """`--plain`, a dumb terminal and a pipe play in plain lines."""
    assert call("play", "lamp", "--plain") == 0
    monkeypatch.setattr(terminal, "capable", lambda: False)
    assert call("play", "lamp", "--mode", "exam") == 0
    assert call() == 0
    assert [entry[:2] for entry in started] == [("plain", "lamp"), ("plain", "lamp"), ("plain", None)]


@pytest.mark.parametrize("arguments", [["play", "lampp"], ["play", "lamp", "--variant", "plan"]])
def test_no_such_scenario(started: list[Any], capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    """A mistyped id or variant is answered on the command line, with the nearest name, before any screen opens."""
    assert call(*arguments) in (1, 2)
    assert not started
    assert "plain" in capsys.readouterr().err or arguments[1] == "lampp"


def test_iterm_and_ssh(monkeypatch: pytest.MonkeyPatch) -> None:
    """iTerm2 gets no keyboard protocol that loses Chinese input; over SSH nothing moves; own settings stay."""
    import os

    monkeypatch.delenv("TEXTUAL_DISABLE_KITTY_KEY", raising=False)
    monkeypatch.delenv("TEXTUAL_ANIMATIONS", raising=False)
    monkeypatch.delenv("TMUX", raising=False)
    monkeypatch.setenv("TERM_PROGRAM", "iTerm.app")
    monkeypatch.setenv("SSH_CONNECTION", "10.0.0.1 22")
    terminal.prepare()
    assert os.environ["TEXTUAL_DISABLE_KITTY_KEY"] == "1"
    assert terminal.still()
    monkeypatch.setenv("TEXTUAL_DISABLE_KITTY_KEY", "0")
    terminal.prepare()
    assert os.environ["TEXTUAL_DISABLE_KITTY_KEY"] == "0"
