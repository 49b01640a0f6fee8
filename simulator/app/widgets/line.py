"""A line to type on."""

from __future__ import annotations

from textual.widgets import Input

from simulator import terminal


class Line(Input):
    """An input whose cursor stands still where every blink would travel over a slow line."""

    def on_mount(self) -> None:
        """Blink or not."""
        self.cursor_blink = not terminal.still()
