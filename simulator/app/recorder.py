"""A recorded visit played once more on the real screens, without a terminal, and written down as a recording of one.

Nothing is kept: the visit has no log, and the store is not opened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from textual.widgets import Input

from scenarios.play import Play
from simulator import i18n
from simulator.app import desk
from simulator.app.frames import Frames
from simulator.app.screens.form import FormScreen
from simulator.app.screens.notes import NotesScreen
from simulator.app.settling import settled
from simulator.app.unattended import RecordedApp, RecordedVisit
from simulator.app.widgets.clock import ClockBar
from simulator.app.widgets.form_layout import Place
from simulator.app.widgets.form_sheet import FormSheet
from simulator.cast import words
from simulator.cast.asciicast import Cast
from simulator.cast.pace import Pace
from simulator.cast.script import Act, acts
from simulator.forms import Draft
from simulator.i18n import Language
from simulator.record.log import MODES
from simulator.visit import Visit

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from simulator.replay.recording import Recording

Progress = Callable[[int, int], None]
"""Told how many acts of how many are recorded."""


class Look(NamedTuple):
    """What a recording looks like: the size of its terminal, and language and colours of the app."""

    columns: int = 80
    rows: int = 24
    language: Language = "zh"
    theme: str = "inkstone"


async def record(recording: Recording, look: Look, pace: Pace, progress: Progress | None = None) -> Cast:
    """Record a visit as far as it is sound.

    Args:
        recording: with a play; its trainee is not named.
        look: what it is to look like.
        pace: what becomes of its times.
        progress: told how far it is.
    """
    assert recording.session is not None
    assert recording.play is not None
    session = recording.session
    # A log may name a mode that there is none of; then nothing is shown that a trainee may not have seen.
    mode = session.mode if session.mode in MODES else "exam"
    play = Play(recording.play.engine.program.edition, recording.play.seed, recording.play.engine)
    visit = Visit(play, replace(session, trainee="", mode=mode), None)
    with _speaking(look.language):
        title = words.titled(visit.conversation(look.language))
        cast = Cast(look.columns, look.rows, title, words.started_at(session.started))
        app = RecordedApp(look.theme)
        async with app.run_test(size=(look.columns, look.rows)) as pilot:
            recorder = Recorder(pilot, visit, cast, pace)
            await recorder.run(acts(recording.log), progress)
            if recording.faults:
                cast.mark(words.broken_off())
            recorder.finish()
    return cast


@contextmanager
def _speaking(language: Language) -> Iterator[None]:
    """Say everything in a language, and afterwards in the one before."""
    before = i18n.language()
    i18n.use(language)
    try:
        yield
    finally:
        i18n.use(before)


class Recorder:
    """Does what was done, and writes down what the screen shows."""

    def __init__(self, pilot: Pilot[None], visit: Visit, cast: Cast, pace: Pace) -> None:
        self._pilot = pilot
        self._screen = RecordedVisit(visit)
        self._cast = cast
        self._pace = pace
        self._frames = Frames(pilot.app)
        self._asked = False

    async def run(self, script: tuple[Act, ...], progress: Progress | None = None) -> None:
        """Record a visit, its result at the end if it came to one."""
        await self._pilot.app.push_screen(self._screen)
        await self._show()
        self._mark(script)
        for number, act in enumerate(script):
            await self._act(act)
            if act.is_decision or act.kind == "undo":
                self._mark(script[number + 1 :])
            if progress is not None:
                progress(number + 1, len(script))
        if self._screen.visit.play.ended:
            await self._result()

    def finish(self) -> None:
        """Let the last screen stand, and give the terminal back."""
        self._cast.stand(self._pace.shown(None))
        self._cast.write(self._frames.end())

    # ---- the screen -------------------------------------------------------------------------------------------

    def _frame(self) -> None:
        """Write down what is shown at this very moment."""
        self._cast.write(self._frames.next())

    async def _show(self) -> None:
        """Write down what is shown once everything has come to rest."""
        await settled(self._pilot)
        self._frame()

    def _mark(self, script: tuple[Act, ...]) -> None:
        """Mark the moment of the next decision, which is on the screen now."""
        following = next((act for act in script if act.is_decision or act.kind == "undo"), None)
        if following is not None and following.is_decision:
            self._cast.mark(words.decided(self._screen.words, following))

    # ---- what was done ----------------------------------------------------------------------------------------

    async def _act(self, act: Act) -> None:
        match act.kind:
            case "choice":
                await self._choose(act.choice, act.pause)
            case "timed_out":
                await self._run_out(act.pause)
            case "form":
                await self._fill_in(act)
            case "note":
                await self._note(act)
            case "hint":
                await self._ask(act.pause)
            case "undo":
                await self._stand(act.pause)
                self._screen.action_undo()
                await self._show()
        if act.kind != "note":
            self._asked = act.kind == "hint"

    async def _stand(self, pause: float | None, shown: int | None = None) -> None:
        """Let a pause go by, `shown` milliseconds of it where that is not all; a clock that runs is looked at."""
        shown = self._pace.shown(pause) if shown is None else shown
        clock = self._screen.clock_bar
        if clock.countdown is None or pause is None:
            self._cast.stand(shown)
            return
        looks, began = self._pace.looks(shown), self._screen.seconds
        # What was taken in time was so by a hair at least, however long dialogs were open.
        passing = max(0.0, min(pause / 1000, clock.countdown.left - 0.05))
        for look in range(looks):
            self._screen.seconds = began + passing * (look + 1) / looks
            self._cast.stand(shown * (look + 1) // looks - shown * look // looks)
            clock.tick()
            await self._show()

    async def _choose(self, choice: str, pause: float | None) -> None:
        """Take a choice: it shows as taken, then comes the answer."""
        before, marked = self._pace.before_mark(pause)
        await self._stand(pause, before)
        choices = self._screen.choices
        index = [entry.id for entry in choices.entries].index(choice)
        choices.action_point(index)
        await settled(self._pilot)
        choices.take(index)
        self._frame()
        self._cast.stand(marked)
        await self._show()

    async def _run_out(self, pause: float | None) -> None:
        """Let the clock run out."""
        seconds = desk.seconds(self._screen.words, self._screen.visit.policies)
        await self._stand(seconds * 1000 if pause is None and seconds is not None else pause)
        self._screen.clock_bar.post_message(ClockBar.RanOut())
        await self._show()

    async def _ask(self, pause: float | None) -> None:
        """See what would have been better, unless that is open already."""
        await self._stand(pause)
        if not self._asked:
            self._screen.action_better()
        await self._show()

    async def _note(self, act: Act) -> None:
        """Write a note."""
        moment = self._pace.split(act.pause, 2)
        self._cast.stand(moment)
        self._screen.action_note()
        await settled(self._pilot)
        dialog = self._pilot.app.screen
        assert isinstance(dialog, NotesScreen)
        line = dialog.query_one(Input)
        line.cursor_blink = False
        await self._show()
        self._cast.stand(moment)
        line.value = act.text
        line.cursor_position = len(act.text)
        await self._show()
        self._cast.stand(self._pace.split(None, 1))
        await line.action_submit()
        dialog.dismiss()
        await self._show()

    async def _fill_in(self, act: Act) -> None:
        """Open a form, fill it in entry by entry, hand it in."""
        filled = [line for line, option in act.picks.items() if option != "leave"]
        moment = self._pace.split(act.pause, len(filled) + 3)
        self._cast.stand(moment)
        choices = self._screen.choices
        choices.take(0)
        self._frame()
        self._cast.stand(moment)
        await self._show()
        form = self._pilot.app.screen
        assert isinstance(form, FormScreen)
        sheet = form.query_one(FormSheet)
        for place in wanting(form.draft, act.picks):
            self._cast.stand(moment)
            sheet.press(place)
            await self._show()
        self._cast.stand(moment)
        if form.draft.result() == dict(act.picks):
            form.action_hand_in()
        else:
            form.dismiss(dict(act.picks))  # handed in elsewhere than on this sheet
        await self._show()

    async def _result(self) -> None:
        """On to the result, if the visit could be scored."""
        result = self._screen.result
        if result is None:
            return
        await self._choose(desk.RESULT, None)
        self._cast.mark(words.resulted(result, self._screen.words.language))


def wanting(draft: Draft, picks: Mapping[str, str]) -> Iterator[Place]:
    """Where a form must be pressed so that it says what was handed in, in the order on the sheet."""
    for number, field in enumerate(draft.fields):
        for place, entry in enumerate(field.entries):
            wanted = picks.get(entry.line) == entry.option
            if wanted != draft.has(entry) and (wanted or field.kind == "tick"):
                yield number, place
