"""Which visit comes after one."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenarios.edition import edition
from scenarios.load import load_or_raise
from scenarios.play import Play
from scenarios.search_path import find
from simulator.next_visit import after, place
from simulator.overview import Overview
from simulator.progress import Weakness
from simulator.record.log import MemoryLog
from simulator.visit import Visit


def visit(scenario: str) -> Visit:
    """A visit of a shipped scenario."""
    chosen = edition(load_or_raise(find(scenario)))
    log = MemoryLog(chosen, mode="practice", seed="1", trainee="", language="zh")
    return Visit(Play(chosen, "1"), log.session, log)


def test_what_was_weak_comes_next(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the home screen recommends it, but never the same again."""
    from simulator.trains import of_library

    for code in ("C5", "C3"):
        known = Overview(weak=[Weakness(code, 9)])
        monkeypatch.setattr("simulator.overview.overview", lambda trainee, known=known: known)
        following = after(visit("unpaid-wages"))
        assert following != "unpaid-wages"
        assert code in of_library()[following]


def test_without_a_weak_point_the_list_goes_on() -> None:
    """The next of the list, and after the last one the first."""
    from simulator.scenario_index import scenarios

    ids = [entry["id"] for entry in scenarios()]
    assert after(visit(ids[0])) == ids[1]
    assert after(visit(ids[-1])) == ids[0]


def test_a_scenario_by_its_path_is_found_again() -> None:
    """What is to be played again is named by where it lies."""
    assert Path(place(visit("unpaid-wages"))).exists()
