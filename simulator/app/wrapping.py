"""Where a line of Chinese, English or both may end.

Textual breaks at spaces only. Here a line may end between Chinese characters, a Latin word stays whole, a closing mark
never begins a line and an opening mark never ends one (GB/T 15834). Widths are terminal cells.
"""

from __future__ import annotations

from functools import lru_cache

from rich.cells import get_character_cell_size
from textual.content import Content

CLOSING = frozenset("，。、；：！？）」』》〉】〕｝”’…—·～,.;:!?)]}%‰℃°／/›\u00a0")
"""Marks that never begin a line; a no-break space is one."""

OPENING = frozenset("（「『《〈【〔｛“‘([{《")
"""Marks that never end a line."""

_UNBROKEN = frozenset("—…")
"""Marks written twice that stay together."""


def may_break(before: str, after: str) -> bool:
    """Whether a line may end between two characters."""
    if before == " ":
        return after != " "
    if after == " " or after in CLOSING or before in OPENING or (before == after and before in _UNBROKEN):
        return False
    return get_character_cell_size(before) == 2 or get_character_cell_size(after) == 2 or before == "—"


@lru_cache(maxsize=4096)
def wrap_cjk(text: str, width: int) -> tuple[tuple[int, int], ...]:
    """Break a text into lines.

    Args:
        text: any text; its own line ends stay.
        width: cells a line may take, at least 2.

    Returns:
        For each line where it begins and ends in the text; spaces at a break belong to no line.
    """
    lines: list[tuple[int, int]] = []
    begin = 0
    for paragraph in text.split("\n"):
        lines += [(begin + start, begin + end) for start, end in _wrapped(paragraph, max(width, 2))]
        begin += len(paragraph) + 1
    return tuple(lines)


def _wrapped(text: str, width: int) -> list[tuple[int, int]]:
    lines: list[tuple[int, int]] = []
    start = taken = 0
    last_break = 0
    for index, character in enumerate(text):
        if index > start and may_break(text[index - 1], character):
            last_break = index
        taken += get_character_cell_size(character)
        while taken > width and character != " ":
            end = last_break if last_break > start else _cut(text, start, index)
            lines.append((start, start + len(text[start:end].rstrip())))
            start = end
            taken = sum(map(get_character_cell_size, text[start : index + 1]))
    lines.append((start, start + len(text[start:].rstrip()) if lines else len(text)))
    return lines


def _cut(text: str, start: int, full: int) -> int:
    """Where a run without a place to break is cut: where the line is full, rather before the mark that would follow."""
    end = full
    while end > start + 1 and (text[end] in CLOSING or text[end - 1] in OPENING):
        end -= 1
    return max(end if end > start + 1 else full, start + 1)


def wrap(content: Content, width: int) -> list[Content]:
    """Break styled text into lines."""
    plain = content.plain
    return [content[start:end] for start, end in wrap_cjk(plain, width)]


def hung(content: Content, width: int, first: Content, rest: Content) -> list[Content]:
    """Break styled text behind a lead of its own on the first line and another on all further lines."""
    room = width - max(first.cell_length, rest.cell_length)
    return [(rest if number else first) + line for number, line in enumerate(wrap(content, room))]
