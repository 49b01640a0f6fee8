"""Which sessions to put beside this one."""

from __future__ import annotations

from simulator.app.replay.records import recording
from simulator.app.screens.choose import ChooseScreen
from simulator.errors import UserError
from simulator.history import Row
from simulator.i18n import _
from simulator.replay.compare import MOST
from simulator.replay.recording import Recording


class CompareChoice(ChooseScreen):
    """The other sessions of a scenario. Enter puts what is ticked beside the first one."""

    CSS_PATH = "../screens/choose.tcss"  # looked for beside the file of the class itself
    MOST = MOST - 1

    def __init__(self, first: Recording) -> None:
        super().__init__()
        self.first = first

    def heading(self) -> str:
        """Where one is."""
        return _("和哪几次比")

    def nothing(self) -> str:
        """No other session."""
        return _("这个剧本还没有别的接访可比。")

    def about(self) -> str:
        """For the help screen."""
        return _("这是同一个剧本的别的接访。勾上一到五次，回车，就和正在看的这一次并排。")

    def find(self) -> tuple[Row, ...]:
        """The other sessions of the scenario."""
        from simulator.history import others

        session = self.first.session
        assert session is not None, "it is replayed"
        return others(session.scenario, session.id)

    def chosen(self, sessions: list[str]) -> None:
        """Put them side by side."""
        from simulator.app.replay.compare_screen import open_compare
        from simulator.errors import sentence

        try:
            found = [recording(session) for session in sessions]
        except UserError as error:
            self.notify(sentence(error), severity="warning", timeout=8, markup=False)
            return
        open_compare(self, [self.first, *found])
