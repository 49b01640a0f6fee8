"""What a condition means: :func:`evaluate` is the reference, :func:`compile_expression` the same as fast closures."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from scenarios.expression_tree import METERS, And, Call, Compare, Expression, ListLiteral, Literal, Name, Not, Or, Value

Lookup = Callable[[Name | Call], Value]
"""The value of a name or call now."""

Getter = Callable[[Any], Value]
"""The value of one name or call in the state it is given."""

Resolve = Callable[[Name | Call], Getter]
"""Finds the getter of a name or call, once, when a condition is compiled."""

Test = Callable[[Any], Any]
"""A compiled part: a true or false value for a state."""


_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "in": lambda left, right: isinstance(right, tuple) and left in right,
    "not in": lambda left, right: not (isinstance(right, tuple) and left in right),
}


def holds(op: str, left: Any, right: Any) -> bool:
    """Whether `left op right`. Never raises: what cannot be ordered is in no order, what is no list holds nothing."""
    try:
        return bool(_OPERATORS[op](left, right))
    except TypeError:
        return False


def evaluate(expr: Expression, lookup: Lookup) -> bool:
    """Whether a condition holds, node by node: slow, obvious, and what every other reading must agree with.

    Args:
        expr: the condition; named conditions are looked up like any name.
        lookup: the value of a name or call.
    """
    return bool(_value(expr, lookup))


def _value(expr: Expression, lookup: Lookup) -> Any:
    match expr:
        case Literal(value):
            return value
        case Name() | Call():
            return lookup(expr)
        case ListLiteral(items):
            return tuple(_value(item, lookup) for item in items)
        case Compare(op, left, right):
            return holds(op, _value(left, lookup), _value(right, lookup))
        case Not(operand):
            return not _value(operand, lookup)
        case And(operands):
            return all(_value(operand, lookup) for operand in operands)
        case Or(operands):
            return any(_value(operand, lookup) for operand in operands)


def compile_expression(expr: Expression, resolve: Resolve) -> Callable[[Any], bool]:
    """Turn a condition into a function of the state.

    Args:
        expr: the condition, folded: what is left are meters, flags, calls and `ending`.
        resolve: gives the getter of a name or call; asked once for each place that reads it.

    Returns:
        A function that answers True or False and agrees with :func:`evaluate`.
    """
    test = _test(expr, resolve)
    return test if _answers_bool(expr) else lambda state: bool(test(state))


def _answers_bool(expr: Expression) -> bool:
    """Whether the compiled form gives a real bool, not just something true or false (flags are often bits)."""
    match expr:
        case Literal(value):
            return isinstance(value, bool)
        case Compare() | Not():
            return True
        case And(operands) | Or(operands):
            return all(map(_answers_bool, operands))
        case _:
            return False


def _test(expr: Expression, resolve: Resolve) -> Test:
    match expr:
        case Literal(value):
            return lambda state: value
        case Name() | Call():
            return resolve(expr)
        case ListLiteral(items):
            getters = tuple(_test(item, resolve) for item in items)
            return lambda state: tuple(getter(state) for getter in getters)
        case Compare():
            return _compare(expr, resolve)
        case Not(operand):
            inner = _test(operand, resolve)
            return lambda state: not inner(state)
        case And(operands):
            return _all([_test(operand, resolve) for operand in operands])
        case Or(operands):
            return _any([_test(operand, resolve) for operand in operands])


def _all(tests: list[Test]) -> Test:
    """All hold. Nothing loops: two or three operands are the rule, and a loop costs twice as much."""
    match tests:
        case [first]:
            return first
        case [first, second]:
            return lambda state: first(state) and second(state)
        case [first, second, third]:
            return lambda state: first(state) and second(state) and third(state)
    half = len(tests) // 2
    return _all([_all(tests[:half]), _all(tests[half:])])


def _any(tests: list[Test]) -> Test:
    """At least one holds; as :func:`_all`."""
    match tests:
        case [first]:
            return first
        case [first, second]:
            return lambda state: first(state) or second(state)
        case [first, second, third]:
            return lambda state: first(state) or second(state) or third(state)
    half = len(tests) // 2
    return _any([_any(tests[:half]), _any(tests[half:])])


def _compare(expr: Compare, resolve: Resolve) -> Test:
    op, left, right = expr.op, expr.left, expr.right
    if isinstance(left, Name | Call):
        if isinstance(right, Literal) and (fast := _with_constant(op, left, right.value, resolve)):
            return fast
        if isinstance(right, ListLiteral) and all(isinstance(item, Literal) for item in right.items):
            return _membership(op, resolve(left), right)
    first, second = _test(left, resolve), _test(right, resolve)
    return lambda state: holds(op, first(state), second(state))


def _with_constant(op: str, name: Name | Call, constant: Value, resolve: Resolve) -> Test | None:
    """`name op constant`; the orderings only for meters, whose values are surely numbers."""
    if op not in ("==", "!=") and not (isinstance(name, Name) and name.id in METERS and isinstance(constant, int)):
        return None
    getter: Callable[[Any], Any] = resolve(name)
    tests: dict[str, Test] = {
        "==": lambda state: getter(state) == constant,
        "!=": lambda state: getter(state) != constant,
        "<": lambda state: getter(state) < constant,
        "<=": lambda state: getter(state) <= constant,
        ">": lambda state: getter(state) > constant,
        ">=": lambda state: getter(state) >= constant,
    }
    return tests.get(op)


def _membership(op: str, getter: Getter, members: ListLiteral) -> Test:
    values = frozenset(item.value for item in members.items if isinstance(item, Literal))
    if op == "in":
        return lambda state: getter(state) in values
    return lambda state: getter(state) not in values
