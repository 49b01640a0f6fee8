"""One vote a device a round; changed until locked, never after; nothing counts that was not kept."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from simulator.room.gathering import Counts, Gathering, Watcher
from simulator.room.showing import Histogram, Locked, Option, Question, Showing, Voting, Waiting
from simulator.room.votes import RoundVotes, Vote, VoteRefusedError

DEVICES = ("p", "q", "r")
ASKED = Question("a", (Option(1, "一"), Option(2, "二"), Option(5, "五")))
OTHER = Question("b", (Option(1, "甲"), Option(2, "乙")))

votes = st.builds(Vote, st.sampled_from("ab"), st.sampled_from((1, 2)), st.sampled_from(DEVICES), st.integers(0, 6))


class Room(RuleBasedStateMachine):
    """A room beside a plain dictionary that follows the rules of a vote to the letter."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: list[Vote] = []
        self.gathering = Gathering(self.kept.append, lambda _counts: None)
        self.wanted: dict[tuple[str, int], dict[str, int]] = {}

    @rule(question=st.sampled_from((ASKED, OTHER)), round=st.sampled_from((1, 2)))
    def ask(self, question: Question, round: int) -> None:
        """A question is opened, or opened again."""
        self.gathering.show(Showing(Voting(question, round)))

    @rule(question=st.sampled_from((ASKED, OTHER)), round=st.sampled_from((1, 2)))
    def lock(self, question: Question, round: int) -> None:
        """Its votes are locked."""
        self.gathering.show(Showing(Locked(question, round)))

    @rule()
    def wait(self) -> None:
        """Nothing is open."""
        self.gathering.show(Showing(Waiting()))

    @rule(vote=votes)
    def vote(self, vote: Vote) -> None:
        """A vote comes, for whatever its phone shows."""
        stage = self.gathering.showing.stage
        open_ = isinstance(stage, Voting) and (stage.question.id, stage.round) == (vote.question, vote.round)
        if open_ and vote.option in stage.question.numbers:
            self.gathering.vote(vote)
            self.wanted.setdefault((vote.question, vote.round), {})[vote.device] = vote.option
        else:
            with pytest.raises(VoteRefusedError):
                self.gathering.vote(vote)

    @rule()
    def start_again(self) -> None:
        """The program dies and comes back with what was kept."""
        shown = self.gathering.showing
        self.gathering = Gathering(self.kept.append, lambda _counts: None, tuple(self.kept))
        self.gathering.show(shown)

    @invariant()
    def one_vote_a_device(self) -> None:
        """The round on show holds the last vote of each device, and each device sees its own."""
        found = self.gathering.votes()
        if found is not None:
            wanted = self.wanted.get((found.question, found.round), {})
            assert dict(found.of) == wanted
            assert sum(found.counts()) == len(wanted) <= len(DEVICES)
            for device in DEVICES:
                assert self.gathering.choices(device).get(found.round) == wanted.get(device)

    @invariant()
    def what_was_kept_tells_all(self) -> None:
        """The log of votes by itself gives every round."""
        for (question, round), wanted in self.wanted.items():
            options = (ASKED if question == "a" else OTHER).numbers
            assert dict(RoundVotes.of_votes(question, round, options, self.kept).of) == wanted


TestRoom = Room.TestCase
TestRoom.settings = settings(settings.get_profile("default"), max_examples=40, stateful_step_count=30)


@given(st.lists(votes, max_size=12))
def test_a_locked_round_never_changes(cast: list[Vote]) -> None:
    """Whatever is voted after the lock is refused, and the counts stay."""
    found = RoundVotes.of_votes("a", 1, ASKED.numbers, cast[:6]).lock()
    for vote in cast[6:]:
        with pytest.raises(VoteRefusedError):
            found.with_vote(vote)
    assert found == RoundVotes.of_votes("a", 1, ASKED.numbers, cast[:6]).lock()


def test_a_vote_that_was_not_kept_does_not_count() -> None:
    """The store is full: the vote fails, the earlier one stays."""
    full: list[bool] = []

    def keep(_vote: Vote) -> None:
        if full:
            raise OSError("no space left")

    gathering = Gathering(keep, lambda _counts: None)
    gathering.show(Showing(Voting(ASKED)))
    gathering.vote(Vote("a", 1, "p", 2))
    full.append(True)
    with pytest.raises(OSError, match="no space"):
        gathering.vote(Vote("a", 1, "p", 1))
    assert gathering.choices("p") == {1: 2}


def test_the_same_vote_again_is_kept_once() -> None:
    """A phone that got no answer sends its vote again; the log does not grow."""
    kept: list[Vote] = []
    gathering = Gathering(kept.append, lambda _counts: None)
    gathering.show(Showing(Voting(ASKED)))
    for _time in range(3):
        gathering.vote(Vote("a", 1, "p", 2))
    assert len(kept) == 1


def test_options_that_change_take_the_votes_that_still_fit() -> None:
    """The facilitator corrects the options of an open question: votes for those that stay go on counting."""
    gathering = Gathering(lambda _vote: None, lambda _counts: None)
    gathering.show(Showing(Voting(ASKED)))
    gathering.vote(Vote("a", 1, "p", 2))
    gathering.vote(Vote("a", 1, "q", 5))
    gathering.show(Showing(Voting(replace(ASKED, options=ASKED.options[:2]))))
    found = gathering.votes()
    assert found is not None and dict(found.of) == {"p": 2}


def test_counts_are_told_when_they_change() -> None:
    """Two pages of one phone are one device; who left has still joined; the histogram has no open round."""
    told: list[Counts] = []
    gathering = Gathering(lambda _vote: None, told.append)
    pages = [Watcher(device, lambda: None) for device in ("p", "p", "q")]
    for page in pages:
        gathering.watch(page, 8)
    gathering.show(Showing(Voting(ASKED)))
    gathering.vote(Vote("a", 1, "p", 1))
    gathering.leave(pages[0])
    gathering.leave(pages[2])
    gathering.show(Showing(Histogram(ASKED, ((1, 0, 0),))))
    assert told == [Counts(1, 1, 0), Counts(2, 2, 0), Counts(2, 2, 1), Counts(2, 1, 1), Counts(2, 1, 0)]


def test_too_many_pages_of_a_device_close_the_oldest() -> None:
    """A dead connection that the system has not given up yet does not lock its phone out."""
    woken: list[int] = []
    gathering = Gathering(lambda _vote: None, lambda _counts: None)
    pages = [Watcher("p", lambda number=number: woken.append(number)) for number in range(3)]
    for page in pages:
        gathering.watch(page, 2)
    assert [page.welcome for page in pages] == [False, True, True]
    assert woken == [0]


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Question("a", ()),
        lambda: Question("a", (Option(1, "一"), Option(1, "二"))),
        lambda: Question("", ASKED.options),
        lambda: Histogram(ASKED, ()),
        lambda: Histogram(ASKED, ((1, 2),)),
        lambda: Histogram(ASKED, ((1, 2, -1),)),
        lambda: Histogram(ASKED, ((1, 2, 3),), frozenset({3})),
        lambda: Histogram(ASKED, ((1, 2, 3),), gain=1.5),
        lambda: Histogram(ASKED, ((1, 2, 3),), gain=float("nan")),
    ],
)
def test_what_cannot_be_shown_is_refused_at_once(wrong: object) -> None:
    """A mistake of the program is seen where it is made, not on sixty phones."""
    with pytest.raises(ValueError, match=r"option|question|round|gain|id"):
        wrong()  # type: ignore[operator]


def test_the_share_that_is_right() -> None:
    """It counts all right options; without votes or right options there is none."""
    shown = Histogram(ASKED, ((1, 2, 1), (0, 0, 0)), frozenset({1, 5}))
    assert shown.share_right(0) == 0.5
    assert shown.share_right(1) is None
    assert replace(shown, right=frozenset()).share_right(0) is None
