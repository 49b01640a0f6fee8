"""What a log tells of the times in a visit."""

from __future__ import annotations

from simulator.cast.script import acts, milliseconds
from simulator.record.events import Event
from tests.simulator.cast.conftest import Trainee, whole


def test_each_act_has_its_own_time(trainee: Trainee) -> None:
    """A decision stood as long as its latency, less what acts in between had; what was taken back is known as such."""
    found = acts(whole(trainee.at()).recording().log)
    told = [(act.kind, act.choice or act.text, act.pause) for act in found[:8]]
    assert told == [
        ("choice", "rush", 1500),
        ("undo", "", 1000),
        ("choice", "seat", 3250),
        ("note", "先让她坐下", 2000),
        ("choice", "before", 1500),
        ("choice", "blame", 1500),
        ("hint", "", 1000),
        ("choice", "go_on", 1500),
    ]
    assert [act.kind for act in found[8:]] == ["choice", "form", "form", "choice"]
    assert found[9].picks["broken"] == "tick"
    assert [act.choice for act in found if not act.kept] == ["rush"]


def test_a_hint_of_what_is_at_stake_is_no_better_choice(trainee: Trainee) -> None:
    """Only the hint that opened the better choice is replayed as such; another one leaves the screen as it was."""
    desk = trainee.at().choose("seat")
    desk.visit.hint("stake")
    desk.visit.hint()
    desk.visit.hint("stake")
    assert [act.kind for act in acts(desk.recording().log)] == ["choice", "hint"]


def test_a_visit_without_a_screen_has_no_times(trainee: Trainee) -> None:
    """Where nobody sat before a screen the log has no time to give, and none is made up."""
    desk = trainee.at()
    desk.visit._shown = None
    desk.visit.choose("seat")
    assert [act.pause for act in acts(desk.recording().log)] == [None]


def test_nights_between_are_not_counted(trainee: Trainee) -> None:
    """A visit that was left and taken up the next day goes on from when it was taken up."""
    desk = trainee.at().choose("seat").wait(60 * 60 * 20)
    session = desk.leave()
    log = trainee.store.resume(session.id)
    log.append(Event("resumed", {}))
    desk.visit.log = log
    desk.visit.shown()
    desk.wait(4).visit.note("接着谈")
    assert [act.pause for act in acts(desk.recording().log)] == [1500, 4000]


def test_a_clock_that_went_back() -> None:
    """Times that run backwards, or are none, are no time at all; nothing happens before what came first."""
    assert milliseconds("2026-09-15T07:00:02+00:00", "2026-09-15T07:00:00+00:00") == 0
    assert milliseconds("yesterday", "2026-09-15T07:00:00+00:00") == 0
    assert milliseconds("2026-09-15T07:00:00", "2026-09-15T07:00:00+00:00") == 0
    assert milliseconds("2026-09-15T07:00:00.250+00:00", "2026-09-15T07:00:01+00:00") == 750
