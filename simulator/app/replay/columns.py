"""Two things side by side, row by row: what happened, and what could have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual.content import Content

from simulator.app.text import clean, joined, words
from simulator.app.widgets.page import Page
from simulator.app.wrapping import wrap

NARROW = 36
"""Below this width one stands under the other."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A row: a label, what stands left and what stands right."""

    label: str
    left: Content
    right: Content


class Columns(Page):
    """Pairs under two headings, a thin line between them."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.heads = (Content(""), Content(""))
        self.pairs: tuple[Pair, ...] = ()

    def show(self, left: Content, right: Content, pairs: Sequence[Pair]) -> None:
        """Show these."""
        self.heads = (left, right)
        self.pairs = tuple(pairs)
        self.relay()

    def lines(self, width: int) -> list[Content]:
        """The headings, a rule, and the pairs, each as high as its higher side."""
        label = max((cell_len(clean(pair.label)) for pair in self.pairs), default=0)
        label += 2 if label else 1
        if width - label < NARROW:
            return self._under(width)
        room = (width - label - 4) // 2
        found = self._row(Pair("", *self.heads), label, room)
        found.append(words("─" * (width - 1), "$rule"))
        for pair in self.pairs:
            found += self._row(pair, label, room)
        return found

    def _row(self, pair: Pair, label: int, room: int) -> list[Content]:
        left, right = wrap(pair.left, room), wrap(pair.right, room)
        rows = []
        for number in range(max(len(left), len(right))):
            name = pair.label if number == 0 else ""
            one = left[number] if number < len(left) else Content("")
            other = right[number] if number < len(right) else Content("")
            gap = " " * (room - one.cell_length)
            lead = joined((name, "bold"), " " * (label - cell_len(clean(name))))
            rows.append(joined(lead, one, gap, (" │ ", "$rule"), other))
        return rows

    def _under(self, width: int) -> list[Content]:
        """In a narrow window each pair's sides stand one under the other."""
        found = [*wrap(self.heads[0], width), *wrap(self.heads[1], width), words("─" * (width - 1), "$rule")]
        for pair in self.pairs:
            found += wrap(words(pair.label, "bold"), width) if pair.label else []
            for sign, side in (("│ ", pair.left), ("┃ ", pair.right)):
                found += [joined((sign, "$rule"), line) for line in wrap(side, width - 3)] if side.plain else []
        return found
