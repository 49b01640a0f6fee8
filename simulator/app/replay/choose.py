"""Which sessions to put beside this one."""

from __future__ import annotations

from simulator.app.keys import key
from simulator.app.replay.records import RecordList, RecordsScreen, Row, recording, rows
from simulator.errors import UserError
from simulator.i18n import _
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


class ChooseScreen(RecordsScreen):
    """The other sessions of a scenario. Enter puts what is ticked beside the first one."""

    CSS_PATH = "records.tcss"

    def __init__(self, first: Recording) -> None:
        super().__init__()
        self.first = first

    def records(self, place: str) -> RecordList:
        """The list of this screen."""
        return TickList(id=place)

    def heading(self) -> str:
        """Where one is."""
        return _("和哪几次比")

    def lead(self) -> str:
        """What stands over the list."""
        if self.was_read and not self.query_one(RecordList).count:
            return _("这个剧本还没有别的接访可比。")
        return super().lead()

    def about(self) -> str:
        """For the help screen."""
        return _("这是同一个剧本的别的接访。勾上一到五次，回车，就和正在看的这一次并排。")

    def find(self) -> tuple[list[Row], int]:
        """The other sessions of the scenario."""
        session = self.first.session
        assert session is not None, "it is replayed"
        found, count = rows(session.scenario)
        return [row for row in found if row.session.id != session.id], count - 1

    def taken(self, index: int) -> None:
        """Put them side by side."""
        from simulator.app.replay.compare_screen import open_compare
        from simulator.sessions import sentence

        records = self.query_one(TickList)
        ticked = [row.session.id for row in records.rows if row.session.id in records.ticked]
        try:
            others = [recording(session) for session in ticked or [records.rows[index].session.id]]
        except UserError as error:
            self.notify(sentence(error), severity="warning", timeout=8, markup=False)
            return
        open_compare(self, [self.first, *others])
