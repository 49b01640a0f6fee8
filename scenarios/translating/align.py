"""Which English lines of a list belong to which Chinese ones, told by the Chinese that they were made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

MAX_PAIRS = 250_000
"""Longer lists are not compared item by item; no person wrote them."""

Profile = Mapping[str, str]
"""The digests of the texts in one item, by their path within it."""


def align(made_from: Sequence[Profile], chinese: Sequence[Profile]) -> list[int | None] | None:
    """Pair the items of two lists without changing their order.

    Args:
        made_from: for each English item what is known of the Chinese it was made from; empty where nothing is.
        chinese: for each Chinese item what it is now.

    Returns:
        For each Chinese item the index of its English one, or None where it has none; English items that are not named
        have lost their Chinese. None if the lengths differ and nothing is known.
    """
    if len(made_from) == len(chinese) and all(map(fits, made_from, chinese)):
        return list(range(len(chinese)))
    if not any(made_from) or len(made_from) * len(chinese) > MAX_PAIRS:
        return list(range(len(chinese))) if len(made_from) == len(chinese) else None
    found: list[int | None] = [None] * len(chinese)
    i = j = 0
    for end_i, end_j in [*_anchors(made_from, chinese), (len(made_from), len(chinese))]:
        # Between two that are surely each other's, the changed ones are taken in order.
        for step in range(min(end_i - i, end_j - j)):
            found[j + step] = i + step
        if end_j < len(chinese):
            found[end_j] = end_i
        i, j = end_i + 1, end_j + 1
    return found


def fits(made_from: Profile, chinese: Profile) -> bool:
    """Whether all that is known of what something was made from is still there."""
    return all(chinese.get(path) == hashed for path, hashed in made_from.items())


def _anchors(made_from: Sequence[Profile], chinese: Sequence[Profile]) -> list[tuple[int, int]]:
    """The longest row of pairs that are surely each other's (a longest common subsequence)."""
    rows, columns = len(made_from), len(chinese)
    sure = [[bool(old) and fits(old, new) for new in chinese] for old in made_from]
    best = [[0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            taken = best[i + 1][j + 1] + 1 if sure[i][j] else 0
            best[i][j] = max(taken, best[i + 1][j], best[i][j + 1])
    found = []
    i = j = 0
    while i < rows and j < columns:
        if sure[i][j] and best[i][j] == best[i + 1][j + 1] + 1:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif best[i + 1][j] >= best[i][j + 1]:
            i += 1
        else:
            j += 1
    return found
