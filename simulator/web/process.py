"""One visitor's game: a process of its own, its screen carried over a web socket by textual-serve's packets."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Awaitable, Callable
from pathlib import Path

from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

from simulator.i18n import Language
from simulator.web.homes import environment

PATIENCE = 4.0
"""Seconds that a game gets to end by itself; every decision is on disk before, so that none is lost after it."""

START = "import sys; sys.argv[0] = 'jiefang'; from simulator.cli import main; main()"


class Game(AppService):
    """A game that ends with its web socket, by itself or by force."""

    def __init__(
        self,
        home: Path,
        language: Language,
        *,
        write_bytes: Callable[[bytes], Awaitable[None]],
        write_str: Callable[[str], Awaitable[None]],
        close: Callable[[], Awaitable[None]],
        downloads: DownloadManager,
    ) -> None:
        """Args: `home`, the visitor's folder; the rest as `AppService` has it."""
        super().__init__(
            "", write_bytes=write_bytes, write_str=write_str, close=close, download_manager=downloads
        )  # fmt: skip
        self._home = home
        self._language: Language = language

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        """Without a shell, in a session of its own: a Ctrl+C in the server's terminal is the server's alone."""
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", START,
            stdin=PIPE, stdout=PIPE, stderr=PIPE, cwd=self._home, start_new_session=True,
            env=environment(self._home, self._language, (width, height)),
        )  # fmt: skip
        assert self._process.stdin is not None
        self._stdin = self._process.stdin
        return self._process

    async def stop(self) -> None:
        """End it; when this returns the process is gone."""
        process, task = self._process, self._task
        if process is None:
            return
        if task is not None:
            self._task = None
            await self._download_manager.cancel_app_downloads(app_service_id=self.app_service_id)
            if process.returncode is None:
                await self.send_meta({"type": "quit"})
        for end in (None, process.terminate, process.kill):
            if end is not None and process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    end()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), PATIENCE)
                break
        if task is not None:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError, Exception):
                await task
