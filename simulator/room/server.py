"""The room as the facilitator's program has it: it is opened, told what to show, asked who is there, closed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable
from dataclasses import replace

from aiohttp import web

from simulator.i18n import Language
from simulator.room.gathering import Counts, Gathering
from simulator.room.guard import HEADERS, Connections
from simulator.room.handlers import BODY_MOST, Handlers
from simulator.room.join import Admission
from simulator.room.page import Pages
from simulator.room.place import Place, not_opened
from simulator.room.showing import Showing
from simulator.room.votes import Vote

SWEEP = 10.0
"""Seconds between looks for idle connections."""

FAULTS_MOST = 100

_log = logging.getLogger("jiefang.room")
_log.addHandler(logging.NullHandler())
_log.propagate = False  # the terminal belongs to the facilitator's screen


class RoomServer:
    """The server of a room. Everything but the constructor is called in the event loop that `start` ran in.

    What goes wrong with a request is answered with a plain message and counted; it never reaches the program that
    opened the room, and nothing is written to its screen.

    Attributes:
        place: where it listens; after `start` with the port that the system chose.
        faults: what went wrong so far, the last `FAULTS_MOST`, in words for a developer.
    """

    def __init__(
        self,
        place: Place,
        admission: Admission,
        language: Language,
        *,
        on_vote: Callable[[Vote], None],
        on_counts: Callable[[Counts], None] | None = None,
        votes: Iterable[Vote] = (),
    ) -> None:
        """A room that is not open yet.

        Args:
            place: an address of this machine and a port.
            admission: the code and the key; the same as before to open a room again.
            language: of the page.
            on_vote: keeps a vote, for instance in the store. Called in the room's loop before the vote is
                acknowledged; if it raises, the vote does not count and its sender is told to try again.
            on_counts: told when someone joins, leaves or votes; what it raises is a fault and no more.
            votes: what `on_vote` was given earlier, in that order, when a room is opened again.
        """
        self.place = place
        self.admission = admission
        self.faults: list[str] = []
        self._on_counts = on_counts
        self._gathering = Gathering(on_vote, self._tell, votes)
        self._handlers = Handlers(self._gathering, admission, Pages(language), self._fault)
        self._runner: web.AppRunner | None = None
        self._listening: asyncio.Server | None = None
        self._connections: Connections | None = None
        self._sweeping: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Open the room.

        Raises:
            UserError: the address is not one of this machine, or the port is taken.
        """
        app = web.Application(client_max_size=BODY_MOST, logger=_log, middlewares=[self._handlers.guarded])
        app.add_routes(self._handlers.routes())
        app.on_response_prepare.append(_with_headers)
        # A phone that goes away ends its stream at once. A vote is taken in one piece, so that this cuts none in half.
        self._runner = web.AppRunner(
            app, handle_signals=False, handler_cancellation=True, shutdown_timeout=0.5, access_log=None, logger=_log
        )
        await self._runner.setup()
        assert self._runner.server is not None
        connections = self._connections = Connections(self._runner.server)
        loop = asyncio.get_running_loop()
        try:
            self._listening = await loop.create_server(connections, self.place.address, self.place.port, backlog=256)
        except OSError as error:
            await self.close()
            raise not_opened(self.place, error) from error
        self.place = replace(self.place, port=self._listening.sockets[0].getsockname()[1])
        self._handlers.opened(self.place, connections)
        self._sweeping = loop.create_task(_sweep(connections))

    def show(self, showing: Showing) -> None:
        """Show this on all phones from now on. Returns at once."""
        self._gathering.show(showing)

    def counts(self) -> Counts:
        """Devices that joined, are connected, have voted in the round on show."""
        return self._gathering.counts()

    async def close(self) -> None:
        """Stop listening and close all connections; does nothing the second time."""
        if self._sweeping is not None:
            self._sweeping.cancel()
            self._sweeping = None
        if self._listening is not None:
            self._listening.close()
            self._listening = None
        if self._runner is not None:
            runner, self._runner = self._runner, None
            self._gathering.dismiss()
            await runner.cleanup()

    def _fault(self, what: str) -> None:
        _log.error(what)
        self.faults = [*self.faults[1 - FAULTS_MOST :], what]

    def _tell(self, counts: Counts) -> None:
        if self._on_counts is None:
            return
        try:
            self._on_counts(counts)
        except Exception as error:
            self._fault(f"on_counts: {error!r}")


async def _with_headers(_request: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(HEADERS)


async def _sweep(connections: Connections) -> None:
    while True:
        await asyncio.sleep(SWEEP)
        connections.sweep()
