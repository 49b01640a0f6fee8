"""The findings of one file while it is being read: at most so many, in order of place."""

from __future__ import annotations

from typing import Any

from scenarios.diagnostic import Diagnostic, Mark

MAX_FINDINGS = 100
"""More than this many findings help nobody and would let a hostile file fill memory with messages."""

TOO_MANY_FINDINGS = "JF0014"
QUOTED_LENGTH = 40


def shorten(text: str, length: int = QUOTED_LENGTH) -> str:
    """Cut a text from a file so that it fits into a message.

    Args:
        text: any text; blanks at the ends and line breaks are dropped.
        length: the most characters to keep.

    Returns:
        One line, ending in `…` when something was cut.
    """
    line = " ".join(text[: length * 4].split())
    return line if len(line) <= length else line[: length - 1] + "…"


class Findings:
    """Collects what is wrong with one file.

    Attributes:
        file: the name every mark carries.
        dropped: how many findings came after the limit and were not kept.
    """

    __slots__ = ("_found", "dropped", "file")

    def __init__(self, file: str) -> None:
        self.file = file
        self.dropped = 0
        self._found: list[Diagnostic] = []

    def add(self, code: str, line: int = 1, column: int = 1, /, **arguments: Any) -> None:
        """Note a finding.

        Args:
            code: the catalogue code.
            line: line in the file, from 1.
            column: column in characters, from 1.
            **arguments: values for the `{names}` of the message.
        """
        if len(self._found) >= MAX_FINDINGS:
            self.dropped += 1
            return
        self._found.append(Diagnostic(code, Mark(self.file, line, column), arguments))

    @property
    def full(self) -> bool:
        """Whether further findings would be dropped."""
        return len(self._found) >= MAX_FINDINGS

    def has(self, code: str, line: int) -> bool:
        """Whether this code was already found on this line."""
        return any(d.code == code and d.mark is not None and d.mark.line == line for d in self._found)

    def between(self, first: int, last: int) -> bool:
        """Whether anything was found on the lines `first` to `last`, both included."""
        return any(d.mark is not None and first <= d.mark.line <= last for d in self._found)

    def __len__(self) -> int:
        return len(self._found)

    def sorted(self) -> tuple[Diagnostic, ...]:
        """All findings in order of place; the last one says if some were left out."""
        found = sorted(self._found, key=lambda d: (d.mark or Mark(self.file), d.code))
        if self.dropped:
            last = found[-1].mark
            found.append(Diagnostic(TOO_MANY_FINDINGS, last, {"shown": len(found), "dropped": self.dropped}))
        return tuple(found)
