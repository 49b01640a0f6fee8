"""Variables of another tool as flags of ours: one flag for each value a variable is set to besides its first.

That is exact as long as a variable is only ever set to constants; counters and calculations are not carried over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from scenarios.convert.story import Assign, Condition, Ids, Losses, Story, Unknown, Value, slug
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


class _UntellableError(Exception):
    """A condition, or a part of one, that flags cannot say."""


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
        self._texts: dict[int, tuple[Condition, str]] = {}
        values: dict[str, list[Value]] = {}
        for each in dict.fromkeys([*lost, *assignments]):
            known = values.setdefault(each.variable, [])
            if each.when is not None:
                self._lost.add(each.variable)
            elif isinstance(each.value, Unknown):
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
        if id(when) in self._texts:
            return self._texts[id(when)][1]
        text = self._text(when, mark)
        if not isinstance(when, Unknown) and text:
            self._texts[id(when)] = (when, text)  # kept with the tree, so that its identity stays its own
        return text

    def _text(self, when: Expression | Unknown, mark: Mark) -> str:
        try:
            if isinstance(when, Unknown):
                raise _UntellableError(when.text)
            told = self._told(when)
            text = "" if told == TRUE else unparse(told)
            if text and parse(text, mark)[1]:
                raise _UntellableError(text)
        except _UntellableError as error:
            self._losses.add(UNTOLD, mark, text=str(error))
            return ""
        return text

    def _told(self, when: Expression) -> Expression:
        match when:
            case And(operands):
                return all_of([self._told(each) for each in operands])
            case Or(operands):
                return any_of([self._told(each) for each in operands])
            case Not(operand):
                return negate(self._told(operand))
            case Name(variable):
                return self._where(variable, bool)
            case Call("visited", passage):
                return Call("visited", self._visits[passage]) if passage in self._visits else FALSE
            case Compare(op, Name(variable), Literal(value)):
                return self._compared(variable, op, value)
            case Compare(op, Literal(value), Name(variable)) if op in _MIRROR:
                return self._compared(variable, _MIRROR[op], value)
            case Literal(value):
                return Literal(bool(value))
            case _:
                raise _UntellableError(unparse(when))

    def _compared(self, variable: str, op: str, value: Value) -> Expression:
        holds = _HOLDS.get(op)
        if holds is None:
            raise _UntellableError(f"{variable} {op} {value}")
        return self._where(variable, lambda known: _holds(holds, op, known, value))

    def _where(self, variable: str, test: Callable[[Value], bool]) -> Expression:
        """What holds where a variable has a value that passes a test: flags, or none of the other flags."""
        variable = variable.removeprefix("$")
        if variable in self._lost:
            raise _UntellableError(variable)
        flags = self._flags.get(variable, [])
        if test(self._first.get(variable, False)):
            return all_of([negate(Name(flag)) for value, flag in flags if not test(value)])
        return any_of([Name(flag) for value, flag in flags if test(value)])


def _holds(compare: Callable[[Any, Any], bool], op: str, known: Value, value: Value) -> bool:
    """A comparison; a text and a number are never equal and not in any order, but what was never set is empty too."""
    if isinstance(known, str) == isinstance(value, str):
        return compare(known, value)
    return (known is False and value == "") == (op == "==")


def _same(one: Value, other: Value) -> bool:
    """Whether two values are the same; a truth value is no number."""
    return type(one) is type(other) and one == other


def _among(value: Value, known: Iterable[Value]) -> bool:
    return any(_same(value, each) for each in known)
