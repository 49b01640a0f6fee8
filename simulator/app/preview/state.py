"""A state by hand: meters, the sympathy streak, flags and facts on one sheet."""

from __future__ import annotations

from dataclasses import replace

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from scenarios.vocabulary import vocabulary
from simulator import moments
from simulator.app.keys import key
from simulator.app.screens.room import Dialog
from simulator.app.text import joined, words
from simulator.app.widgets.page import Prose
from simulator.app.widgets.picklist import Picklist
from simulator.i18n import _, language
from simulator.preview.beginning import Beginning, Settable

MOST_SYMPATHY = 2
KINDS = ("flags", "facts", "choices", "visited")
MANY = 1_000
"""As often as it may be: a choice that is set as taken is used up."""


def _named(kind: str) -> str:
    return {"flags": _("标志"), "facts": _("事实"), "choices": _("选过的"), "visited": _("到过的")}[kind]


class StateSheet(Picklist, inherit_bindings=False):
    """A row for each thing that can be set.

    Attributes:
        state: as it is set now.
    """

    BINDINGS = [
        key("up", "move(-1)", "上移", "上一项", name="list.up", show=False),
        key("down", "move(1)", "下移", "下一项", name="list.down", show=False),
        key("left,minus", "turn(-1)", "减", "减一，或去掉", name="state.less", show=False),
        key("right,plus,equals_sign", "turn(1)", "加", "加一，或设上", name="state.more", show=False),
        key("space", "switch", "换", "设上或去掉", name="state.switch", show=False),
        key("enter", "take", "好了", "照这样", name="state.take", show=False),
    ]

    def __init__(self, state: Beginning, names: Settable) -> None:
        super().__init__(id="state-list")
        self.state = state
        self._rows = [("meter", meter) for meter in moments.METERS] + [("sympathy", "")]
        for kind in KINDS:
            self._rows += [(kind, name) for name in getattr(names, kind)]

    @property
    def count(self) -> int:
        """How many rows."""
        return len(self._rows)

    def above(self, index: int, width: int) -> list[Content]:
        """A heading where another kind of thing begins."""
        kind = self._rows[index][0]
        if kind in ("meter", "sympathy") or (index and self._rows[index - 1][0] == kind):
            return []
        return [words(" "), words("  " + _named(kind), "$faint")]

    def row(self, index: int, width: int, *, here: bool) -> list[Content]:
        """The thing and how it is set."""
        kind, name = self._rows[index]
        mark = words("▌ " if here else "  ", "$indigo")
        if kind == "meter":
            value = self.state.meters[moments.METERS.index(name)]
            shown = vocabulary().meters[name].name.text(language())
            band = moments.band(name, value).name.text(language())
            return [joined(mark, (f"{value:>2} ", "bold $indigo"), shown, (f"  {band}", "$faint"))]
        if kind == "sympathy":
            return [joined(mark, (f"{self.state.sympathy:>2} ", "bold $indigo"), _("接连表示理解的次数"))]
        on = self._is_set(kind, name)
        return [joined(mark, (" ■ " if on else " □ ", "$indigo" if on else "$faint"), (name, "bold" if on else ""))]

    def action_turn(self, by: int) -> None:
        """A meter up or down; a flag or fact set or not."""
        kind, name = self._rows[self.at]
        state = self.state
        if kind == "meter":
            place = moments.METERS.index(name)
            values = [min(10, max(0, value + by * (at == place))) for at, value in enumerate(state.meters)]
            self.state = replace(state, meters=(values[0], values[1], values[2]))
        elif kind == "sympathy":
            self.state = replace(state, sympathy=min(MOST_SYMPATHY, max(0, state.sympathy + by)))
        elif kind == "choices":
            others = {entry for entry in state.taken if entry[0] != name}
            disclosed = state.disclosed | {name} if by > 0 else state.disclosed - {name}
            taken = others | ({(name, MANY)} if by > 0 else set())
            self.state = replace(state, taken=frozenset(taken), disclosed=frozenset(disclosed))
        else:
            had = getattr(state, kind)
            self.state = replace(state, **{kind: had | {name} if by > 0 else had - {name}})
        self.redraw(self.at)

    def _is_set(self, kind: str, name: str) -> bool:
        if kind == "choices":
            return any(taken == name for taken, _count in self.state.taken)
        return kind in KINDS and name in getattr(self.state, kind)

    def action_switch(self) -> None:
        """Set it or take it away."""
        self.action_turn(-1 if self._is_set(*self._rows[self.at]) else 1)


class StateScreen(Dialog["Beginning | None"]):
    """Gives the state that was set."""

    CSS_PATH = "preview.tcss"
    AUTO_FOCUS = "#state-list"
    BINDINGS = [key("escape", "dismiss(None)", "关上", "", name="state.close", label="Esc")]

    def __init__(self, state: Beginning, names: Settable) -> None:
        super().__init__()
        self._sheet = StateSheet(state, names)

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"):
            yield Prose(classes="sheet-title")
            yield self._sheet
            yield Prose(classes="sheet-foot")

    def speak(self) -> None:
        """Say it in the language in use."""
        title = _("在 {scene} 的状态", scene=self._sheet.state.scene)
        self.query_one(".sheet-title", Prose).show(words(title, "bold"))
        text = _("←→ 拨   空格 设上或去掉   ↵ 照这样   Esc 不改")
        self.query_one(".sheet-foot", Prose).show(words(text, "$faint"))
        self._sheet.renew(self._sheet.at)

    @on(Picklist.Taken)
    def _taken(self, event: Picklist.Taken) -> None:
        event.stop()
        self.dismiss(self._sheet.state)
