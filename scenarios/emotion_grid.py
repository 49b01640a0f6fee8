"""The emotion table over all states at once, for the solver and the checks.

Computes what :meth:`scenarios.emotion.EmotionTable.effect` computes, for every agitation, trust, distress and streak
of sympathy together; a test proves the two equal on every state. Imports numpy: import this module only when solving.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from scenarios.emotion import HIGHEST, LONGEST_STREAK, Dynamics, EmotionTable, Row

Small = NDArray[np.int8]
Wide = NDArray[np.int16]

SHAPE = (HIGHEST + 1, HIGHEST + 1, HIGHEST + 1, LONGEST_STREAK + 1)
"""Agitation, trust, distress and the streak of sympathy, all before the step."""

_AGITATION = np.arange(HIGHEST + 1, dtype=np.int16).reshape(-1, 1, 1, 1)
_TRUST = np.arange(HIGHEST + 1, dtype=np.int16).reshape(1, -1, 1, 1)


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """What a choice does in every state. Every array has the shape `SHAPE` and is read-only.

    Attributes:
        dA: changes of agitation, limited per step, not yet clamped to 0..10.
        dT: changes of trust, likewise.
        dD: changes of distress, likewise.
        rates: summed ratings per indicator code that some row of the moves names, 0 where none applies.
        sympathy_after: the streak of sympathy after the step.
    """

    dA: Small
    dT: Small
    dD: Small
    rates: Mapping[str, Small]
    sympathy_after: Small


@dataclass(frozen=True, slots=True, eq=False)
class _Move:
    """One move in every state, trust held under its ceiling; before dynamics and limits."""

    agitation: Wide
    trust: Wide
    distress: Wide
    rates: Mapping[str, Small]


_MOVES: WeakKeyDictionary[EmotionTable, dict[tuple[str, str, bool], _Move]] = WeakKeyDictionary()


def move_grid(table: EmotionTable, moves: Sequence[str], style: str, opening: bool) -> Grid:
    """What a choice with these moves does in every state.

    Args:
        table: the emotion table; single moves are cached for as long as it lives.
        moves: keys of the vocabulary, none for a choice that moves nobody.
        style: the petitioner's style.
        opening: whether the scene is an opening statement.

    Raises:
        KeyError: a move is not in the table.
    """
    parts = [_move(table, move, style, opening) for move in moves]
    heat = sum((part.agitation for part in parts), np.zeros(SHAPE, np.int16))
    warmth = sum((part.trust for part in parts), np.zeros(SHAPE, np.int16))
    weight = sum((part.distress for part in parts), np.zeros(SHAPE, np.int16))
    heat, warmth = _dynamics(table.dynamics, heat, warmth)
    return Grid(
        dA=_limited(heat, table.limits["agitation"]),
        dT=_limited(warmth, table.limits["trust"]),
        dD=_limited(weight, table.limits["distress"]),
        rates=_summed_rates(parts),
        sympathy_after=_streak_after(table, moves),
    )


def _move(table: EmotionTable, move: str, style: str, opening: bool) -> _Move:
    cache = _MOVES.setdefault(table, {})
    key = (move, style, opening)
    if key not in cache:
        cache[key] = _computed(table, move, style, opening)
    return cache[key]


def _computed(table: EmotionTable, move: str, style: str, opening: bool) -> _Move:
    rows = table.moves[move]
    row_of = np.zeros(SHAPE, np.intp)
    for number in reversed(range(len(rows))):  # an earlier row is laid over the later ones
        row = rows[number]
        if (row.styles is None or style in row.styles) and (row.opening is None or row.opening == opening):
            row_of[_box(table, row)] = number
    trust = np.array([row.trust for row in rows], np.int16)[row_of]
    room = np.maximum(0, table.ceiling(move) - _TRUST)
    codes = dict.fromkeys(code for row in rows for code in row.rates)
    return _Move(
        agitation=np.array([row.agitation for row in rows], np.int16)[row_of],
        trust=np.where(trust > 0, np.minimum(trust, room), trust),
        distress=np.array([row.distress for row in rows], np.int16)[row_of],
        rates={code: np.array([row.rates.get(code, 0) for row in rows], np.int8)[row_of] for code in codes},
    )


def _box(table: EmotionTable, row: Row) -> tuple[NDArray[np.intp], ...]:
    """The states a row matches. All its conditions lie along the axes, so they form a box."""
    heat = [a for a, band in enumerate(table.bands) if row.bands is None or band in row.bands]
    trust = range(row.trust_at_least or 0, HIGHEST + 1 if row.trust_below is None else row.trust_below)
    distress = range(row.distress_at_least or 0, HIGHEST + 1 if row.distress_below is None else row.distress_below)
    sympathy = range(LONGEST_STREAK + 1) if row.sympathy is None else sorted(row.sympathy)
    return np.ix_(heat, trust, distress, sympathy)


def _dynamics(dynamics: Dynamics, heat: Wide, warmth: Wide) -> tuple[Wide, Wide]:
    calm, flare, cap = dynamics.calming_bonus, dynamics.escalation_malus, dynamics.hot_trust_cap
    after = heat.copy()
    if calm:
        after += ((heat < 0) & (calm.trust_at_least <= _TRUST)) * np.int16(calm.agitation)
    if flare:
        after += ((heat > 0) & (flare.trust_at_most >= _TRUST)) * np.int16(flare.agitation)
    if cap:
        warmth = np.where(cap.agitation_at_least <= _AGITATION, np.minimum(warmth, cap.trust_rise_at_most), warmth)
    return after, warmth


def _limited(total: Wide, limits: tuple[int, int]) -> Small:
    return _sealed(np.clip(total, *limits).astype(np.int8))


def _summed_rates(parts: Sequence[_Move]) -> Mapping[str, Small]:
    total: dict[str, Small] = {}
    for part in parts:
        for code, ratings in part.rates.items():
            total[code] = total[code] + ratings if code in total else ratings.copy()
    return MappingProxyType({code: _sealed(ratings) for code, ratings in total.items()})


def _streak_after(table: EmotionTable, moves: Sequence[str]) -> Small:
    after = np.array([table.streak_after(moves, before) for before in range(LONGEST_STREAK + 1)], np.int8)
    return np.broadcast_to(after, SHAPE)


def _sealed(array: Small) -> Small:
    array.setflags(write=False)
    return array
