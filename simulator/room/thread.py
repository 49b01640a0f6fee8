"""A room in a thread with an event loop of its own, for a program whose own loop may be busy."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import Future

from simulator.room.gathering import Counts
from simulator.room.server import RoomServer
from simulator.room.showing import Showing

PATIENCE = 10.0
"""Seconds to wait for the thread to open or close the room."""


class RoomThread:
    """Runs a `RoomServer`. Its callbacks run in this thread; what they call must allow that.

    A callback may wait for the program's own thread (`App.call_from_thread`) as long as that is not in `close`.
    """

    def __init__(self, server: RoomServer) -> None:
        self.server = server
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="debrief-room", daemon=True)

    def start(self) -> None:
        """Open the room; returns when it can be entered.

        Raises:
            UserError: the address is not one of this machine, or the port is taken.
        """
        self._thread.start()
        started: Future[None] = asyncio.run_coroutine_threadsafe(self.server.start(), self._loop)
        try:
            started.result(PATIENCE)
        except BaseException:
            self._end()
            raise

    def show(self, showing: Showing) -> None:
        """Show this on all phones from now on; returns at once, from any thread."""
        self._loop.call_soon_threadsafe(self.server.show, showing)

    def counts(self) -> Counts:
        """Devices that joined, are connected, have voted in the round on show."""

        async def counts() -> Counts:
            return self.server.counts()

        return asyncio.run_coroutine_threadsafe(counts(), self._loop).result(PATIENCE)

    def close(self) -> None:
        """Close the room and end the thread; does nothing the second time."""
        if not self._thread.is_alive():
            return
        try:
            asyncio.run_coroutine_threadsafe(self.server.close(), self._loop).result(PATIENCE)
        finally:
            self._end()

    def _run(self) -> None:
        try:
            self._loop.run_forever()
        finally:
            self._loop.close()

    def _end(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE)
