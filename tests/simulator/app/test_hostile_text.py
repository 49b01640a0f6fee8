"""What others wrote is shown as it stands, wherever it turns up: never markup, never a control code."""

from __future__ import annotations

from typing import Any

from simulator.app.app import HomeStart
from simulator.app.text import clean, words

ATTACK = "[/x][@click=app.quit]"


async def test_scenario_text(visit: Any) -> None:
    """An attack in every text of the scenario is read, clicked on and survived, also in the other language."""
    async with visit(variant="hostile", size=(160, 50)) as table:
        assert ATTACK in table.text
        for choice in ("seat", "before", "go_on"):
            await table.choose(choice)
        assert table.text.count(ATTACK) >= 4
        for x, y in ((40, 30), (10, 5), (150, 5), (60, 40)):
            await table.pilot.click(offset=(x, y))
        await table.press("l", "l", "c", "question_mark", "escape")
        assert not table.app._exit


async def test_trainee_name_and_notes(opened: Any) -> None:
    """An attack as the trainee's name and as a note is shown as it was typed."""
    async with opened(HomeStart(), trainee=ATTACK) as table:
        assert ATTACK in table.text.splitlines()[0]
        await table.press("enter")
        assert ATTACK in table.text
        await table.press("enter")
        table.visit._noted(ATTACK)
        await table.press("n")
        assert ATTACK in table.text
        await table.press("escape", "escape", "2")
        assert ATTACK in table.text
        await table.press("slash")
        for character in ATTACK:
            table.app.screen._search.insert_text_at_cursor(character)
        await table.rest()
        assert "没有找到剧本" in table.text


def test_control_codes() -> None:
    """Escape sequences and marks that turn the reading direction never reach the terminal; line ends stay."""
    assert clean("甲\x1b[2J乙\x07\u202e丙\n丁\x9b") == "甲[2J乙丙\n丁"
    assert words("\x1b]0;x\x07").plain == "]0;x"
