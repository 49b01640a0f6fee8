"""The history: how steadily, how well, and every visit that was played; looked at, exported, deleted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Vertical

from simulator import i18n
from simulator.app.keys import key
from simulator.app.screens.room import Room
from simulator.app.text import words
from simulator.app.widgets.page import Prose
from simulator.app.widgets.picklist import Picklist
from simulator.app.widgets.record_list import RecordList
from simulator.app.widgets.trend import Series, Trend
from simulator.errors import UserError
from simulator.figures import capital
from simulator.i18n import _

if TYPE_CHECKING:
    from simulator.history import History, Row


class HistoryList(RecordList):
    """The visits; one is replayed, or taken up again."""

    BINDINGS = [
        key("enter", "take", "回放", "回放这一次；没谈完的接着谈", name="history.open"),
        # Here, since a list that scrolls has these keys before the screen.
        key("right", "screen.trend(1)", "走势", "总分、四个维度、各项指标的走势", name="history.next", label="←→"),
        key("left", "screen.trend(-1)", "前一条", "前一条走势", name="history.previous", show=False),
    ]


class HistoryScreen(Room[None]):
    """Looking back."""

    CSS_PATH = "history.tcss"
    AUTO_FOCUS = "#records"
    BINDINGS = [
        key("b", "debrief", "复盘", "大家一起回看这一次", name="history.debrief"),
        key("e", "export", "导出", "写成一个文件，可以拿到别处导入、核验", name="history.export"),
        key("x", "delete", "删除", "删掉这一次，删前会问", name="history.delete"),
        key("escape,q", "dismiss", "回去", "回首页", name="history.back", label="Esc"),
        key("w", "whose", "谁的", "只看自己的，或者看所有人的", name="history.whose"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._history: History | None = None
        self._everybody = False

    def inside(self) -> ComposeResult:
        with Vertical(id="house"):
            yield Prose(id="lead")
            yield Trend(id="trend")
            yield HistoryList(id="records")

    # ---- words ------------------------------------------------------------------------------------------------

    def speak(self) -> None:
        """Say it in the language in use."""
        self.title_bar.show(capital(_("记录")), self._who() or _("所有人"))
        self.query_one("#lead", Prose).show(words(self._lead(), "$faint"))
        if self._history is not None:
            self.query_one(Trend).show(series(self._history))
        self.query_one(RecordList).renew(self.query_one(RecordList).at)

    def about(self) -> str:
        """For the help screen."""
        return _("谈过的接访都在这里，新的在前。上面是走势：一根柱子一次，左右键换一条看。撤回过的不算最好成绩。")

    def _who(self) -> str:
        return "" if self._everybody else self.jiefang.own.trainee

    def _lead(self) -> str:
        found = self._history
        if found is None:
            return _("正在翻记录……")
        if not found.rows:
            return _("还没有记录。接待过的每一次，都会在这里。")
        steady = found.diligence
        told = [_("谈过 {n} 次", n=found.total), _("来了 {n} 天", n=steady.days)]
        if steady.streak > 1:
            told.append(_("连着 {n} 天", n=steady.streak))
        if steady.longest > max(steady.streak, 1):
            told.append(_("最长连着 {n} 天", n=steady.longest))
        return "  ·  ".join(told)

    def on_resize(self, event: events.Resize) -> None:
        """A high window has room for a high plot, a low one for none but the line on it."""
        height = event.size.height
        trend = self.query_one(Trend)
        trend.rows = 12 if height >= 40 else 6 if height >= 24 else 3
        trend.relay()

    # ---- reading ----------------------------------------------------------------------------------------------

    def on_screen_resume(self) -> None:
        """Shown, for the first time or again: read what there is now."""
        self.call_after_refresh(self.read)

    @work(thread=True, exclusive=True, group="history")
    def read(self) -> None:
        """Read the records."""
        import scoring.rubric
        from scenarios.vocabulary import vocabulary
        from simulator.history import history

        vocabulary()
        scoring.rubric.rubric()
        found = history(self._who())
        self.app.call_from_thread(self._found, found)

    def _found(self, found: History) -> None:
        if not self.is_attached:
            return
        records = self.query_one(RecordList)
        here = records.pointed_at
        self._history = found
        records.rows = found.rows
        ids = [row.session.id for row in found.rows]
        if here is not None and here.session.id in ids:
            records.at = ids.index(here.session.id)
        self.banner.show(found.trouble)
        self.speak()

    # ---- doing ------------------------------------------------------------------------------------------------

    def action_trend(self, by: int) -> None:
        """Another trend."""
        self.query_one(Trend).step(by)

    def action_whose(self) -> None:
        """One's own visits, or everybody's."""
        self._everybody = not self._everybody
        self.read()

    @on(Picklist.Taken)
    def _taken(self, event: Picklist.Taken) -> None:
        event.stop()
        row = self.query_one(RecordList).rows[event.index]
        if row.session.ended:
            from simulator.app.replay.records import open_replay

            open_replay(self, row.session.id)
        else:
            from simulator.app.visits import resume_visit

            resume_visit(self.jiefang, row.session.id)

    def action_debrief(self) -> None:
        """Begin a debrief of the visit that is pointed at."""
        from simulator.app.debrief.opening import begin_debrief

        row = self.query_one(RecordList).pointed_at
        if row is None:
            return
        if row.session.ended:
            begin_debrief(self, [row.session.id])
        else:
            self.notify(_("这次还没有谈完，谈完再复盘。"), timeout=4, markup=False)

    def action_export(self) -> None:
        """Write the visit that is pointed at to a file."""
        from simulator import history
        from simulator.errors import sentence

        row = self.query_one(RecordList).pointed_at
        if row is None:
            return
        try:
            path = history.export(row.session.id, Path.cwd())
        except UserError as error:
            self.notify(sentence(error), title=_("没有写成"), severity="error", timeout=8, markup=False)
        else:
            self.notify(str(path), title=_("已写到"), timeout=8, markup=False)

    def action_delete(self) -> None:
        """Ask, and delete the visit that is pointed at."""
        from simulator.app.screens.menu import Item, MenuScreen

        row = self.query_one(RecordList).pointed_at
        if row is None:
            return
        told = self._told(row)

        def answered(picked: str | None) -> None:
            if picked == "delete":
                self._delete(row)

        items = [Item("keep", _("留着")), Item("delete", _("删除，找不回来"))]
        self.app.push_screen(MenuScreen(lambda: _("删除这一次？"), lambda: told, lambda: items), answered)

    def _told(self, row: Row) -> str:
        """What is about to go, and which debriefs have looked at it."""
        from simulator import history
        from simulator.record import words as said
        from simulator.record.errors import StoreError

        told = f"{row.title()}  {said.when(row.session.started)[:16]}  {said.grade(row.session)}"
        try:
            using = history.debriefs_using(row.session.id)
        except StoreError:
            using = []
        if using:
            told += "\n" + _("复盘看过这一次：{ids}。删了以后那里不能再回放。", ids=_("、").join(using))
        return told

    def _delete(self, row: Row) -> None:
        from simulator import history
        from simulator.errors import sentence
        from simulator.record.errors import StoreError

        try:
            history.delete(row.session.id)
        except StoreError as error:
            self.notify(sentence(error), severity="warning", timeout=8, markup=False)
        else:
            self.notify(_("已删除 {id}", id=row.session.id), markup=False)
            self.read()


def series(found: History) -> tuple[Series, ...]:
    """The score, the four dimensions, then the indicators that cost points, the dearest first."""
    from scenarios.vocabulary import vocabulary
    from simulator.progress import trend

    language, known = i18n.language(), vocabulary()
    made = [Series(_("得分"), tuple(trend(found.scored, lambda visit: visit.score, 1000)))]
    for key_, dimension in known.dimensions.items():
        values = trend(found.scored, lambda visit, name=key_: visit.dimensions.get(name), 1000)  # type: ignore[misc]
        made.append(Series(dimension.name.text(language), tuple(values)))
    costs = []
    for code, indicator in known.indicators.items():
        values = trend(found.scored, lambda visit, name=code: _cost(visit.indicators, name), 1000)  # type: ignore[misc]
        if any(values):
            name = f"{code} {indicator.name.text(language)}"
            costs.append(Series(name, tuple(values), max(10.0, *values), loss=True))
    costs.sort(key=lambda each: -sum(each.values[-10:]))
    return tuple(each for each in (*made, *costs) if each.values)


def _cost(indicators: object, code: str) -> float | None:
    return indicators.get(code, 0.0) if isinstance(indicators, dict) else None
