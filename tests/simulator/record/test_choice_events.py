"""The event of a choice: its text is written by hand, and must be what a JSON library would write."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.edition import Edition
from scenarios.engine import Engine, State, Step
from scenarios.offered import json_list
from scenarios.play import Play
from scenarios.program import METER_STATES, compile_edition
from simulator.record import events
from simulator.record.choice_events import ChoiceEvents, choice_events, state_data
from simulator.record.events import Chain, Event, canonical, now, seal, written
from simulator.record.log import MemoryLog, SessionLog
from simulator.visit import Visit
from tests.scoring.generate import choice, scene, visit

NAMES = st.text(st.characters(exclude_categories=["Cs"]))
STATES = st.builds(
    State, st.just(0), st.integers(-1, 2), st.booleans(), st.integers(0, METER_STATES - 1), st.integers(0, 1 << 900)
)


@given(scene_id=NAMES, choice_id=NAMES, shown=st.lists(NAMES), latency=st.integers(0, 10**9), after=STATES, timed=...)
def test_its_text_is_canonical_json(
    scene_id: str, choice_id: str, shown: list[str], latency: int, after: State, timed: bool
) -> None:
    """Whatever ids, states and times there are: the same text as of the data by a JSON library."""
    edition = visit(scene(scene_id, choice(choice_id, "end")))
    engine = Engine(compile_edition(edition))
    start = engine.start()[0]
    taken = engine.step(start, engine.program.nodes[0].moves[0])
    step = Step(*taken[:7], after, False, 1)
    event = ChoiceEvents(engine.program).event("timed_out" if timed else "choice", step, json_list(shown), latency)
    data = {
        "scene": scene_id,
        "choice": choice_id,
        "shown": shown,
        "latency": latency,
        "before": [start.agitation, start.trust, start.distress],
        "after": [after.agitation, after.trust, after.distress],
        "state": state_data(after),
    }
    assert event.text == canonical(data)
    assert event == Event("timed_out" if timed else "choice", data)


@given(
    session=NAMES, seq=st.integers(0, 10**6), time=NAMES, previous=NAMES,
    kind=st.sampled_from(sorted(events.KINDS)), text=st.text(),
)  # fmt: skip
def test_a_chain_seals_written_events_as_any_other(
    session: str, seq: int, time: str, previous: str, kind: str, text: str
) -> None:
    """An event given as text has the hash that its data give, in any chain and after any event."""
    data = {"text": text}
    ready = Chain(session, seq, previous, clock=lambda: time)
    plain = Chain(session, seq, previous, clock=lambda: time)
    for _ in range(2):
        one, other = ready.append(written(kind, canonical(data))), plain.append(Event(kind, data))
        assert (one.hash, one.seq, one.time, one.previous, one.text) == tuple(
            getattr(seal(session, other.seq, Event(kind, data), time, other.previous), name)
            for name in ("hash", "seq", "time", "previous", "text")
        )
        assert one.event == other.event


@pytest.mark.parametrize("nanoseconds", [0, 999_999, 1_000_000, 1_757_894_400_123_456_789, 1_757_894_400_999_999_999])
def test_the_time_is_iso_8601_to_the_millisecond(nanoseconds: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rounded down, always with three digits, always in UTC; asked twice it is the same."""
    monkeypatch.setattr(events, "time_ns", lambda: nanoseconds)
    expected = datetime.fromtimestamp(nanoseconds // 10**9, UTC).replace(microsecond=nanoseconds % 10**9 // 1000)
    assert now() == now() == expected.isoformat(timespec="milliseconds")


def _visit(edition: Edition, clock: list[float]) -> tuple[Visit, SessionLog]:
    log = MemoryLog(edition, mode="simulation", seed="3", trainee="", language="zh")
    return Visit(Play(edition, "3"), log.session, log, clock=lambda: clock[0]), log


def test_the_log_has_the_order_and_the_time_of_a_screen_that_there_was(desk: Edition) -> None:
    """What was on a screen stands in its order, with the time it was there; without one in file order, with 0."""
    clock = [10.0]
    visit, log = _visit(desk, clock)
    ids = [move.choice.id for move in visit.play.node.moves]
    visit.shown()
    order = [offer.move.choice.id for offer in visit.play.offers()]
    assert order != ids, "a seed that shuffles"
    clock[0] = 11.25
    visit.choose("seat")
    visit.choose("go_on")
    first, second = (json.loads(sealed.text) for sealed in log.sealed()[1:])
    assert (first["shown"], first["latency"]) == (order, 1250)
    assert (second["shown"], second["latency"]) == ([name for name in ids if name != "seat"], 0)


def test_a_session_gives_its_choices_back_as_they_were(desk: Edition) -> None:
    """The data of an event that was written as text are read from it, and hash to the same again."""
    visit, log = _visit(desk, [0.0])
    visit.choose("rush")
    event = log.events()[-1]
    assert event.data["choice"] == "rush" and event.data["state"] == state_data(visit.play.state)
    assert int(event.data["state"][4], 16) == visit.play.state.bits
    assert choice_events(visit.play.engine.program) is choice_events(visit.play.engine.program)
    sealed = log.sealed()[-1]
    again = seal(log.session.id, sealed.seq, Event("choice", event.data), sealed.time, sealed.previous)
    assert again.hash == sealed.hash
