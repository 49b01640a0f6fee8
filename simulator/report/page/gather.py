"""What a report is made from: recordings of the store or of exported files, priced, and the debriefs about them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from simulator.i18n import _, language
from simulator.record import seal
from simulator.record.sources import transcript
from simulator.record.store import Store
from simulator.replay.prices import Rater
from simulator.replay.recording import Recording, read
from simulator.report.page import class_view, facilitator, visit_view
from simulator.report.page.class_shapes import ClassView
from simulator.report.page.people import people
from simulator.report.page.shapes import VisitView
from simulator.report.page.tally import Tally

Progress = Callable[[int, int], None]
"""Told how many sessions are done, and of how many."""


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
