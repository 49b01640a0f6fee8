"""What a report is made from: recordings of the store or of exported files, priced, and the debriefs about them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from simulator import paths
from simulator.i18n import _, language
from simulator.record import export, seal
from simulator.record.store import Store
from simulator.record.transcript import Transcript
from simulator.replay.recording import Recording, read
from simulator.report.page import class_view, facilitator, visit_view
from simulator.report.page.class_shapes import ClassView
from simulator.report.page.people import people
from simulator.report.page.shapes import VisitView
from simulator.report.page.tally import Tally

if TYPE_CHECKING:
    from scoring.evaluate import Evaluator
    from simulator.replay.prices import Prices

Progress = Callable[[int, int], None]
"""Told how many sessions are done, and of how many."""


def transcript(store: Store, name: str) -> Transcript:
    """A session by its id or an unambiguous beginning of it, or an exported one by its file.

    Raises:
        StoreError: there is none, or it cannot be read.
    """
    path = Path(name)
    if path.is_file() or path.suffix or len(path.parts) > 1:
        return export.read(path)
    return store.transcript(name)


class Rater:
    """Prices recordings; an edition is solved once."""

    def __init__(self) -> None:
        self._known: dict[str, Evaluator] = {}

    def prices(self, recording: Recording) -> Prices | None:
        """What the solver says of a recording; None where it cannot say anything."""
        from scenarios.explore import TooManyStatesError
        from scoring.cache import solved
        from scoring.evaluate import Evaluator, UnknownStateError
        from simulator.replay.prices import Prices

        edition = recording.edition
        if edition is None or recording.play is None:
            return None
        try:
            if edition.hash not in self._known:
                self._known[edition.hash] = Evaluator(solved(edition, paths.cache() / "solutions"))
            return Prices(recording, self._known[edition.hash])
        except (TooManyStatesError, UnknownStateError):
            return None


def visit(store: Store, recording: Recording, *, hidden: bool) -> VisitView:
    """What is reported of one visit, something of which is sound.

    Args:
        store: where debriefs are.
        recording: what is reported.
        hidden: whether the trainee goes by a letter.

    Raises:
        StoreError: the store cannot be read.
    """
    assert recording.session is not None
    called = people([recording.session], language(), hidden=hidden)
    found, faults = facilitator.debriefs(store, [recording.session.id])
    return visit_view.view(recording, Rater().prices(recording), called, found, faults)


def cohort(store: Store, names: Sequence[str], *, hidden: bool, progress: Progress | None = None) -> ClassView:
    """What is reported of several visits. One is held at a time; of each only what is added up stays.

    Raises:
        StoreError: one of them cannot be found or read.
    """
    tally, rater, lost = Tally(language()), Rater(), []
    for done, name in enumerate(names):
        if progress is not None:
            progress(done, len(names))
        recording = read(transcript(store, name), seal.key())
        if recording.session is None:
            lost += [f"{name}{_('：')}{fault}" for fault in recording.faults]
            continue
        tally.add(recording, rater.prices(recording))
    if progress is not None:
        progress(len(names), len(names))
    called = people([line.session for line in tally.lines], language(), hidden=hidden)
    found, faults = facilitator.debriefs(store, [line.session.id for line in tally.lines])
    return class_view.view(tally, called, found, [*lost, *faults])
