"""A debrief from agenda to commitments, in memory, for tests of what is made of it."""

from __future__ import annotations

from dataclasses import replace

from scenarios.bilingual import Bilingual
from simulator.debrief import events as e
from simulator.debrief.debrief import Debrief
from simulator.debrief.fold import Fold, Happened
from simulator.debrief.parts import Option, Outcome, Place, Proposal, Seen, SessionNote
from tests.simulator.debrief.conftest import note

PLAIN = "said and written"


def sessions(text: str) -> tuple[SessionNote, ...]:
    """Two sessions, all texts of which are the given one."""
    return tuple(replace(note(each), title=Bilingual(text, text), scenario=text, variant=text) for each in ("s1", "s2"))


def led(text: str = PLAIN, *, reveal: bool = True) -> Debrief:
    """A debrief in which everything that anybody can write says `text`; its second item is not revealed."""
    here, words = Place("s1", 3), Bilingual(text, text)
    options = tuple(Option(name, words) for name in ("a", "b", "c"))
    proposals = (
        Proposal(here, Bilingual("越权承诺", "Promise beyond authority"), words, "costly", "record"),
        Proposal(Place("s2", 5), words, words, "found", text),
    )
    seen = Seen("", words, Bilingual(f"{text}.", f"{text}."), words, "red_line", 28.9, ("信访工作条例:28", text))
    events: list[e.DebriefEvent] = [
        e.Begun("d1", sessions(text), "zh"), e.PrebriefAccepted(), e.AgendaProposed(proposals),
        e.PhaseEntered("reaction", 5), e.PhaseEntered("analysis"),
        e.RoundOpened("3.1", options, ("a",)), e.Tallied(6, {"a": 3, "b": 6, "c": 1}), e.RoundLocked(6),
        e.RoundOpened("3.1", options, ("a",)), e.Tallied(9, {"a": 9, "b": 1}), e.RoundLocked(9),
        e.RoundOpened("3.2", options, ("b",)), e.BallotCast(12, "phone", "c"), e.RoundLocked(12),
        e.NoteAdded("delta", text, here), e.NoteAdded("question", text), e.NoteAdded("plus", text, Place("s2", 0)),
        e.DecisionRated(here, text, text, -2, text, "red_line"),
        e.DimensionRated("s1", "emotion", text, 60, text, text, 71.5),
        e.BranchKept(text, here, {}, Outcome(text, words, 91.0, 72.4)), e.BranchKept(text, here, {}, Outcome()),
        e.CommitmentAdded(text, text), e.NamesShown("s2", True), e.Reopened(("s1",)),
    ]  # fmt: skip
    if reveal:
        events.insert(14, e.Revealed(here, (seen,)))
    fold = Fold()
    for number, event in enumerate(events, 1):
        fold.take(Happened(event, number, f"2026-09-15T08:{number:02}:00.000+00:00"))
    assert fold.state is not None
    return fold.state
