"""Mistakes of writing that can be put right without asking: full-width signs and blanks where YAML wants its own.

Half-width marks where Chinese has its own are put right by `fixes_of_marks.py`.

Pure: a text goes in, a better one comes out. What is changed keeps every word of the author; a change is only taken if
afterwards fewer things are wrong with the text and nothing new is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from scenarios.diagnostic import Diagnostic
from scenarios.fixes_of_marks import PUNCTUATION, punctuated
from scenarios.source import parse

ROUNDS = 100
"""How often a text is read anew: the reader stops at the first error of syntax and finds the next one only then."""

_LINE_END = re.compile(r"\r\n|\r|\n")
_INVISIBLE = "\u200b\u2060\ufeff\u3164"
_HAN = re.compile("[\u3400-\u9fff\uff00-\uffef\u3000-\u303f]")

Edit = Callable[[str, int, Mapping[str, Any]], str | None]
"""`(line, index of the mark, arguments) -> the line put right`, or None where it is not sure what was meant."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """A text after the safe changes.

    Attributes:
        text: the text, with the line ends it had.
        done: what was put right, in the order it was done; marks are those of the text at that time, whose lines are
            still the same.
    """

    text: str
    done: tuple[Diagnostic, ...]


def fix(text: str, file: str = "<text>") -> Fixed:
    """Put right what is safe to put right.

    Args:
        text: what stands in a file.
        file: the name for marks.

    Returns:
        The text and what was done. The text is the same object where there was nothing to do.
    """
    done: list[Diagnostic] = []
    found = parse(text, file).diagnostics
    for _ in range(ROUNDS):
        step = _next(text, file, found)
        if step is None:
            break
        text, diagnostic, found = step
        done.append(diagnostic)
    text, marks = punctuated(text, file)
    return Fixed(text, (*done, *marks))


def fixable(code: str) -> bool:
    """Whether findings of this code can be put right by :func:`fix`, if it is sure what was meant."""
    return code in _EDITS or code == PUNCTUATION


def _next(text: str, file: str, found: tuple[Diagnostic, ...]) -> tuple[str, Diagnostic, tuple[Diagnostic, ...]] | None:
    """The first change that makes the text better, with what is still found then."""
    for diagnostic in found:
        changed = _changed(text, diagnostic)
        if changed is None:
            continue
        after = parse(changed, file).diagnostics
        if _better(found, after, diagnostic):
            return changed, diagnostic, after
    return None


def _better(before: tuple[Diagnostic, ...], after: tuple[Diagnostic, ...], mended: Diagnostic) -> bool:
    """Whether a change mended something and broke nothing down to its line.

    Further on in the line other mistakes that can be mended may come to light, and below it any: an error of syntax had
    hidden them.
    """
    line = mended.mark.line if mended.mark is not None else 0
    here = Counter(d.code for d in before if d.mark is not None and d.mark.line <= line)
    left = [d for d in after if d.mark is not None and d.mark.line <= line]
    if any((d.code, d.mark) == (mended.code, mended.mark) for d in left):
        return False
    new = Counter(d.code for d in left) - here
    return not new or (new.total() == 1 and all(fixable(code) for code in new))


def _changed(text: str, diagnostic: Diagnostic) -> str | None:
    edit, mark = _EDITS.get(diagnostic.code), diagnostic.mark
    if edit is None or mark is None:
        return None
    start = 0
    for _ in range(mark.line - 1):
        end = _LINE_END.search(text, start)
        if end is None:
            return None
        start = end.end()
    end = _LINE_END.search(text, start)
    stop = end.start() if end is not None else len(text)
    line = text[start:stop]
    if not 0 <= mark.column - 1 <= len(line):
        return None
    better = edit(line, mark.column - 1, diagnostic.arguments)
    return None if better is None or better == line else text[:start] + better + text[stop:]


# ---- one edit a code ---------------------------------------------------------------------------------------------


def _tab(line: str, _at: int, _arguments: Mapping[str, Any]) -> str | None:
    """Two blanks for every tab of the indentation."""
    rest = line.lstrip(" \t")
    return line[: len(line) - len(rest)].replace("\t", "  ") + rest


def _wide_colon(line: str, at: int, _arguments: Mapping[str, Any]) -> str | None:
    """`text：` -> `text: `."""
    rest = line[at + 1 :].lstrip(" \u3000")
    return f"{line[:at]}: {rest}".rstrip() if line[at : at + 1] == "：" else None


def _odd_space(line: str, at: int, _arguments: Mapping[str, Any]) -> str | None:
    """An ordinary blank; two for a full-width one in the indentation, none for what has no width."""
    odd = line[at : at + 1]
    if odd in _INVISIBLE:
        return line[:at] + line[at + 1 :]
    indented = odd == "\u3000" and not line[:at].strip(" ")
    return line[:at] + ("  " if indented else " ") + line[at + 1 :]


_BRACKETS = str.maketrans("［］｛｝", "[]{}")


def _wide_sign(line: str, at: int, arguments: Mapping[str, Any]) -> str | None:
    """The sign that YAML has; a comma takes a blank behind it. Brackets come in pairs, so all of the line's change."""
    right, rest = str(arguments.get("right", "")), line[at + 1 :]
    if line[at : at + 1] != arguments.get("found") or not right:
        return None
    if right in "[]{}":
        return None if set("\"'") & set(line) else line[:at] + line[at:].translate(_BRACKETS)
    gap = " " if right in ",#-" and rest and not rest.startswith(" ") else ""
    return line[:at] + right + gap + rest


def _blank_behind(line: str, at: int, _arguments: Mapping[str, Any]) -> str | None:
    """`-text` -> `- text`, `text:您` -> `text: 您`."""
    return f"{line[: at + 1]} {line[at + 1 :]}"


def _second_colon(line: str, _at: int, _arguments: Mapping[str, Any]) -> str | None:
    """`他说: 不行` -> `他说：不行`, where the colon that is too many stands behind a Chinese character."""
    first = line.find(": ")
    second = line.find(": ", first + 1)
    if first < 0 or second < 1 or not _HAN.match(line[second - 1]) or "#" in line or line.count(": ") > 2:
        return None
    return f"{line[:second]}：{line[second + 2 :].lstrip(' ')}"


def _quoted(line: str, at: int, _arguments: Mapping[str, Any]) -> str | None:
    """Quotes around a value that begins with a sign of YAML's, if nothing else on the line speaks against it."""
    value = line[at:].rstrip()
    before = line[:at]
    if not value or any(sign in value for sign in '"\\#') or not re.search(r"(?:: |- )\s*$", before) or "{" in before:
        return None
    return f'{before}"{value}"'


_EDITS: Mapping[str, Edit] = {
    "JF0021": _tab,
    "JF0024": _second_colon,
    "JF0025": _quoted,
    "JF0027": _wide_colon,
    "JF0028": _odd_space,
    "JF0029": _wide_sign,
    "JF0030": _blank_behind,
    "JF0031": _blank_behind,
    "JF0033": _quoted,
}
