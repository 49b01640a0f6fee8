"""What the facilitator's screen stands on: every act kept first, troubles told, phones beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import on, work
from textual.message import Message

from simulator.app.screens.room import Room
from simulator.debrief.fitting import RefusedError
from simulator.debrief.lead import Lead
from simulator.errors import sentences
from simulator.i18n import _
from simulator.record.errors import StoreError

if TYPE_CHECKING:
    from simulator.app.debrief.phones import Phones
    from simulator.room.gathering import Counts
    from simulator.room.place import Place


class Led(Room[None]):
    """A screen over a debrief that is led.

    Attributes:
        lead: the debrief.
        phones: the room's server; None where none was asked for.
        counts: who is in the room; None while it is closed.
        rated: whether the solver has said what there is to say.
    """

    class Voted(Message):
        """A phone's vote was kept."""

    class Counted(Message):
        """Somebody came, left or voted."""

        def __init__(self, counts: Counts) -> None:
            super().__init__()
            self.counts = counts

    def __init__(self, lead: Lead, place: Place | None = None, release: Callable[[], object] | None = None) -> None:
        """Lead a debrief; `release` gives back what was opened for it, once the screen is gone."""
        super().__init__()
        self.lead = lead
        self.phones: Phones | None = None
        self.counts: Counts | None = None
        self.rated = False
        self._place = place
        self._release = release
        self._troubles: list[str] = []

    def show(self) -> None:
        """Show the debrief as it stands."""
        raise NotImplementedError

    def begin(self) -> None:
        """Open the door, and ask what everything was worth; once, so not a handler that every subclass would call."""
        self._troubles += [*self.lead.log.notices, *self.lead.faults()]
        if self._place is not None:
            self.open_room(self._place)
        self._tell_troubles()
        self._rate()

    def on_unmount(self) -> None:
        """Nobody comes in any more."""
        if self.phones is not None:
            self.phones.close()
        if self._release is not None:
            self._release()

    # ---- acts -------------------------------------------------------------------------------------------------

    def act(self, what: Callable[[], object]) -> bool:
        """Let something happen: it is on disk before it is seen; what is refused or cannot be kept is said."""
        try:
            what()
        except RefusedError as error:
            self.say(sentences(error.message, error.hint))
            return False
        except StoreError as error:
            self.trouble(_("没存上，什么也没有变：{why}", why=sentences(error.message, error.hint)))
            return False
        self.changed()
        return True

    def changed(self) -> None:
        """The debrief is another one now."""
        self.show()
        if self.phones is not None:
            self.phones.show()

    def say(self, text: str) -> None:
        """Tell something at the edge of the screen."""
        self.app.notify(text, timeout=6, markup=False)

    def trouble(self, text: str) -> None:
        """Tell something that stays until it is read."""
        self._troubles.append(text)
        self._tell_troubles()

    def read_troubles(self) -> bool:
        """Take away what was told; whether there was anything."""
        there = bool(self._troubles)
        self._troubles.clear()
        self._tell_troubles()
        return there

    def _tell_troubles(self) -> None:
        self.banner.show(sentences(*self._troubles[-2:]))
        self.refresh_bindings()

    # ---- phones -----------------------------------------------------------------------------------------------

    def open_room(self, place: Place) -> None:
        """Let phones in; where that cannot be, the banner says why."""
        from simulator.app.debrief.phones import Phones

        self.phones = Phones(self.lead, place)
        opened = self.phones.open(
            lambda: self.post_message(self.Voted()), lambda counts: self.post_message(self.Counted(counts))
        )
        if not opened:
            self.trouble(_("手机进不来，先用键盘记票：{why}", why=self.phones.trouble))

    @on(Voted)
    def _voted(self, event: Voted) -> None:
        event.stop()
        self.show_votes()

    @on(Counted)
    def _counted(self, event: Counted) -> None:
        event.stop()
        self.counts = event.counts
        self.show_votes()

    def show_votes(self) -> None:
        """Show how many are there and have voted."""
        raise NotImplementedError

    # ---- the solver -------------------------------------------------------------------------------------------

    @work(thread=True, group="rate", exclusive=True)
    def _rate(self) -> None:
        self.lead.rate()
        self.app.call_from_thread(self._is_rated)

    def _is_rated(self) -> None:
        if not self.is_attached:
            return
        self.rated = True
        for why in self.lead.unrated.values():
            self.trouble(why)
        state = self.lead.state
        if not state.items and state.phase is None:
            # A visit without mistakes has nothing to propose: the facilitator adds what is to be looked at.
            self.act(self._propose_quietly)
        else:
            self.changed()

    def _propose_quietly(self) -> None:
        try:
            self.lead.propose()
        except RefusedError:
            self.say(_("记录里没有明显的失误。按 n 把想看的一步加进议程。"))
