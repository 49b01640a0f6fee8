"""Events and their chain, in memory."""

from __future__ import annotations

import json
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.record.events import Chain, Event, seal
from simulator.record.log import new_id

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def test_the_hash_is_that_of_canonical_json() -> None:
    """Anyone can check a chain with sha256 and a JSON library; the rule is the one that is documented."""
    chain = Chain("s1", clock=lambda: "2026-09-15T08:00:00.000+00:00")
    first = chain.append(Event("note", {"text": "“引号”与\\和\n", "b": 1, "a": [1.5, None, True]}))
    second = chain.append(Event("undo", {}))
    for sealed in (first, second):
        whole = ["s1", sealed.seq, sealed.event.kind, sealed.event.data, sealed.time, sealed.previous]
        text = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        assert sealed.hash == sha256(text.encode()).hexdigest()
    assert (first.seq, first.previous, second.seq, second.previous) == (1, "", 2, first.hash)


@given(st.dictionaries(st.text(), json_values, max_size=5))
def test_any_data_keep_their_hash_through_json(data: dict[str, object]) -> None:
    """What is read back from the file has the hash it was written with, whatever a person typed."""
    sealed = seal("s", 1, Event("said", data), "t", "")
    again = seal("s", 1, Event("said", json.loads(sealed.text)), "t", "")
    assert again.hash == sealed.hash


def test_half_a_surrogate_pair_is_kept_as_a_question_mark() -> None:
    """A terminal may hand in text that no file can hold; the visit goes on."""
    sealed = seal("s", 1, Event("said", {"text": "好\ud83d"}), "t", "")
    assert sealed.event.data == {"text": "好?"}
    assert json.loads(sealed.text) == sealed.event.data


@pytest.mark.parametrize("event", [Event("jump", {}), Event("note", {"x": float("nan")}), Event("note", {"x": {1}})])
def test_what_is_no_event_leaves_the_chain_as_it_is(event: Event) -> None:
    """An unknown kind, a number or a value that JSON does not have: refused, and the next event follows the last."""
    chain = Chain("s")
    head = chain.append(Event("note", {})).hash
    with pytest.raises((ValueError, TypeError)):
        chain.append(event)
    assert (chain.seq, chain.hash) == (1, head)


def test_ids_are_short_and_sort_by_time() -> None:
    """Twelve characters that fit a file name and a URL; a later second sorts behind."""
    seconds = [1_735_689_600, 1_735_689_601, 1_790_000_000, 1_790_000_060, 2_500_000_000]
    ids = [new_id(second) for second in seconds]
    assert ids == sorted(ids)
    assert {len(one) for one in ids} == {12}
    assert len({new_id(1_790_000_000) for _ in range(1000)}) == 1000
