"""The places of a map, a row each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.message import Message

from simulator.app.text import cut, joined, words
from simulator.app.widgets.picklist import Picklist
from simulator.graph.labels import Labels, kind_name
from simulator.i18n import _
from simulator.preview.layout import MapRow

STEP, DEEPEST = 2, 15
"""Cells of an indent, and the depth beyond which nothing is indented further."""


class MapList(Picklist):
    """The places by depth: kind, ways on, whether the best line comes through."""

    @dataclass
    class Pointed(Message):
        """Another place is pointed at."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rows: tuple[MapRow, ...] = ()
        self._labels: Labels | None = None
        self._here = ""
        self._walked: Collection[str] = ()

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self._rows)

    def show(self, rows: Sequence[MapRow], labels: Labels, here: str, walked: Collection[str]) -> None:
        """Show a map."""
        self._rows, self._labels, self._here, self._walked = tuple(rows), labels, here, walked
        self.relay()

    def row(self, index: int, width: int, *, here: bool) -> list[Content]:
        """One line: where one is, the best line, id and kind, where it leads."""
        row = self._rows[index]
        place = row.place
        mark = words("▌" if here else " ", "$indigo")
        own = "▶" if place.id == self._here else "·" if place.id in self._walked else " "
        best = words("●" if place.best else " ", "$malachite")
        indent = " " * (STEP * min(row.depth, DEEPEST))
        tone = "$faint" if not place.reachable else "bold $ink" if place.best else "$ink"
        kind = "" if place.kind == "scene" else f" {kind_name(place.kind)}"
        notes = kind + ("" if place.reachable else " " + _("走不到"))
        head = joined(mark, (own, "$indigo"), best, " ", indent, (place.id, tone), (notes, "$faint"), "  ")
        return [joined(head, self._leads(row, max(0, width - head.cell_length)))]

    @staticmethod
    def _leads(row: MapRow, room: int) -> Content:
        if not row.leads:
            return words("")
        pieces: list[tuple[str, str] | str] = [("→ ", "$faint")]
        for number, (name, best) in enumerate(row.leads):
            pieces += [", " if number else "", (name, "$malachite" if best else "$faint")]
        whole = joined(*pieces)
        return whole if whole.cell_length <= room else words(cut(whole.plain, room), "$faint")

    def action_point(self, index: int) -> None:
        """Point at another one, and say so."""
        super().action_point(index)
        self.post_message(self.Pointed())
