"""A terminal that a test can read and point at: what a program wrote, as a person sees it, cell by cell."""

from __future__ import annotations

from typing import Any

import pyte


class Emulator:
    """A screen of so many columns and rows, fed with what a program writes."""

    def __init__(self, columns: int = 80, rows: int = 24) -> None:
        self.screen: Any = pyte.Screen(columns, rows)
        self._stream: Any = pyte.ByteStream(self.screen)

    def feed(self, data: bytes) -> None:
        """Show what was written."""
        self._stream.feed(data)

    def resize(self, columns: int, rows: int) -> None:
        """Another size."""
        self.screen.resize(rows, columns)

    def row(self, number: int) -> tuple[str, list[int]]:
        """A row's text, and for each character the cell in which it begins."""
        text, cells = "", []
        for column in range(self.screen.columns):
            for character in self.screen.buffer[number][column].data:
                text += character
                cells.append(column)
        return text, cells

    @property
    def text(self) -> str:
        """The whole screen."""
        return "\n".join(self.row(number)[0].rstrip() for number in range(self.screen.lines))

    def places(self, wanted: str) -> list[tuple[int, int]]:
        """(column, row) of the first cell of every place where a text stands."""
        found = []
        for number in range(self.screen.lines):
            text, cells = self.row(number)
            start = text.find(wanted)
            while start >= 0:
                found.append((cells[start], number))
                start = text.find(wanted, start + 1)
        return found

    def before(self, place: tuple[int, int]) -> str:
        """What stands in a row before a place."""
        text, cells = self.row(place[1])
        return "".join(character for character, cell in zip(text, cells, strict=True) if cell < place[0])
