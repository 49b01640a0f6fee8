"""The server of the game in a browser: opened, told of on the terminal, closed in good order."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import Callable
from dataclasses import replace

from aiohttp import web

from simulator.room.guard import HEADERS, Connections
from simulator.room.join import Admission
from simulator.room.place import Place, not_opened
from simulator.web.handlers import BODY_MOST, Handlers

SWEEP = 10.0

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self' ws://{host}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""As the room's, but for the terminal in the page, which writes styles of its own and talks over a web socket."""

_log = logging.getLogger("jiefang.web")
_log.addHandler(logging.NullHandler())
_log.propagate = False
logging.getLogger("textual-serve").propagate = False
logging.getLogger("textual-serve").addHandler(logging.NullHandler())


class WebServer:
    """Serves the game.

    Attributes:
        place: where it listens; after `start` with the port that the system chose.
    """

    def __init__(self, place: Place, admission: Admission) -> None:
        """A server that is not open yet; on this machine alone nobody is asked for the code."""
        self.place = place
        self.handlers = Handlers(admission, open_door=place.loopback)
        self._runner: web.AppRunner | None = None
        self._listening: asyncio.Server | None = None
        self._sweeping: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Open it.

        Raises:
            UserError: the address is not one of this machine, or the port is taken.
        """
        app = web.Application(client_max_size=BODY_MOST, logger=_log, middlewares=[self.handlers.guarded])
        app.add_routes(self.handlers.routes())
        app.on_response_prepare.append(self._with_headers)
        self._runner = web.AppRunner(app, handle_signals=False, shutdown_timeout=0.5, access_log=None, logger=_log)
        await self._runner.setup()
        assert self._runner.server is not None
        connections = Connections(self._runner.server)
        loop = asyncio.get_running_loop()
        try:
            self._listening = await loop.create_server(connections, self.place.address, self.place.port)
        except OSError as error:
            await self.close()
            raise not_opened(self.place, error) from error
        self.place = replace(self.place, port=self._listening.sockets[0].getsockname()[1])
        self.handlers.opened(self.place, connections)
        self._sweeping = loop.create_task(_sweep(connections))

    async def close(self) -> None:
        """Stop listening, end every game, close all connections; does nothing the second time."""
        if self._sweeping is not None:
            self._sweeping.cancel()
            self._sweeping = None
        if self._listening is not None:
            self._listening.close()
            self._listening = None
        await self.handlers.dismiss()
        if self._runner is not None:
            runner, self._runner = self._runner, None
            await runner.cleanup()

    async def _with_headers(self, request: web.Request, response: web.StreamResponse) -> None:
        response.headers.update(HEADERS)
        response.headers["Content-Security-Policy"] = _POLICY.format(host=request.host)
        if request.path.startswith("/static/"):
            response.headers["Cache-Control"] = "max-age=3600"


async def _sweep(connections: Connections) -> None:
    while True:
        await asyncio.sleep(SWEEP)
        connections.sweep()


def serve(place: Place, admission: Admission, told: Callable[[WebServer], None]) -> None:
    """Serve until Ctrl+C or a request to end; returns when every game has ended.

    Args:
        place: where.
        admission: the code at the door, and the key that knows browsers again.
        told: called once it is open.

    Raises:
        UserError: it could not be opened.
    """
    asyncio.run(_serve(place, admission, told))


async def _serve(place: Place, admission: Admission, told: Callable[[WebServer], None]) -> None:
    server = WebServer(place, admission)
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        with contextlib.suppress(AttributeError, NotImplementedError, RuntimeError):
            loop.add_signal_handler(getattr(signal, name), ended.set)
    await server.start()
    try:
        told(server)
        await ended.wait()
    finally:
        await server.close()
