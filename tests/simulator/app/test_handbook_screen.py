"""The handbook on the screen: reached with one key, searched by typing, read by scrolling, left with Esc."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from rich.cells import cell_len

from scenarios.handbook_route import questions
from scenarios.statutes import statutes
from simulator import i18n
from simulator.app.app import HomeStart
from simulator.app.screens.handbook import HandbookScreen
from simulator.app.screens.home import HomeScreen
from simulator.app.widgets.bars import KeyBar
from simulator.app.widgets.leaf import Leaf
from simulator.app.widgets.line import Line
from simulator.app.widgets.lookup import Lookup
from simulator.handbook.leading import ROUTE, end_of
from simulator.handbook.pages import page

Golden = Callable[[str, str], None]
STATUTES = f"法规 {len(statutes())} 部"


async def typed(table: Any, text: str) -> None:
    """Type into the line."""
    table.app.screen.query_one(Line).value = text
    await table.rest()


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (200, 60)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_goldens(opened: Any, golden: Golden, language: Any, size: tuple[int, int]) -> None:
    """Contents, an article with what rests on it, a question of the router and where it leads; no line is too long."""
    i18n.use(language)
    shown = f"{language}-{size[0]}x{size[1]}"
    async with opened(HomeStart(), size) as table:
        await table.press("h")
        golden(f"handbook-contents-{shown}", table.text)
        await typed(table, "信访工作条例:22")
        golden(f"handbook-{shown}", table.text)
        assert all(cell_len(line) <= size[0] for line in table.text.splitlines())
        await table.press("escape", "enter", "1", "1")
        golden(f"handbook-route-{shown}", table.text)
        await table.press("5")
        golden(f"handbook-arrived-{shown}", table.text)
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
    """PgDn and PgUp go by pages, while one types; other words begin at the top again."""
    async with opened(HomeStart()) as table:
        await table.press("h")
        leaf = table.app.screen.query_one(Leaf)
        await table.press("pagedown")
        assert leaf.scroll_offset.y == leaf.size.height - 1
        await table.press("pageup")
        assert leaf.scroll_offset.y == 0
        await table.press("pagedown")
        await typed(table, "期限")
        assert leaf.scroll_offset.y == 0


async def test_the_arrows_reach_every_line_and_every_leaf(opened: Any) -> None:
    """Down goes line by line or leaf by leaf to the end of the contents, Up back to the first; each one leads on."""
    async with opened(HomeStart(), (80, 40)) as table:
        await table.press("h")
        leaf = table.app.screen.query_one(Leaf)
        leading = [number for number, line in enumerate(leaf._told) if end_of(line)]
        reached = [leaf.at]
        for _step in range(2 * len(leaf._told)):
            leaf.by(1)
            reached.append(leaf.at)
        assert list(dict.fromkeys(reached)) == leading
        assert leaf.max_scroll_y - leaf.scroll_offset.y <= 1
        for _step in range(2 * len(leaf._told)):
            leaf.by(-1)
        assert leaf.at == leading[0]


async def test_leaves_are_turned_by_keyboard_and_esc_comes_back(opened: Any) -> None:
    """Enter opens the deadline card, from there the articles it rests on; Esc comes back to where one pointed."""
    async with opened(HomeStart()) as table:
        await table.press("h", "down", "enter")
        lookup = table.app.screen.query_one(Lookup)
        assert lookup.line.value == "期限卡" and "期限：15日" in table.text
        await table.press("down", "enter")
        assert "接待台上" in table.text
        await table.press("escape", "escape")
        assert lookup.page == "" and end_of(lookup.leaf._told[lookup.leaf.at]) == "期限卡"
        await table.press("escape")
        assert isinstance(table.app.screen, HomeScreen)


async def test_every_line_that_leads_further_leads_somewhere(opened: Any) -> None:
    """From the contents, the cards and the ends of the router: whatever can be opened has something to read."""
    today = date(2026, 11, 28)
    seen = {""}
    waiting = [""]
    while waiting:
        lines = page(waiting.pop(), today)
        assert lines
        for to in map(end_of, lines):
            # Statutes lead to their articles and those to one another; a step of each is enough.
            if to and to not in seen and (len(seen) < 400 or " " in to or to.startswith(ROUTE)):
                seen.add(to)
                waiting.append(to)
    assert any(" " in to and ":" in to for to in seen)
    assert len({to for to in seen if to.startswith(ROUTE)}) == 1 + sum(
        len(question.answers) for question in questions().values()
    )


async def test_several_articles_that_something_rests_on_are_shown_together(opened: Any) -> None:
    """A basis of several articles opens all of them; an article that is cited twice is shown once."""
    async with opened(HomeStart(), (80, 40)) as table:
        await table.press("h")
        await typed(table, "信访工作条例:35 信访工作条例:36 信访工作条例:35")
        assert table.text.count("《信访工作条例》第35条") == 1
        assert "《信访工作条例》第36条" in table.text
        await typed(table, "信访工作条例:35 信访工作条例:999")
        assert table.app.is_running


async def click(table: Any, words: str) -> None:
    """Click on the line of the leaf that has some words."""
    leaf = table.app.screen.query_one(Leaf)
    row = next(row for row, line in enumerate(leaf.laid(leaf.room)) if words in line.plain)
    await table.pilot.click(Leaf, offset=(6, row - leaf.scroll_offset.y))
    await table.rest()


async def test_leaves_are_turned_with_the_mouse(opened: Any) -> None:
    """A click opens a card, a statute or a topic; the key bar leads back; a line that leads nowhere does nothing."""
    async with opened(HomeStart(), (200, 60)) as table:
        await table.press("h")
        await click(table, "现场处置卡")
        assert "扬言自杀" in table.text
        page = table.app.screen.query_one(Lookup).page
        await click(table, "要做：")
        assert table.app.screen.query_one(Lookup).page == page
        bar = table.app.screen.query_one(KeyBar)
        start = next(start for start, _end, hint in bar._spans if hint.action == "back")
        await table.pilot.click(KeyBar, offset=(start + 1, 0))
        await table.rest()
        assert STATUTES in table.text


@pytest.mark.parametrize("keys", [("1", "1", "1", "1", "1"), ("enter",) * 5, ("click",) * 5])
async def test_the_router_asks_and_arrives(opened: Any, keys: tuple[str, ...]) -> None:
    """By number, by Enter or with the mouse five answers lead to unpaid wages; Esc goes back by one."""
    async with opened(HomeStart(), (80, 30)) as table:
        await table.press("h", "enter")
        assert "眼下有没有等不得的？" in table.text
        for key in keys:
            await (click(table, " 1  ") if key == "click" else table.press(key))
        assert "劳动监察投诉；调解、仲裁、诉讼" in table.text
        await table.press("escape")
        assert "单位欠的是哪一样？" in table.text
        await table.press("2")
        assert "工伤认定" in table.text and "单位30日" in table.text


async def test_an_answer_is_taken_back_by_opening_it(opened: Any) -> None:
    """What was answered stands above and leads back to its question; a digit that is no answer changes nothing."""
    async with opened(HomeStart(), (80, 30)) as table:
        await table.press("h", "enter", "1", "2")
        assert "检举控告" in table.text
        await click(table, "没有，可以坐下来谈")
        assert "眼下有没有等不得的？" in table.text
        await table.press("9")
        lookup = table.app.screen.query_one(Lookup)
        assert "眼下有没有等不得的？" in table.text and lookup.line.value == ""
        await table.press("x")
        assert lookup.page == "x"


async def test_what_was_looked_up_is_heard_once(opened: Any) -> None:
    """Words left standing, leaves opened and the router are told, each once in a row; letters on the way are not."""
    heard: list[str] = []
    async with opened(HomeStart()) as table:
        await table.app.push_screen(HandbookScreen(heard.append))
        await table.rest()
        await table.press("enter", "1", "1", "escape", "escape", "escape")
        await typed(table, "复")
        await typed(table, "复查")
        await table.press("escape", "escape")
    assert heard == ["先判通道", "复查"]


async def test_what_was_searched_for_is_marked(opened: Any) -> None:
    """Each place where the words stand is underlined; brackets in them are only brackets."""
    async with opened(HomeStart()) as table:
        await table.press("h")
        await typed(table, "复查")
        leaf = table.app.screen.query_one(Leaf)
        line = next(line for line in leaf.laid(leaf.room) if "复查；" in line.plain)
        marked = [line.plain[span.start : span.end] for span in line.spans if span.style == "underline"]
        assert marked and set(marked) == {"复查"}


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
