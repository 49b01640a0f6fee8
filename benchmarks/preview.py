"""`jiefang preview` after a save: 60 scenes read, checked without the solver, and on the screen again.

"In memory" is the workbench alone: from the files to the visit where one was. "On screen" runs the program in a
terminal of our own and counts from the moment a changed file is in its place to the moment its new words arrive, the
wait until the change is seen included; the solver works in its own process. Keys are arrow keys meanwhile.
"""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, sleep

from benchmarks import story
from benchmarks.load import SIXTY
from benchmarks.measure import JIEFANG, Report, seconds
from benchmarks.terminal import SilentError, Terminal

LIMIT = 200
"""Milliseconds, the goal for 60 scenes."""

SAVES = 8
DOWN, UP = "\x1b[B", "\x1b[A"


def measure(rounds: int = 5, full: bool = False) -> Report:
    """Measure it."""
    report = Report("preview: from a save to the screen, 60 scenes")
    with TemporaryDirectory(prefix="jiefang-bench-") as name:
        place = Path(name, "sixty")
        place.mkdir()
        tale = story.generate(SIXTY)
        (place / "scenario.yaml").write_text(story.to_yaml(tale, "sixty"), "utf-8")
        (place / "en.yaml").write_text(story.to_english(tale), "utf-8")
        _in_memory(report, place, rounds * (4 if full else 2))
        try:
            _on_screen(report, place, tale.knots[0].say, Path(name, "home"))
        except SilentError as error:
            report.notes.append(f"stopped: {error}")
    return report


def _in_memory(report: Report, place: Path, rounds: int) -> None:
    from simulator.preview.workbench import Workbench

    bench = Workbench(place)
    assert bench.play is not None
    while len(bench.inputs) < 6 and not bench.play.ended:
        bench.enter(bench.play.open_ids()[0])
    times = [seconds(bench.reload) * 1000 for _ in range(rounds)]
    middle = report.add("in memory: read, checked, back where one was", times, "ms")
    report.goal("reload of 60 scenes without solving, in memory", middle, LIMIT, "ms")


def _on_screen(report: Report, place: Path, said: str, home: Path) -> None:
    environment = {**os.environ, "JIEFANG_HOME": str(home), "TERM": "xterm-256color", "COLORTERM": "truecolor",
                   "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1", "TEXTUAL_ANIMATIONS": "none"}  # fmt: skip
    text = (place / "scenario.yaml").read_text("utf-8")
    times, keys = [], []
    with Terminal([JIEFANG, "preview", str(place), "--lang", "zh"], environment) as terminal:
        terminal.shows(story_words(said))
        terminal.settle(0.5)
        for number in range(SAVES):
            sleep(0.037 * number)  # not in step with the looks at the file
            mark = f"第{number}稿"
            beside = place / "new"
            beside.write_text(text.replace(said, mark + said, 1), "utf-8")
            began = perf_counter()
            beside.replace(place / "scenario.yaml")
            times.append((terminal.shows(mark) - began) * 1000)
            for key in (DOWN, UP, DOWN, UP):
                terminal.settle(0.02)
                pressed = terminal.press(key)
                keys.append((terminal.shows() - pressed) * 1000)
            terminal.settle(0.3)
    middle = report.add("on screen: from the save to its new words", times, "ms")
    report.add("an arrow key while it is being solved", keys, "ms")
    report.goal("reload of 60 scenes without solving, from the save to the screen", middle, LIMIT, "ms")


def story_words(said: str) -> str:
    """The first words of what is said, as they arrive: without blanks."""
    return "".join(said.split())[:6]
