"""Vote, discuss, vote again: rounds, what may be shown of them, and what they say (peer instruction)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from simulator.debrief.parts import Option

if TYPE_CHECKING:
    from scoring.evaluate import Valuation

TOLERANCE = 2.0
"""Score points by which an option may fall short of the best and still count as right, as in the drill of mistakes."""
FEW, MANY = 0.35, 0.70
"""Shares of right votes between which a room learns from talking it over (Vickrey et al. 2015)."""

Advice = Literal["explain", "discuss", "go_on"]
"""Fewer than 35 % right: hint or explain anew; up to 70 %: discuss and vote again; more: explain and go on."""


@dataclass(frozen=True, slots=True)
class Round:
    """One vote on an item of the agenda.

    Attributes:
        id: of the event that opened it.
        number: 1 before, 2 after the discussion.
        options: in the order shown.
        right: ids of the options that count as right.
        tally: hands counted, by option id.
        ballots: the vote of each device, by option id.
        locked: whether it is over.
    """

    id: int
    item: str
    number: int
    options: tuple[Option, ...]
    right: frozenset[str]
    tally: Mapping[str, int]
    ballots: Mapping[str, str]
    locked: bool = False

    @property
    def counts(self) -> tuple[int, ...]:
        """Votes of each option in the order shown: hands and ballots together."""
        cast = list(self.ballots.values())
        return tuple(self.tally.get(option.id, 0) + cast.count(option.id) for option in self.options)

    @property
    def total(self) -> int:
        """How many voted."""
        return sum(self.counts)

    @property
    def share_right(self) -> float | None:
        """The share of right votes, 0..1; None while nobody has voted."""
        good = sum(count for option, count in zip(self.options, self.counts, strict=True) if option.id in self.right)
        return good / self.total if self.total else None

    def histogram(self) -> list[Bar]:
        """A bar for each option, in the order shown."""
        total = self.total
        return [
            Bar(option, count, count / total if total else 0.0, option.id in self.right)
            for option, count in zip(self.options, self.counts, strict=True)
        ]


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a histogram. `share` is of all votes, 0..1. `right` is for after the moment was revealed."""

    option: Option
    count: int
    share: float
    right: bool


def right_options(valuation: Valuation) -> frozenset[str]:
    """Ids of the options that count as right: open, no red line, and at most `TOLERANCE` points behind the best."""
    return frozenset(
        option.id
        for option in valuation.options
        if option.open and option.red_line is None and option.cost <= TOLERANCE
    )


def advice(share: float) -> Advice:
    """What to do after a first vote with this share of right votes, 0..1.

    Source: the peer-instruction cycle, as in Vickrey, Rosploch, Rahmanian, Pilarz & Stains (2015), CBE-Life Sciences
    Education 14(1), es3.
    """
    if share < FEW:
        return "explain"
    return "discuss" if share <= MANY else "go_on"


def normalised_gain(before: float, after: float) -> float | None:
    """What a discussion brought of what could still be gained: (after - before) / (1 - before).

    Args:
        before: share of right votes in the first round, 0..1.
        after: the same in the second.

    Returns:
        1 where everybody is right in the end, 0 where nothing changed, below 0 where it got worse; None where
        everybody was right before and nothing could be gained.

    Source: Hake (1998), American Journal of Physics 66(1), 64-74.
    """
    return None if before >= 1 else (after - before) / (1 - before)
