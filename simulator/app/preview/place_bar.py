"""Where in the story one is: scene, kind of state, file and line."""

from __future__ import annotations

from pathlib import Path

from textual.content import Content

from scenarios.diagnostic import Mark
from simulator.app.text import joined, spread, words
from simulator.app.widgets.page import Page
from simulator.i18n import _
from simulator.preview.workbench import Workbench


class PlaceBar(Page):
    """One line: the scene, whether a visit can stand so, and how many findings there are."""

    DEFAULT_CSS = "PlaceBar { height: 1; padding: 0 1; }"

    def __init__(self) -> None:
        super().__init__()
        self._scene = self._state = self._place = ""
        self._found = Content("")

    def show(self, bench: Workbench, mark: Mark | None, left: float | None) -> None:
        """Show where one is.

        Args:
            bench: the visit.
            mark: where the scene stands in the file.
            left: the best score still possible, None where that is unknown.
        """
        play = bench.play
        self._scene = play.node.id if play is not None else ""
        self._place = f"{Path(mark.file).name}:{mark.line}" if mark is not None else ""
        self._state = self._told(bench, left)
        self.relay()

    @staticmethod
    def _told(bench: Workbench, left: float | None) -> str:
        if bench.evaluator is not None and bench.play is not None and not bench.play.ended and left is None:
            return _("没有一次来访会是这样，值多少不知道")
        return _("手拨的状态") if bench.set_up else ""

    def count(self, found: Content) -> None:
        """Say how many findings there are."""
        self._found = found
        self.relay()

    def lines(self, width: int) -> list[Content]:
        """One line."""
        left = joined((self._scene, "bold $ink"), "  ", (self._place, "$faint"), "  ", (self._state, "$gamboge"))
        return [spread(left, self._found, width)] if self._scene else [words(_("文件还读不出来"), "$gamboge")]
