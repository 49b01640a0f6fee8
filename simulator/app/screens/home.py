"""The home screen: go on with a visit, or begin another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from simulator import memory
from simulator.app.keys import key
from simulator.app.screens.home_list import Advice, Directory, Welcome, narrowed_to
from simulator.app.screens.room import Room
from simulator.app.text import words
from simulator.app.widgets.page import Prose
from simulator.app.widgets.picklist import Picklist
from simulator.i18n import _

if TYPE_CHECKING:
    from simulator.app.widgets.line import Line
    from simulator.directory import Filter, Listed, Unfinished
    from simulator.overview import Overview

WITH_CARD = 168
"""Columns from which on a card beside the list says more of the row that is pointed at."""

NEWEST = 3
"""Unfinished visits in the list; a search finds the others."""


class HomeScreen(Room[None]):
    """Where one begins."""

    CSS_PATH = "home.tcss"
    AUTO_FOCUS = "#directory"
    BINDINGS = [
        key("slash", "search", "搜索", "按标题、对象、级别、练什么找剧本；直接打字也行", name="home.search", label="/"),
        key("h", "handbook", "手册", "查法条、期限、分流、话术和机构", name="home.handbook"),
        key("r", "history", "记录", "谈过的接访：走势、回放、导出、删除", name="home.history"),
        key("b", "debriefs", "复盘", "大家一起回看接访：接着来，或者开始一次", name="home.debriefs"),
        key("g", "settings", "设置", "语言、配色、出字快慢、限时、按键、记录存在哪里", name="home.settings"),
        key("s", "suggested", "建议", "打开建议的那一个", name="home.suggested", show=False),
        key("v", "narrow('level')", "级别", "只看一个级别，再按换下一个", name="home.level", show=False),
        key("a", "narrow('audience')", "对象", "只看为哪些人写的，再按换下一类", name="home.audience", show=False),
        key(
            "d", "narrow('dimension')", "维度", "只看主要练一个维度的，再按换下一个", name="home.dimension", show=False
        ),
        key("q", "app.quit", "退出", "退出程序", name="home.quit"),
        key("escape", "clear", "清除", "清除搜索和筛选", name="home.clear", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._all: list[Listed] = []
        self._unfinished: list[Unfinished] = []
        self._read = False
        self._search: Line | None = None
        self._ahead = 0
        self._advice: tuple[Advice, ...] = ()
        self._filter: Filter | None = None
        self._days = 0
        self._new = False
        self._weak: frozenset[str] = frozenset()

    def inside(self) -> ComposeResult:
        with Vertical(id="home"):
            yield Prose(id="lead")
            yield Vertical(id="search-row")
            yield Prose(id="nothing")
            with Horizontal(id="shelf"):
                yield Directory(id="directory")

    def on_mount(self) -> None:
        """The list asks here whether a key begins a search."""
        super().on_mount()
        self.query_one(Directory).typed = self._begins_search

    # ---- words ------------------------------------------------------------------------------------------------

    def speak(self) -> None:
        """Say it in the language in use."""
        days = _("第 {n} 天", n=self._days) if self._days else ""
        self.title_bar.show("", self.jiefang.own.trainee, days)
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
        from dataclasses import replace

        from scenarios.vocabulary import vocabulary
        from simulator import overview
        from simulator.directory import listed
        from simulator.scenario_index import scenarios

        vocabulary()
        entries = scenarios()
        kept = overview.overview(self.jiefang.own.trainee)
        found = listed(entries, kept.scores)
        self.app.call_from_thread(self._found, found, kept)
        if any(not visit.left_at for visit in kept.unfinished):
            from simulator.where_left import where_left

            self.app.call_from_thread(self._found, found, replace(kept, unfinished=where_left(kept.unfinished)))

    def _found(self, all_: list[Listed], kept: Overview) -> None:
        directory = self.query_one(Directory)
        at = directory.at if self._read else 0
        self._all, self._unfinished, self._read = all_, kept.unfinished, True
        self._advice = _advice(all_, kept)
        self._weak = frozenset(each.code for each in kept.weak)
        self._days, self._new = kept.days, not kept.any and not kept.trouble and self.jiefang.own.tour != "done"
        self.banner.show(kept.trouble)
        self.speak()
        directory.action_point(min(at, max(directory.count - 1, 0)))

    @on(Directory.Pointed)
    async def _pointed(self, event: Directory.Pointed | None = None) -> None:
        """On a very wide screen a card beside the list says more of the row that is pointed at."""
        if self.size.width < WITH_CARD or not self._read:
            return
        from simulator.app.widgets import scenario_card as card
        from simulator.directory import Listed

        found = self.query("#card").results(Prose)
        prose = next(iter(found), None)
        if prose is None:
            prose = Prose(id="card")
            await self.query_one("#shelf").mount(prose)
        row = self.query_one(Directory).pointed_at
        if isinstance(row, Listed):
            prose.show(card.of_scenario(row, self._weak))
        elif isinstance(row, Welcome):
            prose.show(card.of_welcome())
        else:
            prose.show(card.of_unfinished(row) if row is not None else words(""))

    async def on_resize(self, event: events.Resize) -> None:
        """The card comes and goes with the width."""
        self.set_class(event.size.width >= WITH_CARD, "-with-card")
        await self._pointed()

    def _fill(self, at: int) -> None:
        directory = self.query_one(Directory)
        search = self._search.value.strip() if self._search is not None else ""
        wanted = self._filter
        found = [entry for entry in self._all if entry.matches(search)] if search else self._all
        directory.scenarios = tuple(entry for entry in found if wanted is None or entry.fits(wanted))
        left = [visit for visit in self._unfinished if search.lower() in " ".join(visit.title.values()).lower()]
        directory.unfinished = tuple(left if search else left[:NEWEST] if wanted is None else ())
        directory.advice = self._advice if not search and wanted is None else ()
        directory.welcome = (Welcome(),) if self._new and not search and wanted is None else ()
        directory.filter = wanted
        directory.renew(at)
        nothing = "" if directory.scenarios else _("没有找到剧本。") if self._read else _("正在翻开剧本……")
        if nothing and wanted is not None:
            nothing = _("{filter}：没有合适的剧本。Esc 看全部。", filter=narrowed_to(wanted))
        self.query_one("#nothing", Prose).show(words(nothing, "$faint"))
        self.query_one("#nothing").set_class(bool(nothing), "-shown")

    # ---- doing ------------------------------------------------------------------------------------------------

    def _searching(self) -> bool:
        # By the screen, which knows at once; the line hears of it a message later.
        return self._search is not None and self.focused is self._search

    async def action_search(self, first: str = "") -> None:
        """Type to search."""
        if self._search is None:
            # Made when first needed: its styles would be read before the first frame.
            from simulator.app.widgets.line import Line

            self._search = Line(placeholder=_("搜索剧本"), id="search", select_on_focus=False)
            await self.query_one("#search-row").mount(self._search)
        self.query_one("#search-row").add_class("-shown")
        # At once, not by way of the app: letters of the same burst come after this.
        self.set_focus(self._search)
        if first:
            self._search.insert_text_at_cursor(first)
        self._ahead = self._search.cursor_position

    def action_handbook(self) -> None:
        """Look something up."""
        from simulator.app.screens.handbook import HandbookScreen

        self.app.push_screen(HandbookScreen())

    def action_history(self) -> None:
        """What was played."""
        from simulator.app.screens.history import HistoryScreen

        self.app.push_screen(HistoryScreen())

    def action_debriefs(self) -> None:
        """Going through visits together."""
        from simulator.app.screens.debriefs import DebriefsScreen

        self.app.push_screen(DebriefsScreen())

    def action_suggested(self) -> None:
        """Open what is recommended."""
        if self._advice:
            self._open(self._advice[0].listed)

    def action_narrow(self, field: str) -> None:
        """Show the next level, audience or dimension only; after the last one everything again."""
        from scenarios.vocabulary import vocabulary
        from simulator.directory import Filter

        known = vocabulary()
        values: dict[str, tuple[object, ...]] = {
            "level": (None, *known.levels),
            "audience": ("", *known.audiences),
            "dimension": ("", *known.dimensions),
        }
        now = self._filter or Filter()
        place = values[field].index(getattr(now, field))
        changed: dict[str, object] = {name: getattr(now, name) for name in values}
        changed[field] = values[field][(place + 1) % len(values[field])]
        wanted = Filter(**changed)  # type: ignore[arg-type]
        self._filter = None if wanted == Filter() else wanted
        self._fill(0)

    @on(Directory.Narrowed)
    def _narrowed(self, event: Directory.Narrowed) -> None:
        self.action_narrow(event.field)

    def action_settings(self) -> None:
        """Set something."""
        from simulator.app.screens.settings import SettingsScreen

        self.app.push_screen(SettingsScreen())

    def action_clear(self) -> None:
        """Back to the whole list."""
        self._filter = None
        if self._search is not None:
            self._search.value = ""
        self._fill(0)
        self.query_one("#search-row").remove_class("-shown")
        self.query_one(Directory).focus()

    async def on_key(self, event: events.Key) -> None:
        """Typing anything that is no key of its own begins a search; arrows go from the search into the list.

        Letters that come here while one searches were typed before the line was there: they are its own all the same.
        """
        if event.key in ("down", "up") and self._searching():
            self.query_one(Directory).focus()
        elif event.is_printable and event.character and self._searching():
            event.stop()
            assert self._search is not None
            # Before what the line has got by itself meanwhile: that was typed later.
            self._search.insert(event.character, self._ahead)
            self._ahead += 1
        elif await self._begins_search(event):
            event.stop()

    async def _begins_search(self, event: events.Key) -> bool:
        """Begin a search with a key that does: the one for it, or a letter that is no key."""
        action = self._action_of(event.key)
        if action == "search":
            await self.action_search()
        elif event.is_printable and event.character and not action:
            await self.action_search(event.character)
        else:
            return False
        return True

    def _action_of(self, name: str) -> str:
        active = self.active_bindings.get(name)
        return active.binding.action if active is not None else ""

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
        from simulator.app.visits import resume_visit
        from simulator.directory import Listed

        row = self.query_one(Directory).pointed_at
        if isinstance(row, Welcome):
            from simulator.app.screens.tour import begin

            begin(self.jiefang)
        elif isinstance(row, Listed):
            self._open(row)
        elif row is not None:
            resume_visit(self.jiefang, row.session)

    def _open(self, scenario: Listed) -> None:
        from simulator.app.app import PlayStart
        from simulator.app.screens.briefing import BriefingScreen

        if scenario.problem:
            text = _("这个剧本现在读不了。用 jiefang check {path} 看原因。", path=scenario.path)
            self.notify(text, severity="warning", markup=False)
        else:
            self.app.push_screen(BriefingScreen(PlayStart(scenario.path)))


def _advice(all_: list[Listed], kept: Overview) -> tuple[Advice, ...]:
    """What to do next, by what was weak lately."""
    from simulator.progress import Candidate, recommended

    readable = {entry.id: entry for entry in all_ if not entry.problem}
    candidates = [Candidate(each.id, each.level, each.trains, each.scores.last) for each in readable.values()]
    found = recommended(candidates, kept.weak)
    return (Advice(readable[found[0]], found[1]),) if found is not None and len(readable) > 1 else ()
