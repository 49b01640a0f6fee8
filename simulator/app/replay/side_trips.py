"""From a replay to what lies beside it and back: another way, the best way, other sessions, all sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.app.replay.branch_screen import BranchScreen, Kept
from simulator.app.screens.room import Room
from simulator.i18n import _
from simulator.replay.branch import Branch
from simulator.replay.recording import Recording
from simulator.replay.telling import Telling
from simulator.replay.walk import Walk

if TYPE_CHECKING:
    from simulator.replay.prices import Prices


class SideTrips(Room[None]):
    """The half of a replay that leaves it and comes back.

    Attributes:
        branches: the branches that were kept, oldest first; they live as long as the screen.
    """

    recording: Recording
    walk: Walk
    telling: Telling
    prices: Prices | None
    unpriced: str

    def __init__(self) -> None:
        super().__init__()
        self.branches: list[Kept] = []

    if TYPE_CHECKING:

        def go(self, number: int) -> None: ...
        def show_marks(self) -> None: ...

    # ---- what if ----------------------------------------------------------------------------------------------

    def action_what_if(self) -> None:
        """Take another way from here."""
        if self.telling.play.ended and self.walk.over:
            self.notify(_("接访已经结束。退到前面一步再换。"), timeout=2, markup=False)
            return
        self.play_branch(Branch(self.recording, self.walk.at))

    def play_branch(self, branch: Branch) -> None:
        """Play on a branch, new or kept."""
        self.app.push_screen(BranchScreen(branch, self.telling, self.prices, self.branch_kept))

    def branch_kept(self, kept: Kept) -> str:
        """Keep a branch; a sentence that says where. A branch of the same name and place is replaced."""
        same = (kept.branch.start, kept.branch.name)
        self.branches = [each for each in self.branches if (each.branch.start, each.branch.name) != same]
        self.branches.append(kept)
        return _("留下了：{name}。{note}", name=kept.branch.name, note=self.branch_note())

    def branch_note(self) -> str:
        """Where kept branches are."""
        return _("只在这次回放里留着；要长期留，用 jiefang debrief 复盘。")

    def action_branches(self) -> None:
        """The branches that were kept."""
        from simulator.app.replay.branches import BranchesScreen

        self.app.push_screen(BranchesScreen(self.branches, self.branch_note()), self._branch_picked)

    def _branch_picked(self, index: int | None) -> None:
        if index is not None and 0 <= index < len(self.branches):
            kept = self.branches[index].branch
            self.go(kept.start)
            self.play_branch(Branch(self.recording, kept.start, kept.inputs, kept.name))

    # ---- the best line ----------------------------------------------------------------------------------------

    def action_best(self) -> None:
        """The best line from here, beside what was done."""
        from simulator.app.replay.best_screen import BestScreen

        if self.prices is None:
            self.notify(self.unpriced or _("正在求解，稍等。"), timeout=2, markup=False)
        elif self.walk.over:
            self.notify(_("接访到这里为止。退到前面一步再看。"), timeout=2, markup=False)
        else:
            self.app.push_screen(BestScreen(self.recording, self.prices, self.walk.at))

    # ---- other sessions ---------------------------------------------------------------------------------------

    def action_compare(self) -> None:
        """Put other sessions of the scenario beside this one."""
        from simulator.app.replay.choose import CompareChoice

        self.app.push_screen(CompareChoice(self.recording))

    def action_explore(self) -> None:
        """What everybody chose in this scenario."""
        from simulator.app.replay.explore_screen import ExploreScreen
        from simulator.record.cohorts import Wanted

        session = self.recording.session
        assert session is not None, "it is replayed"
        scene = None if self.walk.over else self.recording.moments[self.walk.at].scene
        self.app.push_screen(ExploreScreen(Wanted(session.scenario), scene))

    # ---- to a number ------------------------------------------------------------------------------------------

    def action_go(self) -> None:
        """Ask for a number and go there."""
        from simulator.app.screens.ask import AskScreen

        screen = AskScreen(lambda: _("到第几步"), lambda: _("共 {n} 步", n=self.walk.count), kind="integer")
        self.app.push_screen(screen, self._asked_for)

    def _asked_for(self, text: str | None) -> None:
        if text and text.lstrip("-+").isdigit():
            self.go(int(text) - 1)
