"""Changes of a text at places that are known beforehand, made all at once."""

from __future__ import annotations

from typing import NamedTuple

from scenarios.translating.layout import Layout

AFTER, ABOVE, DEEPER, PREFIX, INSTEAD = range(5)
"""What comes first of several changes at one place: lines that end what stands before it, comments on what follows, its
indentation, and changes in it."""


class Spot(NamedTuple):
    """The line above which comments on a text are put, and the path of what begins there."""

    line: int
    path: str

    def label(self, path: str) -> str:
        """How a comment there calls a text: by the rest of its path; empty where it is the thing itself."""
        return path.removeprefix(self.path).lstrip(".")


class Edits:
    """Changes of one text.

    Args:
        layout: of the text.
    """

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._found: list[tuple[int, int, int, int, str]] = []

    def lines_before(self, line: int, lines: list[str], kind: int = AFTER) -> None:
        """Insert lines before a line; behind the last one if there is no such line."""
        self._add(self._layout.line_start(line), self._layout.line_start(line), kind, "".join(f"{x}\n" for x in lines))

    def comments(self, line: int, lines: list[str]) -> None:
        """Insert comments above a line, indented as it is."""
        indent = self._layout.indent(line)
        self.lines_before(line, [indent + each for each in lines], ABOVE)

    def deeper(self, first: int, last: int, blanks: int = 2) -> None:
        """Indent lines that are not blank."""
        for line in range(first, last + 1):
            at = self._layout.line_start(line)
            if self._layout.text[at : self._layout.line_start(line + 1)].strip():
                self._add(at, at, DEEPER, " " * blanks)

    def comment_out(self, first: int, last: int, sign: str) -> None:
        """Put a sign before what stands on each of some lines, at the indentation of the first."""
        indent = len(self._layout.indent(first))
        for line in range(first, last + 1):
            at = self._layout.line_start(line)
            self._add(at + min(indent, len(self._layout.indent(line))), None, PREFIX, sign)

    def insert(self, at: int, text: str) -> None:
        """Insert characters."""
        self._add(at, None, PREFIX, text)

    def replace(self, start: int, end: int, text: str) -> None:
        """Put characters in the place of others."""
        self._add(start, end, INSTEAD, text)

    def _add(self, start: int, end: int | None, kind: int, text: str) -> None:
        self._found.append((start, kind, len(self._found), start if end is None else end, text))

    def applied(self) -> str:
        """The text with all changes."""
        text, parts, at = self._layout.text, [], 0
        for start, _kind, _number, end, new in sorted(self._found):
            if start < at:
                continue  # within what is written anew
            parts += [text[at:start], new]
            at = end
        return "".join([*parts, text[at:]])
