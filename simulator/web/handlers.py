"""What requests do: come in by the code, get the page of the game, play it over a web socket."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

import textual_serve
from aiohttp import WSCloseCode, WSMsgType, web
from textual_serve.download_manager import DownloadManager

from simulator.i18n import Language, speaking
from simulator.i18n import _ as spoken
from simulator.room import guard
from simulator.room.join import Admission
from simulator.room.limits import WrongCodes
from simulator.room.place import Place
from simulator.web.homes import home_of
from simulator.web.page import FILES, accepted, file, written
from simulator.web.process import Game

STATIC = Path(textual_serve.__file__).parent / "static"
BODY_MOST = 4096
COOKIE_SECONDS = 400 * 24 * 3600
"""How long a browser is known again; browsers keep no cookie for longer."""

GAMES_MOST = 24
"""Games at once; each is a process of about 80 MB."""
GAMES_OF_ONE = 3
"""Pages that one visitor may have open."""

MESSAGE_MOST = 256 * 1024
"""Bytes of a message; a page of text pasted into a note is a few kilobytes."""

COLUMNS, ROWS = (20, 400), (5, 200)
"""The smallest and the largest screen; the game says itself when it is too small."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Handlers:
    """Answers requests.

    Attributes:
        games: those that are open.
    """

    def __init__(self, admission: Admission, *, open_door: bool) -> None:
        """`open_door`: nobody is asked for the code."""
        self.games: set[Game] = set()
        self._admission = admission
        self._open_door = open_door
        self._files = {name: file(name) for name in FILES}
        self._wrong_codes = WrongCodes()
        self._of: Counter[str] = Counter()
        self._sockets: set[web.WebSocketResponse] = set()
        self._downloads = DownloadManager()
        self._place: Place
        self._connections: guard.Connections

    def opened(self, place: Place, connections: guard.Connections) -> None:
        """It is open here; called before the first request."""
        self._place, self._connections = place, connections

    def routes(self) -> list[web.AbstractRouteDef]:
        """Everything there is; all else is not found."""
        return [
            web.get("/", self._page),
            web.get("/ws", self._play),
            web.post("/join", self._join),
            web.static("/static", STATIC),
            *(web.get(f"/{name}", self._file) for name in FILES),
        ]

    @web.middleware
    async def guarded(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """What every request goes through: whom we answer to, whose forms and sockets we take."""
        self._connections.begin(request)
        try:
            if not guard.answers_to(request.host, self._place):
                return _refused(request, 421, "接访台不在这个地址上。")
            theirs = request.method == "POST" or request.path == "/ws"
            if theirs and not guard.own_form(request):
                return _refused(request, 403, "这个请求不是从接访台的页面上来的。")
            return await handler(request)
        except web.HTTPException as error:
            return _refused(request, error.status, "没有这一页。" if error.status in (404, 405) else "没有看懂。")
        finally:
            self._connections.end(request)

    # ---- the door ---------------------------------------------------------------------------------------------

    async def _page(self, request: web.Request) -> web.Response:
        device, language = self._device(request), _language(request)
        if device is None and not self._open_door:
            return _html(written("door.html", language, code=request.query.get("code", "")[:40], problem=""))
        size = request.query.get("fontsize", "16")
        answer = _html(
            written(
                "game.html", language, socket=f"ws://{request.host}/ws",
                font_size=min(40, max(8, int(size))) if size.isdecimal() and len(size) < 4 else 16,
            )
        )  # fmt: skip
        if device is None:
            self._let_in(answer)
        return answer

    async def _join(self, request: web.Request) -> web.Response:
        language = _language(request)
        form = await request.post()
        typed = form.get("code", "")
        code = typed if isinstance(typed, str) else ""
        who, now = request.remote or "", asyncio.get_running_loop().time()
        wait = self._wrong_codes.wait(who, now)
        if wait:
            with speaking(language):
                problem = spoken("错的码太多了，请过 {seconds} 秒再试。", seconds=int(wait) + 1)
            return _html(written("door.html", language, code=code[:40], problem=problem), 429)
        if not self._admission.admits(code):
            self._wrong_codes.note(who, now)
            with speaking(language):
                problem = spoken("码不对，再看一眼。")
            return _html(written("door.html", language, code=code[:40], problem=problem), 403)
        answer = web.Response(status=303, headers={"Location": "/"})
        if self._device(request) is None:
            self._let_in(answer)
        return answer

    def _let_in(self, answer: web.Response) -> None:
        answer.set_cookie(
            self._admission.cookie, self._admission.new_token(),
            max_age=COOKIE_SECONDS, httponly=True, samesite="Strict", path="/",
        )  # fmt: skip

    def _device(self, request: web.Request) -> str | None:
        return self._admission.device(request.cookies.get(self._admission.cookie, ""))

    async def _file(self, request: web.Request) -> web.Response:
        name = request.path.removeprefix("/")
        return web.Response(body=self._files[name], content_type=FILES[name], charset="utf-8")

    # ---- a game -----------------------------------------------------------------------------------------------

    async def _play(self, request: web.Request) -> web.StreamResponse:
        device = self._device(request)
        if device is None:
            return web.Response(status=403)
        socket = web.WebSocketResponse(heartbeat=20, max_msg_size=MESSAGE_MOST)
        await socket.prepare(request)
        if len(self.games) >= GAMES_MOST or self._of[device] >= GAMES_OF_ONE:
            await socket.send_bytes(_said(request, "打开的太多了，等别人合上一个再来。"))
            await socket.close()
            return socket
        game = Game(
            home_of(device), _language(request),
            write_bytes=_quietly(socket.send_bytes), write_str=_quietly(socket.send_str), close=_closer(socket),
            downloads=self._downloads,
        )  # fmt: skip
        self.games.add(game)
        self._of[device] += 1
        self._sockets.add(socket)
        try:
            await game.start(
                _within(request.query.get("width"), 80, COLUMNS), _within(request.query.get("height"), 24, ROWS)
            )
            await _listen(socket, game)
        finally:
            self._sockets.discard(socket)
            try:
                await asyncio.shield(game.stop())
            finally:
                self.games.discard(game)
                self._of[device] -= 1
        return socket

    async def dismiss(self) -> None:
        """Close every page, and wait until every game has ended."""
        for socket in list(self._sockets):
            with suppress(ConnectionError, RuntimeError):
                await socket.close(code=WSCloseCode.GOING_AWAY)
        await asyncio.gather(*(game.stop() for game in list(self.games)), return_exceptions=True)


async def _listen(socket: web.WebSocketResponse, game: Game) -> None:
    """Pass on what the browser sends; what is no message of ours is left out."""
    async for message in socket:
        if message.type != WSMsgType.TEXT:
            continue
        try:
            kind, *rest = json.loads(message.data)
            data: Any = rest[0] if rest else None
            if kind == "stdin":
                await game.send_bytes(str(data).encode("utf-8", "replace"))
            elif kind == "resize":
                await game.set_terminal_size(_within(data["width"], 80, COLUMNS), _within(data["height"], 24, ROWS))
            elif kind == "ping":
                await socket.send_json(["pong", data])
            elif kind == "blur":
                await game.blur()
            elif kind == "focus":
                await game.focus()
        except (ValueError, TypeError, KeyError):
            continue


def _within(given: object, usual: int, bounds: tuple[int, int]) -> int:
    try:
        return min(bounds[1], max(bounds[0], int(str(given))))
    except ValueError:
        return usual


T = TypeVar("T")


def _quietly(send: Callable[[T], Awaitable[None]]) -> Callable[[T], Awaitable[None]]:
    """A page that has gone is no error of the game that still writes to it."""

    async def sent(data: T) -> None:
        with suppress(ConnectionError, RuntimeError):
            await send(data)

    return sent


def _closer(socket: web.WebSocketResponse) -> Callable[[], Awaitable[None]]:
    async def close() -> None:
        with suppress(ConnectionError, RuntimeError):
            await socket.close()

    return close


def _language(request: web.Request) -> Language:
    return accepted(request.headers.get("Accept-Language", ""))


def _said(request: web.Request, text: str) -> bytes:
    with speaking(_language(request)):
        return ("\r\n  " + spoken(text)).encode()


def _refused(request: web.Request, status: int, text: str) -> web.Response:
    language = _language(request)
    with speaking(language):
        return _html(written("plain.html", language, problem=spoken(text)), status)


def _html(text: str, status: int = 200) -> web.Response:
    return web.Response(body=text.encode(errors="replace"), status=status, content_type="text/html", charset="utf-8")
