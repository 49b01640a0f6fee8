"""The whole truth table of a condition, one bit a row, so that "always true" is found exactly and at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from functools import reduce
from itertools import accumulate
from math import prod
from operator import and_, mul, or_
from typing import NamedTuple

from scenarios.expression_compile import evaluate
from scenarios.expression_domain import Atom, Domains, names_of
from scenarios.expression_tree import And, Call, Compare, Expression, Literal, Name, Not, Or, Value, children

ROW_LIMIT = 11**3 * 2**10
"""Three meters and ten yes-or-no atoms; of a larger condition only the parts that are small enough are judged."""


class Settled(NamedTuple):
    """A part of a condition that is always true or always false; `meter` where it is a matter of one meter alone."""

    expr: Expression
    value: bool
    meter: str = ""


class Bounds(NamedTuple):
    """Rows in which a part surely holds and rows in which it may, as the bits of a number.

    The two differ where a settled part has been reported: it then counts as if it could go either way, so that what
    merely follows from it is not reported again.
    """

    low: int
    high: int


def settled(expr: Expression, domains: Domains, known: Set[int]) -> Iterator[Settled]:
    """The parts of a condition that never change, each cause once.

    Args:
        expr: the condition.
        domains: the values of its atoms.
        known: `id` of nodes with which something else is wrong.
    """
    variables = domains.of(expr)
    if prod(map(len, variables.values())) <= ROW_LIMIT:
        table = _Table(variables, domains, known)
        bounds = table.bounds(expr, aloud=True)
        yield from table.found
        if isinstance(expr, Literal):
            yield Settled(expr, bool(bounds.low))
    elif not isinstance(expr, Compare):
        for child in children(expr):
            if not isinstance(child, Literal):
                yield from settled(child, domains, known)


class _Table:
    """Truth of every part of a condition in every row. A row is one value for each variable."""

    def __init__(self, variables: Mapping[Atom, tuple[Value, ...]], domains: Domains, known: Set[int]) -> None:
        self.found: list[Settled] = []
        self._variables = variables
        self._domains = domains
        self._known = known
        self._order = list(variables.items())
        # Rows for which a variable keeps its value: those that all variables before it take to go round once.
        self._strides = list(accumulate((len(values) for values in variables.values()), mul, initial=1))
        self._full = (1 << self._strides[-1]) - 1
        self._unknown = Bounds(0, self._full)

    def bounds(self, expr: Expression, aloud: bool) -> Bounds:
        """Where a part holds; `aloud` notes what is settled in it (named conditions have their own check)."""
        found = self._bounds(expr, aloud)
        return self._judged(expr, found) if aloud else found

    def _bounds(self, expr: Expression, aloud: bool) -> Bounds:
        match expr:
            case Literal(value):
                return self._exactly(self._full if value else 0)
            case Name(name) if name in self._domains.conditions:
                found = self.bounds(self._domains.conditions[name], aloud=False)
                return self._unknown if found.low == self._full or found.high == 0 else found
            case Compare() if self._domains.is_equivalence(expr):
                return self._equivalence(expr, aloud)
            case Compare() if expr not in self._variables:
                return self._exactly(self._where(names_of(expr), lambda row: evaluate(expr, row.__getitem__)))
            case Name() | Call() | Compare():
                return self._exactly(self._where([expr], lambda row: row[expr] is True))
            case Not(operand):
                low, high = self.bounds(operand, aloud)
                return Bounds(self._full ^ high, self._full ^ low)
            case And(operands) | Or(operands):
                return self._joined(expr, [(operand, self.bounds(operand, aloud)) for operand in operands], aloud)
            case _:
                return self._unknown

    def _exactly(self, rows: int) -> Bounds:
        return Bounds(rows, rows)

    def _equivalence(self, expr: Compare, aloud: bool) -> Bounds:
        left, right = self.bounds(expr.left, aloud), self.bounds(expr.right, aloud)
        if left.low != left.high or right.low != right.high:
            return self._unknown
        differ = left.low ^ right.low
        return self._exactly(differ if expr.op == "!=" else self._full ^ differ)

    def _where(self, atoms: Sequence[Atom], test: Callable[[Mapping[Atom, Value]], bool]) -> int:
        """Rows in which a test of these atoms holds, put together from the slowest variable to the fastest."""
        return self._rows(atoms, test, len(self._order), {})

    def _rows(
        self,
        atoms: Sequence[Atom],
        test: Callable[[Mapping[Atom, Value]], bool],
        count: int,
        chosen: Mapping[Atom, Value],
    ) -> int:
        """Rows over the first `count` variables, the others being chosen or of no matter."""
        if len(chosen) == len(atoms):
            return (1 << self._strides[count]) - 1 if test(chosen) else 0
        atom, values = self._order[count - 1]
        stride = self._strides[count - 1]
        if atom not in atoms:
            return _repeated(self._rows(atoms, test, count - 1, chosen), stride, len(values))
        parts = (
            self._rows(atoms, test, count - 1, {**chosen, atom: value}) << i * stride for i, value in enumerate(values)
        )
        return reduce(or_, parts)

    def _joined(self, expr: And | Or, parts: list[tuple[Expression, Bounds]], aloud: bool) -> Bounds:
        join: Callable[[int, int], int] = and_ if isinstance(expr, And) else or_
        if aloud and self._meters_settle(expr, parts, join):
            return self._unknown
        return Bounds(reduce(join, (b.low for _, b in parts)), reduce(join, (b.high for _, b in parts)))

    def _meters_settle(
        self, expr: And | Or, parts: list[tuple[Expression, Bounds]], join: Callable[[int, int], int]
    ) -> bool:
        """Note operands that settle the whole by what they ask of one meter, as in `trust > 5 and trust < 4`."""
        groups: dict[str, list[tuple[Expression, Bounds]]] = {}
        for part, bounds in parts:
            meter = self._domains.only_meter(part)
            if meter and bounds.low == bounds.high:
                groups.setdefault(meter, []).append((part, bounds))
        end = 0 if isinstance(expr, And) else self._full
        before = len(self.found)
        for meter, group in groups.items():
            if len(group) > 1 and reduce(join, (bounds.low for _, bounds in group)) == end:
                operands = tuple(part for part, _ in group)
                self.found.append(Settled(type(expr)(operands, operands[0].column), bool(end), meter))
        return len(self.found) > before

    def _judged(self, expr: Expression, bounds: Bounds) -> Bounds:
        if id(expr) in self._known:
            return self._unknown
        if isinstance(expr, Literal) or (bounds.high and bounds.low != self._full):
            return bounds
        meter = self._domains.only_meter(expr) if isinstance(expr, Compare) else ""
        self.found.append(Settled(expr, bounds.high != 0, meter))
        return self._unknown


def _repeated(rows: int, width: int, times: int) -> int:
    """The same rows several times over."""
    total, done = rows, 1
    while done < times:
        total, done = total | total << done * width, done * 2
    return total & ((1 << width * times) - 1)
