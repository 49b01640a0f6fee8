"""The first visit: two minutes with a colleague who plays a visitor, so that every key is used once. Kept nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content

from simulator import i18n
from simulator.app.keys import key
from simulator.app.screens.visit import VisitScreen
from simulator.app.text import joined
from simulator.app.widgets.page import Prose
from simulator.i18n import _
from simulator.record.log import Session
from simulator.visit import Visit

if TYPE_CHECKING:
    from simulator.app.app import JiefangApp

SCENARIO = Path(__file__).resolve().parent.parent / "tour"
STEPS = ("choose", "undo", "again", "case", "note", "go_on", "form", "end")
"""What is learnt, in order; each waits until it was done."""


def lesson(step: str) -> tuple[str, str]:
    """The keys of a step, and what they are for."""
    return {
        "choose": ("↑↓ ↵", _("挑一句，回车说出口。按数字更快，鼠标也行。")),
        "undo": ("u", _("上面是他的回答，和刻度为什么动。按 u 撤回这一步，换一句试试。")),
        "again": ("1–3", _("再挑一句。左边三个刻度是他的感受，练习里看得见。")),
        "case": ("c", _("问出来的事记在案情卡上。按 c 翻开，再按一次合上。")),
        "note": ("n", _("按 n 随手记一句，只给自己看，不计分。Esc 关上。")),
        "go_on": ("1–3", _("接着谈，谈到填表为止。")),
        "form": ("^S", _("打开登记表：上下移动，空格勾上他真说过的，再按 Ctrl+S 交上去。")),
        "end": ("? ^P", _("问号是这一页的帮助，Ctrl+P 找任何命令，l 换语言。谈完这一句就会了。")),
    }[step]


class TourScreen(VisitScreen):
    """A visit with a strip below that says which key comes next."""

    CSS_PATH = ["visit.tcss", "tour.tcss"]  # type: ignore[assignment]  # Textual takes either
    BINDINGS = [
        key("escape,q", "pause", "跳过", "不走了，回首页；设置里随时能再走", name="tour.leave", label="Esc"),
    ]

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        self.learnt = 0
        self._furthest = 0

    def inside(self) -> ComposeResult:
        yield from super().inside()
        yield Prose(id="lesson")

    # ---- words ------------------------------------------------------------------------------------------------

    @property
    def step(self) -> str:
        """What is learnt now."""
        return STEPS[min(self.learnt, len(STEPS) - 1)]

    def speak(self) -> None:
        """Say it in the language in use."""
        super().speak()
        self._teach()

    def about(self) -> str:
        """For the help screen."""
        return _("跟着下面一行走，每个键用一遍。不计分，也不进记录。")

    def _teach(self) -> None:
        keys, what = lesson(self.step)
        place = (f"{self.learnt + 1}/{len(STEPS)}  ", "$faint")
        text: Content = joined(place, (keys, "bold $indigo"), "  ", what)
        self.query_one("#lesson", Prose).show(text)

    def did(self, step: str) -> None:
        """Something was done; where it is what is learnt now, on to the next."""
        if step == self.step and self.learnt < len(STEPS) - 1:
            self.learnt += 1
            self._skip()
            self._teach()

    def _skip(self) -> None:
        """Pass over what cannot be done here: the case card is open anyway in a wide window, a form is due already."""
        play = self.visit.play
        if self.step == "case" and self.has_class("-wide"):
            self.learnt += 1
        if self.step == "go_on" and (play.node.form is not None or play.ended):
            self.learnt += 1
        if self.step == "form" and play.steps and self._formed():
            self.learnt += 1

    def _formed(self) -> bool:
        from scenarios.engine import FormStep

        return any(isinstance(step, FormStep) for step in self.visit.play.steps)

    # ---- what is done -----------------------------------------------------------------------------------------

    def _moved(self) -> None:
        super()._moved()
        before, now = self._furthest, len(self.visit.play.steps)
        self._furthest = now
        if now < before:
            self.did("undo")
        elif self._formed():
            # Whoever hurries ahead has learnt the rest.
            self.learnt = len(STEPS) - 1
            self._teach()
        else:
            for step in self._done():
                self.did(step)

    def _done(self) -> Iterator[str]:
        yield "choose" if self.step == "choose" else "again"
        if self.visit.play.node.form is not None:
            yield "go_on"

    def action_case(self) -> None:
        """The case card, and back."""
        super().action_case()
        if not self.has_class("-case"):
            self.did("case")

    def action_note(self) -> None:
        """A note."""
        super().action_note()
        self.did("note")

    def action_pause(self) -> None:
        """Leave it, from wherever it stands."""
        if self.has_class("-case"):
            super().action_pause()
        else:
            self._leave()

    def score(self) -> None:  # type: ignore[override]  # no worker is needed for that
        """Nothing is rated."""

    def show_result(self) -> None:
        """There is none; one has seen it all."""
        self._leave()

    def _leave(self) -> None:
        self.jiefang.keep(self.jiefang.own._replace(tour="done"))
        self.dismiss()


def begin(app: JiefangApp) -> None:
    """Sit down with the colleague."""
    from scenarios.edition import edition
    from scenarios.load import load_or_raise
    from scenarios.play import Play

    chosen = edition(load_or_raise(SCENARIO))
    session = Session("tour", "tour", chosen.hash, chosen.variant.name, "practice", "0", "", i18n.language(), "")
    app.push_screen(TourScreen(Visit(Play(chosen, "0"), session, None)))
