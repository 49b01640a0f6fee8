"""The server over real connections on loopback: who is let in, what counts, what is refused, what goes wrong."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import quote

import aiohttp
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.errors import UserError
from simulator.room import guard, stream
from simulator.room.gathering import Counts
from simulator.room.join import Admission
from simulator.room.place import Place
from simulator.room.server import RoomServer
from simulator.room.showing import Ended, Histogram, Line, Locked, Option, Question, Showing, Voting, Waiting
from simulator.room.thread import RoomThread
from simulator.room.votes import Vote
from tests.simulator.room.rooms import QUESTION, TRANSCRIPT, Arrive, Opened, Person, arrive, chosen, opened

__all__ = ["arrive"]

HOSTILE = "</section><script>alert(1)</script><img src=x onerror=alert(1)>\"'&{{7*7}}[/x][@click=app.quit]\udc80\x00"


@asynccontextmanager
async def listening(person: Person, seen: str = "") -> AsyncIterator[Callable[[], Any]]:
    """The stream of a page; each call waits for the next event that is no sign of life."""
    url = f"{person.room.url}events"
    async with person.session.get(url, params={"seen": seen}) as answer:
        assert answer.status == 200 and answer.content_type == "text/event-stream"

        async def event() -> tuple[str, Any]:
            while True:
                block = (await asyncio.wait_for(answer.content.readuntil(b"\n\n"), 5)).decode()
                name, data = block.strip().split("\n")
                if name != "event: beat":
                    return name.removeprefix("event: "), json.loads(data.removeprefix("data: "))

        yield event


async def until(condition: Callable[[], bool]) -> None:
    """Wait until the server has noticed."""
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 - the server has no event for it
            await asyncio.sleep(0.01)


async def test_nobody_sees_anything_without_the_code(arrive: Arrive) -> None:
    """Before the door there is the door: no question, no stream, no vote."""
    async with opened() as room:
        room.server.show(Showing(Voting(QUESTION), TRANSCRIPT))
        stranger = await arrive(room)
        assert "<script" not in (await stranger.get('/?code="><script>alert(1)</script>'))[1]
        status, page = await stranger.get("/?code=BCDFG")
        assert status == 200 and 'value="BCDFG"' in page and "您几位" not in page
        assert (await stranger.get("/events"))[0] == 403 and (await stranger.get("/here"))[0] == 403
        assert (await stranger.vote(1))[0] == 403
        assert room.server.counts() == Counts() and room.votes == []


async def test_a_vote_is_kept_before_it_counts_and_can_be_changed(arrive: Arrive) -> None:
    """Two people vote, one changes her mind; each sees only their own; after the lock nothing is taken."""
    async with opened() as room:
        first, second = await arrive(room), await arrive(room)
        for person in (first, second):
            await person.join()
        room.server.show(Showing(Voting(QUESTION)))
        assert chosen((await first.vote(1))[1]) == [1]
        assert chosen((await second.vote(2))[1]) == [2]
        assert chosen((await first.vote(4))[1]) == [4]
        assert chosen((await second.get())[1]) == [2]
        a, b = (vote.device for vote in room.votes[:2])
        assert room.votes == [Vote(QUESTION.id, 1, a, 1), Vote(QUESTION.id, 1, b, 2), Vote(QUESTION.id, 1, a, 4)]
        assert room.server.counts() == Counts(joined=2, connected=0, voted=2)
        room.server.show(Showing(Locked(QUESTION)))
        status, page = await first.vote(2)
        assert status == 409 and "没有记" in page and len(room.votes) == 3
        assert 'option chosen"><span class="number">4<' in page


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"question": "s1:3", "round": 1, "option": 9}, 409),
        ({"question": "s1:4", "round": 1, "option": 1}, 409),
        ({"question": "s1:3", "round": 2, "option": 1}, 409),
        ({"question": "s1:3", "round": "x", "option": 1}, 400),
        ({"question": "s1:3", "round": 1, "option": "9" * 3000}, 409),
        ({"question": "s1:3", "round": 1}, 400),
        ({"question": "s1:3", "round": 1, "option": "1" * 5000}, 413),
        ({}, 400),
    ],
)
async def test_a_vote_that_is_none_is_refused(arrive: Arrive, form: dict[str, object], status: int) -> None:
    """For another question, round or option, or no form at all: nothing is kept, and the page says so."""
    async with opened() as room:
        person = await arrive(room)
        await person.join()
        room.server.show(Showing(Voting(QUESTION)))
        assert (await person.post("/vote", **form))[0] == status
        assert room.votes == [] and room.server.faults == []


async def test_what_cannot_be_kept_is_not_acknowledged(arrive: Arrive) -> None:
    """The store fails: the sender is told to try again, the facilitator's program goes on, and the next vote counts."""
    kept: list[Vote] = []

    def keep(vote: Vote) -> None:
        if vote.option == 2:
            raise OSError("no space left")
        kept.append(vote)

    def count(_counts: Counts) -> None:
        raise RuntimeError("the screen is gone")

    async with opened(on_vote=keep, on_counts=count) as room:
        person = await arrive(room)
        await person.join()
        room.server.show(Showing(Voting(QUESTION)))
        status, page = await person.vote(2)
        assert status == 503 and "没有记下" in page and chosen(page) == []
        assert (await person.vote(1))[0] == 200 and len(kept) == 1
        assert any("no space left" in fault for fault in room.server.faults)
        assert any("the screen is gone" in fault for fault in room.server.faults)


async def test_a_fault_inside_is_answered_and_counted(
    arrive: Arrive, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Nothing is printed into the facilitator's screen, whatever breaks."""
    async with opened() as room:
        person = await arrive(room)
        monkeypatch.setattr(room.server._handlers._pages, "door", lambda **_more: 1 / 0)
        status, page = await person.get()
        assert status == 500 and "出了点问题" in page
        assert room.server.faults == ["GET /: ZeroDivisionError('division by zero')"]
        logging.getLogger("jiefang.room").error("in the log")
    assert capfd.readouterr() == ("", "")


async def test_a_killed_room_is_opened_again(arrive: Arrive) -> None:
    """The program dies with a round open. With code, key and votes it starts again: phones are known and may go on."""
    async with opened() as room:
        port = room.server.place.port
        people = [await arrive(room) for _ in range(3)]
        for number, person in enumerate(people, 1):
            await person.join()
            room.server.show(Showing(Voting(QUESTION)))
            await person.vote(number)
        admission, votes = room.server.admission, list(room.votes)
    async with opened(port=port, admission=admission, votes=votes) as room:
        room.server.show(Showing(Voting(QUESTION)))
        assert room.server.counts().voted == 3
        for number, person in enumerate(people, 1):
            person.room = room
            assert chosen((await person.get())[1]) == [number]
        await people[0].vote(3)
        assert [vote.device for vote in room.votes] == [votes[0].device]
        assert room.server.counts() == Counts(joined=3, connected=0, voted=3)


async def test_who_types_the_code_again_is_still_one_device(arrive: Arrive) -> None:
    """Scanning the code a second time is no second vote."""
    async with opened() as room:
        person = await arrive(room)
        await person.join()
        await person.join()
        room.server.show(Showing(Voting(QUESTION)))
        await person.vote(1)
        await person.join()
        await person.vote(2)
        assert room.server.counts() == Counts(joined=1, connected=0, voted=1)


async def test_codes_cannot_be_tried_out(arrive: Arrive) -> None:
    """After ten wrong codes from an address even the right one has to wait."""
    async with opened() as room:
        guesser = await arrive(room)
        answers = [(await guesser.post("/join", code=f"BBBB{letter}"))[0] for letter in "BCDFGHJKMNPQ"]
        assert answers == [403] * 10 + [429] * 2
        status, page = await guesser.post("/join", code=room.code)
        assert status == 429 and "秒再试" in page
        assert room.server.counts().joined == 0


async def test_a_device_cannot_flood_the_store(arrive: Arrive) -> None:
    """Fifteen votes at once, then one a second; the page says why."""
    async with opened() as room:
        person = await arrive(room)
        await person.join()
        room.server.show(Showing(Voting(QUESTION)))
        answers = [(await person.vote(1 + number % 2))[0] for number in range(18)]
        assert answers.count(200) in (15, 16) and answers[-1] == 429
        assert len(room.votes) == answers.count(200)


async def test_devices_cannot_be_made_by_the_hundred(arrive: Arrive) -> None:
    """Who throws the cookie away and joins again, to vote again, is stopped; the room of a whole router is not."""
    async with opened() as room:
        person = await arrive(room)
        answers = []
        for _ in range(82):
            person.session.cookie_jar.clear()
            answers.append((await person.post("/join", code=room.code))[0])
        assert answers == [200] * 80 + [429] * 2
        assert room.server.counts().joined == 80


async def test_a_forged_form_is_refused(arrive: Arrive) -> None:
    """A form of another website, or of none, is not taken though the cookie comes with it; nor is a foreign host."""
    async with opened() as room:
        person = await arrive(room)
        await person.join()
        room.server.show(Showing(Voting(QUESTION)))
        form = {"question": QUESTION.id, "round": 1, "option": 1}
        for origin in ("http://evil.example", "null", "", room.url[:-1].replace("127.0.0.1", "localhost")):
            assert (await person.post("/vote", origin=origin, **form))[0] == 403
        for host in ("evil.example", f"evil.example:{room.server.place.port}"):
            status, page = await person.get("/", headers={"Host": host})
            assert status == 421 and "您几位" not in page
        assert room.votes == []


async def test_headers_keep_the_page_to_itself(arrive: Arrive) -> None:
    """Every answer, also a refusal and the stream, allows nothing from outside and no frame; the cookie is ours."""
    async with opened() as room:
        person = await arrive(room)
        origin = {"Origin": room.url[:-1]}
        async with person.session.post(
            room.url + "join", data={"code": room.code}, headers=origin, allow_redirects=False
        ) as answer:
            cookie = answer.headers["Set-Cookie"]
        assert all(part in cookie for part in ("HttpOnly", "SameSite=Strict", "Path=/")) and "Domain" not in cookie
        for path in ("", "nothing", "room.js", "room.css", "icon.svg", "events"):
            async with person.session.get(room.url + path) as answer:
                assert {name: answer.headers[name] for name in guard.HEADERS} == guard.HEADERS, path
                assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert (await person.get("/nothing"))[0] == 404 and (await person.get("/../../etc/passwd"))[0] == 404
        async with person.session.post(room.url + "vote", data=b"x" * 100, headers=origin) as answer:
            assert answer.status == 415


async def test_words_of_authors_and_people_stay_words(arrive: Arrive) -> None:
    """Markup, templates and broken characters in any text are shown as they are, on the page and in the stream."""
    line = Line(HOSTILE, speaker=HOSTILE, step=1)
    question = Question(HOSTILE, (Option(1, HOSTILE), Option(2, "二")), (line, Line(HOSTILE)), HOSTILE)
    stages = (Waiting(HOSTILE), Voting(question), Locked(question, 1, HOSTILE), Histogram(question, ((1, 0),)))
    async with opened() as room:
        person = await arrive(room)
        await person.join()
        async with listening(person) as event:
            assert [(await event())[0], (await event())[0]] == ["lines", "stage"]
            room.server.show(Showing(Waiting(), (line,)))
            assert "<script" not in (await event())[1]["markup"]
            for stage in stages:
                room.server.show(Showing(stage, (line,)))
                page, pushed = (await person.get())[1], (await event())[1]["markup"]
                for text in (page.replace('<script src="/room.js" defer></script>', ""), pushed):
                    assert "<script" not in text and "<img" not in text and "{{7*7}}" in text
        assert room.server.faults == []


async def test_what_changes_is_pushed(arrive: Arrive) -> None:
    """An open page gets the stage when it changes, its own vote from wherever it came, and only the lines it lacks."""
    async with opened() as room:
        person, other = await arrive(room), await arrive(room)
        await person.join()
        await other.join()
        room.server.show(Showing(Voting(QUESTION), TRANSCRIPT[:2]))
        async with listening(person) as event:
            name, data = await event()
            assert name == "lines" and data["whole"] and data["markup"].count("<p") == 2
            name, data = await event()
            assert name == "stage" and chosen(data["markup"]) == []
            await other.vote(3)
            await person.vote(2)
            name, data = await event()
            assert name == "stage" and chosen(data["markup"]) == [2]
            room.server.show(Showing(Voting(QUESTION), TRANSCRIPT))
            name, lines = await event()
            assert name == "lines" and not lines["whole"] and lines["markup"].count("<p") == 3
            assert lines["markup"].count("<h3>") == 1
            room.server.show(Showing(Voting(QUESTION), TRANSCRIPT[2:]))
            name, data = await event()
            assert name == "lines" and data["whole"]
            room.server.show(Showing(Ended(), TRANSCRIPT[2:]))
            assert (await event())[1]["ended"]
            assert room.server.counts().connected == 1
        room.server.show(Showing(Ended(), TRANSCRIPT))
        async with listening(person, seen=lines["seen"]) as event:
            assert (await event())[0] == "stage"  # the page that comes back has the lines already
        await until(lambda: room.server.counts().connected == 0)
        for odd in ("", "x", "999999999999.x", "-1.x", "٣.x", "9" * 5000):
            async with listening(person, seen=odd) as event:
                assert (await event())[1]["whole"]
        assert room.server.faults == []


async def test_a_quiet_stream_gives_signs_of_life(arrive: Arrive, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page can tell a room where nothing happens from a connection that is dead."""
    monkeypatch.setattr(stream, "BEAT", 0.05)
    async with opened() as room:
        person = await arrive(room)
        await person.join()
        async with person.session.get(room.url + "events") as answer:
            blocks = [await asyncio.wait_for(answer.content.readuntil(b"\n\n"), 5) for _ in range(4)]
        assert [block.split(b"\n")[0] for block in blocks[2:]] == [b"event: beat"] * 2


odd = st.text(max_size=30) | st.sampled_from(["1", "2", "s1:3", "-1", "٣", "1.5", "\x00", "9" * 5000])


@given(form=st.dictionaries(st.sampled_from(["question", "round", "option", "code", "x"]), odd, max_size=4), seen=odd)
@settings(max_examples=40)
async def test_whatever_is_sent_is_answered(form: dict[str, str], seen: str) -> None:
    """Odd forms, codes, cookies and states of a page get an answer, never a fault, and only true votes are kept."""
    async with opened() as room, aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        person = Person(room, session)
        assert (await person.post("/join", **form))[0] in (403, 413)
        assert (await person.get("/", headers={"Cookie": f"{room.server.admission.cookie}={quote(seen)}"}))[0] == 200
        await person.join()
        room.server.show(Showing(Voting(QUESTION), TRANSCRIPT))
        assert (await person.post("/vote", **form))[0] in (200, 400, 409, 413)
        async with listening(person, seen=seen[:100]) as event:
            assert (await event())[0] == "lines"
        assert all(vote.question == QUESTION.id and 1 <= vote.option <= 4 for vote in room.votes)
        assert room.server.faults == []


async def test_a_slow_phone_keeps_nobody_up(arrive: Arrive, monkeypatch: pytest.MonkeyPatch) -> None:
    """Someone who asks for events and never reads them: others get theirs at once, and the stream is given up."""
    monkeypatch.setattr(stream, "WRITE_SECONDS", 0.3)
    async with opened() as room:
        person, slow = await arrive(room), await arrive(room)
        await person.join()
        await slow.join()
        cookie = "; ".join(f"{cookie.key}={cookie.value}" for cookie in slow.session.cookie_jar)
        place = room.server.place
        _reader, writer = await asyncio.open_connection(place.address, place.port, limit=1)
        writer.write(f"GET /events HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n\r\n".encode())
        async with listening(person) as event:
            await event()
            await event()
            await until(lambda: room.server.counts().connected == 2)
            for number in range(60):
                room.server.show(Showing(Waiting(f"{number} " + "慢" * 60_000)))
                name, data = await event()
                assert name == "stage" and f"{number} 慢" in data["markup"]
            await until(lambda: room.server.counts().connected == 1)
        writer.close()
        assert room.server.faults == []


async def test_connections_that_ask_nothing_are_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A client that opens connections and says nothing, or only half a request, does not keep others out."""
    monkeypatch.setattr(guard, "MOST_CONNECTIONS", 5)
    async with opened() as room:
        place = room.server.place
        idle = [await asyncio.open_connection(place.address, place.port) for _ in range(5)]
        idle[0][1].write(b"GET / HTTP/1.1\r\nHost: 127")
        await asyncio.sleep(0.05)
        reader, writer = await asyncio.open_connection(place.address, place.port)
        with pytest.raises((ConnectionError, asyncio.IncompleteReadError)):
            await asyncio.wait_for(reader.readexactly(1), 2)
        writer.close()
        connections = room.server._connections
        assert connections is not None
        connections.sweep(idle=0.0)
        for one, other in idle:
            with pytest.raises((ConnectionError, asyncio.IncompleteReadError)):
                await asyncio.wait_for(one.readexactly(1), 2)
            other.close()
        async with aiohttp.ClientSession() as session, session.get(room.url) as answer:
            assert answer.status == 200


async def test_a_form_that_does_not_arrive_is_given_up(arrive: Arrive, monkeypatch: pytest.MonkeyPatch) -> None:
    """A promised body that never comes ends the request, not the room."""
    monkeypatch.setattr("simulator.room.handlers.BODY_SECONDS", 0.2)
    async with opened() as room:
        place = room.server.place
        reader, writer = await asyncio.open_connection(place.address, place.port)
        writer.write(
            f"POST /join HTTP/1.1\r\nHost: 127.0.0.1:{place.port}\r\nOrigin: http://127.0.0.1:{place.port}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 50\r\n\r\ncode=".encode()
        )
        assert b"408" in await asyncio.wait_for(reader.readline(), 3)
        writer.close()
        assert room.server.faults == []


async def test_a_place_that_cannot_be_had_is_one_message() -> None:
    """A port in use and an address of another machine: what is wrong and the way out."""
    async with opened() as room:
        place = room.server.place
        with pytest.raises(UserError, match="别的程序") as taken:
            await RoomServer(place, Admission(), "zh", on_vote=lambda _vote: None).start()
        assert str(place.port + 1) in taken.value.hint
    with pytest.raises(UserError, match="不是这台电脑的地址"):
        await RoomServer(Place("192.0.2.1"), Admission(), "zh", on_vote=lambda _vote: None).start()


def test_a_room_in_a_thread(capfd: pytest.CaptureFixture[str]) -> None:
    """A program with a loop of its own opens, shows, counts and closes; callbacks come from the room's thread."""
    kept: list[Vote] = []
    room = RoomThread(RoomServer(Place(port=0), Admission(), "en", on_vote=kept.append))
    room.start()
    try:
        room.show(Showing(Voting(QUESTION)))

        async def visit() -> None:
            async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
                person = Person(Opened(room.server, kept, []), session)
                await person.join()
                assert chosen((await person.vote(3))[1]) == [3]

        asyncio.run(visit())
        assert room.counts() == Counts(joined=1, connected=0, voted=1)
        assert [vote.option for vote in kept] == [3]
        with pytest.raises(UserError):
            RoomThread(RoomServer(room.server.place, Admission(), "en", on_vote=kept.append)).start()
    finally:
        room.close()
        room.close()
    assert capfd.readouterr().err == ""
