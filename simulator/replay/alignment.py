"""Several ways through one scenario, side by side: which visit to a scene stands beside which.

Rows hold visits to the same scene, and every way keeps its order. As many visits as can be stand beside another; among
such alignments one is taken in which the most did the same thing, and among those one with early visits beside early
ones. What all of them began with stands side by side. A hub, which is come to again and again, so stays one block:
questions that were asked in the same order stand beside each other, and else the first visit beside the first.

Pairs are aligned exactly (Needleman and Wunsch 1970, without a price for gaps); more than two one after the other,
beginning with the one that is most like all others.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

Row = tuple[int | None, ...]
"""For each way the number of its visit in this row; None where it has none."""

_SAME_SCENE = 1_000_000
_SAME_DEED = 60  # divided by up to five others without a rest; all of them together are less than one scene


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit to a scene.

    Attributes:
        scene: id.
        deed: what was done; equal to another where the same was done.
    """

    scene: str
    deed: Hashable


def align(ways: Sequence[Sequence[Visit]]) -> list[Row]:
    """Put ways side by side.

    Args:
        ways: each in order; up to six.

    Returns:
        Rows from the beginning to the end; each visit stands in exactly one.
    """
    if not ways:
        return []
    order = _order(ways)
    columns = [order[0]]
    rows: list[list[int]] = [[number] for number in range(len(ways[order[0]]))]
    for way in order[1:]:
        rows = _joined(ways, columns, rows, way)
        columns.append(way)
    places = [columns.index(way) for way in range(len(ways))]
    return [tuple(None if row[place] < 0 else row[place] for place in places) for row in rows]


def _order(ways: Sequence[Sequence[Visit]]) -> list[int]:
    """The way that is most like all others, then the others, the most like it first."""
    alike = [[_likeness(ways, one, other) for other in range(len(ways))] for one in range(len(ways))]
    middle = max(range(len(ways)), key=lambda way: (sum(alike[way]) - alike[way][way], -way))
    return [
        middle,
        *sorted((way for way in range(len(ways)) if way != middle), key=lambda way: (-alike[middle][way], way)),
    ]


def _likeness(ways: Sequence[Sequence[Visit]], one: int, other: int) -> int:
    if one > other:
        one, other = other, one
    rows = [[number] for number in range(len(ways[one]))]
    return _best_ahead(ways, [one], rows, ways[other])[0][0]


def _worth(ways: Sequence[Sequence[Visit]], columns: Sequence[int], row: Sequence[int], visit: Visit) -> int:
    """What it is worth that a visit stands in a row; 0 where it cannot."""
    there = [ways[way][number] for way, number in zip(columns, row, strict=True) if number >= 0]
    if there[0].scene != visit.scene:
        return 0
    return _SAME_SCENE + _SAME_DEED * sum(each.deed == visit.deed for each in there) // len(there)


def _best_ahead(
    ways: Sequence[Sequence[Visit]], columns: Sequence[int], rows: Sequence[Sequence[int]], way: Sequence[Visit]
) -> list[list[int]]:
    """The most that can still be had from row i and visit j on, for every i and j."""
    best = [[0] * (len(way) + 1) for _ in range(len(rows) + 1)]
    for i in range(len(rows) - 1, -1, -1):
        for j in range(len(way) - 1, -1, -1):
            worth = _worth(ways, columns, rows[i], way[j])
            found = max(best[i + 1][j], best[i][j + 1])
            best[i][j] = max(found, worth + best[i + 1][j + 1]) if worth else found
    return best


def _joined(
    ways: Sequence[Sequence[Visit]], columns: Sequence[int], rows: Sequence[list[int]], added: int
) -> list[list[int]]:
    """Rows with one more way in them."""
    way = ways[added]
    best = _best_ahead(ways, columns, rows, way)
    found: list[list[int]] = []
    old: list[list[int]] = []
    new: list[list[int]] = []
    i = j = 0
    while i < len(rows) or j < len(way):
        worth = _worth(ways, columns, rows[i], way[j]) if i < len(rows) and j < len(way) else 0
        if worth and best[i][j] == worth + best[i + 1][j + 1]:
            found += [*_shorter_first(old, new), [*rows[i], j]]
            old, new = [], []
            i, j = i + 1, j + 1
        elif i < len(rows) and best[i][j] == best[i + 1][j]:
            old.append([*rows[i], -1])
            i += 1
        else:
            new.append([-1] * len(columns) + [j])
            j += 1
    return found + _shorter_first(old, new)


def _shorter_first(old: list[list[int]], new: list[list[int]]) -> list[list[int]]:
    """What has nothing beside it: a short way round, or an early end, is seen at once before the long one begins."""
    return [*new, *old] if len(new) < len(old) else [*old, *new]
