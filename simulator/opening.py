"""A scenario that is to be played or shown: read, with the rubric of its pack, or what keeps it from that."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scenarios.model import Scenario


def opened(id_or_path: str) -> Scenario:
    """A scenario in order, whose pack's rubric is in order too.

    Raises:
        ScenarioError: there is none, or it cannot be used.
    """
    from scenarios.load import load_or_raise
    from scenarios.search_path import find

    found = load_or_raise(find(id_or_path))
    if found.rubric is not None:
        from scoring.own_rubric import rubric_of

        rubric_of(found)
    return found
