"""Nothing on screen is cut off at its side: what is longer than its place is broken, or ends in an ellipsis."""

from __future__ import annotations

from textual.widgets import Button

from simulator.app.app import JiefangApp
from simulator.app.widgets.page import Page

LEAST = (60, 20)
"""The smallest window in which everything has its place."""


def is_whole(app: JiefangApp) -> None:
    """Look at every widget that is shown.

    Raises:
        AssertionError: a line or the label of a button is wider than its place.
    """
    if app.size.width < LEAST[0] or app.size.height < LEAST[1]:
        return
    for page in app.screen.query(Page):
        if page.region and page.room > 0:
            for line in page.laid(page.room):
                assert line.cell_length <= page.room, f"{page!r} at {app.size}: {line.plain!r} in {page.room} cells"
    for button in app.screen.query(Button):
        if button.region:
            wide = button.label.cell_length
            assert wide <= button.content_region.width, f"{button!r} at {app.size}: {button.label!r}"
