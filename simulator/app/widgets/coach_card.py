"""The coach's note on the last choice: mark, cost and reason; what would have been better only when asked."""

from __future__ import annotations

from textual.content import Content

from simulator.app.text import joined, words
from simulator.app.widgets.page import Page
from simulator.app.wrapping import wrap
from simulator.coach import Advice
from simulator.i18n import _


class CoachCard(Page):
    """Empty until something was chosen; says so while it is still thinking."""

    DEFAULT_CSS = "CoachCard { display: none; } CoachCard.-shown { display: block; }"

    def __init__(self, *, id: str | None = None, roomy: bool = False) -> None:
        super().__init__(id=id)
        self._roomy = roomy
        self._advice: Advice | None = None
        self._waiting = False
        self._open = False

    def think(self) -> None:
        """A choice was made; the note is not there yet."""
        self._waiting, self._open = True, False
        self.set_class(True, "-shown")
        self.relay()

    def show(self, advice: Advice | None, *, open: bool = False) -> None:
        """Show a note, with the better choice if `open`; None for no note."""
        self._advice, self._waiting, self._open = advice, False, open
        self.set_class(advice is not None, "-shown")
        self.relay()

    def lines(self, width: int) -> list[Content]:
        """The note."""
        if self._waiting:
            return [words(_("点评稍后就到。"), "$faint")]
        advice = self._advice
        if advice is None:
            return []
        cost = f"  {advice.cost}" if advice.cost else ""
        head = joined((f"{advice.sign} {advice.mark}", f"bold {advice.tone}"), (cost, "$faint"))
        why = words(advice.why)
        lines = [head, *wrap(why, width)] if self._roomy else wrap(joined(head, "  ", why), width)
        if advice.better and self._open:
            lines += wrap(joined((_("更好的是："), "$malachite"), advice.better), width)
            if advice.beside:
                lines += wrap(words(advice.beside, "$faint"), width)
        if advice.law and (self._open or self._roomy):
            lines += wrap(words(_("依据：{law}", law=advice.law), "$faint"), width)
        if advice.better and not self._open:
            return self._with(lines, joined(("e ", "$indigo"), (_("更好的说法"), "$faint")), width)
        return lines

    def _with(self, lines: list[Content], ask: Content, width: int) -> list[Content]:
        """The key for more, behind the last line where it fits."""
        last = lines[-1]
        if last.cell_length + 2 + ask.cell_length <= width and not self._roomy:
            return [*lines[:-1], joined(last, " " * (width - last.cell_length - ask.cell_length), ask)]
        return [*lines, ask]
