"""The game in a terminal: first content and the answer to a key, beside a Textual app that is one line of text.

Both run in a terminal of 120 x 36 of our own (`terminal.py`). First content is the first character that can be read,
counted from the start of the process; a key is answered when the first character that can be read arrives after it.
What a trainee really waits for comes behind: the first choice, and the reply to a choice that was taken.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measure import JIEFANG, PYTHON, Report, paired, process_output, rotate
from benchmarks.peers import HERE
from benchmarks.terminal import SilentError, Terminal
from scenarios.conversation import Conversation
from scenarios.edition import Edition, edition
from scenarios.load import load
from scenarios.play import Play
from scenarios.search_path import library

BARE = [PYTHON, str(HERE / "bare_app.py")]
SEED = "1"
DOWN, UP = "\x1b[B", "\x1b[A"
ARROWS = 12
STEPS = 4
SHOWN = 6
"""Characters of a text that are waited for; a longer piece may be broken over two lines."""
STARTS_LIMIT, KEYS_LIMIT = 1.3, 1.3


def measure(rounds: int = 5, full: bool = False) -> Report:
    """Measure it."""
    report = Report("screen: the game beside a bare Textual app, 120 x 36")
    played = first_edition()
    if played is None:
        report.notes.append("skipped: the library has no scenario without errors")
        return report
    with TemporaryDirectory(prefix="jiefang-bench-") as home:
        environment = {**os.environ, "JIEFANG_HOME": home, "TERM": "xterm-256color", "COLORTERM": "truecolor",
                       "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"}  # fmt: skip
        # What the program takes is measured, not the rhythm in which a petitioner is heard.
        (Path(home) / "settings.toml").write_text('text_speed = "off"\n', "utf-8")
        game = [JIEFANG, "play", played.scenario.id, "--variant", played.variant.name, "--mode", "practice",
                "--seed", SEED, "--lang", "zh"]  # fmt: skip
        try:
            first = _steps(game, environment, played)
            process_output([JIEFANG, "run", played.scenario.id, "--variant", played.variant.name, "--bot", "random"],
                           environment)  # fmt: skip
            _starts(report, game, environment, played, rounds * (3 if full else 1))
            _keys(report, game, environment, played, rounds if full else min(rounds, 3))
            report.add("a choice taken in the first visit ever (being solved meanwhile): its reply", first[1], "ms")
        except (SilentError, RuntimeError) as error:
            report.notes.append(f"stopped: {error}")
    return report


def first_edition() -> Edition | None:
    """The first variant of the first scenario of the library that has no errors."""
    for folder in sorted(library().iterdir()):
        scenario = load(folder).scenario
        if scenario is not None:
            return edition(scenario)
    return None


def _beginning(text: str) -> str:
    """The first characters of a text as they arrive: without blanks."""
    return "".join(text.split())[:SHOWN]


def first_choice(play: Play) -> str:
    """The beginning of the first choice that is offered, without blanks."""
    offer = play.offers()[0]
    return _beginning(Conversation(play).text(offer.move.acts[offer.act].case.text, play.state))


# ---- start ------------------------------------------------------------------------------------------------------


def _starts(report: Report, game: list[str], environment: dict[str, str], played: Edition, rounds: int) -> None:
    choice = first_choice(Play(played, SEED))
    ready: list[float] = []

    def bare() -> float:
        with Terminal(BARE, environment) as terminal:
            return (terminal.shows() - terminal.started) * 1000

    def ours() -> float:
        with Terminal(game, environment) as terminal:
            anything, chosen = terminal.firsts(["", choice])
            ready.append((chosen - terminal.started) * 1000)
            return (anything - terminal.started) * 1000

    def home() -> float:
        with Terminal([JIEFANG, "--lang", "zh"], environment) as terminal:
            return (terminal.shows() - terminal.started) * 1000

    works = {"bare": bare, "home": home, "ours": ours}
    for work in works.values():
        work()
    ready.clear()
    found = rotate(rounds, works)
    report.add("bare app: first content", found["bare"], "ms")
    for name, text in (("home", "home page"), ("ours", "a visit")):
        ratio = paired(found[name], found["bare"])
        report.add(f"{text}: first content", found[name], "ms", f"{ratio:.2f} x the bare app")
        report.goal(f"first content of {text} / bare Textual app", ratio, STARTS_LIMIT)
    report.add("a visit: first choice can be read", ready, "ms", f"{paired(ready, found['bare']):.2f} x the bare app")


# ---- keys -------------------------------------------------------------------------------------------------------


def _keys(report: Report, game: list[str], environment: dict[str, str], played: Edition, rounds: int) -> None:
    answers: list[float] = []

    def number() -> float:
        first, reply = _steps(game, environment, played)
        answers.extend(reply)
        return _middle(first)

    found = rotate(
        rounds,
        {
            "bare": partial(_arrows, BARE, environment, ""),
            "arrow": partial(_arrows, game, environment, "1"),
            "number": number,
        },
    )
    report.add("bare app: a key", found["bare"], "ms", f"medians of {ARROWS}")
    for name, text in (("arrow", "an arrow key moves the highlight"), ("number", "a number key takes a choice")):
        ratio = paired(found[name], found["bare"])
        report.add(f"a visit: {text}", found[name], "ms", f"{ratio:.2f} x the bare app")
        report.goal(f"{text}, until repainted / a key of the bare app", ratio, KEYS_LIMIT)
    report.add("a visit: the reply to a choice can be read", answers, "ms")


def _middle(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]


@contextmanager
def _settled(command: list[str], environment: dict[str, str], wanted: str) -> Iterator[Terminal]:
    with Terminal(command, environment) as terminal:
        terminal.shows(wanted)
        terminal.settle(0.4)
        yield terminal


def _arrows(command: list[str], environment: dict[str, str], wanted: str) -> float:
    """Milliseconds from an arrow key to the first that changes, the median of several."""
    times = []
    with _settled(command, environment, wanted) as terminal:
        for number in range(ARROWS):
            pressed = terminal.press(DOWN if number % 4 < 2 else UP)
            times.append((terminal.shows() - pressed) * 1000)
            terminal.settle()
    return _middle(times)


def _steps(command: list[str], environment: dict[str, str], played: Edition) -> tuple[list[float], list[float]]:
    """Milliseconds from a number key to the first that changes, and to the reply or what is said next."""
    first, reply = [], []
    play = Play(played, SEED)
    talk = Conversation(play)
    with _settled(command, environment, first_choice(play)) as terminal:
        for _ in range(STEPS):
            if play.ended or play.node.form is not None:
                break
            offers = play.offers()
            number = next(index for index, offer in enumerate(offers) if offer.open)
            said = talk.step(play.choose(offers[number].move.choice.id))
            pressed = terminal.press(str(number + 1))
            changed, answered = terminal.firsts(["", _beginning(said[1].text)])
            first.append((changed - pressed) * 1000)
            reply.append((answered - pressed) * 1000)
            terminal.settle(0.3)
    return first, reply
