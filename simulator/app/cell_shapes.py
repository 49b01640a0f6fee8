"""Blocks and box lines as rectangles in a cell: in a picture a font's own leave gaps, which no terminal shows."""

from __future__ import annotations

from functools import cache

Rectangle = tuple[float, float, float, float]
"""Left, top, width and height, in parts of a cell."""

_QUADRANTS = {
    "▖": "3", "▗": "4", "▘": "1", "▙": "134", "▚": "14", "▛": "123", "▜": "124", "▝": "2", "▞": "23", "▟": "234",
}  # fmt: skip
_CORNER = {"1": (0.0, 0.0), "2": (0.5, 0.0), "3": (0.0, 0.5), "4": (0.5, 0.5)}

_ARMS = {
    "─": "r l", "│": "u d", "┌": "r d", "┐": "l d", "└": "u r", "┘": "u l", "├": "u r d", "┤": "u d l",
    "┬": "r d l", "┴": "u r l", "┼": "u r d l", "╭": "r d", "╮": "l d", "╰": "u r", "╯": "u l", "╴": "l", "╵": "u",
    "╶": "r", "╷": "d", "━": "R L", "┃": "U D", "┏": "R D", "┓": "L D", "┗": "U R", "┛": "U L", "┣": "U R D",
    "┫": "U D L", "┳": "R D L", "┻": "U R L", "╋": "U R D L", "╸": "L", "╹": "U", "╺": "R", "╻": "D", "┯": "R L d",
    "┷": "R L u", "┠": "U D r", "┨": "U D l", "╼": "l R", "╾": "L r",
}  # fmt: skip
"""Which way the lines of a character go from the middle of its cell; capitals are heavy."""
_THIN, _HEAVY = 0.07, 0.16


@cache
def shapes(character: str) -> list[Rectangle]:
    """The rectangles that a block or a box line fills; nothing for any other character."""
    if character in _QUADRANTS:
        return [(*_CORNER[quarter], 0.5, 0.5) for quarter in _QUADRANTS[character]]
    if character in ("─", "━"):
        high = (_HEAVY if character == "━" else _THIN) / 2
        return [(0.0, 0.5 - high / 2, 1.0, high)]
    if character in _ARMS:
        return [_arm(arm) for arm in _ARMS[character].split()]
    code = ord(character) if len(character) == 1 else 0
    if 0x2581 <= code <= 0x2588:
        part = (code - 0x2580) / 8
        return [(0.0, 1 - part, 1.0, part)]
    if 0x2589 <= code <= 0x258F:
        return [(0.0, 0.0, (0x2590 - code) / 8, 1.0)]
    return {"▀": [(0.0, 0.0, 1.0, 0.5)], "▐": [(0.5, 0.0, 0.5, 1.0)], "▔": [(0.0, 0.0, 1.0, 0.125)]}.get(character, [])


def _arm(arm: str) -> Rectangle:
    """One line from the middle of a cell to its edge; a cell is about twice as high as wide."""
    thick = _HEAVY if arm.isupper() else _THIN
    wide, high = thick, thick / 2
    return {
        "l": (0.0, 0.5 - high / 2, 0.5 + wide / 2, high),
        "r": (0.5 - wide / 2, 0.5 - high / 2, 0.5 + wide / 2, high),
        "u": (0.5 - wide / 2, 0.0, wide, 0.5 + high / 2),
        "d": (0.5 - wide / 2, 0.5 - high / 2, wide, 0.5 + high / 2),
    }[arm.lower()]
