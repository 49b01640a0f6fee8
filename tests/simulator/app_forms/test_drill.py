"""A decision once more, from the result: tried until it is as good as the best; nothing is recorded."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from scenarios.play import Play
from simulator.app.screens.drill import DrillScreen
from simulator.app.screens.result import ResultScreen
from simulator.app.widgets.choices import Choices
from simulator.app.widgets.decision_list import DecisionList
from simulator.app.widgets.moods import Moods
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
    ids = [entry.id for entry in drill.choices.entries]
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


async def test_every_try_has_an_order_of_its_own(desk: Any) -> None:
    """The choices of a moment are the same ones at every try, and do not always stand as they stood in the visit."""
    app: Any = desk.app(screen(desk, POORLY))
    async with app.run_test(size=(80, 24)) as pilot:
        driven = Driven(app, pilot)
        await driven.rest()
        await to_the_decision(driven, "越权承诺")
        drill: Any = app.screen
        written = [offer.move.choice.id for offer in drill.visit.play.offers()]
        orders = []
        for _try in range(6):
            orders.append(tuple(entry.id for entry in drill.offered()))
            assert drill.offered() == drill.offered(), "while a try lasts nothing moves"
            drill.tries += 1
        assert all(sorted(order) == sorted(written) for order in orders)
        assert len(set(orders)) > 1


async def test_the_better_choice_is_told_to_who_gives_up(desk: Any) -> None:
    """What would have been better is hidden until it is asked for; looking does not solve it."""
    app: Any = desk.app(screen(desk, POORLY))
    async with app.run_test(size=(100, 40)) as pilot:
        driven = Driven(app, pilot)
        await driven.rest()
        await to_the_decision(driven, "越权承诺")
        await say(driven, "vow")
        assert "几天修好我定不了" not in driven.text
        await driven.press("2")
        assert "几天修好我定不了" in driven.text
        assert not app.screen.solved


async def test_a_form_once_more(desk: Any) -> None:
    """A line of a form is tried again on the form itself, which is opened like in a visit."""
    from simulator.app.screens.form import FormScreen

    app: Any = desk.app(screen(desk, POORLY))
    async with app.run_test(size=(100, 40)) as pilot:
        driven = Driven(app, pilot)
        await driven.rest()
        decisions = app.screen.query_one(DecisionList)
        steps = app.screen.result.decisions
        form = next(i for i, e in enumerate(decisions.entries) if steps[e.number - 1].line)
        decisions.at = form
        await driven.press("w")
        await driven.until(lambda: isinstance(app.screen, DrillScreen))
        await driven.press("1")
        await driven.until(lambda: isinstance(app.screen, FormScreen))
        await driven.press("escape")
        await driven.press("escape")
        assert isinstance(app.screen, ResultScreen)


async def test_by_mouse(desk: Any) -> None:
    """A click takes a choice, and a click leads back to the result."""
    app: Any = desk.app(screen(desk, POORLY))
    async with app.run_test(size=(100, 40)) as pilot:
        driven = Driven(app, pilot)
        await driven.rest()
        await to_the_decision(driven, "越权承诺")
        drill: Any = app.screen
        await pilot.click(Choices, offset=(8, 1))
        await driven.until(lambda: drill.tries == 1)
        await driven.rest()
        await pilot.click(Choices, offset=(8, len(drill.choices.entries)))
        await driven.until(lambda: isinstance(app.screen, ResultScreen))


@pytest.fixture
def kept(desk: Any) -> Any:
    """The result of a visit that is on disk."""
    from simulator.record.store import open_store
    from simulator.visit import Visit

    played = desk.visit(POORLY).play
    store = open_store()
    log = store.create(played.engine.program.edition, mode="practice", seed="3", trainee="林", language="zh")
    visit = Visit(Play(played.engine.program.edition, "3"), log.session, log)
    for given in played.inputs:
        visit.shown()
        visit.enter(given)
    visit.end()
    result = desk.result(visit)
    store.finish(log.session, result)
    yield lambda: ResultScreen(visit, result)
    log.close()
    store.close()


async def test_a_debrief_of_the_visit(desk: Any, kept: Any) -> None:
    """`b` begins a debrief of the visit, if it is on disk."""
    from simulator.app.debrief.screen import DebriefScreen

    app: Any = desk.app(kept)
    async with app.run_test(size=(100, 40)) as pilot:
        driven = Driven(app, pilot)
        await driven.rest()
        await driven.press("b")
        await driven.until(lambda: isinstance(app.screen, DebriefScreen))


async def test_the_report_as_a_web_page(desk: Any, kept: Any) -> None:
    """`p` writes the report as `jiefang report` does, and says where."""
    app: Any = desk.app(kept)
    async with app.run_test(size=(100, 40), notifications=True) as pilot:
        driven = Driven(app, pilot)
        await driven.rest()
        await driven.press("p")
        folder = Path(os.environ["JIEFANG_HOME"]) / "results"
        await driven.until(lambda: list(folder.glob("*.html")))
        await driven.rest()
        (file,) = folder.iterdir()
        text = file.read_text("utf-8")
        assert text.startswith("<!DOCTYPE html>") and "门口的井盖" in text
        assert [notice.title for notice in app._notifications] == ["报告已存为网页"]


async def test_what_is_not_on_disk_has_neither(desk: Any) -> None:
    """Without a record there is no debrief and no report, and no key for them."""
    app: Any = desk.app(screen(desk, POORLY))
    async with app.run_test(size=(100, 40)) as pilot:
        driven = Driven(app, pilot)
        await driven.rest()
        await driven.press("b", "p")
        assert isinstance(app.screen, ResultScreen)
        assert not (Path(os.environ["JIEFANG_HOME"]) / "results").exists()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", [(80, 24), (60, 20), (200, 60)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_looks(desk: Any, golden: Any, language: str, size: tuple[int, int]) -> None:
    """The drill after a poor try looks as in its golden."""
    from simulator import i18n

    app: Any = desk.app(screen(desk, POORLY))
    async with app.run_test(size=size) as pilot:
        driven = Driven(app, pilot)
        await driven.rest()
        await to_the_decision(driven, "越权承诺")
        await say(driven, "vow")
        if i18n.language() != language:
            await driven.press("l")
        await driven.rest()
        golden(f"drill-{language}-{size[0]}x{size[1]}", app)


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
            moods = app.screen.query_one(Moods)
            ends = [line.plain.split()[-2:] for line in moods.laid(moods.room)]
            assert ends == [["4", "不满"], ["4", "将信将疑"], ["3", "还撑得住"]]


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
