"""A result kept as a plain text file or as a page to print, beside the records."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from scenarios.conversation import Conversation, Language
from simulator import i18n, paths
from simulator.i18n import _
from simulator.visit import Visit

if TYPE_CHECKING:
    from scoring.rate import Result


def save(visit: Visit, result: Result, language: Language) -> Path:
    """Write a result as text.

    Returns:
        Where it is.

    Raises:
        OSError: it cannot be written.
    """
    from simulator.report.text import result_lines

    scenario = visit.edition.scenario
    target = _target(visit, "txt")
    head = Conversation(visit.play, language).text(scenario.title, visit.play.start)
    text = "\n".join([head, "", *result_lines(visit.play, result, language)])
    target.write_text(text + "\n", "utf-8")
    return target


def save_page(visit: Visit, language: Language) -> Path:
    """Write the report on a visit that is kept in the store as one HTML file, as `jiefang report` does.

    Returns:
        Where it is.

    Raises:
        UserError: its record cannot be read, or nothing of it is sound.
        OSError: it cannot be written.
    """
    from simulator.errors import UserError
    from simulator.record import seal
    from simulator.record.sources import transcript
    from simulator.record.store import open_store
    from simulator.replacing import replace_text
    from simulator.replay.recording import read
    from simulator.report.page import gather
    from simulator.report.page.write import visit_page

    with i18n.speaking(language), open_store() as store:
        recording = read(transcript(store, visit.session.id), seal.key())
        if recording.play is None:
            raise UserError(_("；").join(recording.faults))
        page = visit_page(gather.visit(store, recording, hidden=False))
    target = _target(visit, "html")
    replace_text(target, page)
    return target


def _target(visit: Visit, ending: str) -> Path:
    """A file of today for a visit, in a folder that is there."""
    day = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
    folder = paths.home() / "results"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{visit.edition.scenario.id}-{visit.edition.variant.name}-{day}.{ending}"
