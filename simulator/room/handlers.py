"""What the page's requests do: come in, look, vote, hear of changes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable

from aiohttp import web

from simulator.room import guard
from simulator.room.gathering import Gathering
from simulator.room.join import Admission
from simulator.room.limits import Limiter, WrongCodes
from simulator.room.page import FILES, Pages, file
from simulator.room.place import Place
from simulator.room.stream import push
from simulator.room.votes import Vote, VoteRefusedError

BODY_MOST = 4096
"""Bytes of a form."""

BODY_SECONDS = 5.0
"""How long a form may take to arrive."""

COOKIE_SECONDS = 24 * 3600
"""How long a phone is known again; a debrief is over by then."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Handlers:
    """Answers requests for one room."""

    def __init__(self, gathering: Gathering, admission: Admission, pages: Pages, fault: Callable[[str], None]) -> None:
        self._gathering = gathering
        self._admission = admission
        self._pages = pages
        self._ = pages.words
        self._fault = fault
        self._files = {name: file(name) for name in FILES}
        # By address, but for votes. A whole room of sixty may stand behind one router and have one address.
        self._asked = Limiter(burst=1500, per_second=100)
        self._new_devices = Limiter(burst=80, per_second=1 / 30)
        self._wrong_codes = WrongCodes()
        self._voted = Limiter(burst=15, per_second=1)
        self._place: Place
        self._connections: guard.Connections

    def opened(self, place: Place, connections: guard.Connections) -> None:
        """The room is open here; called before the first request."""
        self._place = place
        self._connections = connections

    def routes(self) -> list[web.RouteDef]:
        """Everything there is; all else is not found."""
        return [
            web.get("/", self._page),
            web.get("/here", self._here),
            web.get("/events", self._events),
            web.post("/join", self._join),
            web.post("/vote", self._vote),
            *(web.get(f"/{name}", self._file) for name in FILES),
        ]

    @web.middleware
    async def guarded(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """What every request goes through: the checks of `guard`, the rate by address, a readable answer to faults."""
        self._connections.begin(request)
        try:
            if not guard.answers_to(request.host, self._place):
                return self._refused(request, 421, self._("复盘室不在这个地址上。"))
            if not self._asked.take(request.remote or "", _now()):
                return self._refused(request, 429, self._("太快了，请等一会儿再试。"))
            if request.method == "POST" and not guard.own_form(request):
                return self._refused(request, 403, self._("这张表不是从复盘室的页面上来的。"))
            return await handler(request)
        except web.HTTPException as error:
            missing = error.status in (404, 405)
            return self._refused(
                request, error.status, self._("没有这一页。") if missing else self._("这张表没有看懂。")
            )
        except TimeoutError:
            return self._refused(request, 408, self._("等得太久了，请再试一次。"))
        except ConnectionError:
            raise  # the phone went away; aiohttp closes the connection
        except Exception as error:
            self._fault(f"{request.method} {request.path}: {error!r}")
            return self._refused(request, 500, self._("这边出了点问题，请再试一次。"))
        finally:
            self._connections.end(request)

    async def _page(self, request: web.Request) -> web.Response:
        device = self._device(request)
        if device is None:
            return _html(self._pages.door(code=request.query.get("code", "")[:40]))
        self._gathering.enter(device)
        return _html(self._pages.room(self._gathering.showing, self._gathering.choices(device)))

    async def _file(self, request: web.Request) -> web.Response:
        name = request.path.removeprefix("/")
        return web.Response(body=self._files[name], content_type=FILES[name], charset="utf-8")

    async def _here(self, request: web.Request) -> web.Response:
        """Whether the room is there and knows this device: 204 or 403."""
        return web.Response(status=204 if self._device(request) else 403)

    async def _events(self, request: web.Request) -> web.StreamResponse:
        device = self._device(request)
        if device is None:
            return web.Response(status=403)
        return await push(request, self._gathering, self._pages, device)

    async def _join(self, request: web.Request) -> web.Response:
        code = (await _form(request)).get("code", "")
        who, now = request.remote or "", _now()
        wait = self._wrong_codes.wait(who, now)
        if wait:
            problem = self._("错的码太多了，请过 {seconds} 秒再试。", seconds=int(wait) + 1)
            return _html(self._pages.door(code, problem), 429)
        if not self._admission.admits(code):
            self._wrong_codes.note(who, now)
            return _html(self._pages.door(code, self._("码不对。请照大屏幕上的再输一次。")), 403)
        answer = web.Response(status=303, headers={"Location": "/"})
        if self._device(request) is None:  # who has been here stays who they were: the code again is no second vote
            if not self._new_devices.take(who, now):
                problem = self._("从这个地址进来的手机太多了，请过一会儿再试。")
                return _html(self._pages.door(code, problem), 429)
            self._let_in(answer)
        return answer

    def _let_in(self, answer: web.Response) -> None:
        token = self._admission.new_token()
        answer.set_cookie(
            self._admission.cookie, token, max_age=COOKIE_SECONDS, httponly=True, samesite="Strict", path="/"
        )
        device = self._admission.device(token)
        assert device is not None
        self._gathering.enter(device)

    async def _vote(self, request: web.Request) -> web.Response:
        device = self._device(request)
        if device is None:
            return self._refused(request, 403, self._("请先用大屏幕上的码进来。"))
        form = await _form(request)
        if not self._voted.take(device, _now()):
            return self._voting(request, device, 429, self._("太快了，请等一会儿再试。"))
        try:
            self._gathering.vote(Vote(form["question"], int(form["round"]), device, int(form["option"])))
        except (KeyError, ValueError):
            return self._voting(request, device, 400, self._("这张表没有看懂。"))
        except VoteRefusedError:
            return self._voting(request, device, 409, self._("这一轮已经结束，这一票没有记。"))
        except Exception as error:
            self._fault(f"on_vote: {error!r}")
            return self._voting(request, device, 503, self._("没有记下，请再点一次。"))
        return self._voting(request, device, 200, "")

    def _voting(self, request: web.Request, device: str, status: int, problem: str) -> web.Response:
        """What a vote brings back: the stage as it is now for the script, a page for a browser without it."""
        showing, choices = self._gathering.showing, self._gathering.choices(device)
        if _wants_data(request):
            told = {"key": self._pages.key(showing.stage, choices), "markup": self._pages.stage(showing.stage, choices)}
            return _json({**told, "problem": problem}, status)
        if status == 200:
            return web.Response(status=303, headers={"Location": "/"})
        return _html(self._pages.room(showing, choices, problem), status)

    def _device(self, request: web.Request) -> str | None:
        return self._admission.device(request.cookies.get(self._admission.cookie, ""))

    def _refused(self, request: web.Request, status: int, problem: str) -> web.Response:
        return (
            _json({"problem": problem}, status) if _wants_data(request) else _html(self._pages.plain(problem), status)
        )


async def _form(request: web.Request) -> dict[str, str]:
    """The fields of a form.

    Raises:
        TimeoutError: it does not arrive.
        web.HTTPException: it is too long, or no form.
    """
    if request.content_type != "application/x-www-form-urlencoded":
        raise web.HTTPUnsupportedMediaType
    async with asyncio.timeout(BODY_SECONDS):
        fields = await request.post()
    return {name: value for name, value in fields.items() if isinstance(value, str)}


def _now() -> float:
    return asyncio.get_running_loop().time()


def _wants_data(request: web.Request) -> bool:
    return request.headers.get("Accept", "") == "application/json"


def _json(data: dict[str, str], status: int) -> web.Response:
    text = json.dumps(data, ensure_ascii=False).encode(errors="replace")
    return web.Response(body=text, status=status, content_type="application/json", charset="utf-8")


def _html(text: str, status: int = 200) -> web.Response:
    return web.Response(body=text.encode(errors="replace"), status=status, content_type="text/html", charset="utf-8")
