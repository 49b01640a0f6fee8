"""The first frame of `jiefang play ID`, and what follows it."""

from __future__ import annotations

import gc
import threading
from pathlib import Path
from typing import Any

import pytest

from scenarios import load as load_module
from simulator import i18n, memory, scenario_index
from simulator.app import screenshot
from simulator.app.app import HomeStart, JiefangApp, PlayStart
from simulator.app.screens.arrival import ArrivalScreen
from simulator.app.screens.briefing import BriefingScreen
from simulator.app.screens.home import HomeScreen
from simulator.app.screens.visit import VisitScreen
from simulator.overview import overview
from simulator.settings import Settings


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Reading a scenario takes until this is set."""
    ready = threading.Event()
    read = load_module.load_or_raise

    def load(path: Path) -> Any:
        ready.wait(10)
        return read(path)

    monkeypatch.setattr(load_module, "load_or_raise", load)
    return ready


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_who_comes_is_there_before_the_scenario_is(slow: threading.Event, language: Any) -> None:
    """Title and petitioner stand from the index; once the scenario is read the visit takes their place."""
    i18n.use(language)
    scenario_index.scenarios()
    app = JiefangApp(PlayStart("lamp", "plain", "practice", "0"), Settings(theme="inkstone"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, ArrivalScreen)
        shown = screenshot.text(app)
        for word in ("楼道的灯", "方玉珍  61 岁  西苑七栋居民") if language == "zh" else ("light", "Fang Yuzhen"):
            assert word in shown
        slow.set()
        await screenshot.settle(app, pilot)
        assert isinstance(app.screen, VisitScreen)


async def test_the_visit_can_be_left_for_home(opened: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """With variant and mode the visit comes at once; the home page below it reads the store when it is seen."""
    reads: list[int] = []
    monkeypatch.setattr("simulator.overview.overview", lambda trainee: (reads.append(1), overview(trainee))[1])
    async with opened(PlayStart("lamp", "plain", "practice", "0")) as table:
        assert isinstance(table.app.screen, VisitScreen)
        assert not reads
        await table.press("escape", "2")
        assert isinstance(table.app.screen, HomeScreen)
        assert reads
        assert "停在" in table.text


@pytest.mark.parametrize("start", [PlayStart("lamp"), PlayStart("lamp", "plain"), PlayStart("lamp", None, "exam")])
async def test_what_is_left_to_ask_is_asked(opened: Any, start: PlayStart) -> None:
    """Without variant or mode the briefing comes, and Esc leads home."""
    async with opened(start) as table:
        assert isinstance(table.app.screen, BriefingScreen)
        await table.press("escape")
        assert isinstance(table.app.screen, HomeScreen)


async def test_a_broken_scenario(opened: Any, tmp_path: Path) -> None:
    """What is wrong with it stands on the briefing."""
    (tmp_path / "scenario.yaml").write_text("id: x\n", "utf-8")
    async with opened(PlayStart(str(tmp_path), "plain", "practice")) as table:
        assert "这个剧本现在读不了" in table.text


async def test_garbage_waits_for_the_first_frame(opened: Any) -> None:
    """Nothing is searched while the program starts; from the first content on it is as ever."""
    memory.hold()
    assert not gc.isenabled()
    try:
        async with opened(HomeStart()):
            assert gc.isenabled()
    finally:
        gc.enable()
        gc.unfreeze()
