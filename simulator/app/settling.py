"""Waiting until an app that nobody sits at has come to rest, so that its screen is the same every time."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from simulator.app.widgets.choices import Choices

if TYPE_CHECKING:
    from textual.app import App
    from textual.message_pump import MessagePump
    from textual.pilot import Pilot

QUIET = 3
"""Looks in a row that must find nothing going on."""


async def settled(pilot: Pilot[Any]) -> None:
    """Return when nothing is computed, waited for or to be drawn any more; at once where the app has failed."""
    app = pilot.app
    quiet = 0
    while quiet < QUIET and app._exception is None:
        await pilot._wait_for_screen()
        # Drawing waits for the next sixtieth of a second; there is nobody to wait for.
        app.screen._on_timer_update()
        if _at_rest(app):
            quiet += 1
        else:
            quiet = 0
            await asyncio.sleep(0.001)


def _at_rest(app: App[Any]) -> bool:
    screen = app.screen
    pumps: list[MessagePump] = [app, *screen.walk_children(with_self=True)]
    drawn = not (screen._layout_required or screen._scroll_required or screen._repaint_required)
    return (
        drawn
        and not screen._dirty_widgets
        and not screen._callbacks
        and screen._compositor.size == app.size
        and not app.animator._animations
        and all(worker.is_finished for worker in app.workers)
        and all(choices.taken is None for choices in screen.query(Choices))
        and all(not pump.message_queue_size and not pump._next_callbacks for pump in pumps)
    )
