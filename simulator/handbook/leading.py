"""A line of the handbook that leads further. To whoever only reads lines it is a line like any other."""

from __future__ import annotations

ROUTE = "route:"
"""What leads to the channel router's questions; behind it the answers so far, counted from 0, with dots between."""


class Leading(str):
    """A line with where it leads: `to` is what one would type to get there."""

    to: str

    def __new__(cls, text: str, to: str) -> Leading:
        """A line and where it leads."""
        made = super().__new__(cls, text)
        made.to = to
        return made


def end_of(line: str) -> str:
    """Where a line leads; empty for a line that leads nowhere."""
    return line.to if isinstance(line, Leading) else ""
