"""The visit: the person across the counter, what was said, and what one may say now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from time import monotonic

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from scenarios.play import InputError
from simulator import i18n, memory, terminal
from simulator.app import desk
from simulator.app.keys import key
from simulator.app.screens.visit_aids import AidedRoom
from simulator.app.screens.visit_say_first import SayFirst
from simulator.app.text import joined
from simulator.app.widgets.cards import CaseCard, MeterCard, PersonCard
from simulator.app.widgets.choices import Choices, Entry
from simulator.app.widgets.clock import ClockBar
from simulator.app.widgets.coach_card import CoachCard
from simulator.app.widgets.conversation import Conversation
from simulator.app.widgets.page import Prose
from simulator.app.widgets.portrait import Ink
from simulator.i18n import _
from simulator.moments import moment, moments
from simulator.record.errors import StoreError
from simulator.visit import Visit

READING = 2.0
"""Seconds after which the edition is solved; nobody has read the first words and chosen by then."""


class VisitScreen(AidedRoom):
    """One visit, from the first word to the petitioner's last line."""

    CSS_PATH = "visit.tcss"
    AUTO_FOCUS = "#choices"
    BINDINGS = [
        key("h", "handbook", "手册", "在旁边翻手册；查了什么会记下来，不计分", name="visit.handbook"),
        key("c", "case", "案情", "案情卡：已经问出来的事", name="visit.case"),
        key("u", "undo", "撤回", "撤回上一步（练习里）", name="visit.undo"),
        key("e", "better", "更好的说法", "看看上一步怎样说更好（练习里）", name="visit.better"),
        key("escape,q", "pause", "暂停", "暂停、离开或退出；接访都会留着", name="visit.pause", label="Esc"),
        key("i", "hint", "提个醒", "这一步看的是什么（练习里；会记下来）", name="visit.hint"),
        key("n", "note", "随手记", "写一句自己的笔记，不计分", name="visit.note"),
        key("w", "say_first", "先说", "先用自己的话说，再看选项（练习里；再按一次关掉）", name="visit.say"),
        key("pageup", "scroll(-1)", "往回看", "往回看说过的话", name="visit.back", label="PgUp", show=False),
        key("pagedown", "scroll(1)", "往下看", "", name="visit.forth", label="PgDn", show=False),
    ]

    def __init__(self, visit: Visit, *, notes: list[str] | None = None, trouble: str = "") -> None:
        super().__init__(visit, trouble, notes)

    @staticmethod
    def clock() -> float:
        """What the clock of timed choices reads, in seconds."""
        return monotonic()

    # ---- the room ---------------------------------------------------------------------------------------------

    def inside(self) -> ComposeResult:
        with Horizontal(id="desk"):
            with Vertical(id="left"):
                # Only while the handbook lies in the place of the other one.
                yield PersonCard(id="person-left")
                yield CaseCard(id="case-wide")
            with Vertical(id="middle"):
                yield Prose(id="fold")
                with Horizontal(id="scene"):
                    with Vertical(id="side"):
                        yield PersonCard(id="person")
                        yield MeterCard(id="meters")
                        yield CaseCard(id="case-brief", brief=True)
                    yield Conversation(id="talk")
                    yield CaseCard(id="case-over")
                yield CoachCard(id="coach")
                yield Prose(id="hint")
                yield ClockBar(clock=self.clock)
                yield SayFirst(id="say-first")
                yield Choices(id="choices")
            with Vertical(id="right"):
                yield PersonCard(id="person-wide")
                yield MeterCard(id="meters-wide", roomy=True)
                yield CoachCard(id="coach-wide", roomy=True)

    def on_mount(self) -> None:
        """Begin, or go on where one stopped."""
        super().on_mount()
        # Keys belong to the choices; the conversation is read with the wheel and with PgUp.
        self.talk.can_focus = False
        self.banner.show(self.trouble)
        if not self.visit.policies.meters:
            for card in self.query(MeterCard):
                card.display = False
        self.app.theme_changed_signal.subscribe(self, self._recoloured)
        self._clock_or_not()
        self.visit.shown()
        if not self.visit.play.steps and self.pace() is not None:
            self.talk.hush()
            self.call_after_refresh(self._let_speak)
        if self.visit.policies.coach:
            # The solver takes half a second to import: while the first words are read, unless a note is due before.
            self.set_timer(READING, self.prepare)
            self.call_after_refresh(self.rate_last)
        if self.visit.play.ended:
            self.call_after_refresh(self.score)  # it was left, or killed, before the score was there
        self.call_after_refresh(memory.settle)

    def on_unmount(self) -> None:
        """Whatever way one leaves, the visit is given back to the store."""
        trouble = self.jiefang.sessions.leave(self.visit)
        if trouble:
            self.app.notify(trouble, severity="warning", markup=False)

    @property
    def talk(self) -> Conversation:
        """The conversation."""
        return self.query_one(Conversation)

    @property
    def clock_bar(self) -> ClockBar:
        """The clock of timed choices."""
        return self.query_one(ClockBar)

    # ---- words ------------------------------------------------------------------------------------------------

    def speak(self) -> None:
        """Say everything again, the whole conversation too, in the language in use."""
        self.words = self.visit.conversation(i18n.language())
        self.talk.show(self.with_said(moments(self.words, reasons=self.visit.policies.meters)))
        self._show_desk(self.choices.at)
        self.query_one(SayFirst).speak()
        self.show_hint()
        self.show_advice()
        for side in self.query("#handbook"):
            if side.is_mounted:  # one that is still to come speaks by itself
                side.speak()  # type: ignore[attr-defined] # not imported before it is opened

    def about(self) -> str:
        """For the help screen."""
        if self.visit.policies.coach:
            return _("听对方说，用数字键、方向键或鼠标选一句话回过去。刻度怎么动、为什么动，都写在您的话下面。")
        return _("听对方说，看神态，选一句话回过去。有时钟的地方，到点就算没有开口。")

    def _show_desk(self, at: int = 0) -> None:
        """Everything but the conversation and the coach's note."""
        words_ = self.words
        policies = self.visit.policies
        facts, total, new = words_.facts(), desk.total_facts(words_), desk.new_facts(words_)
        self._show_person()
        for case in self.query(CaseCard):
            case.show(facts, total, new)
        if policies.meters:
            readings = desk.readings(words_)
            for meters in self.query(MeterCard):
                meters.show(readings)
        who, state = desk.folded(words_, policies)
        self.query_one("#fold", Prose).show(joined((who, "bold $ink"), "  ", (state, "$faint")))
        self.choices.show(self.offered(), at)
        self.ask_first()
        self.show_title()

    def _show_person(self) -> None:
        person, ink = desk.person(self.words), self.ink()
        for card in self.query("#person-wide, #person-left").results(PersonCard):
            card.show(person, ink)
        # Beside the meters the face says enough, and leaves room for the case.
        self.query_one("#person", PersonCard).show(
            replace(person, cues=()) if self.visit.policies.meters else person, ink
        )

    def _recoloured(self, _theme: object) -> None:
        self._show_person()

    def ink(self) -> Ink:
        """What a face is drawn for: colours of its own only where the terminal shows them as they are meant."""
        if (
            self.jiefang.ascii_marks
            or self.app.no_color
            or self.app.theme == "terminal"
            or self.app.console.color_system in (None, "standard")
        ):
            return "plain"
        return "dark" if self.app.current_theme.dark else "light"

    def offered(self) -> list[Entry]:
        """What can be done now, in the order on screen."""
        return desk.entries(self.words, self.visit.policies)

    def show_title(self) -> None:
        """Which visit this is, in which mode, and how far it is."""
        from scenarios.vocabulary import vocabulary

        scenario = self.visit.edition.scenario
        mode = vocabulary().modes[self.visit.session.mode].name.text(self.words.language)
        step = _("第 {n} 步", n=len(self.visit.play.steps) + (not self.visit.play.ended))
        self.title_bar.show(self.words.text(scenario.title, self.visit.play.start), mode, step)

    # ---- a step -----------------------------------------------------------------------------------------------

    @on(Choices.Chosen)
    def _chosen(self, event: Choices.Chosen) -> None:
        event.stop()
        if self.choices.taken is None:
            return  # time ran out first
        if event.id.startswith("*"):
            self.choices.release()
            self.own_entry(event.id)
        else:
            self._take(lambda: self.visit.choose(event.id))

    def own_entry(self, entry: str) -> None:
        """An entry that is no choice of the scenario was taken."""
        if entry == desk.RESULT:
            self.show_result()
        elif entry == desk.FORM:
            self._open_form()

    @on(Choices.Refused)
    def _refused(self, event: Choices.Refused) -> None:
        event.stop()
        self.app.notify(event.entry.reason.strip("（）()") or _("现在还不行"), timeout=2, markup=False)

    @on(ClockBar.RanOut)
    def _ran_out(self, event: ClockBar.RanOut) -> None:
        event.stop()
        self._take(lambda: self.visit.choose("timeout"))

    def _take(self, act: Callable[[], object]) -> None:
        """Make an input. It is on disk before anything further is shown; where it cannot be, a banner says so."""
        before = len(self.visit.play.steps)
        try:
            act()
        except StoreError as error:
            self.in_trouble(error)
        except InputError:
            pass
        if len(self.visit.play.steps) == before:
            self.choices.release()
            return
        step, timed_out = self.visit.play.steps[-1], self.visit.play.timed_out[-1]
        said = moment(self.words, step, reasons=self.visit.policies.meters, timed_out=timed_out)
        with self.app.batch_update():
            self.talk.add(replace(said, first=self.said()))
            self._moved()
            self._let_speak()
            if self.visit.policies.coach:
                self.think()
                self.rate_last()

    def _moved(self) -> None:
        """The play stands somewhere else now."""
        self.forget()
        self._hinted = False
        self.show_hint()
        self._show_desk()
        self._clock_or_not()
        self.refresh_bindings()
        if self.visit.play.ended:
            self.score()
        self.catch_up()
        self.visit.shown()

    def _clock_or_not(self) -> None:
        seconds = desk.seconds(self.words, self.visit.policies, self.jiefang.own.time_factor)
        if seconds is None:
            self.clock_bar.stop()
        else:
            self.clock_bar.begin(seconds)

    # ---- being heard ------------------------------------------------------------------------------------------

    def _let_speak(self) -> None:
        """Let the answer come out in its rhythm; the clock waits until it is out."""
        rate = self.pace()
        if rate is not None:
            self.choices.unheard = True
            self.clock_bar.hold()
            self.talk.speak(rate)

    def pace(self) -> int | None:
        """Characters a second; None where everything is there at once."""
        still = self.app.animation_level == "none" or terminal.still()
        return None if still else self.jiefang.own.characters_a_second

    @on(Choices.Hurried)
    def _hurried(self, event: Choices.Hurried) -> None:
        event.stop()
        self.talk.hurry()

    def on_key(self) -> None:
        """Any key completes what is being said."""
        self.talk.hurry()

    def on_click(self) -> None:
        """So does a click."""
        self.talk.hurry()

    @on(Conversation.Heard)
    def _heard(self, event: Conversation.Heard) -> None:
        event.stop()
        if self.talk.speaking:
            return  # the next answer has begun since
        self.choices.unheard = False
        if self.is_current:
            self.clock_bar.run()
        self.visit.shown()

    # ---- forms ------------------------------------------------------------------------------------------------

    def _open_form(self) -> None:
        from simulator.app.screens.form import FormScreen

        self.app.push_screen(FormScreen(self.visit, self.words), self._filled)

    def _filled(self, picks: dict[str, str] | None) -> None:
        if picks is not None:
            self._take(lambda: self.visit.submit(picks))

    # ---- other keys -------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that do nothing now are not shown."""
        if action == "hint":
            return self.visit.policies.coach and not self.visit.play.ended and self.visit.play.node.form is None
        if action == "say_first":
            return self.visit.policies.coach and self.SAYS_FIRST
        if action == "undo":
            return self.visit.policies.undo and bool(self.visit.play.steps)
        if action == "better":
            return self.knows_better
        if action == "case":
            return not self.has_class("-wide")
        return True

    def action_undo(self) -> None:
        """Take back the last step."""
        if self.choices.taken is not None:
            return
        before = len(self.visit.play.steps)
        self.keep(self.visit.undo)
        if len(self.visit.play.steps) < before:
            self.talk.take_back()
            self.unsaid()
            self._moved()
            self.show_advice()
            self.rate_last()

    def action_case(self) -> None:
        """The whole case card in the place of the conversation, and back."""
        self.close_handbook()
        self.toggle_class("-case")

    def action_scroll(self, pages: int) -> None:
        """Read back in the conversation."""
        talk = self.query_one("#case-over" if self.has_class("-case") else "#talk")
        talk.scroll_relative(y=pages * max(1, talk.size.height - 2), animate=False)

    def action_pause(self) -> None:
        """Stop for a while; the clock stops too."""
        from simulator.app.screens.menu import MenuScreen, pause_items

        if self.close_handbook():
            return
        if self.has_class("-case"):
            self.remove_class("-case")
            return
        about = _("说过的话都在记录里，一句不少。") if not self.trouble else self.trouble
        self.app.push_screen(MenuScreen(lambda: _("歇一下"), lambda: about, pause_items), self._paused)

    def _paused(self, picked: str | None) -> None:
        if picked == "keep":
            self.dismiss()
        elif picked == "quit":
            self.jiefang.leave()

    def on_resize(self) -> None:
        """A wide window shows the case card anyway."""
        self.call_after_refresh(self.refresh_bindings)

    def on_screen_suspend(self) -> None:
        """A dialog is open: the clock waits."""
        self.clock_bar.hold()

    def on_screen_resume(self) -> None:
        """Back from a dialog."""
        if not self.talk.speaking:
            self.clock_bar.run()
