"""What events about notes, branches and commitments change; see `fold`."""

from __future__ import annotations

from dataclasses import replace

from simulator.debrief import events as e
from simulator.debrief.debrief import Commitment, Debrief, KeptBranch, Note
from simulator.debrief.fitting import known, placed, put, wanted


def kept(state: Debrief, event: e.DebriefEvent, seq: int) -> Debrief | None:
    """The state after an event about something that is written down; None for another event.

    Raises:
        RefusedError: it does not fit.
    """
    return _notes(state, event, seq) or _branches(state, event, seq) or _commitments(state, event, seq)


def _notes(state: Debrief, event: e.DebriefEvent, seq: int) -> Debrief | None:
    match event:
        case e.NoteAdded(tag=tag, text=text, place=place):
            note = Note(seq, tag, wanted(text), None if place is None else placed(state, place))
            return replace(state, notes=(*state.notes, note))
        case e.NoteEdited(note=note_id, text=text):
            note = known(state.notes, note_id)
            return replace(state, notes=put(state.notes, note, replace(note, text=wanted(text))))
        case e.NoteRemoved(note=note_id):
            return replace(state, notes=put(state.notes, known(state.notes, note_id)))
    return None


def _branches(state: Debrief, event: e.DebriefEvent, seq: int) -> Debrief | None:
    match event:
        case e.BranchKept(name=name, place=place, branch=data, outcome=outcome):
            line = KeptBranch(seq, wanted(name), placed(state, place), data, outcome)
            return replace(state, branches=(*state.branches, line))
        case e.BranchRenamed(branch=branch_id, name=name):
            line = known(state.branches, branch_id)
            return replace(state, branches=put(state.branches, line, replace(line, name=wanted(name))))
        case e.BranchRemoved(branch=branch_id):
            return replace(state, branches=put(state.branches, known(state.branches, branch_id)))
    return None


def _commitments(state: Debrief, event: e.DebriefEvent, seq: int) -> Debrief | None:
    match event:
        case e.CommitmentAdded(person=person, text=text):
            made = Commitment(seq, wanted(person), wanted(text))
            return replace(state, commitments=(*state.commitments, made))
        case e.CommitmentRemoved(commitment=made_id):
            return replace(state, commitments=put(state.commitments, known(state.commitments, made_id)))
    return None
