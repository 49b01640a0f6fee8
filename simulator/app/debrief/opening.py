"""To a debrief from anywhere in the game, with a store of its own that is given back when the screen goes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from simulator.errors import UserError

if TYPE_CHECKING:
    from textual.screen import Screen

    from simulator.debrief.lead import Lead
    from simulator.record.store import Store


def begin_debrief(screen: Screen[Any], sessions: Sequence[str]) -> bool:
    """Begin a debrief of recorded visits over the screen one is on; where that cannot be, the screen says why."""
    from simulator.debrief.lead import Lead

    return _led(screen, lambda store: Lead.begin(store, sessions))


def resume_debrief(screen: Screen[Any], debrief: str) -> bool:
    """Go on with a debrief where it was left; where that cannot be, the screen says why."""
    from simulator.debrief.lead import Lead

    return _led(screen, lambda store: Lead.resume(store, debrief))


def _led(screen: Screen[Any], opened: Callable[[Store], Lead]) -> bool:
    from simulator.app.debrief.screen import DebriefScreen
    from simulator.errors import sentence
    from simulator.record.store import open_store

    store = None
    try:
        store = open_store()
        lead = opened(store)
    except UserError as error:
        if store is not None:
            store.close()
        screen.notify(sentence(error), severity="warning", timeout=8, markup=False)
        return False

    def release() -> None:
        lead.log.close()
        store.close()

    screen.app.push_screen(DebriefScreen(lead, None, release))
    return True
