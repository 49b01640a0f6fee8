"""The door, the hosts, the homes: asked over HTTP, without a browser and mostly without a game."""

from __future__ import annotations

import errno
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from simulator import paths
from simulator.errors import UserError
from simulator.room.join import Admission
from simulator.room.place import Place, not_opened
from simulator.web.homes import environment, home_of
from simulator.web.page import FILES, accepted
from simulator.web.server import WebServer
from tests.simulator.calls import Caller, call

__all__ = ["call"]


@asynccontextmanager
async def opened(*, behind_code: bool = True) -> AsyncIterator[WebServer]:
    """A server on this machine; `behind_code` as it would be on another address."""
    server = WebServer(Place(port=0), Admission("BCDFG", b"k" * 32))
    server.handlers._open_door = not behind_code
    await server.start()
    try:
        yield server
    finally:
        await server.close()


async def get(server: WebServer, path: str = "/", **options: Any) -> tuple[int, str, Any]:
    """Status, text and headers of an answer."""
    async with aiohttp.ClientSession() as session, session.get(server.place.url() + path[1:], **options) as answer:
        return answer.status, await answer.text(), answer.headers


async def join(server: WebServer, code: str, **headers: str) -> tuple[int, str, Any]:
    """Type a code at the door."""
    origin = f"http://{server.place.host}:{server.place.port}"
    async with (
        aiohttp.ClientSession() as session,
        session.post(
            origin + "/join", data={"code": code}, headers={"Origin": origin, **headers}, allow_redirects=False
        ) as answer,
    ):
        return answer.status, await answer.text(), answer.cookies


async def test_nobody_comes_in_without_the_code() -> None:
    """The door instead of the game, a wrong code said to be one; the right one leads in and is remembered."""
    async with opened() as server:
        status, text, headers = await get(server)
        assert status == 200 and "进门码" in text and "terminal" not in text
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        status, text, cookies = await join(server, "XXXXX")
        assert status == 403 and "码不对" in text and not cookies
        status, _text, cookies = await join(server, " bc-dfg ")
        assert status == 303
        (cookie,) = cookies.values()
        assert cookie["httponly"] and cookie["samesite"] == "Strict"
        status, text, _headers = await get(server, cookies={cookie.key: cookie.value})
        assert status == 200 and f"ws://{server.place.host}:{server.place.port}/ws" in text
        status, text, _headers = await get(server, cookies={cookie.key: cookie.value + "x"})
        assert "进门码" in text


async def test_wrong_codes_are_slowed_down() -> None:
    """After ten of them not even the right one is tried at once."""
    async with opened() as server:
        for _attempt in range(10):
            await join(server, "XXXXX")
        status, text, _cookies = await join(server, "BCDFG")
        assert status == 429 and "错的码太多了" in text


@pytest.mark.parametrize(
    ("headers", "status"),
    [({"Host": "evil.example"}, 421), ({"Origin": "http://evil.example"}, 403), ({}, 403)],
    ids=["another host", "another site", "no origin"],
)
async def test_other_sites_reach_nothing(headers: dict[str, str], status: int) -> None:
    """A foreign name that points here is not answered; a web socket of a foreign page is not taken."""
    async with opened(behind_code=False) as server:
        found, _text, _headers = await get(server, "/ws", headers=headers)
        assert found == status


async def test_on_this_machine_nobody_is_asked() -> None:
    """The page at once, in the language of the browser; it loads nothing from elsewhere."""
    async with opened(behind_code=False) as server:
        _status, text, _headers = await get(server, "/?fontsize=9999", headers={"Accept-Language": "en-GB,zh;q=0.5"})
        assert 'lang="en"' in text and "Opening" in text and 'data-font-size="16"' in text
        assert text.count("http") == 0
        for path in (*(f"/{name}" for name in FILES), "/static/js/textual.js", "/static/css/xterm.css"):
            status, _text, _headers = await get(server, path)
            assert status == 200
        for path in ("/static/../server.py", "/nothing", "/static/%2e%2e/app_service.py"):
            status, _text, _headers = await get(server, path)
            assert status == 404


def test_the_language_that_a_browser_asks_for() -> None:
    """The first of ours in the header; Chinese where nothing is said, English for all other languages."""
    assert accepted("") == "zh" and accepted("*") == "zh"
    assert accepted("fr, en;q=0.8, zh;q=0.5") == "en"
    assert accepted("zh-CN,zh;q=0.9,en;q=0.8") == "zh"
    assert accepted("fr") == "en"


@pytest.mark.parametrize("name", ["", "..", "../../etc", "0" * 15, "0" * 17, "g" * 16, "/" + "0" * 15])
def test_no_name_is_a_path(name: str) -> None:
    """A home has sixteen hexadecimal digits for a name, or is none."""
    with pytest.raises(ValueError, match=r".*"):
        home_of(name)


def test_each_home_has_its_own_record(monkeypatch: pytest.MonkeyPatch) -> None:
    """Record, settings and results apart; scenarios and solved ones of this machine shared; no secret handed on."""
    monkeypatch.setenv("JIEFANG_SEAL", "secret")
    monkeypatch.setenv("SSH_CONNECTION", "1 2 3 4")
    one, other = home_of("0" * 16), home_of("1" * 16)
    found = environment(one, "en", (80, 24))
    assert found["JIEFANG_HOME"] == str(one) != str(other)
    assert Path(found["JIEFANG_STORE"]).parent == one
    assert found["LANG"].startswith("en") and "JIEFANG_SEAL" not in found and "SSH_CONNECTION" not in found
    assert str(paths.home() / "scenarios") in found["JIEFANG_SCENARIOS"]
    assert (one / "cache").resolve() == (other / "cache").resolve() == paths.cache().resolve()
    assert one.stat().st_mode & 0o077 == 0


async def test_a_port_that_is_taken() -> None:
    """It is said, with another one to try; nothing stays open."""
    async with opened() as server:
        second = WebServer(server.place, Admission())
        with pytest.raises(UserError, match="已经有别的程序"):
            await second.start()


def test_a_port_that_is_not_allowed() -> None:
    """It is said plainly, with one that is."""
    said = not_opened(Place(port=80), OSError(errno.EACCES, "error while attempting to bind on address"))
    assert "80" in said.message and "attempting" not in said.message and "--port" in said.hint


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--address", "everywhere"], "不是一个地址"),
        (["--address", "0.0.0.0"], "写明的地址"),
        (["--port", "99999"], "99999"),
    ],
)
def test_what_cannot_be_served_is_said(call: Caller, given: list[str], said: str) -> None:
    """One message and the way out, exit code 2."""
    done = call("serve", *given)
    assert done.code == 2 and said in done.err and "Traceback" not in done.err


def test_the_extra_is_missing(call: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    """What to install is said."""
    monkeypatch.setattr("simulator.web.find_spec", lambda name: None)
    done = call("serve")
    assert done.code == 1 and "jiefang[web]" in done.err
