"""What a screen looks like as output for a terminal: first the whole, then only what has changed.

Textual's own writes are not taken as they come: how a change is spread over several of them goes by the clock of the
machine, and the same visit must give the same bytes. Lines and styles are Textual's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from rich.console import Console
from rich.control import Control
from rich.segment import Segment
from textual.strip import Strip

if TYPE_CHECKING:
    from textual.app import App

Line = list[Segment]

BEGIN = "\x1b[?25l\x1b[0m\x1b[2J"
"""Hide the cursor and clear the screen, as the app does when it starts."""

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


class Frames:
    """The frames of an app, each as output that makes it from the one before."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        # Always all colours, whatever terminal the program itself runs in.
        self._console = Console(color_system="truecolor", force_terminal=True, legacy_windows=False)
        self._lines: list[Line] = []

    def next(self) -> str:
        """The output for what the screen shows now; empty where that is what was there before."""
        lines = shown(self._app)
        output = "".join(self._changed(lines)) if self._lines else BEGIN + "".join(self._whole(lines))
        self._lines = lines
        return output

    def end(self) -> str:
        """What gives the terminal back: the cursor below what is shown, or on its last line where nothing is below."""
        return f"\x1b[0m{Control.move_to(0, self._app.size.height).segment.text}\x1b[?25h"

    def _whole(self, lines: list[Line]) -> Iterator[str]:
        for row, line in enumerate(lines):
            yield self._output(0, row, line)

    def _changed(self, lines: list[Line]) -> Iterator[str]:
        for row, (old, new) in enumerate(zip(self._lines, lines, strict=True)):
            if old != new:
                start = _common(old, new)
                stop = _common(old[start:][::-1], new[start:][::-1])
                yield self._output(_cells(new[:start]), row, new[start : len(new) - stop])

    def _output(self, column: int, row: int, line: Line) -> str:
        return Control.move_to(column, row).segment.text + Strip(line).simplify().render(self._console)


def shown(app: App[Any]) -> list[Line]:
    """The lines of the screen as pieces of text with their styles, without anything a terminal would obey."""
    screen = app.screen
    update = screen._compositor.render_update(full=True, screen_stack=app._background_screens)
    return [[_plain(piece) for strip in strips for piece in strip] for strips in update.strips]  # type: ignore[union-attr]


def _plain(piece: Segment) -> Segment:
    style = piece.style
    if style is not None:
        style = style.clear_meta_and_links()
    return Segment(_CONTROL.sub("", piece.text), style)


def _common(one: Line, other: Line) -> int:
    """How many pieces at the start are the same."""
    count = 0
    for first, second in zip(one, other, strict=False):
        if first != second:
            break
        count += 1
    return count


def _cells(line: Line) -> int:
    return sum(cell_len(piece.text) for piece in line)
