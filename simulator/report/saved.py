"""A result kept as a plain text file, beside the records."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from scenarios.conversation import Conversation, Language
from simulator import paths
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
    day = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
    target = paths.home() / "results" / f"{scenario.id}-{visit.edition.variant.name}-{day}.txt"
    target.parent.mkdir(parents=True, exist_ok=True)
    head = Conversation(visit.play, language).text(scenario.title, visit.play.start)
    text = "\n".join([head, "", *result_lines(visit.play, result, language)])
    target.write_text(text + "\n", "utf-8")
    return target
