"""What the program sends over the line, as SSH would carry it: little for a key, nothing while nobody does anything."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.simulator.app.real_terminal import RealTerminal

VISIT = ("play", "lamp", "--variant", "plain", "--mode", "practice", "--seed", "0")
DOWN, UP = "\x1b[B", "\x1b[A"
LIMIT = 1500
"""Bytes of a key."""
WITH_CARD = 4000
"""Bytes of a key that shows another scenario on the card of a wide home page: what is said of it is all new."""
SIZES = [(80, 24), (200, 60)]


@pytest.fixture(autouse=True)
def _settled() -> None:
    """No tour, and speech at once, since a line that is being said is not idle."""
    home = Path(os.environ["JIEFANG_HOME"])
    (home / "settings.toml").write_text('text_speed = "off"\ntour = "done"\n', "utf-8")


@pytest.mark.parametrize("size", [SIZES[0], pytest.param(SIZES[1], marks=pytest.mark.slow)], ids=["80x24", "200x60"])
def test_a_key_of_a_visit_is_small(size: tuple[int, int]) -> None:
    """Moving between the options of a visit sends something, and less than 1.5 kB."""
    with RealTerminal(*VISIT, size=size) as terminal:
        terminal.wait_for("楼道")
        terminal.rest()
        for key in (DOWN, DOWN, UP):
            terminal.press(key)
            terminal.rest(0.5)
            assert 0 < len(terminal.raw) < LIMIT


@pytest.mark.parametrize(("size", "limit"), [(SIZES[0], LIMIT), (SIZES[1], WITH_CARD)], ids=["80x24", "200x60"])
def test_a_key_of_the_home_page_is_small(size: tuple[int, int], limit: int) -> None:
    """An arrow on the home page, where nothing scrolls, sends the two rows that change, and of a card what changes."""
    with RealTerminal("--lang", "zh", size=size) as terminal:
        terminal.wait_for("接访台")
        terminal.rest(3)
        for key in (DOWN, UP, DOWN):
            terminal.press(key)
            terminal.rest(0.5)
            assert 0 < len(terminal.raw) < limit


@pytest.mark.parametrize("size", [SIZES[0], pytest.param(SIZES[1], marks=pytest.mark.slow)], ids=["80x24", "200x60"])
def test_a_key_of_the_settings_is_small(size: tuple[int, int]) -> None:
    """An arrow on the settings sends less than 1.5 kB."""
    with RealTerminal("--lang", "zh", size=size) as terminal:
        terminal.wait_for("接访台")
        terminal.rest(3)
        terminal.press("g")
        terminal.wait_for("设置")
        terminal.rest(1)
        for key in (DOWN, DOWN, UP):
            terminal.press(key)
            terminal.rest(0.5)
            assert 0 < len(terminal.raw) < LIMIT


@pytest.mark.parametrize("size", [SIZES[0], pytest.param(SIZES[1], marks=pytest.mark.slow)], ids=["80x24", "200x60"])
def test_idle_is_silent(size: tuple[int, int]) -> None:
    """Home, handbook, records and settings send not one byte while nobody does anything."""
    with RealTerminal("--lang", "zh", size=size) as terminal:
        for key, wanted in (("", "接访台"), ("h", "手册"), ("r", "记录"), ("g", "设置")):
            if key:
                terminal.press(key)
            terminal.wait_for(wanted)
            terminal.rest(1.5 if key else 4)  # the first time, the library is read behind the first content
            terminal.forget()
            terminal.rest(2)
            assert terminal.raw == b"", f"after {key!r}: {terminal.raw[:200]!r}"
            if key:
                terminal.press("\x1b")
                terminal.rest()


@pytest.mark.parametrize("size", [SIZES[0], pytest.param(SIZES[1], marks=pytest.mark.slow)], ids=["80x24", "200x60"])
def test_a_waiting_visit_is_silent(size: tuple[int, int]) -> None:
    """A visit in practice mode that waits for a choice sends not one byte."""
    with RealTerminal(*VISIT, size=size) as terminal:
        terminal.wait_for("楼道")
        terminal.rest()
        terminal.forget()
        terminal.rest(2)
        assert terminal.raw == b"", f"{terminal.raw[:200]!r}"
