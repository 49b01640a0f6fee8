"""Punctuation of texts, put right in the file they stand in, where the file then says the same but for the marks."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePath
from typing import Any

from scenarios import source
from scenarios.diagnostic import Diagnostic, Mark
from scenarios.punctuation import tidied

PUNCTUATION = "JF7203"
MOST = 200
"""So many lines are tried one by one where not all of them can be changed at once."""

_COMMENT = re.compile(r"(?:^|(?<=\s))#")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")


def punctuated(text: str, file: str) -> tuple[str, tuple[Diagnostic, ...]]:
    """Put right the marks of the texts in a file.

    A line is changed only if the file is read as before, every value with the very marks that the change gives it: a
    comma between two entries of a list, or a colon behind a key, is no mark of a text.

    Args:
        text: what stands in a file.
        file: its path; `en.yaml`, and what stands in a folder `en`, is English.

    Returns:
        The text, the same object where there was nothing to do, and what was done.
    """
    path = PurePath(file)
    language = "en" if path.name == "en.yaml" or path.parent.name == "en" else "zh"
    lines = _LINE.findall(text)
    better = {number: line for number, each in enumerate(lines) if (line := _line(each, language)) != each}
    if not better:
        return text, ()
    same = _sameness(text, language)
    if same is None:
        return text, ()
    if not same("".join(better.get(number, line) for number, line in enumerate(lines))):
        better = _one_by_one(lines, better, same)
    marks = tuple(
        Diagnostic(PUNCTUATION, Mark(file, number + 1, 1 + _first_change(lines[number], line)))
        for number, line in better.items()
    )
    return ("".join(better.get(number, line) for number, line in enumerate(lines)) if better else text), marks


def _line(line: str, language: str) -> str:
    """A line with its marks put right, its comment and its end left alone."""
    end = len(line.rstrip("\r\n"))
    comment = _COMMENT.search(line)
    stop = min(end, comment.start()) if comment is not None else end
    kept = len(line[:stop].rstrip())
    return tidied(line[:kept], language) + line[kept:]


def _one_by_one(lines: list[str], better: dict[int, str], same: Callable[[str], bool]) -> dict[int, str]:
    taken: dict[int, str] = {}
    for number, line in list(better.items())[:MOST]:
        tried = {**taken, number: line}
        if same("".join(tried.get(at, each) for at, each in enumerate(lines))):
            taken = tried
    return taken


def _sameness(text: str, language: str) -> Callable[[str], bool] | None:
    """Whether a changed file says the same; None where the file cannot be read."""
    before = _read(text)
    if before is None:
        return None

    def same(changed: str) -> bool:
        after = _read(changed)
        return after is not None and _alike(before[0], after[0], language) and after[1] == before[1]

    return same


def _read(text: str) -> tuple[Any, list[str]] | None:
    read = source.parse(text, root="any")
    return None if read.root is None else (source.plain(read.root), [d.code for d in read.diagnostics])


def _alike(before: Any, after: Any, language: str) -> bool:
    """Whether two values are the same but for marks that are put right in the second."""
    if isinstance(before, dict):
        return (
            isinstance(after, dict)
            and list(before) == list(after)
            and all(_alike(before[key], after[key], language) for key in before)
        )
    if isinstance(before, list):
        return (
            isinstance(after, list)
            and len(before) == len(after)
            and all(_alike(one, other, language) for one, other in zip(before, after, strict=True))
        )
    if not isinstance(before, str) or not isinstance(after, str):
        return type(before) is type(after) and before == after
    return before == after or _marks_apart(before, language) == _marks_apart(after, language)


def _marks_apart(text: str, language: str) -> str:
    return (
        re.sub(r"\s+", " ", tidied(text.replace("\n", " "), language)) if language == "en" else tidied(text, language)
    )


def _first_change(before: str, after: str) -> int:
    return next((at for at, (one, other) in enumerate(zip(before, after, strict=False)) if one != other), len(before))
