"""`jiefang` and `jiefang play`: the whole screen where there is one, plain lines elsewhere."""

from __future__ import annotations

from typing import Any

import pytest

from simulator import cli, scenario_index, terminal
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


@pytest.mark.parametrize("known", [False, True], ids=["first call", "in the index"])
@pytest.mark.parametrize(
    ("arguments", "nearest"),
    [
        (["lampp"], "lamp"),
        (["lamp", "--variant", "plan"], "plain"),
        (["lamp", "--mode", "practise"], "practice"),
    ],
)
def test_a_mistyped_word(
    started: list[Any], capsys: pytest.CaptureFixture[str], arguments: list[str], nearest: str, known: bool
) -> None:
    """An id, variant or mode that there is not is answered on the command line: the nearest name, exit code 2."""
    if known:
        scenario_index.scenarios()
    assert call("play", *arguments) == 2
    assert not started
    assert f"{nearest}？" in capsys.readouterr().err


def test_a_scenario_in_the_index_is_not_loaded_first(started: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """The first call reads the scenario and notes it; from then on the first frame need not wait for that."""
    call("play", "lamp", "--variant", "plain", "--mode", "practice")

    def load(*_: object) -> None:
        raise AssertionError("loaded again")

    monkeypatch.setattr("scenarios.load.load_or_raise", load)
    assert call("play", "lamp", "--variant", "plain", "--mode", "practice") == 0
    assert len(started) == 2


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
