"""Debriefs begun and taken up from within the game."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from simulator import i18n, paths
from simulator.app import screenshot
from simulator.app.app import HomeStart, JiefangApp
from simulator.app.debrief.screen import DebriefScreen
from simulator.app.screens.debriefs import DebriefChoice, DebriefsScreen
from simulator.app.screens.history import HistoryScreen
from simulator.app.screens.home import HomeScreen
from simulator.debrief.record import DebriefStore
from simulator.record.store import open_store
from simulator.settings import Settings
from tests.driven import Driven
from tests.goldens import Golden
from tests.simulator.app_debrief.conftest import GOOD, Record

Opened = Callable[..., Any]


@pytest.fixture
def home() -> Opened:
    """What opens the game at its home, in a window of a size."""

    @asynccontextmanager
    async def opened(size: tuple[int, int] = (80, 24)) -> AsyncIterator[Driven]:
        app = JiefangApp(HomeStart(), Settings(tour="done"))
        async with app.run_test(size=size) as pilot:
            await screenshot.settle(app, pilot)
            yield Driven(app, pilot)

    return opened


def screen(driven: Driven) -> object:
    """What is on top."""
    return driven.app.screen


async def test_begun_left_and_taken_up_again(home: Opened, record: Record) -> None:
    """From home to two ticked visits and their debrief; `q` comes back to the list, Enter goes on where it was."""
    first, second = record(), record(GOOD, trainee="赵明")
    async with home() as driven:
        await driven.press("b")
        assert isinstance(screen(driven), DebriefsScreen)
        assert "还没有复盘" in driven.text
        await driven.press("enter", "s", "x", "n")
        assert isinstance(screen(driven), DebriefChoice)
        await driven.press("down", "space", "up", "space", "enter")
        assert isinstance(screen(driven), DebriefScreen)
        lead = screen(driven).lead  # type: ignore[attr-defined]
        assert [each.id for each in lead.state.sessions] == [first, second]
        await driven.press("enter", "enter")
        assert lead.state.phase == "reaction"
        await driven.press("q")
        assert isinstance(screen(driven), DebriefsScreen)
        assert "2 次接访" in driven.text
        await driven.press("enter")
        assert isinstance(screen(driven), DebriefScreen)
        assert screen(driven).lead is not lead  # type: ignore[attr-defined]
        assert screen(driven).lead.state.phase == "reaction"  # type: ignore[attr-defined]
        await driven.press("q", "escape")
        assert isinstance(screen(driven), HomeScreen)


async def test_unfinished_visits_are_not_debriefed(home: Opened, record: Record) -> None:
    """What is not over is no choice, and the history says so."""
    from scenarios.edition import edition
    from scenarios.load import load_or_raise
    from tests.simulator.app_debrief.conftest import HERE

    with open_store() as store:
        lamp = edition(load_or_raise(HERE.parent / "app" / "scenarios" / "lamp"), "plain")
        store.create(lamp, mode="practice", seed="7", trainee="林晓", language="zh").close()
    async with home() as driven:
        await driven.press("b", "n")
        assert "还没有谈完的接访" in driven.text
        await driven.press("enter", "escape", "escape", "r", "b")
        assert isinstance(screen(driven), HistoryScreen)
        with open_store() as store:
            assert DebriefStore(store).debriefs() == []


async def test_a_debrief_of_one_visit_from_the_history(home: Opened, record: Record) -> None:
    """`b` on a visit of the history begins; leaving gives the debrief back for others to take up."""
    session = record()
    async with home() as driven:
        await driven.press("r", "w", "b")
        assert isinstance(screen(driven), DebriefScreen)
        debrief = screen(driven).lead.log.id  # type: ignore[attr-defined]
    with open_store() as store:
        kept = DebriefStore(store)
        assert [each.sessions for each in kept.debriefs()] == [(session,)]
        kept.resume_debrief(debrief).close()


async def test_minutes_and_delete(home: Opened, record: Record) -> None:
    """`s` writes the minutes of the debrief that is pointed at; `x` asks, and takes it away."""
    with open_store() as store:
        log = DebriefStore(store).begin_debrief([record()])
        log.close()
    async with home() as driven:
        await driven.press("b", "s")
        assert (paths.home() / "minutes" / f"{log.id}.html").exists()
        await driven.press("x")
        assert "删除这次复盘" in driven.text
        await driven.press("1", "x", "2")
        assert "还没有复盘" in driven.text
    with open_store() as store:
        assert DebriefStore(store).debriefs() == []


async def test_phones_are_let_in_from_the_screen(home: Opened, record: Record) -> None:
    """`j` asks where; a wrong address is said to be one, an empty one means this machine alone."""
    record()
    async with home() as driven:
        await driven.press("r", "w", "b", "enter", "j")
        line: Any = driven.app.focused
        line.value = "everywhere"
        await driven.press("enter")
        assert "不是一个地址" in driven.text
        line.value = "127.0.0.1:0"
        await driven.press("enter")
        lead: Any = next(each for each in driven.app.screen_stack if isinstance(each, DebriefScreen))
        assert lead.phones is not None
        assert lead.phones.opened
        await driven.press("j")
        assert lead.phones.code[0] in driven.text


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", [(80, 24), (200, 60), (60, 20)], ids=["80x24", "200x60", "60x20"])
async def test_how_the_list_looks(
    home: Opened, record: Record, golden: Golden, language: Any, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The list of debriefs in both languages and three sizes."""
    monkeypatch.setattr("simulator.debrief.record.new_id", iter(["b3k7q2mv", "b3k7q2mw"]).__next__)
    with open_store(clock=lambda: "2026-09-15T04:00:00.000+00:00") as store:
        kept = DebriefStore(store)
        kept.begin_debrief([record(), record(GOOD)]).close()
        kept.begin_debrief([record()]).close()
    i18n.use(language)
    async with home(size) as driven:
        await driven.press("b")
        golden(f"debriefs-{language}-{size[0]}x{size[1]}", driven.text)
