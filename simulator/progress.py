"""How a trainee is getting on, from scored visits: weakest indicators, trends, days in a row. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from simulator.record.scored import Scored

RECENT = 10
"""Visits that tell what is weak now."""

WEAK = 1.0
"""Points a visit from which on an indicator is worth practising."""


@dataclass(frozen=True, slots=True)
class Weakness:
    """An indicator and the score points that it cost in a visit, on the average of the recent ones."""

    code: str
    points: float


@dataclass(frozen=True, slots=True)
class Diligence:
    """Days with a visit: how many there were, how many in a row up to today (or yesterday), the longest row."""

    days: int
    streak: int
    longest: int


def weakest(newest: Sequence[Scored]) -> list[Weakness]:
    """Indicators that cost most in the recent visits, the weakest first.

    Args:
        newest: scored visits, the newest first.
    """
    known = [visit.indicators for visit in newest if visit.indicators is not None][:RECENT]
    totals: dict[str, float] = {}
    for indicators in known:
        for code, points in indicators.items():
            totals[code] = totals.get(code, 0.0) + points
    found = [Weakness(code, total / len(known)) for code, total in totals.items()]
    return sorted((each for each in found if each.points >= WEAK), key=lambda each: (-each.points, each.code))


def day_of(started: str) -> date | None:
    """The day by the clock on the wall here; None for what is no time."""
    try:
        return datetime.fromisoformat(started).astimezone().date()
    except (ValueError, OverflowError):
        return None


def diligence(started: Iterable[str], today: date, day: Callable[[str], date | None] = day_of) -> Diligence:
    """How steadily one came.

    Args:
        started: when each visit began, UTC.
        today: by the clock on the wall.
        day: the day of such a time.
    """
    days = sorted({found for each in started if (found := day(each)) is not None})
    longest = run = 0
    before: date | None = None
    for each in days:
        run = run + 1 if before is not None and each - before == timedelta(1) else 1
        longest, before = max(longest, run), each
    current = bool(days) and today - days[-1] <= timedelta(1)
    return Diligence(len(days), run if current else 0, longest)


def trend(newest: Sequence[Scored], of: Callable[[Scored], float | None], most: int) -> list[float]:
    """A figure over the visits, the oldest first, at most so many; visits without it are left out."""
    found = [value for visit in newest if (value := of(visit)) is not None]
    return found[:most][::-1]


# ---- what to do next -------------------------------------------------------------------------------------------------


FIRST = "unpaid-wages"
"""The scenario to begin with: the plainest matter there is, told from the first word to the last."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A scenario that could come next. `last` is its last score, None if it was never done."""

    id: str
    level: int
    trains: Collection[str]
    last: float | None


def recommended(candidates: Sequence[Candidate], weak: Sequence[Weakness]) -> tuple[str, str] | None:
    """The scenario to do next, and the weak indicator that it trains (empty without one).

    The one whose indicators cost most lately; done already it counts half, done well a tenth, so that new ones come
    first. Not more than a level above the highest that was done. Before any visit: `FIRST`, or one of the lowest level.
    """
    done = [each.level for each in candidates if each.last is not None]
    reach = max(done, default=0) + 1
    within = [each for each in candidates if each.level <= reach] or list(candidates)
    if not within:
        return None
    if not done and not weak and any(each.id == FIRST for each in within):
        return FIRST, ""
    points: Mapping[str, float] = {each.code: each.points for each in weak}

    def worth(each: Candidate) -> float:
        freshness = 1.0 if each.last is None else 0.5 if each.last < 75 else 0.1
        return (sum(points.get(code, 0.0) for code in each.trains) + 0.01) * freshness

    best = max(within, key=lambda each: (worth(each), -each.level))
    dearest = max((code for code in best.trains if code in points), key=lambda code: points[code], default="")
    return best.id, dearest
