"""A decision once more, from the result: tried until it is as good as the best; nothing is recorded."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.app.screens.drill import DrillScreen
from simulator.app.screens.result import ResultScreen
from simulator.app.widgets.choices import Choices
from simulator.app.widgets.decision_list import DecisionList
from simulator.app.widgets.radar import RADIUS, Axis, Radar, outline
from tests.driven import Driven
from tests.simulator.app_forms.test_result_screen import POORLY, WELL, Shown, screen


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing waits for a finger to leave a key."""
    monkeypatch.setattr(Choices, "PAUSE", 0.0)


async def to_the_decision(driven: Driven, act: str) -> None:
    """Point at a decision of the result and try it again."""
    decisions = driven.app.screen.query_one(DecisionList)
    at = next(index for index, entry in enumerate(decisions.entries) if entry.summary.act == act)
    decisions.at = at
    await driven.press("w")
    await driven.until(lambda: isinstance(driven.app.screen, DrillScreen))


async def say(driven: Driven, choice: str) -> None:
    """Say something, and wait for what it was worth."""
    drill: Any = driven.app.screen
    ids = [offer.move.choice.id for offer in drill.visit.play.offers()]
    tries = drill.tries
    await driven.press(str(ids.index(choice) + 1))
    await driven.until(lambda: drill.tries > tries)


async def test_tried_until_it_is_solved(desk: Any) -> None:
    """The moment as it was; a poor choice is told to be one, the best solves it; result and visit stay as they are."""
    made = screen(desk, POORLY)
    app: Any = desk.app(made)
    async with app.run_test(size=(80, 24)) as pilot:
        driven = Driven(app, pilot)
        await driven.rest()
        result: Any = app.screen
        score, steps = result.result.score, len(result.visit.play.steps)
        await to_the_decision(driven, "越权承诺")
        drill: Any = app.screen
        assert "再练" in driven.text
        assert drill.visit.log is None
        before = drill.visit.play.state
        await say(driven, "vow")
        assert not drill.solved
        assert "再试一次" in driven.text and "steps" not in driven.text
        await driven.press("1")
        assert drill.visit.play.state == before
        await say(driven, "steps")
        assert drill.solved
        assert drill.tries == 2
        await driven.press("1")
        assert isinstance(app.screen, ResultScreen)
        decisions = app.screen.query_one(DecisionList)
        assert decisions.solved == {decisions.entries[decisions.at].number}
        assert "✓" in decisions.laid(decisions.room)[decisions.at].plain
        assert (result.result.score, len(result.visit.play.steps)) == (score, steps)


async def test_left_in_the_middle(desk: Any) -> None:
    """Esc goes back to the result, before anything was said and after; it is not solved."""
    app: Any = desk.app(screen(desk, POORLY))
    async with app.run_test(size=(80, 24)) as pilot:
        driven = Driven(app, pilot)
        await driven.rest()
        await to_the_decision(driven, "越权承诺")
        await driven.press("escape")
        assert isinstance(app.screen, ResultScreen)
        await to_the_decision(driven, "越权承诺")
        await say(driven, "vow")
        await driven.press("escape")
        assert isinstance(app.screen, ResultScreen)
        assert not app.screen.query_one(DecisionList).solved


async def test_after_an_exam_too(desk: Any) -> None:
    """The drill is practice whatever the visit was: what it is worth is told."""
    app: Any = desk.app(screen(desk, POORLY, mode="exam"))
    async with app.run_test(size=(100, 40)) as pilot:
        driven = Driven(app, pilot)
        await driven.rest()
        await to_the_decision(driven, "越权承诺")
        await say(driven, "vow")
        assert "红线" in driven.text


async def test_nothing_to_try_again(desk: Any, shown: Shown) -> None:
    """Where every decision was the best there is no such key."""
    app: Any = desk.app(screen(desk, WELL))
    async with app.run_test(size=(120, 40)) as pilot:
        driven = Driven(app, pilot)
        await driven.rest()
        await driven.press("w")
        assert isinstance(app.screen, ResultScreen)
        if not app.screen.query_one(DecisionList).entries:
            assert "再练" not in driven.text


async def test_the_radar_and_the_moods(desk: Any, shown: Shown) -> None:
    """At 200 x 60 beside the rest, at 80 x 24 further down; names, figures, and where the meters began and ended."""
    for size in ((200, 60), (80, 24)):
        app: Any = desk.app(screen(desk, POORLY))
        async with app.run_test(size=size) as pilot:
            driven = Driven(app, pilot)
            await driven.rest()
            radars = [radar for radar in app.screen.query(Radar) if radar.display and radar.region.height]
            assert len(radars) == 1
            drawn = "\n".join(line.plain for line in radars[0].laid(radars[0].room))
            assert all(axis.name in drawn and axis.shown in drawn for axis in radars[0].axes)
            assert "激动" in driven.text


def test_the_outline_reaches_as_far_as_the_scores() -> None:
    """100 goes to the rim, 0 stays in the middle, and the line is closed."""
    assert {(0, -RADIUS), (RADIUS, 0), (0, RADIUS), (-RADIUS, 0)} <= outline([100.0] * 4)
    assert outline([0.0] * 4) == {(0, 0)}
    half = outline([50.0, 0.0, 100.0, 0.0])
    assert min(y for _x, y in half) == -RADIUS // 2 and max(y for _x, y in half) == RADIUS


def test_a_radar_without_room_is_none() -> None:
    """Rather nothing than half a drawing."""
    radar = Radar()
    radar.axes = tuple(Axis("情绪管理", 50.0, "50") for _ in range(4))
    assert radar.lines(30) == []
    assert radar.lines(60)
