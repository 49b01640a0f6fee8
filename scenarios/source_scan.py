"""All traps of a text: those the parser lets pass, and behind a syntax error those it trips over.

The parser stops at the first error. From there on every line is looked at here, so that one run shows everything.
"""

from __future__ import annotations

import re

from scenarios.source_findings import Findings, shorten
from scenarios.source_lines import BLANK, Line, Lines
from scenarios.source_traps import BRACED_NAME, CHECKS, MAX_LINES, Check, suspects
from scenarios.source_tree import SYMBOL

UNCLOSED_QUOTE, AFTER_QUOTE, SECOND_COLON = "JF0022", "JF0023", "JF0024"
AFTER_BRACKET, DASH_IN_VALUE = "JF0032", "JF0038"

_BLOCK_HEAD = re.compile(r"[|>](?:[+-]?[1-9]?|[1-9][+-])$")


def _symbol(line: Line, findings: Findings) -> None:
    """A text that begins with a character of YAML's own."""
    first = line.value[:1]
    if not first or not (line.key or line.dashed) or first not in "@%`*&!|>":
        return
    if first not in "|>" or not _BLOCK_HEAD.match(line.value):
        findings.add(SYMBOL, line.number, line.value_at + 1, symbol=first, text=shorten(line.value, 12))


_COLON = re.compile(r":(?=[ ]|$)")


def _second_colon(line: Line, findings: Findings) -> None:
    """A value with another `: ` in it."""
    if line.flow or not line.key or line.value[:1] in tuple("[{|>&*!%@`\"'｛［\0"):
        return
    if match := _COLON.search(line.value):
        at = line.value_at + match.start()
        findings.add(SECOND_COLON, line.number, at + 1, text=shorten(line.value), name=shorten(line.key))


def _dash_in_value(line: Line, findings: Findings) -> None:
    """`key: - item` on one line."""
    if line.key and (line.value == "-" or line.value.startswith("- ")):
        findings.add(DASH_IN_VALUE, line.number, line.value_at + 1, name=shorten(line.key))


def _after_quote(line: Line, findings: Findings) -> None:
    """`"some words" and more`."""
    if line.value[:1] != BLANK or line.flow:
        return
    rest = line.value.lstrip(BLANK).strip()
    if rest and rest[0] not in ",]}":
        findings.add(AFTER_QUOTE, line.number, line.value_at + line.value.index(rest) + 1, text=shorten(rest))


def _after_bracket(line: Line, findings: Findings) -> None:
    """`[laughs] and more`."""
    if line.value[:1] not in ("[", "{") or not (line.key or line.dashed):
        return
    depth = 0
    for index, character in enumerate(line.value):
        depth += (character in "[{") - (character in "]}")
        if depth == 0:
            rest = line.value[index + 1 :].strip()
            if rest and BRACED_NAME.fullmatch(line.value[: index + 1]) is None:
                at = line.value_at + line.value.index(rest, index + 1) + 1
                findings.add(AFTER_BRACKET, line.number, at, symbol=line.value[0], text=shorten(rest))
            return


# What these find is always a syntax error, so where the parser passed they would only find its exceptions.
_BEHIND_ERROR: tuple[Check, ...] = (_symbol, _second_colon, _dash_in_value, _after_quote, _after_bracket)


def scan(lines: Lines, broken_from: int | None, findings: Findings) -> None:
    """Look for traps.

    Args:
        lines: the lines of the text.
        broken_from: the first line that a syntax error may have its cause in, or None if there is no syntax error.
        findings: takes what is found.
    """
    last = lines.number_at(lines.end) if broken_from is not None else 0
    numbers = suspects(lines)
    if broken_from is not None:
        numbers = [number for number in numbers if number <= last]
        numbers += range(broken_from, min(last, broken_from + MAX_LINES) + 1)
    for number in sorted(set(numbers))[:MAX_LINES]:
        line = lines.line(number)
        if line is None or not line.code.strip(" " + BLANK):
            continue
        for check in CHECKS:
            check(line, findings)
        if broken_from is not None and number >= broken_from:
            for check in _BEHIND_ERROR:
                check(line, findings)
        if findings.full:
            return
    for index in lines.unclosed:
        number = lines.number_at(index)
        findings.add(UNCLOSED_QUOTE, number, index - lines.starts[number - 1] + 1, quote=lines.text[index])
