"""The votes of a round. One vote a device; it may be changed until the round is locked, and then no more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Vote:
    """A device's choice in a round.

    Attributes:
        question: id of the question.
        round: 1 or 2.
        device: a random name of the device in this room; says nothing of the person, and nobody can vote by knowing it.
        option: number of the option.
    """

    question: str
    round: int
    device: str
    option: int


class VoteRefusedError(Exception):
    """A vote that does not count: the round is locked, another question is open, or there is no such option."""


@dataclass(frozen=True, slots=True)
class RoundVotes:
    """What was voted in a round.

    Attributes:
        question: id of the question.
        round: 1 or 2.
        options: numbers of the options, in their order.
        of: each device's present choice.
        locked: whether nothing can be changed any more.
    """

    question: str
    round: int
    options: tuple[int, ...]
    of: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    locked: bool = False

    @classmethod
    def of_votes(cls, question: str, round: int, options: tuple[int, ...], votes: Iterable[Vote]) -> RoundVotes:
        """A round as earlier votes leave it: a device's last counts, those of other rounds and options do not."""
        of = {
            vote.device: vote.option
            for vote in votes
            if (vote.question, vote.round) == (question, round) and vote.option in options
        }
        return cls(question, round, options, MappingProxyType(of))

    def check(self, vote: Vote) -> None:
        """See whether a vote counts.

        Raises:
            VoteRefusedError: it does not.
        """
        if (vote.question, vote.round) != (self.question, self.round):
            raise VoteRefusedError("another question is open")
        if self.locked:
            raise VoteRefusedError("the round is locked")
        if vote.option not in self.options:
            raise VoteRefusedError("there is no such option")

    def with_vote(self, vote: Vote) -> RoundVotes:
        """The round with a vote in it, in place of the device's earlier one.

        Raises:
            VoteRefusedError: it does not count.
        """
        self.check(vote)
        return replace(self, of=MappingProxyType({**self.of, vote.device: vote.option}))

    def lock(self) -> RoundVotes:
        """The round as it stays."""
        return replace(self, locked=True)

    def votes(self) -> tuple[Vote, ...]:
        """The votes that count, one a device."""
        return tuple(Vote(self.question, self.round, device, option) for device, option in self.of.items())

    def counts(self) -> tuple[int, ...]:
        """The votes for each option, in the order of the options."""
        chosen = list(self.of.values())
        return tuple(chosen.count(number) for number in self.options)
