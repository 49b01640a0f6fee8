"""Between the number that is called and the first word: who comes in, while the scenario is read."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical

from simulator import i18n
from simulator.app.screens.room import Room
from simulator.app.text import joined, words
from simulator.app.widgets.page import Prose
from simulator.i18n import _

if TYPE_CHECKING:
    from scenarios.model import Scenario
    from simulator.app.app import PlayStart


class ArrivalScreen(Room[None]):
    """The first frame of `jiefang play ID`: what the index knows of who comes in. It makes way for the visit."""

    CSS_PATH = "arrival.tcss"

    def __init__(self, start: PlayStart) -> None:
        super().__init__()
        self._start = start
        self._entry = _from_index(start.scenario)

    def inside(self) -> ComposeResult:
        with Vertical(id="arrival"):
            yield Prose(id="who")
            yield Prose(id="coming")

    def on_mount(self) -> None:
        """Read after the first frame."""
        super().on_mount()
        self.call_after_refresh(self.read)

    # ---- words ------------------------------------------------------------------------------------------------

    def speak(self) -> None:
        """Say it in the language in use."""
        self.title_bar.show(_in_language(self._entry.get("title")))
        who = self._petitioner()
        about = _("{age} 岁  {role}", age=who["age"], role=_in_language(who["role"])).rstrip() if who else ""
        name = (_in_language(who.get("name")), "bold $ink")
        self.query_one("#who", Prose).show(joined(name, "  ", (about, "$faint")))
        self.query_one("#coming", Prose).show(words(_("号已经叫了，人这就过来。"), "$faint"))

    def about(self) -> str:
        """For the help screen."""
        return _("剧本正在打开，马上就好。")

    def _petitioner(self) -> dict[str, Any]:
        """Who comes in, if that is settled: of the variant that was asked for, or the same one in all."""
        every: dict[str, dict[str, Any]] = self._entry.get("petitioners", {})
        if self._start.variant is not None:
            return every.get(self._start.variant, {})
        first = next(iter(every.values()), {})
        return first if all(who == first for who in every.values()) else {}

    # ---- what comes next --------------------------------------------------------------------------------------

    @work(thread=True, exclusive=True, group="arrival")
    def read(self) -> None:
        """The scenario, and the screen that follows."""
        from scenarios.diagnostic import ScenarioError
        from simulator.app import visits
        from simulator.opening import opened

        scenario = None
        with contextlib.suppress(ScenarioError):  # the briefing says what is wrong
            scenario = opened(self._start.scenario)
        if self._settled(scenario):
            visits.warm()
        else:
            import simulator.app.screens.briefing  # noqa: F401
        self.app.call_from_thread(self._have, scenario)

    def _settled(self, scenario: Scenario | None) -> bool:
        """Whether nothing is left to ask before the visit."""
        return scenario is not None and self._start.mode is not None and self._start.variant in scenario.variants

    def _have(self, scenario: Scenario | None) -> None:
        """On to the visit or the briefing, with the home page below it to come back to."""
        from simulator.app import visits
        from simulator.app.screens.home import HomeScreen

        start = self._start
        self.app.push_screen(HomeScreen())
        if scenario is not None and self._settled(scenario):
            assert start.variant is not None
            assert start.mode is not None
            self.app.push_screen(
                visits.begun(self.jiefang, scenario, variant=start.variant, mode=start.mode, seed=start.seed)
            )
        else:
            from simulator.app.screens.briefing import BriefingScreen

            self.app.push_screen(BriefingScreen(start, scenario))


def _from_index(id_or_path: str) -> dict[str, Any]:
    """What the index knows of a scenario; nothing where it does not know it."""
    from scenarios.search_path import look_up
    from simulator import scenario_index

    path = look_up(id_or_path)
    return (scenario_index.scenario(path) if path is not None else None) or {}


def _in_language(text: dict[str, str] | None) -> str:
    """A text of the index in the language in use, Chinese where there is no other."""
    return (text.get(i18n.language()) or text.get("zh", "")) if text else ""
