"""What `y` copies: the text that is marked, or else everything that can be read on the screen."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen

from simulator.app.widgets.bars import Banner, KeyBar, TitleBar
from simulator.app.widgets.page import Page


def text_of(screen: Screen[Any]) -> str:
    """The marked text; without any, that of every part of the screen that is shown, scrolled out of view or not."""
    marked = screen.get_selected_text()
    if marked:
        return marked
    parts = []
    for page in screen.query(Page):
        shown = page.display and page.region.area and not isinstance(page, TitleBar | KeyBar | Banner)
        if shown and all(above.display for above in page.ancestors if hasattr(above, "display")):
            parts.append("\n".join(line.plain.rstrip() for line in page.laid(page.room)).strip("\n"))
    return "\n\n".join(part for part in parts if part.strip())
