"""What if: another way from a moment of a recording, played on the screen of a visit. Nothing of it is recorded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scenarios.engine import Step
from scenarios.play import Input
from simulator.app import desk
from simulator.app.keys import key
from simulator.app.screens.visit import VisitScreen
from simulator.app.text import cut
from simulator.app.widgets.choices import Entry
from simulator.i18n import _
from simulator.replay.branch import Branch
from simulator.replay.telling import Telling
from simulator.visit import Visit

if TYPE_CHECKING:
    from scoring.rate import Result
    from simulator.replay.prices import Prices


@dataclass(frozen=True, slots=True)
class Kept:
    """A branch that was kept, and what it scored where it came to an ending."""

    branch: Branch
    result: Result | None = None


class BranchScreen(VisitScreen):
    """A visit that leaves a recording, with everything that practice shows. Dismissed when one goes back.

    Attributes:
        branch: the line that is played.
        what_was: the recording in words.
        prices: what the solver says of the recording, or None.
    """

    CSS_PATH = "../screens/visit.tcss"
    SAYS_FIRST = False  # nothing is recorded here that it could stand beside
    BINDINGS = [
        key("s", "keep_branch", "留下", "给这条路起个名字留下来", name="branch.keep"),
        key("escape,q", "pause", "回放", "回到回放；没留下的路会先问一声", name="visit.pause", label="Esc"),
    ]

    def __init__(self, branch: Branch, what_was: Telling, prices: Prices | None, keep: Callable[[Kept], str]) -> None:
        """Begin where the branch stands.

        Args:
            branch: what is played on.
            what_was: the recording in words.
            prices: of the recording.
            keep: takes a branch that is to be kept and says, in a sentence, where it is.
        """
        session = branch.recording.session
        assert session is not None, "it is replayed"
        super().__init__(Visit(branch.play, replace(session, mode="practice"), None))
        self.branch = branch
        self.what_was = what_was
        self.prices = prices
        self._keep_it = keep
        self._kept: list[Input] | None = branch.inputs if branch.depth else None

    # ---- what is different from a visit -----------------------------------------------------------------------

    def offered(self) -> list[Entry]:
        """What can be done; at the end, to see both ends side by side."""
        found = super().offered()
        if self.visit.play.ended:
            return [Entry(desk.RESULT, _("和当时比一比"))]
        return found

    def about(self) -> str:
        """For the help screen."""
        return _("从当时那一步起，换一个选择走走看，走多远都行。记录不会变，走完了和当时比一比。")

    def show_title(self) -> None:
        """Where it left, and how far it is."""
        start = self.branch.start + 1
        if self.branch.depth:
            where = _("假如  从第 {n} 步起，走了 {m} 步", n=start, m=self.branch.depth)
        else:
            where = _("假如  第 {n} 步，换一个选择", n=start)
        self.title_bar.show(where, self.branch.name)

    def rate_last(self) -> None:
        """The note is on what was done here, not on what led here."""
        if self.branch.depth:
            super().rate_last()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The recording's own steps are not taken back; nothing is noted where nothing is recorded."""
        if action == "undo":
            return self.branch.depth > 0
        if action == "keep_branch":
            return self.branch.depth > 0
        if action == "note":
            return False
        return super().check_action(action, parameters)

    def action_undo(self) -> None:
        """Take back a step of the branch."""
        if self.branch.depth:
            super().action_undo()

    # ---- the end ----------------------------------------------------------------------------------------------

    def _scored(self, steps: int, result: Result) -> None:
        if self._still_there(steps):
            self.result = result
            if self._wanted:
                self.show_result()

    def _unscored(self, steps: int) -> None:
        if self._still_there(steps):
            self.banner.show(_("这个剧本求解不了，看得到经过，看不到得失。"))

    def open_result(self, result: Result) -> None:
        """Both ends side by side."""
        from simulator.app.replay.ends import EndsScreen

        self.app.push_screen(EndsScreen(self.what_was, self.prices, self.branch, result), self._compared)

    def _compared(self, wanted: str | None) -> None:
        if wanted == "keep":
            self.action_keep_branch()
        elif wanted == "back":
            self.action_pause()

    # ---- keeping and going back -------------------------------------------------------------------------------

    def action_keep_branch(self) -> None:
        """Ask for a name, then keep it."""
        self._ask_name(then_back=False)

    def _ask_name(self, *, then_back: bool) -> None:
        from simulator.app.screens.ask import AskScreen

        screen = AskScreen(
            lambda: _("给这条路起个名字"), lambda: _("空着就用第一句：{words}", words=self.first_words())
        )
        self.app.push_screen(screen, lambda name: self._named(name, then_back=then_back))

    def first_words(self) -> str:
        """What the branch did first."""
        steps = self.branch.steps
        first = steps[0] if steps else None
        if not isinstance(first, Step):
            return _("另填一张表")
        text = self.words.text(first.move.acts[first.act].case.text, first.before)
        return cut(text, 30)

    def _named(self, name: str | None, *, then_back: bool) -> None:
        if name is None:
            return
        self.branch.name = name or self.first_words()
        copy = Branch(self.branch.recording, self.branch.start, self.branch.inputs, self.branch.name)
        said = self._keep_it(Kept(copy, self.result if self.visit.play.ended else None))
        self._kept = list(self.branch.inputs)
        self.show_title()
        self.app.notify(said, timeout=3, markup=False)
        if then_back:
            self.dismiss()

    def action_pause(self) -> None:
        """Back to the replay; a branch that was not kept is asked about."""
        from simulator.app.screens.menu import Item, MenuScreen

        if self.has_class("-case"):
            self.remove_class("-case")
            return
        if not self.branch.depth or self._kept == self.branch.inputs:
            self.dismiss()
            return
        items = [
            Item("on", _("接着走")),
            Item("keep", _("留下这条路，回到回放"), "s"),
            Item("back", _("不留，回到回放"), "q"),
        ]
        about = _("记录没有变：这条路只在回放里。")
        self.app.push_screen(MenuScreen(lambda: _("回到回放"), lambda: about, lambda: items), self._paused)

    def _paused(self, picked: str | None) -> None:
        if picked == "back":
            self.dismiss()
        elif picked == "keep":
            self._ask_name(then_back=True)
