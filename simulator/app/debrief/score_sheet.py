"""The score sheet of the visit: step by step what was done, marks and future hidden until they are revealed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content

from simulator.app.text import cut, fitted, joined, words
from simulator.app.widgets.page import Page
from simulator.i18n import _


@dataclass(frozen=True, slots=True)
class Step:
    """A step as the room may see it.

    Attributes:
        said: what was done; empty while it is hidden.
        mark: sign of the mark; empty while it is hidden.
        here: whether the room is at it.
        listed, flagged: whether it is on the agenda, or marked to come back to.
        notes: how many there are.
        severe: whether the mark is a bad one.
    """

    said: str = ""
    mark: str = ""
    here: bool = False
    listed: bool = False
    flagged: bool = False
    notes: int = 0
    severe: bool = False


class ScoreSheet(Page):
    """A line a step."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.title = ""
        self.steps: tuple[Step, ...] = ()

    def show(self, title: str, steps: Sequence[Step]) -> None:
        """Show a visit; the step the room is at comes into view."""
        self.title, self.steps = title, tuple(steps)
        self.relay()
        self.call_after_refresh(self.into_view)

    def into_view(self) -> None:
        """Scroll to the step the room is at."""
        for number, step in enumerate(self.steps):
            if step.here:
                self.show_lines(max(0, number - 2), 5)

    def lines(self, width: int) -> list[Content]:
        """The title and the steps."""
        if not self.steps:
            return [words(cut(self.title or _("没有可以重演的步骤"), width), "$faint")]
        return [words(cut(self.title, width), "bold"), *(self._step(n, s, width) for n, s in enumerate(self.steps, 1))]

    @staticmethod
    def _step(number: int, step: Step, width: int) -> Content:
        bar = ("▌" if step.here else " ", "$indigo")
        signs = ("◇" if step.listed else " ") + ("⚑" if step.flagged else " ") + ("✎" if step.notes else " ")
        mark = fitted(step.mark, 3, "$vermilion" if step.severe else "$malachite")
        lead = joined(bar, (f"{number:>2} ", "$faint"), mark, (signs, "$gamboge"), " ")
        style = "" if step.here else "$faint"
        return joined(lead, (cut(step.said or ("？" if step.here else "·"), max(0, width - lead.cell_length)), style))
