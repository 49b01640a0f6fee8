"""Where the program begins: every way into the app that the command line has."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from simulator.app.app import CrashStart, DebriefStart, HomeStart, PlayStart, PreviewStart, ReplayStart, Start
from simulator.app.replay.records import recording
from simulator.debrief.lead import Lead
from simulator.record.store import open_store

WAYS = (
    "home",
    "replay",
    "debrief",
    "visit simulation",
    "home",
    "preview",
    "visit practice",
    "home",
    "briefing",
    "crash",
)


@contextmanager
def begun(way: str, library: Path) -> Iterator[Start]:
    """One of the ways; what it needs is there for as long."""
    match way.split():
        case ["visit", mode]:
            yield PlayStart("lamp", "plain", mode, "0")
        case ["briefing"]:
            yield PlayStart("desk")
        case ["preview"]:
            yield PreviewStart(library / "lamp")
        case ["crash"]:
            yield CrashStart(library / "report.txt")
        case ["replay"] if _ended():
            yield ReplayStart(recording(_ended()[0]))
        case ["debrief"] if _ended():
            with open_store() as store:
                lead = Lead.begin(store, _ended()[:2])
                try:
                    yield DebriefStart(lead, None)
                finally:
                    lead.log.close()
        case _:
            yield HomeStart()


def _ended() -> list[str]:
    """Ids of visits that are over, the oldest first; the monkey may have deleted them all, or gone to another file."""
    with open_store() as store:
        return [session.id for session in reversed(store.sessions()) if session.ended]
