"""The result on screen: what it says, opening decisions, leaving, saving, language, sizes, hostile text."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.app import App
from textual.containers import VerticalScroll

from scenarios.conversation import Conversation
from simulator.app.screens.result import ResultScreen
from simulator.app.widgets.decision_list import DecisionList
from simulator.report.review import costly, deciding_sentence, practise_next

SIZE = (80, 24)
POORLY = (
    "seat,before,hurt,blame,go_on,vow,record.broken=leave,record.drunk=tick,record.kind=report,where.body=police,number"
)
WELL = "seat,before,hurt,go_on,steps,record=best,where=best,number"

Shown = Callable[[App[Any]], str]


def screen(
    desk: Any, choices: str = POORLY, variant: str = "quiet", mode: str = "practice"
) -> Callable[[], ResultScreen]:
    """The result of a visit."""
    visit = desk.visit(choices, variant, mode)
    return lambda: ResultScreen(visit, desk.result(visit))


async def test_the_first_look_says_what_it_came_to(desk: Any, shown: Shown) -> None:
    """Band, score, deciding acts, the petitioner's last words and all dimensions are there without scrolling."""
    app = desk.app(screen(desk))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        text = shown(app)
        for part in (
            "不",
            "分",
            "越权承诺",
            "何秀兰  （接过纸条",
            "雨小了",
            "100",
            "登记表",
            "倾听",
            "情绪管理",
            "依法合规",
            "分流转办",
            "占 30 %",
        ):
            assert part in text, part


async def test_a_capped_score_says_what_it_was_before(desk: Any, shown: Shown) -> None:
    """A red line's cap is told with the raw score beside it."""
    visit = desk.visit("seat,before,hurt,go_on,vow,record=best,where=best,number")
    result = desk.result(visit)
    assert result.cap is not None
    app = desk.app(lambda: ResultScreen(visit, result))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert "→ 红线封顶 74" in shown(app)


async def test_decisions_open_by_keyboard_to_everything_about_them(desk: Any, shown: Shown) -> None:
    """Down and Enter open a decision: 当时, 您选了, 更好的是, 为什么, 刻度, 依据 with the article's paraphrase."""
    app = desk.app(screen(desk))
    async with app.run_test(size=(80, 60)) as pilot:
        decisions = app.screen.query_one(DecisionList)
        at = next(i for i, entry in enumerate(decisions.entries) if entry.summary.act == "越权承诺")
        await pilot.press(*["down"] * at, "enter")
        await pilot.pause()
        text = shown(app)
        for part in (
            "当时",
            "您选了",
            "您放心，三天之内",
            "更好的是",
            "几天修好我定不了",
            "为什么",
            "刻度",
            "依据",
            "《信访工作条例》第28条：",
        ):
            assert part in text, part
        await pilot.press("enter")
        await pilot.pause()
        assert "更好的是" not in shown(app)


async def test_a_long_way_down_is_scrolled_before_the_pointer_moves(desk: Any) -> None:
    """On a small screen Down first brings the next decision into view; nothing is skipped unseen."""
    app = desk.app(screen(desk))
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        decisions = app.screen.query_one(DecisionList)
        sheet = app.screen.query_one("#sheet", VerticalScroll)
        assert sheet.scroll_offset.y == 0
        await pilot.press("down")
        await pilot.pause()
        assert (decisions.at, sheet.scroll_offset.y) == (0, 3)
        for _press in range(30):
            decisions.action_move(1)
            await pilot.pause()
        assert decisions.at == len(decisions.entries) - 1
        await pilot.press("home")
        await pilot.pause()
        assert sheet.scroll_offset.y == 0


async def test_a_click_opens_a_decision(desk: Any, shown: Shown) -> None:
    """The mouse opens the decision under it."""
    app = desk.app(screen(desk))
    async with app.run_test(size=(80, 60)) as pilot:
        await pilot.pause()
        await pilot.click(DecisionList, offset=(10, 1))
        await pilot.pause()
        assert app.screen.query_one(DecisionList).open == {1}
        assert "您选了" in shown(app)


@pytest.mark.parametrize(("key", "where"), [("a", "again"), ("n", "next"), ("escape", "home")])
async def test_one_key_goes_on(desk: Any, key: str, where: str) -> None:
    """`a` plays it again, `n` the next one, Esc goes home."""
    app = desk.app(screen(desk))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press(key)
        await pilot.pause()
    assert desk.dismissed == [where]


async def test_the_doors_at_the_end_are_buttons_too(desk: Any) -> None:
    """Tab leads from the decisions to the buttons; Enter presses one."""
    app = desk.app(screen(desk))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("tab", "tab", "enter")
        await pilot.pause()
    assert desk.dismissed == ["next"]


async def test_s_saves_the_result_as_text(desk: Any) -> None:
    """`s` writes a text file that a person can read, in the language in use."""
    app = desk.app(screen(desk))
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press("s")
        await pilot.pause()
    (file,) = (Path(os.environ["JIEFANG_HOME"]) / "results").iterdir()
    text = file.read_text("utf-8")
    assert text.startswith("门口的井盖\n")
    assert "总评 不合格" in text


async def test_a_result_that_cannot_be_saved_says_why(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no file can be written the trainee is told, and the result stays on screen."""
    monkeypatch.setenv("JIEFANG_HOME", "/dev/null")
    app = desk.app(screen(desk))
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press("s")
        await pilot.pause()
        assert [notice.severity for notice in app._notifications] == ["error"]


async def test_the_other_language_says_all_of_it(desk: Any, shown: Shown) -> None:
    """`l` re-renders everything; what was open stays open; no Chinese is left but names people typed."""
    app = desk.app(screen(desk))
    async with app.run_test(size=(200, 60)) as pilot:
        await pilot.press("enter", "l")
        await pilot.pause()
        text = shown(app).replace("l 中文", "")
        assert "You chose" in text
        assert "Compliance" in text
        assert not [c for c in text if "一" <= c <= "鿿"]


async def test_hostile_text_is_only_text(desk: Any, shown: Shown) -> None:
    """Markup in what was said is shown as it stands and runs nothing."""
    app = desk.app(screen(desk, variant="hostile"))
    async with app.run_test(size=(200, 60)) as pilot:
        await pilot.press("o")
        await pilot.pause()
        assert "[/x][@click=app.quit]甲[/]" in shown(app)
        await pilot.press("s", "l")
        await pilot.pause()
        assert app.is_running


async def test_a_faultless_visit_says_so(desk: Any, shown: Shown) -> None:
    """Where nothing was lost there is no list of faults and nothing to practise."""
    app = desk.app(screen(desk, WELL))
    async with app.run_test(size=(80, 60)) as pilot:
        await pilot.pause()
        text = shown(app)
        assert "都是当时最好的" in text
        assert "下一步练什么" not in text
        assert "优" in text


async def test_an_unfinished_visit_says_that_it_is(desk: Any, shown: Shown) -> None:
    """A result without an ending says that it counts up to here only."""
    app = desk.app(screen(desk, "seat,before"))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert "没有走到结局" in shown(app)


async def test_a_broken_off_visit_says_where_and_what_lacks_evidence(desk: Any, shown: Shown) -> None:
    """The decision that broke the visit off says so; dimensions that did not come up are words, not numbers."""
    app = desk.app(screen(desk, "rush,blame,hurt"))
    async with app.run_test(size=(80, 90)) as pilot:
        await pilot.press("o")
        await pilot.pause()
        text = shown(app)
        assert "接访中断" in text
        assert "证据不足" in text


def test_the_deciding_sentence_names_the_dearest_acts(desk: Any) -> None:
    """At most two acts, the dearest first, with the points of exactly those decisions."""
    visit = desk.visit(POORLY)
    result = desk.result(visit)
    worst = result.decisions[costly(result)[0]]
    sentence = deciding_sentence(result, visit.play, "zh")
    assert "越权承诺" in sentence
    assert worst.cost == max(decision.cost for decision in result.decisions)


def test_what_to_practise_next_are_the_dearest_indicators(desk: Any) -> None:
    """At most three indicators, dearest first, together never more than what was lost."""
    visit = desk.visit(POORLY)
    result = desk.result(visit)
    weak = practise_next(result)
    assert 0 < len(weak) <= 3
    assert [entry.cost for entry in weak] == sorted((entry.cost for entry in weak), reverse=True)
    assert sum(entry.cost for entry in weak) <= sum(decision.cost for decision in result.decisions) + 1e-6
    assert Conversation(visit.play).play is visit.play


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", [(80, 24), (60, 20), (200, 60)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_looks(desk: Any, golden: Callable[[str, App[Any]], None], language: str, size: tuple[int, int]) -> None:
    """The result of a poor visit, its worst decision open, looks as in its golden."""
    from simulator import i18n

    i18n.use("zh" if language == "zh" else "en")
    app = desk.app(screen(desk))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        if size[0] > 100:
            await pilot.press("enter")
            await pilot.pause()
        golden(f"result-{language}-{size[0]}x{size[1]}", app)
