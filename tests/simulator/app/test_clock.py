"""The clock of timed choices."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.app.screens.visit import VisitScreen
from simulator.app.widgets.clock import Countdown


class Hand:
    """A clock that moves when it is moved."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        """The time now."""
        return self.now


@pytest.fixture
def hand(monkeypatch: pytest.MonkeyPatch) -> Hand:
    """The clock that the visit reads."""
    found = Hand()
    monkeypatch.setattr(VisitScreen, "clock", staticmethod(found))
    return found


def test_countdown() -> None:
    """It runs down, holds while held, and never goes below nothing."""
    hand = Hand()
    countdown = Countdown(20, hand)
    hand.now += 5
    assert countdown.left == 15
    countdown.hold()
    hand.now += 60
    assert countdown.left == 15
    countdown.run()
    countdown.run()
    hand.now += 20
    assert countdown.left == 0


async def test_time_runs_out(visit: Any, hand: Hand) -> None:
    """At zero the scene's timeout is taken, said on the page, and recorded as such."""
    async with visit("simulation") as table:
        assert "还有 20 秒" in table.text
        hand.now += 19.5
        table.visit.clock_bar.tick()
        await table.rest()
        assert "还有 1 秒" in table.text
        hand.now += 1
        table.visit.clock_bar.tick()
        await table.rest()
        assert "时间到了，没有开口。" in table.text
        assert table.visit.visit.play.timed_out == [True]
        assert table.visit.visit.log is not None
        assert table.visit.visit.log.events()[-1].kind == "timed_out"
        # The next moment has no clock.
        assert "秒" not in table.text.replace("时间到了", "")


async def test_a_dialog_stops_it(visit: Any, hand: Hand) -> None:
    """Pause, notes and help hold the clock; it goes on where it was."""
    async with visit("exam") as table:
        for key in ("escape", "n", "question_mark"):
            await table.press(key)
            hand.now += 500
            table.visit.clock_bar.tick()
            await table.press("escape")
        assert not table.visit.visit.play.steps
        assert table.visit.clock_bar.countdown.left == 20


async def test_no_clock_in_practice(visit: Any) -> None:
    """Practice takes all the time it needs."""
    async with visit("practice") as table:
        assert table.visit.clock_bar.countdown is None


async def test_it_runs_on_in_a_window_that_is_too_small(visit: Any) -> None:
    """A clock that has no room to be shown goes on, and is there again when the window is."""
    async with visit("simulation") as table:
        await table.pilot.resize_terminal(40, 10)
        await table.rest()
        table.visit.clock_bar.tick()
        assert "窗口太小了" in table.text
        await table.pilot.resize_terminal(80, 24)
        await table.rest()
        assert "还有" in table.text
