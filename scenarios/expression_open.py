"""Conditions that are seen to be neither always true nor always false without writing out their truth table."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache, partial

from scenarios.expression_compile import evaluate
from scenarios.expression_tree import METER_RANGE, METERS, And, Call, Compare, Expression, Literal, Name, Not, Or, Value


def is_open(expr: Expression, conditions: Collection[str]) -> bool:
    """Whether every part of a condition can come out either way, as far as that is seen at once.

    It is where each thing it asks for can be so or not so and is asked for once: what is independent of all the rest
    can turn any part of the whole. Most conditions that authors write are of this kind.

    Args:
        expr: the condition.
        conditions: names of named conditions, which are not looked into.

    Returns:
        True only if nothing in it is settled; False leaves it open whether something is.
    """
    return _is_open(expr, conditions, set())


def _is_open(expr: Expression, conditions: Collection[str], asked: set[object]) -> bool:
    kind = type(expr)
    about: object
    if isinstance(expr, And | Or):
        return all(_is_open(operand, conditions, asked) for operand in expr.operands)
    if isinstance(expr, Not):
        return _is_open(expr.operand, conditions, asked)
    if isinstance(expr, Compare):
        left, right = expr.left, expr.right
        if type(left) is not Name or left.id not in METERS or type(right) is not Literal:
            return False
        if type(right.value) is not int or not _divides(expr.op, right.value):
            return False
        about = left.id
    elif kind is Call:
        about = expr
    elif isinstance(expr, Name) and expr.id not in conditions:
        about = expr.id
    else:
        return False
    if about in asked:
        return False
    asked.add(about)
    return True


@cache
def _divides(op: str, value: int) -> bool:
    """Whether a comparison of a meter with a number holds for some values of the meter and not for others."""
    comparison = Compare(op, Name("trust"), Literal(value))
    return len({evaluate(comparison, partial(_always, meter)) for meter in METER_RANGE}) == 2


def _always(value: Value, _: Name | Call) -> Value:
    return value
