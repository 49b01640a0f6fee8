"""The home page with a full record and a full library: first content, and a letter typed into the search.

First content is measured as in `screen`, beside the bare Textual app in the same terminal, with an empty record and
with 1,000 sessions. A letter is measured in this process, without a terminal, as the processor time from the key until
the list is narrowed, laid out and drawn: the program's own work, whatever else the machine is doing.
"""

from __future__ import annotations

import asyncio
import os
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.explorer import generate
from benchmarks.measure import JIEFANG, Report, paired, process_output, rotate
from benchmarks.screen import BARE, STARTS_LIMIT
from benchmarks.terminal import SilentError, Terminal

SESSIONS, SCENARIOS = 1_000, 500
TYPED = "第12号"
FRAME = 16
"""Milliseconds of a frame."""


def measure(rounds: int = 5, full: bool = False) -> Report:
    """Measure it."""
    report = Report("house: the home page with 1,000 sessions, a search over 500 scenarios")
    with TemporaryDirectory(prefix="jiefang-bench-") as place:
        try:
            _starts(report, Path(place), rounds * (3 if full else 1))
        except (SilentError, RuntimeError) as error:
            report.notes.append(f"stopped: {error}")
        _letters(report, Path(place), rounds)
    return report


def _starts(report: Report, place: Path, rounds: int) -> None:
    homes = {"empty": place / "empty", "full": place / "full"}
    for home in homes.values():
        home.mkdir()
    generate(homes["full"] / "sessions.sqlite3", SESSIONS)

    def first(command: list[str], home: Path) -> float:
        environment = {**os.environ, "JIEFANG_HOME": str(home), "TERM": "xterm-256color", "COLORTERM": "truecolor",
                       "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"}  # fmt: skip
        with Terminal(command, environment) as terminal:
            return (terminal.shows() - terminal.started) * 1000

    works = {"bare": lambda: first(BARE, homes["empty"])}
    for name, home in homes.items():
        process_output([JIEFANG, "list"], {**os.environ, "JIEFANG_HOME": str(home)})
        works[name] = lambda home=home: first([JIEFANG, "--lang", "zh"], home)  # type: ignore[misc]
    for work in works.values():
        work()
    found = rotate(rounds, works)
    report.add("bare app: first content", found["bare"], "ms")
    for name, text in (("empty", "an empty record"), ("full", f"{SESSIONS:,} sessions")):
        ratio = paired(found[name], found["bare"])
        report.add(f"home page, {text}: first content", found[name], "ms", f"{ratio:.2f} x the bare app")
        report.goal(f"first content of the home page, {text} / bare Textual app", ratio, STARTS_LIMIT)


# ---- a letter in the search -----------------------------------------------------------------------------------------


def _letters(report: Report, place: Path, rounds: int) -> None:
    os.environ["JIEFANG_HOME"] = str(place / "letters")
    os.environ["TEXTUAL_ANIMATIONS"] = "none"
    times = asyncio.run(_typed(rounds))
    middle = report.add(f"a letter in the search over {SCENARIOS}: processor time", times, "ms",
                        f"{len(times)} letters, the list drawn")  # fmt: skip
    report.goal(f"a letter in the search over {SCENARIOS} scenarios, own work", middle, FRAME, "ms")


async def _typed(rounds: int) -> list[float]:
    """Milliseconds of processor time of each letter, and of each that is taken back."""
    from simulator import scenario_index
    from simulator.app.app import JiefangApp
    from simulator.app.screenshot import settle
    from simulator.settings import Settings

    scenario_index.scenarios = _library  # type: ignore[assignment]
    app = JiefangApp(own=Settings(theme="inkstone", tour="done"))
    found: list[float] = []
    async with app.run_test(size=(120, 36)) as pilot:
        await settle(app, pilot)
        await pilot.press("slash")
        await settle(app, pilot)
        for _ in range(rounds):
            for key in (*TYPED, *["backspace"] * len(TYPED)):
                start = time.process_time()
                await pilot.press(key)
                await pilot.pause()
                found.append((time.process_time() - start) * 1000)
    return found


def _library() -> list[dict[str, Any]]:
    return [
        {"id": f"case-{n}", "title": {"zh": f"第{n}号来访", "en": f"Visit number {n}"}, "level": n % 3 + 1,
         "audience": ["petition-office", "township"], "variants": ["one", "two"], "path": f"/x/case-{n}",
         "source": "own", "from": None, "hidden": [], "petitioners": {}, "trains": ["C3", "L4", "R5", "E2"]}
        for n in range(SCENARIOS)
    ]  # fmt: skip
