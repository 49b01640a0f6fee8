"""The handbook on the screen: reached with one key, searched by typing, read by scrolling, left with Esc."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from rich.cells import cell_len

from scenarios.statutes import statutes
from simulator import i18n
from simulator.app.app import HomeStart
from simulator.app.screens.handbook import HandbookScreen, Leaf
from simulator.app.screens.home import HomeScreen
from simulator.app.widgets.line import Line

Golden = Callable[[str, str], None]
STATUTES = f"法规 {len(statutes())} 部"


async def typed(table: Any, text: str) -> None:
    """Type into the line."""
    table.app.screen.query_one(Line).value = text
    await table.rest()


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (200, 60)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_goldens(opened: Any, golden: Golden, language: Any, size: tuple[int, int]) -> None:
    """An article with what rests on it, in both languages, at the sizes that matter; no line is too long."""
    i18n.use(language)
    async with opened(HomeStart(), size) as table:
        await table.press("h")
        await typed(table, "信访工作条例:22")
        golden(f"handbook-{language}-{size[0]}x{size[1]}", table.text)
        assert all(cell_len(line) <= size[0] for line in table.text.splitlines())


async def test_h_opens_it_and_escape_leads_back(opened: Any) -> None:
    """The contents first; Esc clears the words, then leaves; the keys of the line are letters, not commands."""
    async with opened(HomeStart()) as table:
        await table.press("h")
        assert isinstance(table.app.screen, HandbookScreen) and STATUTES in table.text
        await table.press("q", "l", "h")
        assert table.app.screen.query_one(Line).value == "qlh" and "没有找到" in table.text
        await table.press("escape")
        assert table.app.screen.query_one(Line).value == "" and STATUTES in table.text
        await table.press("escape")
        assert isinstance(table.app.screen, HomeScreen) and "楼道的灯" in table.text


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("复查", "《信访工作条例》第35条"),
        ("回避", "直接利害关系"),
        ("热线", "12356"),
        ("crises", "扬言自杀"),
        ("bodies", "登记、转送、交办、协调、督办"),
        ("信访条例:22", "已废止"),
        ("[@click=app.quit]", "没有找到"),
        ("[/x]", "没有找到"),
    ],
)
async def test_what_is_typed_is_found(opened: Any, words: str, shown: str) -> None:
    """Words, topics, cards by name or id, citations; brackets are only brackets."""
    async with opened(HomeStart()) as table:
        await table.press("h")
        await typed(table, words)
        assert shown in table.text


async def test_scrolling(opened: Any) -> None:
    """Arrows go by lines, PgDn and PgUp by pages, while one types; other words begin at the top again."""
    async with opened(HomeStart()) as table:
        await table.press("h")
        leaf = table.app.screen.query_one(Leaf)
        await table.press("down", "down", "up")
        assert leaf.scroll_offset.y == 1
        await table.press("pagedown")
        assert leaf.scroll_offset.y == leaf.size.height
        await table.press("pageup")
        assert leaf.scroll_offset.y == 1
        await typed(table, "期限")
        assert leaf.scroll_offset.y == 0


async def test_it_follows_the_language(opened: Any) -> None:
    """Said again in English where one changes the language on the way."""
    async with opened(HomeStart()) as table:
        await table.press("h")
        await typed(table, "信访工作条例:35")
        assert "常见错误" in table.text
        i18n.use("en")
        table.app.screen.speak_all()
        await table.rest()
        assert "Common error" in table.text
