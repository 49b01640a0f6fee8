"""Values that are made by the thousand, or at every start: immutable for mypy, which sees a frozen dataclass.

Frozen at run time as well, an object takes up to ten times as long to make (one `object.__setattr__` a field), and its
class twice as long.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["value"]

if TYPE_CHECKING:
    from dataclasses import dataclass as value

    @value(frozen=True, slots=True)
    class _Value:
        field: int

    def _changed(one: _Value) -> None:
        # Were this allowed, mypy would call the comment unused.
        one.field = 1  # type: ignore[misc]

else:
    from dataclasses import dataclass

    def value(*, frozen, slots, eq=True):
        """As `dataclass`, with `eq` also hashable by its fields; that nobody changes it is for mypy to see."""
        return dataclass(slots=slots, eq=eq, unsafe_hash=frozen and eq)
