"""The game in a browser: `jiefang serve`. Every visitor has a process and a record of their own.

    place, code, key -> server -> for each open page a game process

Needs the extra `web` (textual-serve and what a debrief's room needs); `require` says so where it is missing.

    homes       who comes, and the folder in which their record is kept
    process     one game in a process of its own, its screen on a web socket
    pages       the door, the page of the game, refusals
    handlers    what requests do
    server      opened, told of, closed in good order
"""

from __future__ import annotations

from importlib.util import find_spec

from simulator.errors import UserError
from simulator.i18n import _


def require() -> None:
    """Check that what serving needs is installed.

    Raises:
        UserError: it is not; says how to install it.
    """
    if any(find_spec(name) is None for name in ("aiohttp", "jinja2", "segno", "textual_serve")):
        raise UserError(_("在浏览器里玩还要装几个软件包。"), _("装上它们：pip install 'jiefang[web]'"))
