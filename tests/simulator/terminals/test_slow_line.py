"""Over SSH with 150 ms there and back: keys typed ahead, nothing that moves."""

from __future__ import annotations

import os
import time
from pathlib import Path

from tests.simulator.app.real_terminal import RealTerminal
from tests.simulator.terminals.emulated import Emulated

ONE_WAY = 0.075
"""Seconds that bytes travel in one direction."""

SSH = {"SSH_CONNECTION": "192.0.2.1 50000 192.0.2.2 22"}


class Distant(Emulated):
    """A terminal at the end of a slow line: what is typed, answered and shown is late by the way it travels."""

    def __init__(self, folder: Path, *arguments: str, before: str = "") -> None:
        self._coming: list[tuple[float, bytes]] = []
        self._going: list[tuple[float, bytes]] = []
        super().__init__(folder, *arguments, before=before, **SSH)

    def send(self, data: bytes) -> None:
        """Type; it arrives later."""
        self._going.append((time.monotonic() + ONE_WAY, data))

    def press(self, key: str) -> None:
        """Press a key; it arrives later."""
        self.send(key.encode())

    def _reply(self, data: str) -> None:
        self.send(data.encode())

    def _read(self, seconds: float) -> bool:
        """Pass on what has arrived in either direction, for so long at most; whether there was anything."""
        until = time.monotonic() + seconds
        seen = False
        while (now := time.monotonic()) < until and not seen:
            while self._going and self._going[0][0] <= now:
                os.write(self._terminal, self._going.pop(0)[1])
            new = self.received(0.005)
            if new:
                self._coming.append((now + ONE_WAY, new))
            while self._coming and self._coming[0][0] <= now:
                self.take(self._coming.pop(0)[1])
                seen = True
        return seen or bool(self._going) or bool(self._coming)


def test_keys_typed_ahead(tmp_path: Path) -> None:
    """Keys that are typed before the screen has answered are all taken, in their order."""
    with Distant(tmp_path) as terminal:
        terminal.until("楼道的灯")
        terminal.rest()
        # Search and a word, letters that are keys of the screen among them; never waiting.
        for key in ("/", *"abcdefghijklmnopqrstuvwxyz"):
            terminal.press(key)
        terminal.until("abcdefghijklmnopqrstuvwxyz")


def test_nothing_moves(tmp_path: Path) -> None:
    """Once a screen is whole nothing is sent: no animation, no blinking."""
    with Distant(tmp_path) as terminal:
        terminal.until("楼道的灯")
        terminal.rest()
        terminal.press("/")
        terminal.pause(0.6)
        before = len(terminal.written)
        terminal.pause(1.5)
        assert len(terminal.written) == before


def test_a_visit_by_keys_alone(tmp_path: Path) -> None:
    """Briefing, visit and pause, by keys: what is seen in the end is what is meant."""
    with Distant(tmp_path) as terminal:
        terminal.until("楼道的灯")
        terminal.rest()
        for key, wanted in (("/", ""), ("楼道", ""), ("\r", ""), ("\r", "12356"), ("\r", "第1步"), ("\x1b", "离开")):
            terminal.press(key)
            terminal.until(wanted) if wanted else terminal.pause(0.4)
        terminal.agrees()


def test_a_sequence_cut_in_two() -> None:
    """An arrow whose bytes arrive a fifth of a second apart is an arrow: Esc is not taken for itself."""
    with RealTerminal(**SSH) as terminal:
        terminal.wait_for("楼道的灯")
        time.sleep(1)
        terminal.press("g")
        terminal.wait_for("按l随时能换")
        time.sleep(0.5)
        terminal.press("\x1b")
        time.sleep(0.2)
        terminal.send(b"[B")
        terminal.wait_for("按t随时能换")
