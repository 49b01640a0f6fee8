"""A list whose rows are laid out only when they come into view: a letter typed into a search waits for no other row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import ClassVar

from textual.content import Content
from textual.geometry import Size
from textual.scroll_view import ScrollView

from simulator.app.widgets.picklist import Picklist

_NOT_MADE = Content("")


class LazyLines(list[Content]):
    """Lines that are made when they are looked at.

    `make` gives the lines of the row that a line belongs to, and the number of the first of them.
    """

    def __init__(self, count: int, make: Callable[[int], tuple[int, list[Content]]]) -> None:
        super().__init__([_NOT_MADE] * count)
        self._make = make

    def __getitem__(self, index: int) -> Content:  # type: ignore[override]  # slices of it are only written
        line = super().__getitem__(index)
        if line is _NOT_MADE:
            first, made = self._make(index)
            self[first : first + len(made)] = made
            line = super().__getitem__(index)
        return line

    def __iter__(self) -> Iterator[Content]:
        return (self[index] for index in range(len(self)))


class LongList(Picklist):
    """A picklist of rows of `HEIGHT` lines. A subclass says with :meth:`gap` how many lines stand over a row."""

    HEIGHT: ClassVar[int] = 2

    def gap(self, index: int) -> int:
        """How many lines :meth:`above` gives for a row; known without making them."""
        return 0

    def _measure(self) -> None:
        """As long as there are rows; where that moves nothing but the scroll bar, the screen is not laid out anew."""
        width = self.room
        size = Size(width, len(self.laid(width)))
        overflows = size.height > self.scrollable_content_region.height
        if self.styles.is_auto_height or overflows is not self.show_vertical_scrollbar:
            self.virtual_size = size
        elif size != self.virtual_size:
            self.set_reactive(ScrollView.virtual_size, size)
            self._scroll_update(size)

    def lines(self, width: int) -> list[Content]:
        """All rows, none of them made yet."""
        owner: list[int] = []
        starts: list[int] = []
        for index in range(self.count):
            starts.append(len(owner))
            owner += [-1] * self.gap(index) + [index] * self.HEIGHT
        self._owners[width] = owner

        def made(line: int) -> tuple[int, list[Content]]:
            row = owner[line] if owner[line] >= 0 else next(one for one in owner[line:] if one >= 0)
            both = [*self.above(row, width), *self.row(row, width, here=row == self.at)]
            return starts[row], both

        return LazyLines(len(owner), made)
