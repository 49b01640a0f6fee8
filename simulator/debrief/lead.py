"""Leading a debrief: what the facilitator does, each act kept before it returns. No screen, no network."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.debrief import events as e
from simulator.debrief.agenda import proposal, propose
from simulator.debrief.both import seen, vote_options
from simulator.debrief.course import following
from simulator.debrief.debrief import Debrief, Item
from simulator.debrief.fitting import RefusedError, listed
from simulator.debrief.names import name_of, trainees
from simulator.debrief.outcome import outcome
from simulator.debrief.parts import PHASES, Option, Phase, Place
from simulator.debrief.record import DebriefLog, DebriefStore
from simulator.debrief.script import MINUTES
from simulator.debrief.votes import Round, right_options
from simulator.i18n import _, language
from simulator.record.errors import StoreError
from simulator.record.store import Store
from simulator.replay.branch import Branch
from simulator.replay.prices import Prices, Rater
from simulator.replay.recording import Moment, Recording, read

if TYPE_CHECKING:
    from scoring.rate import Decision


@dataclass(frozen=True, slots=True)
class Votable:
    """What the room can vote on at a moment; `line` is that of a form, else empty."""

    line: str
    options: tuple[Option, ...]
    right: tuple[str, ...]


class Lead:
    """A debrief that is being led.

    Attributes:
        log: what is kept.
        names: trainees' names by session.
        unrated: why a session has no marks, in words, by its id.
    """

    def __init__(self, store: Store, log: DebriefLog) -> None:
        """Lead an open debrief; whoever opened store and log closes them."""
        self.log = log
        self.names = trainees(store, log.state)
        self.unrated: dict[str, str] = {}
        self._store = store
        self._recordings: dict[str, Recording | None] = {}
        self._prices: dict[str, Prices] = {}
        self._votable: dict[tuple[Place, bool], Votable | None] = {}
        self._mutex = threading.RLock()

    @classmethod
    def begin(cls, store: Store, sessions: Iterable[str]) -> Lead:
        """Begin a debrief of these sessions.

        Raises:
            StoreError: there is no such session, or nothing can be kept.
            RefusedError: none, or one twice.
        """
        return cls(store, DebriefStore(store).begin_debrief(sessions))

    @classmethod
    def resume(cls, store: Store, debrief: str) -> Lead:
        """Go on with a debrief where it was.

        Raises:
            StoreError: there is none, it is open elsewhere, or it cannot be read.
        """
        return cls(store, DebriefStore(store).resume_debrief(debrief))

    # ---- looking ----------------------------------------------------------------------------------------------

    @property
    def state(self) -> Debrief:
        """The debrief as it stands."""
        return self.log.state

    def now(self) -> str:
        """The time by the store's clock, UTC."""
        return self._store.clock()

    @property
    def item(self) -> Item | None:
        """The open item."""
        return self.state.item(self.state.current)

    def recording(self, session: str) -> Recording | None:
        """A session, replayed as far as it is sound; None where it is gone or nothing of it can be replayed."""
        with self._mutex:
            if session not in self._recordings:
                try:
                    found = read(self._store.transcript(session))
                except StoreError:
                    found = None
                self._recordings[session] = found if found is not None and found.play is not None else None
            return self._recordings[session]

    def moment(self, place: Place) -> Moment | None:
        """A moment as it was; None where it cannot be replayed."""
        recording = self.recording(place.session)
        if recording is None or place.moment >= len(recording.moments):
            return None
        return recording.moments[place.moment]

    def prices(self, session: str) -> Prices | None:
        """What the solver says of a session, once `rate` has asked it."""
        return self._prices.get(session)

    def decisions(self, place: Place) -> tuple[Decision, ...]:
        """What was decided at a moment; nothing while it is not rated."""
        prices = self.prices(place.session)
        return () if prices is None else prices.decisions(place.moment)

    def name(self, session: str) -> str:
        """What the trainee of a session is called here."""
        return name_of(self.state, session, language(), self.names)

    def faults(self) -> list[str]:
        """What is wrong with the sessions, in words."""
        found = []
        for each in self.state.sessions:
            recording = self.recording(each.id)
            if each.id in self.state.missing:
                continue
            if recording is None:
                found.append(_("{name}：这次接访没有办法重演。", name=self.name(each.id)))
            elif recording.faults:
                found.append(_("{name}：{fault}", name=self.name(each.id), fault=recording.faults[0]))
        return found

    def votable(self, place: Place) -> Votable | None:
        """What can be voted on at a moment: a choice, or of a form the line that cost most; None for nothing."""
        known = (place, self.prices(place.session) is not None)
        if known not in self._votable:
            self._votable[known] = self._find_votable(place)
        return self._votable[known]

    def _find_votable(self, place: Place) -> Votable | None:
        moment, recording = self.moment(place), self.recording(place.session)
        if moment is None or recording is None:
            return None
        decisions = sorted(self.decisions(place), key=lambda each: (each.red_line is None, -each.cost))
        if not moment.is_form:
            right = frozenset[str]().union(*(right_options(each.valuation) for each in decisions))
            return _offered("", vote_options(recording.play_at(place.moment), moment.shown), right)
        play = recording.play_at(place.moment)
        for decision in decisions:
            found = _offered(decision.line, vote_options(play, line=decision.line), right_options(decision.valuation))
            if found is not None:
                return found
        return None

    # ---- what takes a while -----------------------------------------------------------------------------------

    def rate(self) -> None:
        """Ask the solver about every session; takes seconds the first time. May run in a thread of its own."""
        rater = Rater()
        for each in self.state.sessions:
            recording = self.recording(each.id)
            if recording is None or each.id in self._prices:
                continue
            prices = rater.prices(recording)
            if prices is None:
                self.unrated[each.id] = _("{name}：这次接访算不出分。", name=self.name(each.id))
            else:
                self._prices[each.id] = prices

    # ---- agenda -----------------------------------------------------------------------------------------------

    def propose(self) -> Debrief:
        """Put on the agenda what the record proposes, but for what is there.

        Raises:
            RefusedError: there is nothing to propose.
            StoreError: it could not be kept.
        """
        rated = {
            each.id: (self._prices[each.id].result, recording.play)
            for each in self.state.sessions
            if each.id in self._prices
            and (recording := self.recording(each.id)) is not None
            and recording.play is not None
        }
        there = {item.place for item in self.state.items}
        return self.log.append(e.AgendaProposed(tuple(each for each in propose(rated) if each.place not in there)))

    def add(self, place: Place) -> Debrief:
        """Put a moment on the agenda.

        Raises:
            RefusedError: it is there, or there is no such moment.
            StoreError: it could not be kept.
        """
        recording = self.recording(place.session)
        if recording is None or recording.play is None or self.moment(place) is None:
            raise RefusedError(_("没有这一步：{number}", number=place.moment + 1))
        if any(item.place == place for item in self.state.items):
            raise RefusedError(_("这一步已经在议程里。"))
        return self.log.append(e.AgendaProposed((proposal(place, recording.play),)))

    def move(self, item_id: str, by: int) -> Debrief:
        """Move an item up (-1) or down (1); at the edge nothing happens."""
        places = [item.id for item in self.state.items]
        to = places.index(listed(self.state, item_id).id) + by
        if not 0 <= to < len(places):
            return self.state
        return self.log.append(e.ItemMoved(item_id, to))

    # ---- phases -----------------------------------------------------------------------------------------------

    def enter(self, phase: Phase) -> Debrief:
        """Go on to a phase; what no plan was made for gets the usual minutes."""
        timer = self.state.timer(phase)
        planned = timer is not None and timer.minutes is not None
        return self.log.append(e.PhaseEntered(phase, None if planned else MINUTES[phase]))

    def plan(self, phase: Phase) -> float:
        """Minutes planned for a phase."""
        timer = self.state.timer(phase)
        return MINUTES[phase] if timer is None or timer.minutes is None else timer.minutes

    def plans(self) -> dict[Phase, float]:
        """Minutes planned, phase by phase."""
        return {phase: self.plan(phase) for phase in PHASES}

    def pause(self) -> Debrief:
        """Stop the timer of the phase, or let it run on."""
        timer = self.state.timer()
        return self.log.append(e.TimerStopped() if timer is not None and timer.running else e.TimerStarted())

    def analyse(self) -> Debrief:
        """Begin the analysis with the first item that is not revealed, if there is one."""
        self.enter("analysis")
        return self.onward()

    def onward(self) -> Debrief:
        """Turn to the next item; where none is left nothing happens."""
        item = following(self.state)
        return self.state if item is None else self.log.append(e.ItemOpened(item.id))

    def summarise(self) -> Debrief:
        """Close the item and go on to the summary."""
        if self.state.current:
            self.log.append(e.ItemOpened(""))
        return self.enter("summary")

    def turn_to(self, phase: Phase) -> Debrief:
        """Go to any phase; the open item is closed unless the analysis goes on."""
        if self.state.current and phase != "analysis":
            self.log.append(e.ItemOpened(""))
        return self.enter(phase)

    # ---- votes ------------------------------------------------------------------------------------------------

    def open_vote(self, item: Item) -> Debrief:
        """Let the room vote on an item, the second time on the same options.

        Raises:
            RefusedError: there is nothing to vote on, or it was voted twice.
            StoreError: it could not be kept.
        """
        before = self.state.rounds_of(item.id)
        if before:
            return self.log.append(e.RoundOpened(item.id, before[0].options, tuple(sorted(before[0].right))))
        votable = self.votable(item.place)
        if votable is None:
            raise RefusedError(_("这一步没有可以投票的选项。"))
        return self.log.append(e.RoundOpened(item.id, votable.options, votable.right))

    def count(self, option: int, by: int = 1) -> Debrief:
        """Count a hand for an option, by its place from 0, or with -1 take one away.

        Raises:
            RefusedError: no vote is open, there is no such option, or no hand to take away.
            StoreError: it could not be kept.
        """
        vote = self._open()
        if not 0 <= option < len(vote.options):
            raise RefusedError(_("没有这个选项：{id}", id=option + 1))
        chosen = vote.options[option].id
        counts = {**vote.tally, chosen: vote.tally.get(chosen, 0) + by}
        if counts[chosen] < 0:
            raise RefusedError(_("第 {n} 项没有举手可减。", n=option + 1))
        return self.log.append(e.Tallied(vote.id, counts))

    def ballot(self, item: str, number: int, device: str, option: int) -> Debrief:
        """Keep the vote of a phone. May be called from another thread.

        Raises:
            RefusedError: that vote is not open.
            StoreError: it could not be kept.
        """
        vote = self._open()
        if (vote.item, vote.number) != (item, number) or not 0 <= option < len(vote.options):
            raise RefusedError(_("这一轮投票不在进行。"))
        return self.log.append(e.BallotCast(vote.id, device, vote.options[option].id))

    def lock(self) -> Debrief:
        """Take no more votes."""
        return self.log.append(e.RoundLocked(self._open().id))

    def _open(self) -> Round:
        vote = self.state.open_round
        if vote is None:
            raise RefusedError(_("这一轮投票不在进行。"))
        return vote

    def reveal(self, item: Item) -> Debrief:
        """Show what was chosen at an item, its marks and both votes.

        Raises:
            RefusedError: a vote is open, or it is revealed.
            StoreError: it could not be kept.
        """
        rounds = self.state.rounds_of(item.id)
        if any(not each.locked for each in rounds):
            raise RefusedError(_("还有一轮投票没有截止。"))
        if len(rounds) == 1 and item.id not in self.state.discussed:
            self.log.append(e.DiscussionEnded(item.id))
        recording = self.recording(item.place.session)
        found = seen(self.decisions(item.place), recording.play) if recording is not None and recording.play else ()
        return self.log.append(e.Revealed(item.place, found))

    # ---- the rest ---------------------------------------------------------------------------------------------

    def flag(self, place: Place) -> Debrief:
        """Mark a moment to come back to, or not any more."""
        return self.log.append(e.Flagged(place, place not in self.state.flags))

    def keep(self, branch: Branch) -> Debrief:
        """Keep a line that was played instead."""
        session = branch.recording.session
        assert session is not None, "it is replayed"
        place = Place(session.id, branch.start)
        return self.log.append(
            e.BranchKept(branch.name, place, branch.data(), outcome(branch, self.prices(session.id)))
        )

    def branches(self, place: Place | None) -> list[Branch]:
        """The lines that were kept of a moment, played again; those that cannot be are left out."""
        recording = self.recording(place.session) if place is not None else None
        found = []
        for each in self.state.branches:
            if recording is not None and each.place == place:
                with contextlib.suppress(ValueError):
                    found.append(Branch.from_data(recording, each.data))
        return found

    def toggle_names(self) -> Debrief:
        """Show all names, or letters again.

        Raises:
            RefusedError: nobody has a name.
            StoreError: it could not be kept.
        """
        known = [each.id for each in self.state.sessions if self.names.get(each.id)]
        if not known:
            raise RefusedError(_("这些记录里没有写名字。"))
        real = not any(each in self.state.real_names for each in known)
        state = self.state
        for session in known:
            if (session in state.real_names) != real:
                state = self.log.append(e.NamesShown(session, real))
        return state

    def engine_scores(self, session: str) -> Mapping[str, float | None]:
        """The program's score of each dimension that is assessed, 0..100."""
        prices = self.prices(session)
        if prices is not None:
            found = prices.result.dimensions
            return {name: each.score for name, each in found.items() if each.weight}
        note = self.state.session(session)
        return {} if note is None else note.dimensions

    def told(self) -> bool:
        """Whether the program's scores may be seen: every item is revealed, or the room sums up."""
        state = self.state
        return state.phase == "summary" or (
            bool(state.items) and all(state.is_revealed(item.place) for item in state.items)
        )


def _offered(line: str, options: tuple[Option, ...], right: frozenset[str]) -> Votable | None:
    """Nine options can be numbered, and one is no vote."""
    if not 2 <= len(options) <= 9:
        return None
    ids = {option.id for option in options}
    return Votable(line, options, tuple(sorted(right & ids)))
