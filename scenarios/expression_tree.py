"""Conditions as trees: the nodes, what they read, and their canonical text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, TypeAlias, Union

METERS = frozenset({"agitation", "trust", "distress"})
"""Names that are integers 0..10 in every scenario."""

METER_RANGE = range(11)
"""The values a meter can have."""

FUNCTIONS = ("known", "visited", "chosen")
"""The calls a condition may make: a fact is out, a scene was entered, a choice was taken."""

KEYWORDS = frozenset({"and", "or", "not", "in", "true", "false"})
"""Words of the language; inside a call's parentheses they may still be ids."""

RESERVED = KEYWORDS | METERS | frozenset(FUNCTIONS) | {"variant", "ending"}
"""What a flag, parameter or named condition cannot be called: a condition would read something else."""

ORDERINGS = frozenset({"<", "<=", ">", ">="})
"""Operators that only compare numbers."""

NEGATED = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", "<=": ">", ">": "<=", "in": "not in", "not in": "in"}
"""Each operator and the one that holds exactly where it does not (the orderings: between numbers)."""

MIRRORED = {"==": "==", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}
"""Each operator and the one that says the same with its sides exchanged."""

Value: TypeAlias = int | str | bool
"""What a name can stand for."""


@dataclass(frozen=True, slots=True, eq=False)
class Literal:
    """An integer, a text, `true` or `false`."""

    value: Value
    column: int = 1

    # Python holds 1 == True; two conditions that differ in this are not the same condition.
    def __eq__(self, other: object) -> bool:
        return isinstance(other, Literal) and type(self.value) is type(other.value) and self.value == other.value

    def __hash__(self) -> int:
        return hash((type(self.value), self.value))


@dataclass(frozen=True, slots=True)
class Name:
    """A meter, flag, parameter or named condition, `variant` or `ending`."""

    id: str
    column: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class ListLiteral:
    """`[1, 2]`; only to the right of `in` and `not in`."""

    items: tuple[Expression, ...]
    column: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Call:
    """`known(fact)`, `visited(scene)` or `chosen(scene.choice)`."""

    function: str
    argument: str
    column: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Compare:
    """One comparison; `op` is `==`, `!=`, `<`, `<=`, `>`, `>=`, `in` or `not in`."""

    op: str
    left: Expression
    right: Expression
    column: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    """True where its operand is not."""

    operand: Expression
    column: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class And:
    """All of two or more operands hold. `3 <= trust <= 6` is an And of two comparisons."""

    operands: tuple[Expression, ...]
    column: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of two or more operands holds."""

    operands: tuple[Expression, ...]
    column: int = field(default=1, compare=False)


Expression: TypeAlias = Union[Literal, Name, ListLiteral, Call, Compare, Not, And, Or]  # noqa: UP007 - read at run time
"""A condition, or a part of one. `column` counts from 1 in the text it was read from and is no part of equality."""

TRUE = Literal(True)
FALSE = Literal(False)


def children(expr: Expression) -> tuple[Expression, ...]:
    """The direct parts of a node, left to right."""
    parts = _PARTS.get(type(expr))
    return () if parts is None else parts(expr)


_PARTS: dict[type, Callable[[Any], tuple[Expression, ...]]] = {
    And: attrgetter("operands"),
    Or: attrgetter("operands"),
    ListLiteral: attrgetter("items"),
    Compare: attrgetter("left", "right"),
    Not: lambda node: (node.operand,),
}


def walk(expr: Expression) -> Iterator[Expression]:
    """Every node, the root first, then from left to right."""
    waiting = [expr]
    while waiting:
        node = waiting.pop()
        yield node
        parts = _PARTS.get(type(node))
        if parts is not None:
            waiting.extend(reversed(parts(node)))


def names(expr: Expression) -> frozenset[str]:
    """The names a condition reads, named conditions not looked into."""
    return frozenset(node.id for node in walk(expr) if isinstance(node, Name))


def calls(expr: Expression) -> frozenset[tuple[str, str]]:
    """The calls a condition makes, as (function, argument)."""
    return frozenset((node.function, node.argument) for node in walk(expr) if isinstance(node, Call))


_OR, _AND, _NOT, _ATOM = range(4)


def unparse(expr: Expression) -> str:
    """Write a condition in its canonical text: `parse` reads the same tree back (within its limits of size)."""
    return _text(expr, _OR)


def _text(expr: Expression, least: int) -> str:
    """Text of `expr` where anything that binds more loosely than `least` needs parentheses."""
    match expr:
        case Literal(value):
            return _literal(value)
        case Name(name):
            return name
        case Call(function, argument):
            return f"{function}({argument})"
        case ListLiteral(items):
            return "[" + ", ".join(_text(item, _OR) for item in items) + "]"
        case Compare(op, left, right):
            text, binds = f"{_text(left, _ATOM)} {op} {_text(right, _ATOM)}", _NOT
        case Not(operand):
            text, binds = f"not {_text(operand, _NOT)}", _NOT
        case And(operands):
            text, binds = " and ".join(_conjuncts(operands)), _AND
        case Or(operands):
            text, binds = " or ".join(_text(operand, _AND) for operand in operands), _OR
    return text if binds >= least else f"({text})"


def _conjuncts(operands: tuple[Expression, ...]) -> Iterator[str]:
    """Texts of the operands of an And, `3 <= a, a <= 6` put together as `3 <= a <= 6` again."""
    position = 0
    while position < len(operands):
        first = operands[position]
        text = _text(first, _NOT)
        position += 1
        while position < len(operands) and _continues(operands[position - 1], operands[position]):
            following = operands[position]
            assert isinstance(following, Compare)
            text += f" {following.op} {_text(following.right, _ATOM)}"
            position += 1
        yield text


def _continues(first: Expression, second: Expression) -> bool:
    return (
        isinstance(first, Compare)
        and isinstance(second, Compare)
        and isinstance(first.right, Name)
        and first.right == second.left
        and first.op in ORDERINGS
        and second.op in ORDERINGS
        and first.op[0] == second.op[0]
    )


def _literal(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'
