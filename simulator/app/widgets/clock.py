"""The clock of a timed choice: how much is left, in words and as a bar."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from time import monotonic

from textual.content import Content
from textual.message import Message
from textual.timer import Timer

from simulator.app.text import joined, words
from simulator.app.widgets.page import Page
from simulator.i18n import _


class Countdown:
    """Seconds that run down and can be held. Reads a clock that is passed in; nothing here waits."""

    def __init__(self, seconds: float, clock: Callable[[], float] = monotonic) -> None:
        self.seconds = seconds
        self._clock = clock
        self._spent = 0.0
        self._since: float | None = clock()

    @property
    def left(self) -> float:
        """Seconds left, at least 0."""
        running = 0.0 if self._since is None else self._clock() - self._since
        return max(0.0, self.seconds - self._spent - running)

    def hold(self) -> None:
        """Stop until `run`."""
        if self._since is not None:
            self._spent += self._clock() - self._since
            self._since = None

    def run(self) -> None:
        """Go on."""
        if self._since is None:
            self._since = self._clock()


class ClockBar(Page):
    """Shown only while a clock runs."""

    DEFAULT_CSS = "ClockBar { height: 1; display: none; } ClockBar.-shown { display: block; }"

    @dataclass
    class RanOut(Message):
        """Time ran out."""

    def __init__(self, *, clock: Callable[[], float] = monotonic) -> None:
        super().__init__()
        self.clock = clock
        self.countdown: Countdown | None = None
        self._timer: Timer | None = None

    def on_mount(self) -> None:
        """One tick a second is enough for the eye and for a slow line; the end is met within a quarter."""
        self._timer = self.set_interval(0.25, self.tick, pause=True)

    def begin(self, seconds: float) -> None:
        """Run a clock."""
        self.countdown = Countdown(seconds, self.clock)
        self.set_class(True, "-shown")
        if self._timer is not None:
            self._timer.reset()
            self._timer.resume()
        self.relay()

    def stop(self) -> None:
        """No clock runs here."""
        self.countdown = None
        self.set_class(False, "-shown")
        if self._timer is not None:
            self._timer.pause()

    def hold(self) -> None:
        """A dialog is open."""
        if self.countdown is not None:
            self.countdown.hold()

    def run(self) -> None:
        """The dialog is closed."""
        if self.countdown is not None:
            self.countdown.run()

    def tick(self) -> None:
        """Look at the clock."""
        if self.countdown is None:
            return
        if self.countdown.left <= 0:
            self.stop()
            self.post_message(self.RanOut())
        else:
            # No line at all while the window is too small to show one.
            shown = [line.plain for line in self.laid(self.room)]
            self._laid.clear()
            if [line.plain for line in self.laid(self.room)] != shown:
                self.refresh()

    def lines(self, width: int) -> list[Content]:
        """The bar, right-aligned, and the seconds in words."""
        if self.countdown is None:
            return [Content("")]
        left = self.countdown.left
        style = "$vermilion" if left <= 5 else "$gamboge"
        label = words(_("  还有 {n} 秒", n=ceil(left)), style)
        room = min(30, width - label.cell_length - 2)
        full = ceil(room * left / self.countdown.seconds)
        lead = " " * (width - room - label.cell_length)
        return [joined(lead, ("─" * (room - full), "$rule"), ("━" * full, style), label)]
