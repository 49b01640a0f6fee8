"""What changes is pushed to open pages as server-sent events. Each page waits for itself: a slow one keeps nobody up.

Nothing is queued. A page that was slow or away gets the room as it is now, and of the transcript the lines it lacks.
"""

from __future__ import annotations

import asyncio
import json
import socket

from aiohttp import web

from simulator.room.gathering import Gathering, Watcher
from simulator.room.page import Pages, seen
from simulator.room.showing import Ended, Line

WRITE_SECONDS = 10.0
"""How long a phone may take to read what is pushed to it before its stream is closed."""

BEAT = 10.0
"""Seconds between signs of life; pages look for a new connection after two and a half of them."""

STREAMS_MOST = 4
"""Open pages of one device; one more closes the oldest, which may be a connection that died unnoticed.

Browsers allow six connections to a server: some must stay free for votes.
"""

DEAD_MILLISECONDS = 30_000


async def push(request: web.Request, gathering: Gathering, pages: Pages, device: str) -> web.StreamResponse:
    """Answer a page's request for events, until it or the room closes."""
    changed = asyncio.Event()
    watcher = Watcher(device, changed.set)
    _notice_death(request)
    stream = web.StreamResponse(headers={"Content-Type": "text/event-stream; charset=utf-8"})
    gathering.watch(watcher, STREAMS_MOST)
    try:
        await stream.prepare(request)
        page = _Page(gathering, pages, device, request.query.get("seen", ""))
        while watcher.welcome:
            changed.clear()
            for event, data in page.news():
                await _send(stream, event, data)
            try:
                await asyncio.wait_for(changed.wait(), BEAT)
            except TimeoutError:
                await _send(stream, "beat", None)
    except TimeoutError:
        if request.transport is not None:
            request.transport.abort()  # or what it has not read would be kept for it
    except ConnectionError:
        pass  # it went away
    finally:
        gathering.leave(watcher)
    return stream


class _Page:
    """What an open page has, and what it lacks."""

    def __init__(self, gathering: Gathering, pages: Pages, device: str, has: str) -> None:
        self._gathering = gathering
        self._pages = pages
        self._device = device
        self._has = has
        self._key = ""

    def news(self) -> list[tuple[str, object]]:
        """The events that bring the page up to date; from now on it has them."""
        showing = self._gathering.showing
        return [*self._lines(showing.transcript), *self._stage()]

    def _lines(self, transcript: tuple[Line, ...]) -> list[tuple[str, object]]:
        now = seen(transcript, len(transcript))
        if now == self._has:
            return []
        number = self._has.partition(".")[0][:6]
        count = int(number) if number.isascii() and number.isdigit() else 0
        whole = self._has != seen(transcript, count)
        markup = self._pages.lines(transcript, 0 if whole else count)
        self._has = now
        return [("lines", {"whole": whole, "markup": markup, "seen": now})]

    def _stage(self) -> list[tuple[str, object]]:
        stage, choices = self._gathering.showing.stage, self._gathering.choices(self._device)
        key = self._pages.key(stage, choices)
        if key == self._key:
            return []
        self._key = key
        markup = self._pages.stage(stage, choices)
        return [("stage", {"key": key, "markup": markup, "ended": isinstance(stage, Ended)})]


async def _send(stream: web.StreamResponse, event: str, data: object) -> None:
    text = f"event: {event}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
    async with asyncio.timeout(WRITE_SECONDS):
        await stream.write(text.encode(errors="replace"))


def _notice_death(request: web.Request) -> None:
    """Let the system give up a phone that vanished after half a minute; by itself it would try for fifteen."""
    connection = request.get_extra_info("socket")
    if connection is not None and hasattr(socket, "TCP_USER_TIMEOUT"):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, DEAD_MILLISECONDS)
