"""Before a visit: what one knows, how one plays, the warning with a way out, a name that is remembered."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

import scenarios
from scenarios import handbook
from simulator import i18n, settings
from simulator.app.app import HomeStart, PlayStart
from simulator.app.screens.briefing import BriefingScreen
from simulator.app.screens.home import HomeScreen
from simulator.app.screens.visit import VisitScreen
from simulator.app.widgets.line import Line
from simulator.app.widgets.segments import PICKED, Segments
from simulator.helpline import HELPLINE

LIBRARY = Path(scenarios.__file__).parent / "library"
WARNED = ("lone-elder", "medical-dispute", "old-case", "petrol-in-the-hall", "review-deadline", "village-official")
Golden = Callable[[str, str], None]


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_golden_of_a_small_window(opened: Any, golden: Golden, language: Any) -> None:
    """At 60x20 as it was agreed, and no line is too long; the other sizes have theirs with the other screens."""
    i18n.use(language)
    async with opened(PlayStart("lamp"), (60, 20)) as table:
        golden(f"briefing-{language}-60x20", table.text)
        assert all(cell_len(line) <= 60 for line in table.text.splitlines())


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("scenario", WARNED)
async def test_a_warning_is_in_view_before_one_begins(opened: Any, scenario: str, language: Any) -> None:
    """At 60x20 the whole warning, the way out and the helpline are seen without scrolling; Esc leads home."""
    i18n.use(language)
    async with opened(PlayStart(str(LIBRARY / scenario)), (60, 20)) as table:
        warning = table.app.screen.query_one("#warning")
        assert warning.region.height == len(warning.laid(warning.room))
        assert HELPLINE in table.text and "Esc" in table.text
        assert table.app.screen.query_one("#text").region.height >= 3
        assert table.app.screen.query_one("#how").region.bottom <= 19
        await table.press("escape")
        assert isinstance(table.app.screen, HomeScreen)


def test_the_helpline_is_the_handbooks() -> None:
    """The number is on the handbook's card of hotlines, as the national psychological-support line."""
    (row,) = (row for row in handbook.rows("hotlines") if row.id == HELPLINE)
    assert row.texts["name"]["zh"] == "全国统一心理援助热线" and not row.practice


async def test_what_is_picked_is_told_without_colour(opened: Any) -> None:
    """Mode and variant that are picked have a sign of their own; keys move it."""
    async with opened(PlayStart("lamp")) as table:
        assert table.text.count(PICKED) == 2
        assert f"{PICKED} 练习" in table.text and f"{PICKED} 随机" in table.text
        await table.press("m", "v")
        assert f"{PICKED} 模拟" in table.text and f"{PICKED} plain" in table.text
        await table.press("tab", "right", "shift+tab", "left")
        assert f"{PICKED} 练习" in table.text and f"{PICKED} hostile" in table.text


async def test_by_mouse_alone(opened: Any) -> None:
    """Mode and variant are picked, a name is written and the visit begun without a key but the name's."""
    async with opened(PlayStart("lamp")) as table:
        for number, name in (("#mode", "考核"), ("#variant", "hostile")):
            segments = table.app.screen.query_one(number, Segments)
            lines = segments.laid(segments.room)
            row = next(row for row, line in enumerate(lines) if name in line.plain)
            column = cell_len(lines[row].plain.partition(name)[0])
            await table.pilot.click(number, offset=(column + 1, row))
        await table.pilot.click("#name")
        await table.press(*"Lin")
        await table.pilot.click("#begin")
        await table.rest()
        assert isinstance(table.app.screen, VisitScreen)
        session = table.visit.visit.session
        assert (session.mode, session.variant, session.trainee) == ("exam", "hostile", "Lin")


@pytest.mark.parametrize("way", [("enter",), ("escape", "escape"), ("enter", "enter")])
async def test_a_name_is_remembered_however_one_goes_on(opened: Any, way: tuple[str, ...]) -> None:
    """Written down, and there at the next visit, whether one begins or goes home."""
    async with opened(PlayStart("lamp")) as table:
        await table.press("n")
        table.app.screen.query_one("#name", Line).value = " 林 "
        await table.press(*way)
    assert settings.read().trainee == "林"
    async with opened(HomeStart(), trainee=settings.read().trainee) as table:
        await table.press("enter")
        if isinstance(table.app.screen, BriefingScreen):
            assert table.app.screen.query_one("#name", Line).value == "林"


async def test_the_page_is_read_with_the_keys_and_the_variants_follow_the_window(opened: Any) -> None:
    """PgDn reads a long text on; variants with long names stand below one another where rows are many."""
    async with opened(PlayStart(str(LIBRARY / "lone-elder")), (60, 20)) as table:
        text = table.app.screen.query_one("#text")
        assert "周主任带班" in table.text
        await table.press("pagedown")
        assert text.scroll_offset.y > 0 or text.max_scroll_y == 0
        assert "○ 2" in table.text
        await table.pilot.resize_terminal(80, 40)
        await table.rest()
        assert "○ 怀里抱着一只布包" in table.text
        await table.pilot.resize_terminal(60, 20)
        await table.rest()
        assert "○ 2" in table.text
