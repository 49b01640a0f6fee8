"""A scenario's own tests: what they name must exist. Whether they pass is for those who can play."""

from __future__ import annotations

from collections.abc import Mapping

from scenarios.choices import words
from scenarios.findings import nearest
from scenarios.model import Ending, GoldenTest, Scene, Variant
from scenarios.scope import UNKNOWN_FACT, Scope
from scenarios.source import Entry, Node, Scalar, Sequence, plain
from scenarios.source import Mapping as MappingNode
from scenarios.words import TIMEOUT

UNKNOWN_VARIANT, UNKNOWN_ENDING, UNKNOWN_FLAG = "JF2045", "JF2006", "JF2050"
UNKNOWN_STEP, UNKNOWN_FORM, UNKNOWN_OPTION = "JF2051", "JF2052", "JF2053"


def golden_tests(
    node: Node | None,
    scope: Scope,
    scenes: Mapping[str, Scene],
    endings: Mapping[str, Ending],
    variants: Mapping[str, Variant],
) -> tuple[GoldenTest, ...]:
    """All entries of `tests:`."""
    found: list[GoldenTest] = []
    steps = {choice.id for scene in scenes.values() for choice in scene.choices} | {TIMEOUT}
    for item in node.items if isinstance(node, Sequence) else ():
        assert isinstance(item, MappingNode)
        variant = _variant(item.get("variant"), scope, variants)
        choices = item.get("choices")
        if isinstance(choices, Sequence):
            for step in choices.items:
                _check_step(step, scope, scenes, steps)
        expect = item.get("expect")
        if isinstance(expect, MappingNode):
            _check_expected(expect.entries, scope, endings)
        expected = plain(expect) if isinstance(expect, MappingNode) else {}
        assert isinstance(expected, dict)
        seed = item.get("seed")
        drawn = seed.text if isinstance(seed, Scalar) else "0"
        found.append(GoldenTest(variant, words(choices), expected, drawn, scope.mark(item)))
    return tuple(found)


def _variant(node: Node | None, scope: Scope, variants: Mapping[str, Variant]) -> str:
    if isinstance(node, Scalar):
        if node.text in variants:
            return node.text
        scope.findings.add(UNKNOWN_VARIANT, node, variants.keys(), name=node.text)
    return next(iter(variants), "")


def _check_step(node: Node, scope: Scope, scenes: Mapping[str, Scene], choices: set[str]) -> None:
    assert isinstance(node, Scalar)
    step, _, answer = node.text.partition("=")
    if not answer:
        _check_choice(step, node, scope, scenes, choices)
        return
    name, _, line = step.partition(".")
    scene = scenes.get(scope.scenes.get(name) or name)
    if scene is None or scene.form is None:
        forms = [each.id for each in scenes.values() if each.form is not None]
        scope.findings.add(UNKNOWN_FORM, node, forms, name=name, valid=", ".join(forms))
        return
    if not line:
        if answer not in ("best", "random"):
            scope.findings.add(UNKNOWN_OPTION, node, ("best", "random"), name=answer, line=name, valid="best, random")
        return
    lines = {each.id: each for each in scene.form.lines}
    if line not in lines:
        scope.findings.add(UNKNOWN_FORM, node, lines.keys(), name=line, valid=", ".join(lines))
        return
    options = [option.id for option in (*lines[line].options, *lines[line].fillers)]
    if answer not in options:
        scope.findings.add(UNKNOWN_OPTION, node, options, name=answer, line=line, valid=", ".join(options[:8]))


def _check_choice(step: str, node: Scalar, scope: Scope, scenes: Mapping[str, Scene], choices: set[str]) -> None:
    """A choice by its id, or with its scene or call before it: `give`, `close/ask.give`, `close/give`."""
    place, dot, name = step.rpartition(".") if "." in step else step.rpartition("/")
    valid = choices
    if dot == ".":
        scene = scenes.get(scope.scenes.get(place) or place)
        valid = {choice.id for choice in scene.choices} | {TIMEOUT} if scene else set()
    elif place:
        inside = [scene for scene in scenes.values() if scene.id.startswith(f"{place}/")]
        valid = {choice.id for scene in inside for choice in scene.choices}
    if name not in valid:
        near = nearest(name, valid or choices)
        scope.findings.add(UNKNOWN_STEP, node, [f"{place}{dot}{near}"] if near else None, name=node.text)


def _check_expected(expected: Mapping[str, Entry], scope: Scope, endings: Mapping[str, Ending]) -> None:
    for key, code, known in (
        ("ending", UNKNOWN_ENDING, endings.keys()),
        ("known", UNKNOWN_FACT, scope.facts),
        ("flags", UNKNOWN_FLAG, scope.environment.flags),
    ):
        node = expected[key].value if key in expected else None
        for item in node.items if isinstance(node, Sequence) else [node]:
            if isinstance(item, Scalar) and item.text not in known:
                scope.findings.add(code, item, known, name=item.text)
