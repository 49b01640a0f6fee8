"""The terminal app: which screens follow one another, and what every screen can do."""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import signal
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from textual import events
from textual.app import App
from textual.filter import Monochrome, NoColor
from textual.screen import Screen
from textual.theme import BUILTIN_THEMES

from simulator import i18n, settings, terminal
from simulator.app import themes
from simulator.app.keys import key
from simulator.app.rendition import AsciiMarks, Reversed
from simulator.i18n import _
from simulator.settings import Settings

if TYPE_CHECKING:
    from simulator.debrief.lead import Lead
    from simulator.replay.recording import Recording
    from simulator.room.place import Place as RoomPlace
    from simulator.sessions import Sessions


# Tuples, since every dataclass would take a millisecond of the first frame.


class HomeStart(NamedTuple):
    """Begin at the home screen."""


class PlayStart(NamedTuple):
    """Begin with a scenario; with variant and mode, at once in the visit."""

    scenario: str
    variant: str | None = None
    mode: str | None = None
    seed: str | None = None


class PreviewStart(NamedTuple):
    """Preview a scenario by its folder or file, in a variant or in the first."""

    place: Path
    variant: str = ""


class ReplayStart(NamedTuple):
    """Look at a recorded visit; something of it can be replayed."""

    recording: Recording


class CrashStart(NamedTuple):
    """Begin with the news that the program failed; `report` is where it was written down."""

    report: Path | None


class DebriefStart(NamedTuple):
    """Lead a debrief; `place` is where phones come in, None for none."""

    lead: Lead
    place: RoomPlace | None


Start = HomeStart | PlayStart | PreviewStart | ReplayStart | DebriefStart | CrashStart


ORPHANED = 2.0
"""Seconds between looks whether the server of a game in a browser is still there."""


class JiefangApp(App[None]):
    """接访台."""

    TITLE = "接访台"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS = [
        key("question_mark,f1", "help", "帮助", "这一页的按键和玩法", name="app.help", label="?"),
        key("l", "language", "English", "换成英文或中文", name="app.language"),
        key("t", "theme", "配色", "换一种配色", name="app.theme", show=False),
        key("ctrl+p", "palette", "命令", "找一条命令：打几个字，回车就做", name="app.palette", show=False, label="^P"),
        key("y", "copy", "复制", "复制用鼠标选中的字；没有选中就复制整页", name="app.copy", show=False),
        key("ctrl+y", "copy", "复制", "在打字的地方也一样复制", name="app.copy_here", show=False, label="^Y"),
        key("ctrl+q", "quit", "退出", "退出程序，接访会留着", name="app.quit", show=False, first=True),
        key("ctrl+c", "quit", "退出", "", name="app.break", show=False),
    ]

    def __init__(self, start: Start | None = None, own: Settings | None = None) -> None:
        self.start = start or HomeStart()
        # The first screen's own styles are not read by themselves.
        super().__init__(css_path=["app.tcss", _styles(self.start)])
        self.own = own or settings.read()
        self.report: Path | None = None
        self.failed = False
        self.parting = ""
        self._sessions: Sessions | None = None
        self._wide = False
        for name in BUILTIN_THEMES:
            self.unregister_theme(name)
        for name in themes.PALETTES:
            self.register_theme(themes.theme(name))
        # Without its watcher, which would read every style a second time before the first frame.
        self.set_reactive(App.theme, themes.shown(self.own.theme, self.own.colour_blind))
        self.stylesheet.set_variables(self.get_css_variables())
        self._restrain()
        self._moves = self.animation_level
        self._apply_motion()
        self.set_keymap(dict(self.own.keys))

    # ---- coming and going -------------------------------------------------------------------------------------

    def get_default_screen(self) -> Screen[Any]:
        """The first screen is there with the first frame."""
        if isinstance(self.start, PlayStart):
            from simulator.app.screens.arrival import ArrivalScreen

            return ArrivalScreen(self.start)
        if isinstance(self.start, DebriefStart):
            from simulator.app.debrief.screen import DebriefScreen

            return DebriefScreen(self.start.lead, self.start.place)
        if isinstance(self.start, PreviewStart):
            from simulator.app.preview.screen import PreviewScreen
            from simulator.preview.workbench import Workbench

            return PreviewScreen(Workbench(self.start.place, self.start.variant))
        if isinstance(self.start, ReplayStart):
            from simulator.app.replay.screen import ReplayScreen

            return ReplayScreen(self.start.recording)
        from simulator.app.screens.home import HomeScreen

        return HomeScreen()

    def on_mount(self) -> None:
        """Leave in good order when the terminal goes away, and go where one wanted to go."""
        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGHUP"):
            # Windows has neither; a thread other than the main one may set none.
            with contextlib.suppress(AttributeError, NotImplementedError, ValueError, RuntimeError):
                loop.add_signal_handler(getattr(signal, name), self.leave)
        self._ask_widths()
        if terminal.console() and not self.own.language and i18n.language() == "en":
            self.notify(
                _("控制台的字体没有汉字，所以用英文。要看中文：装 fbterm 或 kmscon，再在设置里选中文。"),
                timeout=12,
                markup=False,
            )
        if terminal.served():
            self.set_interval(ORPHANED, self._leave_orphaned)
        if isinstance(self.start, CrashStart):
            from simulator.app.screens.crash import CrashScreen

            self.push_screen(CrashScreen(self.start.report))

    def _leave_orphaned(self) -> None:
        """Nobody sees the screen any more, and nobody will end the program."""
        if terminal.orphaned():
            self.leave()

    def on_unmount(self) -> None:
        """Give everything back."""
        if self._sessions is not None:
            self._sessions.close()

    @property
    def sessions(self) -> Sessions:
        """The store, opened when it is first needed."""
        if self._sessions is None:
            from simulator.sessions import Sessions

            self._sessions = Sessions()
        return self._sessions

    def on_app_blur(self, event: events.AppBlur) -> None:
        """In a browser the keys are always the game's: it is told of a loss of focus that is none as it begins."""
        if terminal.served():
            event.prevent_default()

    async def action_quit(self) -> None:
        """Leave; every decision is on disk already."""
        self.leave()

    def leave(self) -> None:
        """Leave in good order; a visit that is under way is told of on the way out."""
        for screen in self.screen_stack:
            visit = getattr(screen, "visit", None)
            # What is played without a log, in a replay or on the first visit, is no session.
            if visit is not None and visit.log is not None and not visit.play.ended:
                kept = _("接访留着。下次打开接访台，从「继续」接着谈。")
                lost = _("这次接访没能全部存下来，下次接不上。")
                self.parting = kept if self.sessions.catch_up(visit) else lost
        self.exit()

    def action_help_quit(self) -> None:
        """ctrl+c leaves, as people expect."""
        self.leave()

    def _handle_exception(self, error: Exception) -> None:
        """A program error: write it down and leave; `run_app` opens again with the news.

        On the way out widgets go one by one, and what one of them misses then is no news.
        """
        if getattr(self, "_exit", False):
            return
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self.failed = True
            from simulator.app import crash

            self.report = crash.save(error, self._where())
            self._exception_event.set()
        self._close_messages_no_wait()

    def _where(self) -> str:
        return " > ".join(type(screen).__name__ for screen in self._screen_stacks.get(self._current_mode, []))

    # ---- what the terminal can show ---------------------------------------------------------------------------

    def _restrain(self) -> None:
        """Write for the terminal that there is; Textual's own way without colours still paints greys."""
        self._ascii = AsciiMarks(enabled=self.own.ascii_marks)
        kept = [each for each in self._filters if not isinstance(each, Monochrome | NoColor)]
        # The theme's watcher, which was left out, would say whether the terminal's colours stay the terminal's.
        self._watch_ansi_color(None)
        reverse = Reversed(bare=self.no_color, enabled=self.no_color or self.theme == "terminal")
        self._reversed = reverse
        self._filters = [*kept, reverse, self._ascii]

    def _ask_widths(self) -> None:
        """Ask how wide a mark and a line are drawn, and go on; the answer comes among the keys, or never.

        On the second line, since an answer from the first would look like a key (F3 with shift).
        """
        driver = self._driver
        if self.own.marks or self._ascii.enabled or driver is None or driver.is_headless or driver.is_web:
            return
        driver.write("\x1b7\x1b[2;1H“─\x1b[6n\x1b[2;1H\x1b[K\x1b8")

    def on_cursor_position(self, event: events.CursorPosition) -> None:
        """The answer: where both took more than a cell each, borders would break."""
        if event.y == 1 and event.x > 2 and not self.own.marks:
            self._wide = True
            self._use_marks()

    def _use_marks(self) -> None:
        """Write marks as the settings and the terminal want them, and everything that is shown again."""
        wanted = self.own.ascii_marks or (self._wide and not self.own.marks)
        plain = self.no_color or self.theme == "terminal"
        if (wanted, plain) != (self._ascii.enabled, self._reversed.enabled):
            self._ascii.enabled, self._reversed.enabled = wanted, plain
            for screen in self.screen_stack:
                for widget in screen.walk_children(with_self=True):
                    widget.refresh()

    @property
    def ascii_marks(self) -> bool:
        """Whether marks are written in ASCII now."""
        return self._ascii.enabled

    # ---- what every screen can do -----------------------------------------------------------------------------

    def action_language(self) -> None:
        """Say everything in the other language from now on."""
        self.use(self.own._replace(language="en" if i18n.language() == "zh" else "zh"))

    def action_theme(self) -> None:
        """Change the colours."""
        name = themes.after(self.theme)
        self.use(self.own._replace(theme=name))
        self.notify(themes.title(name), timeout=1.5, markup=False)

    def action_help(self) -> None:
        """The keys of this screen and how it is played."""
        from simulator.app.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.screen))

    def action_palette(self) -> None:
        """Everything that can be done, by its name."""
        from simulator.app import commands
        from simulator.app.screens.palette import PaletteScreen

        every = [*commands.of_screen(self, self.screen), *commands.of_house(self)]

        async def done(picked: commands.Command | None) -> None:
            if picked is not None:
                waiting = picked.run()
                if inspect.isawaitable(waiting):
                    await waiting

        self.push_screen(PaletteScreen(every), done)

    def action_copy(self) -> None:
        """Copy what is marked, or the page."""
        from simulator.app.copying import text_of

        self.copy(text_of(self.screen))

    def copy(self, text: str) -> None:
        """Hand a text to the terminal's clipboard, and say so; nothing where there is none."""
        from simulator.app.copying import said_of

        if text:
            self.copy_to_clipboard(text)
            self.notify(said_of(text), timeout=4, markup=False)

    @property
    def visiting(self) -> bool:
        """Whether a visit is under way on some screen."""
        return any(getattr(screen, "visit", None) is not None for screen in self.screen_stack)

    def open(self, module: str, name: str) -> None:
        """Put a screen of the house on top, unless it is there already."""
        screen = getattr(import_module(f"simulator.app.screens.{module}"), name)
        if not isinstance(self.screen, screen):
            self.push_screen(screen())

    def brief(self, scenario: str) -> None:
        """To the briefing of a scenario, by id or path; a visit that is under way stays below."""
        from simulator.app.screens.briefing import BriefingScreen

        if self.visiting:
            self.notify(_("先把这次接访谈完，或者按 Esc 先离开。"), severity="warning", markup=False)
        else:
            self.push_screen(BriefingScreen(PlayStart(scenario)))

    def go_home(self) -> None:
        """Back to the first screen."""
        while len(self.screen_stack) > 1:
            self.pop_screen()

    def use(self, own: Settings) -> None:
        """Go by other settings from now on, on every screen there is, and remember them."""
        before, language = self.own, i18n.language()
        self.keep(own)
        if own.language != before.language:
            i18n.use(own.spoken)
        self.theme = themes.shown(own.theme, own.colour_blind)
        self._use_marks()
        self._apply_motion()
        if own.keys != before.keys:
            self.set_keymap(dict(own.keys))
        # A visit that is under way stays in the store where it began.
        if own.record != before.record and self._sessions is not None and not self.visiting:
            self._sessions.close()
            self._sessions = None
        if i18n.language() != language:
            for screen in self.screen_stack:
                speak = getattr(screen, "speak_all", None)
                if speak is not None:
                    speak()

    def _apply_motion(self) -> None:
        still = self.own.reduced_motion or terminal.still()
        self.animation_level = "none" if still else self._moves

    def keep(self, own: Settings) -> None:
        """Remember a setting; where it cannot be written it holds until the end."""
        self.own = own
        with contextlib.suppress(OSError):
            settings.write(own)


def _styles(start: Start) -> str:
    """The style file of the first screen."""
    if isinstance(start, PreviewStart):
        return "preview/preview.tcss"
    if isinstance(start, DebriefStart):
        return "debrief/debrief.tcss"
    if isinstance(start, ReplayStart):
        return "replay/replay.tcss"
    return "screens/arrival.tcss" if isinstance(start, PlayStart) else "screens/home.tcss"


def run_app(start: Start) -> int:
    """Run the app until it is left.

    After a program error it opens anew with the news; a second error in a row ends it.

    Returns:
        The exit code.
    """
    while True:
        app = JiefangApp(start)
        app.run()
        if not app.failed:
            if app.parting:
                print(app.parting)
            return app.return_code or 0
        if isinstance(start, CrashStart):
            print(_("程序出错，只好退出。已做的决定都在记录里。"), app.report or "")
            return 1
        start = CrashStart(app.report)
