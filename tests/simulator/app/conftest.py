"""The real app on a small visit of its own, played by keys and mouse; goldens of screens as text."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from simulator import i18n
from simulator.app.app import HomeStart, JiefangApp, PlayStart, Start
from simulator.app.screens.visit import VisitScreen
from simulator.app.widgets.choices import Choices
from simulator.settings import Settings
from tests.driven import Driven
from tests.goldens import Golden, goldens

HERE = Path(__file__).parent


@pytest.fixture(autouse=True)
def _small_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the test scenario is found, in Chinese; chance is settled, and nothing waits for a finger to leave a key."""
    monkeypatch.setattr("scenarios.search_path.library", lambda: HERE / "scenarios")
    monkeypatch.setattr(Choices, "PAUSE", 0.0)
    monkeypatch.setattr("simulator.app.visits.new_seed", lambda: "0")
    monkeypatch.setattr("simulator.app.screens.briefing.draw", lambda variants, _seed: variants[0])
    monkeypatch.delenv("COLORFGBG", raising=False)
    i18n.use("zh")


@dataclass
class Table(Driven):
    """The app while it runs."""

    @property
    def visit(self) -> VisitScreen:
        """The visit's screen, wherever it is in the stack."""
        return next(screen for screen in self.app.screen_stack if isinstance(screen, VisitScreen))

    @property
    def ids(self) -> list[str]:
        """Ids of what can be chosen, in the order on screen."""
        return [entry.id for entry in self.visit.choices.entries]

    async def choose(self, choice: str) -> None:
        """Take a choice by its number key."""
        await self.press(str(self.ids.index(choice) + 1))


Open = Callable[..., Any]


@pytest.fixture
def opened() -> Open:
    """What runs the app from a start in a window of a size, as a :class:`Table`."""

    @asynccontextmanager
    async def run(start: Start | None = None, size: tuple[int, int] = (80, 24), **own: str) -> AsyncIterator[Table]:
        app = JiefangApp(start or HomeStart(), Settings(theme="inkstone", **{"tour": "done", **own}))
        async with app.run_test(size=size, notifications=True) as pilot:
            table = Table(app, pilot)
            await table.rest()
            yield table

    return run


@pytest.fixture
def visit(opened: Open) -> Open:
    """What runs the app from the first moment of a visit, in a mode, variant and size."""

    def run(mode: str = "practice", variant: str = "plain", size: tuple[int, int] = (80, 24)) -> Any:
        return opened(PlayStart("lamp", variant, mode, "0"), size)

    return run


@pytest.fixture
def golden() -> Golden:
    """Compare a screen with its golden."""
    return goldens(HERE / "golden")
