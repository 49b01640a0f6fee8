"""The one place where text becomes something Textual draws. Nothing here is ever read as markup.

Scenarios, trainees and stored records are written by other people: `[/x]` would end the app, `[@click=…]` would run an
action. So every text that is not a literal goes through :func:`words` or :func:`joined` before a widget sees it; a test
refuses any other way. Widths are terminal cells, never `len`.
"""

from __future__ import annotations

from collections.abc import Iterable

from rich.cells import cell_len, set_cell_size
from textual.content import Content

_NOT_SHOWN = {code: None for code in (*range(0x20), 0x7F, *range(0x80, 0xA0)) if code != 0x0A}
_NOT_SHOWN |= dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0xFEFF))
"""Control codes a terminal would obey, and marks that turn the reading direction round."""

Piece = str | tuple[str, str] | Content
"""A text, a text with its style, or what was made here before."""


def clean(text: str) -> str:
    """A text without anything a terminal would obey; line ends stay."""
    return text.translate(_NOT_SHOWN)


def words(text: str, style: str = "") -> Content:
    """A text as it stands, in one style such as `$faint` or `bold $indigo`."""
    return Content.styled(clean(text), style) if style else Content(clean(text))


def joined(*pieces: Piece) -> Content:
    """Several pieces on end."""
    made = [
        piece if isinstance(piece, Content) else words(piece) if isinstance(piece, str) else words(*piece)
        for piece in pieces
    ]
    return Content("").join(made)


def told(parts: Iterable[tuple[bool, str]]) -> Content:
    """Speech in ink, stage directions in faint ink; Latin ones stand a space apart."""
    made = Content("")
    for stage, text in parts:
        gap = " " if made and cell_len(made.plain[-1]) == 1 and text[:1] and cell_len(text[0]) == 1 else ""
        made = joined(made, gap, (text, "$faint") if stage else text)
    return made


def stacked(lines: Iterable[Content]) -> Content:
    """Lines below one another."""
    return Content("\n").join(lines)


def fitted(text: str, cells: int, style: str = "") -> Content:
    """A one-line text in exactly so many cells: cut with `…`, or filled up with spaces."""
    return words(set_cell_size(cut(text, cells), cells), style)


_ENDS = frozenset('。！？：；…”』」）.!?:;")')


def paragraphs(text: str) -> str:
    """A text whose lines were broken only to fit an editor, with each paragraph on one line again.

    A line that ends a sentence ends a paragraph.
    """
    whole = ""
    for line in map(str.strip, text.strip().splitlines()):
        if not whole:
            whole = line
        elif not line or whole.endswith("\n") or whole[-1] in _ENDS:
            whole += "\n" + line
        else:
            latin = cell_len(whole[-1]) == 1 and cell_len(line[0]) == 1
            whole += (" " if latin else "") + line
    return whole


def cut(text: str, cells: int) -> str:
    """A one-line text in at most so many cells; what is missing is shown by `…`."""
    text = clean(text).replace("\n", " ")
    if cell_len(text) <= cells:
        return text
    return set_cell_size(text, max(cells - 1, 0)).rstrip() + "…" if cells > 0 else ""


def spread(left: Content, right: Content, width: int) -> Content:
    """Two texts at the two ends of a line; the left one gives way."""
    room = width - right.cell_length
    if room < 4:
        return left.truncate(width, ellipsis=True)
    left = left.truncate(room - 1, ellipsis=True)
    return joined(left, " " * (room - left.cell_length), right)
