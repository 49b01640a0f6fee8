"""The debriefs: take one up, begin another, write its minutes, delete it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from simulator import i18n
from simulator.app.keys import key
from simulator.app.screens.choose import ChooseScreen
from simulator.app.screens.room import Room
from simulator.app.text import joined, spread, words
from simulator.app.widgets.long_list import LongList
from simulator.app.widgets.page import Prose
from simulator.app.widgets.picklist import Picklist
from simulator.app.widgets.record_list import WIDEST
from simulator.errors import UserError
from simulator.figures import capital
from simulator.i18n import _
from simulator.record.errors import StoreError

if TYPE_CHECKING:
    from simulator.debrief.record import DebriefSummary
    from simulator.history import Row

MOST = 12
"""Visits in one debrief begun from the list; more can be named on the command line."""


class DebriefList(LongList):
    """Two lines a debrief, the newest first."""

    BINDINGS = [key("enter", "take", "接着来", "从停下的地方接着复盘", name="debriefs.open", label="↵")]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.rows: tuple[DebriefSummary, ...] = ()

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.rows)

    @property
    def pointed_at(self) -> DebriefSummary | None:
        """The debrief that is pointed at."""
        return self.rows[self.at] if 0 <= self.at < len(self.rows) else None

    def action_number(self, number: int) -> None:
        """Rows here have no numbers."""

    def gap(self, index: int) -> int:
        """A free line between rows."""
        return int(index > 0)

    def above(self, index: int, width: int) -> list[Content]:
        """The free line."""
        return [Content("")] * self.gap(index)

    def row(self, index: int, width: int, *, here: bool) -> list[Content]:
        """What was looked at and when it went on last; how many visits, and which debrief it is."""
        from simulator.record.words import when

        each = self.rows[index]
        room = min(width, WIDEST) - 3
        mark = words("▌ " if here else "  ", "$indigo")
        first = spread(
            words(titles(each), "bold $ink" if here else "$ink"), words(when(each.changed)[:16], "$faint"), room
        )
        count = _("{n} 次接访", n=len(each.sessions))
        if each.missing:
            count += _("（{n} 份记录已删除）", n=len(each.missing))
        return [joined(mark, first), joined(mark, spread(words(count, "$faint"), words(each.id, "$faint"), room))]


def titles(debrief: DebriefSummary) -> str:
    """What was played in the visits that a debrief looks at; its id where nothing of it can be read."""
    from simulator.record.words import plain

    names = dict.fromkeys(plain(title.text(i18n.language())) for title in debrief.titles)
    return _("、").join(names) or debrief.id


class DebriefsScreen(Room[None]):
    """Debriefs that were begun. Enter goes on with one."""

    CSS_PATH = "choose.tcss"
    AUTO_FOCUS = "#records"
    BINDINGS = [
        key("n", "new", "新的", "选几次接访，开始一次复盘", name="debriefs.new"),
        key("s", "write", "纪要", "把指着的这次复盘的纪要写成文件", name="debriefs.write"),
        key("x", "delete", "删除", "删掉这次复盘，删前会问；接访记录不动", name="debriefs.delete"),
        key("escape,q", "dismiss", "回去", "回首页", name="debriefs.back", label="Esc"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._was_read = False

    def inside(self) -> ComposeResult:
        with Vertical(id="room"):
            yield Prose(id="lead")
            yield DebriefList(id="records")

    def speak(self) -> None:
        """Say it in the language in use."""
        self.title_bar.show(capital(_("复盘")))
        self.query_one("#lead", Prose).show(words(self._lead(), "$faint"))
        self.query_one(DebriefList).renew(self.query_one(DebriefList).at)

    def _lead(self) -> str:
        count = self.query_one(DebriefList).count
        if not self._was_read:
            return _("正在翻记录……")
        if not count:
            return _("还没有复盘。按 n，选一次或几次接访，大家一起看。")
        return _("共 {n} 次复盘", n=count)

    def about(self) -> str:
        """For the help screen."""
        return _("大家一起回看接访：先投票，再讨论，最后揭晓。每一步都先存下，随时可以停，以后从这里接着来。")

    # ---- reading ----------------------------------------------------------------------------------------------

    def on_screen_resume(self) -> None:
        """Shown, for the first time or again: read what there is now."""
        self.call_after_refresh(self.read)

    @work(thread=True, exclusive=True, group="debriefs")
    def read(self) -> None:
        """Read the debriefs."""
        from simulator.debrief.kept import debriefs
        from simulator.errors import sentence

        try:
            found = debriefs()
        except StoreError as error:
            self.app.call_from_thread(self.banner.show, sentence(error))
        else:
            self.app.call_from_thread(self._found, found)

    def _found(self, found: tuple[DebriefSummary, ...]) -> None:
        if not self.is_attached:
            return
        debriefs = self.query_one(DebriefList)
        here = debriefs.pointed_at
        debriefs.rows, self._was_read = found, True
        ids = [each.id for each in found]
        debriefs.at = ids.index(here.id) if here is not None and here.id in ids else 0
        self.speak()

    # ---- doing ------------------------------------------------------------------------------------------------

    @on(Picklist.Taken)
    def _taken(self, event: Picklist.Taken) -> None:
        from simulator.app.debrief.opening import resume_debrief

        event.stop()
        resume_debrief(self, self.query_one(DebriefList).rows[event.index].id)

    def action_new(self) -> None:
        """Choose visits and begin."""
        from simulator.app.debrief.opening import begin_debrief

        def chosen(sessions: list[str] | None) -> None:
            if sessions:
                begin_debrief(self, sessions)

        self.app.push_screen(DebriefChoice(), chosen)

    def action_write(self) -> None:
        """Write the minutes of the debrief that is pointed at."""
        from simulator.debrief.kept import minutes_of
        from simulator.errors import sentence

        found = self.query_one(DebriefList).pointed_at
        if found is None:
            return
        try:
            path = minutes_of(found.id)
        except UserError as error:
            self.notify(sentence(error), title=_("没有写成"), severity="error", timeout=8, markup=False)
        except OSError as error:
            self.notify(_("纪要没写成：{why}", why=error.strerror or error), severity="error", timeout=8, markup=False)
        else:
            self.notify(str(path), title=_("已写到"), timeout=8, markup=False)

    def action_delete(self) -> None:
        """Ask, and delete the debrief that is pointed at."""
        from simulator.app.screens.menu import Item, MenuScreen

        found = self.query_one(DebriefList).pointed_at
        if found is None:
            return

        def answered(picked: str | None) -> None:
            if picked == "delete":
                self._delete(found.id)

        self.app.push_screen(
            MenuScreen(
                lambda: _("删除这次复盘？"),
                lambda: titles(found),
                lambda: [Item("keep", _("留着")), Item("delete", _("删除，找不回来"))],
            ),
            answered,
        )

    def _delete(self, debrief: str) -> None:
        from simulator.debrief.kept import delete
        from simulator.errors import sentence

        try:
            delete(debrief)
        except StoreError as error:
            self.notify(sentence(error), severity="warning", timeout=8, markup=False)
        else:
            self.notify(_("已删除 {id}", id=debrief), markup=False)
            self.read()


class DebriefChoice(ChooseScreen):
    """Any visits that are over. Enter begins a debrief of what is ticked."""

    MOST = MOST

    def heading(self) -> str:
        """Where one is."""
        return _("复盘哪几次接访")

    def nothing(self) -> str:
        """No visit that is over."""
        return _("还没有谈完的接访可以复盘。")

    def about(self) -> str:
        """For the help screen."""
        return _("勾上要一起看的接访，按勾的先后看；回车就开始复盘。没谈完的不在这里。")

    def find(self) -> tuple[Row, ...]:
        """Visits that are over, of everybody."""
        from simulator.history import finished

        return finished()

    def chosen(self, sessions: list[str]) -> None:
        """Give them back."""
        self.dismiss(sessions)
