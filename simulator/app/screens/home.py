"""The home screen: go on with a visit, or begin another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from simulator import i18n, memory
from simulator.app.keys import key
from simulator.app.screens.room import Room
from simulator.app.text import joined, spread, words
from simulator.app.widgets.page import Prose
from simulator.app.widgets.picklist import Picklist
from simulator.i18n import _

if TYPE_CHECKING:
    from simulator.app.widgets.line import Line
    from simulator.directory import Listed, Unfinished

NEWEST = 3
"""Unfinished visits in the list; a search finds the others."""

WIDEST = 96
"""Cells that a row takes at most, so that its two ends stay together on a wide screen."""


class Directory(Picklist):
    """Unfinished visits, then scenarios."""

    BINDINGS = [key("enter", "take", "进入", "打开这一项", name="home.open")]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.unfinished: tuple[Unfinished, ...] = ()
        self.scenarios: tuple[Listed, ...] = ()

    @property
    def count(self) -> int:
        """How many rows."""
        return len(self.unfinished) + len(self.scenarios)

    @property
    def pointed_at(self) -> Unfinished | Listed | None:
        """The row that is pointed at."""
        rows: Sequence[Unfinished | Listed] = (*self.unfinished, *self.scenarios)
        return rows[self.at] if 0 <= self.at < len(rows) else None

    def action_number(self, number: int) -> None:
        """Rows here have no numbers."""

    def above(self, index: int, width: int) -> list[Content]:
        """A heading over each of the two parts, a free line over every row."""
        first = len(self.unfinished)
        if index not in (0, first):
            return [Content("")]
        heading = [words("  " + (_("继续") if index < first else _("练习场")), "$faint")]
        return heading if index == 0 else [Content(""), *heading]

    def row(self, index: int, width: int, *, here: bool) -> list[Content]:
        """Two lines: what it is, and what is known of it."""
        room = min(width, WIDEST) - 3
        mark = words("▌ " if here else "  ", "$indigo")
        first, second = self._words(index, room, here=here)
        return [joined(mark, first), joined(mark, second)]

    def _words(self, index: int, room: int, *, here: bool) -> tuple[Content, Content]:
        from scenarios.vocabulary import vocabulary

        language = i18n.language()
        bold = "bold $ink" if here else "$ink"
        if index < len(self.unfinished):
            visit = self.unfinished[index]
            mode = vocabulary().modes[visit.mode].name.text(language)
            right = words(_("{mode}  ·  第 {n} 步", mode=mode, n=visit.steps + 1), "$faint")
            left_at = visit.left_at.get(language) or ""
            # Found out last, since it takes playing the visit again.
            stopped = words(_("停在「{words}」", words=left_at) if left_at else " ", "$faint")
            return spread(words(visit.name(language), bold), right, room), stopped.truncate(room, ellipsis=True)
        scenario = self.scenarios[index - len(self.unfinished)]
        tone = "$faint" if scenario.problem else bold
        return (
            spread(words(scenario.name(language), tone), words(scenario.marks(), "$faint"), room),
            words(scenario.facts(language), "$faint").truncate(room, ellipsis=True),
        )


class HomeScreen(Room[None]):
    """Where one begins."""

    CSS_PATH = "home.tcss"
    AUTO_FOCUS = "#directory"
    BINDINGS = [
        key("slash", "search", "搜索", "按标题、对象、级别找剧本；直接打字也行", name="home.search", label="/"),
        key("h", "handbook", "手册", "查法条、期限、分流、话术和机构", name="home.handbook"),
        key("r", "records", "记录", "谈过的接访，回放和复盘", name="home.records"),
        key("q", "app.quit", "退出", "退出程序", name="home.quit"),
        key("escape", "clear", "清除", "清除搜索", name="home.clear", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._all: list[Listed] = []
        self._unfinished: list[Unfinished] = []
        self._read = False
        self._search: Line | None = None

    def inside(self) -> ComposeResult:
        with Vertical(id="home"):
            yield Prose(id="lead")
            yield Vertical(id="search-row")
            yield Directory(id="directory")
            yield Prose(id="nothing")

    # ---- words ------------------------------------------------------------------------------------------------

    def speak(self) -> None:
        """Say it in the language in use."""
        self.title_bar.show("", self.jiefang.own.trainee)
        self.query_one("#lead", Prose).show(words(_("先听完，再开口。"), "$faint"))
        if self._search is not None:
            self._search.placeholder = _("搜索剧本")
        self._fill(self.query_one(Directory).at)

    def about(self) -> str:
        """For the help screen."""
        return _("选一个剧本，先看来的是谁、为什么来，再接待。没谈完的接访排在最前面，随时能接着谈。")

    # ---- reading ----------------------------------------------------------------------------------------------

    def on_screen_resume(self) -> None:
        """Shown, for the first time or again: read what there is now, after the frame."""
        if self.app.screen is self:  # a visit may have come on top before the first frame
            self.speak()
            self.call_after_refresh(self.read)
            self.call_after_refresh(memory.settle)

    @work(thread=True, exclusive=True, group="home")
    def read(self) -> None:
        """Scenarios and sessions, after the first frame."""
        from scenarios.vocabulary import vocabulary
        from simulator import sessions
        from simulator.directory import listed
        from simulator.scenario_index import scenarios

        vocabulary()
        entries = scenarios()
        kept = sessions.overview()
        self.app.call_from_thread(self._found, listed(entries, kept.scores), kept.unfinished, kept.trouble)
        more = sessions.where_left(kept.unfinished)
        self.app.call_from_thread(self._found, listed(entries, kept.scores), more, kept.trouble)

    def _found(self, all_: list[Listed], unfinished: list[Unfinished], trouble: str) -> None:
        at = self.query_one(Directory).at if self._read else 0
        self._all, self._unfinished, self._read = all_, unfinished, True
        self.banner.show(trouble)
        self._fill(at)

    def _fill(self, at: int) -> None:
        directory = self.query_one(Directory)
        search = self._search.value.strip() if self._search is not None else ""
        found = [entry for entry in self._all if entry.matches(search)] if search else self._all
        directory.scenarios = tuple(found)
        left = [visit for visit in self._unfinished if search.lower() in " ".join(visit.title.values()).lower()]
        directory.unfinished = tuple(left if search else left[:NEWEST])
        directory.renew(at)
        nothing = "" if directory.count else _("没有找到剧本。") if self._read else _("正在翻开剧本……")
        self.query_one("#nothing", Prose).show(words(nothing, "$faint"))

    # ---- doing ------------------------------------------------------------------------------------------------

    def _searching(self) -> bool:
        return self._search is not None and self._search.has_focus

    async def action_search(self, first: str = "") -> None:
        """Type to search."""
        if self._search is None:
            # Made when first needed: its styles would be read before the first frame.
            from simulator.app.widgets.line import Line

            self._search = Line(placeholder=_("搜索剧本"), id="search", select_on_focus=False)
            await self.query_one("#search-row").mount(self._search)
        self.query_one("#search-row").add_class("-shown")
        self._search.focus()
        if first:
            self._search.insert_text_at_cursor(first)

    def action_handbook(self) -> None:
        """Look something up."""
        from simulator.app.screens.handbook import HandbookScreen

        self.app.push_screen(HandbookScreen())

    def action_records(self) -> None:
        """What was played."""
        from simulator.app.replay.records import RecordsScreen

        self.app.push_screen(RecordsScreen())

    def action_clear(self) -> None:
        """Back to the whole list."""
        if self._search is not None:
            self._search.value = ""
        self.query_one("#search-row").remove_class("-shown")
        self.query_one(Directory).focus()

    async def on_key(self, event: events.Key) -> None:
        """Typing anything that is no key of its own begins a search; arrows go from the search into the list."""
        if event.key in ("down", "up") and self._searching():
            self.query_one(Directory).focus()
        elif event.is_printable and event.character and not self._searching() and not self._is_key(event.key):
            event.stop()
            await self.action_search(event.character)

    def _is_key(self, name: str) -> bool:
        return name in self.active_bindings

    def on_input_changed(self) -> None:
        """Every letter narrows the list."""
        self._fill(0)

    def on_input_submitted(self) -> None:
        """Enter opens the first that was found."""
        self.action_open()

    @on(Picklist.Taken)
    def _taken(self) -> None:
        self.action_open()

    def action_open(self) -> None:
        """Go on with a visit, or read a scenario's briefing."""
        from simulator.app.screens.briefing import BriefingScreen
        from simulator.app.visits import resume_visit
        from simulator.directory import Listed

        row = self.query_one(Directory).pointed_at
        if row is None:
            return
        if not isinstance(row, Listed):
            resume_visit(self.jiefang, row.session)
        elif row.problem:
            text = _("这个剧本现在读不了。用 jiefang check {path} 看原因。", path=row.path)
            self.notify(text, severity="warning", markup=False)
        else:
            from simulator.app.app import PlayStart

            self.app.push_screen(BriefingScreen(PlayStart(row.path)))
