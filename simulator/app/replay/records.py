"""A recorded visit taken from the store to be replayed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.errors import UserError
from simulator.i18n import _

if TYPE_CHECKING:
    from textual.screen import Screen

    from simulator.replay.recording import Recording


def recording(session: str) -> Recording:
    """A session replayed, from a store that is opened for as long as it takes.

    Raises:
        StoreError: it cannot be read.
        UserError: nothing of it can be replayed.
    """
    from simulator.record import seal
    from simulator.record.store import open_store
    from simulator.replay.recording import read

    with open_store() as store:
        found = read(store.transcript(session), seal.key())
    if found.play is None:
        raise UserError(_("这次接访没有办法回放。"), found.faults[0] if found.faults else "")
    return found


def open_replay(screen: Screen[Any], session: str) -> None:
    """Replay a session over the screen one is on; where that cannot be, the screen says why."""
    from simulator.app.replay.screen import ReplayScreen
    from simulator.errors import sentence

    try:
        found = recording(session)
    except UserError as error:
        screen.notify(sentence(error), severity="warning", timeout=8, markup=False)
    else:
        screen.app.push_screen(ReplayScreen(found))
