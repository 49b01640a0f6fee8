"""A debrief as it stands: what its events have made of it. Immutable; `fold` makes one from the events."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from scenarios.bilingual import Bilingual
from simulator.debrief.parts import Outcome, Phase, Place, Seen, SessionNote, Tag, Why
from simulator.debrief.votes import Round, normalised_gain


@dataclass(frozen=True, slots=True)
class Item:
    """An item of the agenda; see `parts.Proposal`."""

    id: str
    place: Place
    title: Bilingual
    cue: Bilingual
    why: Why
    by: str


@dataclass(frozen=True, slots=True)
class PhaseTime:
    """How long a phase has been going on.

    Attributes:
        minutes: planned; None for no plan.
        seconds: run, up to when the timer was last started.
        since: when that was, UTC; empty while it stands.
    """

    phase: Phase
    minutes: float | None = None
    seconds: float = 0.0
    since: str = ""

    @property
    def running(self) -> bool:
        """Whether the timer runs."""
        return bool(self.since)

    def elapsed(self, now: str) -> float:
        """Seconds run until `now` (UTC, ISO 8601)."""
        return self.seconds + (seconds_between(self.since, now) if self.since else 0.0)

    def left(self, now: str) -> float | None:
        """Seconds that are left of the plan, below 0 when it is overrun; None without a plan."""
        return None if self.minutes is None else 60 * self.minutes - self.elapsed(now)


@dataclass(frozen=True, slots=True)
class Note:
    """A note; `place` is the moment it is about, None for the debrief as a whole."""

    id: int
    tag: Tag
    text: str
    place: Place | None


@dataclass(frozen=True, slots=True)
class DimensionRating:
    """A person's rating of a dimension, beside the program's; see `events.DimensionRated`."""

    session: str
    dimension: str
    by: str
    score: float | None
    band: str
    reason: str
    engine: float | None


@dataclass(frozen=True, slots=True)
class DecisionRating:
    """A person's rating of a decision, -2..+2, beside the program's mark; see `events.DecisionRated`."""

    place: Place
    line: str
    by: str
    rating: int
    reason: str
    mark: str


@dataclass(frozen=True, slots=True)
class KeptBranch:
    """A line that was played instead; `data` makes it again."""

    id: int
    name: str
    place: Place
    data: Any
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Commitment:
    """What a person will do differently."""

    id: int
    person: str
    text: str


@dataclass(frozen=True, slots=True)
class Revelation:
    """A moment whose marks are shown, and what was seen."""

    place: Place
    seen: tuple[Seen, ...]


@dataclass(frozen=True, slots=True)
class Debrief:
    """Everything a debrief holds.

    Attributes:
        began, changed: when it began and when something last happened in it, UTC; opening it again changes nothing.
        last: time of the last event, that of a reopening too.
        sessions: what is looked at, in order.
        missing: ids of sessions that were not in the store any more when it was last opened.
        prebrief: whether the room has agreed to the rules.
        items: the agenda, in order.
        current: id of the item that is open; empty for none.
        phase: the one that is on; None before the first.
        phases: a time for each phase that was entered or planned, in order of appearance.
        revealed: moments whose marks are shown.
        flags: moments to come back to.
        rounds: in the order in which they were opened.
        discussed: ids of items whose discussion is over.
        real_names: ids of sessions that go by the trainee's name.
    """

    id: str
    language: str
    began: str
    changed: str
    sessions: tuple[SessionNote, ...]
    missing: frozenset[str] = frozenset()
    prebrief: bool = False
    items: tuple[Item, ...] = ()
    current: str = ""
    phase: Phase | None = None
    phases: tuple[PhaseTime, ...] = ()
    revealed: tuple[Revelation, ...] = ()
    notes: tuple[Note, ...] = ()
    flags: frozenset[Place] = frozenset()
    rounds: tuple[Round, ...] = ()
    discussed: frozenset[str] = frozenset()
    dimension_ratings: tuple[DimensionRating, ...] = ()
    decision_ratings: tuple[DecisionRating, ...] = ()
    branches: tuple[KeptBranch, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    real_names: frozenset[str] = frozenset()
    last: str = field(default="", compare=False)

    def session(self, session_id: str) -> SessionNote | None:
        """What is remembered of a session; None where it is not looked at here."""
        return next((each for each in self.sessions if each.id == session_id), None)

    def item(self, item_id: str) -> Item | None:
        """An item of the agenda; None where there is none of this id."""
        return next((each for each in self.items if each.id == item_id), None)

    def is_revealed(self, place: Place) -> bool:
        """Whether marks, meters and future may be shown at a moment."""
        return any(each.place == place for each in self.revealed)

    def seen(self, place: Place) -> tuple[Seen, ...]:
        """What was shown of a moment; nothing while it is hidden."""
        return next((each.seen for each in self.revealed if each.place == place), ())

    def heading(self, item: Item, language: str) -> str:
        """An item's title once it is revealed, until then what had just been said: the title can tell the mark."""
        return (item.title if self.is_revealed(item.place) else item.cue).text(language)

    def notes_at(self, place: Place | None) -> tuple[Note, ...]:
        """The notes on a moment; with None those on the whole."""
        return tuple(note for note in self.notes if note.place == place)

    def timer(self, phase: Phase | None = None) -> PhaseTime | None:
        """The time of a phase, of the one that is on by default; None where there is none."""
        wanted = phase or self.phase
        return next((each for each in self.phases if each.phase == wanted), None)

    # ---- votes ------------------------------------------------------------------------------------------------

    def rounds_of(self, item_id: str) -> tuple[Round, ...]:
        """The votes on an item, the first one first."""
        return tuple(each for each in self.rounds if each.item == item_id)

    def round(self, round_id: int) -> Round | None:
        """A vote; None where there is none of this id."""
        return next((each for each in self.rounds if each.id == round_id), None)

    @property
    def open_round(self) -> Round | None:
        """The vote that is taken now, if one is."""
        return next((each for each in self.rounds if not each.locked), None)

    def may_show(self, vote: Round) -> bool:
        """Whether a histogram may be shown: of the first vote only once it can sway nobody.

        That is when the discussion is over: when it was said so, or when the second vote is locked.
        """
        if not vote.locked:
            return False
        return (
            vote.number > 1
            or vote.item in self.discussed
            or any(other.number > 1 and other.locked for other in self.rounds_of(vote.item))
        )

    def gain(self, item_id: str) -> float | None:
        """The normalised gain between both votes on an item; None without both, or where it is not defined."""
        shares = [each.share_right for each in self.rounds_of(item_id) if each.locked]
        if len(shares) < 2 or shares[0] is None or shares[1] is None:
            return None
        return normalised_gain(shares[0], shares[1])


def seconds_between(earlier: str, later: str) -> float:
    """Seconds from one time of a log to another; 0 where they run backwards (a clock was set) or are no times."""
    try:
        return max(0.0, (datetime.fromisoformat(later) - datetime.fromisoformat(earlier)).total_seconds())
    except (ValueError, TypeError):
        return 0.0
