"""The map of the scenario as text: scenes by depth, the best line, what cannot be come to, where one is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.content import Content

from scenarios.play import Play
from scenarios.scene_map import SceneMap, scene_map
from simulator.app.keys import key
from simulator.app.preview.map_list import MapList
from simulator.app.screens.room import Room
from simulator.app.text import joined, stacked, words
from simulator.app.widgets.page import Prose
from simulator.app.widgets.picklist import Picklist
from simulator.graph.labels import Labels
from simulator.i18n import _
from simulator.preview.layout import MapRow, rows

if TYPE_CHECKING:
    from scoring.evaluate import Evaluator


class MapScreen(Room["str | None"]):
    """Gives the scene to go to, or None."""

    CSS_PATH = "preview.tcss"
    AUTO_FOCUS = "#map-list"
    BINDINGS = [key("escape,m,q", "dismiss(None)", "回去", "回到接访", name="map.close", label="Esc")]

    def __init__(self, play: Play, evaluator: Evaluator | None) -> None:
        super().__init__()
        self._edition = play.engine.program.edition
        self._here = play.node.id
        self._walked = frozenset(play.engine.node(step.before).id for step in play.steps)
        self._map = _drawn(play, evaluator)
        self._rows: Sequence[MapRow] = rows(self._map)

    def inside(self) -> ComposeResult:
        yield Prose(id="map-head")
        yield MapList(id="map-list")
        yield Prose(id="map-said")

    def about(self) -> str:
        """For the help screen."""
        return _("场景按先后缩进。↵ 走一条路到标着的场景。")

    def speak(self) -> None:
        """Say it in the language in use."""
        labels = Labels(self._edition)
        self.title_bar.show(labels.title())
        self.query_one("#map-head", Prose).show(self._legend())
        listed = self.query_one(MapList)
        first = not listed.count
        listed.show(self._rows, labels, self._here, self._walked)
        if first:
            at = next((n for n, row in enumerate(self._rows) if row.place.id == self._here), 0)
            listed.renew(at)
        self._say()

    def _legend(self) -> Content:
        best = joined(("● ", "$malachite"), (_("最好的一条路"), "$faint")) if self._map.has_best else words("")
        known = words(_("求解了才知道最好的一条路"), "$faint") if not self._map.has_best else words("")
        pieces = [joined(("▶ ", "$indigo"), (_("现在这里"), "$faint")), joined(("· ", "$ink"), (_("走过"), "$faint"))]
        pieces += [best or known, words(_("灰的走不到"), "$faint")]
        return Content("   ").join(piece for piece in pieces if piece)

    def _say(self) -> None:
        """What is said at the place that is pointed at, and the ways on from there with what they need."""
        listed = self.query_one(MapList)
        if not listed.count:
            return
        labels, place = Labels(self._edition), self._rows[listed.at].place
        said = labels.whole(place)
        lines = [words(said, "$ink")] if said else []
        for connection in self._map.connections:
            if connection.source == place.id:
                ways = "  ".join(labels.connection(connection))
                lines.append(joined((f"→ {connection.to}  ", "$malachite" if connection.best else "$indigo"),
                                    (ways, "$faint")))  # fmt: skip
        self.query_one("#map-said", Prose).show(stacked(lines))

    @on(MapList.Pointed)
    def _pointed(self, event: MapList.Pointed) -> None:
        event.stop()
        self._say()

    @on(Picklist.Taken)
    def _taken(self, event: Picklist.Taken) -> None:
        event.stop()
        self.dismiss(self._rows[event.index].place.id)


def _drawn(play: Play, evaluator: Evaluator | None) -> SceneMap:
    if evaluator is None:
        return scene_map(play.engine.program.edition)
    from scoring.solved_map import solved_map

    return solved_map(evaluator)
