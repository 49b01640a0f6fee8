"""Rooms for tests: a question of a debrief, an open room on loopback, and people who come in without a browser."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest

from simulator.i18n import Language
from simulator.room.gathering import Counts
from simulator.room.join import Admission
from simulator.room.place import Place
from simulator.room.server import RoomServer
from simulator.room.showing import Line, Option, Question
from simulator.room.votes import Vote

SAID = (
    Line("（拍了一下柜台）"),
    Line("我就问你们管不管！八个月了，家里等着交学费。", speaker="老周", step=1),
)
QUESTION = Question(
    "s1:3",
    (
        Option(1, "您几位推五位代表进来谈，其他人到休息区，有人陪着。"),
        Option(2, "人太多了，先出去几个，不然今天谁的都不办。"),
        Option(3, "都进来吧，挤一挤，大家一块儿说。"),
        Option(4, "（没有说话，看着他身后的人）"),
    ),
    said=SAID,
    title="门口站着三十个人",
)
QUESTION_EN = Question(
    "s1:3",
    (
        Option(1, "Choose five of you to come in and talk; the others wait in the lounge, someone is with them."),
        Option(2, "There are too many of you. Some go out first, or nobody's case is taken today."),
        Option(3, "Come in, all of you, squeeze up, and speak together."),
        Option(4, "(says nothing, looks at the people behind him)"),
    ),
    said=(
        Line("(strikes the counter)"),
        Line("I only ask whether you deal with it! Eight months, and school fees are due.", speaker="Zhou", step=1),
    ),
    title="Thirty people at the door",
)
TRANSCRIPT = (
    *SAID,
    Line("您先坐，喝口水。我姓林，您从头说，我记着。", speaker="您", own=True, step=1),
    Line("（看了看身后的人，坐下半个身子）", step=2),
    Line("不是我一个，外头还有七个人……", speaker="老周", step=2),
)
TRANSCRIPT_EN = (
    *QUESTION_EN.said,
    Line("Sit down first, have some water. My name is Lin; from the beginning, I am writing.", "You", own=True, step=1),
    Line("(looks at those behind him, sits down half)", step=2),
    Line("It is not me alone, there are seven more outside …", speaker="Zhou", step=2),
)


class Opened:
    """A room that is open, with what it has told so far."""

    def __init__(self, server: RoomServer, votes: list[Vote], counts: list[Counts]) -> None:
        self.server = server
        self.votes = votes
        self.told = counts

    @property
    def url(self) -> str:
        """The page."""
        return self.server.place.url()

    @property
    def code(self) -> str:
        """The code at the door."""
        return self.server.admission.code


@asynccontextmanager
async def opened(
    language: Language = "zh", *, port: int = 0, admission: Admission | None = None, **more: Any
) -> AsyncIterator[Opened]:
    """A room on loopback; `more` goes to the server in place of what keeps the votes."""
    votes: list[Vote] = []
    told: list[Counts] = []
    settings = {"on_vote": votes.append, "on_counts": told.append} | more
    server = RoomServer(Place(port=port), admission or Admission(), language, **settings)
    await server.start()
    try:
        yield Opened(server, votes, told)
    finally:
        await server.close()


class Person:
    """Someone with a phone, without a browser around it."""

    def __init__(self, room: Opened, session: aiohttp.ClientSession) -> None:
        self.room = room
        self.session = session

    async def get(self, path: str = "/", **more: Any) -> tuple[int, str]:
        """Load something: status and text."""
        async with self.session.get(self.room.url[:-1] + path, **more) as answer:
            return answer.status, await answer.text()

    async def post(self, path: str, *, origin: str | None = None, **form: object) -> tuple[int, str]:
        """Send a form as our page would: status and text of where it leads."""
        headers = {"Origin": self.room.url[:-1] if origin is None else origin}
        async with self.session.post(self.room.url[:-1] + path, data=form, headers=headers) as answer:
            return answer.status, await answer.text()

    async def join(self) -> None:
        """Come in."""
        status, text = await self.post("/join", code=self.room.code)
        assert status == 200 and 'id="stage"' in text

    async def vote(self, option: object, round: object = 1, question: str = QUESTION.id) -> tuple[int, str]:
        """Vote, and see the page after it."""
        return await self.post("/vote", question=question, round=round, option=option)


Arrive = Callable[[Opened], Awaitable[Person]]


@pytest.fixture
async def arrive() -> AsyncIterator[Arrive]:
    """Lets people arrive at a room, each with cookies of their own."""
    sessions: list[aiohttp.ClientSession] = []

    async def arrive(room: Opened) -> Person:
        session = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))
        sessions.append(session)
        return Person(room, session)

    yield arrive
    for session in sessions:
        await session.close()


def chosen(page: str) -> list[int]:
    """The options that a page shows as chosen by its device."""
    return [int(number) for number in re.findall(r'value="(\d+)" aria-pressed="true"', page)]
