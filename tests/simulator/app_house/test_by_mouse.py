"""What a hand on the mouse can do everywhere: press the keys of the bar, and put sheets of paper away."""

from __future__ import annotations

from typing import Any

from simulator.app.app import HomeStart
from simulator.app.screens.briefing import BriefingScreen
from simulator.app.screens.help import HelpScreen
from simulator.app.screens.home import HomeScreen
from simulator.app.screens.keymap import KeymapScreen, PressScreen
from simulator.app.widgets.bars import KeyBar


async def test_every_key_of_the_bar_is_a_button(opened: Any) -> None:
    """A click on a hint does what its key does, for keys of the list too, not of the screen alone."""
    async with opened(HomeStart()) as table:
        bar = table.app.screen.query_one(KeyBar)
        start = next(start for start, _end, hint in bar._spans if hint.text == "进入")
        await table.pilot.click(KeyBar, offset=(start + 1, 0))
        await table.rest()
        assert isinstance(table.app.screen, BriefingScreen)


async def test_a_click_beside_a_sheet_closes_it(opened: Any) -> None:
    """Every sheet of paper can be put away by mouse: by a click beside it, or on the words that say how to close it."""
    async with opened(HomeStart()) as table:
        await table.press("f1")
        assert isinstance(table.app.screen, HelpScreen)
        await table.pilot.click(offset=(0, 0))
        await table.rest()
        assert isinstance(table.app.screen, HomeScreen)
        await table.press("f1", "end")
        await table.pilot.click("#help-foot", offset=(1, 0))
        await table.rest()
        assert isinstance(table.app.screen, HomeScreen)
        await table.press("g", "end", "up", "enter", "enter")
        assert isinstance(table.app.screen, PressScreen)
        await table.pilot.click(offset=(0, 0))
        await table.rest()
        assert isinstance(table.app.screen, KeymapScreen)
