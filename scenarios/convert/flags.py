"""Variables of another tool as flags of ours: one flag for each value a variable is set to besides its first.

That is exact as long as a variable is only ever set to constants; counters and calculations are not carried over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from scenarios.convert.story import Assign, Condition, Ids, Losses, Story, Unknown, Value, slug, visited
from scenarios.diagnostic import Mark
from scenarios.expression import (
    FALSE,
    TRUE,
    And,
    Call,
    Compare,
    Expression,
    Literal,
    Name,
    Not,
    Or,
    all_of,
    any_of,
    negate,
    parse,
    unparse,
)

MAX_VALUES = 12
"""Flags of one variable; more make a state space that nobody can solve."""

NOT_CONSTANT, UNTOLD, MANY_VALUES = "JF4015", "JF4017", "JF4020"

_HOLDS: Mapping[str, Callable[[Any, Any], bool]] = {"==": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge}
_MIRROR = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


_NOWHERE = Mark("")


class _UntellableError(Exception):
    """A condition, or a part of one, that flags cannot say."""


Test = Callable[[Value], bool]
"""Whether a value is one that a condition asks for."""

Where = Callable[[str, Test, Expression], Expression]
"""What stands for a variable that passes a test; the third is how it was asked."""


def mapped(when: Expression, where: Where, visit: Callable[[str], Expression]) -> Expression:
    """A condition with every question about a variable or a visit answered by something else, and simplified.

    Raises:
        _UntellableError: it asks for more than comparisons with constants.
    """
    match when:
        case And(operands):
            return all_of([mapped(each, where, visit) for each in operands])
        case Or(operands):
            return any_of([mapped(each, where, visit) for each in operands])
        case Not(operand):
            return negate(mapped(operand, where, visit))
        case Name(name):
            return where(name[1:], bool, when)
        case Call("visited", passage):
            return visit(passage)
        case Compare(op, Name(name), Literal(value)) if op in _HOLDS:
            return where(name[1:], lambda known: _holds(op, known, value), when)
        case Compare(op, Literal(value), Name(name)) if op in _MIRROR:
            return where(name[1:], lambda known: _holds(_MIRROR[op], known, value), when)
        case Literal(value):
            return Literal(bool(value))
        case _:
            raise _UntellableError


def settled(when: Expression, known: Mapping[str, Value]) -> Expression | None:
    """A condition with the variables whose values are known worked out; None where it cannot be told."""

    def where(variable: str, test: Test, asked: Expression) -> Expression:
        return Literal(test(known[variable])) if variable in known else asked

    try:
        return mapped(when, where, visited)
    except _UntellableError:
        return None


class Flags:
    """Which flags stand for which values.

    Args:
        story: gives first values; a variable without one begins false, which also is 0 and the empty text.
        assignments: everything that will set a variable in the scenario.
        lost: those that cannot be made; their variables are not carried over at all.
        visits: passage -> the scene that `visited` may ask for.
        losses: takes what cannot be told.
    """

    def __init__(
        self,
        story: Story,
        assignments: Iterable[Assign],
        lost: Iterable[Assign],
        visits: Mapping[str, str],
        losses: Losses,
    ) -> None:
        self._losses = losses
        self._visits = visits
        self._first = story.initial
        self._lost: set[str] = set()
        self._texts: dict[int, tuple[Expression, str | None]] = {}
        values: dict[str, list[Value]] = {}
        given = list(lost)
        self._lost |= {each.variable for each in given}
        for each in dict.fromkeys([*given, *assignments]):
            known = values.setdefault(each.variable, [])
            if isinstance(each.value, Unknown):
                losses.add(NOT_CONSTANT, each.mark, variable=each.variable, text=each.value.text)
                self._lost.add(each.variable)
            elif not self._is_first(each.variable, each.value) and not _among(each.value, known):
                known.append(each.value)
                if len(known) == MAX_VALUES + 1:
                    losses.add(MANY_VALUES, each.mark, variable=each.variable, limit=MAX_VALUES)
                    self._lost.add(each.variable)
        ids = Ids()
        self._flags: dict[str, list[tuple[Value, str]]] = {}
        for variable, found in values.items():
            base = slug(variable, "flag")
            named = [(value, base if value is True else slug(f"{variable} {value}", base)) for value in found]
            if variable not in self._lost:
                self._flags[variable] = [(value, ids.new(name)) for value, name in named]

    def _is_first(self, variable: str, value: Value) -> bool:
        if variable in self._first:
            return _same(self._first[variable], value)
        return value is False

    def after(self, assignments: Iterable[Assign]) -> tuple[list[str], list[str]]:
        """Flags that are set and cleared by assignments made one after the other."""
        last = {each.variable: each.value for each in assignments}
        sets: list[str] = []
        clears: list[str] = []
        for variable, value in last.items():
            for known, flag in self._flags.get(variable, ()):
                (sets if not isinstance(value, Unknown) and _same(known, value) else clears).append(flag)
        return sets, clears

    def condition(self, when: Condition, mark: Mark) -> str:
        """A condition in our language; empty where nothing must hold, or where it cannot be told, which is reported."""
        if when is None:
            return ""
        text = None if isinstance(when, Unknown) else self.tell(when)
        if text is None:
            told = when.text if isinstance(when, Unknown) else unparse(when).replace("$", "")
            self._losses.add(UNTOLD, mark, text=told)
        return text or ""

    def tell(self, when: Expression) -> str | None:
        """A condition in our language, empty where it always holds; None where it cannot be told."""
        known = self._texts.get(id(when))
        if known is None:
            # Kept with the tree, so that its identity stays its own.
            known = self._texts[id(when)] = (when, self._text(when))
        return known[1]

    def _text(self, when: Expression) -> str | None:
        try:
            told = mapped(when, self._where, self._visit)
        except _UntellableError:
            return None
        text = "" if told == TRUE else unparse(told)
        return None if text and parse(text, _NOWHERE)[1] else text

    def _visit(self, passage: str) -> Expression:
        return Call("visited", self._visits[passage]) if passage in self._visits else FALSE

    def _where(self, variable: str, test: Test, _asked: Expression) -> Expression:
        """What holds where a variable has a value that passes a test: flags, or none of the other flags."""
        if variable in self._lost:
            raise _UntellableError
        flags = self._flags.get(variable, [])
        if test(self._first.get(variable, False)):
            return all_of([negate(Name(flag)) for value, flag in flags if not test(value)])
        return any_of([Name(flag) for value, flag in flags if test(value)])


def _holds(op: str, known: Value, value: Value) -> bool:
    """A comparison; a text and a number are never equal and not in any order, but what was never set is empty too."""
    if isinstance(known, str) == isinstance(value, str):
        return bool(_HOLDS[op](known, value))
    return (known is False and value == "") == (op == "==")


def _same(one: Value, other: Value) -> bool:
    """Whether two values are the same; a truth value is no number."""
    return type(one) is type(other) and one == other


def _among(value: Value, known: Iterable[Value]) -> bool:
    return any(_same(value, each) for each in known)
