"""Windows that are too small, that grow again, and that change while one is typing."""

from __future__ import annotations

from typing import Any

import pytest
from textual.widgets import Input

from simulator.app.app import HomeStart
from tests.simulator.app.conftest import _small_library, opened, visit

__all__ = ["_small_library", "opened", "visit"]

TOO_SMALL = "窗口太小了。请放大到至少 60 列、20 行。"


@pytest.mark.parametrize("size", [(59, 24), (80, 19), (30, 8)])
@pytest.mark.parametrize(
    "keys",
    [
        (), ("question_mark",), ("ctrl+p",), ("g",), ("r",), ("h",), ("b",), ("enter",), ("enter", "n"), ("g", "l"),
    ],
    ids=["home", "help", "palette", "settings", "history", "handbook", "debriefs", "briefing", "name", "english"],
)  # fmt: skip
async def test_too_small(opened: Any, keys: tuple[str, ...], size: tuple[int, int]) -> None:
    """Every screen and every dialog says so and shows nothing else, and comes back as it was with room."""
    async with opened(HomeStart()) as table:
        await table.press(*keys)
        before = table.text
        await table.pilot.resize_terminal(*size)
        await table.rest()
        told = "".join(table.text.split())
        said = TOO_SMALL if "l" not in keys else "The window is too small. It needs at least 60 columns and 20 rows."
        assert told == "".join(said.split())
        await table.pilot.resize_terminal(80, 24)
        await table.rest()
        assert table.text == before


@pytest.mark.parametrize(
    "keys", [(), ("escape",), ("h",), ("c",), ("n",)], ids=["visit", "pause", "law", "case", "note"]
)
async def test_too_small_in_a_visit(visit: Any, keys: tuple[str, ...]) -> None:
    """A visit and what is opened over it say so too, and go on where they were."""
    async with visit() as table:
        await table.press(*keys)
        before = table.text
        await table.pilot.resize_terminal(50, 15)
        await table.rest()
        assert "".join(table.text.split()) == "".join(TOO_SMALL.split())
        await table.pilot.resize_terminal(80, 24)
        await table.rest()
        assert table.text == before


async def test_resized_while_typing(visit: Any) -> None:
    """What is being typed stays, with the cursor where it was, through any size, and typing goes on."""
    async with visit() as table:
        await table.press("n", *"abc", "left")
        for size in ((60, 20), (50, 10), (200, 60), (80, 24)):
            await table.pilot.resize_terminal(*size)
            await table.rest()
        await table.press("x")
        field = table.app.screen.query(Input).first()
        assert field.value == "abxc" and field.has_focus
