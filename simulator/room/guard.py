"""What keeps strangers out of the page: the hosts it answers to, whose forms it takes, its headers, idle connections.

The threats are those of a page in a local network: a website that makes a browser in the room post a vote (forged
requests), one whose name is made to point here (DNS rebinding), and clients that hold connections open.
"""

from __future__ import annotations

import asyncio
from ipaddress import ip_address
from urllib.parse import urlsplit

from aiohttp import web

from simulator.room.place import Place

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not `no-referrer`: under it browsers send `Origin: null` with forms, and forged ones could not be told apart.
    # Other sites get no referrer by `same-origin` either.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Server": "jiefang",
}

MOST_CONNECTIONS = 400
"""Open connections at once; sixty phones need sixty and a few more while they load."""

IDLE = 60.0
"""Seconds after which a connection that carries no request is closed; a request that is never finished is none."""


def host_name(host: str) -> str | None:
    """The name in a Host header, without port and brackets; None if it is none."""
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None


def answers_to(host: str, place: Place) -> bool:
    """Whether the page answers to this Host header: to the room's address, and on this machine to `localhost`.

    A foreign name that was made to point here is not answered. The port may differ: it does behind `ssh -L`.
    """
    name = host_name(host)
    if name is None:
        return False
    if place.loopback and name == "localhost":
        return True
    try:
        address = ip_address(name)
    except ValueError:
        return False
    return address == ip_address(place.address) or (place.loopback and address.is_loopback)


def own_form(request: web.Request) -> bool:
    """Whether a POST comes from our own page: its origin is the very host it was sent to."""
    return request.headers.get("Origin", "") == f"http://{request.host}"


class Connections:
    """Makes the protocol of each new connection, and closes those that are too many or idle."""

    def __init__(self, server: web.Server) -> None:
        self._server = server
        self._at_work: set[asyncio.BaseProtocol] = set()
        self._idle_since: dict[asyncio.BaseProtocol, float] = {}

    def __call__(self) -> asyncio.BaseProtocol:
        """The protocol for a connection."""
        if len(self._server.connections) >= MOST_CONNECTIONS:
            return _Refusal()
        made = self._server()
        self._idle_since[made] = asyncio.get_running_loop().time()
        return made

    def begin(self, request: web.Request) -> None:
        """A request has arrived whole but for its body."""
        self._at_work.add(request.protocol)

    def end(self, request: web.Request) -> None:
        """It was answered."""
        self._at_work.discard(request.protocol)
        self._idle_since[request.protocol] = asyncio.get_running_loop().time()

    def sweep(self, idle: float = IDLE) -> None:
        """Close what has carried no request for so many seconds."""
        now = asyncio.get_running_loop().time()
        still = self._server.connections
        self._idle_since = {handler: since for handler, since in self._idle_since.items() if handler in still}
        for handler in still:
            if handler not in self._at_work and now - self._idle_since.get(handler, now) > idle:
                handler.force_close()
                if handler.transport is not None:
                    handler.transport.abort()


class _Refusal(asyncio.Protocol):
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        transport.abort()
