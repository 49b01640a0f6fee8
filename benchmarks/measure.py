"""What every subject shares: repeated timing, figures, goals, and how they are printed."""

from __future__ import annotations

import gc
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import Any
from unicodedata import east_asian_width

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
JIEFANG = str(Path(sys.executable).with_name("jiefang"))


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value.

    Attributes:
        name: what was measured.
        value: the median.
        unit: `ms`, `/s`, `MB`, or empty.
        low, high: the smallest and largest of the measurements.
        note: anything to know beside it, such as the ratio to its peer.
    """

    name: str
    value: float
    unit: str
    low: float
    high: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class Goal:
    """What was to be reached.

    Attributes:
        text: the goal in words.
        measured: the ratio, time or rate it is about.
        limit: the bound.
        unit: of both; `x` for a ratio.
        at_least: whether the bound is a lower one.
    """

    text: str
    measured: float
    limit: float
    unit: str
    at_least: bool = False

    @property
    def met(self) -> bool:
        """Whether it was reached."""
        return self.measured >= self.limit if self.at_least else self.measured <= self.limit


@dataclass(slots=True)
class Report:
    """What a subject found.

    Attributes:
        subject: its name.
        figures: measurements, in order.
        goals: goals that could be judged.
        notes: what was skipped, and why.
    """

    subject: str
    figures: list[Figure] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, name: str, values: Sequence[float], unit: str, note: str = "") -> float:
        """Take in the measurements of one thing; their median."""
        middle = median(values)
        self.figures.append(Figure(name, middle, unit, min(values), max(values), note))
        return middle

    def goal(self, text: str, measured: float, limit: float, unit: str = "x", at_least: bool = False) -> None:
        """Judge a goal."""
        self.goals.append(Goal(text, measured, limit, unit, at_least))

    def data(self) -> dict[str, Any]:
        """As plain JSON values."""
        return {
            "subject": self.subject,
            "figures": [asdict(figure) for figure in self.figures],
            "goals": [{**asdict(goal), "met": goal.met} for goal in self.goals],
            "notes": self.notes,
        }

    def print(self) -> None:
        """Print it."""
        print(f"\n== {self.subject}")
        rows = [(each.name, _number(each.value), each.unit, _range(each), each.note) for each in self.figures]
        _table(rows, right=(1, 3))
        for note in self.notes:
            print(f"   ! {note}")
        for goal in self.goals:
            print(goal_line(goal))
        sys.stdout.flush()


def goal_line(goal: Goal) -> str:
    """A goal with its verdict."""
    sign = ">=" if goal.at_least else "<="
    found = f"{_number(goal.measured)} {goal.unit} (goal {sign} {_number(goal.limit)} {goal.unit})"
    return f"   {'met   ' if goal.met else 'MISSED'}  {goal.text}: {found}"


def _number(value: float) -> str:
    if value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _range(figure: Figure) -> str:
    return "" if figure.low == figure.high else f"{_number(figure.low)} - {_number(figure.high)}"


def _table(rows: Iterable[tuple[str, ...]], right: tuple[int, ...]) -> None:
    rows = list(rows)
    if not rows:
        return
    wide = [max(_cells(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        parts = []
        for column, text in enumerate(row):
            blank = " " * (wide[column] - _cells(text))
            parts.append(blank + text if column in right else text + blank)
        print("   " + "  ".join(parts).rstrip())


def _cells(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def seconds(work: Callable[[], object]) -> float:
    """How long a call takes, garbage collected before."""
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def rotate(rounds: int, works: dict[str, Callable[[], float]]) -> dict[str, list[float]]:
    """Measure several things in turn, so that a busy moment of the machine hits all of them alike.

    Args:
        rounds: how often each is measured.
        works: what to call; each returns its measurement.
    """
    found: dict[str, list[float]] = {name: [] for name in works}
    for number in range(rounds):
        names = list(works)
        for name in names[number % len(names) :] + names[: number % len(names)]:
            found[name].append(works[name]())
    return found


def paired(mine: Sequence[float], peers: Sequence[float]) -> float:
    """The median of the ratios round by round: what two things measured next to each other have to do."""
    return median(one / other for one, other in zip(mine, peers, strict=True))


def process_output(command: Sequence[str], environment: dict[str, str] | None = None, accepted: int = 0) -> str:
    """What a process printed.

    Args:
        command: the program and its arguments.
        environment: its variables; ours by default.
        accepted: largest exit status that is no failure.

    Raises:
        RuntimeError: it failed; the message has the end of what it said.
    """
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, cwd=ROOT)
    if not 0 <= done.returncode <= accepted:
        raise RuntimeError(f"{' '.join(command)} ended with {done.returncode}: {done.stderr.strip()[-500:]}")
    return done.stdout


def process_seconds(command: Sequence[str], environment: dict[str, str] | None = None, accepted: int = 0) -> float:
    """How long a whole process takes; arguments and errors as for `process_output`."""
    start = time.perf_counter()
    process_output(command, environment, accepted)
    return time.perf_counter() - start


def machine() -> str:
    """Where this is measured."""
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    return f"Python {platform.python_version()}, {os.cpu_count()} cores, load {load}"
