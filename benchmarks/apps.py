"""The game beside the bare Textual app and two well-loved Textual apps, in one run and in turn.

Each round starts every program once in a terminal of 120 x 36 and takes everything from that one process: first
content, the moment after which nothing more comes, processor time until then, memory, an arrow key until something
comes back and what it sends, and what is sent while nobody does anything.
"""

from __future__ import annotations

import os
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.explorer import generate
from benchmarks.house import SESSIONS
from benchmarks.measure import JIEFANG, Report, paired, process_output
from benchmarks.peers import APPS, MissingPeerError, app
from benchmarks.screen import BARE, DOWN, SEED, STARTS_LIMIT, UP, first_choice, first_edition
from benchmarks.terminal import SilentError, Terminal
from scenarios.play import Play

ARROWS = 8
QUIET, IDLE = 0.6, 3.0
"""Seconds without a byte after which a program has settled; seconds that it is then left alone."""
SETTLED_LIMIT, KEY_LIMIT, MEMORY_LIMIT, BYTES_LIMIT = 1.7, 1.3, 1.5, 1500
MEASURES = {
    "first": ("first content", "ms"),
    "settled": ("settled", "ms"),
    "work": ("processor time until settled", "ms"),
    "memory": ("memory when settled (PSS)", "MB"),
    "key": ("an arrow key until repainted", "ms"),
    "keywork": ("processor time of an arrow key", "ms"),
    "bytes": ("bytes of an arrow key, the most", "B"),
    "idle": (f"bytes in {IDLE:.0f} s without a key", "B"),
}
LIMITS = {"first": STARTS_LIMIT, "settled": SETTLED_LIMIT, "key": KEY_LIMIT, "memory": MEMORY_LIMIT}
BARE_NAME, HOME, VISIT = "bare app", f"home page, {SESSIONS:,} sessions", "a visit"
Found = dict[str, list[float]]


def measure(rounds: int = 5, full: bool = False) -> Report:
    """Measure it."""
    report = Report("apps: the game beside Textual apps, 120 x 36")
    with TemporaryDirectory(prefix="jiefang-bench-") as place:
        environment = _environment(Path(place), SESSIONS)
        # A visit that is broken off stays in the record; the home page would have another one to play again each round.
        apart = _environment(Path(place) / "visit", 0)
        visit, choice = _visit()
        programs = {BARE_NAME: BARE, HOME: [JIEFANG, "--lang", "zh"], VISIT: visit}
        for name in APPS:
            try:
                programs[name] = [app(name)]
            except MissingPeerError as error:
                report.notes.append(str(error))
        for each_home in (environment, apart):
            process_output([JIEFANG, "list"], each_home)
        found: dict[str, Found] = {name: {each: [] for each in MEASURES} for name in programs}
        for number in range(-1, rounds * (3 if full else 1)):  # the first is not counted
            for name in list(programs):
                try:
                    once = _once(programs[name], *((apart, choice) if name == VISIT else (environment, "")))
                except (SilentError, OSError) as error:
                    report.notes.append(f"{name}: left out: {error}")
                    del programs[name], found[name]
                    continue
                for each, value in once.items() if number >= 0 else ():
                    found[name][each].append(value)
    if BARE_NAME in found:
        _tell(report, found)
    return report


def _environment(place: Path, sessions: int) -> dict[str, str]:
    home = place / "home"
    home.mkdir(parents=True)
    if sessions:
        generate(home / "sessions.sqlite3", sessions)
    # The program is measured, not the rhythm of speech; the tour is for the first start.
    (home / "settings.toml").write_text('text_speed = "off"\ntour = "done"\n', "utf-8")
    return {**os.environ, "JIEFANG_HOME": str(home), "HOME": str(place), "XDG_CONFIG_HOME": str(place),
            "XDG_DATA_HOME": str(place), "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8",
            "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"}  # fmt: skip


def _visit() -> tuple[list[str], str]:
    """The command of a visit, and the beginning of its first choice, after which keys are taken."""
    played = first_edition()
    if played is None:
        raise LookupError("the library has no scenario without errors")
    command = [JIEFANG, "play", played.scenario.id, "--variant", played.variant.name, "--mode", "practice",
               "--seed", SEED, "--lang", "zh"]  # fmt: skip
    return command, first_choice(Play(played, SEED))


def _once(command: list[str], environment: dict[str, str], ready: str) -> dict[str, float]:
    """One life of a program; each measure by its name in `MEASURES`. It is ready for keys when `ready` is shown."""
    with Terminal(command, environment) as terminal:
        first, shown = terminal.firsts(["", ready])
        settled = terminal.came(QUIET)[1] or shown
        work, memory = terminal.processor(), terminal.memory()
        idle = terminal.during(IDLE)
        times, sizes, before = [], [], terminal.processor()
        for number in range(ARROWS):
            pressed = terminal.press(DOWN if number % 4 < 2 else UP)
            came = terminal.first_bytes(QUIET)
            if came is None:  # the highlight stands at an end
                continue
            size, moment = came
            times.append((moment - pressed) * 1000)
            sizes.append(size + terminal.came(0.15, 2)[0])
        if not times:
            raise SilentError("no arrow key changed anything")
        return {
            "first": (first - terminal.started) * 1000,
            "settled": (settled - terminal.started) * 1000,
            "work": work * 1000,
            "memory": memory,
            "key": median(times),
            "keywork": (terminal.processor() - before) * 1000 / ARROWS,
            "bytes": max(sizes),
            "idle": idle,
        }


def _tell(report: Report, found: dict[str, Found]) -> None:
    bare = found[BARE_NAME]
    for each, (text, unit) in MEASURES.items():
        for name, mine in found.items():
            ratio = (
                ""
                if name == BARE_NAME or not all(bare[each])
                else f"{paired(mine[each], bare[each]):.2f} x the bare app"
            )
            report.add(f"{name}: {text}", mine[each], unit, ratio)
            if name not in (HOME, VISIT):
                continue
            if each in LIMITS:
                report.goal(f"{name}: {text} / bare app", paired(mine[each], bare[each]), LIMITS[each])
            elif each in ("bytes", "idle"):
                report.goal(f"{name}: {text}", max(mine[each]), BYTES_LIMIT if each == "bytes" else 0, "B")
