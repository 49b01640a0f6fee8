"""What a debrief remembers of the sessions it looks at: enough to be read when they are gone, and no name."""

from __future__ import annotations

from scenarios.bilingual import Bilingual
from simulator.debrief.parts import SessionNote
from simulator.record.log import Session
from simulator.record.store import Store
from simulator.record.transcript import parsed


def remembered(store: Store, session: Session) -> SessionNote:
    """A session, as it stands in the store now.

    Raises:
        StoreError: the store cannot be read.
    """
    return SessionNote(
        id=session.id,
        scenario=session.scenario,
        edition=session.edition,
        variant=session.variant,
        title=Bilingual(*(store.title(session.edition, each) or session.scenario for each in ("zh", "en"))),
        mode=session.mode,
        started=session.started,
        ended=session.ended,
        ending=session.ending,
        score=session.score,
        band=session.band,
        dimensions=_dimensions(store, session.id),
    )


def _dimensions(store: Store, session_id: str) -> dict[str, float | None]:
    """The score of each dimension that is assessed, as last worked out; empty where it was not."""
    row = store.database.row("SELECT dimensions FROM scores WHERE session = ? AND complete = 1", (session_id,))
    if row is None:
        return {}
    return {name: each.get("score") for name, each in (parsed(row["dimensions"]) or {}).items() if each.get("weight")}
