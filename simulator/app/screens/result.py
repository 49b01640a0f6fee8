"""The result of a visit: what it came to, what decided it, every decision opened up, what to practise next."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Button

from scenarios.conversation import Conversation
from scoring.rate import Result
from simulator import i18n
from simulator.app.keys import key
from simulator.app.screens import result_parts as parts
from simulator.app.screens.room import Room
from simulator.app.text import words
from simulator.app.widgets.curve import Curve
from simulator.app.widgets.decision_list import DecisionList
from simulator.app.widgets.dimension_bars import DimensionBars
from simulator.app.widgets.moods import Moods
from simulator.app.widgets.page import Prose
from simulator.app.widgets.radar import Radar
from simulator.app.widgets.seal import Seal
from simulator.errors import UserError
from simulator.i18n import _
from simulator.report.saved import save, save_page
from simulator.visit import Visit

Next = Literal["home", "again", "next"]


class ResultScreen(Room[Next]):
    """What a visit came to. Dismissed with what the trainee wants next."""

    AUTO_FOCUS = ""
    CSS_PATH = "result.tcss"
    BINDINGS = [
        key("w", "drill", "再练这一步", "回到指着的这一步再来，直到做得跟最好的一样；不记录", name="result.drill"),
        key("b", "debrief", "复盘", "大家一起回看这一次", name="result.debrief", show=False),
        key("a", "leave('again')", "再来一次", "再接待一次同一位来访人", name="result.again"),
        key("n", "leave('next')", "换一位", "换一位来访人", name="result.next"),
        key("o", "open_all", "全展开", "展开或收起全部决定", name="result.open", show=False),
        key("s", "save", "存文字", "把结果存成文字文件", name="result.save"),
        key("p", "page", "存网页", "把这次接访写成一份可打印的网页报告", name="result.page", show=False),
        key("escape", "leave('home')", "首页", "回首页", name="result.home", label="Esc"),
    ]

    def __init__(self, visit: Visit, result: Result) -> None:
        super().__init__()
        self.visit = visit
        self.result = result

    def inside(self) -> ComposeResult:
        """The verdict with its curve and dimensions; the decisions; what comes next."""
        with VerticalScroll(id="sheet", can_focus=False):
            with VerticalScroll(id="left", can_focus=False):
                with Horizontal(id="verdict"):
                    yield Seal("", id="seal")
                    yield Prose(id="sentence")
                yield Prose(id="reward")
                yield Curve(id="curve")
                yield DimensionBars(id="dimensions")
                yield Moods(id="moods")
                yield Radar(id="radar")
                yield Prose(id="practise-beside")
            with VerticalScroll(id="right", can_focus=False):
                yield Prose(id="heading")
                yield DecisionList(id="decisions")
                yield Prose(id="practise")
                yield Radar(id="radar-below")
                with Horizontal(id="doors"):
                    for door in ("again", "next", "home"):
                        yield Button(id=door, compact=True)

    def on_mount(self) -> None:
        """Begin at the top; the keys go to the decisions."""
        super().on_mount()
        self.query_one(DecisionList).focus(scroll_visible=False)

    def on_resize(self, event: events.Resize) -> None:
        """A high window has room for a high curve, and beside the decisions for what to practise."""
        height = event.size.height
        self.query_one(Curve).make_high(10 if height >= 44 else 6 if height >= 30 else 4)
        self.set_class(height >= 44, "-tall")

    def speak(self) -> None:
        """Put everything into words, in the language in use."""
        result, visit = self.result, self.visit
        language = i18n.language()
        conversation = Conversation(visit.play, language)
        self.title_bar.show(*parts.place(visit, language))
        self.query_one(Seal).stamp(result.band.name.text(language))
        self.query_one(Seal).display = result.scorable
        self.query_one("#sentence", Prose).show(parts.verdict(result, visit, language))
        self.query_one("#reward", Prose).show(parts.reward(conversation))
        self.query_one(Curve).show(*parts.curve(result, visit.play))
        self.query_one(DimensionBars).show(parts.bars(result, language) if result.scorable else [])
        for radar in self.query(Radar):
            radar.show(parts.axes(result, language) if result.scorable else [])
        self.query_one(Moods).show(parts.moods(visit.play, language))
        self.query_one("#heading", Prose).show(parts.heading(result))
        self.query_one(DecisionList).show(parts.entries(result, conversation))
        for where in ("#practise", "#practise-beside"):
            self.query_one(where, Prose).show(parts.practise(result, visit.play, language))
        for door, text in (("again", _("再来一次")), ("next", _("换一位来访人")), ("home", _("首页"))):
            self.query_one(f"#{door}", Button).label = words(text)

    # ---- doing ------------------------------------------------------------------------------------------------

    def action_leave(self, where: Next) -> None:
        """Go on."""
        self.dismiss(where)

    @on(Button.Pressed)
    def _door(self, event: Button.Pressed) -> None:
        event.stop()
        where: dict[str, Next] = {"again": "again", "next": "next", "home": "home"}
        self.dismiss(where[event.button.id or "home"])

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing to try again where every decision was the best; no debrief or report of what is not on disk."""
        if action == "drill":
            return bool(self.query_one(DecisionList).entries)
        if action in ("debrief", "page"):
            return self.visit.log is not None and self.visit.log.pending == 0
        return True

    def action_drill(self) -> None:
        """The decision that is pointed at, once more."""
        from simulator.app.screens.drill import DrillScreen

        decisions = self.query_one(DecisionList)
        entry = decisions.pointed_at
        if entry is None:
            return
        drill = DrillScreen(self.visit, self.result.decisions[entry.number - 1].step)

        def back(_nothing: None) -> None:
            if drill.solved:
                decisions.solve(entry.number)

        self.app.push_screen(drill, back)

    def action_debrief(self) -> None:
        """Begin a debrief of the visit."""
        from simulator.app.debrief.opening import begin_debrief

        begin_debrief(self, [self.visit.session.id])

    def action_open_all(self) -> None:
        """Open or close every decision."""
        self.query_one(DecisionList).toggle_all()

    def about(self) -> str:
        """For the help screen."""
        return _(
            "从 100 分起，每个决定丢了多少，丢在哪一步，怎样更好，都写在下面。"
            "方向键选一个决定，回车展开，w 回到那一步再练。"
        )

    def action_save(self) -> None:
        """Keep the result as a text file and say where."""
        try:
            path = save(self.visit, self.result, i18n.language())
        except OSError as error:
            self.notify(str(error.strerror or error), title=_("没有存成"), severity="error", markup=False)
            return
        self.notify(str(path), title=_("结果已存为文字"), markup=False)

    @work(thread=True, group="page", exclusive=True)
    def action_page(self) -> None:
        """Write the report on the visit as one HTML file and say where; in a thread, the whole log is read again."""
        language = i18n.language()
        try:
            path = save_page(self.visit, language)
        except UserError as error:
            self.app.call_from_thread(self._not_written, error.message)
        except OSError as error:
            self.app.call_from_thread(self._not_written, str(error.strerror or error))
        else:
            self.app.call_from_thread(self._written, path)

    def _written(self, path: Path) -> None:
        self.notify(str(path), title=_("报告已存为网页"), markup=False)

    def _not_written(self, why: str) -> None:
        self.notify(why, title=_("没有存成"), severity="error", markup=False)
