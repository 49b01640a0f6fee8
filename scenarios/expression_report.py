"""What findings about conditions have in common: where they point, how they quote, what name may have been meant."""

from __future__ import annotations

from collections.abc import Collection

from scenarios.diagnostic import Mark


def place(mark: Mark, column: int) -> Mark:
    """Where the given column of a condition is in its file, the condition starting at `mark`."""
    return Mark(mark.file, mark.line, mark.column + column - 1)


def shorten(text: str, limit: int = 80) -> str:
    """Text fit for a message: long ones cut, characters nobody can see named by their code."""
    shown = "".join(c if c.isprintable() else f"U+{ord(c):04X}" for c in text[:limit])
    return shown + "…" * (len(text) > limit)


def nearest(name: str, valid: Collection[str]) -> str:
    """The valid name most like the given one, or empty if none is."""
    from difflib import get_close_matches  # most runs have no finding

    return next(iter(get_close_matches(name, sorted(valid), 1)), "")
