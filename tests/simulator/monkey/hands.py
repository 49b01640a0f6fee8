"""What a monkey does at the app, as short texts that can be written down and done again.

`key down`, `type 灯q1` (letters in one burst), `paste …`, `click 12,3`, `drag 1,2 9,4`, `wheel 40,10 1`, `size 80x24`.
"""

from __future__ import annotations

import asyncio
import json
import signal
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager

from textual import events
from textual.keys import REPLACED_KEYS, _character_to_key, _get_unicode_name_from_key
from textual.pilot import Pilot

from simulator.app.app import JiefangApp
from simulator.app.settling import settled

PATIENCE = 30.0
"""Seconds in which the app must come to rest after whatever was done."""


async def do(app: JiefangApp, pilot: Pilot[None], action: str) -> None:
    """Do one thing and wait until the app has come to rest, or has ended.

    Raises:
        AssertionError: it never comes to rest.
    """
    with _woken(action):
        await _do(app, pilot, action)


@contextmanager
def _woken(action: str) -> Iterator[None]:
    """Break into what goes round and round without ever giving way."""

    def late(_signal: int, _frame: object) -> None:
        raise AssertionError(f"it hangs after {action}")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(int(PATIENCE) + 10)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


async def _do(app: JiefangApp, pilot: Pilot[None], action: str) -> None:
    kind, _space, rest = action.partition(" ")
    match kind:
        case "key":
            _press(app, rest)
        case "type":
            for character in json.loads(rest):
                _press(app, character)
        case "paste":
            _send(app, events.Paste(json.loads(rest)))
        case "click":
            _mouse(app, events.MouseDown, rest)
            _mouse(app, events.MouseUp, rest)
        case "drag":
            start, end = rest.split()
            _mouse(app, events.MouseDown, start)
            _mouse(app, events.MouseMove, end)
            _mouse(app, events.MouseUp, end)
        case "wheel":
            place, up = rest.split()
            _mouse(app, events.MouseScrollUp if up == "1" else events.MouseScrollDown, place)
        case "size":
            width, height = map(int, rest.split("x"))
            await pilot.resize_terminal(width, height)
        case _:
            raise ValueError(action)
    await _rest(app, pilot, action)


async def _rest(app: JiefangApp, pilot: Pilot[None], action: str) -> None:
    """Wait until nothing goes on."""
    waiting = asyncio.create_task(settled(pilot))
    loop = asyncio.get_running_loop()
    until = loop.time() + PATIENCE
    while not waiting.done() and not app._exit and app._exception is None:
        assert loop.time() < until, f"it never comes to rest after {action}"
        await asyncio.wait({waiting}, timeout=0.05)
    if waiting.done():
        if not app._exit and app._exception is None:
            await waiting
    else:
        waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)


def _press(app: JiefangApp, key: str) -> None:
    if len(key) == 1 and not key.isalnum():
        key = _character_to_key(key)
    try:
        character = unicodedata.lookup(_get_unicode_name_from_key(REPLACED_KEYS.get(key, key)))
    except KeyError:
        character = key if len(key) == 1 else ""
    _send(app, events.Key(key, character or None))


def _mouse(app: JiefangApp, kind: type[events.MouseEvent], place: str) -> None:
    x, y = map(int, place.split(","))
    _send(app, kind(None, x, y, 0, 0, 1, False, False, False, screen_x=x, screen_y=y))


def _send(app: JiefangApp, event: events.Event) -> None:
    """As a terminal's driver sends it, so that the app makes clicks of presses and bindings of keys itself."""
    event.set_sender(app)
    assert app._driver is not None
    app._driver.send_message(event)
