"""Copying: by key or after marking with the mouse, clean of what only frames the text, as OSC 52, and said."""

from __future__ import annotations

import base64
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator import i18n
from simulator.app.app import HomeStart, PlayStart
from simulator.app.copying import LONGEST, said_of, unframed
from simulator.app.screens.handbook import HandbookScreen
from simulator.app.screens.help import HelpScreen
from simulator.app.widgets.choices import Choices
from simulator.app.widgets.conversation import Conversation
from simulator.app.widgets.leaf import Leaf
from simulator.app.widgets.line import Line
from simulator.app.widgets.lookup import Lookup
from tests.simulator.app.real_terminal import RealTerminal

FRAMES = re.compile("[\u2500-\u257f▌▎›]")


@pytest.mark.parametrize(
    ("shown", "copied"),
    [
        ("   您  ▎您先坐，雨大。\n       ▎您慢慢说。", "您  您先坐，雨大。\n您慢慢说。"),
        ("   ────┬─────\n  反映内容   │▌1 □ 井盖坏了\n   ────┴─────", "反映内容  1 □ 井盖坏了"),
        ("  ▌  期限卡  行数 18\u00a0›", "期限卡  行数 18"),
        ("╭──────╮\n│  欠薪  │\n╰──────╯", "欠薪"),
        ("一\n\n\n\n二", "一\n\n二"),
        ("[/x][@click=app.quit]\x1b[31m", "[/x][@click=app.quit][31m"),
        ("——您说什么？", "——您说什么？"),
    ],
)
def test_nothing_of_the_frame_is_copied(shown: str, copied: str) -> None:
    """Bars, rules, frames, margins and controls are left out; words, dashes and brackets stay."""
    assert unframed(shown) == copied


@given(st.text())
def test_any_text_comes_out_clean_and_stays_so(text: str) -> None:
    """No frame is left whatever was marked, and cleaning twice changes nothing more."""
    once = unframed(text)
    assert not re.search("[\u2500-\u257f\x1b]", once)
    assert unframed(once) == once


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_a_quote_is_marked_with_the_mouse_and_copied(opened: Any, language: Any) -> None:
    """Dragged over what was said: Ctrl+C and `y` copy clean words and say how; nothing ends, nothing is taken."""
    i18n.use(language)
    async with opened(PlayStart("lamp", "plain", "practice", "0")) as table:
        await table.choose("seat")
        talk = table.visit.query_one(Conversation)
        last = talk.region.height - 1
        await drag(table, Conversation, (0, last - 4), (talk.region.width - 3, last))
        for key in ("ctrl+c", "y"):
            table.app._clipboard = ""
            await table.press(key)
            copied = table.app.clipboard
            assert len(copied) > 10 and not FRAMES.search(copied)
            assert all(line == line.strip() for line in copied.splitlines())
            assert "OSC 52" in table.text
        assert table.app.is_running and len(table.visit.visit.play.steps) == 1


async def drag(table: Any, widget: Any, start: tuple[int, int], end: tuple[int, int]) -> None:
    """Press the mouse at one place of a widget, move and let go at another."""
    await table.pilot.mouse_down(widget, offset=start)
    await table.pilot.hover(widget, offset=end)
    await table.pilot.mouse_up(widget, offset=end)
    await table.rest()


async def test_marking_what_can_be_said_does_not_say_it(opened: Any) -> None:
    """Letting the mouse go after dragging over the choices is no click; a click after it still is one."""
    async with opened(PlayStart("lamp", "plain", "practice", "0")) as table:
        choices = table.visit.query_one(Choices)
        row = choices.gutter.top + choices._owner().index(0)
        await drag(table, Choices, (4, row), (20, row))
        assert table.app.screen.get_selected_text()
        assert not table.visit.visit.play.steps
        await table.pilot.click(Choices, offset=(6, row))
        await table.rest()
        assert len(table.visit.visit.play.steps) == 1


async def test_marking_the_handbook_does_not_turn_it(opened: Any) -> None:
    """Dragging over a line that leads further copies its words, where letters are typed too with Ctrl+Y."""
    async with opened(HomeStart()) as table:
        await table.press("h")
        await drag(table, Leaf, (3, 2), (40, 2))
        assert table.app.screen.query_one(Lookup).page == ""
        await table.press("ctrl+y")
        assert table.app.clipboard == "期限卡  行数 18"
        table.app.screen.query_one(Line).value = "热线"
        await table.rest()
        table.app.screen.clear_selection()
        await table.press("ctrl+y")
        assert "12356" in table.app.clipboard and isinstance(table.app.screen, HandbookScreen)


async def test_a_sheet_on_top_is_copied_from_as_well(opened: Any) -> None:
    """`y` on the help sheet copies the help, not the page below."""
    async with opened(HomeStart()) as table:
        await table.press("question_mark")
        assert isinstance(table.app.screen, HelpScreen)
        await table.press("y")
        assert "楼道的灯" not in table.app.clipboard and len(table.app.clipboard) > 40


async def test_without_a_mark_ctrl_c_still_leaves(opened: Any) -> None:
    """Where nothing is marked the key does what it does in every terminal."""
    async with opened(HomeStart()) as table:
        await table.press("ctrl+c")
        assert not table.app.is_running or table.app._exit


def test_what_may_keep_it_from_arriving_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """In tmux the option that it needs, of a long text that it may not fit; neither where there is no need."""
    monkeypatch.delenv("TMUX", raising=False)
    assert said_of("您 先\n坐") == "已复制 3 个字，交给终端的剪贴板（OSC 52）。"
    assert "太长了" in said_of("长" * LONGEST)
    monkeypatch.setenv("TMUX", "/tmp/tmux-1/default,1,0")
    assert "set-clipboard on" in said_of("坐")


def test_the_terminal_gets_it_as_osc_52() -> None:
    """In a real terminal the bytes are ESC ] 52 ; c ; Base64 of UTF-8, and the screen says so."""
    with RealTerminal("play", "lamp", "--variant", "plain", "--mode", "practice", "--seed", "0") as screen:
        screen.wait_for("第1步")
        screen.press("y")
        screen.wait_for("OSC52")
        (sent,) = re.findall(rb"\x1b\]52;c;([A-Za-z0-9+/=]+)(?:\x07|\x1b\\\\)", screen.raw)
        copied = base64.b64decode(sent).decode("utf-8")
        assert "方玉珍" in copied and not FRAMES.search(copied)
