"""What is kept of debriefs, read and changed in one go with a store of its own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from simulator import paths
from simulator.record.place import is_empty
from simulator.record.store import open_store
from simulator.replacing import replace_text

if TYPE_CHECKING:
    from simulator.debrief.debrief import Debrief
    from simulator.debrief.record import DebriefSummary


def debriefs() -> tuple[DebriefSummary, ...]:
    """All debriefs, the newest first.

    Raises:
        StoreError: they cannot be read.
    """
    from simulator.debrief.record import DebriefStore

    if is_empty():
        return ()
    with open_store() as store:
        return tuple(DebriefStore(store).debriefs())


def write_minutes(state: Debrief, names: Mapping[str, str]) -> Path:
    """Write the minutes of a debrief, as a page and as Markdown, into the folder of minutes; the page.

    Raises:
        OSError: they cannot be written.
    """
    from simulator.debrief.minutes import minutes

    folder = paths.home() / "minutes"
    folder.mkdir(parents=True, exist_ok=True)
    replace_text(folder / f"{state.id}.md", minutes(state, names, "md"))
    replace_text(folder / f"{state.id}.html", minutes(state, names, "html"))
    return folder / f"{state.id}.html"


def minutes_of(debrief: str) -> Path:
    """Write the minutes of a debrief that is not open here.

    Raises:
        StoreError: there is no such debrief, or its log is not sound.
        OSError: they cannot be written.
    """
    from simulator.debrief.names import trainees
    from simulator.debrief.record import DebriefStore

    with open_store() as store:
        state = DebriefStore(store).debrief(debrief)
        names = trainees(store, state)
    return write_minutes(state, names)


def delete(debrief: str) -> str:
    """Remove a debrief for good, and the code of its room with it; its id.

    Raises:
        StoreError: there is none, it is open somewhere, or the store cannot be written.
    """
    from simulator.debrief.record import DebriefStore
    from simulator.room import door

    with open_store() as store:
        gone = DebriefStore(store).delete_debrief(debrief)
    door.forget(gone)
    return gone
