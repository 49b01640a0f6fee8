"""Tests that the program writes into a scenario's file: a block of its own at the end of `tests:`, and nothing else.

The file is edited as text. Every byte outside the block stays as it is; written again, only the block changes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scenarios import source

BEGIN = "# >>> jiefang analyse --emit-tests：以下由程序写，再写时整块换掉"
END = "# <<< jiefang analyse --emit-tests"
_BEGIN, _END = (re.compile(rf"[ ]*{re.escape(mark)} jiefang analyse --emit-tests") for mark in ("# >>>", "# <<<"))
_SPECIAL = frozenset(("true", "false", "null", "yes", "no", "on", "off", "y", "n"))
WIDTH = 118


class CannotWriteError(Exception):
    """The file is so written that the block has no place in it; `reason` is `flow`, `marks` or `broken`."""

    def __init__(self, reason: str, line: int) -> None:
        self.reason = reason
        self.line = line
        super().__init__(f"{reason} in line {line}")


@dataclass(frozen=True, slots=True)
class WrittenTest:
    """One test to be written. `comment` stands above it."""

    variant: str
    choices: Sequence[str]
    seed: str
    expect: Mapping[str, str]
    comment: str


def with_tests(text: str, tests: Sequence[WrittenTest]) -> str:
    """The text of a scenario's file with the program's block of tests put in or replaced.

    Args:
        text: of the file, with the line ends and the byte order mark it has.
        tests: what the block is to hold.

    Raises:
        CannotWriteError: `tests:` is written in brackets, the block's marks are damaged, or the file is no scenario.
    """
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = text.split(newline)
    root = source.parse(text.removeprefix("\ufeff")).root
    if not isinstance(root, source.Mapping) or _in_brackets(lines, root):
        raise CannotWriteError("broken", 1)
    lines = _without_block(lines)
    root = source.parse(newline.join(lines).removeprefix("\ufeff")).root
    entry = root.entries.get("tests") if isinstance(root, source.Mapping) else None
    if entry is None:
        return newline.join(_appended(lines, tests))
    assert isinstance(root, source.Mapping)
    return newline.join(_inserted(lines, root, entry, tests))


def _in_brackets(lines: Sequence[str], root: source.Mapping) -> bool:
    return lines[root.line - 1].removeprefix("\ufeff").lstrip().startswith("{")


def _without_block(lines: Sequence[str]) -> list[str]:
    """The lines without the program's block."""
    begins = [n for n, line in enumerate(lines) if _BEGIN.match(line)]
    ends = [n for n, line in enumerate(lines) if _END.match(line)]
    if not begins and not ends:
        return list(lines)
    if len(begins) != 1 or len(ends) != 1 or ends[0] < begins[0]:
        raise CannotWriteError("marks", (begins or ends)[-1] + 1)
    return [*lines[: begins[0]], *lines[ends[0] + 1 :]]


def _appended(lines: list[str], tests: Sequence[WrittenTest]) -> list[str]:
    """`tests:` at the end of the file, whose last line is ended first."""
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    return [*lines, "", "tests:", *block(tests, 2), ""]


def _inserted(lines: list[str], root: source.Mapping, entry: source.Entry, tests: Sequence[WrittenTest]) -> list[str]:
    value = entry.value
    if isinstance(value, source.Sequence) and value.items:
        if lines[value.line - 1][value.column - 1] == "[":
            raise CannotWriteError("flow", value.line)
        last, indent = _last_line(lines, root, entry), value.column - 1
    else:
        # Nothing is there yet: `tests:`, or `tests: []`.
        line = lines[entry.line - 1]
        lines[entry.line - 1] = re.sub(r"^(\ufeff?tests[ ]*:)[ ]*(?:\[[ ]*\]|null|~)(?=\s|$)", r"\1", line)
        last, indent = entry.line, 2
    return [*lines[:last], *block(tests, indent), *lines[last:]]


def _last_line(lines: Sequence[str], root: source.Mapping, entry: source.Entry) -> int:
    """The number of the last line of an entry's value; comments and blanks behind it belong to what follows."""
    following = min((e.line for e in root.entries.values() if e.line > entry.line), default=len(lines) + 1)
    last = following - 1
    while last > entry.line and (not lines[last - 1].strip() or lines[last - 1].startswith("#")):
        last -= 1
    return last


def block(tests: Sequence[WrittenTest], indent: int) -> list[str]:
    """The lines of the block."""
    blank = " " * indent
    found = [blank + BEGIN]
    for test in tests:
        head = f"variant: {_word(test.variant)}"
        found.append(f"{blank}- {head}  # {test.comment}")
        found += _wrapped([_word(choice) for choice in test.choices], blank + "  choices: [", "]")
        if test.seed != "0":
            found.append(f"{blank}  seed: {test.seed}")
        expect = ", ".join(f"{key}: {_word(value)}" for key, value in test.expect.items())
        found.append(f"{blank}  expect: {{{expect}}}")
    return [*found, blank + END]


def _wrapped(words: Sequence[str], head: str, tail: str) -> list[str]:
    """Words in brackets, on as many lines as they need."""
    lines, line = [], head
    for number, word in enumerate(words):
        more = word + (tail if number == len(words) - 1 else ",")
        if len(line) + len(more) > WIDTH and line.strip() and not line.endswith("["):
            lines.append(line.rstrip())
            line = " " * len(head)
        line += more + ("" if number == len(words) - 1 else " ")
    return [*lines, line if words else head + tail]


def _word(text: str) -> str:
    """A word as it can stand in a list, quoted where YAML might take it for something else."""
    return f'"{text}"' if text.lower() in _SPECIAL else text
