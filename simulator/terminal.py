"""What kind of terminal this is, asked before Textual is imported (it reads its own settings while it is imported)."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import Literal


def prepare() -> None:
    """Settings that Textual reads at import; what the person set stays.

    iTerm2 loses text from an input method under the keyboard protocol that Textual asks for (tau #550, yazi #4209).
    """
    if os.environ.get("TERM_PROGRAM") == "iTerm.app" and "TMUX" not in os.environ:
        os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
    if remote():
        os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")
        # A sequence that a slow line cuts in two would be taken for Esc and letters after Textual's tenth of a second.
        os.environ.setdefault("ESCDELAY", "300")
    if os.environ.get("NO_COLOR") == "":
        # Set but empty means nothing (no-color.org); Textual would go by it.
        del os.environ["NO_COLOR"]


def remote() -> bool:
    """Whether the screen travels over SSH, where a smooth scroll costs thirty times a plain one."""
    return bool(os.environ.get("SSH_CONNECTION") or os.environ.get("SSH_TTY"))


def still() -> bool:
    """Whether nothing may move by itself: no animation, no blinking cursor."""
    return remote() or os.environ.get("TEXTUAL_ANIMATIONS", "").lower() == "none"


def served() -> bool:
    """Whether the screen is shown in somebody's browser, by `jiefang serve`: they are no users of this machine."""
    return bool(os.environ.get("JIEFANG_SERVED"))


def orphaned() -> bool:
    """Whether the server that showed the screen is gone; `JIEFANG_SERVED` is the number of its process."""
    return served() and os.environ["JIEFANG_SERVED"] != str(os.getppid())


def console(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether it is the console of Linux, whose own fonts have neither Chinese nor most of the marks."""
    return environment.get("TERM") == "linux" and not environment.get("JIEFANG_SERVED")


def colours(environment: Mapping[str, str] = os.environ) -> int:
    """How many colours there are: 0 where none are wanted, 16, 256 or 1 << 24. The same signs as Rich goes by."""
    if environment.get("NO_COLOR"):
        return 0
    forced = {"standard": 16, "256": 256, "truecolor": 1 << 24}.get(environment.get("TEXTUAL_COLOR_SYSTEM", ""))
    if forced is not None:
        return forced
    if environment.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit") or environment.get("WT_SESSION"):
        return 1 << 24
    kind = environment.get("TERM", "")
    return 256 if kind.endswith("256color") or "kitty" in kind else 16


def ground(environment: Mapping[str, str] = os.environ) -> Literal["dark", "light", ""]:
    """What the terminal says of its background; empty where it says nothing."""
    if console(environment):
        return "dark"
    said = environment.get("COLORFGBG", "").rpartition(";")[2]
    return "light" if said in ("7", "15") else "dark" if said.isdigit() else ""


def capable() -> bool:
    """Whether a full screen can be shown: a terminal on both ends that can place a cursor, or a browser."""
    return served() or (
        sys.stdin.isatty()
        and sys.stdout.isatty()
        and sys.stderr.isatty()
        and os.environ.get("TERM", "xterm") not in ("dumb", "")
    )
