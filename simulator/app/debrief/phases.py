"""The card of the phase in full, the time of every phase, and the way to another one."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from simulator.app.debrief.pages import card_now, full_card, minutes
from simulator.app.keys import key
from simulator.app.screens.room import Dialog
from simulator.app.text import joined, stacked, words
from simulator.app.widgets.page import Prose
from simulator.app.widgets.picklist import Picklist
from simulator.debrief.lead import Lead
from simulator.debrief.minutes_view import phase_name
from simulator.debrief.parts import PHASES, Phase
from simulator.i18n import _


class PhaseList(Picklist):
    """The four phases with their times."""

    def __init__(self, lead: Lead) -> None:
        super().__init__(id="phase-list")
        self._lead = lead

    @property
    def count(self) -> int:
        """Four."""
        return len(PHASES)

    def row(self, index: int, width: int, *, here: bool) -> list[Content]:
        """Name, used and planned time."""
        phase = PHASES[index]
        timer = self._lead.state.timer(phase)
        used = minutes(timer.elapsed(self._lead.now())) if timer is not None else "00:00"
        plan = minutes(60 * self._lead.plan(phase))
        on_ = phase == self._lead.state.phase
        mark = ("▌ " if here else "  ", "$indigo")
        name = (phase_name(phase), "bold" if on_ else "")
        return [joined(mark, (f"{index + 1}  ", "$indigo"), name, (f"  {used} / {plan}", "$faint"))]


class PhasesScreen(Dialog[Phase | None]):
    """Gives the phase to go to, or None."""

    CSS_PATH = "debrief.tcss"
    BINDINGS = [key("escape,p", "dismiss(None)", "关上", "", name="phases.close", label="Esc")]

    def __init__(self, lead: Lead) -> None:
        super().__init__()
        self._lead = lead

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"):
            yield Prose(id="phase-card")
            yield PhaseList(self._lead)
            yield Prose(classes="sheet-foot")

    def on_mount(self) -> None:
        """The phase that is on is pointed at."""
        super().on_mount()
        list_ = self.query_one(PhaseList)
        phase = self._lead.state.phase
        list_.renew(PHASES.index(phase) if phase is not None else 0)
        list_.focus()

    def speak(self) -> None:
        """Say it in the language in use."""
        card = card_now(self._lead)
        self.query_one("#phase-card", Prose).show(stacked(full_card(card)) if card is not None else Content(""))
        self.query_one(PhaseList).relay()
        self.query_one(".sheet-foot", Prose).show(words(_("↵ 到这个阶段   Esc 关上"), "$faint"))

    @on(Picklist.Taken)
    def _taken(self, event: Picklist.Taken) -> None:
        event.stop()
        phase = PHASES[event.index]
        self.dismiss(None if phase == self._lead.state.phase else phase)
