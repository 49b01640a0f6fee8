"""How lines are written for terminals that show less: without marks of uncertain width, and without painted grounds.

The last step before the terminal: what widgets show, and what is copied, stays as it is. Every sign becomes one that
takes as many cells, so nothing moves.
"""

from __future__ import annotations

import unicodedata

from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

_SIGNS = {
    "─━╌┄╴╶═": "-", "│┃║╎┆▏▎▐": "|", "┌┐└┘├┤┬┴┼╭╮╰╯╳": "+", "▌▸▶›»→↳": ">", "◀‹«←": "<", "↑▲△": "^", "↓▼▾": "v",
    "█▇■▉▊▋": "#", "▆▅": "*", "▄▃": "o", "▂": ".", "▁": "_", "▀": '"', "□☐": ".", "☑✓✔": "x", "✕✗×": "x", "●★◆✎": "*",
    "○◇": "o", "⚑": "!", "…·•": ".", "—–−‐": "-", "“”″": '"', "‘’′": "'", "↵": "<", "░▒▓": ":", "\xa0": " ",
}  # fmt: skip
"""Signs by what is written for them."""


class _Written(dict[int, str]):
    """What is written for a character, found out when it is first met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if unicodedata.east_asian_width(character) == "A":
            # Such as ① or κ or ü: a letter it is made of or named after; other marks have no shape here.
            character = _letter(character)
        self[code] = character
        return character


def _letter(character: str) -> str:
    bare = unicodedata.normalize("NFKD", character)[0]
    if bare.isascii():
        return bare
    named = unicodedata.name(character, "").split()
    return named[3][0].lower() if len(named) > 3 and named[2] == "LETTER" and named[1] == "SMALL" else "?"


_WRITTEN = _Written(
    {**{code: chr(code) for code in range(128)}, **{ord(of): to for every, to in _SIGNS.items() for of in every}}
)


def ascii_marks(text: str) -> str:
    """A text of the same width in cells, without any sign whose width differs between terminals."""
    return text if text.isascii() else text.translate(_WRITTEN)


class AsciiMarks(LineFilter):
    """Lines, bars and marks in ASCII."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Write every piece with signs of certain width."""
        return [
            piece if piece.control or piece.text.isascii() else Segment(ascii_marks(piece.text), piece.style)
            for piece in segments
        ]


_BARE = Style.from_color(RichColor.parse("default"), RichColor.parse("default"))
_BLOCKS = frozenset("▀▄█")


class Reversed(LineFilter):
    """What stands on a painted ground is reversed instead: it can be read whatever the colours of the terminal are.

    Args:
        bare: no colours at all, as NO_COLOR wants it.
        enabled: whether it is in use.
    """

    def __init__(self, *, bare: bool, enabled: bool) -> None:
        super().__init__(enabled)
        self.bare = bare

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Reverse what is on a ground of its own."""
        return [self._plain(piece) for piece in segments]

    def _plain(self, piece: Segment) -> Segment:
        style = piece.style
        if style is None or piece.control:
            return piece
        painted = style.bgcolor is not None and not style.bgcolor.is_default
        if not _BLOCKS.isdisjoint(piece.text):
            # A drawing: half blocks over another colour are whole ones where there are no colours.
            return Segment("█" * len(piece.text) if painted else piece.text, style + _BARE) if self.bare else piece
        if not painted:
            return Segment(piece.text, style + _BARE) if self.bare else piece
        if self.bare and not _accented(style):
            return Segment(piece.text, style + _BARE)
        return Segment(piece.text, style + _BARE + Style(reverse=not style.reverse))


def _accented(style: Style) -> bool:
    """Whether the ground is one of the terminal's sixteen colours, and not the one of a theme's paper."""
    return style.bgcolor is not None and style.bgcolor.triplet is None
