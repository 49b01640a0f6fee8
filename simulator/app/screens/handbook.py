"""The handbook on a screen: a line to type on, and below it what was found."""

from __future__ import annotations

from textual.app import ComposeResult

from simulator.app.keys import key
from simulator.app.screens.room import Room
from simulator.app.widgets.lookup import Lookup, Told
from simulator.figures import capital
from simulator.i18n import _


class HandbookScreen(Room[None]):
    """Look something up; Esc leads back to where one was."""

    CSS_PATH = "handbook.tcss"
    AUTO_FOCUS = "#lookup-line"
    BINDINGS = [
        key("escape", "back", "回去", "回到上一页；再按，回到刚才的地方", name="handbook.back", label="Esc"),
        # A question mark would only be typed.
        key("f1", "app.help", "帮助", "这一页的按键和玩法", name="handbook.help", label="F1"),
    ]

    def __init__(self, told: Told | None = None) -> None:
        """`told` hears what was looked up, where that is to be kept."""
        super().__init__()
        self._told = told

    def inside(self) -> ComposeResult:
        yield Lookup(self._told, id="handbook")

    def speak(self) -> None:
        """Say it in the language in use."""
        self.title_bar.show(capital(_("手册")), self.jiefang.own.trainee)
        self.query_one(Lookup).speak()

    def about(self) -> str:
        """For the help screen."""
        return _("法条都是概述，不是原文；标明「工作做法」的不是法条。卡片也能按名字查，如「热线」「话术表」。")

    def action_back(self) -> None:
        """Back by one leaf, or leave."""
        if not self.query_one(Lookup).back():
            self.dismiss()
