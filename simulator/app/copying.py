"""What is copied: the text that is marked, or else everything that can be read on the screen. Never its frame.

It goes to the terminal as OSC 52, which reaches the person's own clipboard, over SSH too, where the terminal takes it.
Whether it did nobody can know; so what was done is said, and in tmux what tmux needs for it.
"""

from __future__ import annotations

import os
import re
from typing import Any
from unicodedata import category

from textual.screen import Screen

from simulator.app.text import clean
from simulator.i18n import _

LONGEST = 74_994
"""Bytes that the strictest of the common terminals takes with OSC 52: 100,000 characters of Base64, less its frame."""

_LEADS = re.compile(r"[\s\u00a0]*›\s*$")
"""The sign of a line that leads further."""

_BAR = re.compile("[▌▎▏▐]")
"""The bar at the side of what is pointed at, or was said by oneself."""

_FRAME = re.compile("[\u2500-\u257f]+")
"""Box drawing."""


def unframed(text: str) -> str:
    r"""A text as it was on the screen without bars, rules, frames and the blanks of its layout.

    Example:
        >>> unframed("   您  ▎您先坐。\n   ────┬────\n  反映内容   │ 1 □ 坏了两个月")
        '您  您先坐。\n反映内容  1 □ 坏了两个月'
    """
    lines = [_unframed(line) for line in clean(text).split("\n")]
    kept = [
        line for number, line in enumerate(lines) if line or (number and lines[number - 1] and number < len(lines) - 1)
    ]
    return "\n".join(kept).strip("\n")


def _unframed(line: str) -> str:
    bare = _FRAME.sub("  ", _BAR.sub("", _LEADS.sub("", line)))
    parts = [part.strip() for part in re.split(r"\s{3,}|\u00a0", bare)]
    return "  ".join(part for part in parts if part)


def text_of(screen: Screen[Any]) -> str:
    """The marked text; without any, that of every part of the screen that is shown, scrolled out of view or not."""
    from simulator.app.widgets.bars import Banner, KeyBar, TitleBar
    from simulator.app.widgets.page import Page

    marked = screen.get_selected_text()
    if marked:
        return unframed(marked)
    parts = []
    for page in screen.query(Page):
        shown = page.display and page.region.area and not isinstance(page, TitleBar | KeyBar | Banner)
        if shown and all(above.display for above in page.ancestors if hasattr(above, "display")):
            parts.append(unframed("\n".join(line.plain for line in page.laid(page.room))))
    return "\n\n".join(part for part in parts if part.strip())


def said_of(text: str) -> str:
    """What is said of a text that was copied: how much it was, how it went, and what may keep it from arriving."""
    shown = sum(category(character)[0] != "Z" and character != "\n" for character in text)
    parts = [_("已复制 {n} 个字，交给终端的剪贴板（OSC 52）。", n=shown)]
    if len(text.encode()) > LONGEST:
        parts.append(_("太长了，有的终端不收；可以用鼠标选一段。"))
    if os.environ.get("TMUX"):
        parts.append(_("tmux 里粘不出来的话：tmux set -g set-clipboard on"))
    from simulator.errors import sentences

    return sentences(*parts)
