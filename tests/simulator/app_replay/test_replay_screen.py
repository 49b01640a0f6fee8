"""A replay on screen: what is covered, what is uncovered, going about in it, sizes, languages, odd records."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from textual.widgets import Static

from simulator import i18n
from simulator.app.app import JiefangApp, ReplayStart
from simulator.app.replay.moment_card import MomentCard
from simulator.app.replay.records import recording
from simulator.app.replay.score_sheet import ScoreSheet
from simulator.app.replay.screen import ReplayScreen
from simulator.app.replay.scrubber import Scrubber
from simulator.app.widgets.cards import MeterCard
from simulator.record.store import open_store
from simulator.replay.prices import Prices
from tests.simulator.app_replay.conftest import LEFT, POORLY, WELL, evaluator_of, has_all, recorded

MARKS = ("★", "??", "欠妥", "失误  −", "红线", "最好的")


async def test_a_moment_is_shown_as_it_was_and_nothing_of_what_comes(opened: Any) -> None:
    """What was said, the options in the order shown, what was taken; no mark, no meter, no later deed."""
    session = recorded()
    moment = recording(session).moments[0]
    async with opened(session) as table:
        has_all(table.text, ["何秀兰", "你们到底管不管", "▸", "用时：2.5 秒", "第 1 / 9 步"])
        texts = [shown.text for shown in table.replay.telling.options(0)]
        assert [shown.id for shown in table.replay.telling.options(0)] == list(moment.shown)
        # Words may be broken over lines; the beginnings stand in that order.
        card = table.replay.query_one(MomentCard)
        places = ["".join(line.plain for line in card.laid(card.room)).index(text[:8]) for text in texts]
        assert places == sorted(places)
        for hidden in (*MARKS, "激动 5", "坏了两个月，一下雨就看不见", "之前找过谁"):
            assert hidden not in table.text, hidden


async def test_what_else_is_known_of_a_moment_stands_there(opened: Any) -> None:
    """What was typed first, notes, what was looked up, hints, and what was tried and taken back."""
    async with opened(recorded(), (100, 50)) as table:
        await table.press("right")
        has_all(
            table.text,
            [
                "先写下",
                "先问问以前找过谁",
                "随手记",
                "伞放在墙边",
                "《信访工作条例》第22条",
                "要过提示：1",
                "撤回过",
                "先试过，撤回了",
            ],
        )


async def test_enter_uncovers_this_moment_alone(opened: Any) -> None:
    """Mark, cost, every option's cost, the best one, meters with reasons, the author's why; others stay covered."""
    async with opened(recorded(), (100, 50)) as table:
        await table.press("g", "4", "enter")
        assert "第 4 / 9 步" in table.text
        await table.press("enter")
        prices = table.replay.prices
        assert prices is not None
        assert prices.cost(3) > 0
        has_all(table.text, ["最好的", "责怪来访人，她会把话收回去", "刻度", " → ", "后面最多还能得"])
        options = table.replay.telling.options(3)
        assert [each.id for each in options if each.best] == [prices.decisions(3)[0].best]
        assert {each.id for each in options if each.taken} == {"blame"}
        for shown in options:
            assert shown.verdict is not None
            assert shown.verdict.points in table.text
        await table.press("left")
        assert "刻度" not in table.text


async def test_the_law_stands_beside_the_moment(opened: Any) -> None:
    """An uncovered moment names its article with what it says, and a crossed red line."""
    async with opened(recorded(), (100, 50)) as table:
        await table.press("g", "6", "enter", "enter")
        has_all(table.text, ["✕", "红线", "K2.promise", "《信访工作条例》第28条：", "窗口不能代为承诺"])


async def test_a_form_is_shown_line_by_line(opened: Any) -> None:
    """Every line as it was filled in; uncovered, each with its mark, wrong ones with what was better and why."""
    async with opened(recorded(), (100, 50)) as table:
        await table.press("g", "8", "enter")
        has_all(table.text, ["分流单", "县公安局"])
        assert "井盖的养护不归公安机关管" not in table.text
        await table.press("enter")
        has_all(table.text, ["更好的是：县住房和城乡建设局", "井盖的养护不归公安机关管"])
        await table.press("left", "enter")
        has_all(table.text, ["来访登记表", "■ 老人是酒后摔倒的", "更好的是：不勾", "更好的是：勾上"])


async def test_all_at_once_and_covered_again(opened: Any) -> None:
    """`h` shows all marks and deeds of what comes, and covers them again, also what was uncovered before."""
    async with opened(recorded()) as table:
        await table.press("enter", "h")
        has_all(table.text, ["−", "✕", "您放心"])
        await table.press("h")
        for hidden in (*MARKS, "您放心"):
            assert hidden not in table.text, hidden


async def test_the_curve_ahead_is_covered(opened: Any) -> None:
    """Until something is uncovered the curve is empty; then it has that moment's place alone."""
    async with opened(recorded()) as table:
        scrubber = table.replay.query_one(Scrubber)
        blocks = "▁▂▃▄▅▆▇█"

        def filled() -> int:
            return sum(sign in blocks for line in scrubber.laid(scrubber.room) for sign in line.plain)

        assert filled() == 0
        await table.press("right", "enter")
        one = filled()
        assert 0 < one < 15
        await table.press("h")
        assert filled() >= scrubber.room - 8


async def test_mistakes_are_jumped_to(opened: Any) -> None:
    """`n` and `N` go to the next and the last moment that cost two points or more; at the ends it says so."""
    session = recorded()
    async with opened(session, (80, 40)) as table:
        mistakes = list(table.replay.prices.mistakes())
        assert len(mistakes) >= 3
        found = []
        for _ in mistakes:
            await table.press("n")
            found.append(table.replay.walk.at)
        assert found == [each for each in mistakes if each > 0][: len(found)]
        await table.press("n")
        assert "后面没有失误了" in table.text
        await table.press("end", "N")
        assert table.replay.walk.at == mistakes[-1]


async def test_going_about(opened: Any) -> None:
    """Arrows, five at a time, home and end, a number; never past the ends."""
    async with opened(recorded()) as table:
        walk = table.replay.walk
        for keys, at in (
            (["left"], 0), (["right", "down"], 2), (["up"], 1), (["full_stop"], 6), (["comma"], 1), (["end"], 9),
            (["right"], 9), (["home"], 0), (["g", "9", "9", "enter"], 9), (["g", "escape"], 9), (["g", "enter"], 9),
        ):  # fmt: skip
            await table.press(*keys)
            assert walk.at == at, keys


async def test_the_mouse_goes_about(opened: Any) -> None:
    """A click on a row of the sheet or on the curve goes there, and dragging scrubs."""
    async with opened(recorded()) as table:
        await table.pilot.click(ScoreSheet, offset=(5, 3))
        await table.rest()
        assert table.replay.walk.at == 3
        scrubber = table.replay.query_one(Scrubber)
        end = scrubber.content_region.width - 1
        await table.pilot.mouse_down(Scrubber, offset=(10, 1))
        await table.pilot.hover(Scrubber, offset=(end, 1))
        await table.pilot.mouse_up(Scrubber, offset=(end, 1))
        await table.rest()
        assert table.replay.walk.at == 9
        await table.pilot.hover(Scrubber, offset=(10, 1))
        await table.rest()
        assert table.replay.walk.at == 9
        await table.pilot.click(Scrubber, offset=(6, 1))
        await table.rest()
        assert table.replay.walk.at == 0


async def test_it_plays_by_itself(opened: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Space plays to the end and stops there; again stops at once; what lies on top stops it too."""
    monkeypatch.setattr("simulator.replay.walk.LEAST", 0.02)
    monkeypatch.setattr("simulator.replay.walk.LONGEST", 0.02)
    async with opened(recorded()) as table:
        await table.press("space")
        for _ in range(200):
            await table.pilot.pause(0.02)
            if table.replay.walk.over:
                break
        assert table.replay.walk.over
        assert not table.replay.walk.playing
        assert table.replay.walk.revealed == set()
        monkeypatch.setattr("simulator.replay.walk.LEAST", 60)
        monkeypatch.setattr("simulator.replay.walk.LONGEST", 60)
        await table.press("space")
        assert "▶ 1×" in table.text
        assert table.replay.walk.at == 0
        await table.press("right_square_bracket")
        assert "▶ 2×" in table.text
        await table.press("space")
        assert "▶" not in table.text
        await table.press("minus", "minus", "minus", "space", "question_mark")
        assert not table.replay.walk.playing
        assert table.replay.walk.speed == 0.5


async def test_the_end_says_what_it_came_to_when_asked(opened: Any) -> None:
    """Behind the last moment stand the last words; Enter shows the score."""
    async with opened(recorded(), (100, 40)) as table:
        await table.press("end")
        has_all(table.text, ["接访到这里结束", "按回车看得分", "肯听人说话"])
        assert "总评" not in table.text
        await table.press("enter")
        assert "总评" in table.text


async def test_an_unfinished_visit_is_replayed_as_far_as_it_goes(opened: Any) -> None:
    """It stops where it was left, says so, and can be played on from there."""
    async with opened(recorded(LEFT, mode="simulation", beside=False)) as table:
        await table.press("end")
        has_all(table.text, ["没有走到结局，停在这里", "模拟"])
        await table.press("enter")
        assert "还能得" in table.text
        await table.press("w")
        assert "假如" in table.text


async def test_an_exam_is_replayed_after_its_end(opened: Any) -> None:
    """The seal of an exam hides nothing once it is over; what could not be chosen then is not among the options."""
    async with opened(recorded(WELL, mode="exam", beside=False)) as table:
        await table.press("enter")
        has_all(table.text, ["考核", "最佳", "没有丢分"])
        assert all(not each.closed for number in range(8) for each in table.replay.telling.options(number))


def damage(session: str, seq: int) -> None:
    """Change the meters in an event of a session's log, as somebody with an editor of databases could."""
    with open_store() as store:
        store.database.run("DROP TRIGGER events_are_not_changed")
        store.database.run(
            "UPDATE events SET data = replace(data, '\"after\":[', '\"after\":[1') WHERE session = ? AND seq = ?",
            (session, seq),
        )


async def test_a_damaged_log_says_what_is_wrong_and_shows_what_is_sound(opened: Any) -> None:
    """A banner names the place and how much is sound; the moments before it are there, the end lists every fault."""
    session = recorded(beside=False)
    whole = len(recording(session).moments)
    damage(session, 5)
    found = recording(session)
    assert found.faults
    assert 0 < len(found.moments) < whole
    async with opened(session) as table:
        has_all(table.text, ["记录不完好", "第 5 条", f"共 {len(found.moments)} 步"])
        await table.press("enter")
        assert "最佳" in table.text
        await table.press("end", "enter")
        has_all(table.text, ["有问题", "没有走到结局"])


async def test_what_cannot_be_solved_is_replayed_without_marks(opened: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Too many states: the banner says that there are no marks, and everything else works."""
    from scenarios.explore import TooManyStatesError

    def refuse(_recording: object) -> None:
        raise TooManyStatesError([])

    monkeypatch.setattr(Prices, "of", refuse)
    async with opened(recorded()) as table:
        assert "求解不了" in table.text
        await table.press("n", "b", "right", "enter")
        has_all(table.text, ["第 2 / 9 步", "刻度"])


async def test_hostile_text_is_only_text(opened: Any) -> None:
    """Markup in names, facts, notes and what was typed shows as it stands and runs nothing."""
    session = recorded(variant="hostile")
    async with opened(session, (200, 60)) as table:
        await table.press("h", "right", "right")
        assert "[/x][@click=app.quit]甲[/]" in table.text
        assert isinstance(table.screen, ReplayScreen)


async def test_the_language_changes_at_any_moment(opened: Any) -> None:
    """`l` says everything again in English and leaves one where one stood, with what was uncovered."""
    async with opened(recorded(), (100, 40)) as table:
        await table.press("right", "enter", "l")
        has_all(table.text, ["Replay", "Step 2 / 9", "Practice", "Whom have you been to before", "★"])
        assert table.replay.walk.at == 1


SIZES = [(80, 24), (60, 20), (200, 60)]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_goldens(opened: Any, golden: Any, language: Any, size: tuple[int, int]) -> None:
    """A moment covered and uncovered, a form, the best line: each screen as it was agreed; no line too long."""
    i18n.use(language)
    place = f"{language}-{size[0]}x{size[1]}"
    async with opened(recorded(), size) as table:
        await table.press("right")
        golden(f"moment-{place}", table.text)
        await table.press("g", "4", "enter", "enter")
        golden(f"uncovered-{place}", table.text)
        assert all(cell_len(line) <= size[0] for line in table.text.splitlines())
        await table.press("h", "g", "8", "enter")
        golden(f"form-{place}", table.text)
        await table.press("g", "4", "enter", "b")
        golden(f"best-{place}", table.text)
        assert all(cell_len(line) <= size[0] for line in table.text.splitlines())


async def test_a_side_of_ones_own(opened: Any) -> None:
    """Who builds on it gives what stands on the right, covers a deed for a vote, and hears what happens."""

    class Followed(ReplayScreen):
        def __init__(self, *given: Any) -> None:
            super().__init__(*given)
            self.heard: list[object] = []

        def moved(self) -> None:
            self.heard.append(self.walk.at)

        def revealed(self, number: int) -> None:
            self.heard.append(("revealed", number))

        def priced(self) -> None:
            self.heard.append("priced")

    found = recording(recorded())
    prices = Prices(found, evaluator_of())
    app = JiefangApp(ReplayStart(found))
    side = Static("九票", id="votes")
    app.get_default_screen = lambda: Followed(found, prices, side)  # type: ignore[method-assign]
    async with app.run_test(size=(120, 30)) as pilot:
        screen = app.screen
        assert isinstance(screen, Followed)
        await pilot.press("right")
        screen.ask()
        await pilot.pause()
        card = screen.query_one(MomentCard)
        assert not any("▸" in line.plain for line in card.laid(card.room))
        await pilot.press("enter")
        await pilot.pause()
        assert any("▸" in line.plain for line in card.laid(card.room))
        assert screen.heard == ["priced", 1, ("revealed", 1)]
        assert screen.query_one("#votes").region.width > 10
        assert not screen.query(MeterCard)


def test_choices_are_those_of_the_log(tmp_path: Path) -> None:
    """The test visits are what they say: the poor one crosses a red line, the good one scores 100."""
    poor, good = (Prices(recording(recorded(each)), evaluator_of()) for each in (POORLY, WELL))
    assert poor.result.red_lines
    assert round(good.result.score) == 100
