"""The records: every visit that was played, the newest first; each can be replayed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from simulator import i18n
from simulator.app.keys import key
from simulator.app.screens.room import Room
from simulator.app.text import joined, spread, words
from simulator.app.widgets.page import Prose
from simulator.app.widgets.picklist import Picklist
from simulator.errors import UserError
from simulator.i18n import _
from simulator.record.errors import StoreError
from simulator.record.log import Session

if TYPE_CHECKING:
    from simulator.replay.recording import Recording

MOST = 300
"""Records in the list; older ones are reached with `jiefang replay`."""

WIDEST = 96
"""Cells that a row takes at most, so that its two ends stay together on a wide screen."""


@dataclass(frozen=True, slots=True)
class Row:
    """A session and its title in both languages."""

    session: Session
    titles: dict[str, str]

    def title(self) -> str:
        """The title in the language in use; the scenario's id where there is none."""
        return self.titles.get(i18n.language()) or self.session.scenario


def rows(scenario: str | None = None) -> tuple[list[Row], int]:
    """The newest records, and how many there are in all. Opens the store for as long as it takes.

    Raises:
        StoreError: it cannot be read.
    """
    from simulator import paths
    from simulator.record.store import open_store

    if not paths.store().exists():
        return [], 0
    with open_store() as store:
        found = sorted(store.sessions(scenario), key=lambda session: session.started, reverse=True)
        titles: dict[str, dict[str, str]] = {}
        made = []
        for session in found[:MOST]:
            if session.edition not in titles:
                titles[session.edition] = {spoken: store.title(session.edition, spoken) for spoken in ("zh", "en")}
            made.append(Row(session, titles[session.edition]))
        return made, len(found)


def recording(session: str) -> Recording:
    """A session replayed, from a store that is opened for as long as it takes.

    Raises:
        StoreError: it cannot be read.
        UserError: nothing of it can be replayed.
    """
    from simulator.record import seal
    from simulator.record.store import open_store
    from simulator.replay.recording import read

    with open_store() as store:
        found = read(store.transcript(session), seal.key())
    if found.play is None:
        raise UserError(_("这次接访没有办法回放。"), found.faults[0] if found.faults else "")
    return found


class RecordList(Picklist):
    """Two lines a record; a record may be ticked."""

    BINDINGS = [key("enter", "take", "回放", "回放这一次", name="records.open", label="↵")]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.rows: tuple[Row, ...] = ()
        self.ticked: set[str] | None = None

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.rows)

    def action_number(self, number: int) -> None:
        """Rows here have no numbers."""

    def above(self, index: int, width: int) -> list[Content]:
        """A free line over every row but the first."""
        return [Content("")] if index else []

    def row(self, index: int, width: int, *, here: bool) -> list[Content]:
        """What was played and what it came to; when, how, and which session it is."""
        from simulator.record import words as said

        each = self.rows[index]
        session = each.session
        room = min(width, WIDEST) - 3
        mark = words("▌ " if here else "  ", "$indigo")
        tick = ""
        if self.ticked is not None:
            tick = "■ " if session.id in self.ticked else "□ "
        left = joined((tick, "$indigo"), (each.title(), "bold $ink" if here else "$ink"))
        first = spread(left, words(said.grade(session), "$ink" if session.ended else "$faint"), room)
        about = "  ".join(filter(None, (said.when(session.started)[:16], said.mode(session), session.trainee)))
        second = spread(words(" " * len(tick) + about, "$faint"), words(session.id, "$faint"), room)
        return [joined(mark, first), joined(mark, second)]


class RecordsScreen(Room[None]):
    """What was played, the newest first. Enter replays."""

    CSS_PATH = "records.tcss"
    AUTO_FOCUS = "#records"
    BINDINGS = [
        key("escape,q", "dismiss", "回去", "回首页", name="records.back", label="Esc"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.was_read = False
        self._all = 0

    def inside(self) -> ComposeResult:
        with Vertical(id="room"):
            yield Prose(id="lead")
            yield self.records("records")

    def records(self, place: str) -> RecordList:
        """The list of this screen."""
        return RecordList(id=place)

    def speak(self) -> None:
        """Say it in the language in use."""
        self.title_bar.show(self.heading())
        self.query_one("#lead", Prose).show(words(self.lead(), "$faint"))
        self.query_one(RecordList).renew(self.query_one(RecordList).at)

    def heading(self) -> str:
        """Where one is."""
        return _("记录")

    def lead(self) -> str:
        """What stands over the list."""
        count = self.query_one(RecordList).count
        if not self.was_read:
            return _("正在翻记录……")
        if not count:
            return _("还没有记录。接待过的每一次，都会在这里。")
        if self._all > count:
            return _("共 {n} 次接访，这里是最近的 {m} 次", n=self._all, m=count)
        return _("共 {n} 次接访", n=self._all)

    def about(self) -> str:
        """For the help screen."""
        return _("谈过的接访都在这里，新的在前。选一次，回车回放；没谈完的也能看。")

    def on_screen_resume(self) -> None:
        """Shown, for the first time or again: read what there is now."""
        self.call_after_refresh(self.read)

    @work(thread=True, exclusive=True, group="records")
    def read(self) -> None:
        """Read the records."""
        from simulator.sessions import sentence

        try:
            found, count = self.find()
        except StoreError as error:
            self.app.call_from_thread(self.banner.show, sentence(error))
        else:
            self.app.call_from_thread(self._found, found, count)
            import simulator.app.replay.screen  # noqa: F401 (so that a replay opens at once)

    def find(self) -> tuple[list[Row], int]:
        """Which records there are."""
        return rows()

    def _found(self, found: list[Row], count: int) -> None:
        if not self.is_attached:
            return
        records = self.query_one(RecordList)
        here = records.rows[records.at].session.id if records.rows else ""
        records.rows, self._all, self.was_read = tuple(found), count, True
        records.at = next((place for place, row in enumerate(found) if row.session.id == here), 0)
        self.speak()

    @on(Picklist.Taken)
    def _taken(self, event: Picklist.Taken) -> None:
        event.stop()
        self.taken(event.index)

    def taken(self, index: int) -> None:
        """A record was taken."""
        self.open_replay(self.query_one(RecordList).rows[index].session.id)

    def open_replay(self, session: str) -> None:
        """Replay a session."""
        from simulator.app.replay.screen import ReplayScreen
        from simulator.sessions import sentence

        try:
            found = recording(session)
        except UserError as error:
            self.notify(sentence(error), severity="warning", timeout=8, markup=False)
        else:
            self.app.push_screen(ReplayScreen(found))
