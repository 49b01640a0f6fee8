"""What if: another line played from a moment of a recording. Nothing of it reaches the record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from scenarios.engine import FormStep, Step
from scenarios.play import Input, InputError, Play
from simulator.replay.recording import Recording

if TYPE_CHECKING:
    from scoring.evaluate import Evaluator
    from scoring.rate import Result

LONGEST = 200
"""Steps a stored branch may have; a visit has about forty."""


class Branch:
    """A line of its own: the visit as it was up to a moment, and from there on something else.

    Attributes:
        recording: where it leaves.
        start: number of the moment it leaves at.
        name: what the group calls it; may be empty.
        play: standing at the branch's end.
    """

    def __init__(self, recording: Recording, start: int, inputs: Sequence[Input] = (), name: str = "") -> None:
        """Leave the recording.

        Args:
            recording: what is left.
            start: number of the moment; `len(moments)` goes on where an unfinished visit stopped.
            inputs: what is done from there on.
            name: what to call it.

        Raises:
            IndexError: there is no such moment.
            InputError: an input cannot be made there.
        """
        self.recording = recording
        self.start = start
        self.name = name
        self.play: Play = recording.play_at(start)
        for given in inputs:
            self.play.enter(given)

    @property
    def steps(self) -> list[Step | FormStep]:
        """What was done on the branch alone."""
        return self.play.steps[self.start :]

    @property
    def ended(self) -> bool:
        """Whether it has come to an ending."""
        return self.play.ended

    @property
    def depth(self) -> int:
        """How many steps it is long."""
        return len(self.play.steps) - self.start

    @property
    def inputs(self) -> list[Input]:
        """What was done on it, so that it can be done again."""
        return self.play.inputs[self.start :]

    def enter(self, given: Input) -> Step | FormStep:
        """Do something.

        Raises:
            InputError: it cannot be done here.
        """
        return self.play.enter(given)

    def undo(self) -> Step | FormStep | None:
        """Take back the branch's last step; None where it has none, the recording's steps are never taken back."""
        return self.play.undo() if self.depth else None

    def result(self, evaluator: Evaluator) -> Result:
        """What the visit scores with the branch: its beginning as it was, and then this."""
        from scoring.rate import rate

        return rate(self.play, evaluator)

    def data(self) -> dict[str, Any]:
        """As plain JSON values, to be kept with a debrief."""
        session = self.recording.session
        return {
            "session": "" if session is None else session.id,
            "start": self.start,
            "name": self.name,
            "inputs": self.inputs,
        }

    @classmethod
    def from_data(cls, recording: Recording, data: Mapping[str, Any]) -> Branch:
        """A kept branch, played again.

        Raises:
            ValueError: the data are none of a branch of this recording.
        """
        start, name, inputs = data.get("start"), data.get("name", ""), data.get("inputs")
        if type(start) is not int or not isinstance(name, str) or not isinstance(inputs, list):
            raise ValueError("no branch")
        if len(inputs) > LONGEST or not all(_is_input(given) for given in inputs):
            raise ValueError("no branch")
        try:
            return cls(recording, start, inputs, name)
        except (InputError, IndexError) as error:
            raise ValueError("a branch of something else") from error


def _is_input(given: object) -> bool:
    if isinstance(given, Mapping):
        return all(isinstance(key, str) and isinstance(value, str) for key, value in given.items())
    return isinstance(given, str)
