"""From the facilitator's screen to its sheets and to the screens of a replay, and back with what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.app.debrief.base import Led
from simulator.debrief import events as e
from simulator.debrief.course import Page
from simulator.debrief.minutes_view import phase_name
from simulator.debrief.parts import PHASES, Place, Tag
from simulator.debrief.script import MINUTES
from simulator.errors import UserError
from simulator.i18n import _, language
from simulator.replay.branch import Branch

if TYPE_CHECKING:
    from simulator.app.debrief.agenda_list import AgendaList
    from simulator.app.debrief.rating import Rating, Target
    from simulator.app.replay.branch_screen import Kept


def _what_room_means() -> str:
    return _("这台电脑在局域网里的地址；清空就只在本机能打开。没有码进不来，传的东西不加密：只在信得过的网络里用。")


class Trips(Led):
    """What the facilitator's screen opens on top of itself.

    Attributes:
        at_agenda: whether the agenda is shown in the middle of something else.
        written: where the minutes were written; empty before.
    """

    at_agenda = False
    written = ""

    if TYPE_CHECKING:

        @property
        def agenda(self) -> AgendaList: ...
        @property
        def page(self) -> Page: ...
        @property
        def place(self) -> Place | None: ...

    # ---- agenda -----------------------------------------------------------------------------------------------

    def action_add(self) -> None:
        """Choose a moment for the agenda."""
        from simulator.app.debrief.pick_moment import PickScreen

        def picked(place: Place | None) -> None:
            if place is not None:
                self.act(lambda: self.lead.add(place))

        self.app.push_screen(PickScreen(self.lead), picked)

    def action_rename(self) -> None:
        """Give the item another title."""
        from simulator.app.screens.ask import AskScreen

        item = self.lead.state.item(self.agenda.pointed)
        if item is None:
            return

        def named(title: str | None) -> None:
            if title:
                self.act(lambda: self.lead.log.append(e.ItemRetitled(item.id, title)))

        self.app.push_screen(
            AskScreen(lambda: _("这一项叫什么"), lambda: _("标题在揭晓以前就看得到，别写出评分")), named
        )

    def action_plan(self) -> None:
        """Plan the minutes of the phases."""
        from simulator.app.screens.ask import AskScreen

        def planned(text: str | None) -> None:
            if text:
                self.act(lambda: self._plan(text))

        now = " ".join(f"{minutes:g}" for minutes in self.lead.plans().values())
        names = [phase_name(phase) for phase in PHASES]
        title, text = _("{names}各几分钟", names=_("、").join(names)), _("现在是 {now}", now=now)
        self.app.push_screen(AskScreen(lambda: title, lambda: text), planned)

    def _plan(self, text: str) -> None:
        from simulator.debrief.fitting import RefusedError

        try:
            given = [float(part) for part in text.replace("，", " ").replace(",", " ").split()]
        except ValueError:
            given = []
        if len(given) != len(PHASES) or not all(0 < each <= 600 for each in given):
            raise RefusedError(_("写四个分钟数，空格隔开，例如 5 5 25 10。"))
        for phase, minutes in zip(PHASES, given, strict=True):
            if minutes != self.lead.plan(phase) or (self.lead.state.timer(phase) is None and minutes != MINUTES[phase]):
                self.lead.log.append(e.TimerPlanned(phase, minutes))

    # ---- what is written down ---------------------------------------------------------------------------------

    def action_note(self) -> None:
        """Write a note on the moment, or on the whole."""
        from simulator.app.debrief.note import NoteScreen

        place = self.place

        def where() -> str:
            return _("记一笔：{place}", place=self.where(place) if place is not None else _("整个复盘"))

        def written(note: tuple[int, Tag, str] | None) -> None:
            if note is not None:
                number, tag, text = note
                change: e.DebriefEvent = e.NoteAdded(tag, text, place)
                if number:
                    change = e.NoteEdited(number, text) if text else e.NoteRemoved(number)
                self.act(lambda: self.lead.log.append(change))

        self.app.push_screen(NoteScreen(where, self.lead.state.notes_at(place)), written)

    def where(self, place: Place) -> str:
        """A moment in words."""
        return _("{name}，第 {n} 步", name=self.lead.name(place.session), n=place.moment + 1)

    def action_rate(self) -> None:
        """Rate what the room is at."""
        from simulator.app.debrief.pages import agreement
        from simulator.app.debrief.rating import RateScreen

        place = self.place
        by = self.jiefang.own.trainee or _("带复盘的人")

        def rated(rating: Rating | None) -> None:
            if rating is not None:
                self.act(lambda: self._rated(rating, place))

        def agreed() -> list[Any]:
            return agreement(self.lead.state) if self.lead.told() else []

        self.app.push_screen(RateScreen(lambda: self._targets(place), by, agreed), rated)

    def _targets(self, place: Place | None) -> list[Target]:
        from simulator.app.debrief.targets import targets

        return targets(self.lead, place)

    def _rated(self, rating: Rating, place: Place | None) -> None:
        target = rating.target
        if target.kind == "decision" and place is not None:
            mark = next((each.mark.id for each in self.lead.decisions(place) if each.line == target.line), "")
            event: e.DebriefEvent = e.DecisionRated(
                place, target.line, rating.by, int(rating.value), rating.reason, mark
            )
        else:
            engine = self.lead.engine_scores(target.session).get(target.kind)
            event = e.DimensionRated(target.session, target.kind, rating.by, rating.value, "", rating.reason, engine)
        self.lead.log.append(event)

    def action_commit(self) -> None:
        """Write down what somebody will do."""
        from simulator.app.debrief.asking import PersonScreen

        def made(commitment: tuple[str, str] | None) -> None:
            if commitment is not None:
                self.act(lambda: self.lead.log.append(e.CommitmentAdded(*commitment)))

        done = {each.person for each in self.lead.state.commitments}
        names = [self.lead.name(each.id) for each in self.lead.state.sessions]
        self.app.push_screen(PersonScreen(next((name for name in names if name not in done), "")), made)

    # ---- what might have been ---------------------------------------------------------------------------------

    def action_what_if(self) -> None:
        """Play on from the moment, otherwise."""
        place = self.place
        recording = self.lead.recording(place.session) if place is not None else None
        if place is not None and recording is not None:
            self._play(Branch(recording, place.moment))

    def _play(self, branch: Branch) -> None:
        from simulator.app.replay.branch_screen import BranchScreen
        from simulator.replay.telling import Telling

        session = branch.recording.session
        assert session is not None, "it is replayed"
        prices = self.lead.prices(session.id)

        def keep(kept: Kept) -> str:
            made = self.act(lambda: self.lead.keep(kept.branch))
            return _("留在复盘里了：{name}", name=kept.branch.name) if made else _("这条路没有留下。")

        self.app.push_screen(BranchScreen(branch, Telling(branch.recording, language(), prices), prices, keep))

    def action_branches(self) -> None:
        """The lines that were kept of this moment, to go on with one."""
        from simulator.app.replay.branch_screen import Kept
        from simulator.app.replay.branches import BranchesScreen

        kept = [Kept(branch) for branch in self.lead.branches(self.place)]

        def picked(index: int | None) -> None:
            if index is not None and 0 <= index < len(kept):
                self._play(kept[index].branch)

        self.app.push_screen(BranchesScreen(kept, _("留在这次复盘里。")), picked)

    def action_best(self) -> None:
        """The best line from the moment on, beside what was done."""
        from simulator.app.replay.best_screen import BestScreen

        place = self.place
        if place is None:
            return
        recording, prices = self.lead.recording(place.session), self.lead.prices(place.session)
        if recording is not None and prices is not None:
            self.app.push_screen(BestScreen(recording, prices, place.moment))

    # ---- the rest ---------------------------------------------------------------------------------------------

    def action_write(self) -> None:
        """Write the minutes, as Markdown and as a page."""
        from simulator.debrief.kept import write_minutes

        try:
            path = write_minutes(self.lead.state, self.lead.names)
        except OSError as error:
            self.trouble(_("纪要没写成：{why}", why=error.strerror or error))
            return
        self.written = str(path)
        if self.page == "summary":
            self.show()
        else:
            self.say(_("纪要写好了：") + "\n" + self.written)

    def action_phases(self) -> None:
        """All sentences of the card, and the way to another phase."""
        from simulator.app.debrief.phases import PhasesScreen

        def chosen(phase: Any) -> None:
            if phase is not None:
                self.at_agenda = False
                self.act(lambda: self.lead.turn_to(phase))

        self.app.push_screen(PhasesScreen(self.lead), chosen)

    def action_leave(self) -> None:
        """Back to where the debrief was opened from; out of the program where it began with it."""
        if len(self.app.screen_stack) > 1:
            self.dismiss()
        else:
            self.jiefang.leave()

    def action_door(self) -> None:
        """Show the code large; where the room is closed, ask where it is to open."""
        from simulator.app.debrief.asking import ReadScreen
        from simulator.app.debrief.side import door_page

        phones = self.phones
        if phones is not None and phones.opened:
            self.app.push_screen(ReadScreen(lambda: door_page(phones)))
        else:
            self._ask_where()

    def _ask_where(self) -> None:
        from simulator.app.screens.ask import AskScreen
        from simulator.room.place import own_address, parse

        def refused(text: str) -> str:
            try:
                parse(text)
            except UserError as error:
                return error.message
            return ""

        def answered(text: str | None) -> None:
            if text is not None:
                self.open_room(parse(text))

        self.app.push_screen(
            AskScreen(lambda: _("手机从哪个地址进来"), _what_room_means, own_address(), 60, refused), answered
        )
