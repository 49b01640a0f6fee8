"""The facilitator's screen with phones: real requests to the room that it opens."""

from __future__ import annotations

import socket
import stat
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import aiohttp
import pytest

from simulator import paths
from simulator.room import door
from simulator.room.join import Admission
from simulator.room.place import Place
from tests.simulator.app_debrief.conftest import REAL_DOOR, Bench, Led, Record
from tests.simulator.room.rooms import Person, chosen

ANYWHERE = Place(port=0)


class Door:
    """The way into the room that a screen has opened."""

    def __init__(self, bench: Bench) -> None:
        assert bench.screen.phones is not None
        self.url = bench.screen.phones.place.url()
        self.code = bench.screen.phones.code


Arrive = Callable[[Bench], Awaitable[Person]]


@pytest.fixture
async def arrive() -> AsyncIterator[Arrive]:
    """Lets people with phones come in, each with cookies of their own."""
    sessions: list[aiohttp.ClientSession] = []

    async def arrive(bench: Bench) -> Person:
        session = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))
        sessions.append(session)
        room: Any = Door(bench)
        person = Person(room, session)
        await person.join()
        return person

    yield arrive
    for session in sessions:
        await session.close()


async def to_the_vote(bench: Bench) -> str:
    """From the pre-brief into the first vote; the id of the item."""
    await bench.press("enter", "enter", "enter", "enter", "enter")
    assert bench.lead.state.open_round is not None
    return bench.lead.state.current


async def test_phones_and_hands_vote_together(led: Led, record: Record, arrive: Arrive) -> None:
    """Who is there and has voted is seen live; the page has bars when the big screen has, marks at the end."""
    before = {thread.name for thread in threading.enumerate()}
    async with led(record(), place=ANYWHERE) as bench:
        # One room: a second one would take the port from the first.
        rooms = [thread for thread in threading.enumerate() if thread.name == "debrief-room"]
        assert len(rooms) == 1 and "debrief-room" not in before
        people = [await arrive(bench) for _ in range(3)]
        item = await to_the_vote(bench)
        for number, person in enumerate(people[:2]):
            status, page = await person.vote(1 + number, 1, item)
            assert status == 200 and chosen(page) == [1 + number]
        await bench.press("2")
        await bench.until(lambda: "收到 3 票（举手 1，手机" in bench.text and "还有 1 部手机没投" in bench.text)
        assert "进来 3" in bench.text
        # It is on disk before the phone is told.
        assert len(bench.lead.state.rounds[0].ballots) == 2

        async def page_has(*classes: str) -> list[bool]:
            _status, page = await people[0].get("/")
            return [f'class="{name}' in page for name in classes]

        await bench.press("enter")
        assert await page_has("result", "gain") == [False, False]
        status, _page = await people[2].vote(1, 1, item)
        assert status == 409
        await bench.press("enter")
        for person in people:
            assert (await person.vote(1, 2, item))[0] == 200
        await bench.press("enter")
        assert await page_has("result") == [True]
        _status, page = await people[0].get("/")
        assert bench.lead.state.items[0].title.zh not in page and "归一化" not in page
        await bench.press("enter")
        _status, page = await people[0].get("/")
        assert bench.lead.state.items[0].title.zh in page
    vote = bench.lead.state.rounds[0]
    assert vote.counts[:2] == (1, 2) and bench.lead.state.rounds[1].counts[0] == 3


async def test_the_same_room_after_leaving(led: Led, record: Record, arrive: Arrive) -> None:
    """Left in the middle of a vote and taken up again: the phone is known, its vote counts, and it may change it."""
    async with led(record(), place=ANYWHERE) as bench:
        person = await arrive(bench)
        item = await to_the_vote(bench)
        await person.vote(2, 1, item)
        debrief, port = bench.lead.log.id, Door(bench).url.rsplit(":", 1)[1].strip("/")
    async with led(resume=debrief, place=Place(port=int(port))) as bench:
        assert "收到 1 票" in bench.text
        status, page = await person.get("/")
        assert status == 200 and chosen(page) == [2]
        await person.vote(1, 1, item)
        await bench.until(lambda: bench.lead.state.rounds[0].counts[:2] == (1, 0))


async def test_a_room_that_cannot_be_opened(led: Led, record: Record) -> None:
    """A port that is taken, or an address of another machine: it is said, and votes are counted by hand."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        for place in (Place(port=taken.getsockname()[1]), Place("192.0.2.7", 0)):
            async with led(record(), place=place) as bench:
                why = "已经有别的程序在用" if place.loopback else "不是这台电脑的地址"
                assert "手机进不来" in bench.text and why in bench.text and "手机" not in bench.bar
                await bench.press("escape")
                assert "手机进不来" not in bench.text
                await to_the_vote(bench)
                await bench.press("1")
                assert "收到 1 票" in bench.text


async def test_the_way_in_is_shown(led: Led, record: Record) -> None:
    """Code and address stand beside every page, `j` shows them large with a code to scan; in English too."""
    async with led(record(), place=ANYWHERE) as bench:
        await bench.press("enter")
        url = Door(bench).url
        assert "BCDFG" in bench.text and url in bench.text
        await bench.press("j")
        assert "B C D F G" in bench.text and sum(map(bench.text.count, "█▀▄")) > 200
        await bench.press("l")
        assert "Only browsers on this computer" in bench.text


def test_the_door_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Code and key are the same each time, readable by their owner alone; what is not a door makes a new one."""
    monkeypatch.setattr(door, "admission", REAL_DOOR)
    first = door.admission("1abc")
    assert first.key == door.admission("1abc").key and first.code == door.admission("1abc").code
    assert first.key != door.admission("1abd").key
    (path,) = (paths.home() / "rooms").glob("1abc*")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    for text in ("", "[]", '{"code": 5, "key": "00"}', '{"code": "A", "key": "zz"}', "\x00"):
        path.write_text(text, "utf-8")
        made = door.admission("1abc")
        assert isinstance(made, Admission) and made.key not in (first.key, b"") and len(made.key) == 32
    door.forget("1abc")
    assert not path.exists()
    door.forget("1abc")
