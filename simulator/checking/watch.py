"""`jiefang check --watch`: say when a file of the scenarios was saved."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from simulator.checking.remembered import files_of

PAUSE = 0.3
"""Seconds between two looks."""


def stamps(places: Sequence[Path]) -> dict[str, tuple[int, int]]:
    """Size and time of every file that the scenarios may be made of."""
    found: dict[str, tuple[int, int]] = {}
    for place in places:
        for file in files_of(place):
            try:
                status = file.stat()
            except OSError:
                continue
            found[str(file)] = (status.st_size, status.st_mtime_ns)
    return found


def changed(
    places: Sequence[Path], before: dict[str, tuple[int, int]], sleep: Callable[[float], None] = time.sleep
) -> dict[str, tuple[int, int]]:
    """Wait until a file is not as it was; the stamps then.

    A save may come in several steps (a new file, a rename), so it waits until two looks give the same.
    """
    while True:
        sleep(PAUSE)
        now = stamps(places)
        if now == before:
            continue
        sleep(PAUSE / 3)
        settled = stamps(places)
        if settled == now and now:
            return now
