"""Keys of one's own: point at what a key does, press Enter, press the new key."""

from __future__ import annotations

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from simulator.app import keymap
from simulator.app.keymap import Mapped
from simulator.app.keys import key
from simulator.app.screens.room import Dialog, Room
from simulator.app.text import joined, spread, words
from simulator.app.widgets.bars import written
from simulator.app.widgets.page import Prose
from simulator.app.widgets.picklist import Picklist
from simulator.figures import capital
from simulator.i18n import _

WIDEST = 96
"""Cells that a line takes at most."""


class KeyList(Picklist):
    """A line a key: what it does, and on the right how it is written."""

    BINDINGS = [key("enter", "take", "换键", "给这一项换一个键", name="keymap.take")]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.keys: list[Mapped] = []

    @property
    def count(self) -> int:
        """How many lines."""
        return len(self.keys)

    def action_number(self, number: int) -> None:
        """Lines here have no numbers."""

    def above(self, index: int, width: int) -> list[Content]:
        """The name of the screen over its first key."""
        screen = self.keys[index].screen
        if index and self.keys[index - 1].screen == screen:
            return []
        heading = words("  " + capital(keymap.title(screen)), "$faint")
        return [Content(""), heading] if index else [heading]

    def row(self, index: int, width: int, *, here: bool) -> list[Content]:
        """One line."""
        found = self.keys[index]
        own = found.keys != found.usual
        names = words(" ".join(written(name) for name in found.keys.split(",")), "bold $indigo" if own else "$indigo")
        what = words(_(found.what), "bold $ink" if here else "$ink")
        return [joined(("▌ " if here else "  ", "$indigo"), spread(what, names, min(width, WIDEST) - 3))]


class KeymapScreen(Room[None]):
    """The keys that can be changed."""

    CSS_PATH = "settings.tcss"
    AUTO_FOCUS = "#keymap"
    BINDINGS = [
        key("r", "usual", "还原", "这一项用回原来的键", name="keymap.usual"),
        key("escape,q", "dismiss", "回去", "回到刚才的地方", name="keymap.back", label="Esc"),
    ]

    def inside(self) -> ComposeResult:
        with Vertical(id="house"):
            yield Prose(id="lead")
            yield KeyList(id="keymap")

    def speak(self) -> None:
        """Say it in the language in use."""
        self.title_bar.show(capital(_("按键")), self.jiefang.own.trainee)
        self.query_one("#lead", Prose).show(words(_("选一项，回车，再按要用的键。改过的键是粗体。"), "$faint"))
        self._fill()

    def about(self) -> str:
        """For the help screen."""
        return _("方向键、回车、Esc 到处都一样，不能改；别的都可以换成顺手的。")

    def _fill(self) -> None:
        keys = self.query_one(KeyList)
        keys.keys = keymap.mapped(dict(self.jiefang.own.keys))
        keys.renew(keys.at)

    @on(Picklist.Taken)
    def _taken(self, event: Picklist.Taken) -> None:
        changed = self.query_one(KeyList).keys[event.index]

        def pressed(new: str | None) -> None:
            if new is not None:
                self._use(changed, new)

        self.app.push_screen(PressScreen(changed), pressed)

    def _use(self, changed: Mapped, new: str) -> None:
        every = self.query_one(KeyList).keys
        if new in keymap.RESERVED:
            self.notify(_("{key} 到处都有用，不能换给别的。", key=written(new)), severity="warning", markup=False)
            return
        other = keymap.taken_by(new, changed, every)
        if other is not None:
            text = _("{key} 已经用来：{what}", key=written(new), what=_(other.what))
            self.notify(text, severity="warning", markup=False)
            return
        self._keep(changed, new)

    def _keep(self, changed: Mapped, new: str) -> None:
        own = {name: keys for name, keys in self.jiefang.own.keys if name != changed.id}
        if new != changed.usual:
            own[changed.id] = new
        self.jiefang.use(self.jiefang.own._replace(keys=tuple(own.items())))
        self._fill()

    def action_usual(self) -> None:
        """The key that the program has for it."""
        keys = self.query_one(KeyList)
        if keys.keys:
            self._keep(keys.keys[keys.at], keys.keys[keys.at].usual)


class PressScreen(Dialog[str | None], inherit_bindings=False):
    """Wait for one key; Esc changes nothing. No key means anything else here, so every one can be taken."""

    CSS_PATH = "dialogs.tcss"

    def __init__(self, changed: Mapped) -> None:
        super().__init__()
        self._changed = changed

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"):
            yield Prose(classes="sheet-title")
            yield Prose(classes="sheet-foot")

    def speak(self) -> None:
        """Say it in the language in use."""
        self.query_one(".sheet-title", Prose).show(words(_(self._changed.what), "bold"))
        self.query_one(".sheet-foot", Prose).show(words(_("按下要用的键。Esc 不改"), "$faint"))

    def on_key(self, event: events.Key) -> None:
        """Take the key before any binding does."""
        event.stop()
        event.prevent_default()
        self.dismiss(None if event.key == "escape" else event.key)

    async def leave(self) -> None:
        """Change nothing."""
        self.dismiss(None)
