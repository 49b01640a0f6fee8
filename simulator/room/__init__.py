"""The phones of a debrief: one page on which people vote, wait, see the histogram and read what was said.

Knows nothing of the debrief, of sessions or of the screen. The facilitator's program says what is to be shown and gets
the votes by a callback, each before its sender is told that it counts:

    server = RoomServer(parse("192.168.1.5"), Admission.new(), "zh", on_vote=store.append)   # in an event loop
    room = RoomThread(server)                                                               # or in a thread of its own
    room.start()
    room.show(Showing(Voting(question, round=1)))

Needs the extra `room` (aiohttp, jinja2, segno); `require` says so where it is missing.

    showing     what the page is to show, as values
    votes       the votes of a round: one a device, changed until the round is locked
    place       where the server listens, and what that means for those who join
    join        the code at the door, and the token by which a device is known again
    limits      how often an address or a device may ask
    gathering   who is there, what is shown, what was voted; no network
    page        the page: templates, style, script, words
    guard       hosts, origins, headers, idle connections
    stream      what changes is pushed to open pages
    handlers    what requests do
    server      the room as the facilitator's program has it
    thread      the server in a thread of its own
    qr          the way in as a picture for a terminal
"""

from __future__ import annotations

from importlib.util import find_spec

from simulator.errors import UserError
from simulator.i18n import _


def require() -> None:
    """Check that what the room needs is installed.

    Raises:
        UserError: it is not; says how to install it.
    """
    if any(find_spec(name) is None for name in ("aiohttp", "jinja2", "segno")):
        raise UserError(_("用手机投票还要装几个软件包。"), _("装上它们：pip install 'jiefang[room]'"))
