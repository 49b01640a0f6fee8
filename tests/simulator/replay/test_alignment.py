"""Ways through a scenario side by side: every visit once, in order, beside visits to the same scene."""

from __future__ import annotations

import time
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.replay.alignment import Row, Visit, align


def way(text: str) -> list[Visit]:
    """`hub:a sub hub:b` as visits; the deed is empty where none is written."""
    return [Visit(scene, deed) for scene, _, deed in (word.partition(":") for word in text.split())]


def shown(ways: list[list[Visit]], rows: list[Row]) -> list[str]:
    """Rows as `hub a - b`: the scene, then what each did."""
    found = []
    for row in rows:
        scene = next(ways[at][number].scene for at, number in enumerate(row) if number is not None)
        deeds = [ways[at][number].deed if number is not None else "-" for at, number in enumerate(row)]
        found.append(" ".join([scene, *map(str, deeds)]))
    return found


def side_by_side(*texts: str) -> list[str]:
    """Aligned and shown."""
    ways = [way(text) for text in texts]
    return shown(ways, align(ways))


def test_the_same_way_is_one_column_beside_the_other() -> None:
    """Nothing is torn apart where all did the same."""
    assert side_by_side("a:1 b:1 a:2", "a:1 b:1 a:2") == ["a 1 1", "b 1 1", "a 2 2"]


def test_a_scene_that_one_did_not_see_has_a_row_of_its_own() -> None:
    """The others stand where they stood."""
    assert side_by_side("a:1 b:1 c:1", "a:1 c:2") == ["a 1 1", "b 1 -", "c 1 2"]


def test_a_hub_stays_a_block() -> None:
    """Visits to a hub stand beside each other; where one asked less, the same questions do."""
    assert side_by_side("h:1 h:2 h:3 x:1", "h:2 h:3 x:1") == ["h 1 -", "h 2 2", "h 3 3", "x 1 1"]
    assert side_by_side("h:1 h:2 x:1", "h:2 h:1 x:1") == ["h 1 2", "h 2 1", "x 1 1"]
    assert side_by_side("h:1 s h:2 x:1", "h:2 t h:1 x:1") in (
        ["h 1 2", "s  -", "t - ", "h 2 1", "x 1 1"],
        ["h 1 2", "t - ", "s  -", "h 2 1", "x 1 1"],
    )


def test_an_early_end_is_seen_at_once() -> None:
    """What only the shorter way has stands before the long rest of the other."""
    assert side_by_side("a:1 b:1 c:1 d:1", "a:1 out:1") == ["a 1 1", "out - 1", "b 1 -", "c 1 -", "d 1 -"]
    assert side_by_side("a:1 out:1", "a:1 b:1 c:1 d:1") == ["a 1 1", "out 1 -", "b - 1", "c - 1", "d - 1"]


def test_none_and_one() -> None:
    """Nothing to align, one way, ways without visits."""
    assert align([]) == []
    assert align([way("a b")]) == [(0,), (1,)]
    assert align([[], way("a")]) == [(None, 0)]
    assert align([[], []]) == []


WAYS = st.lists(
    st.lists(st.builds(Visit, st.sampled_from("abch"), st.sampled_from("12")), max_size=9), min_size=1, max_size=6
)


@settings(max_examples=200, deadline=None)
@given(ways=WAYS)
def test_every_visit_stands_once_in_order_beside_its_like(ways: list[list[Visit]]) -> None:
    """Whatever the ways: no visit is lost or doubled, none overtakes another, no row mixes scenes or is empty."""
    rows = align(ways)
    for at, each in enumerate(ways):
        assert [row[at] for row in rows if row[at] is not None] == list(range(len(each)))
    for row in rows:
        assert len({ways[at][number].scene for at, number in enumerate(row) if number is not None}) == 1


def longest_common(one: list[Visit], other: list[Visit]) -> int:
    """How many visits to the same scene can stand side by side, by trying everything."""
    best = 0
    for size in range(min(len(one), len(other)), 0, -1):
        for left in combinations(one, size):
            if any(
                all(a.scene == b.scene for a, b in zip(left, right, strict=True)) for right in combinations(other, size)
            ):
                return size
    return best


@settings(max_examples=80, deadline=None)
@given(ways=st.lists(st.lists(st.builds(Visit, st.sampled_from("abh"), st.sampled_from("12")), max_size=6),
                     min_size=2, max_size=2))  # fmt: skip
def test_two_ways_share_as_many_rows_as_can_be(ways: list[list[Visit]]) -> None:
    """No alignment has more visits beside each other."""
    shared = sum(None not in row for row in align(ways))
    assert shared == longest_common(*ways)


@settings(max_examples=80, deadline=None)
@given(ways=WAYS, beginning=st.lists(st.builds(Visit, st.sampled_from("abch"), st.sampled_from("12")), max_size=5))
def test_what_all_began_with_stands_side_by_side(ways: list[list[Visit]], beginning: list[Visit]) -> None:
    """The first rows are the common beginning, for two ways and for six."""
    rows = align([[*beginning, *each] for each in ways])
    assert rows[: len(beginning)] == [(number,) * len(ways) for number in range(len(beginning))]


def test_six_long_ways_take_no_time() -> None:
    """Six visits of sixty decisions are aligned in under a second of processor time."""
    ways = [
        [Visit("hub" if number % 3 else f"s{number}", (number * at) % 7) for number in range(60)] for at in range(6)
    ]
    start = time.process_time()
    assert align(ways)
    assert time.process_time() - start < 1
