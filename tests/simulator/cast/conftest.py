"""What tests of recordings share: visits at a desk whose clock is ours, and a terminal that shows what is written."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pyte
import pytest

from scenarios.edition import Edition, edition
from scenarios.load import load_or_raise
from scenarios.play import Play
from scenarios.search_path import library
from simulator.app import screenshot
from simulator.app.frames import Frames
from simulator.app.recorder import Look, record
from simulator.cast.asciicast import Cast
from simulator.cast.pace import Pace
from simulator.record.log import Session
from simulator.record.store import Store, open_store
from simulator.replay.recording import Recording, read
from simulator.visit import Visit

HERE = Path(__file__).parent
DESK = HERE.parent / "app_forms" / "desk"
BEGAN = datetime(2026, 9, 15, 7, 0, tzinfo=UTC)

RECORD = {"broken": "tick", "called": "leave", "visitors": "1", "kind": "appeal"}


@cache
def edition_of(place: Path, variant: str | None = None) -> Edition:
    """An edition, loaded once."""
    loaded = load_or_raise(place)
    return edition(loaded, variant or next(iter(loaded.variants)))


@dataclass
class Clock:
    """A clock that goes on when we say."""

    seconds: float = 0.0

    def now(self) -> str:
        """The time, as the log has it."""
        return (BEGAN + timedelta(seconds=self.seconds)).isoformat(timespec="milliseconds")


@dataclass
class Trainee:
    """Someone at a desk who takes as long as we say."""

    store: Store
    clock: Clock

    def at(self, place: Path = DESK, *, variant: str | None = None, mode: str = "practice", seed: str = "3",
           language: str = "zh") -> AtDesk:  # fmt: skip
        """Sit down for a visit."""
        played = edition_of(place, variant)
        log = self.store.create(played, mode=mode, seed=seed, trainee="林晓", language=language)
        visit = Visit(Play(played, seed), log.session, log, lambda: self.clock.seconds)
        visit.shown()
        return AtDesk(self, visit)


@dataclass
class AtDesk:
    """A visit on its way; every step takes some seconds."""

    trainee: Trainee
    visit: Visit

    def wait(self, seconds: float) -> AtDesk:
        """Let time go by."""
        self.trainee.clock.seconds += seconds
        return self

    def choose(self, *choices: str, seconds: float = 1.5) -> AtDesk:
        """Take choices."""
        for choice in choices:
            self.wait(seconds)
            self.visit.choose(choice)
            self.visit.shown()
        return self

    def fill_in(self, seconds: float = 12.0, **picks: str) -> AtDesk:
        """Hand a form in: every line its first option, unless told otherwise."""
        self.wait(seconds)
        first = {line.line.id: line.options[0][0].id for line in self.visit.play.form()}
        self.visit.submit(first | picks)
        self.visit.shown()
        return self

    def undo(self, seconds: float = 1.0) -> AtDesk:
        """Take a step back."""
        self.wait(seconds)
        self.visit.undo()
        self.visit.shown()
        return self

    def leave(self) -> Session:
        """The end, or a break."""
        log = self.visit.log
        assert log is not None
        if self.visit.play.ended:
            self.visit.end()
        session = log.session
        log.close()
        return session

    def recording(self) -> Recording:
        """Leave, and read what was recorded."""
        return read(self.trainee.store.transcript(self.leave().id))


@contextmanager
def at_work(path: Path) -> Iterator[Trainee]:
    """Someone with a store of their own, whose clock they are."""
    clock = Clock()
    with open_store(path, clock=clock.now) as store:
        yield Trainee(store, clock)


@pytest.fixture
def trainee(tmp_path: Path) -> Iterator[Trainee]:
    """Someone at a desk, with a store of their own."""
    with at_work(tmp_path / "记录.sqlite3") as someone:
        yield someone


@pytest.fixture(autouse=True)
def _solved_once(solutions: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was solved is there for the next test; a store of its own each test has anyway."""
    monkeypatch.setenv("JIEFANG_HOME", str(solutions))


@pytest.fixture(scope="session")
def solutions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that is kept for all tests."""
    return tmp_path_factory.mktemp("solutions")


@dataclass
class Film:
    """A recording of a whole visit, and every frame: its output, and the screen as the app itself told it."""

    recording: Recording
    cast: Cast
    frames: list[tuple[str, str]]

    @property
    def screens(self) -> list[str]:
        """The screens alone."""
        return [screen for _output, screen in self.frames]


@contextmanager
def watching() -> Iterator[list[tuple[str, str]]]:
    """Every frame that is taken meanwhile: its output, and the screen as the app itself tells it."""
    taken: list[tuple[str, str]] = []
    real = Frames.next

    def watched(frames: Frames) -> str:
        output = real(frames)
        taken.append((output, screenshot.text(frames._app)))
        return output

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Frames, "next", watched)
        yield taken


@pytest.fixture(scope="session")
def film(solutions: Path, tmp_path_factory: pytest.TempPathFactory) -> Film:
    """The whole visit at 80 x 24 in Chinese, recorded once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JIEFANG_HOME", str(solutions))
        with at_work(tmp_path_factory.mktemp("film") / "记录.sqlite3") as trainee, watching() as frames:
            recording = whole(trainee.at()).recording()
            return Film(recording, asyncio.run(recorded(recording)), frames)


def whole(desk: AtDesk) -> AtDesk:
    """A visit with everything in it: an undo, a note, a hint, two forms, an end."""
    desk.choose("rush").undo().choose("seat", seconds=3.25)
    desk.wait(2).visit.note("先让她坐下")
    desk.choose("before", "blame")
    desk.wait(1).visit.hint()
    desk.choose("go_on", "steps").fill_in(broken="tick", called="leave").fill_in(6).choose("number")
    return desk


async def recorded(recording: Recording, size: tuple[int, int] = (80, 24), language: Any = "zh",
                   pace: Pace | None = None) -> Cast:  # fmt: skip
    """A recording of a size, in a language."""
    return await record(recording, Look(*size, language), pace or Pace())


class Terminal:
    """An emulated terminal."""

    def __init__(self, columns: int, rows: int) -> None:
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.Stream(self._screen)

    def feed(self, output: str) -> Terminal:
        """Write to it."""
        self._stream.feed(output)
        return self

    @property
    def text(self) -> str:
        """Its lines, nothing at line ends; as `screenshot.text` has them."""
        lines = ("".join(self._screen.buffer[row][column].data for column in range(self._screen.columns))
                 for row in range(self._screen.lines))  # fmt: skip
        return "\n".join(line.rstrip() for line in lines) + "\n"


def at_markers(text: str) -> list[tuple[str, str]]:
    """Label and screen of every marker of a file, and at last the screen at its end."""
    header, *lines = map(json.loads, text.split("\n")[:-1])
    size = header["term"] if header["version"] == 3 else {"cols": header["width"], "rows": header["height"]}
    terminal = Terminal(size["cols"], size["rows"])
    found = []
    for _time, code, data in lines:
        if code == "m":
            found.append((data, terminal.text))
        else:
            terminal.feed(data)
    return [*found, ("", terminal.text)]


def library_visit(trainee: Trainee, scenario: str = "unpaid-wages", **more: str) -> Recording:
    """A visit of the library, always the first open choice, recorded."""
    desk = trainee.at(library() / scenario, **more)
    for _ in range(200):
        if desk.visit.play.ended:
            break
        if desk.visit.play.node.form is not None:
            desk.fill_in()
        else:
            desk.choose(desk.visit.play.open_ids()[0])
    return desk.recording()
