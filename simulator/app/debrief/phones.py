"""The phones as the facilitator's screen has them: opened if that can be, told what to show, every vote kept first."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from simulator.app.debrief.showing import over, showing, votes
from simulator.debrief.lead import Lead
from simulator.errors import UserError, sentences
from simulator.i18n import Language, language
from simulator.room import door, require
from simulator.room.place import Place

if TYPE_CHECKING:
    from simulator.room.gathering import Counts
    from simulator.room.showing import Showing
    from simulator.room.thread import RoomThread
    from simulator.room.votes import Vote


PARTING = 1.5
"""Seconds that phones get to hear that it is over; a page that has heard it hangs up by itself."""


class Phones:
    """The room's server in a thread of its own.

    Attributes:
        place: where it is open, or was to be.
        code: what people type; empty while it is closed.
        trouble: why it is not open, in words; empty for an open one.
    """

    def __init__(self, lead: Lead, place: Place) -> None:
        self.lead = lead
        self.place = place
        self.code = ""
        self.trouble = ""
        self._language: Language = language()
        self._thread: RoomThread | None = None
        self._shown: Showing | None = None

    @property
    def opened(self) -> bool:
        """Whether phones can come in."""
        return self._thread is not None

    @property
    def url(self) -> str:
        """The page with the code filled in."""
        return self.place.url(self.code)

    def open(self, on_vote: Callable[[], object], on_counts: Callable[[Counts], object]) -> bool:
        """Let phones in; where that cannot be, `trouble` says why and votes are counted by hand.

        Args:
            on_vote: told after a vote was kept; called in the room's thread.
            on_counts: told who is there; called in the room's thread.
        """
        try:
            require()
            from simulator.room.server import RoomServer
            from simulator.room.thread import RoomThread

            admission = door.admission(self.lead.log.id)

            def told(counts: Counts) -> None:
                on_counts(counts)

            def keep(vote: Vote) -> None:
                self.lead.ballot(vote.question, vote.round, vote.device, vote.option - 1)
                on_vote()

            server = RoomServer(
                self.place, admission, self._language, on_vote=keep, on_counts=told, votes=votes(self.lead)
            )
            thread = RoomThread(server)
            thread.start()
        except UserError as error:
            self.trouble = sentences(error.message, error.hint)
            return False
        except (OSError, TimeoutError) as error:
            self.trouble = str(error)
            return False
        self.place, self.code, self._thread = server.place, admission.code, thread
        self.show()
        return True

    def show(self) -> None:
        """Show what the debrief has come to."""
        if self._thread is not None:
            now = showing(self.lead, self._language)
            if now != self._shown:
                self._shown = now
                self._thread.show(now)

    def close(self) -> None:
        """Let nobody in any more; a debrief that came to its summary tells the phones that it is over."""
        if self._thread is None:
            return
        if self._shown is not None and self.lead.state.phase == "summary":
            self._thread.show(over(self._shown))
            self._see_them_off(self._thread)
        thread, self._thread = self._thread, None
        with contextlib.suppress(Exception):  # what is kept is kept; leaving must not fail over a connection
            thread.close()

    @staticmethod
    def _see_them_off(thread: RoomThread) -> None:
        until = time.monotonic() + PARTING
        with contextlib.suppress(TimeoutError):
            while thread.counts().connected and time.monotonic() < until:
                time.sleep(0.05)
