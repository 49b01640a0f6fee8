"""The game in real Chromium: played to its result by keyboard and by mouse, left, come back to; no process stays."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.async_api import expect

from simulator.record.store import Store, open_store
from tests.browser import Visits, browser, in_browser, picture, violations, visits
from tests.simulator.app.real_terminal import HERE as APP
from tests.simulator.web.playing import Player

__all__ = ["browser", "visits"]
pytestmark = [in_browser, pytest.mark.install]


@pytest.fixture(autouse=True)
def _page_that_has_ended(visits: Visits) -> None:
    """The terminal in the page goes on asking for the game after it has ended: that is no fault of ours."""
    visits.expected.append("WebSocket is already in CLOSING")


@dataclass
class Served:
    """`jiefang serve` as somebody started it."""

    process: asyncio.subprocess.Process
    url: str
    home: Path

    def stores(self) -> list[Store]:
        """The records of all visitors."""
        return [open_store(path) for path in sorted(self.home.glob("visitors/*/sessions.sqlite3"))]

    async def end(self) -> str:
        """Ctrl+C; what it said last."""
        self.process.send_signal(signal.SIGINT)
        said, _nothing = await asyncio.wait_for(self.process.communicate(), 20)
        return said.decode()


def games(home: Path) -> list[int]:
    """Processes that play out of a home."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if f"JIEFANG_HOME={home}/visitors".encode() in (folder / "environ").read_bytes():
                found.append(int(folder.name))
        except OSError:
            continue
    return found


@asynccontextmanager
async def served(home: Path) -> AsyncIterator[Served]:
    """The game served on this machine, with the small visit of the tests beside the library."""
    environment = {**os.environ, "JIEFANG_HOME": str(home), "JIEFANG_SCENARIOS": str(APP / "scenarios")}
    environment["LANG"] = "zh_CN.UTF-8"
    environment.pop("JIEFANG_STORE", None)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "simulator.cli", "serve", "--port", "0",
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT, env=environment, cwd=APP.parents[2],
    )  # fmt: skip
    assert process.stdout is not None
    first = (await asyncio.wait_for(process.stdout.readline(), 30)).decode()
    try:
        yield Served(process, first.split("：")[-1].strip(), home)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


@pytest.mark.parametrize("mouse", [False, True], ids=["keyboard", "mouse"])
async def test_a_visit_is_played_to_its_result(visits: Visits, tmp_path: Path, mouse: bool) -> None:
    """By keyboard alone and by mouse alone; it is on the visitor's own record, and nothing runs on after the end."""
    async with served(tmp_path) as server:
        page = await visits.page(locale="zh-CN", dark=mouse)
        player = Player(page)
        await page.goto(server.url)
        await player.visit(mouse=mouse)
        await picture(page, f"web-result-{'mouse' if mouse else 'keyboard'}", whole=False)
        (store,) = server.stores()
        with store:
            (session,) = store.sessions()
            assert session.ended
            assert store.verify(session.id).sound
            assert next(scored.score for scored in store.scored()) > 85
        assert len(games(tmp_path)) == 1
        said = await server.end()
        assert "Traceback" not in said and "visitors" in said
        assert server.process.returncode == 0
        assert games(tmp_path) == []
        await expect(page.locator("#again")).to_be_visible()

        await picture(page, f"web-over-{'mouse' if mouse else 'keyboard'}", whole=False)


async def test_a_closed_page_loses_nothing(visits: Visits, tmp_path: Path) -> None:
    """Closing a page ends its process; the same browser goes on where it was, another one has a record of its own."""
    async with served(tmp_path) as server:
        page = await visits.page(locale="zh-CN")
        player = Player(page)
        await page.goto(server.url)
        await player.until("楼道的灯")
        await player.search()
        await player.until("开始接访")
        await player.press("Enter")
        await player.answer("您先坐，喝口水", mouse=False)
        await player.until("之前找过谁")
        context = page.context
        await page.close()
        async with asyncio.timeout(15):
            while games(tmp_path):  # noqa: ASYNC110 - processes tell nobody that they end
                await asyncio.sleep(0.1)
        again = Player(await context.new_page())
        await again.page.goto(server.url)
        await again.until("继续")
        await again.press("Enter")
        await again.until("之前找过谁")
        other = Player(await visits.page(locale="en-GB"))
        await other.page.goto(server.url)
        await other.until("The light on the stairs")
        assert "Continue" not in other.seen.text
        assert len(os.listdir(tmp_path / "visitors")) == 2
        await server.end()
        assert games(tmp_path) == []


async def test_a_killed_server_leaves_no_game_behind(visits: Visits, tmp_path: Path) -> None:
    """Where the server is ended by force, its games see that nobody looks at them, and end."""
    async with served(tmp_path) as server:
        player = Player(await visits.page(locale="zh-CN"))
        await player.page.goto(server.url)
        await player.until("楼道的灯")
        server.process.kill()
        await server.process.wait()
        async with asyncio.timeout(15):
            while games(tmp_path):  # noqa: ASYNC110 - processes tell nobody that they end
                await asyncio.sleep(0.2)


@pytest.mark.slow
async def test_keys_that_a_browser_would_keep(visits: Visits, tmp_path: Path) -> None:
    """F1 and Ctrl+P reach the game; it follows the window; quitting it says so and opens again."""
    async with served(tmp_path) as server:
        page = await visits.page(locale="zh-CN")
        player = Player(page)
        await page.goto(server.url)
        await player.until("楼道的灯")
        await player.press("F1")
        await player.until("帮助")
        await player.press("Escape")
        await player.until("进入")
        await player.press("Control+p")
        await player.until("要做什么")
        await player.press("Escape")
        await page.set_viewport_size({"width": 640, "height": 480})
        async with asyncio.timeout(10):
            while player.seen.screen.columns > 80:  # noqa: ASYNC110 - the page tells of it when it has come to rest
                await asyncio.sleep(0.1)
        await player.until("进入")
        await player.press("q")
        await expect(page.locator("#again")).to_be_focused()
        assert await violations(page) == []
        await player.press("Enter")
        await player.until("楼道的灯")
