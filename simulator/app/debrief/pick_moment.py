"""Any moment of the sessions, to be put on the agenda."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from simulator.app.keys import key
from simulator.app.screens.room import Dialog
from simulator.app.text import cut, joined, words
from simulator.app.widgets.page import Prose
from simulator.app.widgets.picklist import Picklist
from simulator.debrief.agenda import cue
from simulator.debrief.lead import Lead
from simulator.debrief.parts import Place
from simulator.i18n import _, language


class MomentList(Picklist):
    """Moments by what had just been said; those that are marked stand out."""

    def __init__(self, lead: Lead, places: tuple[Place, ...]) -> None:
        super().__init__(id="moment-list")
        self._lead, self._places = lead, places
        self._cues: dict[tuple[Place, str], str] = {}

    @property
    def count(self) -> int:
        """How many."""
        return len(self._places)

    def row(self, index: int, width: int, *, here: bool) -> list[Content]:
        """Whose, which step, after what."""
        place = self._places[index]
        flagged = ("⚑ " if place in self._lead.state.flags else "  ", "$gamboge")
        lead = joined(
            ("▌" if here else " ", "$indigo"), flagged, (f"{self._lead.name(place.session)} ", "$indigo"),
            (f"{place.moment + 1:>2}  ", "$faint"),
        )  # fmt: skip
        return [joined(lead, (cut(self._cue(place), max(0, width - lead.cell_length)), "bold" if here else ""))]

    def _cue(self, place: Place) -> str:
        found = self._cues.get((place, language()))
        if found is None:
            recording = self._lead.recording(place.session)
            assert recording is not None
            assert recording.play is not None
            found = self._cues[place, language()] = cue(recording.play, place.moment).text(language())
        return found


class PickScreen(Dialog["Place | None"]):
    """Gives a moment that is not on the agenda, or None."""

    CSS_PATH = "debrief.tcss"
    BINDINGS = [key("escape,q", "dismiss(None)", "关上", "", name="pick.close", label="Esc")]

    def __init__(self, lead: Lead) -> None:
        super().__init__()
        there = {item.place for item in lead.state.items}
        places = [
            Place(session.id, number)
            for session in lead.state.sessions
            if (recording := lead.recording(session.id)) is not None
            for number in range(len(recording.moments))
        ]
        self._lead = lead
        self._places = tuple(place for place in places if place not in there)

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet pick"):
            yield Prose(classes="sheet-title")
            yield MomentList(self._lead, self._places)
            yield Prose(classes="sheet-foot")

    def on_mount(self) -> None:
        """The keys go to the list; it begins at a moment that is marked, if one is."""
        super().on_mount()
        list_ = self.query_one(MomentList)
        flagged = [n for n, place in enumerate(self._places) if place in self._lead.state.flags]
        list_.renew(flagged[0] if flagged else 0)
        list_.focus()

    def speak(self) -> None:
        """Say it in the language in use."""
        self.query_one(".sheet-title", Prose).show(words(_("把哪一步加进议程"), "bold"))
        self.query_one(MomentList).relay()
        self.query_one(".sheet-foot", Prose).show(words(_("↵ 加进去   Esc 关上"), "$faint"))

    @on(Picklist.Taken)
    def _taken(self, event: Picklist.Taken) -> None:
        event.stop()
        self.dismiss(self._places[event.index])
