"""The rhythm in which somebody is heard: what comes out at once, and how long the breath after it is. No widget."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich.cells import get_character_cell_size

COMMA, STOP, TURN = 4, 8, 10
"""Breaths after a comma, after a sentence and before the next speaker, in the time of a Chinese character."""

SYLLABLE = 3
"""Letters of a word that count as much as a Chinese character."""

BREATHS = dict.fromkeys("，、；：,;:", COMMA) | dict.fromkeys("。！？….!?", STOP)


class Beat(NamedTuple):
    """Something comes out: of which line, up to which character, and how long until the next, in characters."""

    line: int
    end: int
    wait: int


def beats(lines: Sequence[tuple[str, int, bool]]) -> Iterator[Beat]:
    """The beats of an answer.

    Args:
        lines: of each line its text, at which character the words begin, and whether somebody begins to speak in it.
            Stage directions, in parentheses, are there at once: they are seen, not heard.
    """
    seen = False  # whether a direction is open that began in a line before
    for number, (text, begin, turn) in enumerate(lines):
        if turn and number:
            yield Beat(number, 0, TURN)
        at = begin
        while at < len(text):
            seen = seen or text[at] in "（("
            end = _closed(text, at) if seen else _next(text, at)
            if seen and text[end - 1] in "）)":
                seen = False
                yield Beat(number, end, COMMA)
            elif not seen:
                yield Beat(number, end, 1 + BREATHS.get(text[end - 1], 0))
            at = end
        yield Beat(number, len(text), 0)


def _closed(text: str, at: int) -> int:
    """The end of a stage direction, or of the line where it goes on in the next."""
    ends = [place for mark in "）)" if (place := text.find(mark, at)) >= 0]
    return min(ends) + 1 if ends else len(text)


def _next(text: str, at: int) -> int:
    """The end of the next Chinese character, or of the next few letters; a mark comes with what is before it."""
    end = at + 1
    if get_character_cell_size(text[at]) < 2:
        while end < min(at + SYLLABLE, len(text)) and text[end].isalnum():
            end += 1
    while end < len(text) and text[end] in BREATHS:
        end += 1
    return end
