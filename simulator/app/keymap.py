"""Every key that can be changed, screen by screen, and whether another one is free. Nothing is shown here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module

from textual.binding import Binding

from simulator.i18n import _

SCREENS = (
    ("app.app", "JiefangApp"),
    ("app.screens.home", "HomeScreen"),
    ("app.screens.briefing", "BriefingScreen"),
    ("app.screens.visit", "VisitScreen"),
    ("app.screens.form", "FormScreen"),
    ("app.screens.result", "ResultScreen"),
    ("app.screens.history", "HistoryScreen"),
)
"""Where keys can be changed; the first are everywhere. Ways of moving, and what closes a dialog, stay as they are."""

FIXED = frozenset({"app.quit", "app.break"})
"""Ids of keys that stay: one must always be able to leave."""

RESERVED = frozenset({"escape", "enter", "tab", "shift+tab", "up", "down", "left", "right", "pageup", "pagedown",
                      "ctrl+c", "ctrl+q", *map(str, range(1, 10))})  # fmt: skip
"""Keys that mean the same everywhere."""


@dataclass(frozen=True, slots=True)
class Mapped:
    """A key that can be changed.

    Attributes:
        id: of the binding, such as `visit.undo`.
        screen: name of the class that it belongs to.
        keys: names of the keys, by commas, as they are now.
        usual: the same as the program has them.
        what: a sentence, Chinese, to be translated where it is shown.
    """

    id: str
    screen: str
    keys: str
    usual: str
    what: str


def title(screen: str) -> str:
    """What a screen is called."""
    return {
        "JiefangApp": _("到处都能用"),
        "HomeScreen": _("首页"),
        "BriefingScreen": _("开始之前"),
        "VisitScreen": _("接访"),
        "FormScreen": _("填表"),
        "ResultScreen": _("结果"),
        "HistoryScreen": _("记录"),
    }[screen]


def mapped(own: Mapping[str, str]) -> list[Mapped]:
    """Every key that can be changed, with one's own keys in force."""
    return [
        Mapped(found.id, screen, own.get(found.id, found.key), found.key, found.tooltip)
        for screen, found in _bindings()
        if found.id is not None and found.tooltip and found.id not in FIXED and not {*found.key.split(",")} & RESERVED
    ]


def _bindings() -> Iterator[tuple[str, Binding]]:
    for module, name in SCREENS:
        kind = getattr(import_module(f"simulator.{module}"), name)
        yield from ((name, binding) for binding in kind.BINDINGS if isinstance(binding, Binding))


def taken_by(new: str, changed: Mapped, every: list[Mapped]) -> Mapped | None:
    """Which other key of the same screen, or of everywhere, has this name already."""
    for other in every:
        near = other.screen in (changed.screen, "JiefangApp") or changed.screen == "JiefangApp"
        if other.id != changed.id and near and new in other.keys.split(","):
            return other
    return None
