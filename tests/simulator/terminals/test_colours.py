"""Without colours, with sixteen, and without a screen: read from the codes that the program wrote."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.color import Color

from simulator import terminal as terminals
from simulator.app import themes
from tests.simulator.terminals.emulated import Emulated, codes

XTERM = {
    "default": "", "black": "#000000", "red": "#CD0000", "green": "#00CD00", "yellow": "#CDCD00", "blue": "#0000EE",
    "magenta": "#CD00CD", "cyan": "#00CDCD", "white": "#E5E5E5", "bright_black": "#7F7F7F", "bright_red": "#FF0000",
    "bright_green": "#00FF00", "bright_yellow": "#FFFF00", "bright_blue": "#5C5CFF", "bright_magenta": "#FF00FF",
    "bright_cyan": "#00FFFF", "bright_white": "#FFFFFF",
}  # fmt: skip
"""The sixteen colours as xterm has them (XTerm-col.ad)."""

ACCENTS = ("indigo", "malachite", "gamboge", "vermilion")


def contrast(front: str, back: str) -> float:
    """The contrast ratio of WCAG 2."""

    def luminance(colour: str) -> float:
        parts = [value / 255 for value in Color.parse(colour).rgb]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(front), luminance(back)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("palette", "grounds"),
    [
        (themes.ON_DARK, ["#000000"]),
        (themes.ON_LIGHT, ["#FFFFFF"]),
        (themes.ON_EITHER, ["#000000", "#FFFFFF"]),
    ],
    ids=["dark", "light", "either"],
)
@pytest.mark.parametrize("token", ACCENTS)
def test_sixteen_colours_can_be_read(palette: themes.Palette, grounds: list[str], token: str) -> None:
    """Each of xterm's colours that carries words holds 4.5 : 1 on the grounds it is chosen for, 4.3 on both at once."""
    colour = XTERM[getattr(palette, token).removeprefix("ansi_")]
    least = 4.5 if len(grounds) == 1 else 4.3
    assert not colour or all(contrast(colour, ground) >= least for ground in grounds)


WAY = ("?", "\x1b", "g", "\x1b", "r", "\x1b", "h", "\x1b", "\r", "\r", "\x1b")
"""Help, settings, history, handbook, briefing, visit, pause."""


def walked(folder: Path, **environment: str) -> Emulated:
    """The program after a walk through its screens; it has ended."""
    with Emulated(folder, **environment) as terminal:
        terminal.until("楼道的灯")
        for key in WAY:
            terminal.press(key)
            terminal.rest()
        terminal.agrees()
    return terminal


def colours_in(written: bytes) -> set[str]:
    """The parameters that choose a colour."""
    return {
        part
        for code in codes(written)
        for part in code
        if part.isdigit() and (30 <= int(part) <= 38 or 40 <= int(part) <= 48 or 90 <= int(part) <= 107)
    }


def test_no_colour(tmp_path: Path) -> None:
    """With NO_COLOR no code chooses a colour, and what has the focus or is picked is bold or reversed."""
    terminal = walked(tmp_path, TERM="xterm-256color", NO_COLOR="1", COLORTERM="truecolor")
    assert colours_in(terminal.written) == set()
    attributes = {part for code in codes(terminal.written) for part in code}
    assert {"1", "7"} <= attributes


def test_no_colour_where_it_is_empty(tmp_path: Path) -> None:
    """NO_COLOR without a value means nothing (no-color.org)."""
    with Emulated(tmp_path, TERM="xterm-256color", NO_COLOR="") as terminal:
        terminal.until("楼道的灯")
        terminal.rest()
    assert colours_in(terminal.written)


def test_no_colour_after_an_error(tmp_path: Path) -> None:
    """The screen that tells of an error has no colours either."""
    fail = "\nimport simulator.app.screens.home as h\nh.HomeScreen.action_settings = lambda self: 1 / 0\n"
    with Emulated(tmp_path, TERM="xterm-256color", NO_COLOR="1", before=fail) as terminal:
        terminal.until("楼道的灯")
        terminal.press("g")
        terminal.until("程序出了错")
        terminal.rest()
    assert colours_in(terminal.written) == set()


@pytest.mark.parametrize("ground", ["", "15;0", "0;15"], ids=["unknown", "dark", "light"])
def test_sixteen_colours(tmp_path: Path, ground: str) -> None:
    """With sixteen colours only those are chosen that can be read on the ground, no others, and no grounds painted."""
    terminal = walked(tmp_path, TERM="xterm", **({"COLORFGBG": ground} if ground else {}))
    allowed = {"": {"35"}, "15;0": {"91", "92", "93", "96"}, "0;15": {"31", "34", "35"}}[ground]
    assert colours_in(terminal.written) <= allowed
    assert colours_in(terminal.written)
    assert "7" in {part for code in codes(terminal.written) for part in code}


def test_the_chosen_value_is_reversed(tmp_path: Path) -> None:
    """Of a setting's values the one in force can be told without colours."""
    with Emulated(tmp_path, TERM="xterm-256color", NO_COLOR="1") as terminal:
        terminal.until("楼道的灯")
        terminal.press("g")
        terminal.until("减少动态")
        terminal.rest()
        rows = [row for row in range(24) if "平常" in terminal.shown[row]]
        marked = "".join(
            cell.data for cell in (terminal.screen.buffer[rows[0]][column] for column in range(80)) if cell.reverse
        )
        assert marked.strip() == "平常"


def test_how_many_colours() -> None:
    """Counted by the signs that Rich goes by."""
    assert terminals.colours({"TERM": "xterm"}) == 16
    assert terminals.colours({"TERM": "linux"}) == 16
    assert terminals.colours({"TERM": "xterm-256color"}) == 256
    assert terminals.colours({"TERM": "xterm", "COLORTERM": "truecolor"}) == 1 << 24
    assert terminals.colours({"TERM": "xterm", "COLORTERM": "truecolor", "NO_COLOR": "1"}) == 0
    assert terminals.colours({"TERM": "xterm", "TEXTUAL_COLOR_SYSTEM": "truecolor"}) == 1 << 24


def test_the_console_of_linux(tmp_path: Path) -> None:
    """Its fonts have no Chinese: English in ASCII, with a note how to get Chinese; who asks for Chinese gets it."""
    with Emulated(tmp_path, TERM="linux", LANG="zh_CN.UTF-8") as terminal:
        terminal.until("Thelightonthestairs")
        terminal.until("fbterm")
        assert all(character.isascii() for row in terminal.agrees() for character in row if character not in "中文")
    with Emulated(tmp_path, "--lang", "zh", TERM="linux", LANG="zh_CN.UTF-8") as terminal:
        terminal.until("楼道的灯")


def test_no_screen(tmp_path: Path) -> None:
    """A terminal that cannot place a cursor gets the plain game, and one sentence that says so first."""
    with Emulated(tmp_path, TERM="dumb") as terminal:
        terminal.until("--plain")
        terminal.until("楼道的灯")
    assert b"\x1b[?1049h" not in terminal.written
