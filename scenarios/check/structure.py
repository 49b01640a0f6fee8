"""Structure that the graph of scenes shows without looking at states: loose flags and facts, ways that lead nowhere.

Found on loading already: scenes that nothing leads to (JF3001), loops without end (JF3002), flags that are read and set
by nothing (JF1520, JF2029, JF2031, JF2050).
"""

from __future__ import annotations

from collections.abc import Iterator

from scenarios.check.reads import flags_read
from scenarios.diagnostic import Diagnostic, Mark
from scenarios.loops import edges, reachable
from scenarios.model import RESUME, Scenario, Scene


def check(scenario: Scenario) -> Iterator[Diagnostic]:
    """JF3003 flags that nobody reads, JF3004 facts that nothing reveals, JF3005 and JF3006 ways without an end."""
    yield from _unread_flags(scenario)
    yield from _unrevealed_facts(scenario)
    yield from _dead_ends(scenario)


def _unread_flags(scenario: Scenario) -> Iterator[Diagnostic]:
    """A flag that a fragment offers its callers may be left unread."""
    read = flags_read(scenario)
    reported: set[str] = set()
    for scene in scenario.scenes.values():
        if scene.fragment:
            continue
        for flag, mark in _sets(scene):
            if flag not in read and flag not in reported:
                reported.add(flag)
                yield Diagnostic("JF3003", mark or scene.mark, {"name": flag})


def _sets(scene: Scene) -> Iterator[tuple[str, Mark | None]]:
    for choice in (*scene.choices, *((scene.timeout_choice,) if scene.timeout_choice else ())):
        for case in choice.cases:
            yield from ((flag, case.mark or choice.mark) for flag in case.sets)
    yield from ((flag, scene.mark) for flag in scene.sets)


def _unrevealed_facts(scenario: Scenario) -> Iterator[Diagnostic]:
    revealed: set[str] = set()
    for scene in scenario.scenes.values():
        revealed |= {fact for lines in scene.say for line in lines for fact in line.reveals}
        for choice in (*scene.choices, *((scene.timeout_choice,) if scene.timeout_choice else ())):
            revealed |= {reveal.fact for case in choice.cases for reveal in case.reveals}
    facts = {fact.id: fact for variant in scenario.variants.values() for fact in variant.facts.values()}
    for fact in facts.values():
        if fact.id not in revealed:
            yield Diagnostic("JF3004", fact.mark, {"name": fact.id})


def _dead_ends(scenario: Scenario) -> Iterator[Diagnostic]:
    """Scenes that lead to no ending, whatever is chosen; of a fragment those that never return to the call.

    A fragment has no endings of its own, so that the two are one question: is there a way out to an ending, or back
    (`resume`) to what was interrupted?
    """
    finite = _leading_out(scenario)
    reported: set[str] = set()
    for name in scenario.scenes:
        scene = scenario.scenes[name]
        if name in finite or name not in reachable(scenario):
            continue
        call = name.rpartition("/")[0]
        if call in reported:
            continue
        reported.add(call if scene.fragment else name)
        if scene.fragment and call:
            yield Diagnostic("JF3005", scene.mark, {"fragment": scene.fragment, "call": call, "scene": name})
        else:
            yield Diagnostic("JF3006", scene.mark, {"name": name})


def _leading_out(scenario: Scenario) -> set[str]:
    """Scenes from which an ending or `resume` can be reached."""
    into: dict[str, list[str]] = {}
    waiting: list[str] = [*scenario.endings]
    for name, scene in scenario.scenes.items():
        if _resumes(scene):
            waiting.append(name)
        for edge in edges(scene):
            into.setdefault(edge.to, []).append(name)
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += into.get(name, [])
    return found


def _resumes(scene: Scene) -> bool:
    own = (scene.timeout_choice,) if scene.timeout_choice else ()
    gotos = [scene.next, *(case.goto for choice in (*scene.choices, *own) for case in choice.cases)]
    return scene.otherwise == RESUME or any(
        branch.to == RESUME for goto in gotos if goto is not None for branch in goto.branches
    )
