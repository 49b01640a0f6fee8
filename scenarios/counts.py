"""Lines of the record form whose right answer is given as a value: the number of visitors and the kind of matter.

The value may be a parameter or a list of cases, so the right answer may differ between variants and situations. Still
there is one list of options for all of them: which are shown and which is right is said by conditions.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from hashlib import sha256

from scenarios.diagnostic import Mark
from scenarios.expression import Compare, Expression, Literal, Name, all_of, any_of, negate
from scenarios.model import FormLine, Option, OptionCase, Text, Variant
from scenarios.scope import DEAD_TARGET, NO_LAST_TARGET, Scope, as_value
from scenarios.source import Entry, Node, Scalar, Sequence
from scenarios.source import Mapping as MappingNode
from scenarios.text import Given, template
from scenarios.words import LABELS, people

UNKNOWN_PARAM, BAD_ANSWER = "JF2034", "JF2044"

OFFERED = 4
"""Numbers of visitors to pick from."""

WRONG_COUNT, WRONG_KIND = {"C2": -1}, {"R1": -2}


@dataclass(frozen=True, slots=True)
class Answer:
    """A right answer and when it is the right one; the first that holds counts. None: in all other cases."""

    value: str
    when: Expression | None


def answers(
    entry: Entry, scope: Scope, variants: Mapping[str, Variant], allowed: Collection[str] | None
) -> list[Answer]:
    """The right answers of a field, the last without condition.

    Args:
        entry: the field.
        scope: where it is.
        variants: give the values of parameters.
        allowed: the words it may be, None for a number of at least 1.

    Returns:
        Nothing if one of them is wrong.
    """
    node = entry.value
    items = node.items if isinstance(node, Sequence) else [node]
    found: list[Answer] = []
    for number, item in enumerate(items, 1):
        conditional = isinstance(item, MappingNode) and "when" in item.entries
        if conditional and number == len(items):
            scope.findings.add(NO_LAST_TARGET, item)
        elif not conditional and number < len(items):
            scope.findings.add(DEAD_TARGET, items[number])
        when = scope.optional_condition(item) if isinstance(item, MappingNode) else None
        value = item.get("is") if isinstance(item, MappingNode) else item
        given = _values(value, scope, variants, entry.key, allowed) if isinstance(value, Scalar) else None
        if given is None:
            return []
        found += [Answer(each.value, _both(when, each.when)) for each in given]
    return found


def _both(first: Expression | None, second: Expression | None) -> Expression | None:
    return first if second is None else second if first is None else all_of((first, second))


def _values(
    node: Scalar, scope: Scope, variants: Mapping[str, Variant], key: str, allowed: Collection[str] | None
) -> list[Answer] | None:
    """One value, or for `"{party}"` the values the parameter has, each with its condition."""
    parts = template(node.text).parts
    if len(parts) != 1 or not isinstance(parts[0], Given):
        return [Answer(node.text, None)] if _is_right(node.text, node, scope, key, allowed) else None
    name = parts[0].name
    if name not in scope.params:
        scope.findings.add(UNKNOWN_PARAM, node, scope.params, name=name, fix={"zh": "", "en": ""})
        return None
    expr = as_value(name, scope)
    given = [expr.value] if isinstance(expr, Literal) else []
    if isinstance(expr, Name):
        given = [variant.params[expr.id] for variant in variants.values() if expr.id in variant.params]  # type: ignore[misc]
    texts = list(dict.fromkeys(str(value) for value in given))
    if not texts or not all(_is_right(text, node, scope, key, allowed) for text in texts):
        return None
    guards: list[Expression | None] = [Compare("==", expr, Literal(value)) for value in dict.fromkeys(given)]
    return [Answer(text, guard) for text, guard in zip(texts, [*guards[:-1], None], strict=True)]


def _is_right(text: str, node: Node, scope: Scope, key: str, allowed: Collection[str] | None) -> bool:
    if allowed is None:
        if text.isascii() and text.isdigit() and 1 <= int(text[:4]) <= 999:
            return True
        scope.findings.add(BAD_ANSWER, node, name=text, line=key, valid="1, 2, 3 …")
        return False
    if text in allowed:
        return True
    scope.findings.add(BAD_ANSWER, node, allowed, name=text, line=key, valid=", ".join(allowed))
    return False


# ---------------------------------------------------------------------------------------------- lines


def count_line(salt: str, given: list[Answer], mark: Mark) -> FormLine:
    """The number of visitors: the right one among three neighbours."""
    offered = [_window(f"{salt}|{answer.value}", int(answer.value)) for answer in given]
    numbers = sorted({number for window in offered for number in window})
    options = [
        Option(
            str(number),
            _cases(people(number), str(number), given, WRONG_COUNT),
            _shown([number in window for window in offered], given),
            mark,
        )
        for number in numbers
    ]
    return FormLine("visitors", LABELS["visitors"], "pick", tuple(options), mark=mark)


def _window(salt: str, right: int) -> range:
    """Four numbers in a row, the right one anywhere among them; the same ones every time."""
    before = sha256(salt.encode()).digest()[0] % min(OFFERED, right)
    return range(right - before, right - before + OFFERED)


def kind_line(kinds: Mapping[str, Text], given: list[Answer], mark: Mark) -> FormLine:
    """The kind of matter, one of four."""
    options = tuple(Option(kind, _cases(text, kind, given, WRONG_KIND), None, mark) for kind, text in kinds.items())
    return FormLine("kind", LABELS["kind"], "pick", options, mark=mark)


def _cases(text: Text, value: str, given: list[Answer], wrong: Mapping[str, int]) -> tuple[OptionCase, ...]:
    """Right or wrong, answer by answer."""
    rated = [(answer.when, {} if answer.value == value else wrong) for answer in given]
    if all(points == rated[0][1] for _, points in rated):
        return (OptionCase(text, rates=rated[0][1]),)
    return tuple(OptionCase(text, when, points) for when, points in rated)


def _shown(among: list[bool], given: list[Answer]) -> Expression | None:
    """When an option is on the list: where an answer is right that it was put beside."""
    if all(among):
        return None
    before: list[Expression] = []
    ways: list[Expression] = []
    for shown, answer in zip(among, given, strict=True):
        if shown:
            ways.append(all_of([*(negate(each) for each in before), *([answer.when] if answer.when else [])]))
        if answer.when is not None:
            before.append(answer.when)
    return any_of(ways)
