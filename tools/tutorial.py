"""Does what docs/authoring.md and its Chinese twin say, step by step, and writes what the commands show into them.

.venv/bin/python tools/tutorial.py; with `--check` it only says whether that is needed.

Comments in the pages say what a block is for:

    <!-- scenario.yaml: whole -->              the block is the file
    <!-- scenario.yaml: end -->                it goes behind the last line
    <!-- scenario.yaml: last line -->          it takes the place of the last line
    <!-- scenario.yaml: before facts -->       it goes in front of that section
    <!-- scenario.yaml: replace scenes.ask --> it takes the place of that section or scene
    <!-- scenario.yaml: change A to B -->      no block: a piece of a line that stands there once
    <!-- en.yaml: delete -->                   no block
    <!-- my-pack/pack.yaml: whole -->          a path with a slash begins in the folder that holds the scenario
    <!-- my-pack/scenarios/x: copy of x -->    no block: a folder
    <!-- run -->                               its lines are commands
    <!-- shows -->                            what they print; `shows 3-9` or `shows last 1`: these lines of it
"""

from __future__ import annotations

import io
import os
import re
import shlex
import sys
import tempfile
from collections.abc import Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools.reference_page import write  # noqa: E402

PAGES = {"en": ROOT / "docs" / "authoring.md", "zh": ROOT / "docs" / "authoring.zh-CN.md"}
NAME = "night-noise"
_MARK = re.compile(r"^<!-- (.+?) -->$")
_SECONDS = re.compile(r"(?<=用时 )[\d.]+|(?<=seconds )[\d.]+")


@dataclass(frozen=True, slots=True)
class Part:
    """A block of a page that something is done with.

    Attributes:
        step: the number of the step, from 1.
        what: the comment above it.
        block: the lines of the block, without the fences.
        start: index of its first line in the page, where it has one.
    """

    step: int
    what: str
    block: tuple[str, ...]
    start: int


def parts(page: str) -> Iterator[Part]:
    """What a page does, in order."""
    lines, step = page.splitlines(), 0
    for index, line in enumerate(lines):
        step += line.startswith("## ")
        mark = _MARK.match(line)
        if mark is None:
            continue
        start = index + 2
        fenced = index + 1 < len(lines) and lines[index + 1].startswith("```")
        block = lines[start : lines.index("```", start)] if fenced else []
        yield Part(step, mark[1], tuple(block), start)


class Workshop:
    """A folder in which the steps are done."""

    def __init__(self, folder: Path, language: str) -> None:
        self.folder = folder
        self.language = language
        self.shown: list[str] = []
        """What the last commands printed."""

    def do(self, part: Part) -> None:
        """Do what a block says.

        Raises:
            ValueError: it cannot be done: no such section, a text that is not there just once, a wrong command.
        """
        if part.what == "run":
            self.shown = [line for command in part.block for line in self.run(command)]
        elif not part.what.startswith("shows"):
            name, _, how = part.what.partition(": ")
            self._edit(self.folder / (name if "/" in name else f"{NAME}/{name}"), how, part.block)

    def run(self, command: str) -> list[str]:
        """What a command prints, seconds made the same in every run."""
        from simulator.cli import main

        words = shlex.split(command)
        assert words[0] == "jiefang", command
        for module in [name for name in sys.modules if name.startswith("simulator.commands.")]:
            del sys.modules[module]  # their help is worded when they are imported
        out, code = io.StringIO(), None
        with chdir(self.folder), redirect_stdout(out), redirect_stderr(io.StringIO()):
            try:
                main(["--lang", self.language, *words[1:]])
            except SystemExit as left:
                code = left.code
        if code not in (0, 1, None):
            raise ValueError(f"{command}: exit code {code}")
        return _SECONDS.sub("0.1", out.getvalue()).rstrip("\n").split("\n")

    def _edit(self, file: Path, how: str, block: tuple[str, ...]) -> None:
        if how == "delete":
            file.unlink()
            return
        if how.startswith("copy of "):
            copytree(self.folder / how.removeprefix("copy of "), file)
            return
        file.parent.mkdir(exist_ok=True)
        lines = file.read_text("utf-8").splitlines() if how != "whole" else []
        written = "\n".join(edited(lines, how, list(block))) + "\n"
        file.write_text(written, "utf-8")


def edited(lines: list[str], how: str, block: list[str]) -> list[str]:
    """The lines of a file after an edit; `how` is what stands behind the colon of its comment."""
    verb, _, name = how.partition(" ")
    match verb:
        case "whole" | "end":
            return [*lines, *block]
        case "last":
            return [*lines[:-1], *block]
        case "before":
            start, _ = _section(lines, name)
            return [*lines[:start], *block, "", *lines[start:]]
        case "replace":
            start, end = _section(lines, name)
            return [*lines[:start], *block, *lines[end:]]
        case "change":
            old, _, new = name.partition(" to ")
            text = "\n".join(lines)
            if text.count(old) != 1:
                raise ValueError(f"{old!r} stands there {text.count(old)} times")
            return text.replace(old, new).split("\n")
    raise ValueError(how)


def _section(lines: list[str], name: str) -> tuple[int, int]:
    """Where a section (`facts`, `scenes.ask.say`) begins, and where it ends."""
    low, high = 0, len(lines)
    for depth, key in enumerate(name.split(".")):
        indent = "  " * depth
        found = [n for n in range(low, high) if re.match(rf"{indent}{re.escape(key)}:( |$)", lines[n])]
        if len(found) != 1:
            raise ValueError(f"{name}: {key} stands there {len(found)} times")
        low = found[0]
        ends = (n for n in range(low + 1, high) if re.match(rf" {{0,{len(indent)}}}\S", lines[n]))
        high = next(ends, high)
    while not lines[high - 1]:  # the blank lines behind it belong to nobody
        high -= 1
    return low, high


def done(page: str, language: str, folder: Path, until: int = 99) -> str:
    """Do the steps of a page in a folder; the page with what the commands show.

    Args:
        page: the text of the page.
        language: that the commands speak.
        folder: an empty one.
        until: the last step to do.
    """
    workshop, lines = Workshop(folder, language), page.splitlines()
    shown: list[tuple[int, int, list[str]]] = []
    for part in parts(page):
        if part.step > until:
            break
        workshop.do(part)
        if part.what.startswith("shows"):
            text = _lines(workshop.shown, part.what.removeprefix("shows").strip())
            shown.append((part.start, len(part.block), [line.rstrip() for line in text]))
    for start, length, text in reversed(shown):
        lines[start : start + length] = text
    return "\n".join(lines) + "\n"


def _lines(shown: list[str], which: str) -> list[str]:
    """All lines, those of `3-9`, or the `last 2`."""
    if which.startswith("last "):
        return shown[-int(which.removeprefix("last ")) :]
    first, _, last = which.partition("-")
    return shown[int(first or 1) - 1 : int(last) if last else None]


def renewed(language: str) -> str:
    """The page as it should be."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        home.mkdir()
        os.environ["JIEFANG_HOME"] = str(home)
        return done(PAGES[language].read_text("utf-8"), language, Path(folder))


if __name__ == "__main__":
    sys.exit(write(PAGES, renewed))
