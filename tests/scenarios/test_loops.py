"""Loops of scenes, and that each ends."""

from __future__ import annotations

import pytest

from scenarios.edition import edition
from scenarios.loops import loops, reachable, reachable_without_interrupts
from scenarios.model import Scenario
from tests.scenarios.snippets import codes, snippet

HUB = """
scenes:
  arrive: {next: hub}
  hub: {choices: {ask: {text: 问。, goto: story}, go: {text: 走。, goto: done}}, otherwise: done}
  story: {say: 好。, next: hub}
  out: {choices: {wait: {text: 等。, goto: resume}, again: {text: 再等。, goto: out}}}
interrupts: {heat: {when: agitation >= 9, goto: out}}
"""


def made(text: str) -> Scenario:
    """A scenario in order."""
    loaded = snippet(text)
    assert loaded.scenario is not None, loaded.diagnostics
    return loaded.scenario


def test_components() -> None:
    """Scenes that lead to one another, a scene that leads to itself; those that lead on come first."""
    scenario = made(HUB)
    assert {frozenset(part) for part in loops(scenario)} == {frozenset({"hub", "story"}), frozenset({"out"})}
    assert loops(edition(scenario, None)) == loops(scenario)
    assert loops(made("{}")) == []


def test_reachable() -> None:
    """With and without interrupts."""
    scenario = made(HUB)
    assert reachable(scenario) == {"arrive", "hub", "story", "done", "out"}
    assert reachable_without_interrupts(scenario) == {"arrive", "hub", "story", "done"}


TO_HALL, TO_ARRIVE = "{say: 好。, next: hall}", "{say: 好。, next: arrive}"
TO_B = "{say: 好。, next: b}"
STICKY = "{choices: {seat: {sticky: true, goto: hall}}}"


@pytest.mark.parametrize(
    ("scenes", "cycle"),
    [
        (f"{{arrive: {{next: hall}}, hall: {TO_B}, b: {TO_HALL}}}", "hall → continue → b → continue → hall"),
        ("{arrive: {next: hall, choices: {rush: {goto: done}}}, hall: {form: record, next: hall}}", "hall → … → hall"),
        (f"{{arrive: {STICKY}, hall: {TO_ARRIVE}}}", "arrive → seat → hall → continue → arrive"),
        (f"{{arrive: {{otherwise: hall}}, hall: {TO_ARRIVE}}}", "arrive → … → hall → continue → arrive"),
        (f"{{arrive: {{choices: {{seat: {{goto: hall, max: 2}}}}}}, hall: {TO_ARRIVE}}}", ""),
        (f"{{arrive: {{choices: {{seat: {{goto: [{{when: trust > 5, to: hall}}, done]}}}}}}, hall: {TO_ARRIVE}}}", ""),
    ],
)  # fmt: skip
def test_endless(scenes: str, cycle: str) -> None:
    """Sticky choices, passages, forms and `otherwise` do not end a loop; a choice once or `max` times does."""
    found = [each for each in snippet(f"scenes: {scenes}").diagnostics if each.code == "JF3002"]
    assert [each.arguments["cycle"] for each in found] == ([cycle] if cycle else [])


def test_every_endless_loop_is_named() -> None:
    """One finding for each."""
    text = """
scenes:
  arrive: {next: a}
  a: {say: 好。, next: [{when: trust > 5, to: a}, b]}
  b: {say: 好。, next: [{when: trust > 5, to: b}, done]}
"""
    assert codes(snippet(text)) == ["JF3002", "JF3002"]


def test_unreachable_calls_are_one_finding() -> None:
    """Not one for each copied scene."""
    text = """
scenes: {note: {call: own.note, next: done}}
fragments: {own.note: {id: note, start: a, scenes: {a: {say: 好。, next: b}, b: {say: 好。, next: return}}}}
"""
    found = [each for each in snippet(text).diagnostics if each.code == "JF3001"]
    assert [(each.arguments["name"], each.mark and each.mark.file) for each in found] == [("note", "scenario.yaml")]
