"""From the home screen through a visit and back into it."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from simulator.app.app import HomeStart
from simulator.app.screens.home import HomeScreen
from simulator.app.screens.visit import VisitScreen
from simulator.record.store import open_store
from simulator.visit import Visit


async def test_leave_and_come_back(opened: Any) -> None:
    """Home, briefing, visit, three choices, pause, leave; later it stands first and goes on exactly where it was."""
    async with opened(HomeStart()) as table:
        assert "楼道的灯" in table.text
        await table.press("enter")
        assert "12356" in table.text
        await table.press("v", "enter")
        for choice in ("seat", "before", "go_on"):
            await table.choose(choice)
        state, said = table.visit.visit.play.state, table.text
        await table.press("escape", "2")
        assert isinstance(table.app.screen, HomeScreen)
        assert "停在「那你给句准话，几天能亮？」" in table.text

    async with opened(HomeStart()) as table:
        await table.press("enter")
        assert isinstance(table.app.screen, VisitScreen)
        assert table.visit.visit.play.state == state
        # The coach's note on the last step is not kept; everything that was said is.
        for line in said.splitlines():
            if "▎" in line or "？" in line:
                assert line[30:] in table.text
        await table.choose("steps")
        assert table.visit.visit.log is not None
        assert table.visit.visit.log.pending == 0


@pytest.mark.parametrize("keys", [("ctrl+q",), ("ctrl+c",), ("escape", "3"), ("q", "q")])
async def test_every_way_out_keeps_the_visit(visit: Any, keys: tuple[str, ...]) -> None:
    """ctrl+q, ctrl+c, and both ways through the pause leave with every decision in the store."""
    async with visit() as table:
        await table.choose("seat")
        await table.press(*keys[:-1])
        # The pilot would wait for widgets that are on their way out.
        table.app.simulate_key(keys[-1])
        await asyncio.sleep(0.2)
        assert table.app._exit
    with open_store() as store:
        (left,) = store.unfinished()
        assert [event.kind for event in store.events(left.id)][:2] == ["started", "choice"]
        # Nobody holds it any more.
        store.resume(left.id).close()


async def test_to_the_end_and_to_the_score(visit: Any) -> None:
    """The last line is the petitioner's; then the score is kept, and home shows it."""
    async with visit() as table:
        for choice in ("seat", "before", "hurt", "go_on", "steps"):
            await table.choose(choice)
        assert table.ids == ["*form"]
        from scoring.lines_of_play import best_input

        picks = best_input(table.visit.visit.play, table.visit._coach.prepare())
        assert isinstance(picks, dict)
        table.visit._filled(picks)
        await table.rest()
        await table.choose("number")
        assert "方玉珍把纸条夹进" in table.text
        assert table.visit.result is not None
        await table.press("1")
        assert "100" in table.text
        await table.press("escape")
        assert isinstance(table.app.screen, HomeScreen)
        assert "最近 100   最好 100" in table.text
        assert "继续" not in table.text


@pytest.mark.parametrize("leave", ["ctrl+c", "ctrl+q"])
@pytest.mark.parametrize("keys", [("n", "记"), ("question_mark",), ("c",), ("escape",), ("1", "1")])
async def test_leaving_from_anywhere_keeps_the_visit(visit: Any, keys: tuple[str, ...], leave: str) -> None:
    """From a note half written, the help, the case card, the pause and a form half filled in: all steps are there."""
    async with visit() as table:
        for choice in ("seat", "go_on", "steps"):
            await table.choose(choice)
        await table.press(*keys)
        table.app.simulate_key(leave)
        await asyncio.sleep(0.2)
        assert table.app._exit
    with open_store() as store:
        (left,) = store.unfinished()
        # What was ticked of the form is kept behind the steps.
        more = ["paused"] if keys == ("1", "1") else []
        assert [event.kind for event in store.events(left.id)] == ["started", "choice", "choice", "choice", *more]
        store.resume(left.id).close()


async def test_the_form_put_aside(visit: Any) -> None:
    """A form is a screen of its own; putting it aside comes back to the visit, where it is offered again."""
    async with visit() as table:
        for choice in ("seat", "go_on", "steps"):
            await table.choose(choice)
        await table.press("1")
        assert not isinstance(table.app.screen, VisitScreen)
        await table.press("escape")
        assert isinstance(table.app.screen, VisitScreen)
        assert table.ids == ["*form"]


async def test_search(opened: Any) -> None:
    """Typing narrows the list, in either language; nothing found is said; Esc brings everything back."""
    async with opened(HomeStart()) as table:
        await table.press("灯")
        assert "楼道的灯" in table.text
        await table.press(*"zzz")
        assert "没有找到剧本" in table.text
        await table.press("escape")
        assert "楼道的灯" in table.text
        await table.press("slash", *"stairs")
        assert "楼道的灯" in table.text


async def test_the_name_is_remembered(opened: Any) -> None:
    """The trainee's name is written once and stands in the session and on the home screen afterwards."""
    async with opened(HomeStart()) as table:
        await table.press("enter", "n", "林", "芳", "enter", "enter")
        kept: Visit = table.visit.visit
        assert kept.session.trainee == "林芳"
        await table.press("escape", "2")
        assert "林芳" in table.text.splitlines()[0]


async def test_an_end_without_its_score_is_offered_again(
    visit: Any, opened: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped between the last words and the score, the visit stands first at the next start and gets its score."""
    with monkeypatch.context() as patch:
        patch.setattr(VisitScreen, "score", lambda _screen: None)
        async with visit() as table:
            await table.choose("calm")
            await table.choose("blame")
            assert table.visit.visit.play.ended
    async with opened(HomeStart()) as table:
        await table.press("enter")
        assert isinstance(table.app.screen, VisitScreen)
        assert table.visit.result is not None
        await table.press("1", "escape")
        assert "继续" not in table.text
    with open_store() as store:
        (session,) = store.sessions()
        assert session.ended
        assert session.score is not None
