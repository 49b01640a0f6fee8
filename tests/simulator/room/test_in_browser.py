"""The page in real Chromium: people join, vote, change, drop and come back, wait and see; every state is accessible."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from simulator.i18n import Language
from simulator.room.gathering import Counts
from simulator.room.showing import Ended, Histogram, Line, Locked, Option, Question, Showing, Stage, Voting, Waiting
from tests.browser import Visits, browser, in_browser, picture, violations, visits
from tests.simulator.room.rooms import QUESTION, QUESTION_EN, TRANSCRIPT, TRANSCRIPT_EN, Opened, opened

__all__ = ["browser", "visits"]
pytestmark = [in_browser, pytest.mark.install]

CHOSEN = ".options [aria-pressed='true']"


async def come_in(visits: Visits, room: Opened, **options: object) -> Page:
    """Scan the code and tap once."""
    page = await visits.page(**options)
    await page.goto(room.server.place.url(room.code))
    await page.locator("button.go").click()
    await expect(page.locator("#stage")).to_be_visible()
    return page


async def connected(room: Opened, people: int) -> None:
    """Wait until so many devices have the page open."""
    async with asyncio.timeout(10):
        while room.server.counts().connected != people:  # noqa: ASYNC110 - the server has no event for it
            await asyncio.sleep(0.02)


class Audience:
    """People with phones."""

    def __init__(self, pages: list[Page]) -> None:
        self.pages = pages

    async def see(self, headline: str) -> None:
        """All come to see this."""
        await asyncio.gather(*(expect(page.locator("#headline")).to_have_text(headline) for page in self.pages))

    async def vote(self, people: range, option: int | None = None) -> None:
        """Each taps an option, their own or the given, and is told that it was recorded."""

        async def tap(number: int) -> None:
            page, wanted = self.pages[number], option or 1 + number % 4
            await page.locator(f"#option-{wanted}").tap()
            await expect(page.locator(CHOSEN)).to_have_id(f"option-{wanted}")
            await expect(page.locator("#taken")).to_have_text(f"记下了：{wanted}。锁定之前可以改。")

        await asyncio.gather(*(tap(number) for number in people))

    async def marked(self) -> list[int]:
        """How many options each sees as their own."""
        return [await page.locator(CHOSEN).count() for page in self.pages]

    async def drop_and_return(self, room: Opened) -> None:
        """Two close the page; the tenth loses the network and votes when it is back. They are who they were."""
        first, second, last = self.pages[0], self.pages[1], self.pages[9]
        await asyncio.gather(first.close(), second.close())
        await connected(room, 8)
        await last.context.set_offline(True)
        await last.locator("#option-4").tap()
        await expect(last.locator("#problem")).to_have_text("没有送到，请再点一次。")
        await last.context.set_offline(False)
        await self.vote(range(9, 10), 4)
        for number, page in enumerate((first, second)):
            self.pages[number] = await page.context.new_page()
            await self.pages[number].goto(room.url)
            await expect(self.pages[number].locator(CHOSEN)).to_have_id(f"option-{1 + number}")
        await connected(room, 10)


async def test_ten_people_vote_drop_and_come_back(visits: Visits) -> None:
    """Ten phones through both rounds of a question, with the server killed in the middle of the second.

    They wait, vote, some change their vote, some drop and come back; the histogram is seen only when it is shown;
    nothing is voted twice and nothing that was acknowledged is lost.
    """
    async with opened() as room:
        people = Audience(list(await asyncio.gather(*(come_in(visits, room, phone=True) for _ in range(10)))))
        await people.see("请稍候")
        await connected(room, 10)
        room.server.show(Showing(Voting(QUESTION), TRANSCRIPT))
        await people.see("门口站着三十个人")
        await people.vote(range(9))
        await people.vote(range(2, 3), 1)
        assert room.server.counts() == Counts(joined=10, connected=10, voted=9)
        await people.drop_and_return(room)
        assert room.server.counts() == Counts(joined=10, connected=10, voted=10)
        room.server.show(Showing(Locked(QUESTION), TRANSCRIPT))
        await people.see("投票已锁定")
        assert not any([await page.locator(".results").count() for page in people.pages])
        room.server.show(Showing(Voting(QUESTION, 2), TRANSCRIPT))
        await people.see("门口站着三十个人")
        assert await people.marked() == [0] * 10
        await people.vote(range(6), 1)
        votes, admission, port = list(room.votes), room.server.admission, room.server.place.port

    await asyncio.gather(*(expect(page.locator("#lost")).to_be_visible() for page in people.pages))
    async with opened(port=port, admission=admission, votes=votes) as room:
        room.server.show(Showing(Voting(QUESTION, 2), TRANSCRIPT))
        await connected(room, 10)
        await asyncio.gather(*(expect(page.locator("#lost")).to_be_hidden() for page in people.pages))
        assert await people.marked() == [1] * 6 + [0] * 4
        await people.vote(range(5, 6), 2)
        await people.vote(range(6, 10), 1)
        counts = room.server._gathering.votes().counts()
        assert counts == (9, 1, 0, 0)
        assert len({vote.device for vote in votes + room.votes}) == 10
        await see_the_histogram(people, room, counts)
        room.server.show(Showing(Ended(), TRANSCRIPT))
        await people.see("复盘到这里")
        await connected(room, 0)
        assert room.server.faults == []
    visits.faults[:] = [fault for fault in visits.faults if "Failed to load resource: net::" not in fault]


async def see_the_histogram(people: Audience, room: Opened, counts: tuple[int, ...]) -> None:
    """All see both rounds and what they chose themselves."""
    room.server.show(Showing(Histogram(QUESTION, ((4, 2, 2, 2), counts), frozenset({1}), 0.83), TRANSCRIPT))
    await asyncio.gather(*(expect(page.locator(".result")).to_have_count(4) for page in people.pages))
    first = people.pages[2].locator(".result").first
    await expect(first.locator(".votes")).to_have_text(["4/10 票，40%", "9/10 票，90%"])
    await expect(first.locator(".yours")).to_have_text("您两轮都选了这个")
    await expect(people.pages[6].locator(".yours")).to_have_text(["您第二轮选了这个", "您第一轮选了这个"])
    await expect(people.pages[2].locator(".gain").last).to_contain_text("归一化增益 +0.83")


STAGES: dict[str, tuple[Stage, Stage]] = {
    "waiting": (Waiting(), Waiting()),
    "voting": (Voting(QUESTION), Voting(QUESTION_EN)),
    "locked": (Locked(QUESTION), Locked(QUESTION_EN)),
    "histogram-1": (Histogram(QUESTION, ((5, 4, 3, 0),)), Histogram(QUESTION_EN, ((5, 4, 3, 0),))),
    "histogram-2": (
        Histogram(QUESTION, ((5, 4, 3, 0), (9, 1, 2, 0)), frozenset({1}), 0.5714),
        Histogram(QUESTION_EN, ((5, 4, 3, 0), (3, 5, 4, 0)), frozenset({1}), -0.2857),
    ),
    "ended": (Ended(), Ended()),
}


@pytest.mark.parametrize(
    ("language", "phone", "dark"),
    [
        ("zh", True, False),
        ("en", False, True),
        pytest.param("zh", False, True, marks=pytest.mark.slow),
        pytest.param("en", True, False, marks=pytest.mark.slow),
    ],
)
async def test_every_state_is_accessible(visits: Visits, language: Language, phone: bool, dark: bool) -> None:
    """The door, each stage before and after a vote, and the transcript are clean by axe-core and fit the window."""
    name = f"room-{language}-{'phone' if phone else 'desktop'}-{'dark' if dark else 'light'}"

    async def look(page: Page, state: str) -> None:
        await picture(page, f"{name}-{state}")
        assert await violations(page) == [], state
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), state

    async with opened(language) as room:
        page = await visits.page(phone=phone, dark=dark)
        await page.goto(room.url)
        await look(page, "door")
        await page.locator("#code").fill("wrong")
        await page.locator("button.go").click()
        await expect(page.locator("#problem")).to_be_visible()
        await look(page, "door-wrong")
        visits.faults.clear()  # the console says that the answer was 403
        await page.locator("#code").fill(room.code.lower())
        await page.locator("#code").press("Enter")
        await connected(room, 1)
        for state, stages in STAGES.items():
            stage = stages[language == "en"]
            room.server.show(Showing(stage, TRANSCRIPT if language == "zh" else TRANSCRIPT_EN))
            key = room.server._handlers._pages.key(stage, room.server._gathering.choices(device(room)))
            await expect(page.locator("#stage")).to_have_attribute("data-key", key)
            await look(page, state)
            if state == "voting":
                await page.locator("#option-1").click()
                await expect(page.locator(".taken")).to_be_visible()
                await look(page, "voted")
        await page.locator("summary").click()
        await expect(page.locator("#log")).to_be_visible()
        await look(page, "reading")


def device(room: Opened) -> str:
    """The only device of a room."""
    (found,) = room.server._gathering._devices
    return found


async def test_by_keyboard_alone(visits: Visits) -> None:
    """Tab and Enter vote, the focus stays where it was, what was recorded is announced, and the transcript opens."""
    async with opened() as room:
        page = await come_in(visits, room)
        await connected(room, 1)
        room.server.show(Showing(Voting(QUESTION), TRANSCRIPT[:2]))
        await expect(page.locator("#headline")).to_have_text("门口站着三十个人")
        for _ in range(2):
            await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        await expect(page.locator(CHOSEN)).to_have_id("option-2")
        await expect(page.locator(":focus")).to_have_id("option-2")
        await expect(page.locator("#news")).to_have_text("记下了：2。锁定之前可以改。")
        for _ in range(3):
            await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        log = page.get_by_role("log", name="对话记录")
        await expect(log.locator(".line")).to_have_count(2)
        room.server.show(Showing(Locked(QUESTION), TRANSCRIPT))
        await expect(log.locator(".line")).to_have_count(5)
        await expect(page.locator("#news")).to_have_text("投票已锁定")
        await expect(log.locator("h3")).to_have_text(["第 1 步", "第 2 步"])


async def test_without_script(visits: Visits) -> None:
    """A browser without script can join, vote, change and read; it is told that it must look for news itself."""
    async with opened() as room:
        page = await come_in(visits, room, java_script_enabled=False)
        room.server.show(Showing(Voting(QUESTION), TRANSCRIPT))
        await page.get_by_text("看看有没有新的").click()
        for option in (3, 1):
            await page.locator(f"#option-{option}").click()
            await expect(page.locator(CHOSEN)).to_have_id(f"option-{option}")
        room.server.show(Showing(Locked(QUESTION), TRANSCRIPT))
        await page.locator("#option-2").click()
        await expect(page.locator("#problem")).to_have_text("这一轮已经结束，这一票没有记。")
        await expect(page.locator("#log .line")).to_have_count(5)
        assert [vote.option for vote in room.votes] == [3, 1]
    visits.faults.clear()  # the console says that the answer was 409


async def test_words_of_authors_do_nothing(visits: Visits) -> None:
    """Markup and script in any text are read as text, and endless words do not widen the page of a narrow phone."""
    evil = "<img src=x onerror=\"document.title='evil'\"><script>document.title='evil'</script>" + "长" * 40 + "x" * 200
    question = Question("q", (Option(1, evil), Option(2, "二")), (Line(evil, evil, step=1), Line(evil)), evil)
    async with opened() as room:
        page = await come_in(visits, room, phone=True)
        await page.set_viewport_size({"width": 320, "height": 640})
        for stage in (Waiting(evil), Voting(question), Locked(question, 1, evil), Histogram(question, ((99, 1),))):
            room.server.show(Showing(stage, (Line(evil, evil, step=1),)))
            await expect(page.locator("#stage")).to_contain_text("<script>document.title='evil'</script>")
            assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert await page.title() == "复盘室 · 接访台"
        assert await page.locator("#stage img, #log img, #stage script, #log script").count() == 0


async def test_another_room_leads_back_to_the_door(visits: Visits, tmp_path: Path) -> None:
    """A room with another key does not know the phone: the page goes to the door by itself."""
    async with opened() as room:
        page = await come_in(visits, room)
        await connected(room, 1)
        port = room.server.place.port
    async with opened(port=port):
        await expect(page.locator("#code")).to_be_visible()
    visits.faults.clear()
