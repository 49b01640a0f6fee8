"""What the conditions of a scenario read, wherever they stand."""

from __future__ import annotations

from collections.abc import Iterator

from scenarios.expression import Expression, calls, names
from scenarios.model import Alternatives, Choice, Form, Goto, Scenario, Scene


def flags_read(scenario: Scenario) -> frozenset[str]:
    """Names that something asks for: conditions, named conditions in use, duties, promises and tests."""
    found = {requirement.flag for requirement in scenario.requires}
    for test in scenario.tests:
        wanted = test.expect.get("flags", ())
        found |= set(wanted) if isinstance(wanted, list | tuple) else {str(wanted)}
    for condition in written_out(scenario):
        found |= names(condition)
    return frozenset(found)


def facts_read(scenario: Scenario) -> frozenset[str]:
    """Facts that some `known(…)` asks for."""
    return frozenset(
        argument
        for condition in written_out(scenario)
        for function, argument in calls(condition)
        if function == "known"
    )


def written_out(scenario: Scenario) -> Iterator[Expression]:
    """Every condition, and once each named condition that one of them uses, directly or through others."""
    waiting = list(conditions(scenario))
    used: set[str] = set()
    while waiting:
        condition = waiting.pop()
        yield condition
        for name in names(condition) & scenario.conditions.keys() - used:
            used.add(name)
            waiting.append(scenario.conditions[name])


def conditions(scenario: Scenario) -> Iterator[Expression]:
    """Every condition as written, those that are given a name apart."""
    found = [interrupt.when for interrupt in scenario.interrupts]
    yield from found
    for losses in (scenario.loses, *(ending.loses for ending in scenario.endings.values())):
        yield from (loss.when for loss in losses if loss.when is not None)
    yield from (duty.when for duty in scenario.requires if duty.when is not None)
    for promise in scenario.ensure:
        yield from (part for part in (promise.when, promise.then, promise.never) if part is not None)
    for ending in scenario.endings.values():
        yield from _of_lines(ending.text)
    for scene in scenario.scenes.values():
        yield from of_scene(scene)


def of_scene(scene: Scene) -> Iterator[Expression]:
    """Every condition of one scene."""
    for alternatives in scene.say:
        yield from _of_lines(alternatives)
    yield from _of_goto(scene.next)
    for choice in (*scene.choices, *((scene.timeout_choice,) if scene.timeout_choice else ())):
        yield from _of_choice(choice)
    if scene.form is not None:
        yield from _of_form(scene.form)


def _of_lines(alternatives: Alternatives) -> Iterator[Expression]:
    yield from (line.when for line in alternatives if line.when is not None)


def _of_goto(goto: Goto | None) -> Iterator[Expression]:
    yield from (branch.when for branch in (goto.branches if goto else ()) if branch.when is not None)


def _of_choice(choice: Choice) -> Iterator[Expression]:
    yield from (part for part in (choice.when, choice.needs) if part is not None)
    for case in choice.cases:
        if case.when is not None:
            yield case.when
        yield from (reveal.when for reveal in case.reveals if reveal.when is not None)
        yield from _of_lines(case.reply)
        yield from _of_goto(case.goto)


def _of_form(form: Form) -> Iterator[Expression]:
    for line in form.lines:
        if line.when is not None:
            yield line.when
        for option in (*line.options, *line.fillers):
            if option.when is not None:
                yield option.when
            yield from (case.when for case in option.cases if case.when is not None)
