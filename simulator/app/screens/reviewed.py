"""The half of a visit's screen that looks back: the coach's note, the record and its troubles, the score at the end."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import work

from simulator import i18n
from simulator.app.screens.room import Room
from simulator.app.widgets.coach_card import CoachCard
from simulator.coach import Coach, advice
from simulator.i18n import _
from simulator.record.errors import StoreError
from simulator.visit import Visit

if TYPE_CHECKING:
    from scenarios.engine import FormStep, Step
    from scoring.rate import Decision, Result
    from simulator.coach import FormMarks


class ReviewedRoom(Room[None]):
    """A screen on which a visit is played, as far as it is rated and kept.

    Attributes:
        visit: what is played.
        words: its words in the language in use.
        trouble: why something is not on disk now, or empty.
    """

    def __init__(self, visit: Visit, trouble: str = "") -> None:
        super().__init__()
        self.visit = visit
        self.words = visit.conversation(i18n.language())
        self.trouble = trouble
        self.rating: Decision | FormMarks | None = None
        self.result: Result | None = None
        self._coach = Coach(visit.edition)
        self._asked = False
        self._wanted = False

    # ---- the coach --------------------------------------------------------------------------------------------

    @work(thread=True, group="coach")
    def prepare(self) -> None:
        """Solve the edition before the first note is due."""
        from scenarios.explore import TooManyStatesError

        try:
            self._coach.prepare()
        except TooManyStatesError:
            self.app.call_from_thread(self._unrated)

    @work(thread=True, group="coach")
    def _rate(self, step: Step | FormStep, number: int, timed_out: bool) -> None:
        from scenarios.explore import TooManyStatesError
        from scoring.evaluate import UnknownStateError

        try:
            rating = self._coach.rate(step, number, timed_out=timed_out)
        except (TooManyStatesError, UnknownStateError):
            self.app.call_from_thread(self._unrated)
        else:
            self.app.call_from_thread(self._rated, step, rating)

    def _rated(self, step: Step | FormStep, rating: Decision | FormMarks) -> None:
        steps = self.visit.play.steps
        if self.is_attached and steps and steps[-1] is step:
            self.rating = rating
            self.show_advice()

    def _unrated(self) -> None:
        """Nobody can say what it was worth; the visit goes on without notes."""
        for card in self.query(CoachCard):
            card.show(None)

    def rate_last(self) -> None:
        """Ask for the note on the last step, wherever one came from."""
        play = self.visit.play
        if play.steps:
            self._rate(play.steps[-1], len(play.steps) - 1, play.timed_out[-1])

    def think(self) -> None:
        """The last step is being looked at."""
        for card in self.query(CoachCard):
            card.think()

    def forget(self) -> None:
        """The play stands somewhere else now: note and score are of another moment."""
        self.rating, self._asked = None, False
        self.result, self._wanted = None, False

    def show_advice(self) -> None:
        """Show the note there is, or none."""
        steps = self.visit.play.steps
        note = advice(self.rating, steps[-1], self.words) if self.rating is not None and steps else None
        for card in self.query(CoachCard):
            card.show(note, open=self._asked)
        self.refresh_bindings()

    @property
    def knows_better(self) -> bool:
        """Whether the last choice could have been better, and the note says how."""
        return bool(self.rating is not None and self.rating.cost > 1e-6 and hasattr(self.rating, "best"))

    def action_better(self) -> None:
        """Show what would have been better, or hide it again."""
        if self.knows_better:
            if not self._asked:
                self.keep(self.visit.hint)
            self._asked = not self._asked
            self.show_advice()

    # ---- the record -------------------------------------------------------------------------------------------

    def keep(self, act: Callable[[], object]) -> None:
        """Record something; where that cannot be, a banner says so and the visit goes on."""
        try:
            act()
        except StoreError as error:
            self.in_trouble(error)

    def in_trouble(self, error: StoreError) -> None:
        """Say that something is not on disk."""
        from simulator.errors import sentence

        self.trouble = sentence(error)
        self.banner.show(_("没存上，接访可以继续：{why}", why=self.trouble))

    def catch_up(self) -> None:
        """Take the banner away once everything is on disk."""
        if self.trouble and self.jiefang.sessions.catch_up(self.visit):
            self.trouble = ""
            self.banner.show("")

    # ---- the end ----------------------------------------------------------------------------------------------

    @work(thread=True, group="score", exclusive=True)
    def score(self) -> None:
        """What the visit came to. Until that is known it counts as unfinished, and is offered again after any end."""
        from scenarios.explore import TooManyStatesError
        from scoring.evaluate import UnknownStateError

        steps = len(self.visit.play.steps)
        try:
            result = self._coach.result(self.visit.play)
        except (TooManyStatesError, UnknownStateError):
            self.app.call_from_thread(self._unscored, steps)
        else:
            self.app.call_from_thread(self._scored, steps, result)

    def _still_there(self, steps: int) -> bool:
        """Whether the visit still stands at the end that was looked at."""
        return self.is_attached and self.visit.play.ended and len(self.visit.play.steps) == steps

    def _unscored(self, steps: int) -> None:
        if self._still_there(steps):
            self.keep(self.visit.end)
            self.banner.show(_("这次接访算不出分，记录都在。"))

    def _scored(self, steps: int, result: Result) -> None:
        if not self._still_there(steps):
            return
        self.keep(self.visit.end)
        self.result = result
        trouble = self.jiefang.sessions.finish(self.visit, result)
        if trouble:
            self.banner.show(trouble)
        if self._wanted:
            self.show_result()

    def show_result(self) -> None:
        """On to the result, as soon as there is one."""
        if self.result is None:
            self._wanted = True
            self.app.notify(_("正在算分，稍等。"), timeout=2, markup=False)
            return
        self._wanted = False
        self.open_result(self.result)

    def open_result(self, result: Result) -> None:
        """Put the result on top."""
        from simulator.app.screens.result import ResultScreen
        from simulator.app.visits import after_result

        app, visit = self.jiefang, self.visit
        app.push_screen(ResultScreen(visit, result), lambda where: after_result(app, visit, where or "home"))
