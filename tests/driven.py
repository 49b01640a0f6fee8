"""The real app while it runs without a terminal, driven by keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from textual.pilot import Pilot

from simulator.app import screenshot
from simulator.app.app import JiefangApp

PATIENCE = 20
"""Seconds after which nobody waits any longer."""


@dataclass
class Driven:
    """The app while it runs."""

    app: JiefangApp
    pilot: Pilot[None]

    async def press(self, *keys: str) -> None:
        """Press keys and let everything come to rest after each."""
        for key in keys:
            await self.pilot.press(key)
            await self.rest()

    async def rest(self) -> None:
        """Wait until nothing is computed in the background."""
        await screenshot.settle(self.app, self.pilot)

    async def until(self, holds: Callable[[], object]) -> None:
        """Wait until something holds.

        Raises:
            AssertionError: it never does; the screen is shown.
        """
        for _look in range(PATIENCE * 20):
            if holds():
                return
            await self.pilot.pause(0.05)
        raise AssertionError(self.text)

    @property
    def text(self) -> str:
        """The screen as text."""
        return screenshot.text(self.app)
