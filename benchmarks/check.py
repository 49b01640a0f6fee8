"""`jiefang check` on a library of twenty scenarios: everything anew, and when nothing has changed.

The twenty are copies of the shipped scenarios under ids of their own, so that each of their variants is explored,
solved and audited by itself; whole processes, as an author waits for them. One run each: a cold one takes long.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measure import JIEFANG, Report, process_seconds
from scenarios.load import load
from scenarios.search_path import ENGLISH_FILE, SCENARIO_FILE, library

COUNT = 20
COLD, WARM = 60, 1
"""Seconds, the goals for two cores."""


def measure(rounds: int = 5, full: bool = False) -> Report:
    """Measure it."""
    report = Report(f"check: {COUNT} scenarios with all their variants, solver included")
    with TemporaryDirectory(prefix="jiefang-bench-") as folder:
        place = Path(folder, "library")
        variants = _fill(place)
        environment = {**os.environ, "JIEFANG_HOME": str(Path(folder, "home")), "PYTHONUTF8": "1", "TERM": "dumb"}
        command = [JIEFANG, "check", str(place)]
        cold = process_seconds(command, environment, 0)
        warm = [process_seconds(command, environment, 0) for _ in range(rounds)]
        report.add(f"everything anew ({variants} variants)", [cold], "s")
        report.add("nothing changed", warm, "s")
        report.goal("check of 20 scenarios, cold", cold, COLD, "s")
        report.goal("check of 20 scenarios, nothing changed", sorted(warm)[len(warm) // 2], WARM, "s")
    return report


def _fill(place: Path) -> int:
    """Copy the shipped scenarios, over and over, under ids of their own; how many variants there are in all."""
    shipped = sorted(path.parent for path in library().glob(f"*/{SCENARIO_FILE}"))
    variants = 0
    for number in range(COUNT):
        source = shipped[number % len(shipped)]
        copy = place / f"{source.name}-{number}"
        copy.mkdir(parents=True)
        text = (source / SCENARIO_FILE).read_text("utf-8")
        (copy / SCENARIO_FILE).write_text(text.replace(f"id: {source.name}\n", f"id: {copy.name}\n", 1), "utf-8")
        shutil.copy(source / ENGLISH_FILE, copy)
        scenario = load(copy).scenario
        assert scenario is not None, copy
        variants += len(scenario.variants)
    return variants
