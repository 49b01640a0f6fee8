"""What the phones are to show now, as immutable values. All texts are plain text of authors and participants."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import Literal, TypeAlias

Round = Literal[1, 2]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the transcript.

    Attributes:
        text: what was said or seen.
        speaker: who said it; empty for a stage direction.
        own: whether the trainee said it.
        step: the decision it leads to or follows from, from 1; the reading view has a heading for each.
    """

    text: str
    speaker: str = ""
    own: bool = False
    step: int | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """Something one can vote for: its number as it is called out in the room, and its words."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """A decision put to the room.

    Attributes:
        id: names the decision in the debrief; votes carry it. At most 200 characters.
        options: one to nine, with different numbers.
        said: the last lines before the decision, so that one need not look up to the big screen.
        title: what it is about, in a few words.

    Raises:
        ValueError: no options, or two with one number.
    """

    id: str
    options: tuple[Option, ...]
    said: tuple[Line, ...] = ()
    title: str = ""

    def __post_init__(self) -> None:
        if not self.options or len({option.number for option in self.options}) < len(self.options):
            raise ValueError("a question needs options with different numbers")
        if not 0 < len(self.id) <= 200:
            raise ValueError("the id of a question has 1 to 200 characters")

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of the options, in their order."""
        return tuple(option.number for option in self.options)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Nothing to vote on: before the debrief, or while the room talks. `note` is the facilitator's word, if any."""

    note: str = ""


@dataclass(frozen=True, slots=True)
class Voting:
    """A question is open. Votes of round 1 and 2 are kept apart."""

    question: Question
    round: Round = 1


@dataclass(frozen=True, slots=True)
class Locked:
    """The votes of a round are locked; nothing of the others is shown yet. `note` says what to do meanwhile."""

    question: Question
    round: Round = 1
    note: str = ""


@dataclass(frozen=True, slots=True)
class Histogram:
    """How the room voted.

    Attributes:
        question: what was asked.
        rounds: the votes for each option in the order of the options, for round 1 and, if there was one, round 2.
            They are the debrief's own figures: cards that were counted by hand are among them.
        right: numbers of the options that count as right, if that is revealed.
        gain: the normalised gain from round 1 to round 2, at most 1; None where it has no value.

    Raises:
        ValueError: the figures do not fit the question.
    """

    question: Question
    rounds: tuple[tuple[int, ...], ...]
    right: frozenset[int] = frozenset()
    gain: float | None = None

    def __post_init__(self) -> None:
        if not 1 <= len(self.rounds) <= 2:
            raise ValueError("a histogram shows one round or two")
        if any(len(counts) != len(self.question.options) or min(counts) < 0 for counts in self.rounds):
            raise ValueError("a round has one count for each option")
        if not self.right <= set(self.question.numbers):
            raise ValueError("the right options are options of the question")
        if self.gain is not None and not (isfinite(self.gain) and self.gain <= 1):
            raise ValueError("a normalised gain is a number up to 1")

    def share_right(self, place: int) -> float | None:
        """The share of a round, 0 or 1, that chose a right option, 0..1; None without votes or right options."""
        counts = self.rounds[place]
        if not self.right or not sum(counts):
            return None
        chosen = (
            count for option, count in zip(self.question.options, counts, strict=True) if option.number in self.right
        )
        return sum(chosen) / sum(counts)


@dataclass(frozen=True, slots=True)
class Ended:
    """The debrief is over; pages stop asking for more."""


Stage: TypeAlias = Waiting | Voting | Locked | Histogram | Ended


@dataclass(frozen=True, slots=True)
class Showing:
    """The whole of what the page shows: the stage, and below it the transcript as far as the room has seen it."""

    stage: Stage = Waiting()
    transcript: tuple[Line, ...] = ()
