"""How long things stand in a recording: as long as they did, but long pauses are cut short."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

LEAST = 20
"""Milliseconds between two things on the screen at least, so that each can be stopped at."""

MARKED = 400
"""Milliseconds for which a choice shows as taken, out of the time before the answer."""

TICK = 500
"""Milliseconds between two looks at a clock that runs."""


@dataclass(frozen=True, slots=True)
class Pace:
    """What becomes of the times of a log.

    Attributes:
        idle: seconds that nothing may stand longer than, above 0.
        speed: how many times as fast it all goes, above 0.
    """

    idle: float = 2.0
    speed: float = 1.0

    def shown(self, pause: float | None) -> int:
        """Milliseconds in the recording.

        Args:
            pause: milliseconds in the visit; None where nobody sat before a screen, which stands as long as may be.
        """
        longest = self.idle * 1000
        return max(LEAST, round((longest if pause is None else min(pause, longest)) / self.speed))

    def before_mark(self, pause: float | None) -> tuple[int, int]:
        """The same in two: until the choice shows as taken, and from there to the answer."""
        whole = self.shown(pause)
        marked = max(LEAST, min(round(MARKED / self.speed), whole // 3))
        return max(LEAST, whole - marked), marked

    def split(self, pause: float | None, parts: int) -> int:
        """Milliseconds for each of so many parts of a pause; a moment each where nobody saw it.

        Each part may stand as long as any pause.
        """
        return self.shown(MARKED if pause is None else pause / parts)

    def looks(self, shown: int) -> int:
        """How often to look at a running clock while something stands so many milliseconds in the recording."""
        return max(1, ceil(shown / TICK))
