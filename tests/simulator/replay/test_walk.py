"""Where one stands in a replay, and what is shown of it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from simulator.replay.walk import LEAST, LONGEST, Walk


@given(st.integers(0, 40), st.lists(st.integers(-5, 50)))
def test_one_never_leaves_the_recording(count: int, goes: list[int]) -> None:
    """Wherever one is sent, one stands within, and what was reached never shrinks."""
    walk = Walk(count)
    furthest = 0
    for number in goes:
        walk.go(number)
        assert 0 <= walk.at <= count
        furthest = max(furthest, walk.at)
        assert walk.reached == furthest


@given(st.integers(1, 40), st.lists(st.tuples(st.integers(0, 40), st.booleans())))
def test_marks_are_shown_where_they_were_uncovered_alone(count: int, deeds: list[tuple[int, bool]]) -> None:
    """A moment's marks are shown if and only if it was uncovered; deeds never of a moment beyond what was reached."""
    walk = Walk(count)
    uncovered: set[int] = set()
    for number, reveal in deeds:
        walk.go(number)
        if reveal:
            assert walk.reveal() == (walk.at not in uncovered)
            uncovered.add(walk.at)
        assert {each for each in range(count + 1) if walk.shows_marks(each)} == uncovered
        assert not any(walk.shows_deed(each) for each in range(walk.reached + 1, count))


def test_a_vote_covers_the_deed_until_it_is_uncovered() -> None:
    """While a room is asked, what was done here and behind is not shown; uncovering or going elsewhere ends it."""
    walk = Walk(5)
    walk.go(4)
    walk.go(2)
    walk.asking = True
    assert [walk.shows_deed(number) for number in range(5)] == [True, True, False, False, False]
    walk.reveal()
    assert walk.shows_deed(2)
    walk.asking = True
    walk.go(3)
    assert not walk.asking


def test_a_moment_stands_as_long_as_it_took_within_bounds() -> None:
    """Short and long thinking are cut to bounds; speed divides; a visit without a screen has a time of its own."""
    walk = Walk(3)
    assert walk.dwell(0) == LEAST
    assert walk.dwell(5_000) == 5
    assert walk.dwell(600_000) == LONGEST
    assert LEAST < walk.dwell(None) < LONGEST
    walk.faster(1)
    assert walk.dwell(5_000) == 2.5
    for _ in range(9):
        walk.faster(-1)
    assert walk.speed == 0.5
