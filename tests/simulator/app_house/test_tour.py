"""The first visit, which teaches the keys by playing."""

from __future__ import annotations

from typing import Any

import pytest

from scenarios.load import load
from simulator import i18n, paths, settings
from simulator.app.app import HomeStart
from simulator.app.screens.tour import SCENARIO, STEPS, TourScreen
from simulator.scenario_index import scenarios


def test_the_scenario_is_sound() -> None:
    """It loads without a finding, in both languages, and is no scenario of the list."""
    loaded = load(SCENARIO)
    assert loaded.scenario is not None and not loaded.diagnostics
    assert loaded.scenario.title.en
    assert "tour" not in [entry["id"] for entry in scenarios()]


async def learn(table: Any) -> TourScreen:
    """Sit down at it from the home screen."""
    await table.press("enter")
    assert isinstance(table.app.screen, TourScreen)
    return table.app.screen


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (200, 60)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_every_key_once(opened: Any, size: tuple[int, int]) -> None:
    """What the strip asks for leads to the end by keys alone; afterwards it is offered no more and nothing was kept."""
    async with opened(HomeStart(), size, tour="") as table:
        assert "试一试" in table.text
        tour = await learn(table)
        seen = [tour.step]

        async def press(*keys: str) -> None:
            await table.press(*keys)
            seen.append(tour.step)

        await press("down", "enter")
        await press("u")
        await press("2")
        if tour.step == "case":
            await press("c", "c")
        await press("n", "escape")
        while tour.step == "go_on":
            await press("1")
        await press("1")
        form = table.app.screen
        assert type(form).__name__ == "FormScreen"
        await press("1", "tab", "1", "tab", "1", "ctrl+s")
        if table.app.screen is form:
            await press("ctrl+s")
        assert tour.step == "end"
        assert [step for step in STEPS if step in seen or size[0] == 200] == list(STEPS)
        await table.press("1", "1")
        assert settings.read().tour == "done"
        assert "试一试" not in table.text and "练习场" in table.text
    assert not paths.store().exists()


@pytest.mark.parametrize("keys", [("escape",), ("1", "escape"), ("1", "u", "escape")])
async def test_it_can_be_skipped(opened: Any, keys: tuple[str, ...]) -> None:
    """Esc leaves it at any step, and that was that; the settings have it again."""
    async with opened(HomeStart(), tour="") as table:
        await learn(table)
        await table.press(*keys)
        assert "试一试" not in table.text
        await table.press("g", "end", "enter")
        assert isinstance(table.app.screen, TourScreen)


async def test_quitting_says_nothing_of_a_record(opened: Any) -> None:
    """There is none, so that nothing is promised or lost."""
    async with opened(HomeStart(), tour="") as table:
        await learn(table)
        table.app.leave()
        assert table.app.parting == ""


async def test_not_for_those_who_have_played(opened: Any, kept: Any) -> None:
    """With a visit on record it is not offered."""
    kept(1)
    async with opened(HomeStart(), tour="") as table:
        assert "试一试" not in table.text


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_golden(opened: Any, golden: Any, language: Any) -> None:
    """The first moment, and the one after a step."""
    i18n.use(language)
    async with opened(HomeStart(), tour="") as table:
        await learn(table)
        golden(f"tour-{language}-80x24", table.text)
