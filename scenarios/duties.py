"""What frames the scenes: endings, interrupts, duties, losses, promises, and the scenario's own tests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from scenarios.choices import alternatives, number, rates
from scenarios.expression import Environment, Expression
from scenarios.model import Ending, Ignored, Interrupt, Line, Loss, Promise, Requirement, Text
from scenarios.scope import Scope
from scenarios.source import Entry, Node, Scalar, Sequence
from scenarios.source import Mapping as MappingNode
from scenarios.variants import entries
from scenarios.words import WALKED_OUT

BAD_PROMISE = "JF1026"
UNKNOWN_SCENE, UNKNOWN_ENDING, UNSET_REQUIREMENT, SAME_NAME = "JF2008", "JF2006", "JF2029", "JF2038"

REQUIRED_POINTS = 2


def interrupts(node: Node | None, scope: Scope) -> tuple[Interrupt, ...]:
    """Interrupts in file order."""
    found: list[Interrupt] = []
    for name, entry in entries(node).items():
        when, goto = _part(entry, "when"), _part(entry, "goto")
        condition = scope.condition(when) if when is not None else None
        to = scene_named(goto, scope) if goto is not None else None
        if condition is not None and to is not None:
            found.append(Interrupt(name, condition, to, scope.findings.mark(entry)))
    return tuple(found)


def _part(entry: Entry, key: str) -> Node | None:
    return entry.value.get(key) if isinstance(entry.value, MappingNode) else None


def scene_named(node: Node, scope: Scope) -> str | None:
    """The scene one arrives at by a name that may not be an ending; None if there is none."""
    assert isinstance(node, Scalar)
    if node.text in scope.scenes:
        return scope.scenes[node.text] or None
    scope.findings.add(UNKNOWN_SCENE, node, scope.scenes.keys(), name=node.text)
    return None


def endings(node: Node | None, scope: Scope, walked_out: Text | None) -> dict[str, Ending]:
    """Endings by id; the language's own comes last, if it is wanted and the author has none of that name."""
    found: dict[str, Ending] = {}
    for name, entry in entries(node).items():
        if name in scope.scenes:
            scope.findings.add(SAME_NAME, entry, name=name)
        outcome = _part(entry, "outcome")
        text = _part(entry, "text")
        found[name] = Ending(
            id=name,
            outcome=outcome.text if isinstance(outcome, Scalar) else "",
            text=alternatives(text, scope),
            loses=tuple(losses(_part(entry, "loses"), scope)),
            mark=scope.findings.mark(entry),
        )
    if walked_out is not None and WALKED_OUT not in found:
        found[WALKED_OUT] = Ending(WALKED_OUT, "broken", (Line(walked_out),))
    return found


def losses(node: Node | None, scope: Scope) -> Iterator[Loss]:
    """Points forgone at the end; one entry may name several indicators."""
    for item in node.items if isinstance(node, Sequence) else [node]:
        if isinstance(item, MappingNode):
            when = scope.optional_condition(item)
            for code, points in rates(item).items():
                yield Loss(code, points, when)


def break_off(node: Node | None, scope: Scope) -> tuple[str | None, bool]:
    """Where agitation 10 leads, and whether the language's own ending is wanted for it."""
    if isinstance(node, Scalar):
        return None, False
    named = node.get("ending") if isinstance(node, MappingNode) else None
    if not isinstance(named, Scalar):
        return WALKED_OUT, True
    if named.text in scope.endings or named.text == WALKED_OUT:
        return named.text, named.text == WALKED_OUT
    scope.findings.add(UNKNOWN_ENDING, named, scope.endings | {WALKED_OUT}, name=named.text)
    return WALKED_OUT, True


def requirements(node: Node | None, scope: Scope) -> tuple[Requirement, ...]:
    """必做项: flags that must be set by the end."""
    found: list[Requirement] = []
    for name, entry in entries(node).items():
        if name not in scope.environment.flags:
            scope.findings.add(UNSET_REQUIREMENT, entry, scope.environment.flags, name=name)
            continue
        mark = scope.findings.mark(entry)
        if isinstance(entry.value, Scalar):
            found.append(Requirement(name, entry.value.text, mark=mark))
        elif isinstance(entry.value, MappingNode):
            indicator = entry.value.get("indicator")
            points = number(entry.value.get("points"), REQUIRED_POINTS)
            when = scope.optional_condition(entry.value)
            if isinstance(indicator, Scalar):
                found.append(Requirement(name, indicator.text, points, when, mark))
    return tuple(found)


def promises(node: Node | None, scope: Scope) -> tuple[Promise, ...]:
    """`ensure:`: `when` and `then`, or `never`; `ending` may be asked for."""
    environment: Environment = replace(scope.environment, endings=scope.endings)
    found: list[Promise] = []
    for item in node.items if isinstance(node, Sequence) else ():
        assert isinstance(item, MappingNode)
        keys = item.entries.keys()
        if ("never" in keys) == ("then" in keys) or ("never" in keys and "when" in keys):
            scope.findings.add(BAD_PROMISE, item)
            continue
        when, then, never = (_asked(item.get(key), scope, environment) for key in ("when", "then", "never"))
        found.append(Promise(when, then, never, scope.mark(item)))
    return tuple(found)


def _asked(node: Node | None, scope: Scope, environment: Environment) -> Expression | None:
    return None if node is None else scope.condition(node, environment)


def ignored(node: Node | None, scope: Scope) -> tuple[Ignored, ...]:
    """`ignore:` findings left on purpose, each with its reason."""
    return tuple(
        Ignored(code, entry.value.text, scope.findings.mark(entry))
        for code, entry in entries(node).items()
        if isinstance(entry.value, Scalar)
    )


def reviewed(node: Node | None) -> Mapping[str, object]:
    """Who reviewed the scenario and as of when the law was checked."""
    return {key: entry.value.text for key, entry in entries(node).items() if isinstance(entry.value, Scalar)}
