"""The checks with the solver, in a process of their own: the screen goes on, and a save makes an end of it."""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from scenarios.diagnostic import Diagnostic, ScenarioError
from scenarios.ignored import Sorted
from simulator import paths


@dataclass(frozen=True, slots=True)
class Progress:
    """How much of the work is done, 0..1."""

    share: float


@dataclass(frozen=True, slots=True)
class Solved:
    """A variant is solved; its solution is kept on disk. `hash` is its edition's."""

    variant: str
    hash: str


@dataclass(frozen=True, slots=True)
class Found:
    """All is done; these are the findings of every check."""

    findings: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Failed:
    """It came to no end: the process was killed, or has an error of its own."""

    why: str


News = Progress | Solved | Found | Failed


class Proof:
    """Every check of a scenario as it stands on disk now, under way in another process."""

    def __init__(self, place: Path, first: str) -> None:
        """Begin.

        Not by `multiprocessing`: it hands on the error stream, in whose place the screen has put its own.

        Args:
            place: the scenario's folder or file.
            first: the variant to solve before the others.

        Raises:
            OSError: no process can be started.
        """
        command = [sys.executable, "-P", "-c", "from simulator.preview.proof import main; main()"]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        self._process = subprocess.Popen(
            [*command, str(place), first],  # as it was given: findings are told apart by the path that they name
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment,
        )  # fmt: skip
        self.stopped = False

    def news(self) -> Iterator[News]:
        """What there is to tell, as it comes, to the end or until it is stopped; waits, so call it in a thread."""
        assert self._process.stdout is not None
        with self._process, self._process.stdout as told:
            try:
                while True:
                    news: News = pickle.load(told)
                    yield news
                    if isinstance(news, Found | Failed):
                        return
            except (EOFError, pickle.UnpicklingError):
                pass
        if not self.stopped:
            yield Failed(f"exit code {self._process.returncode}")

    def stop(self) -> None:
        """Make an end of it; what it has not told yet is lost."""
        self.stopped = True
        self._process.terminate()


# ---- in the other process ------------------------------------------------------------------------------------


def main() -> None:
    """Prove what the arguments name, and tell by pickles on what was standard output."""
    place, first = Path(sys.argv[1]), sys.argv[2]
    with _pipe() as pipe:

        def tell(news: News) -> None:
            pickle.dump(news, pipe)
            pipe.flush()

        try:
            tell(Found(prove(place, first, tell).shown))
        except BrokenPipeError:
            os._exit(0)  # nobody is there any more
        except Exception as error:
            tell(Failed(f"{type(error).__name__}: {error}"))


def _pipe() -> BinaryIO:
    """The way to the screen; nothing else that is printed may get into it. And the screen goes first."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(AttributeError, OSError):
        os.nice(5)
    pipe = os.dup(1)
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    return os.fdopen(pipe, "wb")


def prove(place: Path, first: str, tell: Callable[[News], None]) -> Sorted:
    """Make every check; what is known from last time is not worked out again.

    Args:
        place: the scenario's folder or file.
        first: the variant whose solution is wanted first.
        tell: told how it goes.
    """
    from simulator.checking.one import check_one
    from simulator.checking.remembered import fingerprint, recalled, remember

    stamp = fingerprint(place, solve=True)
    known = recalled(place, stamp)
    if known is not None:
        _solve_again(place, first, tell)
        return known
    found = check_one(place, progress=lambda share, edition: _told(share, edition, tell), first=first)
    if fingerprint(place, solve=True) == stamp:
        remember(place, stamp, found)
    return found


def _told(share: float, edition: tuple[str, str] | None, tell: Callable[[News], None]) -> None:
    if edition is not None:
        tell(Solved(*edition))
    tell(Progress(share))


def _solve_again(place: Path, first: str, tell: Callable[[News], None]) -> None:
    """Have the solutions on disk, though the findings are known."""
    from scenarios.edition import edition
    from scenarios.load import load
    from scoring.cache import solved

    scenario = load(place).scenario
    if scenario is None:
        return
    for name in sorted(scenario.variants, key=lambda name: name != first):
        played = edition(scenario, name)
        with contextlib.suppress(ScenarioError):
            solved(played, paths.cache() / "solutions")
            tell(Solved(name, played.hash))
