"""The facilitator's screen: where the room is in the middle, the score sheet left, the room on the right."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content

from simulator.app.debrief import item_view, pages, side
from simulator.app.debrief.acts import Acts
from simulator.app.debrief.agenda_list import AgendaList
from simulator.app.debrief.moment_pane import MomentPane
from simulator.app.debrief.score_sheet import ScoreSheet
from simulator.app.text import joined, stacked, words
from simulator.app.widgets.conversation import Conversation as Talk
from simulator.app.widgets.page import Page, Prose
from simulator.debrief.course import Page as Where
from simulator.debrief.course import following
from simulator.debrief.parts import PHASES
from simulator.i18n import _, language

PAGES: tuple[Where, ...] = ("prebrief", "agenda", "phase", "item", "summary")
PICTURE = 46
"""Rows from which the code stands as a picture beside every page."""


class DebriefScreen(Acts):
    """A debrief, led from one screen."""

    CSS_PATH = "debrief.tcss"
    AUTO_FOCUS = ""

    def inside(self) -> ComposeResult:
        """Sheet, middle, side."""
        with Horizontal(id="table"):
            yield ScoreSheet(id="sheet")
            with Vertical(id="middle"):
                yield Prose(id="heading")
                yield Prose(id="text")
                yield AgendaList(id="agenda")
                yield Talk(id="talk")
                yield MomentPane(id="moment")
            with Vertical(id="side"):
                yield Prose(id="course")
                yield Prose(id="clock")
                yield Prose(id="door")
                yield Prose(id="tally")
                yield Prose(id="card")
                yield ScoreSheet(id="steps")
                yield Prose(id="notes")

    def on_mount(self) -> None:
        """The clock runs."""
        self.query_one("#talk", Talk).can_focus = False
        self._talked: tuple[object, ...] = ()
        self._at: Where | None = None
        super().on_mount()
        self.begin()
        self.set_interval(1.0, self._tick)

    def on_resize(self) -> None:
        """A high window has room for the picture of the code."""
        self._show_door()

    @property
    def agenda(self) -> AgendaList:
        """The items."""
        return self.query_one("#agenda", AgendaList)

    def about(self) -> str:
        """For the help screen."""
        return _(
            "回车总是下一步，写在最左边。先投票，再讨论，再投一次，最后揭晓：讨论完以前谁也看不到第一次的票。"
            "做的每一件事都先存下再显示，随时可以退出，用 --resume 接着来。"
        )

    # ---- words ------------------------------------------------------------------------------------------------

    def speak(self) -> None:
        """Say everything again, in the language in use."""
        self._talked = ()
        self.show()

    def show(self) -> None:
        """Show the debrief as it stands."""
        at = self.page
        for each in PAGES:
            self.set_class(each == at, f"-{each}")
        self._show_title()
        self._show_middle(at)
        self._at = at
        self._show_side()
        self.refresh_bindings()

    def _show_title(self) -> None:
        state, item = self.lead.state, self.lead.item
        titles = dict.fromkeys(each.title.text(language()) for each in state.sessions)
        number = [each.id for each in state.items].index(item.id) + 1 if item is not None else 0
        self.title_bar.show(
            _("复盘 · {titles}", titles=_("、").join(titles)),
            _("第 {n} 项，共 {all} 项", n=number, all=len(state.items)) if number else "",
        )

    def _show_middle(self, at: Where) -> None:
        lead = self.lead
        self.query_one("#heading", Prose).show(self._heading(at))
        if at == "prebrief":
            self._say(pages.prebrief_page())
        elif at == "phase":
            self._say(pages.phase_page(lead.state))
        elif at == "summary":
            self._say(pages.summary_page(lead, self.written))
        elif at == "agenda":
            self.agenda.show(item_view.rows(lead))
            if self._at != at:
                self.agenda.action_point(self._following())
        elif lead.item is not None:
            item = lead.item
            talked = (item.id, lead.state.is_revealed(item.place), language())
            if talked != self._talked:
                self._talked = talked
                self.query_one("#talk", Talk).show(item_view.talk(lead, item))
            pane = self.query_one("#moment", MomentPane)
            pane.show(item_view.options(lead, item), item_view.told(lead, item), item_view.note(lead, item))
            self.set_class(lead.state.is_revealed(item.place), "-told")

    def _following(self) -> int:
        """Where the next item stands in the agenda."""
        item = following(self.lead.state)
        return self.lead.state.items.index(item) if item is not None else 0

    def _say(self, text: Content) -> None:
        self.query_one("#text", Prose).show(text)

    def _heading(self, at: Where) -> Content:
        state, item = self.lead.state, self.lead.item
        if at == "agenda":
            plan = _("、").join(f"{pages.phase_short(phase)} {self.lead.plan(phase):g}" for phase in PHASES)
            head = words(_("议程"), "bold")
            if not state.items and not self.rated:
                return stacked([head, words(_("正在算分，马上提出议程。"), "$faint")])
            if not state.items:
                return stacked([head, words(_("议程还空着，按 n 加一步。"), "$faint")])
            return stacked([head, words(_("分钟：{plan}", plan=plan), "$faint")])
        if at == "item" and item is not None:
            flag = ("⚑ ", "$gamboge") if item.place in state.flags else ""
            place = (f"  {self.where(item.place)}", "$faint")
            return joined(flag, (state.heading(item, language()), "bold"), place)
        return Content("")

    # ---- beside -----------------------------------------------------------------------------------------------

    def _show_side(self) -> None:
        state = self.lead.state
        self.query_one("#course", Prose).show(pages.course(state) if state.prebrief else Content(""))
        self._tick()
        self._show_door()
        self.show_votes()
        self._beside("#card", pages.short_card(self.lead))
        self._beside("#notes", pages.notes(state, self.place))
        session = self.place.session if self.place is not None else state.sessions[0].id
        for sheet in self.query(ScoreSheet):
            sheet.show(*item_view.sheet(self.lead, session, self.place))

    def _beside(self, name: str, text: Content) -> None:
        """What is empty takes no room."""
        prose = self.query_one(name, Prose)
        prose.show(text)
        prose.set_class(not text, "-empty")

    def _tick(self) -> None:
        timer = self.lead.state.timer()
        self.query_one("#clock", Prose).show(pages.clock(timer, self.lead.now()))

    def _show_door(self) -> None:
        picture = self.size.height >= PICTURE and self.has_class("-wide")
        self._beside("#door", side.door(self.phones, self.counts, picture=picture))

    def show_votes(self) -> None:
        """Show how many are there and have voted, while it lasts."""
        text = side.tally(self.lead.state, self.counts, taking_away=self.taking_away)
        self._beside("#tally", text)
        self._show_door()

    # ---- moving -----------------------------------------------------------------------------------------------

    def _scrolled(self) -> Page:
        if self.page == "item":
            return self.query_one("#moment", MomentPane)
        return self.query_one("#text", Prose)

    def action_point(self, by: int) -> None:
        """Another item of the agenda, or a line further."""
        if self.page == "agenda":
            self.agenda.action_move(by)
        else:
            self._scrolled().scroll_relative(y=by, animate=False)

    def action_scroll(self, pages_: int) -> None:
        """Read back in the conversation."""
        read = self.query_one("#talk", Talk) if self.page == "item" else self._scrolled()
        read.scroll_relative(y=pages_ * max(1, read.size.height - 2), animate=False)

    def action_turn(self) -> None:
        """The score sheet in the place of the notes, where there is no room for both."""
        self.toggle_class("-steps")
        for sheet in self.query(ScoreSheet):
            sheet.call_after_refresh(sheet.into_view)
