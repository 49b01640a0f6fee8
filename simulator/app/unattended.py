"""The app and the screen of a visit with nobody before them: nothing moves by itself, and nothing is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.screen import Screen

from simulator.app import themes
from simulator.app.app import JiefangApp
from simulator.app.rendition import AsciiMarks, Reversed
from simulator.app.screens.visit import VisitScreen
from simulator.app.widgets.clock import ClockBar
from simulator.app.widgets.portrait import Ink
from simulator.sessions import Sessions
from simulator.settings import Settings
from simulator.visit import Visit

if TYPE_CHECKING:
    from textual import events

    from scoring.rate import Result


class Unkept(Sessions):
    """A store for visits that are not kept; nothing ever goes wrong with it."""

    def catch_up(self, visit: Visit) -> bool:
        """Nothing is missing."""
        return True

    def finish(self, visit: Visit, result: Result) -> str:
        """Nothing is to be told."""
        return ""


class RecordedApp(JiefangApp):
    """The app with nobody before it: nothing moves by itself, and nothing is kept."""

    def __init__(self, theme: str) -> None:
        super().__init__(own=Settings(theme=theme))
        self.animation_level = "none"
        # What this program itself is run in changes nothing in the recording: neither its colours nor its marks.
        self._filters = [each for each in self._filters if not isinstance(each, AsciiMarks | Reversed)]
        self.set_reactive(App.theme, themes.named(theme))
        self._watch_ansi_color(None)
        self.stylesheet.set_variables(self.get_css_variables())
        self._sessions = Unkept()

    def get_default_screen(self) -> Screen[Any]:
        """Nothing, below the visit."""
        return Screen()

    def on_mount(self, event: events.Mount) -> None:  # type: ignore[override] # as Textual calls it
        """Signals end the command as any other; there is no visit that would have to be left in good order."""
        event.prevent_default()


class RecordedVisit(VisitScreen):
    """The visit's screen, its clock set by hand.

    Attributes:
        seconds: what the clock reads.
    """

    CSS_PATH = "screens/visit.tcss"

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        self.seconds = 0.0

    def ink(self) -> Ink:
        """As a terminal with all colours shows it, whatever this program itself is run in."""
        return "plain" if self.app.theme == "terminal" else "dark" if self.app.current_theme.dark else "light"

    def on_mount(self) -> None:
        """Set the clock before it is read for the first time."""
        self.query_one(ClockBar).clock = lambda: self.seconds
