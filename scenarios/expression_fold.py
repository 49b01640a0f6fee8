"""Conditions rewritten: names replaced by what they stand for, parts that are settled left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from scenarios.expression_conditions import expandable
from scenarios.expression_simplify import all_of, any_of, compared, moved, negate
from scenarios.expression_tree import (
    METERS,
    And,
    Call,
    Compare,
    Expression,
    ListLiteral,
    Literal,
    Name,
    Not,
    Or,
    Value,
    names,
)


def fold(expr: Expression, constants: Mapping[str, Value], conditions: Mapping[str, Expression]) -> Expression:
    """Write out named conditions, put in constants and simplify.

    Args:
        expr: a condition that `check` has passed.
        constants: values of the parameters, and of `variant`.
        conditions: the named conditions. One that is circular or too large (`check` says so) stays a name.

    Returns:
        A condition that holds in the same states and reads only meters, flags, calls and `ending`;
        `Literal(True)` or `Literal(False)` where it is settled.
    """
    return _Folder(constants, expandable(expr, conditions)).fold(expr)


class _Folder:
    def __init__(self, constants: Mapping[str, Value], conditions: Mapping[str, Expression]) -> None:
        self._constants = constants
        self._conditions = conditions
        self._folded: dict[str, Expression] = {}

    def fold(self, expr: Expression) -> Expression:
        match expr:
            case Name(name):
                return self._name(name, expr)
            case ListLiteral(items):
                return ListLiteral(tuple(self.fold(item) for item in items), expr.column)
            case Compare(op, left, right):
                return compared(Compare(op, self.fold(left), self.fold(right), expr.column))
            case Not(operand):
                return negate(self.fold(operand), expr.column)
            case And(operands):
                return all_of(map(self.fold, operands), expr.column)
            case Or(operands):
                return any_of(map(self.fold, operands), expr.column)
            case _:
                return expr

    def _name(self, name: str, expr: Name) -> Expression:
        if name in self._constants:
            return Literal(self._constants[name], expr.column)
        if name not in self._conditions:
            return expr
        if name not in self._folded:
            self._folded[name] = self.fold(self._conditions[name])
        return moved(self._folded[name], expr.column)


def substitute(expr: Expression, names: Mapping[str, Expression], call: Callable[[str, str], str]) -> Expression:
    """Replace names and call arguments, as the copy of a fragment at one place needs it.

    Args:
        expr: a condition of the fragment.
        names: what stands for a name (a parameter, say). Other names stay. What is put in is not looked into again.
        call: the new argument of a call, from its function (`known`, `visited`, `chosen`) and argument.
    """
    match expr:
        case Name(name):
            return moved(names[name], expr.column) if name in names else expr
        case Call(function, argument):
            return Call(function, call(function, argument), expr.column)
        case Compare(op, left, right):
            return Compare(op, substitute(left, names, call), substitute(right, names, call), expr.column)
        case Not(operand):
            return Not(substitute(operand, names, call), expr.column)
        case And(operands):
            return And(tuple(substitute(operand, names, call) for operand in operands), expr.column)
        case Or(operands):
            return Or(tuple(substitute(operand, names, call) for operand in operands), expr.column)
        case ListLiteral(items):
            return ListLiteral(tuple(substitute(item, names, call) for item in items), expr.column)
        case _:
            return expr


def relax_meters(expr: Expression) -> Expression:
    """What a condition asks for apart from the meters: every comparison of a meter counts as true, negated or not.

    The answer holds wherever `expr` can hold at any meters at all (it may hold in more states).

    Args:
        expr: a folded condition; a named condition left in it would hide its meters.

    Returns:
        A simplified condition in negation normal form that reads no meter.
    """
    return _relaxed(expr, True)


def _relaxed(expr: Expression, wanted: bool) -> Expression:
    match expr:
        case Not(operand):
            return _relaxed(operand, not wanted)
        case And(operands) | Or(operands):
            join = all_of if isinstance(expr, And) == wanted else any_of
            return join((_relaxed(operand, wanted) for operand in operands), expr.column)
    if names(expr) & METERS:
        return Literal(True, expr.column)
    return expr if wanted else negate(expr, expr.column)
