"""The state of a debrief: what each event changes, what is refused, and that nothing else can happen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.bilingual import Bilingual
from simulator.debrief import events as e
from simulator.debrief.debrief import Debrief
from simulator.debrief.fitting import RefusedError
from simulator.debrief.fold import Fold, Happened
from simulator.debrief.parts import PHASES, Outcome, Place, Seen
from simulator.debrief.record import _written
from simulator.record.transcript import parsed
from tests.simulator.debrief.conftest import OPTIONS, begun, proposal

S1 = Place("s1", 3)


def at(seconds: float) -> str:
    """A time of a log, so many seconds after eight in the morning."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(int(minutes), 60)
    return f"2026-09-15T{8 + hours:02}:{minutes:02}:{rest:06.3f}+00:00"


class Room:
    """A debrief in memory."""

    def __init__(self) -> None:
        self.fold = Fold()
        self.seq = 0
        self.do(begun())

    def do(self, *events: e.DebriefEvent, time: str = at(0)) -> Debrief:
        """Let things happen at one time."""
        for event in events:
            self.fold.take(Happened(event, self.seq + 1, time))
            self.seq += 1
        return self.state

    @property
    def state(self) -> Debrief:
        """As it stands."""
        assert self.fold.state is not None
        return self.fold.state

    def refuses(self, event: e.DebriefEvent) -> str:
        """The words with which an event is refused; the state stays as it was."""
        before = self.state
        with pytest.raises(RefusedError) as refused:
            self.fold.take(Happened(event, self.seq + 1, at(0)))
        assert self.fold.state is before
        return refused.value.message


@pytest.fixture
def room() -> Room:
    """A debrief of two sessions with two items on its agenda, 2.1 and 2.2."""
    room = Room()
    room.do(e.AgendaProposed((proposal(), proposal("s2", 5))))
    return room


class TestBeginning:
    """A debrief begins once, with sessions."""

    def test_nothing_comes_before_the_beginning(self) -> None:
        """Without its first event nothing can happen, and it comes only once."""
        with pytest.raises(RefusedError, match="没有开始"):
            Fold().take(Happened(e.PrebriefAccepted(), 1, at(0)))
        assert "已经开始" in Room().refuses(begun())

    @pytest.mark.parametrize("sessions", [("s1", "s1"), ()])
    def test_sessions_are_one_or_more_and_different(self, sessions: tuple[str, ...]) -> None:
        """No session, or the same twice, makes no debrief."""
        event = replace(begun("s1"), sessions=tuple(begun("s1").sessions[0] for _ in sessions))
        with pytest.raises(RefusedError):
            Fold().take(Happened(event, 1, at(0)))

    def test_names_are_anonymous_until_chosen(self, room: Room) -> None:
        """Nobody's name is shown at first; a session's can be, and hidden again."""
        assert room.state.real_names == frozenset()
        assert room.do(e.NamesShown("s2", True)).real_names == {"s2"}
        assert room.do(e.NamesShown("s2", False)).real_names == frozenset()
        assert room.refuses(e.NamesShown("s2", False))


class TestAgenda:
    """The agenda can be proposed, moved about, and edited."""

    def test_items_are_added_moved_renamed_and_removed(self, room: Room) -> None:
        """Each does what it says, and items keep their ids."""
        room.do(e.AgendaProposed((replace(proposal("s1", 9), why="chosen", by="林"),)))
        assert [item.id for item in room.state.items] == ["2.1", "2.2", "3.1"]
        room.do(e.ItemMoved("3.1", 0))
        assert [item.id for item in room.state.items] == ["3.1", "2.1", "2.2"]
        room.do(e.ItemRemoved("2.1"))
        assert [item.id for item in room.state.items] == ["3.1", "2.2"]
        assert [item.by for item in room.state.items] == ["林", "record"]
        assert room.refuses(e.ItemMoved("2.2", 2)) and room.refuses(e.ItemMoved("2.2", -1))
        assert "没有这一项" in room.refuses(e.ItemRemoved("2.1"))

    def test_a_title_is_shown_only_when_its_moment_is_revealed(self, room: Room) -> None:
        """Until then the words before it stand there, as a title can tell the mark; an edited one always stands."""
        first, second = room.state.items
        assert room.state.heading(first, "zh") == "「那能给吗？」之后"
        room.do(e.Revealed(first.place))
        assert room.state.heading(first, "en") == "A promise beyond authority"
        room.do(e.ItemRetitled(second.id, " 怎么答这一句 "))
        assert room.state.heading(room.state.items[1], "en") == "怎么答这一句"
        assert room.refuses(e.ItemRetitled(second.id, "  "))

    def test_the_open_item_is_closed_when_it_goes(self, room: Room) -> None:
        """Taking an item off the agenda takes its votes along and closes it."""
        room.do(e.ItemOpened("2.1"), e.RoundOpened("2.1", OPTIONS, ("who_decides",)))
        assert room.state.current == "2.1"
        room.do(e.ItemRemoved("2.1"))
        assert room.state.current == "" and room.state.rounds == ()
        assert room.do(e.ItemOpened("2.2"), e.ItemOpened("")).current == ""

    def test_other_sessions_are_not_looked_at(self, room: Room) -> None:
        """What points to a session of another debrief is refused."""
        other = Place("s9", 1)
        for event in (
            e.AgendaProposed((proposal("s9"),)), e.Revealed(other), e.NoteAdded("plus", "好", other),
            e.Flagged(other, True), e.NamesShown("s9", True), e.BranchKept("另一条", other, {}, Outcome()),
            e.DecisionRated(other, "", "组长", 1, ""), e.DimensionRated("s9", "emotion", "组长", 50, "", ""),
        ):  # fmt: skip
            assert "s9" in room.refuses(event)
        assert room.refuses(e.Revealed(Place("s1", -1)))


class TestTimer:
    """Phases have a plan and a time, which comes from the events."""

    def test_a_phase_runs_stands_and_goes_on(self, room: Room) -> None:
        """Entering a phase starts its timer and stops the one before; coming back goes on from there."""
        room.do(e.PhaseEntered("reaction", 5), time=at(0))
        room.do(e.PhaseEntered("description"), time=at(60))
        reaction, description = room.state.timer("reaction"), room.state.timer()
        assert reaction is not None and description is not None
        assert (reaction.seconds, reaction.running, reaction.minutes) == (60, False, 5)
        assert description.running and description.elapsed(at(100)) == 40
        room.do(e.TimerStopped(), time=at(100))
        room.do(e.TimerStarted(), time=at(400))
        room.do(e.PhaseEntered("reaction"), time=at(410))
        room.do(e.TimerPlanned("reaction", 2), time=at(415))
        again = room.state.timer()
        assert again is not None and again.phase == "reaction"
        assert (again.elapsed(at(420)), again.left(at(420))) == (70, 50)
        assert room.state.timer("description").elapsed(at(9000)) == 50  # type: ignore[union-attr]

    def test_what_does_not_fit_the_timer(self, room: Room) -> None:
        """No timer before the first phase, no second start, no plan of no minutes."""
        assert room.refuses(e.TimerStarted()) and room.refuses(e.TimerStopped())
        room.do(e.PhaseEntered("reaction"))
        assert "已经在走" in room.refuses(e.TimerStarted())
        for minutes in (0.0, -1.0, 601.0):
            assert room.refuses(e.TimerPlanned("reaction", minutes))

    def test_a_crash_goes_on_a_night_does_not(self, room: Room) -> None:
        """The minutes around a crash count, as the room sat through them; the time until another day does not."""
        room.do(e.PhaseEntered("analysis"), time=at(0))
        room.do(e.Reopened(), time=at(300))
        timer = room.state.timer()
        assert timer is not None and timer.elapsed(at(330)) == 330
        room.do(e.Reopened(), time=at(330 + 7200))
        timer = room.state.timer()
        assert timer is not None and timer.elapsed(at(330 + 7200 + 10)) == 300 + 10

    def test_a_clock_that_is_set_back_takes_no_time_away(self, room: Room) -> None:
        """Times that run backwards count as none."""
        room.do(e.PhaseEntered("analysis"), time=at(500))
        room.do(e.TimerStopped(), time=at(100))
        assert room.state.timer().seconds == 0  # type: ignore[union-attr]


class TestVotes:
    """Vote, discuss, vote again."""

    def test_a_whole_cycle(self, room: Room) -> None:
        """The first histogram is hidden until the second vote is locked; the gain compares both."""
        room.do(e.RoundOpened("2.1", OPTIONS, ("who_decides",)))
        first = room.seq
        room.do(e.BallotCast(first, "phone-1", "promise"), e.BallotCast(first, "phone-2", "no"))
        room.do(e.BallotCast(first, "phone-1", "who_decides"), e.Tallied(first, {"promise": 2}))
        vote = room.state.open_round
        assert vote is not None and vote.counts == (1, 2, 1) and vote.share_right == 0.25
        assert not room.state.may_show(vote)
        locked = room.do(e.RoundLocked(first)).round(first)
        assert locked is not None and not room.state.may_show(locked) and room.state.gain("2.1") is None
        assert room.refuses(e.BallotCast(first, "phone-3", "no"))
        assert "次序" in room.refuses(e.RoundOpened("2.1", OPTIONS[::-1], ("who_decides",)))
        room.do(e.RoundOpened("2.1", OPTIONS, ("who_decides",)))
        second = room.seq
        room.do(e.Tallied(second, {"who_decides": 3, "no": 1}))
        assert not room.state.may_show(locked)
        room.do(e.RoundLocked(second))
        assert all(room.state.may_show(each) for each in room.state.rounds_of("2.1"))
        assert room.state.gain("2.1") == pytest.approx((0.75 - 0.25) / 0.75)
        assert "两轮" in room.refuses(e.RoundOpened("2.1", OPTIONS, ("who_decides",)))

    def test_the_first_may_be_shown_when_the_discussion_is_over(self, room: Room) -> None:
        """The facilitator can say so without a second vote, but not before a first one."""
        assert room.refuses(e.DiscussionEnded("2.1"))
        room.do(e.RoundOpened("2.1", OPTIONS, ("no",)))
        first = room.seq
        assert room.refuses(e.DiscussionEnded("2.1"))
        room.do(e.RoundLocked(first), e.DiscussionEnded("2.1"))
        assert room.state.may_show(room.state.rounds[0])
        assert room.refuses(e.DiscussionEnded("2.1"))

    def test_what_is_no_vote(self, room: Room) -> None:
        """Unknown items, options, rounds and devices, fewer than two options, and a second vote beside an open one."""
        assert room.refuses(e.RoundOpened("9.1", OPTIONS, ()))
        assert room.refuses(e.RoundOpened("2.1", OPTIONS[:1], ()))
        assert room.refuses(e.RoundOpened("2.1", (*OPTIONS, OPTIONS[0]), ()))
        assert room.refuses(e.RoundOpened("2.1", OPTIONS, ("other",)))
        room.do(e.RoundOpened("2.1", OPTIONS, ()))
        assert "没有截止" in room.refuses(e.RoundOpened("2.2", OPTIONS, ()))
        for event in (
            e.BallotCast(room.seq, "phone", "other"), e.BallotCast(room.seq + 5, "phone", "no"),
            e.BallotCast(room.seq, "", "no"), e.Tallied(room.seq, {"other": 1}), e.Tallied(room.seq, {"no": -1}),
        ):  # fmt: skip
            assert room.refuses(event)


class TestRatings:
    """People rate beside the program."""

    def test_the_newer_rating_of_a_rater_counts(self, room: Room) -> None:
        """One rating a rater and thing; an empty one takes it back, where there was one."""
        room.do(e.DimensionRated("s1", "emotion", "组长", 60, "", "语气好", 71.5))
        room.do(e.DimensionRated("s1", "emotion", "组长", 80, "", "再看一遍", 71.5))
        room.do(e.DimensionRated("s1", "emotion", "老吴", None, "good", "", 71.5))
        assert [(each.by, each.score, each.band) for each in room.state.dimension_ratings] == [
            ("组长", 80, ""), ("老吴", None, "good"),
        ]  # fmt: skip
        room.do(e.DimensionRated("s1", "emotion", "组长", None, "", ""))
        assert [each.by for each in room.state.dimension_ratings] == ["老吴"]
        assert "收回" in room.refuses(e.DimensionRated("s1", "emotion", "组长", None, "", ""))

    def test_decisions_are_rated_from_minus_two_to_two(self, room: Room) -> None:
        """The rating of a decision, one a rater and form line."""
        room.do(e.DecisionRated(S1, "", "组长", -2, "许了愿", "red_line"), e.DecisionRated(S1, "owed", "组长", 1, ""))
        assert [(each.line, each.rating) for each in room.state.decision_ratings] == [("", -2), ("owed", 1)]
        for rating in (-3, 3):
            assert room.refuses(e.DecisionRated(S1, "", "组长", rating, ""))
        for score in (-0.1, 100.1):
            assert room.refuses(e.DimensionRated("s1", "emotion", "组长", score, "", ""))
        assert room.refuses(e.DimensionRated("s1", "charm", "组长", 50, "", ""))
        assert room.refuses(e.DecisionRated(S1, "", " ", 1, ""))


class TestKept:
    """Notes, flags, branches, commitments."""

    def test_notes_are_anchored_edited_and_removed(self, room: Room) -> None:
        """A note knows its moment; its id is that of its event."""
        room.do(e.NoteAdded("plus", "先让坐", S1), e.NoteAdded("question", "时间够吗"))
        first, second = room.state.notes
        assert room.state.notes_at(S1) == (first,) and room.state.notes_at(None) == (second,)
        room.do(e.NoteEdited(first.id, "先让坐，再问"), e.NoteRemoved(second.id))
        assert [note.text for note in room.state.notes] == ["先让坐，再问"]
        assert room.refuses(e.NoteRemoved(second.id)) and room.refuses(e.NoteAdded("delta", "\n "))

    def test_branches_and_commitments(self, room: Room) -> None:
        """Both can be kept and taken out; a branch can be renamed and keeps its data."""
        data = {"inputs": ["seat", {"owed": "true"}]}
        room.do(e.BranchKept("若先问", S1, data, Outcome("left", Bilingual("走了", "Left"), 91.0, 72.4)))
        room.do(e.CommitmentAdded("甲", "先问清再答"))
        branch, commitment = room.seq - 1, room.seq
        assert room.do(e.BranchRenamed(branch, "先问一句")).branches[0].name == "先问一句"
        assert room.state.branches[0].data == data
        room.do(e.BranchRemoved(branch), e.CommitmentRemoved(commitment))
        assert (room.state.branches, room.state.commitments) == ((), ())
        assert room.refuses(e.BranchRemoved(branch)) and room.refuses(e.CommitmentRemoved(commitment))

    def test_flags_and_marks(self, room: Room) -> None:
        """A moment is flagged or not, revealed or not."""
        seen = Seen("", Bilingual("三天", "Three days"), Bilingual("转", "Hand over"), None, "red_line", 22.5)
        room.do(e.Flagged(S1, True), e.Revealed(S1, (seen,)))
        assert room.state.flags == {S1} and room.state.seen(S1) == (seen,)
        assert room.refuses(e.Flagged(S1, True)) and room.refuses(e.Revealed(S1))
        room.do(e.Flagged(S1, False), e.Hidden(S1))
        assert room.state.flags == frozenset() and not room.state.is_revealed(S1)
        assert room.refuses(e.Hidden(S1))


class TestUndo:
    """The last thing done can be taken back, and the one before it."""

    def test_step_by_step(self, room: Room) -> None:
        """Each undo takes one thing back, down to the beginning; then there is nothing to take back."""
        room.do(e.PrebriefAccepted(), e.NoteAdded("plus", "好"))
        assert isinstance(room.fold.last, e.NoteAdded)
        assert room.do(e.Undone()).notes == ()
        assert room.do(e.Undone()).prebrief is False
        assert room.do(e.Undone()).items == ()
        assert room.fold.last is None
        assert "没有可以撤回的" in room.refuses(e.Undone())

    def test_ballots_stay_unless_their_vote_goes(self, room: Room) -> None:
        """Undoing a note leaves what the room voted meanwhile; undoing a vote takes its ballots along."""
        room.do(e.RoundOpened("2.1", OPTIONS, ()), e.NoteAdded("plus", "好"))
        vote = room.seq - 1
        room.do(e.BallotCast(vote, "phone", "no"), e.Undone())
        assert room.state.notes == () and room.state.rounds[0].counts == (0, 0, 1)
        assert room.do(e.Undone()).rounds == ()

    def test_ids_are_never_given_twice(self, room: Room) -> None:
        """A vote that is opened anew after an undo has another id, so that late ballots of the old one do not count."""
        room.do(e.RoundOpened("2.1", OPTIONS, ()), e.Undone(), e.RoundOpened("2.1", OPTIONS, ()))
        assert room.state.rounds[0].id == room.seq
        assert room.refuses(e.BallotCast(room.seq - 2, "phone", "no"))


sessions = st.sampled_from(["s1", "s2", "s9"])
places = st.builds(Place, st.sampled_from(["s1", "s2", "s9"]), st.integers(-1, 6))
numbers = st.integers(0, 14)
items = st.sampled_from(["", "2.1", "2.2", "3.1", "4.1", "9.9"])
texts = st.sampled_from(["", " ", "好", "再问一句", "[/x][@click=app.quit]", "\ud83d"])
options = st.sampled_from(["who_decides", "promise", "no", "other"])
minutes = st.one_of(st.none(), st.floats(-1, 700))
any_event: st.SearchStrategy[e.DebriefEvent] = st.one_of(
    st.just(begun()),
    st.builds(e.Reopened, st.lists(st.sampled_from(["s1", "s9"])).map(tuple)),
    st.just(e.Undone()),
    st.just(e.PrebriefAccepted()),
    st.builds(e.AgendaProposed, st.lists(st.builds(proposal, sessions, numbers), max_size=2).map(tuple)),
    st.builds(e.ItemRemoved, items),
    st.builds(e.ItemMoved, items, st.integers(-1, 3)),
    st.builds(e.ItemRetitled, items, texts),
    st.builds(e.ItemOpened, items),
    st.builds(e.PhaseEntered, st.sampled_from(PHASES), minutes),
    st.builds(e.TimerPlanned, st.sampled_from(PHASES), minutes),
    st.just(e.TimerStarted()),
    st.just(e.TimerStopped()),
    st.builds(e.Revealed, places),
    st.builds(e.Hidden, places),
    st.builds(e.NoteAdded, st.sampled_from(["plus", "delta", "question"]), texts, st.one_of(st.none(), places)),
    st.builds(e.NoteEdited, numbers, texts),
    st.builds(e.NoteRemoved, numbers),
    st.builds(e.Flagged, places, st.booleans()),
    st.builds(e.RoundOpened, items, st.sampled_from([OPTIONS, OPTIONS[:2], OPTIONS[:1]]), st.just(("no",))),
    st.builds(e.BallotCast, numbers, st.sampled_from(["", "phone-1", "phone-2"]), options),
    st.builds(e.Tallied, numbers, st.dictionaries(options, st.integers(-1, 1000), max_size=3)),
    st.builds(e.RoundLocked, numbers),
    st.builds(e.DiscussionEnded, items),
    st.builds(e.DimensionRated, st.sampled_from(["s1", "s9"]), st.sampled_from(["emotion", "charm"]), texts,
              st.one_of(st.none(), st.floats(-1, 101)), st.sampled_from(["", "good"]), texts),
    st.builds(e.DecisionRated, places, st.just(""), texts, st.one_of(st.none(), st.integers(-3, 3)), texts),
    st.builds(e.BranchKept, texts, places, st.just({"inputs": ["seat"]}), st.builds(Outcome)),
    st.builds(e.BranchRenamed, numbers, texts),
    st.builds(e.BranchRemoved, numbers),
    st.builds(e.CommitmentAdded, texts, texts),
    st.builds(e.CommitmentRemoved, numbers),
    st.builds(e.NamesShown, st.sampled_from(["s1", "s2", "s9"]), st.booleans()),
)  # fmt: skip


def taken(events: Sequence[e.DebriefEvent]) -> tuple[Fold, list[Happened]]:
    """What is left of events when those that are refused are left out."""
    fold, log = Fold(), []
    for event in events:
        happened = Happened(event, len(log) + 1, at(10 * len(log)))
        try:
            fold.take(happened)
        except RefusedError:
            continue
        else:
            log.append(happened)
    return fold, log


@given(st.lists(any_event, max_size=40))
def test_any_events_give_a_state_or_a_refusal(events: list[e.DebriefEvent]) -> None:
    """Whatever comes in whatever order, there is a state or a refusal in words, and the same again from the log."""
    fold, log = taken([begun(), e.AgendaProposed((proposal(),)), *events])
    assert Fold(log).state == fold.state
    state = fold.state
    assert state is not None
    assert sum(timer.running for timer in state.phases) <= 1
    assert sum(not vote.locked for vote in state.rounds) <= 1
    assert not state.current or state.item(state.current) is not None
    assert all(state.item(vote.item) is not None for vote in state.rounds)
    assert all(len(state.rounds_of(item.id)) <= 2 for item in state.items)
    first_votes = [vote for vote in state.rounds if vote.number == 1]
    assert not any(state.may_show(vote) for vote in first_votes if not vote.locked)


@given(st.lists(any_event, max_size=30))
def test_undoing_everything_leads_back_to_the_beginning(events: list[e.DebriefEvent]) -> None:
    """After as many undos as there are things to undo, nothing is left but the beginning."""
    fold, log = taken([begun(), *events])
    while fold.last is not None:
        fold.take(Happened(e.Undone(), len(log) + 1, at(0)))
    with pytest.raises(RefusedError):
        fold.take(Happened(e.Undone(), len(log) + 1, at(0)))
    state, start = fold.state, Fold([Happened(begun(), 1, at(0))]).state
    assert state is not None and start is not None
    assert replace(state, changed="", missing=frozenset()) == replace(start, changed="")


@given(any_event)
def test_every_event_reads_back_as_it_was_written(event: e.DebriefEvent) -> None:
    """Its data are plain JSON, and make the same event again."""
    text = _written(event).text
    assert text is not None
    assert e.event_of(event.kind, parsed(text) or {}) == event
