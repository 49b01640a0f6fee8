"""A replay of sixty decisions in a terminal: opening it, and stepping, beside a key of a bare Textual app.

The session is played at random in a generated scenario of sixty scenes and recorded as the game records it. It is
opened from the list of records of a running program, so that starting up does not count; the marks, which are worked
out in a thread, come later and are not waited for. A step is answered when the first character that can be read
arrives, as any key; that the words of the new moment can be read has a row of its own. "In memory" is the core alone:
from the rows of the store to the moments.
"""

from __future__ import annotations

import os
import random
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import story
from benchmarks.load import SIXTY
from benchmarks.measure import JIEFANG, Report, paired, rotate, seconds
from benchmarks.screen import BARE
from benchmarks.terminal import SilentError, Terminal
from scenarios.edition import Edition, edition
from scenarios.load import load_or_raise
from scenarios.play import Play
from simulator.record.store import open_store
from simulator.visit import Visit

DECISIONS = 60
OPEN_LIMIT, KEYS_LIMIT = 300, 1.5
STEPS = 12
RIGHT, LEFT, DOWN, UP = "\x1b[C", "\x1b[D", "\x1b[B", "\x1b[A"


def measure(rounds: int = 5, full: bool = False) -> Report:
    """Measure it."""
    report = Report(f"replay: a session of {DECISIONS} decisions, 120 x 36")
    with TemporaryDirectory(prefix="jiefang-bench-") as name:
        home = Path(name)
        played = _scenario(home / "sixty")
        session = _record(home / "sessions.sqlite3", played)
        environment = {**os.environ, "JIEFANG_HOME": str(home), "TERM": "xterm-256color", "COLORTERM": "truecolor",
                       "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"}  # fmt: skip
        times = rounds * (3 if full else 1)
        _in_memory(report, home / "sessions.sqlite3", session, times)
        try:
            _open(report, environment, times)
            _keys(report, environment, session, _words(home / "sessions.sqlite3", session), times)
        except SilentError as error:
            report.notes.append(f"stopped: {error}")
    return report


def _scenario(place: Path) -> Edition:
    place.mkdir()
    (place / "scenario.yaml").write_text(story.to_yaml(story.generate(SIXTY), "sixty"), "utf-8")
    return edition(load_or_raise(place))


def _record(path: Path, played: Edition) -> str:
    """Record the first visit that is long enough, up to its sixtieth decision."""
    seed = next(seed for seed in range(10_000) if len(_inputs(played, seed)) >= DECISIONS)
    with open_store(path) as store:
        log = store.create(played, mode="practice", seed=str(seed), trainee="", language="zh")
        visit = Visit(Play(played, str(seed)), log.session, log)
        for given in _inputs(played, seed)[:DECISIONS]:
            visit.shown()
            visit.choose(given)
        log.close()
        return log.session.id


def _inputs(played: Edition, seed: int) -> list[str]:
    play, rng, found = Play(played, str(seed)), random.Random(seed), []
    while not play.ended and len(found) < DECISIONS:
        found.append(rng.choice(play.open_ids()))
        play.choose(found[-1])
    return found


def _in_memory(report: Report, path: Path, session: str, rounds: int) -> None:
    from simulator.replay.recording import read
    from simulator.replay.telling import Telling

    with open_store(path) as store:
        found = read(store.transcript(session))
        assert len(found.moments) == DECISIONS, "all of it is sound"
        times = [seconds(lambda: read(store.transcript(session))) * 1000 for _ in range(rounds)]
    report.add("in memory: read, replayed and verified", times, "ms")
    told = [seconds(lambda: Telling(found, "zh")) * 1000 for _ in range(rounds)]
    report.add("in memory: put into words", told, "ms")


def _open(report: Report, environment: dict[str, str], rounds: int) -> None:
    """From Enter in the list of records to the first moment; the first of a process, modules and all, and again."""
    first, again = [], []
    for _ in range(rounds):
        with Terminal([JIEFANG, "--lang", "zh"], environment) as terminal:
            terminal.shows("先听完")
            terminal.settle(0.5)
            terminal.press("r")
            terminal.shows("共1次接访")
            terminal.settle(0.3)
            for times in (first, again):
                pressed = terminal.press("\r")
                times.append((terminal.shows(f"第1/{DECISIONS}步") - pressed) * 1000)
                terminal.settle(0.8)
                terminal.press("\x1b")
                terminal.shows("共1次接访")
                terminal.settle(0.3)
    middle = report.add("opened from the records, the first in a process", first, "ms")
    report.add("opened once more", again, "ms")
    report.goal(f"a replay of {DECISIONS} decisions opens after start-up", middle, OPEN_LIMIT, "ms")


def _keys(report: Report, environment: dict[str, str], session: str, words: list[str], rounds: int) -> None:
    replay = [JIEFANG, "replay", session, "--lang", "zh"]
    found = rotate(
        rounds,
        {
            "bare": partial(_pressed, BARE, environment, "", (DOWN, DOWN, UP, UP)),
            "step": partial(_pressed, replay, environment, f"第1/{DECISIONS}步", (RIGHT, RIGHT, RIGHT, LEFT)),
        },
    )
    report.add("bare app: a key", found["bare"], "ms", f"medians of {STEPS}")
    ratio = paired(found["step"], found["bare"])
    report.add("a step on or back", found["step"], "ms", f"{ratio:.2f} x the bare app")
    report.add("the words of the moment can be read", _read(replay, environment, words), "ms")
    report.goal("a step of a replay, until repainted / a key of the bare app", ratio, KEYS_LIMIT)


def _words(path: Path, session: str) -> list[str]:
    """How the first options of the moments begin, as they arrive: without blanks."""
    from simulator.replay.recording import read
    from simulator.replay.telling import Telling

    with open_store(path) as store:
        telling = Telling(read(store.transcript(session)), "zh")
    return ["".join(telling.options(number)[0].text.split())[:6] for number in range(STEPS)]


def _read(command: list[str], environment: dict[str, str], words: list[str]) -> list[float]:
    """Milliseconds from a step on to the first option of the moment."""
    times = []
    with Terminal(command, environment) as terminal:
        terminal.shows(f"第1/{DECISIONS}步")
        terminal.settle(1.0)
        for beginning in words[1:]:
            pressed = terminal.press(RIGHT)
            times.append((terminal.shows(beginning) - pressed) * 1000)
            terminal.settle(0.2)
    return times


def _pressed(command: list[str], environment: dict[str, str], wanted: str, keys: tuple[str, ...]) -> float:
    """Milliseconds from a key to the first that changes, the median of several."""
    times = []
    with Terminal(command, environment) as terminal:
        terminal.shows(wanted)
        terminal.settle(1.0)
        for number in range(STEPS):
            pressed = terminal.press(keys[number % len(keys)])
            times.append((terminal.shows() - pressed) * 1000)
            terminal.settle(0.1)
    return sorted(times)[len(times) // 2]
