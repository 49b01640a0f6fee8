"""Conditions of a program as fast tests of a state, and what of a state a condition reads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from scenarios.expression import METERS, And, Call, Expression, Name, Not, Or, compile_expression, names, walk
from scenarios.program import AGITATION, DISTRESS, TRUE, TRUST, Program, bit_of
from scenarios.state import State

Test = Callable[[State], bool]


class StateTests:
    """The conditions of one program; each is compiled once."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._tests: dict[Expression, Test] = {}

    def test(self, expression: Expression) -> Test:
        """A fast test of a folded condition."""
        found = self._tests.get(expression)
        if found is None:
            found = self._tests[expression] = compile_expression(expression, self._resolve)
        return found

    def or_none(self, expression: Expression) -> Test | None:
        """The same, None for a condition that always holds."""
        return None if expression == TRUE else self.test(expression)

    def bits_read(self, expression: Expression) -> int:
        """Mask of the bits of a state that decide a folded condition."""
        mask = 0
        for part in walk(expression):
            if isinstance(part, Call) or (isinstance(part, Name) and part.id not in METERS and part.id != "ending"):
                mask |= self._mask(part)
        return mask

    def _mask(self, read: Name | Call) -> int:
        if isinstance(read, Name):
            return self.program.flag_bits[read.id]
        if read.function == "chosen":
            move = self.program.choice_moves.get(read.argument)
            return 0 if move is None else move.counter.mask << move.counter.shift
        return bit_of(self.program, read)

    def _resolve(self, read: Name | Call) -> Callable[[Any], int | bool | str]:
        if isinstance(read, Name):
            match read.id:
                case "agitation":
                    return lambda state: AGITATION[state[3]]
                case "trust":
                    return lambda state: TRUST[state[3]]
                case "distress":
                    return lambda state: DISTRESS[state[3]]
                case "ending":
                    nodes = self.program.nodes
                    return lambda state: nodes[state[0]].id if nodes[state[0]].is_ending else ""
        mask = self._mask(read)
        return lambda state: state[4] & mask != 0


def meter_parts(expression: Expression) -> list[Expression] | None:
    """The largest parts of a condition that read meters and nothing else.

    Together with the bits it reads, their truth decides the condition. None where a part that is no condition reads
    a meter beside something else, so that only the meters themselves decide it.
    """
    read = names(expression)
    if not read & set(METERS):
        return []
    if read <= set(METERS) and not any(isinstance(part, Call) for part in walk(expression)):
        return [expression] if not isinstance(expression, Name) else None
    match expression:
        case And(operands) | Or(operands):
            found = [meter_parts(operand) for operand in operands]
        case Not(operand):
            found = [meter_parts(operand)]
        case _:
            return None
    return None if None in found else [part for parts in found if parts for part in parts]


def meter_bound(expression: Expression) -> Expression | None:
    """A condition over meters alone without which the given one cannot hold; None where there is none to be seen."""
    operands = expression.operands if isinstance(expression, And) else (expression,)
    bounds = [each for each in operands if names(each) and meter_parts(each) == [each]]
    return bounds[0] if len(bounds) == 1 else And(tuple(bounds)) if bounds else None
