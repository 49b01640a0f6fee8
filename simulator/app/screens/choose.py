"""Which recorded visits to take: a list to tick them in."""

from __future__ import annotations

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical

from simulator.app.keys import key
from simulator.app.screens.room import Room
from simulator.app.text import words
from simulator.app.widgets.page import Prose
from simulator.app.widgets.picklist import Picklist
from simulator.app.widgets.record_list import RecordList
from simulator.history import Row
from simulator.i18n import _
from simulator.record.errors import StoreError


class TickList(RecordList):
    """Records to tick, `most` of them at once."""

    BINDINGS = [
        key("space", "tick", "勾选", "勾上这一次，或去掉", name="choose.tick", label="空格"),
        key("enter", "take", "就这些", "用勾上的；一个也没勾，就用指着的这一次", name="choose.take", label="↵"),
    ]

    def __init__(self, most: int, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.most = most
        self.ticked: list[str] = []

    def tick(self, index: int) -> str:
        """A box, filled where the visit is ticked."""
        return "■ " if self.rows[index].session.id in self.ticked else "□ "

    def action_tick(self) -> None:
        """Tick the record that is pointed at, or take its tick off."""
        if not self.rows:
            return
        session = self.rows[self.at].session.id
        if session in self.ticked:
            self.ticked.remove(session)
        elif len(self.ticked) < self.most:
            self.ticked.append(session)
        else:
            self.app.notify(_("一次最多勾 {n} 个。", n=self.most), timeout=2, markup=False)
        self.redraw(self.at)


class ChooseScreen(Room[list[str] | None]):
    """Visits to tick, the newest first. A subclass says which there are and what is done with them."""

    CSS_PATH = "choose.tcss"
    AUTO_FOCUS = "#records"
    BINDINGS = [key("escape,q", "dismiss(None)", "回去", "不选，回去", name="choose.back", label="Esc")]
    MOST = 1

    def __init__(self) -> None:
        super().__init__()
        self._was_read = False

    def inside(self) -> ComposeResult:
        with Vertical(id="room"):
            yield Prose(id="lead")
            yield TickList(self.MOST, id="records")

    # ---- said by subclasses -----------------------------------------------------------------------------------

    def heading(self) -> str:
        """Where one is."""
        raise NotImplementedError

    def nothing(self) -> str:
        """What is said where there is nothing to choose from."""
        raise NotImplementedError

    def find(self) -> tuple[Row, ...]:
        """The visits to choose from; called in a thread of its own.

        Raises:
            StoreError: they cannot be read.
        """
        raise NotImplementedError

    def chosen(self, sessions: list[str]) -> None:
        """Visits were chosen, by id, in the order in which they were ticked."""
        raise NotImplementedError

    # ---- the list ---------------------------------------------------------------------------------------------

    def speak(self) -> None:
        """Say it in the language in use."""
        self.title_bar.show(self.heading())
        self.query_one("#lead", Prose).show(words(self._lead(), "$faint"))
        self.query_one(TickList).renew(self.query_one(TickList).at)

    def _lead(self) -> str:
        count = self.query_one(TickList).count
        if not self._was_read:
            return _("正在翻记录……")
        return _("共 {n} 次接访", n=count) if count else self.nothing()

    def on_screen_resume(self) -> None:
        """Shown, for the first time or again: read what there is now."""
        self.call_after_refresh(self.read)

    @work(thread=True, exclusive=True, group="records")
    def read(self) -> None:
        """Read the visits to choose from."""
        from simulator.errors import sentence

        try:
            found = self.find()
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
        event.stop()
        records = self.query_one(TickList)
        self.chosen(list(records.ticked) or [records.rows[event.index].session.id])
