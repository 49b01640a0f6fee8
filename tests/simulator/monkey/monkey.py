"""A monkey before the real app: what it tries next, and where it has been."""

from __future__ import annotations

import json
import random
from collections import Counter

from textual.geometry import Region
from textual.widgets import Input

from simulator.app.app import JiefangApp

SIZES = ("80x24", "80x24", "60x20", "200x60", "132x34", "76x23", "100x50", "40x10", "12x4")
"""Windows of people, and some in which nothing has room."""

KEYS = (
    "up", "down", "left", "right", "enter", "escape", "tab", "shift+tab", "space", "home", "end", "pageup", "pagedown",
    "backspace", "delete", "f1", "question_mark", "ctrl+s", "ctrl+p", "ctrl+e", "ctrl+a", "ctrl+u", "ctrl+left", "f5",
    "ctrl+z", *"abcdefghijklmnopqrstuvwxyzN123456789",
)  # fmt: skip
"""Keys it presses without looking."""

LETTERS = "abehilnoqrstuwxy灯表访记录分先。，“”ｆ１e\u0301👩\u200d🔧 0123456789[]"
"""What it types: no slash and no tilde, since it must not find its way out of its own folder."""

SCRAPS = (
    "您好，我想问问。",
    "[bold red]x[/] {y} %s",
    "a\nb\tc\r\nd",
    "\x1b[31m\x07\x00\u202e!",
    "灯" * 300,
    "",
    "🙂\u200b",
)
"""What it pastes."""

RARELY = frozenset({"quit", "app.quit"})
"""Leaving is right at any time, but it takes a while to come back."""

ODDS = (62, 20, 7, 3, 2, 2, 1, 3)
"""In hundredths: a key that means something, a click, any key, typing, pasting, the wheel, dragging, another size."""

BORED = 25
"""Actions on one screen after which it wants to get away."""


class Monkey:
    """Chooses by chance, and rather what it has tried least on the screen it sees, or what led it to rare screens.

    Attributes:
        trail: everything it did, to be done again.
        screens: how often which class of screen was on top.
    """

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self._tried: Counter[tuple[str, str]] = Counter()
        self._leads: dict[tuple[str, str], str] = {}
        self._last = ("", "")
        self._here = 0
        self.trail: list[str] = []
        self.screens: Counter[str] = Counter()

    def think(self, app: JiefangApp) -> str:
        """What to do next."""
        where = type(app.screen).__name__
        self.screens[where] += 1
        self._here = self._here + 1 if where == self._last[0] else 0
        self._leads[self._last] = where
        action = self._thought(app, where)
        self._last = where, action
        self.trail.append(action)
        return action

    def _thought(self, app: JiefangApp, where: str) -> str:
        if self._here > BORED and self._chance.random() < 0.3:
            return "key escape"
        if isinstance(app.focused, Input) and self._chance.random() < 0.25:
            return self._typed(8)
        match self._chance.choices(("useful", "click", "key", "type", "paste", "wheel", "drag", "size"), ODDS)[0]:
            case "useful":
                return self._useful(app, where)
            case "type":
                return self._typed(4)
            case "paste":
                return "paste " + json.dumps(self._chance.choice(SCRAPS), ensure_ascii=False)
            case other:
                return f"{other} {self._blindly(app, other)}"

    def _blindly(self, app: JiefangApp, kind: str) -> str:
        """Where to, or what, without looking at what it means."""
        return {
            "click": lambda: self._target(app),
            "key": lambda: self._chance.choice(KEYS),
            "wheel": lambda: f"{self._target(app)} {self._chance.randint(0, 1)}",
            "drag": lambda: f"{self._target(app)} {self._target(app)}",
            "size": lambda: self._chance.choice(SIZES),
        }[kind]()

    def _typed(self, most: int) -> str:
        letters = self._chance.choices(LETTERS, k=self._chance.randint(1, most))
        return "type " + json.dumps("".join(letters), ensure_ascii=False)

    def _useful(self, app: JiefangApp, where: str) -> str:
        """A key that means something here: one that was tried little, or led to a screen that was seen little."""
        bindings = [active.binding for active in app.screen.active_bindings.values()]
        known = {binding.key: binding.action for binding in bindings if binding.id}
        keys = [key for key, action in known.items() if action not in RARELY or self._chance.random() < 0.02]
        keys += [key for key in "123" if key not in keys]
        least = sorted(keys, key=lambda key: (self._cost(where, f"key {key}"), self._chance.random()))
        action = f"key {least[min(int(self._chance.expovariate(0.4)), len(least) - 1)]}"
        self._tried[where, action] += 1
        return action

    def _cost(self, where: str, action: str) -> float:
        known = self._leads.get((where, action), where)
        rare = 0.0 if known == where else 1.0 - self.screens[known] * len(self.screens) / self.screens.total()
        return self._tried[where, action] - 4 * max(rare, 0.0)

    def _target(self, app: JiefangApp) -> str:
        """A cell: of something that is seen, or any."""
        region = Region(0, 0, *app.size)
        seen = [widget.region.intersection(region) for widget in app.screen.walk_children() if not widget.children]
        seen = [each for each in seen if each]
        if seen and self._chance.random() < 0.7:
            region = self._chance.choice(seen)
        return f"{region.x + self._chance.randrange(region.width)},{region.y + self._chance.randrange(region.height)}"
