"""How long things stand in a recording."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from simulator.cast.asciicast import Cast
from simulator.cast.pace import LEAST, Pace

PAUSES = st.none() | st.floats(0, 1e9) | st.integers(0, 10**12)
PACES = st.builds(Pace, st.floats(0.1, 600), st.floats(0.1, 100))


@given(PACES, PAUSES)
def test_nothing_stands_too_long_or_not_at_all(pace: Pace, pause: float | None) -> None:
    """A pause is at least 20 ms, at most what idle allows, and otherwise what it was, as fast as told."""
    shown = pace.shown(pause)
    longest = max(LEAST, round(pace.idle * 1000 / pace.speed))
    assert LEAST <= shown <= longest
    if pause is None:
        assert shown == longest
    elif LEAST * pace.speed < pause < pace.idle * 1000:
        assert abs(shown - pause / pace.speed) <= 0.5


@given(PACES, PAUSES, PAUSES)
def test_a_longer_pause_never_stands_shorter(pace: Pace, one: float | None, other: float | None) -> None:
    """Order is kept: what took longer does not look quicker."""
    if one is not None and other is not None:
        less, more = sorted((one, other))
        assert pace.shown(less) <= pace.shown(more)


@given(PACES, PAUSES)
def test_the_mark_comes_out_of_the_pause(pace: Pace, pause: float | None) -> None:
    """A choice shows as taken within the pause before the answer; only the shortest pauses are stretched for it."""
    before, marked = pace.before_mark(pause)
    assert min(before, marked) >= LEAST
    assert before + marked == pace.shown(pause) or pace.shown(pause) < 3 * LEAST


@given(PACES, st.floats(0, 1e9), st.integers(1, 40))
def test_parts_are_no_longer_than_the_whole(pace: Pace, pause: float, parts: int) -> None:
    """The parts of a pause take as long together as it, or less where each is cut short."""
    whole = Pace(idle=1e12, speed=pace.speed).shown(pause)
    assert parts * pace.split(pause, parts) <= whole + parts * (LEAST + 1)


EVENTS = st.lists(st.tuples(st.integers(0, 100_000), st.sampled_from(["o", "m"]), st.text()), max_size=30)


@given(EVENTS)
def test_both_versions_tell_the_same_times(events: list[tuple[int, str, str]]) -> None:
    """Relative times of version 3 add up to the absolute ones of version 2, to the millisecond; texts come through."""
    cast = Cast(80, 24, "工地欠薪", 1_757_919_600)
    for stood, code, text in events:
        cast.stand(stood)
        cast.write(text) if code == "o" else cast.mark(text)
    (head3, *new), (head2, *old) = (list(map(json.loads, cast.text(version).split("\n")[:-1])) for version in (3, 2))
    assert head3["term"] == {"cols": 80, "rows": 24, "type": "xterm-256color"}
    assert (head2["width"], head2["height"], head2["timestamp"]) == (80, 24, head3["timestamp"])
    assert [event[1:] for event in new] == [event[1:] for event in old] == [[e.code, e.text] for e in cast.events]
    times = [round(event[0] * 1000) for event in old]
    assert times == [event.time for event in cast.events] == sorted(times)
    assert [sum(round(event[0] * 1000) for event in new[: n + 1]) for n in range(len(new))] == times
