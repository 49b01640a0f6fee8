"""A terminal recording of a visit: how long it takes to make, and how large it is.

The best line of a visit is played and recorded in a store as a front end records it; then the recording is made from
its log, over and over in one process. The first of each size is left out: it imports the app and solves the scenario.
Seconds are those of the processor, all threads.
"""

from __future__ import annotations

import asyncio
import os
import time
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from benchmarks.measure import Report, rotate
from scenarios.edition import edition
from scenarios.load import load_or_raise
from scenarios.play import Play
from scenarios.search_path import library
from simulator.app.recorder import Look, record
from simulator.cast.asciicast import Cast
from simulator.cast.pace import Pace
from simulator.record.store import open_store
from simulator.replay.recording import Recording, read
from simulator.visit import Visit

SCENARIO = "unpaid-wages"
SIZES = ((80, 24), (120, 40), (200, 60))


def measure(rounds: int = 5, full: bool = False) -> Report:
    """Measure it."""
    with TemporaryDirectory(prefix="jiefang-bench-") as home, patch.dict(os.environ, JIEFANG_HOME=home):
        recording = _played(Path(home) / "sessions.sqlite3")
        report = Report(f"cast: a visit of {len(recording.moments)} steps ({SCENARIO}) as a terminal recording")
        casts = {size: _cast(recording, size) for size in SIZES}
        works = {f"{columns}x{rows}": partial(_seconds, recording, (columns, rows)) for columns, rows in SIZES}
        found = rotate(rounds * (2 if full else 1), works)
        for (name, seconds), cast in zip(found.items(), casts.values(), strict=True):
            size = len(cast.text(3).encode()) / 1000
            report.add(
                name, seconds, "s", f"{size:.0f} kB, {len(cast.events)} events, {cast.now / 1000:.0f} s to watch"
            )
    return report


def _played(path: Path) -> Recording:
    """The best line, recorded at a screen; a second for each step."""
    from scoring.evaluate import Evaluator
    from scoring.lines_of_play import best_input
    from scoring.solve import solve

    loaded = load_or_raise(library() / SCENARIO)
    played = edition(loaded, next(iter(loaded.variants)))
    evaluator = Evaluator(solve(played))
    seconds = iter(range(1000))
    with open_store(path) as store:
        log = store.create(played, mode="practice", seed="0", trainee="", language="zh")
        visit = Visit(Play(played, "0"), log.session, log, lambda: float(next(seconds)))
        while not visit.play.ended:
            visit.shown()
            visit.enter(best_input(visit.play, evaluator))
        visit.end()
        log.close()
        return read(store.transcript(log.session.id))


def _cast(recording: Recording, size: tuple[int, int]) -> Cast:
    return asyncio.run(record(recording, Look(*size), Pace()))


def _seconds(recording: Recording, size: tuple[int, int]) -> float:
    start = time.process_time()
    _cast(recording, size)
    return time.process_time() - start
