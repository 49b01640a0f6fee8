"""The options of a moment as they were shown; once it may be seen, how the room voted and what it came to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual.content import Content

from simulator.app.text import cut, joined, words
from simulator.app.widgets.page import Page
from simulator.app.wrapping import hung
from simulator.debrief.votes import Bar
from simulator.i18n import _

BARS = 40
"""Cells from which two votes stand beside each other."""
ROOMY = 60
"""Cells from which the options stand in full beside what is told."""
LONGEST = 24
"""Cells of the longest bar."""


@dataclass(frozen=True, slots=True)
class Shown:
    """An option on the screen.

    Attributes:
        text: as it was shown.
        bars: its votes in each round that may be seen.
        right: whether it counts as right; False until that may be seen.
        taken: whether it was taken then; False until that may be seen.
    """

    text: str
    bars: tuple[Bar, ...] = ()
    right: bool = False
    taken: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """A labelled line of what is told at the end; `style` colours the text."""

    label: str
    text: str
    style: str = ""


class MomentPane(Page):
    """Options, votes, and below them what is told."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.options: tuple[Shown, ...] = ()
        self.told: tuple[Told, ...] = ()
        self.note = ""

    def show(self, options: Sequence[Shown], told: Sequence[Told] = (), note: str = "") -> None:
        """Show these; `note` stands over the options."""
        self.options, self.told, self.note = tuple(options), tuple(told), note
        self.relay()

    def lines(self, width: int) -> list[Content]:
        """Everything, one below the other."""
        found: list[Content] = []
        if self.note:
            found += hung(words(self.note, "$faint"), width, words(" "), words(" "))
        for number, option in enumerate(self.options, 1):
            found += self._option(number, option, width)
        if self.told:
            found.append(Content(""))
        label = max((cell_len(each.label) for each in self.told), default=0)
        for each in self.told:
            lead = joined(" ", (each.label, "$faint"), " " * (label - cell_len(each.label) + 2))
            found += hung(words(each.text, each.style), width, lead, words(" " * (label + 3)))
        return found

    def _option(self, number: int, option: Shown, width: int) -> list[Content]:
        style = "bold $malachite" if option.right else "$indigo"
        lead = joined(" ", (f"{number}", style), "  ")
        signs = joined(
            (_("  ✓ 算对") if option.right else "", "$malachite"),
            (_("  ◀ 当时选的") if option.taken else "", "$gamboge"),
        )
        if self.told and width < ROOMY:
            # What was said stands below in full; here it only has to be known again.
            lines = [joined(lead, cut(option.text, max(8, width - 5 - signs.cell_length)), signs)]
        else:
            lines = hung(joined(option.text, signs), width - 1, lead, words("    "))
        return lines + self._bars(option.bars, width - 5)

    def _bars(self, bars: tuple[Bar, ...], width: int) -> list[Content]:
        if not bars:
            return []
        if len(bars) == 1 or width < BARS:
            return [joined("    ", _bar(n, bar, width, alone=len(bars) == 1)) for n, bar in enumerate(bars)]
        half = (width - 2) // 2
        first, second = (_bar(n, bar, half, alone=False) for n, bar in enumerate(bars))
        return [joined("    ", first, " " * (half - first.cell_length + 2), second)]


def _bar(number: int, bar: Bar, width: int, *, alone: bool) -> Content:
    """The round, the bar, how many and which share: `① ━━━━── 4 · 40 %`."""
    figures = f" {bar.count} · {round(100 * bar.share)} %"
    lead = "" if alone else "①②"[number] + " "
    room = max(1, min(LONGEST, width - cell_len(lead) - len(" 999 · 100 %")))
    full = round(bar.share * room) or (1 if bar.count else 0)
    return joined((lead, "$faint"), ("━" * full, "$indigo"), ("─" * (room - full), "$rule"), (figures, "$ink"))
