"""What can happen in a debrief: one class a kind of event. Whoever wants to change a debrief appends one of these.

Ids of what events bring into being are those of the events: a note, a round or a commitment has the `seq` of the event
that added it, an item of the agenda `seq.n` (several come in one proposal).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from simulator.debrief.parts import Option, Outcome, Phase, Place, Proposal, Seen, SessionNote, Tag
from simulator.debrief.shapes import ShapeError, plain, shaped


@dataclass(frozen=True, slots=True)
class DebriefEvent:
    """Something that happens in a debrief."""

    kind: ClassVar[str] = ""
    undoable: ClassVar[bool] = True

    def data(self) -> dict[str, Any]:
        """As plain JSON values."""
        found: dict[str, Any] = plain(self)
        return found


@dataclass(frozen=True, slots=True)
class Begun(DebriefEvent):
    """The first event: which sessions are looked at, one or more."""

    kind: ClassVar[str] = "begun"
    undoable: ClassVar[bool] = False
    id: str
    sessions: tuple[SessionNote, ...]
    language: str


@dataclass(frozen=True, slots=True)
class Reopened(DebriefEvent):
    """A program took the debrief up again; `missing` are the sessions that are not in the store any more."""

    kind: ClassVar[str] = "reopened"
    undoable: ClassVar[bool] = False
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Undone(DebriefEvent):
    """The last thing that was done and not yet undone is taken back. Ballots and the beginning stay."""

    kind: ClassVar[str] = "undone"
    undoable: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class PrebriefAccepted(DebriefEvent):
    """The room agreed to the rules: confidentiality, safety, how to stop."""

    kind: ClassVar[str] = "prebrief_accepted"


@dataclass(frozen=True, slots=True)
class AgendaProposed(DebriefEvent):
    """Items were put on the agenda together, behind what is there."""

    kind: ClassVar[str] = "agenda_proposed"
    items: tuple[Proposal, ...]


@dataclass(frozen=True, slots=True)
class ItemRemoved(DebriefEvent):
    """An item was taken off the agenda, with its votes."""

    kind: ClassVar[str] = "item_removed"
    item: str


@dataclass(frozen=True, slots=True)
class ItemMoved(DebriefEvent):
    """An item now stands at place `to` of the agenda, from 0."""

    kind: ClassVar[str] = "item_moved"
    item: str
    to: int


@dataclass(frozen=True, slots=True)
class ItemRetitled(DebriefEvent):
    """An item was given another title by the facilitator, who then sees to it that it tells no mark."""

    kind: ClassVar[str] = "item_retitled"
    item: str
    title: str


@dataclass(frozen=True, slots=True)
class ItemOpened(DebriefEvent):
    """The room turned to an item; an empty id closes it."""

    kind: ClassVar[str] = "item_opened"
    item: str


@dataclass(frozen=True, slots=True)
class PhaseEntered(DebriefEvent):
    """A phase began or goes on; its timer runs, that of the phase before stands. `minutes` are planned, if given."""

    kind: ClassVar[str] = "phase_entered"
    phase: Phase
    minutes: float | None = None


@dataclass(frozen=True, slots=True)
class TimerPlanned(DebriefEvent):
    """Minutes were planned for a phase; None for no plan."""

    kind: ClassVar[str] = "timer_planned"
    phase: Phase
    minutes: float | None


@dataclass(frozen=True, slots=True)
class TimerStarted(DebriefEvent):
    """The timer of the phase runs again."""

    kind: ClassVar[str] = "timer_started"


@dataclass(frozen=True, slots=True)
class TimerStopped(DebriefEvent):
    """The timer of the phase stands."""

    kind: ClassVar[str] = "timer_stopped"


@dataclass(frozen=True, slots=True)
class Revealed(DebriefEvent):
    """Marks, meters and what came after are shown for a moment; `seen` has its decisions, a form several."""

    kind: ClassVar[str] = "revealed"
    place: Place
    seen: tuple[Seen, ...] = ()


@dataclass(frozen=True, slots=True)
class Hidden(DebriefEvent):
    """A moment is hidden again."""

    kind: ClassVar[str] = "hidden"
    place: Place


@dataclass(frozen=True, slots=True)
class NoteAdded(DebriefEvent):
    """A note, anchored to a moment or, without one, to the debrief."""

    kind: ClassVar[str] = "note_added"
    tag: Tag
    text: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class NoteEdited(DebriefEvent):
    """A note was reworded."""

    kind: ClassVar[str] = "note_edited"
    note: int
    text: str


@dataclass(frozen=True, slots=True)
class NoteRemoved(DebriefEvent):
    """A note was taken out."""

    kind: ClassVar[str] = "note_removed"
    note: int


@dataclass(frozen=True, slots=True)
class Flagged(DebriefEvent):
    """A moment was marked to come back to, or not any more."""

    kind: ClassVar[str] = "flagged"
    place: Place
    on: bool


@dataclass(frozen=True, slots=True)
class RoundOpened(DebriefEvent):
    """The room votes on an item; the second time the same options. `right` counts as right (`votes.right_options`)."""

    kind: ClassVar[str] = "round_opened"
    item: str
    options: tuple[Option, ...]
    right: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BallotCast(DebriefEvent):
    """A device votes, or thinks better of it: its last vote counts. `device` is the server's own word for it."""

    kind: ClassVar[str] = "ballot_cast"
    undoable: ClassVar[bool] = False
    round: int
    device: str
    option: str


@dataclass(frozen=True, slots=True)
class Tallied(DebriefEvent):
    """Hands were counted; votes by option id, in place of an earlier count. Ballots are added to it."""

    kind: ClassVar[str] = "tallied"
    round: int
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class RoundLocked(DebriefEvent):
    """No more votes are taken."""

    kind: ClassVar[str] = "round_locked"
    round: int


@dataclass(frozen=True, slots=True)
class DiscussionEnded(DebriefEvent):
    """The room has talked an item over: its first histogram may be shown."""

    kind: ClassVar[str] = "discussion_ended"
    item: str


@dataclass(frozen=True, slots=True)
class DimensionRated(DebriefEvent):
    """A person rates a dimension of a session, by score (0..100) or band; neither takes the rating back.

    `engine` is what the program gave, if it gave anything.
    """

    kind: ClassVar[str] = "dimension_rated"
    session: str
    dimension: str
    by: str
    score: float | None
    band: str
    reason: str
    engine: float | None = None


@dataclass(frozen=True, slots=True)
class DecisionRated(DebriefEvent):
    """A person rates a decision, -2 harmful .. +2 exemplary; None takes the rating back.

    `line` is that of a form, else empty; `mark` the id of the program's mark.
    """

    kind: ClassVar[str] = "decision_rated"
    place: Place
    line: str
    by: str
    rating: int | None
    reason: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class BranchKept(DebriefEvent):
    """A line that was played instead, kept under a name; `branch` is what makes it again, as plain data."""

    kind: ClassVar[str] = "branch_kept"
    name: str
    place: Place
    branch: Any
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class BranchRenamed(DebriefEvent):
    """A branch has another name."""

    kind: ClassVar[str] = "branch_renamed"
    branch: int
    name: str


@dataclass(frozen=True, slots=True)
class BranchRemoved(DebriefEvent):
    """A branch is not kept any more."""

    kind: ClassVar[str] = "branch_removed"
    branch: int


@dataclass(frozen=True, slots=True)
class CommitmentAdded(DebriefEvent):
    """What a person will do differently."""

    kind: ClassVar[str] = "commitment_added"
    person: str
    text: str


@dataclass(frozen=True, slots=True)
class CommitmentRemoved(DebriefEvent):
    """A commitment was taken out."""

    kind: ClassVar[str] = "commitment_removed"
    commitment: int


@dataclass(frozen=True, slots=True)
class NamesShown(DebriefEvent):
    """Whether a session goes by the trainee's name or, as at first, by a letter."""

    kind: ClassVar[str] = "names_shown"
    session: str
    real: bool


KINDS: Mapping[str, type[DebriefEvent]] = {
    each.kind: each
    for each in (
        Begun, Reopened, Undone, PrebriefAccepted, AgendaProposed, ItemRemoved, ItemMoved, ItemRetitled, ItemOpened,
        PhaseEntered, TimerPlanned, TimerStarted, TimerStopped, Revealed, Hidden, NoteAdded, NoteEdited, NoteRemoved,
        Flagged, RoundOpened, BallotCast, Tallied, RoundLocked, DiscussionEnded, DimensionRated, DecisionRated,
        BranchKept, BranchRenamed, BranchRemoved, CommitmentAdded, CommitmentRemoved, NamesShown,
    )
}  # fmt: skip
"""Every kind of event."""


def event_of(kind: str, data: Mapping[str, Any]) -> DebriefEvent:
    """An event as it was written.

    Raises:
        ShapeError: no such kind, or its data are not of its shape.
    """
    if kind not in KINDS:
        raise ShapeError(f"no such kind of event: {kind}")
    return shaped(KINDS[kind], data)
