"""Asking the terminal itself: how wide it draws a character, and which keyboard protocol it speaks.

A question is an escape sequence that is answered on the input; a terminal that does not know it says nothing. So that
none is waited for in vain, each is followed by one that every terminal answers (device attributes).
"""

from __future__ import annotations

import contextlib
import os
import re
import select
import sys
import time
from collections.abc import Iterator, Sequence

PATIENCE = 1.0
"""Seconds for an answer; over a slow line it takes a third of that."""

_END = re.compile(rb"\x1b\[\?[\d;]*c")
_PLACE = re.compile(rb"\x1b\[(\d+);(\d+)R")
_KITTY = re.compile(rb"\x1b\[\?(\d+)u")


@contextlib.contextmanager
def conversation() -> Iterator[int | None]:
    """A file of the terminal, made ready to answer; None where there is no terminal to ask."""
    try:
        import termios
        import tty

        terminal = os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY)
    except (ImportError, OSError):
        yield None
        return
    before = termios.tcgetattr(terminal)
    try:
        tty.setcbreak(terminal)
        yield terminal
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)
        os.close(terminal)


def widths(terminal: int, characters: Sequence[str]) -> list[int | None]:
    """In how many cells each character is drawn; None where the terminal does not say. The line is left empty."""
    found = []
    for character in characters:
        answer = _asked(terminal, b"\r" + character.encode() + b"\x1b[6n")
        place = _PLACE.search(answer)
        found.append(int(place[2]) - 1 if place is not None else None)
    os.write(terminal, b"\r\x1b[K")
    return found


def keyboard(terminal: int) -> bool:
    """Whether it speaks the keyboard protocol of kitty, which tells more keys apart."""
    return _KITTY.search(_asked(terminal, b"\x1b[?u")) is not None


def _asked(terminal: int, question: bytes) -> bytes:
    """What comes back for a question, up to the answer of the one that is put behind it."""
    sys.stdout.flush()
    os.write(terminal, question + b"\x1b[c")
    answer, until = b"", time.monotonic() + PATIENCE
    while _END.search(answer) is None and (left := until - time.monotonic()) > 0:
        ready, _, _ = select.select([terminal], [], [], left)
        if not ready:
            break
        answer += os.read(terminal, 1024)
    return answer
