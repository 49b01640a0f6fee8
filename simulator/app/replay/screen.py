"""A replay: the score sheet on the left, the moment in the middle, and on the right room for more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget

from scenarios.engine import State
from scenarios.vocabulary import vocabulary
from simulator import i18n
from simulator.app import desk
from simulator.app.keys import key
from simulator.app.replay.moment_card import MomentCard, VerdictCard
from simulator.app.replay.score_sheet import ScoreSheet
from simulator.app.replay.scrubber import Scrubber
from simulator.app.replay.seen import Seen
from simulator.app.replay.side_trips import SideTrips
from simulator.app.text import joined
from simulator.app.widgets.cards import MeterCard, Person, PersonCard
from simulator.app.widgets.page import Prose
from simulator.i18n import _
from simulator.replay.recording import Recording
from simulator.replay.telling import Telling
from simulator.replay.walk import Walk

if TYPE_CHECKING:
    from simulator.replay.prices import Prices

AFTER = 0.1
"""Seconds for which a replay is only looked at, before it is solved."""

FAR = 5
"""Moments that a long step goes."""

GLANCE = 0.005
"""Seconds for which nothing else is done once the sheet shows where one goes, so that it has reached the terminal."""


class ReplayScreen(SideTrips):
    """A recording looked at moment by moment. Marks, meters and the future are not shown until they are asked for.

    A subclass, or who put it there, may give what stands on the right (`side`), and follow what happens by overriding
    :meth:`moved`, :meth:`revealed`, :meth:`priced` and :meth:`branch_kept`.

    Attributes:
        recording: what is looked at; something of it can be replayed.
        walk: where one stands and what is shown.
        telling: the recording in words, in the language in use.
        prices: what the solver says of it; None until that is known, or where it cannot be.
        arriving: whether the moment one stands before is still to be shown.
    """

    CSS_PATH = "replay.tcss"
    AUTO_FOCUS = ""
    BINDINGS = [
        key("right,down,j", "step(1)", "走", "下一步；← 是上一步", name="replay.next", label="←→"),
        key("left,up,k", "step(-1)", "上一步", "上一步", name="replay.back", label="←", show=False),
        key("enter", "reveal", "揭开", "揭开这一步的得失、刻度和更好的说法", name="replay.reveal", label="↵"),
        key("space", "play", "播放", "自动往下放；再按停住", name="replay.play"),
        key("n", "mistake(1)", "失误", "到下一个失误", name="replay.mistake"),
        key("w", "what_if", "假如", "从这里换一个选择，自己走走看；记录不会变", name="replay.what_if"),
        key("b", "best", "最好", "最好的走法和当时的走法并排，一直到结局", name="replay.best"),
        key("h", "veil", "全显", "全部显示，或者重新盖住得失和后面的事", name="replay.veil"),
        key("N", "mistake(-1)", "上一失误", "到上一个失误", name="replay.last_mistake", label="N", show=False),
        key("left_square_bracket,minus", "speed(-1)", "慢", "放慢", name="replay.slower", label="[", show=False),
        key("right_square_bracket,plus,equals_sign", "speed(1)", "快", "放快", name="replay.faster", label="]",
            show=False),
        key("g", "go", "到第几步", "到第几步", name="replay.go", show=False),
        key("shift+left,comma", f"step({-FAR})", "退五步", "退五步", name="replay.far_back", label=",", show=False),
        key("shift+right,full_stop", f"step({FAR})", "进五步", "进五步", name="replay.far_on", label=".", show=False),
        key("home", "first", "最前", "回到进门的时候", name="replay.first", show=False),
        key("end", "last", "最后", "到最后", name="replay.last", show=False),
        key("W", "branches", "留下的路", "看留下来的「假如」", name="replay.branches", label="W", show=False),
        key("c", "compare", "比较", "和同一个剧本的别的接访并排比", name="replay.compare", show=False),
        key("e", "explore", "大家怎么选", "这个剧本的每个决定，大家都怎么选", name="replay.explore", show=False),
        key("pageup", "scroll(-1)", "往回看", "往回看说过的话", name="replay.up", label="PgUp", show=False),
        key("pagedown", "scroll(1)", "往下看", "往下看；读长的点评", name="replay.down", label="PgDn", show=False),
        key("escape,q", "leave", "离开", "离开回放", name="replay.leave", label="Esc"),
    ]  # fmt: skip

    def __init__(self, recording: Recording, prices: Prices | None = None, side: Widget | None = None) -> None:
        super().__init__()
        self.recording = recording
        self.prices = prices
        self.side = side
        self.walk = Walk(len(recording.moments))
        self.telling = Telling(recording, i18n.language(), prices)
        self.unpriced = ""
        self.arriving = False
        self._timer: Timer | None = None

    # ---- the room ---------------------------------------------------------------------------------------------

    def inside(self) -> ComposeResult:
        with Horizontal(id="desk"):
            yield ScoreSheet(self.walk, id="score-sheet")
            with Vertical(id="middle"):
                yield Prose(id="cues")
                yield Seen(id="talk")
                yield MomentCard(self.walk, id="card")
            with Vertical(id="right"):
                if self.side is not None:
                    yield self.side
                else:
                    yield PersonCard(id="person")
                    yield MeterCard(id="meters")
                    yield VerdictCard(self.walk, id="verdict")
        yield Scrubber(self.walk, id="scrub")

    def on_mount(self) -> None:
        """Begin at the first moment; what it was worth is worked out meanwhile."""
        self.set_class(self.side is not None, "-side")
        super().on_mount()
        self.talk.can_focus = False
        self.show_banner()
        if self.prices is None:
            # The solver takes half a second to import: not before the first moment can be read.
            self.call_after_refresh(self.set_timer, AFTER, self.price)
        else:
            self.priced()

    def on_resize(self) -> None:
        """A high window has room for a high curve, a wide one for the verdict beside the moment."""
        height = self.size.height
        self.query_one(Scrubber).make_high(6 if height >= 44 else 3 if height >= 30 else 1)
        self.call_after_refresh(self.settle_sides)

    def settle_sides(self) -> None:
        """Where the verdict stands, now that the width is known."""
        is_beside = self.side is None and self.has_class("-wide")
        card = self.query_one(MomentCard)
        if card.with_verdict == is_beside:
            card.with_verdict = not is_beside
            card.relay()

    @property
    def talk(self) -> Seen:
        """What was said up to the moment."""
        return self.query_one(Seen)

    # ---- words ------------------------------------------------------------------------------------------------

    def speak(self) -> None:
        """Say everything again, in the language in use."""
        self.telling = Telling(self.recording, i18n.language(), self.prices)
        self.talk.tell(self.telling.talk)
        self.query_one(ScoreSheet).show(self.telling)
        self.query_one(Scrubber).show(self.telling)
        self.show_banner()
        self.show_moment()
        speak = getattr(self.side, "speak", None)
        if speak is not None:
            speak()

    def about(self) -> str:
        """For the help screen."""
        return _(
            "一步一步看当时的接访：听到了什么，摆着哪些选项，选了哪一个。得失、刻度和后面的事先盖着，想好了按回车揭开。"
            "左右键走，也可以用鼠标在下面的曲线上拖。"
        )

    def show_banner(self) -> None:
        """What is wrong with the log, or that it has no prices."""
        faults = list(self.recording.faults)
        if faults:
            shown = _("记录不完好：{fault}", fault=faults[0])
            if len(faults) > 1:
                shown += _("（还有 {n} 处，见最后一页）", n=len(faults) - 1)
            self.banner.show(shown + " " + _("下面是完好的部分，共 {n} 步。", n=self.walk.count))
        else:
            self.banner.show(self.unpriced)

    def show_moment(self) -> None:
        """Everything that depends on where one stands."""
        telling, walk = self.telling, self.walk
        self.talk.stand(walk.at)
        self.query_one("#cues", Prose).show(self._cues())
        self.show_marks()
        if self.side is None and self.has_class("-wide"):
            person = desk.person(telling.words)
            self.query_one(PersonCard).show(Person(person.name, person.about, tuple(telling.cues(walk.at))))
        self._show_title()

    def show_marks(self) -> None:
        """Everything that depends on what is shown."""
        # In a low window what a moment was worth takes the place of what was said before it.
        self.set_class(self.walk.shows_marks(self.walk.at) and not self.walk.over, "-revealed")
        self.query_one(MomentCard).show(self.telling)
        if self.side is None:
            self.query_one(VerdictCard).show(self.telling)
            shown = self.walk.shows_marks(self.walk.at)
            readings = desk.readings_of(self.telling.language, *self._states()) if shown else []
            self.query_one(MeterCard).show(readings)
        self.query_one(ScoreSheet).follow()
        self.query_one(Scrubber).relay()

    def _states(self) -> tuple[State, State]:
        step = None if self.walk.over else self.telling.took(self.walk.at)
        if step is None:
            return self.telling.play.state, self.telling.play.state
        return step.before, step.after

    def _cues(self) -> Content:
        telling = self.telling
        name, cues = telling.words.petitioner, telling.cues(self.walk.at)
        return joined(" ", (name, "bold $ink"), "  ", (("" if telling.language == "zh" else " ").join(cues), "$faint"))

    def _show_title(self) -> None:
        session, walk = self.recording.session, self.walk
        mode = "" if session is None else vocabulary().modes[session.mode].name.text(self.telling.language)
        place = _("结束") if walk.over else _("第 {n} / {all} 步", n=walk.at + 1, all=walk.count)
        speed = ("▶ " if walk.playing else "") + f"{walk.speed:g}×" if walk.playing or walk.speed != 1 else ""
        self.title_bar.show(_("回放  {title}", title=self.telling.title), mode, place, speed)

    # ---- going ------------------------------------------------------------------------------------------------

    def go(self, number: int) -> None:
        """Stand before a moment; `len(moments)` is the end."""
        before = self.walk.at
        if self.walk.go(number):
            # The sheet answers the key, or the title without it; a key held down skips what nobody could read.
            sheet = self.query_one(ScoreSheet)
            sheet.point(before)
            if not sheet.display:
                self._show_title()
            if not self.arriving:
                self.arriving = True
                self.call_after_refresh(self.set_timer, GLANCE, self._arrive)
        if self.walk.playing:
            self._wait()

    def _arrive(self) -> None:
        """Show the moment one stands before by now."""
        self.arriving = False
        if self.is_attached:
            with self.app.batch_update():
                self.show_moment()
            self.moved()

    async def on_key(self, event: events.Key) -> None:
        """Answer a step here: the way up to the app and down again would take as long as the painting."""
        bindings = self._bindings.key_to_bindings.get(event.key, ())
        if bindings and bindings[-1].action.startswith("step("):
            event.stop()
            await self.run_action(bindings[-1].action)

    def action_step(self, by: int) -> None:
        """Some moments on or back."""
        self.go(self.walk.at + by)

    def action_first(self) -> None:
        """To the beginning."""
        self.go(0)

    def action_last(self) -> None:
        """To the end."""
        self.go(self.walk.count)

    def action_mistake(self, by: int) -> None:
        """To the next moment that cost two points or more, or to the one before."""
        if self.prices is None:
            self.notify(self.unpriced or _("正在求解，稍等。"), timeout=2, markup=False)
            return
        mistakes = self.prices.mistakes()
        number = self.walk.next_of(mistakes) if by > 0 else self.walk.last_of(mistakes)
        if number is None:
            text = _("后面没有失误了。") if by > 0 else _("前面没有失误。")
            self.notify(text, timeout=2, markup=False)
        else:
            self.go(number)

    @on(ScoreSheet.Picked)
    def _picked(self, event: ScoreSheet.Picked) -> None:
        event.stop()
        self.go(event.number)

    @on(Scrubber.Moved)
    def _scrubbed(self, event: Scrubber.Moved) -> None:
        event.stop()
        self.go(event.number)

    def action_scroll(self, pages: int) -> None:
        """Read back in what was said, or on in a long verdict."""
        card = self.query_one(MomentCard)
        is_on = pages > 0 and card.scroll_offset.y < card.max_scroll_y
        is_back = pages < 0 and card.scroll_offset.y > 0
        what: Widget = card if is_on or is_back else self.talk
        what.scroll_relative(y=pages * max(1, what.size.height - 2), animate=False)

    # ---- by itself --------------------------------------------------------------------------------------------

    def action_play(self) -> None:
        """Go on by itself, or stop."""
        if self.walk.playing:
            self.stop()
        else:
            if self.walk.over:
                self.go(0)
            self.walk.playing = True
            self._show_title()
            self._wait()

    def stop(self) -> None:
        """Stand still."""
        self.walk.playing = False
        if self._timer is not None:
            self._timer.stop()
        self._show_title()

    def _wait(self) -> None:
        if self._timer is not None:
            self._timer.stop()
        if self.walk.over:
            self.stop()
            return
        latency = self.recording.moments[self.walk.at].latency
        self._timer = self.set_timer(self.walk.dwell(latency), self._on)

    def _on(self) -> None:
        if self.walk.playing and self.app.screen is self:
            self.go(self.walk.at + 1)

    def action_speed(self, by: int) -> None:
        """Faster or slower."""
        self.walk.faster(by)
        self._show_title()
        if self.walk.playing:
            self._wait()

    def on_screen_suspend(self) -> None:
        """Something lies on top: stand still."""
        if self.walk.playing:
            self.stop()

    # ---- what is shown ----------------------------------------------------------------------------------------

    def action_reveal(self) -> None:
        """Show what this moment was worth; if that is shown, go on to the next."""
        if not self.walk.reveal():
            self.go(self.walk.at + 1)
            return
        self.show_marks()
        self.revealed(self.walk.at)

    def action_veil(self) -> None:
        """Show everything, or cover it again."""
        self.walk.open = not self.walk.open
        if not self.walk.open:
            self.walk.revealed.clear()
        self.show_marks()

    def ask(self, asking: bool = True) -> None:
        """Cover what was done at this moment too, as while people vote on it; or show it again."""
        self.walk.asking = asking
        self.show_marks()

    # ---- prices -----------------------------------------------------------------------------------------------

    @work(thread=True, group="prices", exclusive=True)
    def price(self) -> None:
        """Solve what was played."""
        from scenarios.explore import TooManyStatesError
        from scoring.evaluate import UnknownStateError
        from simulator.replay.prices import Prices

        try:
            found = Prices.of(self.recording)
        except (TooManyStatesError, UnknownStateError, ValueError):
            self.app.call_from_thread(self._not_priced)
        else:
            self.app.call_from_thread(self._priced, found)

    def _priced(self, prices: Prices) -> None:
        if not self.is_attached:
            return
        self.prices = self.telling.prices = prices
        self.query_one(ScoreSheet).renew()
        self.show_marks()
        self.priced()

    def _not_priced(self) -> None:
        self.unpriced = _("这个剧本求解不了，看得到经过，看不到得失。")
        if self.is_attached:
            self.show_banner()

    # ---- for who builds on it ---------------------------------------------------------------------------------

    def moved(self) -> None:
        """One stands before another moment."""

    def revealed(self, number: int) -> None:
        """A moment was revealed; `len(moments)` is the score at the end."""

    def priced(self) -> None:
        """The prices are there."""

    def action_leave(self) -> None:
        """Back to where one came from."""
        if len(self.app.screen_stack) > 1:
            self.dismiss()
        else:
            self.jiefang.leave()
