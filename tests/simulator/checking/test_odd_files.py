"""Paths that lead to pipes, devices, folders, loops and files of many gigabytes: one message, at once."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.simulator.calls import ROOT, world

MEMORY = 600 * 2**20
"""Bytes of address space that a check without the solver stays below."""


def checked(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """`jiefang` in a process of its own with little memory and a minute, far more than it needs."""
    return subprocess.run(
        [sys.executable, "-m", "simulator.cli", *map(str, arguments)],
        capture_output=True, check=False, cwd=ROOT, encoding="utf-8", env=world(), stdin=subprocess.DEVNULL, timeout=60,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)),
    )  # fmt: skip


def odd(folder: Path, kind: str) -> Path:
    """A folder whose `scenario.yaml` is of an odd kind."""
    folder.mkdir()
    file = folder / "scenario.yaml"
    match kind:
        case "pipe":
            os.mkfifo(file)
        case "device":
            file.symlink_to("/dev/zero")
        case "folder":
            file.mkdir()
        case "loop":
            file.symlink_to(file)
        case "nowhere":
            file.symlink_to("nothing")
        case "huge":
            with file.open("wb") as made:
                made.truncate(20 * 2**30)
        case "lines":
            file.write_text("a:\n" + "- x\n" * 6_000_000, "ascii")
    return folder


KINDS = {
    "pipe": "JF0002",
    "device": "JF0002",
    "folder": "JF0002",
    "loop": "JF0003",
    "nowhere": "JF0001",
    "huge": "JF0004",
    "lines": "JF0004",
}


@pytest.mark.parametrize(("kind", "code"), KINDS.items())
def test_what_stands_there_is_said(tmp_path: Path, kind: str, code: str) -> None:
    """Neither waited for nor read whole, though the message also shows the line: by the folder and by the file."""
    folder = odd(tmp_path / "odd", kind)
    for path in (folder,) if kind == "folder" else (folder, folder / "scenario.yaml"):
        done = checked("check", "--no-solve", path)
        assert done.returncode == 1 and code in done.stdout, done
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize("option", ["--fix", "--diff"])
@pytest.mark.parametrize("kind", ["pipe", "huge"])
def test_mending_leaves_it_alone(tmp_path: Path, kind: str, option: str) -> None:
    """`--fix` and `--diff` read no more of it than the check does."""
    folder = odd(tmp_path / "odd", kind)
    done = checked("check", "--no-solve", option, folder)
    assert done.returncode == (1 if option == "--fix" else 0) and "Traceback" not in done.stderr, done


@pytest.mark.parametrize("command", ["import", "verify"])
@pytest.mark.parametrize("path", ["pipe", "/dev/zero"])
def test_an_export_that_is_no_file(tmp_path: Path, command: str, path: str) -> None:
    """It is refused as no exported session instead of being waited for."""
    os.mkfifo(tmp_path / "pipe")
    done = checked("sessions", command, tmp_path / path)
    assert done.returncode == 1 and "Traceback" not in done.stderr, done
