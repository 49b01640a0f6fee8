"""Events as plain data: whatever stands in a file gives an event of the right shape, or is refused."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.debrief.events import KINDS, NoteAdded, event_of
from simulator.debrief.parts import Place
from simulator.debrief.shapes import LONGEST, ShapeError, plain, shaped

names = st.sampled_from(
    sorted({name for kind in KINDS.values() for name in kind.__dataclass_fields__} | {"session", "moment", "zh", "en"})
)
values: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["plus", "analysis"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names | st.text(max_size=3), inner, max_size=4),
    max_leaves=12,
)


@given(st.sampled_from(sorted(KINDS)), st.dictionaries(names, values, max_size=6))
def test_any_data_give_an_event_or_are_refused(kind: str, data: dict[str, Any]) -> None:
    """There is nothing in between, and an event that came of data makes the same again."""
    try:
        event = event_of(kind, data)
    except ShapeError:
        return
    assert repr(event_of(kind, event.data())) == repr(event)


@pytest.mark.parametrize(
    "data",
    [
        None, [], {}, {"tag": "plus"}, {"tag": "minus", "text": "x"}, {"tag": "plus", "text": 1},
        {"tag": "plus", "text": "x" * (LONGEST + 1)}, {"tag": "plus", "text": "x", "place": {"session": "s"}},
        {"tag": "plus", "text": "x", "place": {"session": "s", "moment": True}},
        {"tag": "plus", "text": "x", "place": {"session": "s", "moment": 2**60}},
        {"tag": "plus", "text": "x", "place": {"session": "s", "moment": 1.5}},
    ],
)  # fmt: skip
def test_what_is_no_note(data: Any) -> None:
    """Missing fields, other types, other words, too much of it."""
    with pytest.raises(ShapeError):
        shaped(NoteAdded, data)


@pytest.mark.parametrize("minutes", [math.nan, math.inf, "5", True])
def test_what_is_no_number(minutes: Any) -> None:
    """Only finite numbers are numbers."""
    with pytest.raises(ShapeError):
        event_of("phase_entered", {"phase": "analysis", "minutes": minutes})


def test_what_a_newer_program_adds_is_passed_over() -> None:
    """A field that is not known does no harm, and one with a default may be missing."""
    data = {"tag": "plus", "text": "好", "place": {"session": "s", "moment": 1, "colour": "red"}, "mood": 3}
    assert shaped(NoteAdded, data) == NoteAdded("plus", "好", Place("s", 1))
    assert plain(NoteAdded("plus", "好")) == {"tag": "plus", "text": "好", "place": None}
