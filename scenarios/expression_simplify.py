"""The small steps of simplifying a condition: negation, conjunction, disjunction, comparisons that are settled."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import lru_cache
from itertools import chain

from scenarios.expression_compile import evaluate, holds
from scenarios.expression_tree import (
    FALSE,
    METER_RANGE,
    METERS,
    MIRRORED,
    NEGATED,
    ORDERINGS,
    TRUE,
    And,
    Compare,
    Expression,
    ListLiteral,
    Literal,
    Name,
    Not,
    Or,
    names,
    walk,
)


def negate(expr: Expression, column: int = 1) -> Expression:
    """The opposite of a condition, the `not` taken into a comparison where that is exact."""
    match expr:
        case Literal(value):
            return Literal(not value, column)
        case Not(operand):
            return operand
        case Compare(op, left, right) if op not in ORDERINGS or (_is_number(left) and _is_number(right)):
            return Compare(NEGATED[op], left, right, column)
        case _:
            return Not(expr, column)


def all_of(operands: Iterable[Expression], column: int = 1) -> Expression:
    """The conjunction, simplified: true when empty, its only operand when one is left."""
    parts = _parts(operands, And, TRUE)
    if FALSE in parts or _opposed(parts) or any(not values for values in _allowed(parts, frozenset.intersection)):
        return Literal(False, column)
    return And(parts, column) if len(parts) > 1 else parts[0] if parts else Literal(True, column)


def any_of(operands: Iterable[Expression], column: int = 1) -> Expression:
    """The disjunction, simplified: false when empty, its only operand when one is left."""
    parts = _parts(operands, Or, FALSE)
    if TRUE in parts or _opposed(parts) or any(values == {*METER_RANGE} for values in _allowed(parts, frozenset.union)):
        return Literal(True, column)
    return Or(parts, column) if len(parts) > 1 else parts[0] if parts else Literal(False, column)


def _parts(operands: Iterable[Expression], kind: type[And | Or], neutral: Expression) -> tuple[Expression, ...]:
    """Operands with nested ones of the same kind taken in, repeated and neutral ones left out."""
    flat = chain.from_iterable(operand.operands if isinstance(operand, kind) else (operand,) for operand in operands)
    return tuple(operand for operand in dict.fromkeys(flat) if operand != neutral)


def _opposed(parts: tuple[Expression, ...]) -> bool:
    """Whether a part and its opposite are both there."""
    present = set(parts)
    return any(negate(part) in present for part in parts)


def _allowed(
    parts: tuple[Expression, ...], join: Callable[[frozenset[int], frozenset[int]], frozenset[int]]
) -> Iterable[frozenset[int]]:
    """For each meter the values its comparisons with constants leave, put together by `join`."""
    allowed: dict[str, frozenset[int]] = {}
    for part in parts:
        if isinstance(part, Compare) and isinstance(part.left, Name) and (values := _values(part)) is not None:
            meter = part.left.id
            allowed[meter] = join(allowed[meter], values) if meter in allowed else values
    return allowed.values()


@lru_cache(1024)
def _values(comparison: Compare) -> frozenset[int] | None:
    """The values of a meter at which it holds; None where it compares anything but one meter with constants."""
    meter = comparison.left
    if not isinstance(meter, Name) or meter.id not in METERS or len(names(comparison)) > 1:
        return None
    if any(not isinstance(node, Name | Literal | ListLiteral) for node in walk(comparison.right)):
        return None
    return frozenset(value for value in METER_RANGE if evaluate(comparison, lambda _, value=value: value))  # type: ignore[misc]


def compared(comparison: Compare) -> Expression:
    """A comparison of folded sides, simplified."""
    op, left, right, column = comparison.op, comparison.left, comparison.right, comparison.column
    if isinstance(left, Literal) and not isinstance(right, Literal) and op in MIRRORED:
        return compared(Compare(MIRRORED[op], right, left, column))
    if isinstance(right, ListLiteral):
        right = ListLiteral(tuple(dict.fromkeys(right.items)), right.column)
        comparison = Compare(op, left, right, column)
        if (isinstance(left, Literal) and all(isinstance(item, Literal) for item in right.items)) or not right.items:
            return Literal(evaluate(comparison, lambda _: False), column)
    if isinstance(left, Literal) and isinstance(right, Literal):
        return Literal(holds(op, left.value, right.value), column)
    if (values := _values(comparison)) is not None and len(values) in (0, len(METER_RANGE)):
        return Literal(bool(values), column)
    if op in ("==", "!=") and isinstance(right, Literal) and isinstance(right.value, bool) and is_truth(left):
        return left if right.value == (op == "==") else negate(left, column)
    return comparison


def is_truth(expr: Expression) -> bool:
    """Whether a folded condition is true or false, not a number or a text."""
    match expr:
        case Name(name):
            return name not in METERS and name not in ("ending", "variant")
        case Literal(value):
            return isinstance(value, bool)
        case ListLiteral():
            return False
        case _:
            return True


def _is_number(expr: Expression) -> bool:
    return (isinstance(expr, Name) and expr.id in METERS) or (isinstance(expr, Literal) and isinstance(expr.value, int))


def moved(expr: Expression, column: int) -> Expression:
    """The same condition, said to stand at `column`: its own columns count in another text."""
    match expr:
        case Compare(_, left, right):
            return replace(expr, left=moved(left, column), right=moved(right, column), column=column)
        case Not(operand):
            return replace(expr, operand=moved(operand, column), column=column)
        case And(operands) | Or(operands):
            return replace(expr, operands=tuple(moved(operand, column) for operand in operands), column=column)
        case ListLiteral(items):
            return replace(expr, items=tuple(moved(item, column) for item in items), column=column)
        case _:
            return replace(expr, column=column)
