"""How one is getting on: weak indicators, days in a row, what to do next."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from simulator.progress import Candidate, Diligence, Weakness, diligence, recommended, trend, weakest
from simulator.record.scored import Scored


def visit(score: float = 50.0, indicators: dict[str, float] | None = None, **dimensions: float) -> Scored:
    """A scored visit."""
    return Scored("x", "lamp", "practice", "2026-09-15T01:00:00+00:00", 0, score, dimensions, indicators)


def test_weakest() -> None:
    """Mean points over the ten newest visits of which they are known, the dearest first, trifles left out."""
    newest = [
        visit(indicators={"C3": 10.0, "L1": 0.5}),
        visit(indicators=None),
        visit(indicators={"C3": 2.0, "E2": 8.0}),
    ]
    assert weakest(newest) == [Weakness("C3", 6.0), Weakness("E2", 4.0)]
    old = [visit(indicators={})] * 10 + [visit(indicators={"R6": 90.0})]
    assert weakest(old) == []
    assert weakest([]) == []


def test_trend() -> None:
    """The oldest first, visits without the figure left out, no more than wanted."""
    newest = [visit(90, emotion=80.0), visit(70), visit(50, emotion=40.0)]
    assert trend(newest, lambda each: each.score, 2) == [70, 90]
    assert trend(newest, lambda each: each.dimensions.get("emotion"), 9) == [40, 80]


def of_days(*days: int, today: int = 20) -> Diligence:
    """Of days of September, looked at on one of them."""
    return diligence(map(str, days), date(2026, 9, today), lambda day: date(2026, 9, int(day)))


def test_days_in_a_row() -> None:
    """A row goes on until yesterday is over; the longest is remembered; a time that is none counts for nothing."""
    assert of_days() == Diligence(0, 0, 0)
    assert of_days(18, 19, 20, 20) == Diligence(3, 3, 3)
    assert of_days(18, 19) == Diligence(2, 2, 2)
    assert of_days(1, 2, 3, 18) == Diligence(4, 0, 3)
    assert diligence(["never"], date(2026, 9, 20)) == Diligence(0, 0, 0)


@given(st.sets(st.integers(1, 30)), st.integers(1, 30))
def test_days_in_a_row_in_general(days: set[int], today: int) -> None:
    """The row is never longer than the longest, nor that than all days together."""
    found = of_days(*(day for day in days if day <= today), today=today)
    assert 0 <= found.streak <= found.longest <= found.days


WAGES = Candidate("unpaid-wages", 1, ("C3", "L4"), None)
DEAF = Candidate("hard-of-hearing", 1, ("R4", "E2"), None)
HARD = Candidate("tower", 3, ("E2",), None)
MID = Candidate("veteran", 2, ("E2",), None)


def test_recommended() -> None:
    """What was weak lately is trained; not more than a level up; done well it comes last; at first the plainest."""
    assert recommended([], []) is None
    assert recommended([DEAF, WAGES], []) == ("unpaid-wages", "")
    weak = [Weakness("E2", 5.0), Weakness("C3", 1.0)]
    done = Candidate("unpaid-wages", 1, ("C3",), 90.0)
    assert recommended([done, DEAF, MID, HARD], weak) == ("hard-of-hearing", "E2")
    assert recommended([done, HARD], weak) == ("unpaid-wages", "C3")
    assert recommended([Candidate("a", 1, ("E2",), 95.0), Candidate("b", 1, ("E2",), 40.0)], weak) == ("b", "E2")
    assert recommended([DEAF, HARD], []) == ("hard-of-hearing", "")
