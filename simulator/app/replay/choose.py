"""Which sessions to put beside this one."""

from __future__ import annotations

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical

from simulator.app.keys import key
from simulator.app.replay.records import recording
from simulator.app.screens.room import Room
from simulator.app.text import words
from simulator.app.widgets.page import Prose
from simulator.app.widgets.picklist import Picklist
from simulator.app.widgets.record_list import RecordList
from simulator.errors import UserError
from simulator.history import Row
from simulator.i18n import _
from simulator.record.errors import StoreError
from simulator.replay.compare import MOST
from simulator.replay.recording import Recording


class TickList(RecordList):
    """Records to tick."""

    BINDINGS = [
        key("space", "tick", "勾选", "勾上这一次，或去掉", name="choose.tick", label="空格"),
        key("enter", "take", "比较", "和勾上的并排；一个也没勾就和指着的这一次", name="choose.compare", label="↵"),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.ticked: set[str] = set()

    def tick(self, index: int) -> str:
        """A box, filled where the visit is ticked."""
        return "■ " if self.rows[index].session.id in self.ticked else "□ "

    def action_tick(self) -> None:
        """Tick the record that is pointed at, or take its tick off."""
        if not self.rows:
            return
        session = self.rows[self.at].session.id
        if session in self.ticked:
            self.ticked.discard(session)
        elif len(self.ticked) < MOST - 1:
            self.ticked.add(session)
        else:
            self.app.notify(_("一次最多比 {n} 个。", n=MOST), timeout=2, markup=False)
        self.redraw(self.at)


class ChooseScreen(Room[None]):
    """The other sessions of a scenario, the newest first. Enter puts what is ticked beside the first one."""

    CSS_PATH = "choose.tcss"
    AUTO_FOCUS = "#records"
    BINDINGS = [key("escape,q", "dismiss", "回去", "回到回放", name="choose.back", label="Esc")]

    def __init__(self, first: Recording) -> None:
        super().__init__()
        self.first = first
        self._was_read = False

    def inside(self) -> ComposeResult:
        with Vertical(id="room"):
            yield Prose(id="lead")
            yield TickList(id="records")

    def speak(self) -> None:
        """Say it in the language in use."""
        self.title_bar.show(_("和哪几次比"))
        self.query_one("#lead", Prose).show(words(self._lead(), "$faint"))
        self.query_one(TickList).renew(self.query_one(TickList).at)

    def _lead(self) -> str:
        count = self.query_one(TickList).count
        if not self._was_read:
            return _("正在翻记录……")
        return _("共 {n} 次接访", n=count) if count else _("这个剧本还没有别的接访可比。")

    def about(self) -> str:
        """For the help screen."""
        return _("这是同一个剧本的别的接访。勾上一到五次，回车，就和正在看的这一次并排。")

    def on_screen_resume(self) -> None:
        """Shown, for the first time or again: read what there is now."""
        self.call_after_refresh(self.read)

    @work(thread=True, exclusive=True, group="records")
    def read(self) -> None:
        """Read the other sessions of the scenario."""
        from simulator.history import others
        from simulator.sessions import sentence

        session = self.first.session
        assert session is not None, "it is replayed"
        try:
            found = others(session.scenario, session.id)
        except StoreError as error:
            self.app.call_from_thread(self.banner.show, sentence(error))
        else:
            self.app.call_from_thread(self._found, found)

    def _found(self, found: tuple[Row, ...]) -> None:
        if not self.is_attached:
            return
        records = self.query_one(TickList)
        here = records.pointed_at
        records.rows, self._was_read = found, True
        ids = [row.session.id for row in found]
        records.at = ids.index(here.session.id) if here is not None and here.session.id in ids else 0
        self.speak()

    @on(Picklist.Taken)
    def _taken(self, event: Picklist.Taken) -> None:
        """Put them side by side."""
        from simulator.app.replay.compare_screen import open_compare
        from simulator.sessions import sentence

        event.stop()
        records = self.query_one(TickList)
        ticked = [row.session.id for row in records.rows if row.session.id in records.ticked]
        try:
            found = [recording(session) for session in ticked or [records.rows[event.index].session.id]]
        except UserError as error:
            self.notify(sentence(error), severity="warning", timeout=8, markup=False)
            return
        open_compare(self, [self.first, *found])
