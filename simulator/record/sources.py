"""Where a session is looked for by what a person typed: the store, or an exported file."""

from __future__ import annotations

from pathlib import Path

from simulator.record import export
from simulator.record.store import Store
from simulator.record.transcript import Transcript


def transcript(store: Store, name: str) -> Transcript:
    """A session by its id or an unambiguous beginning of it, or an exported one by its file.

    Raises:
        StoreError: there is none, or it cannot be read.
    """
    path = Path(name)
    if path.is_file() or path.suffix or len(path.parts) > 1:
        return export.read(path)
    return store.transcript(name)
