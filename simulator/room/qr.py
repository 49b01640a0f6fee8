"""The way into the room as a QR code made of half blocks, two rows of modules in one line of a terminal."""

from __future__ import annotations

QUIET = 4
"""Light modules around the code; readers need them (ISO/IEC 18004, 4 modules)."""

_BLOCKS = {(0, 0): " ", (1, 0): "▀", (0, 1): "▄", (1, 1): "█"}


def lines(url: str) -> tuple[str, ...]:
    """The code, line by line, all of one width in cells.

    Blocks are the dark modules: show them in black on white, whatever the theme, or phones do not read them.
    """
    import segno

    rows = [tuple(row) for row in segno.make(url, error="m", micro=False).matrix_iter(border=QUIET)]
    if len(rows) % 2:
        rows.append((0,) * len(rows[0]))
    pairs = zip(rows[::2], rows[1::2], strict=True)
    return tuple("".join(_BLOCKS[int(a), int(b)] for a, b in zip(upper, lower, strict=True)) for upper, lower in pairs)
