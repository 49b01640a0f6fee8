"""What kind of terminal this is, asked before Textual is imported (it reads its own settings while it is imported)."""

from __future__ import annotations

import os
import sys


def prepare() -> None:
    """Settings that Textual reads at import; what the person set stays.

    iTerm2 loses text from an input method under the keyboard protocol that Textual asks for (tau #550, yazi #4209).
    """
    if os.environ.get("TERM_PROGRAM") == "iTerm.app" and "TMUX" not in os.environ:
        os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
    if remote():
        os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")


def remote() -> bool:
    """Whether the screen travels over SSH, where a smooth scroll costs thirty times a plain one."""
    return bool(os.environ.get("SSH_CONNECTION") or os.environ.get("SSH_TTY"))


def still() -> bool:
    """Whether nothing may move by itself: no animation, no blinking cursor."""
    return remote() or os.environ.get("TEXTUAL_ANIMATIONS", "").lower() == "none"


def served() -> bool:
    """Whether the screen is shown in somebody's browser, by `jiefang serve`: they are no users of this machine."""
    return os.environ.get("JIEFANG_SERVED", "") == "1"


def capable() -> bool:
    """Whether a full screen can be shown: a terminal on both ends that can place a cursor, or a browser."""
    return served() or (
        sys.stdin.isatty()
        and sys.stdout.isatty()
        and sys.stderr.isatty()
        and os.environ.get("TERM", "xterm") not in ("dumb", "")
    )
