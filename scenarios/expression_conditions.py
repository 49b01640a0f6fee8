"""Named conditions that name one another: which can be written out, which run in a circle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from scenarios.expression_tree import Expression, Name, names, walk

NODE_LIMIT = 1_000
"""Nodes of a named condition with those it names written out."""

NESTING_LIMIT = 16
"""Named conditions that name one another in a row."""


def expandable(expr: Expression, conditions: Mapping[str, Expression]) -> Mapping[str, Expression]:
    """The named conditions `expr` reaches that can be written out: not circular, not nested or grown past the limits.

    Doubling from name to name would otherwise grow without bound, and so would a circle.
    """
    reads = _reads(names(expr), conditions) if conditions else {}
    if not reads:
        return {}
    sizes: dict[str, int] = {}
    for _ in range(NESTING_LIMIT):
        ready = [name for name in reads if name not in sizes and reads[name] <= sizes.keys()]
        grown = {name: _size(conditions[name], sizes) for name in ready}
        fitting = {name: size for name, size in grown.items() if size <= NODE_LIMIT}
        if not fitting:
            break
        sizes |= fitting
    return {name: conditions[name] for name in sizes}


def circle(name: str, conditions: Mapping[str, Expression]) -> tuple[str, ...]:
    """The shortest way from a named condition back to itself, both ends included; empty if there is none."""
    reads = _reads((name,), conditions)
    came_from: dict[str, str] = {}
    level = [name]
    while level and name not in came_from:
        found = [(following, before) for before in level for following in sorted(reads.get(before, ()))]
        level = [following for following, _ in found if following not in came_from]
        for following, before in found:
            came_from.setdefault(following, before)
    if name not in came_from:
        return ()
    way = [name, came_from[name]]
    while way[-1] != name:
        way.append(came_from[way[-1]])
    return tuple(reversed(way))


def leads_to_circle(name: str, conditions: Mapping[str, Expression]) -> bool:
    """Whether writing out a named condition would come to a circle, its own or another."""
    reads = _reads((name,), conditions)
    left = set(reads)
    while free := {each for each in left if not reads[each] & left}:
        left -= free
    return bool(left)


def _reads(start: Iterable[str], conditions: Mapping[str, Expression]) -> dict[str, frozenset[str]]:
    """The named conditions reached within the nesting limit, with those each one names."""
    reads: dict[str, frozenset[str]] = {}
    level = conditions.keys() & set(start)
    for _ in range(NESTING_LIMIT + 1):
        if not level:
            break
        reads |= {name: frozenset(names(conditions[name]) & conditions.keys()) for name in level}
        level = {following for name in level for following in reads[name]} - reads.keys()
    return reads


def _size(expr: Expression, sizes: Mapping[str, int]) -> int:
    return sum(sizes.get(node.id, 1) if isinstance(node, Name) else 1 for node in walk(expr))
