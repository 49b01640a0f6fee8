"""What if: a line of its own, kept and taken up again; the record stays what it was."""

from __future__ import annotations

import json
import random

import pytest

from scenarios.play import InputError
from simulator.record.store import Store
from simulator.replay.branch import LONGEST, Branch
from simulator.replay.recording import Recording, read
from tests.simulator.replay.conftest import Recorded, evaluator_of, found


@pytest.fixture
def recording(store: Store, recorded: Recorded) -> Recording:
    """A whole visit."""
    return read(found(store, recorded(seed=4)))


def play_out(branch: Branch, seed: int = 0) -> Branch:
    """Go on at random to an ending."""
    rng = random.Random(seed)
    while not branch.ended:
        play = branch.play
        if play.node.form is not None:
            branch.enter({line.line.id: rng.choice(line.options)[0].id for line in play.form()})
        else:
            branch.enter(rng.choice(play.open_ids()))
    return branch


@pytest.mark.parametrize("start", [0, 1, 5, 9])
def test_a_line_to_its_ending(recording: Recording, start: int) -> None:
    """From any moment one may go on to any depth; the recording stands where it stood."""
    assert recording.play is not None
    before = (recording.play.state, len(recording.play.steps))
    branch = play_out(Branch(recording, start), seed=start)
    assert branch.ended
    assert branch.depth == len(branch.steps) == len(branch.inputs)
    assert branch.play.steps[:start] == [moment.step for moment in recording.moments[:start]]
    assert (recording.play.state, len(recording.play.steps)) == before
    result = branch.result(evaluator_of("unpaid-wages"))
    assert result.complete
    assert result.ending == branch.play.node.id


def test_kept_and_taken_up(recording: Recording) -> None:
    """As plain JSON and back it is the same line, at its end or in the middle of it."""
    branch = play_out(Branch(recording, 2, name="换一种问法"), seed=8)
    data = json.loads(json.dumps(branch.data()))
    again = Branch.from_data(recording, data)
    assert (again.name, again.start, again.inputs) == ("换一种问法", 2, branch.inputs)
    assert again.play.state == branch.play.state
    half = Branch.from_data(recording, {**data, "inputs": data["inputs"][:3]})
    assert half.depth == 3
    assert not half.ended


def test_undo_stops_at_the_recording(recording: Recording) -> None:
    """What happened is never taken back."""
    branch = Branch(recording, 3)
    taken = recording.moments[3].taken
    branch.enter(taken)
    assert branch.undo() is not None
    assert branch.undo() is None
    assert len(branch.play.steps) == 3


def test_time_may_run_out_on_a_branch(recording: Recording) -> None:
    """Time that runs out is one of the inputs, and kept as such."""
    for moment in recording.moments:
        branch = Branch(recording, moment.number)
        if branch.play.engine.timeout(branch.play.state) is not None:
            branch.enter("timeout")
            assert branch.inputs == ["timeout"]
            return
    pytest.fail("no moment with a clock")


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"start": "2", "inputs": []},
        {"start": 2, "inputs": ["fly"]},
        {"start": 999, "inputs": []},
        {"start": 2, "inputs": [3]},
        {"start": 2, "name": 5, "inputs": []},
        {"start": 2, "inputs": ["x"] * (LONGEST + 1)},
        {"start": 2, "inputs": [{"a": 1}]},
    ],
)
def test_no_branch_of_this(recording: Recording, data: dict[str, object]) -> None:
    """What is no branch, or one of something else, is refused."""
    with pytest.raises(ValueError, match="branch"):
        Branch.from_data(recording, data)


def test_what_cannot_be_done_changes_nothing(recording: Recording) -> None:
    """An input that is not there is refused, the branch stands where it stood."""
    branch = Branch(recording, 1)
    state = branch.play.state
    with pytest.raises(InputError):
        branch.enter("fly")
    assert branch.play.state == state
