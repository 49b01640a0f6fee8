"""The facilitator's screen over recorded visits of a small scenario, driven by keys, with or without phones."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from scenarios.edition import Edition, edition
from scenarios.load import load_or_raise
from scenarios.play import Play
from scoring.evaluate import Evaluator
from scoring.inputs import play_all
from scoring.rate import rate
from scoring.solve import solve
from simulator import i18n
from simulator.app import screenshot
from simulator.app.app import DebriefStart, JiefangApp
from simulator.app.debrief.screen import DebriefScreen
from simulator.app.widgets.choices import Choices
from simulator.debrief.lead import Lead
from simulator.record.headless import keep
from simulator.record.store import Store, open_store
from simulator.room import door
from simulator.room.join import Admission
from simulator.room.place import Place
from simulator.settings import Settings
from tests.driven import Driven
from tests.goldens import Golden, goldens

HERE = Path(__file__).parent
REAL_DOOR = door.admission
NOON = "2026-09-15T04:00:00.000+00:00"
POOR = "seat,before,blame,go_on,vow,record=best,bye"
"""A visit with mistakes: the blame, and a promise over a red line."""
GOOD = "seat,before,go_on,steps,record=best,number"


@pytest.fixture(autouse=True)
def _small_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the test scenario is found, in Chinese; nothing waits for a finger to leave a key; the door has a code."""
    monkeypatch.setattr("scenarios.search_path.library", lambda: HERE.parent / "app" / "scenarios")
    monkeypatch.setattr(Choices, "PAUSE", 0.0)
    monkeypatch.delenv("COLORFGBG", raising=False)
    monkeypatch.setattr(door, "admission", lambda _debrief: Admission("BCDFG", b"k" * 32))
    i18n.use("zh")


@pytest.fixture(scope="session")
def lamp() -> Edition:
    """The small visit."""
    return edition(load_or_raise(HERE.parent / "app" / "scenarios" / "lamp"), "plain")


@pytest.fixture(scope="session")
def evaluator(lamp: Edition) -> Evaluator:
    """What it is worth."""
    return Evaluator(solve(lamp))


Record = Callable[..., str]


@pytest.fixture
def record(lamp: Edition, evaluator: Evaluator) -> Record:
    """Plays inputs, as `run --choices` takes them, and keeps the visit; its id."""

    def record(inputs: str = POOR, trainee: str = "林晓") -> str:
        play = Play(lamp, "7")
        play_all(play, inputs.split(","), evaluator)
        return keep(play, rate(play, evaluator), "zh", trainee=trainee)

    return record


@dataclass
class Bench(Driven):
    """The app while it runs."""

    lead: Lead

    async def type(self, text: str) -> None:
        """Put a text into the line that has the focus, as an input method does, and send it."""
        focused: Any = self.app.focused
        focused.value = text
        await self.press("enter")

    @property
    def told(self) -> str:
        """What was told at the edge of the screen, lately."""
        return "\n".join(str(each.message) for each in self.app._notifications)

    @property
    def bar(self) -> str:
        """The key bar."""
        return self.text.splitlines()[-1]

    @property
    def screen(self) -> DebriefScreen:
        """The facilitator's own screen."""
        return next(screen for screen in self.app.screen_stack if isinstance(screen, DebriefScreen))


@pytest.fixture
def store() -> Iterator[Store]:
    """The store of the home; its clock stands at noon."""
    with open_store(clock=lambda: NOON) as opened:
        yield opened


Led = Callable[..., Any]


@pytest.fixture
def led(store: Store) -> Led:
    """What leads a debrief of sessions, or goes on with one, in a window of a size, as a :class:`Bench`."""

    @asynccontextmanager
    async def run(
        *sessions: str, resume: str = "", size: tuple[int, int] = (80, 24), place: Place | None = None
    ) -> AsyncIterator[Bench]:
        lead = Lead.resume(store, resume) if resume else Lead.begin(store, sessions)
        app = JiefangApp(DebriefStart(lead, place), Settings(theme="inkstone"))
        try:
            async with app.run_test(size=size, notifications=True) as pilot:
                await screenshot.settle(app, pilot)
                yield Bench(app, pilot, lead)
        finally:
            lead.log.close()

    return run


@pytest.fixture
def golden() -> Golden:
    """Compare a screen with its golden."""
    return goldens(HERE / "golden")
