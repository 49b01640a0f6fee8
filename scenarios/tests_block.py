"""Tests that the program writes into a scenario's file: a block of its own at the end of `tests:`, or one by its name.

The file is edited as text. Every byte outside the block or the one test stays as it is.
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
    newline, lines, _ = _taken_apart(text)
    lines = _without_block(lines)
    root = source.parse(newline.join(lines).removeprefix("\ufeff")).root
    entry = root.entries.get("tests") if isinstance(root, source.Mapping) else None
    if entry is None:
        return newline.join(_appended(lines, tests))
    assert isinstance(root, source.Mapping)
    return newline.join(_inserted(lines, root, entry, tests))


def with_test(text: str, test: WrittenTest) -> str:
    """The text of a scenario's file with one test put in by its name, which is the comment behind its first line.

    A test of that name is replaced, wherever it stands but in the program's block; else it comes behind the author's
    tests, before that block.

    Args:
        text: of the file, with the line ends and the byte order mark it has.
        test: what to write; its comment is the name.

    Raises:
        CannotWriteError: `tests:` is written in brackets, the block's marks are damaged, or the file is no scenario.
    """
    newline, lines, root = _taken_apart(text)
    begin, end = _block_lines(lines)
    entry = root.entries.get("tests")
    value = entry.value if entry is not None else None
    if entry is None or not isinstance(value, source.Sequence) or not value.items:
        if entry is None:
            return newline.join([*_ended(lines), "", "tests:", *written(test, 2), ""])
        at = _opened(lines, entry) if begin is None else begin
        return newline.join([*lines[:at], *written(test, 2), *lines[at:]])
    if lines[value.line - 1][value.column - 1] == "[":
        raise CannotWriteError("flow", value.line)
    last, indent = _last_line(lines, root, entry), value.column - 1
    starts = [item.line for item in value.items]
    named = re.compile(rf"[ ]*- .*[ ]#[ ]*{re.escape(test.comment)}[ ]*")
    for number, line in enumerate(starts):
        inside = begin is not None and end is not None and begin < line <= end
        if not inside and named.fullmatch(lines[line - 1]):
            behind = starts[number + 1] - 1 if number + 1 < len(starts) else last
            while not lines[behind - 1].strip() or lines[behind - 1].lstrip().startswith("#"):
                behind -= 1
            return newline.join([*lines[: line - 1], *written(test, indent), *lines[behind:]])
    at = last if begin is None else begin
    return newline.join([*lines[:at], *written(test, indent), *lines[at:]])


def _taken_apart(text: str) -> tuple[str, list[str], source.Mapping]:
    """The line end of a file, its lines, and its tree.

    Raises:
        CannotWriteError: it is no scenario, or one in brackets.
    """
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = text.split(newline)
    root = source.parse(text.removeprefix("\ufeff")).root
    if not isinstance(root, source.Mapping) or _in_brackets(lines, root):
        raise CannotWriteError("broken", 1)
    return newline, lines, root


def _in_brackets(lines: Sequence[str], root: source.Mapping) -> bool:
    return lines[root.line - 1].removeprefix("\ufeff").lstrip().startswith("{")


def _block_lines(lines: Sequence[str]) -> tuple[int | None, int | None]:
    """Index of the first and the last line of the program's block; None where there is none."""
    begins = [n for n, line in enumerate(lines) if _BEGIN.match(line)]
    ends = [n for n, line in enumerate(lines) if _END.match(line)]
    if not begins and not ends:
        return None, None
    if len(begins) != 1 or len(ends) != 1 or ends[0] < begins[0]:
        raise CannotWriteError("marks", (begins or ends)[-1] + 1)
    return begins[0], ends[0]


def _without_block(lines: Sequence[str]) -> list[str]:
    """The lines without the program's block."""
    begin, end = _block_lines(lines)
    if begin is None or end is None:
        return list(lines)
    return [*lines[:begin], *lines[end + 1 :]]


def _ended(lines: list[str]) -> list[str]:
    """The lines without blank ones at the end."""
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    return lines


def _appended(lines: list[str], tests: Sequence[WrittenTest]) -> list[str]:
    """`tests:` at the end of the file, whose last line is ended first."""
    return [*_ended(lines), "", "tests:", *block(tests, 2), ""]


def _opened(lines: list[str], entry: source.Entry) -> int:
    """Make an empty `tests:`, `tests: []` ready for entries; the number of the line they go behind."""
    line = lines[entry.line - 1]
    lines[entry.line - 1] = re.sub(r"^(\ufeff?tests[ ]*:)[ ]*(?:\[[ ]*\]|null|~)(?=\s|$)", r"\1", line)
    return entry.line


def _inserted(lines: list[str], root: source.Mapping, entry: source.Entry, tests: Sequence[WrittenTest]) -> list[str]:
    value = entry.value
    if isinstance(value, source.Sequence) and value.items:
        if lines[value.line - 1][value.column - 1] == "[":
            raise CannotWriteError("flow", value.line)
        last, indent = _last_line(lines, root, entry), value.column - 1
    else:
        # Nothing is there yet: `tests:`, or `tests: []`.
        last, indent = _opened(lines, entry), 2
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
    return [blank + BEGIN, *(line for test in tests for line in written(test, indent)), blank + END]


def written(test: WrittenTest, indent: int) -> list[str]:
    """The lines of one test."""
    blank = " " * indent
    found = [f"{blank}- variant: {_word(test.variant)}  # {test.comment}"]
    found += _wrapped([_word(choice) for choice in test.choices], blank + "  choices: [", "]")
    if test.seed != "0":
        found.append(f"{blank}  seed: {test.seed}")
    expect = ", ".join(f"{key}: {_word(value)}" for key, value in test.expect.items())
    return [*found, f"{blank}  expect: {{{expect}}}"]


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
