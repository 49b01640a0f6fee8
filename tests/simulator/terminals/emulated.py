"""The program in a terminal that is emulated: what it wrote, as somebody would see it, beside what it means to show."""

from __future__ import annotations

import fcntl
import os
import re
import signal
import struct
import termios
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pyte
import pyte.screens
import pytest

from tests.simulator.app.real_terminal import RealTerminal

MEANT = """
import asyncio, os, signal
from pathlib import Path
from simulator.app import app as _module
_mounted = _module.JiefangApp.on_mount
def _on_mount(self):
    _mounted(self)
    from simulator.app import screenshot
    def tell():
        place = Path({place!r})
        place.with_suffix(".new").write_text(screenshot.text(self), "utf-8")
        place.with_suffix(".new").replace(place)
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, tell)
_module.JiefangApp.on_mount = _on_mount
"""
"""Run in the program: on a signal it writes down what its screen shows."""

_PRIVATE = re.compile(rb"\x1b\[\?[\d;]*\$p|\x1b\[[<>=?][\d;]*[a-zA-Z]")

QUIET = 0.25
"""Seconds without output after which a screen is taken to be whole."""


class Answering(pyte.Screen):
    """A screen that answers where its cursor is."""

    def __init__(self, columns: int, lines: int, answer: Callable[[str], None]) -> None:
        super().__init__(columns, lines)
        self._answer = answer

    def write_process_input(self, data: str) -> None:
        """Send an answer to the program."""
        self._answer(data)


def wide_where_ambiguous(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw characters of ambiguous width (UAX #11) in two cells, as terminals set up for Chinese may."""
    usual: Callable[[str], int] = pyte.screens.wcwidth
    monkeypatch.setattr(
        pyte.screens, "wcwidth", lambda char: 2 if unicodedata.east_asian_width(char) == "A" else usual(char)
    )


class Emulated(RealTerminal):
    """The program in an emulated terminal of a size.

    Attributes:
        screen: the emulated screen.
        written: every byte the program wrote.
    """

    def __init__(
        self, folder: Path, *arguments: str, size: tuple[int, int] = (80, 24), before: str = "", **environment: str
    ) -> None:
        """Nothing is known of colours, SSH or tmux but what `environment` says."""
        self._place = folder / "meant.txt"
        self.written = b""
        self.screen = Answering(*size, self._reply)
        self._stream = pyte.ByteStream(self.screen)
        with pytest.MonkeyPatch.context() as patch:
            for name in ("COLORTERM", "COLORFGBG", "NO_COLOR", "SSH_CONNECTION", "SSH_TTY", "TMUX", "TERM_PROGRAM"):
                patch.delenv(name, raising=False)
            super().__init__(*arguments, before=MEANT.format(place=str(self._place)) + before, **environment)
        self.resize(*size)

    def _reply(self, data: str) -> None:
        os.write(self._terminal, data.encode())

    def _read(self, seconds: float) -> bool:
        new = self.received(seconds)
        self.take(new)
        return bool(new)

    def received(self, seconds: float) -> bytes:
        """What the program has written, waited for so long at most."""
        before = len(self._raw)
        super()._read(seconds)
        return self._raw[before:]

    def take(self, new: bytes) -> None:
        """Draw what has arrived."""
        self.written += new
        # The emulator does not know the private sequences of newer terminals, and would print their ends.
        self._stream.feed(_PRIVATE.sub(_known, new))

    def pause(self, seconds: float) -> None:
        """Let time pass, and draw what arrives in it."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            self._read(left)

    def resize(self, columns: int, lines: int) -> None:
        """Give the window another size; everything is drawn anew."""
        self.screen.resize(lines, columns)
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def rest(self) -> None:
        """Read until nothing more comes."""
        while self._read(QUIET):
            pass

    @property
    def shown(self) -> list[str]:
        """The rows as they can be seen, nothing at their ends."""
        return [self._row(row).rstrip() for row in range(self.screen.lines)]

    def _row(self, row: int) -> str:
        """A row; the half of a wide character whose other half was written over is blank, as on a terminal."""
        made, wide = "", False
        for column in range(self.screen.columns):
            data = self.screen.buffer[row][column].data
            made += data or ("" if wide else " ")
            wide = bool(data) and pyte.screens.wcwidth(data[0]) == 2
        return made

    def meant(self) -> list[str]:
        """The rows that the program believes it shows."""
        self._place.unlink(missing_ok=True)
        os.kill(self._pid, signal.SIGUSR1)
        until = time.monotonic() + 20
        while not self._place.exists():
            assert time.monotonic() < until, "\n".join(self.shown)
            self._read(0.02)
        return self._place.read_text("utf-8").split("\n")[: self.screen.lines]

    def agrees(self, seconds: float = 20) -> list[str]:
        """Hold what is seen against what is meant, row by row, until both have come to rest; the rows."""
        until = time.monotonic() + seconds
        while (meant := self.meant()) != self.shown:
            assert time.monotonic() < until, "\n".join(
                f"{number:2} meant {one!r}\n   shown {other!r}"
                for number, (one, other) in enumerate(zip(meant, self.shown, strict=False))
                if one != other
            )
            self.rest()
        return self.shown

    def until(self, wanted: str, seconds: float = 20) -> None:
        """Wait until a text, written without blanks, can be seen."""
        until = time.monotonic() + seconds
        while wanted not in "".join("".join(self.shown).split()):
            assert time.monotonic() < until, "\n".join(self.shown)
            self._read(0.1)


def _known(found: re.Match[bytes]) -> bytes:
    """A private sequence as far as the emulator knows it: modes set and reset."""
    return found[0] if found[0][2:3] == b"?" and found[0][-1:] in b"hl" else b""


def codes(written: bytes) -> set[tuple[str, ...]]:
    """The graphic renditions (SGR) in what was written, each as its parameters."""
    return {tuple(found.decode().split(";")) for found in re.findall(rb"\x1b\[([\d;]*)m", written)}
