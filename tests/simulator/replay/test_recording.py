"""A log played again: every moment as it was, and whatever is wrong said and left out."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.i18n import use
from simulator.record.events import Chain, Event, canonical
from simulator.record.store import Store
from simulator.record.transcript import Transcript, Written
from simulator.replay.recording import Recording, read
from tests.simulator.replay.conftest import Recorded, forms, found


def rechained(whole: Transcript, change: dict[int, dict[str, Any]]) -> Transcript:
    """The same log with other data in some events, chained anew: nothing that a chain shows is wrong with it."""
    chain = Chain(str(whole.stated["id"]))
    events = []
    for event in whole.events:
        assert event is not None
        data = {**json.loads(event.text), **change.get(event.seq, {})}
        chain._clock = lambda time=event.time: time  # type: ignore[misc]
        sealed = chain.append(Event(event.kind, data))
        events.append(Written(sealed.seq, event.kind, canonical(data), sealed.time, sealed.previous, sealed.hash))
    return replace(whole, events=events, last_hash=events[-1].hash)


class TestSound:
    """Logs that are what they were."""

    @pytest.mark.parametrize("scenario", ["unpaid-wages", "lone-elder", "hard-of-hearing"])
    @pytest.mark.parametrize("seed", range(3))
    def test_the_same_states(self, store: Store, recorded: Recorded, scenario: str, seed: int) -> None:
        """Every state of the visit comes again, with what was shown, in the order shown, and how long it took."""
        visit = recorded(scenario, seed=seed)
        recording = read(found(store, visit))
        assert recording.sound
        assert recording.ended == visit.play.ended
        assert recording.play is not None
        assert [step.after for step in recording.play.steps] == [step.after for step in visit.play.steps]
        assert [moment.step.after for moment in recording.moments] == [step.after for step in visit.play.steps]
        assert [moment.timed_out for moment in recording.moments] == visit.play.timed_out
        assert sum(moment.is_form for moment in recording.moments) == forms(visit)
        for moment in recording.moments:
            now = recording.play_at(moment.number)
            assert now.node.id == moment.scene
            if not moment.is_form:
                assert moment.shown == now.shown()

    def test_what_stands_beside(self, store: Store, recorded: Recorded) -> None:
        """What was typed first, noted and looked up belongs to the moment at which it was."""
        visit = recorded(seed=5)
        recording = read(found(store, visit))
        kinds = [event.kind for event in store.events(visit.session.id)]
        after_last = len(kinds) - max(i for i, kind in enumerate(kinds) if kind in ("choice", "timed_out", "form")) - 1
        assert after_last == kinds[-after_last:].count("ended")
        assert sum(len(moment.notes) for moment in recording.moments) == kinds.count("note") > 0
        assert sum(len(moment.lookups) for moment in recording.moments) == kinds.count("lookup") > 0
        assert any(moment.said == "您慢慢说" for moment in recording.moments)

    def test_what_was_taken_back(self, store: Store, recorded: Recorded) -> None:
        """A decision taken back is no moment; the one in its place says what was tried before."""
        visit = recorded(steps=4, undo=True)
        undone = next(event for event in store.events(visit.session.id) if event.kind == "choice")
        recording = read(found(store, visit))
        assert recording.sound
        assert len(recording.moments) == len(visit.play.steps)
        assert [len(moment.undone) for moment in recording.moments].count(1) == 1
        assert undone.data["choice"] not in recording.moments[0].undone

    def test_not_finished(self, store: Store, recorded: Recorded) -> None:
        """A visit that was left is replayed as far as it went, and that it did not end is said."""
        visit = recorded(steps=5)
        recording = read(found(store, visit))
        assert recording.sound
        assert not recording.ended
        assert len(recording.moments) == 5
        assert recording.notes == ("还没有结束",)

    def test_no_such_moment(self, store: Store, recorded: Recorded) -> None:
        """There is a play before each moment and one after the last, and no other."""
        recording = read(found(store, recorded(steps=3)))
        assert recording.play is not None
        assert recording.play_at(3).state == recording.play.state
        for number in (-1, 4):
            with pytest.raises(IndexError):
                recording.play_at(number)


class TestDamaged:
    """Logs that are not what they were."""

    @pytest.fixture
    def whole(self, store: Store, recorded: Recorded) -> Transcript:
        """A log of a whole visit."""
        return found(store, recorded(seed=2))

    def _altered(self, whole: Transcript, seq: int, text: str) -> Recording:
        events = list(whole.events)
        event = events[seq - 1]
        assert event is not None
        events[seq - 1] = replace(event, text=text)
        return read(replace(whole, events=events))

    def test_altered(self, whole: Transcript) -> None:
        """What comes before the altered event is replayed; the fault names the event."""
        recording = self._altered(whole, 6, '{"scene":"x"}')
        assert recording.faults == ("第 6 条的内容与它的校验值不符",)
        assert not recording.ended
        assert {moment.seq for moment in recording.moments} < set(range(2, 6))
        assert recording.moments

    def test_truncated(self, whole: Transcript) -> None:
        """What is left is sound."""
        recording = read(replace(whole, events=whole.events[:9]))
        assert recording.faults == (f"第 9 条以后断了，少 {whole.count - 9} 条",)
        assert {moment.seq for moment in recording.moments} == {
            event.seq for event in whole.events[:9] if event and event.kind in ("choice", "timed_out", "form")
        }

    def test_a_made_up_state(self, whole: Transcript) -> None:
        """A log whose chain is right and whose states are not is believed up to there."""
        seq = next(event.seq for event in whole.events[5:] if event is not None and event.kind == "choice")
        recording = read(rechained(whole, {seq: {"state": [0, -1, False, 1, "0"]}}))
        assert recording.faults == (f"第 {seq} 条记下的状态与按规则算出的不同",)
        assert recording.verdict.sound
        assert max(moment.seq for moment in recording.moments) < seq

    def test_a_choice_that_is_none(self, whole: Transcript) -> None:
        """So is one in which something was chosen that was not there."""
        seq = next(event.seq for event in whole.events[5:] if event is not None and event.kind == "choice")
        recording = read(rechained(whole, {seq: {"choice": "fly"}}))
        assert recording.faults == (f"第 {seq} 条的决定在当时的剧本上做不出来",)
        assert not recording.ended

    def test_another_ending(self, whole: Transcript) -> None:
        """And one that claims an ending which was not reached."""
        made_up = rechained(whole, {whole.count: {"ending": "settled-with-a-kiss"}})
        recording = read(replace(made_up, stated={**whole.stated, "ending": "settled-with-a-kiss"}))
        assert "settled-with-a-kiss" in recording.faults[0]
        assert not recording.ended

    def test_the_edition_is_missing(self, whole: Transcript) -> None:
        """Without the text as it was nothing can be replayed, and that is said."""
        recording = read(replace(whole, edition=""))
        assert recording.play is None
        assert recording.moments == ()
        assert recording.session is not None
        assert len(recording.faults) == 1

    def test_the_edition_is_another(self, whole: Transcript) -> None:
        """An edition is only taken if it is the one that the log names."""
        recording = read(replace(whole, edition=whole.edition.replace("周", "王", 1)))
        assert recording.play is None
        assert recording.faults

    def test_other_rules(self, whole: Transcript) -> None:
        """A log of another version of the rules is replayed as far as the states agree, and the version is said."""
        data = {**json.loads(whole.edition), "rules": 7}
        text = canonical(data)
        from hashlib import sha256

        name = sha256(text.encode()).hexdigest()
        other = replace(
            rechained(whole, {1: {"edition": name, "rules": 7}}),
            edition=text, edition_hash=name, rules=7, stated={**whole.stated, "edition": name},
        )  # fmt: skip
        recording = read(other)
        assert recording.faults == ()
        assert len(recording.moments) > 5
        assert any("第 7 版" in note for note in recording.notes)

    def test_nothing_at_all(self, whole: Transcript) -> None:
        """A log without a beginning is no session."""
        recording = read(replace(whole, events=[]))
        assert (recording.session, recording.play, recording.moments) == (None, None, ())
        assert recording.faults

    # One visit serves all examples.
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
    @given(
        place=st.integers(0, 10_000),
        how=st.sampled_from(["drop", "lose", "text", "swap", "kind", "hash"]),
        kind=st.sampled_from(["undo", "choice", "form", "ended", "x"]),
        key=st.text(),
        spoken=st.sampled_from(["zh", "en"]),
    )
    def test_any_damage(self, whole: Transcript, place: int, how: str, kind: str, key: str, spoken: str) -> None:
        """Whatever is done to a log, nothing is raised, something is said, and what is replayed is what was."""
        sound = read(whole)
        events: list[Written | None] = list(whole.events)
        at = place % len(events)
        event = events[at]
        assert event is not None
        if how == "drop":
            del events[at]
        elif how == "swap":
            events[at], events[at - 1] = events[at - 1], events[at]
        else:
            events[at] = {
                "lose": None,
                "kind": replace(event, kind=kind),
                "hash": replace(event, hash="0" * 64),
                "text": replace(event, text=canonical({**json.loads(event.text), key: 1})),
            }[how]
        use(spoken)
        damaged = read(replace(whole, events=events))
        if events != list(whole.events):
            assert damaged.faults
        same = sound.moments[: len(damaged.moments)]
        assert [(m.taken, m.step.after) for m in damaged.moments] == [(m.taken, m.step.after) for m in same]
