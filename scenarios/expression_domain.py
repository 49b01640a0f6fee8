"""What a condition may name, and the values that decide it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import prod
from typing import TypeAlias

from scenarios.expression_conditions import expandable
from scenarios.expression_tree import (
    METER_RANGE,
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
    walk,
)

_COMBINATIONS = 1_000
_ANY_OTHER = "\0"

Atom: TypeAlias = Name | Call | Compare
"""What varies: a name, a call, or a comparison that is only known to hold or not."""


@dataclass(frozen=True, slots=True)
class Environment:
    """What a condition may name, for the static check.

    Attributes:
        meters: names of integers 0..10.
        params: parameters and the type of their value, `int`, `str` or `bool`.
        flags: names that are true or false.
        facts: what `known(…)` may ask for.
        scenes: what `visited(…)` may ask for, copies of fragments included (`close/ask`).
        choices: what `chosen(…)` may ask for, as `scene.choice`.
        conditions: named conditions.
        variants: values of `variant`.
        endings: values of `ending`, or None where it may not be asked for.
    """

    meters: frozenset[str] = METERS
    params: Mapping[str, type] = field(default_factory=dict)
    flags: frozenset[str] = frozenset()
    facts: frozenset[str] = frozenset()
    scenes: frozenset[str] = frozenset()
    choices: frozenset[str] = frozenset()
    conditions: Mapping[str, Expression] = field(default_factory=dict)
    variants: frozenset[str] = frozenset()
    endings: frozenset[str] | None = None

    def names(self) -> frozenset[str]:
        """Every name a condition may use here."""
        known = self.meters | self.params.keys() | self.flags | self.conditions.keys() | {"variant"}
        return frozenset(known if self.endings is None else known | {"ending"})

    def has(self, name: str) -> bool:
        """Whether a condition may use that name here: whether it is one of :meth:`names`."""
        return (
            name in self.meters
            or name in self.flags
            or name in self.params
            or name in self.conditions
            or name == "variant"
            or (name == "ending" and self.endings is not None)
        )

    def kind(self, expr: Expression) -> type | None:
        """`int`, `str` or `bool`; None for an unknown name and for a list."""
        match expr:
            case Literal(value):
                return type(value)
            case Name(name):
                if name in self.meters:
                    return int
                if name == "variant" or (name == "ending" and self.endings is not None):
                    return str
                return self.params.get(name, bool if name in self.conditions or name in self.flags else None)
            case ListLiteral():
                return None
            case _:
                return bool


class Domains:
    """Which atoms a condition depends on, named conditions written out, and the values each can have.

    Meters, `variant` and `ending` have their own values, parameters one for each side of every constant they are
    compared with; whatever else is compared counts as holding or not, independently. Too free is safe here: what is
    settled even so is settled.
    """

    def __init__(self, environment: Environment, expr: Expression) -> None:
        self._environment = environment
        self.conditions = expandable(expr, environment.conditions)

    def of(self, expr: Expression) -> dict[Atom, tuple[Value, ...]]:
        """The atoms of a condition or part of one, with their values."""
        switches: dict[Atom, tuple[Value, ...]] = {}
        comparisons: dict[Compare, None] = {}
        self._scan(expr, switches, comparisons)
        found: dict[Name, set[Value]] = {}
        for comparison in comparisons:
            if self.is_opaque(comparison):
                switches[comparison] = (False, True)
                continue
            for name in names_of(comparison):
                found.setdefault(name, set()).update(self._values(name, comparison))
        return switches | {name: tuple(sorted(values, key=str)) for name, values in found.items()}

    def _scan(
        self, expr: Expression, switches: dict[Atom, tuple[Value, ...]], comparisons: dict[Compare, None]
    ) -> None:
        match expr:
            case Name(name) if name in self.conditions:
                self._scan(self.conditions[name], switches, comparisons)
            case Name() | Call():
                switches[expr] = (False, True)
            case Compare(_, left, right) if not self.is_equivalence(expr):
                comparisons[expr] = None
            case Compare(_, left, right):
                self._scan(left, switches, comparisons)
                self._scan(right, switches, comparisons)
            case And(operands) | Or(operands):
                for operand in operands:
                    self._scan(operand, switches, comparisons)
            case Not(operand):
                self._scan(operand, switches, comparisons)

    def is_equivalence(self, comparison: Compare) -> bool:
        """Whether it compares two conditions, as in `known(debt) == registered`."""
        sides = (comparison.left, comparison.right)
        return comparison.op in ("==", "!=") and all(self._environment.kind(side) is bool for side in sides)

    def is_opaque(self, comparison: Compare) -> bool:
        """Whether nothing is known but that it holds or does not."""
        if any(
            not isinstance(node, Name | Literal | ListLiteral) for node in walk(comparison) if node is not comparison
        ):
            return True
        free = [name for name in names_of(comparison) if not self._finite(name)]
        if any(self._environment.kind(name) not in (int, str) for name in free):
            return True
        combinations = prod(len(self._values(name, comparison)) for name in names_of(comparison))
        return len(free) > 1 or combinations > _COMBINATIONS

    def only_meter(self, expr: Expression) -> str:
        """The meter on which alone a part depends, or empty."""
        match list(self.of(expr)):
            case [Name(name)] if name in self._environment.meters:
                return name
        return ""

    def _finite(self, name: Name) -> tuple[Value, ...]:
        """The values of a name that the language itself limits; none for others."""
        if name.id in self._environment.meters:
            return tuple(METER_RANGE)
        if name.id == "variant":
            return tuple(self._environment.variants)
        if name.id == "ending":
            return tuple(self._environment.endings or ())
        return ()

    def _values(self, name: Name, comparison: Compare) -> set[Value]:
        """Values of a name that between them decide this comparison in every way it can go."""
        if finite := self._finite(name):
            return set(finite)
        constants = [node.value for node in walk(comparison) if isinstance(node, Literal)]
        if any(other.id in self._environment.meters for other in names_of(comparison)):
            constants.extend(METER_RANGE)
        if self._environment.kind(name) is str:
            return {*(c for c in constants if isinstance(c, str)), _ANY_OTHER}
        return {c + step for c in constants if isinstance(c, int) for step in (-1, 0, 1)} or {0}


def names_of(comparison: Compare) -> list[Name]:
    """The names in a comparison, each once, left to right."""
    return list(dict.fromkeys(node for node in walk(comparison) if isinstance(node, Name)))
