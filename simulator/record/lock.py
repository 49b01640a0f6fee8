"""Locks between programs: one file each, held by the system for as long as the process lives, however it ends."""

from __future__ import annotations

import contextlib
import os
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> None:
        # Far behind the text, which others must be able to read.
        os.lseek(handle, 1 << 30, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            raise BlockingIOError from error
        finally:
            os.lseek(handle, 0, os.SEEK_SET)

else:
    import fcntl

    def _take(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


class HeldError(Exception):
    """Another program holds the lock; `owner` says which, as "process host", if it wrote that down."""

    def __init__(self, owner: str) -> None:
        self.owner = owner
        super().__init__(owner)


def hold(path: Path, wait: float = 0.0) -> Callable[[], None]:
    """Take a lock.

    Args:
        path: its file; made if need be, with its folder, and removed on release.
        wait: seconds to wait for another holder.

    Returns:
        What releases it; calling that twice does no harm.

    Raises:
        HeldError: another program holds it. A second lock in the same program counts as another.
        OSError: the file cannot be made.
    """
    until = time.monotonic() + wait
    while True:
        try:
            return _attempt(path)
        except HeldError:
            if time.monotonic() >= until:
                raise
            time.sleep(0.01)


def _attempt(path: Path) -> Callable[[], None]:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            # A file system without locks must not keep anyone from playing; the chain still refuses a second writer.
            with contextlib.suppress(OSError):
                try:
                    _take(handle)
                except BlockingIOError:
                    raise HeldError(os.read(handle, 200).decode("utf-8", "replace").strip()) from None
            if _is_file(handle, path):
                os.ftruncate(handle, 0)
                os.write(handle, f"{os.getpid()} {socket.gethostname()}\n".encode())
                return _release(handle, path)
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)


def _is_file(handle: int, path: Path) -> bool:
    """Whether the file is still the one of that name: its last holder may have removed it meanwhile."""
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


def _release(handle: int, path: Path) -> Callable[[], None]:
    owner = os.getpid()
    released = False

    def release() -> None:
        nonlocal released
        # A forked child inherits the handle, but the lock is not its own to give back.
        if not released and os.getpid() == owner:
            released = True
            with contextlib.suppress(OSError):
                path.unlink()
            os.close(handle)

    return release
