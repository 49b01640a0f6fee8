"""Cards beside the conversation: the person across the counter, the three meters, and what is known of the case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Size

from simulator.app.text import cut, joined, spread, words
from simulator.app.widgets.page import Page
from simulator.app.widgets.portrait import Face, Ink, drawn
from simulator.app.widgets.portrait_stencils import SIDE
from simulator.app.wrapping import hung, wrap
from simulator.figures import signed
from simulator.i18n import _


@dataclass(frozen=True, slots=True)
class Person:
    """The petitioner as one sees them: name, a line about them, how they look now, and their face."""

    name: str
    about: str
    cues: tuple[str, ...] = ()
    face: Face | None = None


ROOM_FOR_FACE = 11
"""Lines around the card from which on there is a portrait; with less the person is told in words."""

ROOM_FOR_LARGE_FACE = 36
"""Lines around the card from which on each pixel is drawn as four."""


class PersonCard(Page):
    """Who sits across the counter, and how."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.person = Person("", "")
        self._ink: Ink = "dark"
        self._around = 0

    def show(self, person: Person, ink: Ink = "dark") -> None:
        """Show a person; `ink` is what a face is drawn for."""
        self.person, self._ink = person, ink
        self.relay()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As high as its lines, which go by how much room there is around it."""
        if container.height != self._around:
            self._around = container.height
            self._laid.clear()
        return super().get_content_height(container, viewport, width)

    def lines(self, width: int) -> list[Content]:
        """The portrait with name, age and role beside or below it, and then the bodily cues."""
        person, face = self.person, self.person.face
        cues = [line for cue in person.cues for line in wrap(words(cue, "$faint"), width)]
        if face is None or self._around < ROOM_FOR_FACE or width < SIDE:
            return [*self._head(width), *cues]
        scale = 2 if self._around >= ROOM_FOR_LARGE_FACE and width >= 2 * SIDE else 1
        portrait = list(drawn(face, self._ink, scale))
        beside = width - SIDE - 2
        if scale == 2 or beside < 8:
            return [*portrait, Content(""), *self._head(width), *cues]
        if self._longest() > beside:
            return [*portrait, *self._head(width), *cues]
        head = self._named(beside)[: len(portrait) - 1]
        lead = (len(portrait) - len(head)) // 2
        head = [Content("")] * lead + head + [Content("")] * (len(portrait) - lead - len(head))
        return [joined(drawing, "  ", text) for drawing, text in zip(portrait, head, strict=True)] + cues

    def _longest(self) -> int:
        """Cells of the longest word that must not be broken: Chinese may be, anywhere."""
        pieces = f"{self.person.name} {self.person.about}".split()
        return max((len(piece) for piece in pieces if piece.isascii()), default=0)

    def _head(self, width: int) -> list[Content]:
        """Name, age and role, on one line where they fit."""
        person = self.person
        if cell_len(person.name) + 2 + cell_len(person.about) <= width:
            return [joined((person.name, "bold $ink"), "  ", (person.about, "$faint"))]
        return [words(cut(person.name, width), "bold $ink"), *wrap(words(person.about, "$faint"), width)]

    def _named(self, width: int) -> list[Content]:
        """Name, age and role below one another."""
        about = [line for part in self.person.about.split("  ") for line in wrap(words(part, "$faint"), width)]
        return [*wrap(words(self.person.name, "bold $ink"), width), *about]


@dataclass(frozen=True, slots=True)
class Reading:
    """A meter as it stands: its name and value, the band in words, and how it moved last and why."""

    key: str
    name: str
    value: int
    band: str
    moved: int = 0
    reason: str = ""


def colour(key: str, value: int) -> str:
    """The pigment of a meter: heat goes from malachite over gamboge to vermilion, trust is indigo."""
    if key == "trust":
        return "$indigo"
    warm, hot = (3, 7) if key == "agitation" else (6, 8)
    return "$malachite" if value < warm else "$gamboge" if value < hot else "$vermilion"


ROOM_FOR_BARS = 20
"""Lines around the meters from which on they have bars; below, the case card needs the place."""


class MeterCard(Page):
    """The three meters of practice mode: words, then a figure, then a bar, and with much room why they moved."""

    def __init__(self, *, id: str | None = None, roomy: bool = False) -> None:
        super().__init__(id=id)
        self.readings: tuple[Reading, ...] = ()
        self._roomy = roomy
        self._bars = True

    def show(self, readings: Sequence[Reading]) -> None:
        """Show meters; none hides them."""
        self.readings = tuple(readings)
        self.relay()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Twice as high where there is room for bars."""
        bars = container.height >= ROOM_FOR_BARS
        if bars != self._bars:
            self._bars = bars
            self._laid.clear()
        return super().get_content_height(container, viewport, width)

    def lines(self, width: int) -> list[Content]:
        """Two lines a meter and the reason, or only the first."""
        if not self._bars:
            return [self._reading(reading, width)[0] for reading in self.readings]
        found: list[Content] = []
        for reading in self.readings:
            found += [Content("")] if found and self._roomy else []
            found += self._reading(reading, width)
            if self._roomy and reading.reason:
                found += wrap(words(reading.reason, "$faint"), width)
        return found

    @staticmethod
    def _reading(reading: Reading, width: int) -> list[Content]:
        style = colour(reading.key, reading.value)
        moved = signed(reading.moved) + " " if reading.moved else ""
        named = words(reading.name, "$ink")
        left = joined(named, " ", (reading.band, "$faint"))
        right = words(f"{reading.value}", f"bold {style}")
        # Where not all of it fits the word stays: how much it moved stands in the conversation too.
        if left.cell_length + 1 + cell_len(moved) + right.cell_length <= width:
            right = joined((moved, "$faint"), right)
        elif left.cell_length + 1 + right.cell_length > width:
            left = named
        full = round(width * reading.value / 10)
        bar = joined(("━" * full, style), ("─" * (width - full), "$rule"))
        return [spread(left, right, width), bar]


class CaseCard(Page):
    """The case card: facts as they come out, in file order; the newest is marked."""

    def __init__(self, *, id: str | None = None, brief: bool = False) -> None:
        super().__init__(id=id)
        self._brief = brief
        self._facts: tuple[tuple[str, str], ...] = ()
        self._new: frozenset[str] = frozenset()
        self._total = 0

    def show(self, facts: Sequence[tuple[str, str]], total: int, new: frozenset[str]) -> None:
        """Show what is known.

        Args:
            facts: (id, text) of every known fact.
            total: how many facts there are.
            new: ids of those that the last step brought out.
        """
        self._facts = tuple(facts)
        self._total = total
        self._new = new
        self.relay()

    def lines(self, width: int) -> list[Content]:
        """The heading with its count, and the facts."""
        head = spread(words(_("案情"), "bold $ink"), words(f"{len(self._facts)} / {self._total}", "$faint"), width)
        if not self._facts:
            return [head, *wrap(words(_("还没有问出什么。"), "$faint"), width)]
        found = [head]
        for fact, text in self._in_order():
            new = fact in self._new
            bullet = words("● " if new else "· ", "$malachite" if new else "$faint")
            lines = hung(words(text, "$ink" if new or not self._brief else "$faint"), width, bullet, words("  "))
            if self._brief and len(lines) > 3:
                lines = [*lines[:2], joined(lines[2].truncate(width - 1), "…")]
            found += lines
        return found

    def _in_order(self) -> list[tuple[str, str]]:
        """The brief card begins with what is new, since the rest may not fit."""
        if not self._brief:
            return list(self._facts)
        latest = [entry for entry in self._facts if entry[0] in self._new]
        return latest + [entry for entry in self._facts if entry[0] not in self._new][::-1]
