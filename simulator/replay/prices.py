"""What the solver says of a recording: costs and marks, why the meters moved, and the best line from every moment.

Solving takes seconds the first time; make one in a thread. Everything else here answers at once.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from scenarios.conversation import Conversation, Language
from scenarios.engine import FormStep
from scenarios.play import Play
from simulator import paths
from simulator.replay.recording import Recording
from simulator.report.data import reasons

if TYPE_CHECKING:
    from scoring.evaluate import Evaluator
    from scoring.explain import Explanation
    from scoring.rate import Decision, Result


class Rater:
    """Prices recordings; an edition is solved once for all of them. Solving takes seconds: in a thread."""

    def __init__(self) -> None:
        self._known: dict[str, Evaluator] = {}

    def prices(self, recording: Recording) -> Prices | None:
        """What the solver says of a recording; None where it cannot say anything."""
        from scenarios.explore import TooManyStatesError
        from scoring.evaluate import UnknownStateError

        if recording.edition is None or recording.play is None:
            return None
        known = self._known.get(recording.edition.hash)
        try:
            found = Prices.of(recording) if known is None else Prices(recording, known)
        except (TooManyStatesError, UnknownStateError):
            return None
        self._known[recording.edition.hash] = found.evaluator
        return found


@dataclass(frozen=True, slots=True)
class BestStep:
    """One step of the best line in words.

    Attributes:
        scene: id of the scene.
        choice: id of the choice; empty for a form.
        said: what is said, or the lines of the form as they are best filled in, one a line.
    """

    scene: str
    choice: str
    said: str


@dataclass(frozen=True, slots=True)
class BestLine:
    """The best that could still be done from a moment on.

    Attributes:
        steps: from the moment to the ending.
        ending: id of the ending.
        farewell: what is read at the ending; may be empty.
        score: what the visit would have scored with it.
    """

    steps: tuple[BestStep, ...]
    ending: str
    farewell: str
    score: float


class Prices:
    """A recording as it is rated.

    Attributes:
        recording: what was rated.
        evaluator: values single states of the edition.
        result: of the sound part; `complete` says whether it came to an ending.
    """

    def __init__(self, recording: Recording, evaluator: Evaluator) -> None:
        from scoring.rate import rate

        assert recording.play is not None, "there is something to rate"
        self.recording = recording
        self.evaluator = evaluator
        self.result: Result = rate(recording.play, evaluator)
        self._lines: dict[tuple[int, Language], BestLine] = {}

    @classmethod
    def of(cls, recording: Recording) -> Prices:
        """Solve what was played, or read its solution from the cache, and rate the recording.

        Raises:
            ValueError: there is nothing to rate.
            TooManyStatesError: it is too large to be solved.
            UnknownStateError: the recording is of another edition.
        """
        from scoring.cache import solved
        from scoring.evaluate import Evaluator

        if recording.edition is None or recording.play is None:
            raise ValueError("nothing that could be rated")
        return cls(recording, Evaluator(solved(recording.edition, paths.cache() / "solutions")))

    @cached_property
    def _by_moment(self) -> dict[int, tuple[Decision, ...]]:
        found: dict[int, list[Decision]] = defaultdict(list)
        for decision in self.result.decisions:
            found[decision.step].append(decision)
        return {number: tuple(decisions) for number, decisions in found.items()}

    def decisions(self, number: int) -> tuple[Decision, ...]:
        """What was decided at a moment: one choice, or every line of a form."""
        return self._by_moment.get(number, ())

    def cost(self, number: int) -> float:
        """What a moment cost in all, in score points."""
        return sum(decision.cost for decision in self.decisions(number))

    def mistakes(self, least: float = 2.0) -> tuple[int, ...]:
        """Numbers of the moments that cost at least so much or crossed a red line, in order."""
        return tuple(
            moment.number
            for moment in self.recording.moments
            if self.cost(moment.number) >= least
            or any(decision.red_line is not None for decision in self.decisions(moment.number))
        )

    def explanations(self, number: int, language: Language) -> list[Explanation]:
        """Each decision of a moment in words."""
        from scoring.explain import explain

        step = self.recording.moments[number].step
        conversation = self._conversation(language)
        return [explain(decision, step, conversation) for decision in self.decisions(number)]

    def reasons(self, number: int, language: Language) -> list[str]:
        """Why the meters moved at a moment: "激动 +2：陈述被打断"; nothing for a form."""
        return reasons(self.recording.moments[number].step, self._conversation(language))

    def _conversation(self, language: Language) -> Conversation:
        assert self.recording.play is not None
        return Conversation(self.recording.play, language)

    def best_line(self, number: int, language: Language) -> BestLine:
        """The best way on from a moment, instead of what was done there. Chances fall as they fell.

        Raises:
            IndexError: there is no such moment.
        """
        found = self._lines.get((number, language))
        if found is None:
            found = self._lines[number, language] = self._best_line(number, language)
        return found

    def _best_line(self, number: int, language: Language) -> BestLine:
        from scoring.lines_of_play import best_input, follow
        from scoring.rate import rate

        play = follow(self.recording.play_at(number), lambda now: best_input(now, self.evaluator))
        return BestLine(
            steps=tuple(best_steps(play, number, language)),
            ending=play.node.id,
            farewell="".join(spoken.text for spoken in Conversation(play, language).arrivals(play.arrivals[-1:])),
            score=rate(play, self.evaluator).score,
        )


def best_steps(play: Play, start: int, language: Language) -> list[BestStep]:
    """The steps of a play from one on, in words."""
    conversation = Conversation(play, language)
    found = []
    for step in play.steps[start:]:
        scene = play.engine.node(step.before).id
        if isinstance(step, FormStep):
            found.append(BestStep(scene, "", "\n".join(form_lines(step, conversation))))
        else:
            text = conversation.text(step.move.acts[step.act].case.text, step.before)
            found.append(BestStep(scene, step.move.choice.id, text))
    return found


def form_lines(step: FormStep, conversation: Conversation) -> list[str]:
    """A form as it was filled in, a line for each that says something: what was left out is not said."""
    engine = conversation.engine
    form = engine.node(step.before).form
    assert form is not None
    found = []
    for line in form.lines:
        pick = step.picks.get(line.id)
        if pick is None or pick == "leave":
            continue
        label = conversation.text(line.label, step.before)
        if line.kind == "tick":
            found.append(f"☑ {label}")
            continue
        option = next((each for each in (*line.options, *line.fillers) if each.id == pick), None)
        if option is not None:
            separator = "：" if conversation.language == "zh" else ": "
            text = conversation.text(engine.option_case(option, step.before).text, step.before)
            found.append(f"{label}{separator}{text}")
    return found
