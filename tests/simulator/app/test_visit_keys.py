"""What the keys and the mouse do in a visit."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.app.widgets.choices import Choices
from simulator.app.widgets.clock import ClockBar
from simulator.app.widgets.coach_card import CoachCard
from simulator.record.store import open_store


async def test_arrows_and_enter(visit: Any) -> None:
    """Arrows point, Enter takes what is pointed at; going up from the first reaches the last."""
    async with visit() as table:
        wanted = table.ids[-1]
        await table.press("up", "enter")
        assert table.visit.visit.play.steps[0].move.choice.id == wanted


async def test_a_click_takes(visit: Any) -> None:
    """A click on a choice takes that one."""
    async with visit() as table:
        wanted = table.ids[2]
        await table.pilot.click("#choices", offset=(8, 3))
        await table.rest()
        assert table.visit.visit.play.steps[0].move.choice.id == wanted


async def test_a_number_without_a_choice_does_nothing(visit: Any) -> None:
    """9 where there are four choices takes nothing."""
    async with visit() as table:
        await table.press("9")
        assert not table.visit.visit.play.steps


async def test_a_key_is_answered_before_the_visit_moves(visit: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The choice shows as taken at once; until it is answered no other key takes, points or undoes anything."""
    async with visit() as table:
        await table.choose("rush")
        monkeypatch.setattr(Choices, "GLANCE", 0.3)
        wanted = table.ids[1]
        choices = table.visit.choices
        await table.pilot.press("2")
        assert "▌▸" in table.text
        assert len(table.visit.visit.play.steps) == 1
        await table.pilot.press("1", "up", "u")
        assert (choices.taken, choices.at) == (1, 1)
        await table.rest()
        assert [step.move.choice.id for step in table.visit.visit.play.steps] == ["rush", wanted]
        assert "▸" not in table.text


async def test_time_that_runs_out_goes_first(visit: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A choice that was taken but not yet answered when the clock ran out is not made in the moment that follows."""
    async with visit("simulation") as table:
        monkeypatch.setattr(Choices, "GLANCE", 0.2)
        await table.pilot.press("1")
        table.visit.clock_bar.post_message(ClockBar.RanOut())
        await table.pilot.pause(0.4)
        await table.rest()
        assert table.visit.visit.play.timed_out == [True]


async def test_an_arrow_paints_two_rows(visit: Any) -> None:
    """Moving the highlight draws the row it left and the row it came to, nothing else of the screen."""
    async with visit() as table:
        painted: list[int] = []
        choices = table.visit.choices
        render = choices.render_line
        choices.render_line = lambda y: (painted.append(y), render(y))[1]
        owner = [table.ids[row] for row in choices._owner()]
        await table.press("down")
        assert {owner[y] for y in painted} == set(table.ids[:2])
        assert len(painted) < len(owner)


async def test_practice_says_why(visit: Any) -> None:
    """Practice shows the meters, why they moved, a note, and the better choice only when asked."""
    async with visit() as table:
        await table.choose("rush")
        assert "陈述被打断" in table.text
        assert "开场的话一被打断" in table.text
        assert "更好的是" not in table.text
        await table.press("e")
        assert "更好的是：" in table.text
        assert table.visit.query_one("#coach", CoachCard).display
    with open_store() as store:
        assert "hint" in [event.kind for event in store.events(store.unfinished()[0].id)]


async def test_closed_choices(visit: Any) -> None:
    """In practice a choice that must be earned is greyed with its reason and cannot be taken."""
    async with visit() as table:
        await table.choose("rush")
        assert "信任还不够" in table.text
        await table.choose("hurt")
        assert len(table.visit.visit.play.steps) == 1


@pytest.mark.parametrize("mode", ["simulation", "exam"])
async def test_no_figures_outside_practice(visit: Any, mode: str) -> None:
    """Simulation and exam show how the petitioner looks; no meters, reasons, notes, closed choices or undo."""
    async with visit(mode) as table:
        assert "（声音高了起来）" in table.text or "（身子往前探" in table.text
        await table.choose("rush")
        for word in ("激动", "信任", "陈述被打断", "更好", "撤回"):
            assert word not in table.text
        assert "hurt" not in table.ids
        await table.press("u", "e")
        assert len(table.visit.visit.play.steps) == 1


async def test_undo(visit: Any) -> None:
    """`u` takes back the last step, its words too; the record keeps both."""
    async with visit() as table:
        before, state = table.text, table.visit.visit.play.state
        await table.choose("rush")
        await table.press("u")
        assert table.visit.visit.play.state == state
        assert table.text == before
    with open_store() as store:
        assert [event.kind for event in store.events(store.unfinished()[0].id)] == ["started", "choice", "undo"]


async def test_notes(visit: Any) -> None:
    """A note is kept in the record and is there again when one comes back."""
    async with visit() as table:
        await table.press("n", "灯", "亮", "enter", "escape", "n")
        assert "· 灯亮" in table.text
        await table.press("escape", "escape", "2", "enter")
        assert table.visit.notes == ["灯亮"]


async def test_case_card(visit: Any) -> None:
    """Facts come onto the case card as they come out; `c` shows the whole card in the place of the conversation."""
    async with visit() as table:
        assert "0 / 3" in table.text
        await table.choose("seat")
        assert "1 / 3" in table.text
        await table.press("c")
        assert "● 西苑七栋三单元的楼道灯坏了三个月" in table.text
        await table.press("escape")
        assert "您先坐，喝口水" in table.text


async def test_help_names_every_key(visit: Any) -> None:
    """Help lists the keys of the screen it was called from."""
    async with visit(size=(80, 40)) as table:
        await table.press("question_mark")
        for tip in ("案情卡", "写一句自己的笔记", "暂停、离开或退出", "换成英文或中文", "换一种配色"):
            assert tip in table.text


async def test_keys_work_after_a_click_elsewhere(visit: Any) -> None:
    """A click on the conversation, a card or an empty place takes no key away from the choices."""
    async with visit() as table:
        for target in ("#talk", "#person", "#case-brief"):
            await table.pilot.click(target)
            await table.rest()
        await table.choose("seat")
        assert len(table.visit.visit.play.steps) == 1


async def test_the_key_bar_can_be_clicked(visit: Any) -> None:
    """A click on a key in the last line is the key."""
    async with visit() as table:
        line = table.text.splitlines()[-1]
        before = line[: line.index("随手记")]
        await table.pilot.click("KeyBar", offset=(sum(2 if ord(c) > 0x2E80 else 1 for c in before), 0))
        await table.rest()
        assert "还没有记什么" in table.text
