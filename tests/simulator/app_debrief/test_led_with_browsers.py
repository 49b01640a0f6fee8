"""A debrief of a recorded visit led in a terminal, from the pre-brief to the minutes, with votes from real Chromium."""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import Page, expect

from simulator import paths
from simulator.debrief.record import DebriefStore
from simulator.record.store import open_store
from simulator.room import door
from tests.browser import Visits, browser, in_browser, picture, violations, visits

pty = pytest.importorskip("pty", reason="needs a pseudo-terminal")

from tests.simulator.app.real_terminal import RealTerminal  # noqa: E402  it needs a pseudo-terminal to be imported
from tests.simulator.app_debrief.conftest import REAL_DOOR, Record  # noqa: E402
from tests.simulator.app_debrief.test_killed_debrief import WAY, free_port, the_debrief  # noqa: E402

__all__ = ["browser", "visits"]
pytestmark = [in_browser, pytest.mark.slow, pytest.mark.install]

PEOPLE = 6


class Meeting:
    """A facilitator's terminal and people with phones."""

    def __init__(self, screen: RealTerminal, pages: list[Page]) -> None:
        self.screen = screen
        self.pages = pages

    async def press(self, key: str, shown: str) -> None:
        """The facilitator presses a key and sees what comes of it."""
        self.screen.press(key)
        await self.sees(shown)

    async def sees(self, shown: str) -> None:
        """The facilitator comes to see this."""
        await asyncio.to_thread(self.screen.wait_for, shown, 30)

    async def all_see(self, headline: str) -> None:
        """So do all phones."""
        await asyncio.gather(*(expect(page.locator("#headline")).to_have_text(headline) for page in self.pages))

    async def all_vote(self, *options: int) -> None:
        """Each taps an option and is told that it was recorded."""

        async def tap(page: Page, option: int) -> None:
            await page.locator(f"#option-{option}").tap()
            await expect(page.locator(f"#option-{option}")).to_have_attribute("aria-pressed", "true")

        await asyncio.gather(*map(tap, self.pages, options))


async def come_in(visits: Visits, url: str) -> Page:
    """Scan the code and tap once."""
    page = await visits.page(phone=True)
    await page.goto(url)
    await page.locator("button.go").click()
    await expect(page.locator("#stage")).to_be_visible()
    return page


@pytest.mark.parametrize("killed", [False, True], ids=["whole", "killed"])
async def test_led_from_the_prebrief_to_the_minutes(
    visits: Visits, record: Record, monkeypatch: pytest.MonkeyPatch, killed: bool
) -> None:
    """Six phones vote twice, see bars when they may, and the best choice at the end; a kill loses nothing."""
    monkeypatch.setattr(door, "admission", REAL_DOOR)
    session, port = record(), free_port()
    room = ("--room", "--port", str(port))
    screen = RealTerminal("debrief", session, *room)
    try:
        await asyncio.to_thread(screen.wait_for, "都同意，开始", 30)
        debrief = the_debrief()
        url = f"http://127.0.0.1:{port}/?code={door.admission(debrief).code}"
        meeting = Meeting(screen, list(await asyncio.gather(*(come_in(visits, url) for _ in range(PEOPLE)))))
        await meeting.all_see("请稍候")
        for key, shown in WAY[:5]:
            await meeting.press(key, shown)
        await meeting.all_vote(1, 1, 1, 2, 2, 3)
        await meeting.sees("收到6票")
        if killed:
            screen.kill()
            await asyncio.gather(*(expect(page.locator("#lost")).to_be_visible() for page in meeting.pages))
            screen = meeting.screen = RealTerminal("debrief", "--resume", debrief, *room)
            await meeting.sees("收到6票")
            await asyncio.gather(*(expect(page.locator("#lost")).to_be_hidden() for page in meeting.pages))
            await expect(meeting.pages[5].locator("[aria-pressed='true']")).to_have_id("option-3")
        await meeting.press("\r", "两人一组")
        await meeting.all_see("投票已锁定")
        assert await meeting.pages[0].locator(".result").count() == 0
        await meeting.press("\r", "第2轮投票")
        await asyncio.gather(*(expect(page.locator("#option-1")).to_be_visible() for page in meeting.pages))
        await meeting.all_vote(1, 1, 1, 1, 1, 3)
        await meeting.sees("收到6票")
        await meeting.press("\r", "①")
        await asyncio.gather(*(expect(page.locator(".result")).to_have_count(3) for page in meeting.pages))
        await meeting.press("\r", "当时选的")
        await expect(meeting.pages[0].locator(".gain").last).to_contain_text("归一化增益 +0.67")
        await picture(meeting.pages[0], f"debrief-revealed-{'killed' if killed else 'whole'}")
        assert await violations(meeting.pages[0]) == []
        await to_the_minutes(meeting)
        screen.press("q")
        await asyncio.gather(*(expect(page.locator("#headline")).to_have_text("复盘到这里") for page in meeting.pages))
        assert not await asyncio.to_thread(screen.running)
    finally:
        screen.kill()
    visits.faults[:] = [fault for fault in visits.faults if "Failed to load resource: net::" not in fault]
    with open_store() as store:
        state = DebriefStore(store).debrief(debrief)
    assert [vote.counts for vote in state.rounds] == [(3, 2, 1), (5, 0, 1)]
    written = (paths.home() / "minutes" / f"{debrief}.md").read_text("utf-8")
    assert "0.67" in written and "先问谁定" in written


async def to_the_minutes(meeting: Meeting) -> None:
    """Through the other items without a vote, a commitment, and the minutes."""
    await meeting.press("\r", "第2项")
    await meeting.press("r", "评分")
    await meeting.press("\r", "第3项")
    await meeting.press("r", "评分")
    await meeting.press("\r", "带走什么")
    await meeting.press("\r", "谁，下次要做什么")
    meeting.screen.press("先问谁定，再说多久")
    meeting.screen.press("\r")
    await meeting.sees("写纪要")
    await meeting.press("\r", "纪要写好了")
