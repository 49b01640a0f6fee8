"""Every main screen on an emulated terminal: what is seen is what is meant, in each size, whatever width marks have."""

from __future__ import annotations

import time
import unicodedata
from pathlib import Path

import pytest

from scenarios.edition import edition
from scenarios.load import load_or_raise
from scenarios.play import Play
from scoring.evaluate import Evaluator
from scoring.inputs import play_all, split
from scoring.solve import solve
from simulator.record.store import open_store
from simulator.visit import Visit
from tests.simulator.app.real_terminal import HERE
from tests.simulator.terminals.emulated import Emulated, wide_where_ambiguous

SIZES = ((80, 24), (60, 20), (200, 60))

WAY = (
    ("home", ""), ("help", "?"), ("", "\x1b"), ("palette", "\x10"), ("", "\x1b"), ("settings", "g"), ("", "\x1b"),
    ("history", "r"), ("", "\x1b"), ("handbook", "h"), ("", "\x1b"), ("briefing", "\r"), ("visit", "\r"),
    ("pause", "\x1b"),
)  # fmt: skip
"""Screens, and the key that leads there from the one before."""


def looked_at(terminal: Emulated, name: str, wide: bool) -> None:
    """Hold a screen in every size against what is meant."""
    for size in SIZES:
        terminal.resize(*size)
        rows = terminal.agrees()
        assert any(rows), name
        if wide:
            assert not [mark for row in rows for mark in row if unicodedata.east_asian_width(mark) == "A"], name
    terminal.resize(*SIZES[0])


def taken(terminal: Emulated, wanted: str) -> None:
    """Take the first choice, as soon as it can be taken, and wait for where it leads; what is new waits for 0.3 s."""
    until = time.monotonic() + 20
    while wanted not in "".join("".join(terminal.shown).split()):
        assert time.monotonic() < until, "\n".join(terminal.shown)
        terminal.press("1")
        terminal.pause(1)


PARAMETERS = pytest.mark.parametrize(
    ("language", "wide"),
    [
        pytest.param("zh", True, id="zh-wide"),
        pytest.param("en", False, id="en-narrow", marks=pytest.mark.slow),
        pytest.param("zh", False, id="zh-narrow", marks=pytest.mark.slow),
        pytest.param("en", True, id="en-wide", marks=pytest.mark.slow),
    ],
)
"""Both languages, and ambiguous characters in one cell and in two; by default where it is hardest."""


@PARAMETERS
def test_screens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str, wide: bool) -> None:
    """From home through the house into a visit: every row is seen as it is meant, so no border moves."""
    if wide:
        wide_where_ambiguous(monkeypatch)
    with Emulated(tmp_path, "--lang", language) as terminal:
        terminal.until("楼道的灯" if language == "zh" else "Thelightonthestairs")
        terminal.rest()
        for name, key in WAY:
            terminal.press(key)
            terminal.rest()
            if name:
                looked_at(terminal, name, wide)


def brought_to(choices: str, mode: str = "practice") -> str:
    """Play a visit so far and leave it; its session."""
    played = edition(load_or_raise(HERE / "scenarios" / "lamp"), "plain")
    model = Play(played, "0")
    play_all(model, split(choices), Evaluator(solve(played)))
    with open_store() as store:
        log = store.create(played, mode=mode, seed="0", trainee="林", language="zh")
        visit = Visit(Play(played, "0"), log.session, log)
        for step in model.steps:
            visit.shown()
            picks = getattr(step, "picks", None)
            visit.enter(dict(picks) if picks is not None else step.move.choice.id)
        log.close()
        return log.session.id


BEFORE_FORM = "seat,before,hurt,go_on,steps"
FAIL = "\nimport simulator.app.screens.visit as v\nv.VisitScreen.action_case = lambda self: 1 / 0\n"


@PARAMETERS
def test_the_end_of_a_visit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str, wide: bool) -> None:
    """A form, a result, a replay and the news of an error: every row is seen as it is meant."""
    if wide:
        wide_where_ambiguous(monkeypatch)
    brought_to(BEFORE_FORM)
    with Emulated(tmp_path, "--lang", language, before=FAIL) as terminal:
        terminal.until("楼道的灯" if language == "zh" else "Thelightonthestairs")
        terminal.rest()
        terminal.press("\r")
        terminal.rest()
        looked_at(terminal, "visit", wide)
        taken(terminal, "反映内容" if language == "zh" else "Statements")
        terminal.rest()
        looked_at(terminal, "form", wide)
        terminal.press("\x1b")
        terminal.rest()
        terminal.press("c")
        terminal.until("程序出了错" if language == "zh" else "wentwrong")
        looked_at(terminal, "crash", wide)


@PARAMETERS
def test_replay_and_result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str, wide: bool) -> None:
    """A replay, and the result at the end of a visit: every row is seen as it is meant."""
    if wide:
        wide_where_ambiguous(monkeypatch)
    session = brought_to(f"{BEFORE_FORM},record=best")
    with Emulated(tmp_path, "replay", session, "--lang", language) as terminal:
        terminal.until("楼道的灯" if language == "zh" else "Thelightonthestairs")
        terminal.press("\r")
        terminal.rest()
        looked_at(terminal, "replay", wide)
    with Emulated(tmp_path, "--lang", language) as terminal:
        terminal.until("楼道的灯" if language == "zh" else "Thelightonthestairs")
        terminal.rest()
        terminal.press("\r")
        terminal.rest()
        taken(terminal, "看看这次接访" if language == "zh" else "Lookbackatthisvisit")
        taken(terminal, "93.8")
        terminal.rest()
        looked_at(terminal, "result", wide)
