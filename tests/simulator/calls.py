"""Calling the command line from tests: in this process for speed, or in one of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from simulator import i18n
from simulator.cli import main
from tests.scoring.mutated import clean_text

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Call:
    """What a call printed and how it left."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """What it printed, read as JSON."""
        return json.loads(self.out)


class Caller:
    """Calls commands in this process, whose output pytest captures."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: str | Path) -> Call:
        """Make a call. A traceback would come out of here as the exception it is."""
        # The help of a command is worded when its module is imported: each call is as fresh as a process.
        for name in [name for name in sys.modules if name.startswith("simulator.commands.")]:
            del sys.modules[name]
        language = i18n.language()
        self._capsys.readouterr()
        try:
            with pytest.raises(SystemExit) as left:
                main(list(map(str, arguments)))
        finally:
            i18n.use(language)
        shown = self._capsys.readouterr()
        code = left.value.code
        return Call(code if isinstance(code, int) else 1, shown.out, shown.err)


def process(*arguments: str | Path, python: str = "", cwd: Path = ROOT, typed: str = "", **environment: str) -> Call:
    """Make a call in a process of its own.

    Args:
        arguments: of the command.
        python: code to run instead of the command.
        cwd: the folder to call it in.
        typed: its standard input.
        environment: variables to set; an empty one is left out.
    """
    done = subprocess.run(
        [sys.executable, *(["-c", python] if python else ["-m", "simulator.cli"]), *map(str, arguments)],
        input=typed, capture_output=True, text=True, encoding="utf-8", check=False, cwd=cwd, env=world(**environment),
        timeout=120,
    )  # fmt: skip
    return Call(done.returncode, done.stdout, done.stderr)


def world(**environment: str) -> dict[str, str]:
    """The environment of a process: ours, with some variables set or, where empty, left out."""
    given = {key: value for key, value in os.environ.items() if key not in environment}
    return given | {key: value for key, value in environment.items() if value}


def put(folder: Path, text: str, name: str = "small") -> Path:
    """Write a scenario into a folder; its id becomes the folder's name."""
    place = folder / name
    place.mkdir(parents=True, exist_ok=True)
    (place / "scenario.yaml").write_text(text.replace("id: small\n", f"id: {name}\n", 1), "utf-8")
    return place


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Caller:
    """Calls commands."""
    return Caller(capsys)


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the small scenario alone, in which no check finds anything but missing English."""
    folder = tmp_path_factory.mktemp("library")
    put(folder, clean_text())
    return folder


@pytest.fixture(scope="session")
def solutions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that keeps what was solved for the next test."""
    return tmp_path_factory.mktemp("solutions")


@pytest.fixture
def small(library: Path, solutions: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The small scenario by its id, solved once for all tests."""
    monkeypatch.setenv("JIEFANG_SCENARIOS", str(library))
    monkeypatch.setenv("JIEFANG_HOME", str(solutions))
    return "small"
