"""The preview over a copy of a small scenario, driven by keys; files are written as an editor writes them."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from simulator import i18n
from simulator.app.app import JiefangApp, PreviewStart
from simulator.app.preview import background
from simulator.app.preview.screen import PreviewScreen
from simulator.preview.proof import Found, News
from simulator.settings import Settings
from tests.driven import Driven
from tests.goldens import Golden, goldens

HERE = Path(__file__).parent
LAMP = HERE.parent / "app" / "scenarios" / "lamp"


@pytest.fixture
def lamp(tmp_path: Path) -> Path:
    """A copy of the small test scenario, in a folder of its own."""
    shutil.copytree(LAMP, tmp_path / "packs" / "lamp")
    return tmp_path / "packs" / "lamp"


class NoProof:
    """Finds nothing at once: most tests are not about the checks, and a process for each takes seconds."""

    def __init__(self, place: Path, first: str) -> None:
        """As the real one begins."""

    def news(self) -> Iterator[News]:
        """Nothing was found."""
        yield Found(())

    def stop(self) -> None:
        """There is nothing to stop."""


@dataclass
class Bench(Driven):
    """The app while it runs."""

    place: Path
    proof: bool

    async def until(self, holds: Callable[[], object]) -> None:
        """Wait until something holds.

        Raises:
            AssertionError: it never does; the screen is shown.
        """
        await self.until_seen(holds)
        await self.rest()

    async def until_seen(self, holds: Callable[[], object]) -> None:
        """The same, without waiting for what is computed in the background."""
        await super().until(holds)

    async def solved(self) -> None:
        """Wait until it is solved and the worth of choices is known."""
        if not self.proof:
            self.screen.bench.solve()
            self.screen.renew_worth()
        await self.until(lambda: self.screen.share is None and self.screen.bench.evaluator is not None)

    def edit(self, old: str, new: str, file: str = "scenario.yaml") -> None:
        """Replace a text in a file, which is saved as most editors do: a new file in the place of the old one."""
        path = self.place / file
        text = path.read_text("utf-8")
        assert old in text
        beside = path.with_suffix(".swp")
        beside.write_text(text.replace(old, new), "utf-8")
        beside.replace(path)

    @property
    def screen(self) -> PreviewScreen:
        """The preview's own screen."""
        return next(screen for screen in self.app.screen_stack if isinstance(screen, PreviewScreen))

    @property
    def scene(self) -> str:
        """Where one is."""
        assert self.screen.bench.play is not None
        return self.screen.bench.play.node.id

    async def choose(self, choice: str) -> None:
        """Take a choice by its number key."""
        ids = [entry.id for entry in self.screen.choices.entries]
        await self.press(str(ids.index(choice) + 1))


@pytest.fixture
def preview(lamp: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """What opens the preview in a window of a size, as a :class:`Bench`; with `proof`, checks run as they really do."""

    @asynccontextmanager
    async def run(size: tuple[int, int] = (80, 24), variant: str = "", proof: bool = False) -> AsyncIterator[Bench]:
        if not proof:
            monkeypatch.setattr(background, "Proof", NoProof)
        app = JiefangApp(PreviewStart(lamp, variant), Settings(theme="inkstone"))
        async with app.run_test(size=size, notifications=True) as pilot:
            bench = Bench(app, pilot, lamp, proof)
            await pilot.pause()
            yield bench

    i18n.use("zh")
    return run


@pytest.fixture
def golden() -> Golden:
    """Compare a screen with its golden."""
    return goldens(HERE / "golden")
