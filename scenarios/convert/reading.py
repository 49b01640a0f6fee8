"""Files of other tools to a scenario: which reader a file needs, and what comes out of it."""

from __future__ import annotations

import os

from scenarios import source_text
from scenarios.convert import ink, twee
from scenarios.convert.scenario import Written, write
from scenarios.convert.story import Losses, Story, slug
from scenarios.source_findings import Findings


def imported(path: str | os.PathLike[str], name: str, day: str) -> Written:
    """Read a file of Twine (Twee 3) or ink (compiled JSON) and write it as a scenario.

    Args:
        path: the file, at most 1 MB.
        name: id of the scenario; empty: one made from the story's title or the file's name.
        day: the day of the visit, `2026-09-15`.

    Returns:
        The text of `scenario.yaml` and everything that could not be carried over.
    """
    findings = Findings(os.fspath(path))
    data = source_text.read_bytes(path, findings)
    text = source_text.to_text(data, findings) if data is not None else None
    if text is None:
        return Written(None, findings.sorted())
    return converted(text, os.path.basename(os.fspath(path)), name, day)


def converted(text: str, file: str, name: str, day: str) -> Written:
    """The same for a text; `file` is its name."""
    losses = Losses()
    story = (ink if text.lstrip()[:1] == "{" else twee).read(text, file, losses)
    if story is None:
        return Written(None, losses.all())
    return write(story, name or name_of(story, file), day, losses, file)


def name_of(story: Story, file: str) -> str:
    """An id from the story's title or its file's name."""
    stem = os.path.splitext(file)[0]
    return slug(story.title, "") or slug(stem, "") or "imported"
