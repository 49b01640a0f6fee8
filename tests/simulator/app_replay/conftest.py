"""Small visits recorded as the game records them, replayed in the real app; goldens of screens as text."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from textual.screen import Screen

from scenarios.edition import Edition, edition
from scenarios.engine import FormStep
from scenarios.load import load_or_raise
from scenarios.play import Input, Play
from scoring.evaluate import Evaluator
from scoring.inputs import play_all, split
from scoring.rate import rate
from scoring.solve import solve
from simulator import i18n
from simulator.app.app import JiefangApp, ReplayStart, Start
from simulator.app.replay.records import recording
from simulator.app.replay.screen import ReplayScreen
from simulator.app.widgets.choices import Choices
from simulator.record.store import open_store
from simulator.settings import Settings
from simulator.visit import Visit
from tests.driven import Driven
from tests.goldens import Golden, goldens

HERE = Path(__file__).parent
DESK = HERE.parent / "app_forms" / "desk"
POORLY = (
    "seat,before,hurt,blame,go_on,vow,record.broken=leave,record.drunk=tick,record.kind=report,where.body=police,number"
)
WELL = "seat,before,hurt,go_on,steps,record=best,where=best,number"
LEFT = "rush,before,go_on"


@cache
def edition_of(variant: str = "quiet") -> Edition:
    """The test scenario in one of its variants."""
    return edition(load_or_raise(DESK), variant)


@cache
def evaluator_of(variant: str = "quiet") -> Evaluator:
    """The same, solved."""
    return Evaluator(solve(edition_of(variant)))


def inputs(choices: str, variant: str) -> list[Input]:
    """Choices as `run --choices` takes them, as inputs."""
    play = Play(edition_of(variant), "3")
    play_all(play, split(choices), evaluator_of(variant))
    return [dict(step.picks) if isinstance(step, FormStep) else step.move.choice.id for step in play.steps]


class Steps:
    """A clock that is two and a half seconds on whenever it is asked."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        """The time."""
        self.now += 2.5
        return self.now


def recorded(
    choices: str = POORLY, *, variant: str = "quiet", mode: str = "practice", beside: bool = True, close: bool = True
) -> str:
    """Record a visit; gives its id.

    Args:
        choices: as `run --choices` takes them.
        variant: of the session.
        mode: of the session.
        beside: whether something is typed, noted, looked up, tried and taken back on the way.
        close: whether an ended visit is closed and scored.
    """
    played = edition_of(variant)
    with open_store() as store:
        log = store.create(played, mode=mode, seed="3", trainee="林", language="zh")
        visit = Visit(Play(played, "3"), log.session, log, Steps())
        for number, given in enumerate(inputs(choices, variant)):
            if beside and number == 1:
                _beside(visit)
            visit.shown()
            visit.enter(given)
        if visit.play.ended and close:
            visit.end()
        log.close()
        if visit.play.ended and close:
            store.finish(log.session, rate(visit.play, evaluator_of(variant)))
        return log.session.id


def _beside(visit: Visit) -> None:
    """What else a log can hold: something is tried and taken back first, then come words, a note, a look, a hint."""
    visit.shown()
    visit.choose("hurt")
    visit.undo()
    visit.said("先问问以前找过谁")
    visit.note("伞放在墙边")
    visit.looked_up("信访工作条例:22")
    visit.hint()


@dataclass
class Table(Driven):
    """The app while it runs."""

    @property
    def screen(self) -> Screen[Any]:
        """The screen on top."""
        return self.app.screen

    @property
    def replay(self) -> ReplayScreen:
        """The replay, wherever it is in the stack."""
        return next(screen for screen in self.app.screen_stack if isinstance(screen, ReplayScreen))


@pytest.fixture(autouse=True)
def _in_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    """In Chinese, in colours that do not follow the terminal, and nothing waits for a finger to leave a key."""
    monkeypatch.setattr(Choices, "PAUSE", 0.0)
    monkeypatch.setattr("simulator.app.replay.screen.AFTER", 0.001)
    monkeypatch.delenv("COLORFGBG", raising=False)
    i18n.use("zh")


Open = Callable[..., Any]


@pytest.fixture
def opened() -> Open:
    """What runs the app from a start, or from the replay of a session, in a window of a size."""

    @asynccontextmanager
    async def run(start: Start | str, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Table]:
        begin = ReplayStart(recording(start)) if isinstance(start, str) else start
        app = JiefangApp(begin, Settings(theme="inkstone"))
        async with app.run_test(size=size, notifications=True) as pilot:
            table = Table(app, pilot)
            await table.rest()
            yield table

    return run


@pytest.fixture
def golden() -> Golden:
    """Compare a screen with its golden."""
    return goldens(HERE / "golden")


def has_all(text: str, parts: Sequence[str]) -> None:
    """Every part stands in the text."""
    for part in parts:
        assert part in text, part
