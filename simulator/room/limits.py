"""How often someone may do something: token buckets by address or device, with a clock that is passed in."""

from __future__ import annotations

from collections import OrderedDict


class Limiter:
    """Allows `burst` at once and then `per_second`, for each who asks.

    Those who asked longest ago are forgotten when more than `most` are known, so that addresses made up by the
    thousand cost no memory.
    """

    def __init__(self, burst: float, per_second: float, most: int = 2000) -> None:
        self._burst = burst
        self._per_second = per_second
        self._most = most
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, who: str, now: float) -> float:
        """Seconds until one more is allowed; 0 if it is now. Takes nothing."""
        return max(0.0, (1.0 - self._now_left(who, now)) / self._per_second)

    def take(self, who: str, now: float) -> bool:
        """Use one up, if there is one left.

        Args:
            who: an address or a device.
            now: seconds of a clock that never goes back.
        """
        left = self._now_left(who, now)
        allowed = left >= 1.0
        self._left[who] = (left - 1.0 if allowed else left, now)
        self._left.move_to_end(who)
        if len(self._left) > self._most:
            self._left.popitem(last=False)
        return allowed

    def _now_left(self, who: str, now: float) -> float:
        left, then = self._left.get(who, (self._burst, now))
        return min(self._burst, left + (now - then) * self._per_second)


class WrongCodes:
    """How many wrong codes an address may try, and all of them together."""

    def __init__(self) -> None:
        self._of_one = Limiter(burst=10, per_second=1 / 10)
        self._of_all = Limiter(burst=60, per_second=1)

    def wait(self, who: str, now: float) -> float:
        """Seconds until another code may be tried; 0 if it is now."""
        return max(self._of_one.wait(who, now), self._of_all.wait("", now))

    def note(self, who: str, now: float) -> None:
        """A code was wrong."""
        self._of_one.take(who, now)
        self._of_all.take("", now)
