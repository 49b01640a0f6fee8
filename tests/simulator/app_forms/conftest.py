"""A small visit on the desk, an app to show one screen of it, and goldens of screens as text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from textual.app import App
from textual.screen import Screen

from scenarios.edition import Edition, edition
from scenarios.load import load_or_raise
from scenarios.play import Play
from scoring.evaluate import Evaluator
from scoring.inputs import play_all, split
from scoring.rate import Result, rate
from scoring.solve import solve
from simulator import i18n
from simulator.app.app import JiefangApp
from simulator.record.log import Session
from simulator.visit import Visit
from tests.goldens import goldens

HERE = Path(__file__).parent

TO_RECORD = "seat,before,hurt,go_on,steps"


@cache
def edition_of(variant: str) -> Edition:
    """The test scenario in one of its variants."""
    return edition(load_or_raise(HERE / "desk"), variant)


@cache
def evaluator_of(variant: str) -> Evaluator:
    """The same, solved."""
    return Evaluator(solve(edition_of(variant)))


@dataclass
class Desk:
    """Makes visits, and runs a screen in the app."""

    dismissed: list[Any] = field(default_factory=list)

    def visit(self, choices: str = TO_RECORD, variant: str = "quiet", mode: str = "practice") -> Visit:
        """A visit played up to somewhere, not recorded."""
        play = Play(edition_of(variant), "3")
        play_all(play, split(choices), evaluator_of(variant))
        session = Session("7f3a9c20b1", "desk", "", variant, mode, "3", "林", "zh", "2026-09-15T07:00:00.000+00:00")
        return Visit(play, session, None)

    def result(self, visit: Visit) -> Result:
        """What a visit scored."""
        return rate(visit.play, evaluator_of(visit.session.variant))

    def app(self, screen: Callable[[], Screen[Any]]) -> App[None]:
        """The app with nothing but one screen."""
        app = JiefangApp()
        app.get_default_screen = lambda: Floor(screen, self.dismissed)  # type: ignore[method-assign]
        app.theme = "inkstone"
        return app


class Floor(Screen[None]):
    """An empty screen under the one to look at."""

    def __init__(self, screen: Callable[[], Screen[Any]], dismissed: list[Any]) -> None:
        super().__init__()
        self._above = screen
        self._dismissed = dismissed

    def on_mount(self) -> None:
        """Put the other one on top."""
        self.app.push_screen(self._above(), self._dismissed.append)


@pytest.fixture
def desk() -> Desk:
    """Visits and screens, in Chinese."""
    i18n.use("zh")
    return Desk()


def lines_of(app: App[Any]) -> list[str]:
    """What is on the screen, line by line."""
    strips = app.screen._compositor.render_strips()
    return ["".join(segment.text for segment in strip).rstrip() for strip in strips]


@pytest.fixture
def shown() -> Callable[[App[Any]], str]:
    """What is on the screen, as text."""
    return lambda app: "\n".join(lines_of(app)) + "\n"


@pytest.fixture
def golden() -> Callable[[str, App[Any]], None]:
    """Compare a screen with its golden."""
    compare = goldens(HERE / "golden")
    return lambda name, app: compare(name, "\n".join(lines_of(app)) + "\n")
