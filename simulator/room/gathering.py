"""Who is in the room, what is shown to them and what they voted; no network in here.

Not thread-safe: everything is called in the event loop that serves the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from simulator.room.showing import Histogram, Locked, Question, Showing, Voting
from simulator.room.votes import RoundVotes, Vote, VoteRefusedError


@dataclass(frozen=True, slots=True)
class Counts:
    """What the facilitator sees of the room.

    Attributes:
        joined: devices that came in, also those that are away now.
        connected: devices with the page open.
        voted: devices that voted in the round on show; 0 while there is none.
    """

    joined: int = 0
    connected: int = 0
    voted: int = 0


class Watcher:
    """An open page of a device, which wants to hear of changes. When it is not welcome any more it is to go."""

    def __init__(self, device: str, wake: Callable[[], None]) -> None:
        self.device = device
        self.wake = wake
        self.welcome = True

    def dismiss(self) -> None:
        """Let it go."""
        self.welcome = False
        self.wake()


class Gathering:
    """The room itself."""

    def __init__(
        self,
        on_vote: Callable[[Vote], None],
        on_counts: Callable[[Counts], None],
        votes: Iterable[Vote] = (),
    ) -> None:
        """An empty room.

        Args:
            on_vote: keeps a vote; called before the vote counts. If it raises, the vote does not count.
            on_counts: told whenever the counts have changed; raises nothing.
            votes: what was voted before the program was started again; counts for the rounds it is of.
        """
        self.showing = Showing()
        self.watchers: list[Watcher] = []
        self._on_vote = on_vote
        self._on_counts = on_counts
        self._earlier = tuple(votes)
        self._devices: set[str] = set()
        self._rounds: dict[tuple[str, int], RoundVotes] = {}
        self._told = Counts()

    def show(self, showing: Showing) -> None:
        """Show this from now on. A round that is opened again after it was locked goes on with its votes."""
        self.showing = showing
        match showing.stage:
            case Voting(question, round):
                votes = self._votes(question, round)
                self._rounds[question.id, round] = RoundVotes(question.id, round, votes.options, votes.of)
            case Locked(question, round):
                self._rounds[question.id, round] = self._votes(question, round).lock()
        for watcher in self.watchers:
            watcher.wake()
        self._tell()

    def enter(self, device: str) -> None:
        """A device is there."""
        self._devices.add(device)
        self._tell()

    def watch(self, watcher: Watcher, most: int) -> None:
        """An open page hears of changes from now on; if its device has more than `most`, the oldest is to go."""
        self.watchers.append(watcher)
        same = [other for other in self.watchers if other.device == watcher.device and other.welcome]
        if len(same) > most:
            same[0].dismiss()
        self.enter(watcher.device)

    def leave(self, watcher: Watcher) -> None:
        """A page was closed or lost."""
        self.watchers.remove(watcher)
        self._tell()

    def dismiss(self) -> None:
        """The room is closed: all open pages are to go."""
        for watcher in self.watchers:
            watcher.dismiss()

    def vote(self, vote: Vote) -> None:
        """Take a vote: it is kept first, then it counts.

        Raises:
            VoteRefusedError: its round is not open, or it has no such option.
            Exception: what `on_vote` raised.
        """
        stage = self.showing.stage
        if not isinstance(stage, Voting):
            raise VoteRefusedError("no question is open")
        votes = self._votes(stage.question, stage.round)
        votes.check(vote)
        if votes.of.get(vote.device) == vote.option:
            return  # the same again, for instance because the answer was lost on the way
        self._on_vote(vote)
        self._rounds[vote.question, vote.round] = votes.with_vote(vote)
        for watcher in self.watchers:
            if watcher.device == vote.device:
                watcher.wake()
        self._tell()

    def votes(self) -> RoundVotes | None:
        """The round on show, open or locked; None where none is."""
        match self.showing.stage:
            case Voting(question, round) | Locked(question, round):
                return self._votes(question, round)
        return None

    def choices(self, device: str) -> dict[int, int]:
        """What a device chose in the rounds of the question on show: round -> number of the option."""
        stage = self.showing.stage
        if not isinstance(stage, Voting | Locked | Histogram):
            return {}
        found = {round: self._votes(stage.question, round).of.get(device) for round in (1, 2)}
        return {round: option for round, option in found.items() if option is not None}

    def counts(self) -> Counts:
        """Devices that joined, are connected, voted."""
        votes = self.votes()
        return Counts(
            joined=len(self._devices),
            connected=len({watcher.device for watcher in self.watchers}),
            voted=len(votes.of) if votes else 0,
        )

    def _votes(self, question: Question, round: int) -> RoundVotes:
        known = self._rounds.get((question.id, round))
        if known is not None and known.options == question.numbers:
            return known
        votes = self._earlier if known is None else known.votes()
        fresh = self._rounds[question.id, round] = RoundVotes.of_votes(question.id, round, question.numbers, votes)
        return fresh

    def _tell(self) -> None:
        counts = self.counts()
        if counts != self._told:
            self._told = counts
            self._on_counts(counts)
