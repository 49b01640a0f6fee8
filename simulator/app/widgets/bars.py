"""The first and the last line of every screen: where am I, and what can I do."""

from __future__ import annotations

from typing import NamedTuple

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.dom import DOMNode
from textual.screen import Screen

from simulator.app.text import joined, spread, words
from simulator.app.widgets.page import Page
from simulator.figures import capital
from simulator.i18n import _


class TitleBar(Page):
    """The name of the house, where one is, and on the right what the screen wants to say."""

    DEFAULT_CSS = "TitleBar { height: 1; padding: 0 1; background: $ground; }"

    def __init__(self) -> None:
        super().__init__()
        self._where = ""
        self._right: tuple[str, ...] = ()

    def show(self, where: str = "", *right: str) -> None:
        """Show a place, and on the right some words, apart."""
        self._where = where
        self._right = right
        self.relay()

    def lines(self, width: int) -> list[Content]:
        """One line."""
        left = joined((_("接访台"), "bold $ink"), ("  " + self._where if self._where else "", "$faint"))
        return [spread(left, words("  ·  ".join(part for part in self._right if part), "$faint"), width)]


class Hint(NamedTuple):
    """A key in the key bar, and what a click on it runs, as the key would: seen from the widget that has the key."""

    label: str
    text: str
    action: str
    node: DOMNode


LABELS = {
    "enter": "↵", "escape": "Esc", "question_mark": "?", "f1": "F1", "slash": "/", "space": "空格",
    "up": "↑", "down": "↓", "left": "←", "right": "→", "pageup": "PgUp", "pagedown": "PgDn", "backspace": "⌫",
    "delete": "Del", "home": "Home", "end": "End", "tab": "Tab", "colon": ":", "comma": ",", "full_stop": ".",
}  # fmt: skip


def name_of(binding: Binding) -> str:
    """How the key of a binding is written."""
    return _(binding.key_display) if binding.key_display else written(binding.key)


def written(name: str) -> str:
    """How a key is written, from Textual's name of it."""
    parts = name.split("+")
    last = LABELS.get(parts[-1], parts[-1])
    return "+".join([*(part.capitalize() for part in parts[:-1]), _(last) if parts[-1] in LABELS else last])


class KeyBar(Page):
    """The keys that do something now. What does not fit is still on the help screen."""

    DEFAULT_CSS = "KeyBar { height: 1; padding: 0 1; background: $ground; }"

    def __init__(self) -> None:
        super().__init__()
        self._spans: list[tuple[int, int, Hint]] = []

    def on_mount(self) -> None:
        """Follow the screen's keys."""
        self.screen.bindings_updated_signal.subscribe(self, self._renew)

    def _renew(self, _screen: Screen[object]) -> None:
        self.relay()

    def _hints(self) -> list[Hint]:
        found: dict[str, Hint] = {}
        for active in self.screen.active_bindings.values():
            binding = active.binding
            if binding.show and active.enabled and binding.id and binding.action not in found:
                label = name_of(binding)
                found[binding.action] = Hint(label, capital(_(binding.description)), binding.action, active.node)
        return list(found.values())

    def lines(self, width: int) -> list[Content]:
        """As many keys as fit; the help key always."""
        hints = self._hints()
        last = [hint for hint in hints if hint.action.endswith("help")]
        rest = [hint for hint in hints if hint not in last]
        made = [self._hint(hint) for hint in rest]
        end = self._hint(last[0]) if last else Content("")
        line = Content("")
        self._spans = []
        # Closer together where they would not all fit.
        whole = sum(piece.cell_length + 3 for piece in made) + end.cell_length
        wide = 3 if whole <= width else 2
        for hint, piece in zip(rest, made, strict=True):
            gap = wide if line else 0
            if line.cell_length + gap + piece.cell_length + end.cell_length + wide > width:
                break
            line = joined(line, " " * gap, piece)
            self._spans.append((line.cell_length - piece.cell_length, line.cell_length, hint))
        if last:
            self._spans.append((width - end.cell_length, width, last[0]))
        return [spread(line, end, width)]

    @staticmethod
    def _hint(hint: Hint) -> Content:
        return joined((hint.label, "$indigo"), (f" {hint.text}", "$faint"))

    async def on_click(self, event: events.Click) -> None:
        """A click on a key is the key."""
        place = event.get_content_offset(self)
        for start, end, hint in self._spans:
            if place is not None and start <= place.x < end:
                await self.app.run_action(hint.action, hint.node)


class Banner(Page):
    """Something the trainee must know and can do nothing about now; the visit goes on."""

    DEFAULT_CSS = """
    Banner { height: auto; max-height: 3; padding: 0 1; background: $surface; display: none; }
    Banner.-shown { display: block; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._text = ""

    def show(self, text: str) -> None:
        """Show a sentence; empty takes the banner away."""
        self._text = text
        self.set_class(bool(text), "-shown")
        self.relay()

    def lines(self, width: int) -> list[Content]:
        """The sentence."""
        from simulator.app.wrapping import hung

        return hung(words(self._text, "$gamboge"), width, words("▌ ", "$gamboge"), words("▌ ", "$gamboge"))
