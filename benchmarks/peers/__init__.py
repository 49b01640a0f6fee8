"""Other programs to measure beside ours: where they are installed, and how to talk to them.

They go into a cache folder of their own (`JIEFANG_BENCH_CACHE`, else `~/.cache/jiefang-benchmarks`), never into the
repository or our environment. What cannot be installed is skipped with a message.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

HERE = Path(__file__).resolve().parent
INKJS = "inkjs@2.4.0"
RUNTIMES = {"bink": "bink==0.7.1", "inkcpp": "inkcpp-py==0.1.12"}
APPS = {"posting": ("posting==2.11.1", "tree-sitter==0.25.2"), "harlequin": ("harlequin==2.17.0",)}
"""posting ends with a segmentation fault beside tree-sitter 0.26.1, the newest that it accepts."""


class MissingPeerError(Exception):
    """A peer that is not here and cannot be installed; the message says why."""


def cache() -> Path:
    """Where peers are kept."""
    named = os.environ.get("JIEFANG_BENCH_CACHE")
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = Path(named) if named else base / "jiefang-benchmarks"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def inkjs() -> Path:
    """The folder of the npm package inkjs, installed when it is missing.

    Raises:
        MissingPeerError: there is no npm or node, or it failed.
    """
    folder = cache() / INKJS.replace("@", "-")
    package = folder / "node_modules" / "inkjs"
    if not shutil.which("npm") or not shutil.which("node"):
        raise MissingPeerError("inkjs: skipped, there is no node with npm here")
    if not (package / "package.json").is_file():
        folder.mkdir(exist_ok=True)
        command = ["npm", "install", "--prefix", str(folder), "--no-audit", "--no-fund", "--no-save", INKJS]
        _installed("inkjs", command)
    return package


def runtime(name: str) -> str:
    """The Python that has `bink` or `inkcpp`, in an environment of its own.

    Raises:
        MissingPeerError: it could not be installed.
    """
    return str(_environment(name, RUNTIMES[name]) / "python")


def app(name: str) -> str:
    """The command of `posting` or `harlequin`, in an environment of its own with the Textual that it asks for.

    Raises:
        MissingPeerError: it could not be installed.
    """
    return str(_environment(name, *APPS[name]) / name)


def _environment(name: str, requirement: str, *more: str) -> Path:
    """The folder of the commands of a package, installed when it is missing; `more` pins what it needs."""
    folder = cache() / f"{requirement.replace('==', '-')}-py{sys.version_info.major}.{sys.version_info.minor}"
    python = folder / "bin" / "python"
    ready = folder / "ready"
    if not ready.is_file():
        shutil.rmtree(folder, ignore_errors=True)
        _installed(name, [sys.executable, "-m", "venv", str(folder)])
        _installed(
            name, [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", requirement, *more]
        )
        ready.touch()
    return folder / "bin"


def _installed(name: str, command: Sequence[str], patience: int = 600) -> None:
    print(f"   ... installing {name} into {cache()}", file=sys.stderr, flush=True)
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=patience)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise MissingPeerError(f"{name}: skipped, not installed: {error}") from error
    if done.returncode:
        reason = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1:]
        raise MissingPeerError(f"{name}: skipped, not installed: {' '.join(reason)}")


class Peer:
    """A peer that runs: one request, one answer, both a line of JSON."""

    def __init__(self, command: Sequence[str], environment: dict[str, str] | None = None) -> None:
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            env={**os.environ, **(environment or {})},
        )

    def ask(self, do: str, **request: object) -> dict[str, Any]:
        """Put a request and wait for the answer.

        Raises:
            MissingPeerError: the peer is gone; the message has its last words.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write(json.dumps({"do": do, **request}) + "\n")
            self._process.stdin.flush()
        except OSError:
            pass  # it ended; what it wrote before says why
        line = self._process.stdout.readline()
        if not line:
            assert self._process.stderr is not None
            words = self._process.stderr.read().strip().splitlines()
            raise MissingPeerError(f"{self._process.args!s}: {' '.join(words[-2:])}")
        found: dict[str, Any] = json.loads(line)
        return found

    def __enter__(self) -> Peer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            if stream is not None:
                stream.close()


def ink_compiler() -> Peer:
    """inkjs, compiler and runtime.

    Raises:
        MissingPeerError: it is not here.
    """
    return Peer(["node", str(HERE / "inkjs.js")], {"INKJS": str(inkjs())})


def ink_runtime(name: str, story: Path) -> Peer:
    """bink or inkcpp with a compiled story.

    Raises:
        MissingPeerError: it is not here.
    """
    return Peer([runtime(name), str(HERE / "ink_runtimes.py"), name, str(story)])
