"""To any scene: a list to search, and how to come there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input

from scenarios.model import Text
from scenarios.scene_map import scene_map
from scenarios.text import fill
from simulator.app.keys import key
from simulator.app.screens.room import Dialog
from simulator.app.text import cut, joined, words
from simulator.app.widgets.line import Line
from simulator.app.widgets.page import Prose
from simulator.app.widgets.picklist import Picklist
from simulator.i18n import _, language
from simulator.preview.workbench import Workbench


@dataclass(frozen=True, slots=True)
class Destination:
    """A scene or an ending one can go to; `said` is the first thing said there."""

    id: str
    kind: str
    said: str


def destinations(bench: Workbench) -> list[Destination]:
    """All of them, in file order."""
    from simulator.graph.labels import kind_name

    play = bench.play
    assert play is not None
    edition = play.engine.program.edition

    def said(text: Text | None) -> str:
        return fill(text, edition.variant, (), language()) if text is not None else ""

    places = scene_map(edition).places
    return [Destination(place.id, kind_name(place.kind), said(place.text)) for place in places.values()]


class Destinations(Picklist):
    """The scenes that fit what was typed."""

    def __init__(self, here: str) -> None:
        super().__init__(id="jump-list")
        self.shown: tuple[Destination, ...] = ()
        self._here = here

    @property
    def count(self) -> int:
        """How many."""
        return len(self.shown)

    def row(self, index: int, width: int, *, here: bool) -> list[Content]:
        """Id, kind, first words."""
        place = self.shown[index]
        mark = ("▌ " if here else "  ", "$indigo")
        own = ("● " if place.id == self._here else "", "$indigo")
        head = joined(mark, own, (place.id, "bold" if here else ""), "  ", (place.kind, "$faint"), "  ")
        return [joined(head, (cut(place.said, max(0, width - head.cell_length)), "$faint"))]


class JumpScreen(Dialog[tuple[str, str] | None]):
    """Gives (scene, `way`, `here` or `state`): by a visit that comes there, as one is now, or with a state by hand."""

    CSS_PATH = "preview.tcss"
    AUTO_FOCUS = "#jump-input"
    BINDINGS = [
        key("escape", "dismiss(None)", "关上", "", name="jump.close", label="Esc"),
        key("up", "move(-1)", "上移", "", name="jump.up", show=False, first=True),
        key("down", "move(1)", "下移", "", name="jump.down", show=False, first=True),
        key("tab", "go('here')", "原样", "", name="jump.here", show=False, first=True),
        key("ctrl+e", "go('state')", "状态", "", name="jump.state", show=False, first=True),
    ]

    def __init__(self, places: Sequence[Destination], here: str) -> None:
        super().__init__()
        self._places = tuple(places)
        self._here = here

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"):
            yield Prose(classes="sheet-title")
            yield Line(id="jump-input", max_length=60)
            yield Destinations(self._here)
            yield Prose(classes="sheet-foot")

    def on_mount(self) -> None:
        """All of them at first."""
        super().on_mount()
        self._list.can_focus = False
        self._list.shown = self._places
        self._list.renew()

    @property
    def _list(self) -> Destinations:
        return self.query_one(Destinations)

    def speak(self) -> None:
        """Say it in the language in use."""
        self.query_one(".sheet-title", Prose).show(words(_("跳到哪里"), "bold"))
        self.query_one("#jump-input", Input).placeholder = _("场景编号或里面的话")
        text = _("↵ 走一条路过去   Tab 带着现在的状态   Ctrl-E 先拨好状态   Esc 关上")
        self.query_one(".sheet-foot", Prose).show(words(text, "$faint"))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        wanted = event.value.strip().casefold()
        own = [p for p in self._places if wanted in p.id.casefold()]
        also = [p for p in self._places if p not in own and wanted in f"{p.said} {p.kind}".casefold()]
        self._list.shown = (*own, *also)
        self._list.renew()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_go("way")

    @on(Picklist.Taken)
    def _taken(self, event: Picklist.Taken) -> None:
        event.stop()
        self.action_go("way")

    def action_move(self, by: int) -> None:
        """Point at another one."""
        self._list.action_move(by)

    def action_go(self, how: str) -> None:
        """Go there."""
        if self._list.count:
            self.dismiss((self._list.shown[self._list.at].id, how))
