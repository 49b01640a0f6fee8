"""What tests of the record share: a small visit, a store, and children that can be killed."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from scenarios.edition import Edition
from scenarios.edition import edition as edition_of
from scenarios.load import load_text
from simulator.record.events import Event
from simulator.record.log import SessionLog
from simulator.record.store import Store, open_store

VISIT = """
id: desk
title: 窗口一刻
date: 2026-09-15
level: 1
audience: [petition-office]
brief: 一位来访人走到窗口。
petitioner: {name: 周大河, age: 46, style: reactive, agitation: 3, trust: 3, distress: 4}
start: arrive
scenes:
  arrive:
    say: 我来反映一件事。
    next: arrive
    choices:
      seat: {text: 您先坐，喝口水，慢慢说。, moves: [hear_out], rates: {L1: +2}}
      rush: {text: 说快点，后面还有人。, moves: [interrupt], rates: {L1: -2}, goto: talk}
      go_on: {text: 您说，我记着。, moves: [open_question], rates: {L1: +2}, goto: talk}
  talk:
    say: 八个月没发工资了。
    choices:
      ask: {text: 是哪八个月，一共几个人。, moves: [open_question], rates: {L1: +2}, goto: last}
      push: {text: 知道了。, moves: [interrupt], rates: {L1: -2}, goto: last}
  last:
    say: 那我怎么办。
    choices:
      sum_up: {text: 我先把您说的念一遍。, moves: [summarise], rates: {L1: +2}, goto: left}
      cut: {text: 回去等着。, moves: [interrupt], rates: {L1: -2}, goto: left}
endings:
  left: {text: 他说完走了。, outcome: good}
"""


@pytest.fixture(scope="session")
def desk() -> Edition:
    """A visit that plays: three scenes, seven choices, one ending."""
    loaded = load_text(VISIT)
    assert loaded.scenario is not None, loaded.diagnostics
    return edition_of(loaded.scenario)


class SmallEdition(Edition):
    """An edition of a hundred bytes, for tests that write or read it thousands of times; it cannot be played."""

    def data(self) -> dict[str, Any]:
        """Just enough to be verified."""
        return {"rules": self.rules, "variant": self.variant.name, "scenario": {"scenario": {"id": "desk"}}}


@pytest.fixture(scope="session")
def small(desk: Edition) -> Edition:
    """See `SmallEdition`."""
    return SmallEdition(desk.scenario, desk.variant, desk.table_data)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a store may be."""
    return tmp_path / "记录" / "sessions.sqlite3"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    """An open store of one's own."""
    with open_store(path) as store:
        yield store


Begin = Callable[..., SessionLog]


@pytest.fixture
def begin(store: Store, small: Edition) -> Begin:
    """Begins a session in the store."""

    def begin(edition: Edition = small, into: Store = store, **more: str) -> SessionLog:
        given = {"mode": "practice", "seed": "7", "trainee": "林", "language": "zh", **more}
        return into.create(edition, **given)

    return begin


@pytest.fixture
def finished(begin: Begin) -> SessionLog:
    """A session of seven events of several kinds, ended."""
    log = begin()
    for kind, data in [
        ("choice", {"scene": "arrive", "choice": "seat", "before": [6, 3, 4], "after": [5, 4, 4], "latency": 1200}),
        ("note", {"text": "先让他坐下", "scene": "arrive"}),
        ("undo", {"state": [0, -1, False, 1, 0]}),
        ("form", {"scene": "record", "picks": {"owed": "true", "kind": "appeal"}}),
        ("timed_out", {"scene": "arrive", "choice": "go_on"}),
        ("ended", {"ending": "left"}),
    ]:
        log.append(Event(kind, data))
    log.close()
    return log


Child = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def child(desk: Edition, path: Path, tmp_path: Path) -> Iterator[Child]:
    """Starts Python programs that find `edition`, `open_store`, `Event` and `path`, and are gone after the test."""
    data = tmp_path / "edition.json"
    data.write_text(desk.canonical, "utf-8")
    head = (
        "import json, os, sys, time\nfrom pathlib import Path\n"
        "from scenarios.edition import from_data\nfrom simulator.record.events import Event\n"
        "from simulator.record.store import open_store\n"
        f"path = Path({str(path)!r})\n"
        f"edition = from_data(json.loads(Path({str(data)!r}).read_text('utf-8')))\n"
        "who = {'mode': 'practice', 'seed': '7', 'trainee': '林', 'language': 'zh'}\n"
    )
    started: list[subprocess.Popen[str]] = []

    def start(program: str, values: Mapping[str, Any] | None = None) -> subprocess.Popen[str]:
        given = f"given = json.loads({json.dumps(values or {})!r})\n"
        process = subprocess.Popen(
            [sys.executable, "-c", head + given + program],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()
