"""Several sessions side by side, and the explorer, on screen."""

from __future__ import annotations

from typing import Any

import pytest
from rich.cells import cell_len

from simulator import i18n
from simulator.app.replay.choose import CompareChoice
from simulator.app.replay.compare_screen import CompareScreen, RowList
from simulator.app.replay.curves import SIGNS, Curves
from simulator.app.replay.explore_screen import ExploreScreen, OptionList
from simulator.app.replay.screen import ReplayScreen
from tests.simulator.app_replay.conftest import LEFT, POORLY, WELL, has_all, recorded


async def compared(table: Any, others: int) -> CompareScreen:
    """Put so many of the other sessions beside the one that is replayed."""
    await table.press("c")
    assert isinstance(table.screen, CompareChoice)
    for number in range(others):
        await table.press(*(["down"] if number else []), "space")
    await table.press("enter")
    assert isinstance(table.screen, CompareScreen)
    return table.screen


async def test_sessions_are_put_side_by_side(opened: Any) -> None:
    """Scores, notes and costs, the first difference pointed at, who did what; a number replays from that row."""
    good, poor = recorded(WELL, beside=False), recorded(beside=False)
    async with opened(good, (100, 40)) as table:
        screen = await compared(table, 1)
        has_all(table.text, ["甲", "乙", "100 优秀", "第一处不同在第 4 行", "≠", "您怎么不早点来反映"])
        rows = screen.query_one(RowList)
        assert screen.comparison.divergence is not None
        assert rows.at == screen.comparison.divergence.row == 3
        await table.press("n")
        assert rows.at > 3
        await table.press("N", "2")
        assert isinstance(table.screen, ReplayScreen)
        assert table.screen.recording.session is not None
        assert table.screen.recording.session.id == poor
        assert table.screen.walk.at == screen.comparison.rows[3].deeds[1].moment
        await table.press("escape", "9", "l")
        has_all(table.text, ["Compare", "Why didn't you come sooner"])


async def test_curves_are_told_apart_by_signs(opened: Any) -> None:
    """Each session has a sign of its own where the curves part; before that there is one plain line."""
    good, _poor, _left = recorded(WELL, beside=False), recorded(beside=False), recorded(LEFT, beside=False)
    async with opened(good, (120, 40)) as table:
        screen = await compared(table, 2)
        curves = screen.query_one(Curves)
        drawn = "".join(line.plain for line in curves.laid(curves.room))
        assert all(sign in drawn for sign in SIGNS[:3])
        assert "━" in drawn or screen.comparison.divergence.row == 0


async def test_six_at_most(opened: Any) -> None:
    """Five others can be ticked, not six; one tick is taken off again; without any the pointed one counts."""
    sessions = [recorded(WELL, beside=False) for _ in range(7)]
    async with opened(sessions[0]) as table:
        await table.press("c", "space", "space")
        choose = table.screen
        assert isinstance(choose, CompareChoice)
        for _ in range(6):
            await table.press("space", "down")
        assert "一次最多勾 5 个" in table.text
        await table.press("enter")
        assert len(table.screen.recordings) == 6
        has_all(table.text, ["己", "做的都一样"])
        await table.press("escape", "escape", "c", "enter")
        assert len(table.screen.recordings) == 2


async def test_nothing_to_compare_with(opened: Any) -> None:
    """One session alone: the list says so."""
    async with opened(recorded(beside=False)) as table:
        await table.press("c", "space", "enter")
        assert "还没有别的接访可比" in table.text


async def test_the_explorer_is_walked(opened: Any) -> None:
    """It opens at the scene one stood in; shares and means; Enter follows a choice, ← comes back, filters narrow."""
    recorded(WELL, beside=False)
    recorded(POORLY, beside=False, mode="exam")
    session = recorded("rush,go_on,vow,record=best,where=best,bye", beside=False)
    async with opened(session, (100, 40)) as table:
        await table.press("e")
        screen = table.screen
        assert isinstance(screen, ExploreScreen)
        options = screen.query_one(OptionList)
        assert options.crossroads is not None
        assert options.crossroads.scene == "arrive"
        has_all(table.text, ["3 次接访", "67 %", "33 %", "平均", "没有人选", "你们到底管不管"])
        await table.press("enter")
        assert options.crossroads.scene == "story"
        ids = [option.id for option in options.crossroads.options]
        await table.press(*["down"] * ids.index("go_on"), "right")
        assert options.crossroads.scene == "when_"
        await table.press("left", "backspace")
        assert options.crossroads.scene == "arrive"
        await table.press("N")
        assert options.crossroads.scene == "close"
        await table.press("enter")
        has_all(table.text, ["接访到这里结束", "雨小了"])
        await table.press("m")
        has_all(table.text, ["练习", "2 次接访"])
        await table.press("m", "m", "m", "v")
        has_all(table.text, ["quiet", "3 次接访"])
        await table.press("l", "escape")
        assert isinstance(table.screen, ReplayScreen)


async def test_lines_of_a_form_follow_one_another(opened: Any) -> None:
    """In a form Enter goes from line to line, and from the last one to where the form leads."""
    session = recorded(WELL, beside=False)
    async with opened(session, (100, 40)) as table:
        await table.press("g", "7", "enter", "e")
        options = table.screen.query_one(OptionList)
        lines = []
        while options.crossroads.scene == "where":
            lines.append(options.crossroads.line)
            await table.press("enter")
        assert len(lines) == len(set(lines)) > 2
        assert options.crossroads.scene == "close"


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (200, 60)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_they_fit(opened: Any, language: Any, size: tuple[int, int]) -> None:
    """Records, comparison and explorer keep within the window, and are wholly in one language."""
    i18n.use(language)
    session = recorded(WELL, beside=False)
    recorded(beside=False)
    async with opened(session, size) as table:
        for keys in (["c"], ["enter"], ["escape", "escape", "e"]):
            await table.press(*keys)
            text = table.text
            assert all(cell_len(line) <= size[0] for line in text.splitlines())
            if language == "en":
                assert not any("\u4e00" <= sign <= "\u9fff" for sign in text.replace("林", "").replace("中文", "")), (
                    text
                )
