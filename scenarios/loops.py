"""Loops of scenes, and whether every one of them comes to an end.

Nodes are scenes; edges are every `goto`, `next`, `otherwise` and timeout, whatever the conditions; interrupts are left
out. A visit ends because every cycle holds a choice that can be taken only so often.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple, TypeAlias

from scenarios.edition import Edition
from scenarios.graph import components
from scenarios.model import RESUME, Scenario, Scene


class Edge(NamedTuple):
    """A way from a scene to another scene or an ending. `choice` is empty for forms and `otherwise`."""

    to: str
    choice: str
    limited: bool


Ways: TypeAlias = Mapping[str, tuple[Edge, ...]]
"""Scene -> its edges."""


def edges(scene: Scene) -> Iterator[Edge]:
    """Every way out of a scene, `resume` left out."""
    own = (scene.timeout_choice,) if scene.timeout_choice else ()
    for choice in (*scene.choices, *own):
        limited = choice.limit is not None
        for case in choice.cases:
            goto = case.goto or scene.next
            for branch in goto.branches if goto else ():
                if branch.to != RESUME:
                    yield Edge(branch.to, choice.id, limited)
    if scene.form is not None and scene.next is not None:
        for branch in scene.next.branches:
            if branch.to != RESUME:
                yield Edge(branch.to, "", limited=False)
    if scene.otherwise is not None and scene.otherwise != RESUME:
        yield Edge(scene.otherwise, "", limited=False)


def graph(scenario: Scenario | Edition) -> dict[str, list[str]]:
    """Scene -> the scenes it may lead to."""
    scenes = _scenes(scenario)
    return {
        name: list(dict.fromkeys(edge.to for edge in edges(scene) if edge.to in scenes))
        for name, scene in scenes.items()
    }


def _scenes(scenario: Scenario | Edition) -> Mapping[str, Scene]:
    return (scenario.scenario if isinstance(scenario, Edition) else scenario).scenes


def loops(scenario: Scenario | Edition) -> list[tuple[str, ...]]:
    """The strongly connected components of the scene graph that hold a cycle, those that lead to others first."""
    ways = graph(scenario)
    return [part for part in components(ways) if len(part) > 1 or part[0] in ways[part[0]]]


def ways_out(scenario: Scenario | Edition) -> Ways:
    """Scene -> its edges, for who asks more than once."""
    return {name: tuple(edges(scene)) for name, scene in _scenes(scenario).items()}


def endless(scenario: Scenario | Edition, ways: Ways | None = None) -> list[tuple[Edge | str, ...]]:
    """For each loop that need never end, one cycle without a limited choice: scene, edge, scene, … and back."""
    scenes = _scenes(scenario)
    free = {
        name: {edge.to: edge for edge in out if not edge.limited and edge.to in scenes}
        for name, out in (ways or ways_out(scenario)).items()
    }
    order = {name: position for position, name in enumerate(scenes)}
    return [
        _cycle(min(part, key=order.__getitem__), frozenset(part), free)
        for part in components({name: list(ways) for name, ways in free.items()})
        if len(part) > 1 or part[0] in free[part[0]]
    ]


def _cycle(start: str, part: frozenset[str], free: Mapping[str, Mapping[str, Edge]]) -> tuple[Edge | str, ...]:
    """The shortest way from a scene back to it within a component."""
    came: dict[str, tuple[str, Edge]] = {}
    waiting = [start]
    for scene in waiting:
        for to, edge in free[scene].items():
            if to in part and to not in came:
                came[to] = (scene, edge)
                waiting.append(to)
    way: list[Edge | str] = [start]
    at = start
    while True:
        scene, edge = came[at]
        way[:0] = [scene, edge]
        if scene == start:
            return tuple(way)
        at = scene


def reachable(scenario: Scenario | Edition, ways: Ways | None = None) -> frozenset[str]:
    """Scenes and endings that can be reached from the start or from an interrupt, whatever the conditions."""
    whole = scenario.scenario if isinstance(scenario, Edition) else scenario
    return _from(ways or ways_out(whole), [whole.start, *(interrupt.goto for interrupt in whole.interrupts)])


def reachable_without_interrupts(scenario: Scenario | Edition, ways: Ways | None = None) -> frozenset[str]:
    """Scenes and endings that can be reached from the start without any interrupt."""
    whole = scenario.scenario if isinstance(scenario, Edition) else scenario
    return _from(ways or ways_out(whole), [whole.start])


def _from(ways: Ways, starts: list[str]) -> frozenset[str]:
    seen = set(starts)
    waiting = list(seen)
    while waiting:
        for edge in ways.get(waiting.pop(), ()):
            if edge.to not in seen:
                seen.add(edge.to)
                waiting.append(edge.to)
    return frozenset(seen)
