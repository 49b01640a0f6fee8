"""Code and key of a debrief's room, kept so that phones are known again after a crash.

Beside the store, not in it: who is handed the store, or reads a debrief in it, cannot vote for anybody.
"""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path

from simulator import paths
from simulator.room.join import Admission


def admission(debrief: str) -> Admission:
    """The door of a debrief's room: the same each time, as far as it could be kept."""
    path = _path(debrief)
    with contextlib.suppress(OSError, ValueError, TypeError, KeyError, AttributeError):
        found = json.loads(path.read_text("utf-8"))
        code, key = found["code"], bytes.fromhex(found["key"])
        if len(key) == 32 and isinstance(code, str) and code.isascii() and code.isalnum():
            return Admission(code, key)
    made = Admission()
    with contextlib.suppress(OSError):
        _write(path, json.dumps({"code": made.code, "key": made.key.hex()}))
    return made


def _path(debrief: str) -> Path:
    return paths.home() / "rooms" / f"{debrief}.json"


def _write(path: Path, text: str) -> None:
    """Only for the one whose program it is."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)


def forget(debrief: str) -> None:
    """The debrief is gone, and its door with it."""
    with contextlib.suppress(OSError):
        _path(debrief).unlink()
