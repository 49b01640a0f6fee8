"""A scenario that is being written, and a visit in it that outlives every save."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from scenarios.check.run import check
from scenarios.diagnostic import Diagnostic
from scenarios.edition import Edition, edition
from scenarios.engine import Engine
from scenarios.ignored import sort_out
from scenarios.load import load
from scenarios.model import Scenario
from scenarios.play import Input, InputError, Play
from scenarios.program import compile_edition
from simulator.preview.beginning import Beginning, in_names, state_of

if TYPE_CHECKING:
    from scoring.evaluate import Evaluator, Valuation

KEPT = 6
"""Solutions that are kept at hand, so that another variant or an undone edit is not solved again."""


PAST = 50
"""Lines that were left for another, which `undo` can lead back to."""


class Reading(NamedTuple):
    """A scenario as it stands on disk: None where it is too broken to be played; and what the quick checks found."""

    scenario: Scenario | None
    findings: tuple[Diagnostic, ...]


def read(path: Path) -> Reading:
    """Read a scenario's files and make every check that needs no solver."""
    loaded = load(path)
    if loaded.scenario is None:
        return Reading(None, loaded.diagnostics)
    found = [*loaded.diagnostics, *check(loaded.scenario)]
    if loaded.scenario.rubric is not None:
        from scoring.own_rubric import faults

        found += faults(loaded.scenario)
    return Reading(loaded.scenario, sort_out(found, loaded.scenario.ignored, complete=False).shown)


class Workbench:
    """The scenario as last saved, its findings, and the visit under way.

    Attributes:
        path: the scenario's folder or file.
        findings: what the checks without the solver found when it was last read.
        play: the visit; None until the file could be read once. A broken file leaves it as it was.
        variant: name of the variant that is played; empty until the file could be read once.
        inputs: what was done since the beginning.
        seed: what the chances of the visit fall by.
        walked: (scene, choice) of every choice that was taken, whatever visit it was in.
    """

    def __init__(self, path: Path, variant: str = "") -> None:
        self.path = path
        self.findings: tuple[Diagnostic, ...] = ()
        self.play: Play | None = None
        self.variant = variant
        self.inputs: list[Input] = []
        self.seed = "0"
        self.walked: set[tuple[str, str]] = set()
        self._beginning: Beginning | None = None
        self._past: list[tuple[Beginning | None, tuple[Input, ...], str]] = []
        self._scenario: Scenario | None = None
        self._evaluators: dict[str, Evaluator] = {}
        self.reload()

    # ---- the file ---------------------------------------------------------------------------------------------

    def reload(self) -> bool:
        """Read the file again and go back to where one was; False where it is too broken to be played.

        What was done is done again as far as it still can be. Where it cannot, one stays at the scene if it still
        exists, with the meters, flags and facts one had; else one is where what was left of it leads.
        """
        return self.take(read(self.path))

    def take(self, reading: Reading) -> bool:
        """Go on with what was read, as `reload` does; for those who read in a thread."""
        self.findings = reading.findings
        if reading.scenario is None:
            return False
        self._scenario = reading.scenario
        if self.variant not in reading.scenario.variants:
            self.variant = next(iter(reading.scenario.variants))
        self._resume(edition(reading.scenario, self.variant))
        return True

    def next_variant(self) -> None:
        """Go on in the next variant of the scenario, at the same place where there is one."""
        if self._scenario is not None:
            names = list(self._scenario.variants)
            self.turn_to(names[(names.index(self.variant) + 1) % len(names)])

    def turn_to(self, variant: str) -> None:
        """Go on in a variant, at the same place where there is one; nothing changes where there is no such variant."""
        if self._scenario is not None and variant in self._scenario.variants:
            self.variant = variant
            self._resume(edition(self._scenario, variant))

    def _resume(self, played: Edition) -> None:
        here = self.here() if self.play is not None else None
        self.play = Play(played, self.seed, engine=Engine(compile_edition(played)))
        broken = not self._again()
        if here is not None and (broken or self.play.node.id != here.scene) and self._begin(here):
            self._beginning, self.inputs = here, []

    def _again(self) -> bool:
        """Do in a fresh play what was done, as far as it can be done; whether that is all of it."""
        play = self._playing()
        if self._beginning is not None and not self._begin(self._beginning):
            self._beginning = None
        done: list[Input] = []
        for given in self.inputs:
            try:
                play.enter(given)
            except InputError:
                break
            done.append(given)
        whole = len(done) == len(self.inputs)
        self.inputs = done
        return whole

    # ---- the visit --------------------------------------------------------------------------------------------

    @property
    def scenario(self) -> Scenario | None:
        """The scenario as it could last be read."""
        return self._scenario

    @property
    def set_up(self) -> bool:
        """Whether the visit began with a state that was set up by hand."""
        return self._beginning is not None

    def enter(self, given: Input) -> None:
        """Make an input: a choice id or the picks of a form.

        Raises:
            InputError: it cannot be made here.
        """
        play = self._playing()
        scene = play.node.id
        play.enter(given)
        self.inputs.append(given)
        if isinstance(given, str):
            self.walked.add((scene, given))

    def progress(self) -> tuple[int, int]:
        """How many choices of this variant were taken so far, and how many it has."""
        from simulator.preview.way import choices_of

        every = choices_of(self._playing().engine.program)
        return len(every & self.walked), len(every)

    def restart(self) -> None:
        """Begin the visit anew, where visits begin."""
        self._leave()
        self._beginning, self.inputs = None, []
        self._afresh()

    def follow(self, inputs: Iterable[Input], seed: str = "0") -> None:
        """Begin anew and make these inputs, as a way that was found gives them.

        Raises:
            InputError: one cannot be made; those before it were.
        """
        self._leave()
        self.seed, self._beginning, self.inputs = seed, None, []
        self._afresh()
        play = self._playing()
        for given in inputs:
            play.enter(given)
            self.inputs.append(given)

    def _afresh(self) -> None:
        engine = self._playing().engine
        self.play = Play(engine.program.edition, self.seed, engine)

    def _leave(self) -> None:
        """The line one is on is left for another; `undo` leads back to it."""
        left = (self._beginning, tuple(self.inputs), self.seed)
        if not self._past or self._past[-1] != left:
            self._past = [*self._past[1 - PAST :], left]

    def undo(self) -> bool:
        """Take back the last input, or go back to the line that was left for this one; False where there is neither."""
        if self.inputs:
            self.inputs.pop()
            return self._playing().undo() is not None
        here = (self._beginning, (), self.seed)
        while self._past and self._past[-1] == here:
            self._past.pop()
        if not self._past:
            return False
        self._beginning, inputs, self.seed = self._past.pop()
        self.inputs = list(inputs)
        self._afresh()
        self._again()
        return True

    @property
    def can_undo(self) -> bool:
        """Whether `undo` does anything."""
        return bool(self.inputs) or any(left != (self._beginning, (), self.seed) for left in self._past)

    def scenes(self) -> tuple[str, ...]:
        """Ids of the scenes and endings that one can jump to."""
        return tuple(node.id for node in self._playing().engine.program.nodes)

    def jump(self, scene: str) -> None:
        """Go to a scene with the state one has.

        Raises:
            KeyError: there is no such scene.
        """
        program = self._playing().engine.program
        if scene not in program.number_of:
            raise KeyError(scene)
        self.set_state(self.here().at(scene, program))

    def turn(self, *, agitation: int = 0, trust: int = 0, distress: int = 0) -> None:
        """Turn meters by hand, each by so much, within 0..10; what is done from here on begins here."""
        here = self.here()
        by = (agitation, trust, distress)
        first, second, third = (min(10, max(0, old + more)) for old, more in zip(here.meters, by, strict=True))
        self.set_state(replace(here, meters=(first, second, third)))

    def set_state(self, beginning: Beginning) -> None:
        """Begin with a state.

        Raises:
            KeyError: its scene is not there.
        """
        if beginning.scene not in self.scenes():
            raise KeyError(beginning.scene)
        self._leave()
        self._begin(beginning)
        self._beginning, self.inputs = beginning, []

    def _begin(self, beginning: Beginning) -> bool:
        play = self._playing()
        state = state_of(play.engine.program, beginning)
        if state is None:
            return False
        play.start = play.state = state
        play.opening, play.steps, play.timed_out = (), [], []
        play.offered = play.engine.offered(state)
        return True

    def here(self) -> Beginning:
        """The state one is in, in names."""
        play = self._playing()
        return in_names(play.engine.program, play.state)

    def _playing(self) -> Play:
        if self.play is None:
            raise RuntimeError("nothing is played: the file could not be read yet")
        return self.play

    # ---- worth ------------------------------------------------------------------------------------------------

    def solve(self) -> None:
        """Solve what is played, so that `worth` can tell; may take seconds and be called in a thread.

        A solution of what was saved over in the meantime is of no use, and does no harm.

        Raises:
            ScenarioError: it cannot be solved.
        """
        from scoring.study import Study

        self.know(Study(self._playing().engine.program.edition).evaluator)

    def know(self, evaluator: Evaluator) -> None:
        """Keep a solution; it counts for as long as, and whenever again, exactly what it solved is played."""
        self._evaluators[evaluator.solution.edition.hash] = evaluator
        while len(self._evaluators) > KEPT:
            del self._evaluators[next(iter(self._evaluators))]

    @property
    def evaluator(self) -> Evaluator | None:
        """The solution of what is played, if it is known."""
        return self._evaluators.get(self._playing().engine.program.edition.hash)

    def worth(self) -> Valuation | None:
        """What each choice is worth here and now.

        None at a form or an ending, until it is solved, and in a state that no visit can come to.
        """
        node, evaluator = self._playing().node, self.evaluator
        if evaluator is None or node.is_ending or node.form is not None:
            return None
        from scoring.evaluate import UnknownStateError

        try:
            return evaluator.choices(self._playing().state)
        except UnknownStateError:
            return None

    def left(self) -> float | None:
        """The best score one can still come to from here; what was given away since the beginning is gone.

        None until it is solved, and in a state that no visit can come to.
        """
        from scoring.evaluate import UnknownStateError
        from scoring.rate import rate

        play, evaluator = self._playing(), self.evaluator
        if evaluator is None:
            return None
        try:
            evaluator.value(play.state)
            decisions = rate(play, evaluator).decisions
        except UnknownStateError:
            return None
        return decisions[-1].left if decisions else 100.0
