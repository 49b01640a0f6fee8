"""The command palette, and copying."""

from __future__ import annotations

from typing import Any

import pytest

from simulator import i18n
from simulator.app import commands
from simulator.app.app import HomeStart, PlayStart
from simulator.app.screens.palette import CommandList


async def opened_palette(table: Any, typed: str) -> CommandList:
    """The palette with something typed."""
    await table.press("ctrl+p")
    table.app.screen.query_one("#palette-input").value = typed
    await table.rest()
    found = table.app.screen.query_one(CommandList)
    assert isinstance(found, CommandList)
    return found


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("typed", ["手册", "handbook", "LAW bodies"])
async def test_either_language(opened: Any, language: Any, typed: str) -> None:
    """Whatever language is shown, words of both find a command, and Enter does it."""
    i18n.use(language)
    async with opened(HomeStart()) as table:
        await opened_palette(table, typed)
        await table.press("enter")
        assert type(table.app.screen).__name__ == "HandbookScreen"


async def test_every_key_is_there(opened: Any) -> None:
    """Everything that a key of the screen does now, apart from moving, can be found by its sentence, in a visit too."""
    async with opened(HomeStart()) as table:
        for _ in range(2):
            wanted = {
                binding.binding.tooltip
                for binding in table.app.screen.active_bindings.values()
                if binding.binding.tooltip and binding.enabled
                and not (binding.binding.id or "").startswith(("list.", "segments."))
                and binding.binding.id != "app.palette"
            }  # fmt: skip
            named = {each.names["zh"] for each in commands.of_screen(table.app, table.app.screen)}
            assert wanted == named
            await table.press("enter")


async def test_everything_has_both_languages(opened: Any) -> None:
    """No command is called the same in both, names of languages and marks apart."""
    async with opened(HomeStart()) as table:
        every = [*commands.of_screen(table.app, table.app.screen), *commands.of_house(table.app)]
        assert [each.names for each in every if each.names["zh"] == each.names["en"]] == []
        assert len(every) > 30


async def test_settings_and_scenarios(opened: Any) -> None:
    """A value of a setting and the briefing of a scenario are one command each."""
    async with opened(HomeStart()) as table:
        await opened_palette(table, "time limits ×2")
        await table.press("enter")
        assert table.app.own.time_multiplier == "2"
        await opened_palette(table, "stairs")
        await table.press("enter")
        assert type(table.app.screen).__name__ == "BriefingScreen"


async def test_a_visit_is_not_left_by_the_way(opened: Any) -> None:
    """In a visit no command leads away from it; another scenario waits until it is over."""
    async with opened(PlayStart("lamp", "plain", "practice", "0")) as table:
        found = await opened_palette(table, "")
        assert "回首页" not in [each.names["zh"] for each in found.commands]
        table.app.screen.query_one("#palette-input").value = "stairs"
        await table.rest()
        await table.press("enter")
        assert table.visit is table.app.screen
        await opened_palette(table, "undo")
        await table.press("escape")
        assert table.visit is table.app.screen


async def test_nothing_found(opened: Any) -> None:
    """It is said, and Enter does nothing."""
    async with opened(HomeStart()) as table:
        await opened_palette(table, "zzz [/x][@click=app.quit]")
        await table.press("enter", "down", "pagedown")
        assert "没有这样的命令" in table.text


async def test_copying(opened: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """`y` copies the page in full, what is scrolled out of view too, and what is marked where something is."""
    async with opened(PlayStart("lamp", "plain", "practice", "0"), (100, 30)) as table:
        for choice in ("seat", "before"):
            await table.choose(choice)
        await table.press("y")
        assert "您先坐，喝口水" in table.app.clipboard and "找过物业四次" in table.app.clipboard
        monkeypatch.setattr(table.app.screen, "get_selected_text", lambda: "一句")
        await table.press("y")
        assert table.app.clipboard == "一句"
