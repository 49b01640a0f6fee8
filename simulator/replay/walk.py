"""Where one stands in a recording, and how much of it is shown yet: the rules of looking back. No screen, no solver."""

from __future__ import annotations

from collections.abc import Sequence

SPEEDS = (0.5, 1.0, 2.0, 4.0, 8.0)
"""How many times as fast as it was, of which one is chosen."""

LEAST, LONGEST = 2.0, 12.0
"""Seconds that a moment stands at its own speed, at least so that it can be read, and at most."""


class Walk:
    """A way through the moments of a recording, forward and back.

    Attributes:
        count: how many moments there are.
        at: the moment one stands before, 0..count; at `count` everything is over.
        reached: the furthest one has stood; what lies beyond is the future and is not shown.
        open: whether everything is shown: marks, meters, the whole curve, what comes.
        asking: whether even what was done at this moment is not shown, as while a room votes.
        revealed: numbers of the moments whose marks and meters are shown.
        playing: whether it goes on by itself.
    """

    def __init__(self, count: int) -> None:
        self.count = count
        self.at = 0
        self.reached = 0
        self.open = False
        self.asking = False
        self.revealed: set[int] = set()
        self.playing = False
        self._speed = SPEEDS.index(1.0)

    # ---- going ------------------------------------------------------------------------------------------------

    def go(self, number: int) -> bool:
        """Stand before a moment, or before the nearest that there is; whether that is somewhere else."""
        number = max(0, min(number, self.count))
        moved = number != self.at
        self.at = number
        self.reached = max(self.reached, number)
        if moved:
            self.asking = False
        return moved

    def next_of(self, numbers: Sequence[int]) -> int | None:
        """The first of these moments that comes after the one one stands before."""
        return min((number for number in numbers if number > self.at), default=None)

    def last_of(self, numbers: Sequence[int]) -> int | None:
        """The last of these moments that came before it."""
        return max((number for number in numbers if number < self.at), default=None)

    @property
    def over(self) -> bool:
        """Whether one stands behind the last moment."""
        return self.at == self.count

    # ---- what is shown ----------------------------------------------------------------------------------------

    def reveal(self) -> bool:
        """Show marks and meters of this moment, at the end the score; whether that is new."""
        if self.shows_marks(self.at):
            return False
        self.asking = False
        self.revealed.add(self.at)
        return True

    def shows_marks(self, number: int) -> bool:
        """Whether marks and meters of a moment are shown; of `count` the score."""
        return self.open or number in self.revealed

    def shows_deed(self, number: int) -> bool:
        """Whether what was done at a moment is shown."""
        return self.open or number < self.at or (number <= self.reached and not (self.asking and number >= self.at))

    # ---- by itself --------------------------------------------------------------------------------------------

    @property
    def speed(self) -> float:
        """How many times as fast as it was."""
        return SPEEDS[self._speed]

    def faster(self, by: int) -> None:
        """The next speed, or the one before."""
        self._speed = max(0, min(self._speed + by, len(SPEEDS) - 1))

    def dwell(self, latency: int | None) -> float:
        """Seconds to stand before a moment while it plays.

        Args:
            latency: milliseconds that the trainee took; None where nobody sat before a screen.
        """
        seconds = 4.0 if latency is None else latency / 1000
        return max(LEAST, min(seconds, LONGEST)) / self.speed
