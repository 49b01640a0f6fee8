"""A moment of a visit that is over, once more: until one says what could not be bettered. Nothing of it is recorded."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

from scenarios.play import Play
from simulator.app.keys import key
from simulator.app.screens.visit import VisitScreen
from simulator.app.widgets.choices import Entry
from simulator.i18n import _
from simulator.visit import Visit

if TYPE_CHECKING:
    from scenarios.engine import FormStep, Step
    from scoring.rate import Decision, Result
    from simulator.coach import FormMarks

AGAIN, BETTER, BACK = "*again", "*better", "*back"


class DrillScreen(VisitScreen):
    """A visit that stands at one moment. Dismissed when one goes back.

    Attributes:
        solved: whether what was done there is as good as the best.
        tries: how often something was done there.
    """

    CSS_PATH = "visit.tcss"
    SAYS_FIRST = False
    BINDINGS = [key("escape,q", "pause", "结果", "回到结果；这里做的什么都不记", name="visit.pause", label="Esc")]

    def __init__(self, visit: Visit, step: int) -> None:
        """Stand where a step of a visit was made.

        Args:
            visit: which is over.
            step: number of the step, from 0.
        """
        play = Play(visit.edition, visit.play.seed, visit.play.engine)
        for given in visit.play.inputs[:step]:
            play.enter(given)
        super().__init__(Visit(play, replace(visit.session, mode="practice"), None))
        self.start = step
        self.solved = False
        self.tries = 0
        self._told = False

    @property
    def tried(self) -> bool:
        """Whether something was done at the moment."""
        return len(self.visit.play.steps) > self.start

    # ---- what is different from a visit -----------------------------------------------------------------------

    def offered(self) -> list[Entry]:
        """What can be done at the moment, in another order at every try; after it, to try again or to go back."""
        if not self.tried:
            found = super().offered()
            # The same for as long as a try lasts, so that nothing moves under the pointer when the language changes.
            Random(f"{self.visit.session.id} {self.start} {self.tries}").shuffle(found)
            return found
        back = Entry(BACK, _("回到结果"))
        if not self._told or self.solved:
            return [back]
        again = Entry(AGAIN, _("再试一次"))
        return [again, Entry(BETTER, _("看看更好的")), back] if self.knows_better else [again, back]

    def about(self) -> str:
        """For the help screen."""
        return _("这一步再来：说一句，马上知道是不是当时最好的；不是，就再试。什么都不记，得分不变。")

    def show_title(self) -> None:
        """Which step it is, and how often it was tried."""
        tries = _("试了 {n} 次", n=self.tries) if self.tries else ""
        self.title_bar.show(_("再练  第 {n} 步", n=self.start + 1), tries)

    def own_entry(self, entry: str) -> None:
        """Try again, look, or go back; a form is opened as ever."""
        if entry == AGAIN:
            self.action_undo()
        elif entry == BETTER:
            self.action_better()
        elif entry == BACK:
            self.dismiss()
        else:
            super().own_entry(entry)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What led here is not taken back; nothing is noted where nothing is recorded."""
        if action == "undo":
            return self.tried and not self.solved
        if action == "note":
            return False
        return super().check_action(action, parameters)

    def action_undo(self) -> None:
        """Back to the moment, to try again."""
        if self.tried:
            self._told = False
            super().action_undo()

    def rate_last(self) -> None:
        """The note is on what was done here, not on what led here."""
        if self.tried:
            super().rate_last()

    def _rated(self, step: Step | FormStep, rating: Decision | FormMarks) -> None:
        super()._rated(step, rating)
        if not self.is_attached or not self.tried or self._told:
            return
        self._told = True
        self.tries += 1
        self.solved = rating.cost <= 1e-6 and getattr(rating, "red_line", None) is None
        if self.solved:
            self.app.notify(_("这就是当时最好的。"), timeout=3, markup=False)
        self.choices.show(self.offered(), 0)
        self.show_title()
        self.refresh_bindings()

    # ---- no end of its own ------------------------------------------------------------------------------------

    def _scored(self, steps: int, result: Result) -> None:
        """What follows the moment is not looked at."""

    def _unscored(self, steps: int) -> None:
        """Nor whether it could be."""

    def action_pause(self) -> None:
        """Back to the result."""
        if self.has_class("-case"):
            self.remove_class("-case")
        elif not self.close_handbook():
            self.dismiss()
