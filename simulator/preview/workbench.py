"""A scenario that is being written, and a visit in it that outlives every save."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scenarios.check.run import check
from scenarios.diagnostic import Diagnostic
from scenarios.edition import Edition, edition
from scenarios.engine import Engine
from scenarios.ignored import sort_out
from scenarios.load import load
from scenarios.model import Scenario
from scenarios.play import Input, InputError, Play
from scenarios.program import SYMPATHY, compile_edition, pack_meters
from scenarios.state import State

if TYPE_CHECKING:
    from scoring.evaluate import Evaluator, Valuation


@dataclass(frozen=True, slots=True)
class Beginning:
    """A state set up by hand, in names, so that it can be set up again after the file has changed.

    Attributes:
        scene: id of the scene.
        meters: agitation, trust, distress, each 0..10.
        sympathy: the sympathy streak, 0..2.
        flags: flags that are set; one that no longer exists is left out.
        facts: facts that are known; likewise.
    """

    scene: str
    meters: tuple[int, int, int]
    sympathy: int = 0
    flags: frozenset[str] = frozenset()
    facts: frozenset[str] = frozenset()


class Workbench:
    """The scenario as last saved, its findings, and the visit under way.

    Attributes:
        path: the scenario's folder or file.
        findings: what the checks without the solver found when it was last read.
        play: the visit; None until the file could be read once. A broken file leaves it as it was.
        variant: name of the variant that is played; empty until the file could be read once.
        inputs: what was done since the beginning.
    """

    def __init__(self, path: Path, variant: str = "") -> None:
        self.path = path
        self.findings: tuple[Diagnostic, ...] = ()
        self.play: Play | None = None
        self.variant = variant
        self.inputs: list[Input] = []
        self._beginning: Beginning | None = None
        self._scenario: Scenario | None = None
        self._evaluator: Evaluator | None = None
        self.reload()

    # ---- the file ---------------------------------------------------------------------------------------------

    def reload(self) -> bool:
        """Read the file again and go back to where one was; False where it is too broken to be played.

        What was done is done again as far as it still can be. Where it cannot, one stays at the scene if it still
        exists, with the meters, flags and facts one had; else one is where what was left of it leads.
        """
        loaded = load(self.path)
        if loaded.scenario is None:
            self.findings = loaded.diagnostics
            return False
        found = [*loaded.diagnostics, *check(loaded.scenario)]
        self.findings = sort_out(found, loaded.scenario.ignored, complete=False).shown
        self._scenario = loaded.scenario
        if self.variant not in loaded.scenario.variants:
            self.variant = next(iter(loaded.scenario.variants))
        self._resume(edition(loaded.scenario, self.variant))
        return True

    def next_variant(self) -> None:
        """Go on in the next variant of the scenario, at the same place where there is one."""
        if self._scenario is None:
            return
        names = list(self._scenario.variants)
        self.variant = names[(names.index(self.variant) + 1) % len(names)]
        self._resume(edition(self._scenario, self.variant))

    def _resume(self, played: Edition) -> None:
        here = self._here() if self.play is not None else None
        self._evaluator = None
        self.play = Play(played, engine=Engine(compile_edition(played)))
        if self._beginning is not None and not self._begin(self._beginning):
            self._beginning = None
        done: list[Input] = []
        for given in self.inputs:
            try:
                self.play.enter(given)
            except InputError:
                break
            done.append(given)
        broken = len(done) < len(self.inputs)
        self.inputs = done
        if here is not None and (broken or self.play.node.id != here.scene) and self._begin(here):
            self._beginning, self.inputs = here, []

    # ---- the visit --------------------------------------------------------------------------------------------

    def enter(self, given: Input) -> None:
        """Make an input: a choice id or the picks of a form.

        Raises:
            InputError: it cannot be made here.
        """
        self._playing().enter(given)
        self.inputs.append(given)

    def undo(self) -> bool:
        """Take back the last input; False where there is none."""
        if not self.inputs:
            return False
        self.inputs.pop()
        return self._playing().undo() is not None

    def scenes(self) -> tuple[str, ...]:
        """Ids of the scenes and endings that one can jump to."""
        return tuple(node.id for node in self._playing().engine.program.nodes)

    def jump(self, scene: str, *, flags: Iterable[str] | None = None, facts: Iterable[str] | None = None) -> None:
        """Go to a scene with the meters one has, and the flags and facts given, or else those one has.

        Raises:
            KeyError: there is no such scene.
        """
        here = self._here()
        self._set_up(
            Beginning(
                scene, here.meters, here.sympathy,
                here.flags if flags is None else frozenset(flags), here.facts if facts is None else frozenset(facts),
            )
        )  # fmt: skip

    def turn(self, *, agitation: int = 0, trust: int = 0, distress: int = 0) -> None:
        """Turn meters by hand, each by so much, within 0..10; what is done from here on begins here."""
        here = self._here()
        by = (agitation, trust, distress)
        first, second, third = (min(10, max(0, old + more)) for old, more in zip(here.meters, by, strict=True))
        self._set_up(Beginning(here.scene, (first, second, third), here.sympathy, here.flags, here.facts))

    def _set_up(self, beginning: Beginning) -> None:
        if not self._begin(beginning):
            raise KeyError(beginning.scene)
        self._beginning, self.inputs = beginning, []

    def _begin(self, beginning: Beginning) -> bool:
        play = self._playing()
        program = play.engine.program
        number = next((n for n, node in enumerate(program.nodes) if node.id == beginning.scene), None)
        if number is None:
            return False
        bits = 0
        for names, places in ((beginning.flags, program.flag_bits), (beginning.facts, program.fact_bits)):
            for name in names & places.keys():
                bits |= places[name]
        play.start = play.state = State(number, -1, False, pack_meters(*beginning.meters, beginning.sympathy), bits)
        play.opening, play.steps, play.timed_out = (), [], []
        play.offered = play.engine.offered(play.state)
        return True

    def _here(self) -> Beginning:
        play = self._playing()
        state, engine = play.state, play.engine
        meters = (state.agitation, state.trust, state.distress)
        return Beginning(play.node.id, meters, SYMPATHY[state.meters], engine.flags(state), engine.known(state))

    def _playing(self) -> Play:
        if self.play is None:
            raise RuntimeError("nothing is played: the file could not be read yet")
        return self.play

    # ---- worth ------------------------------------------------------------------------------------------------

    def solve(self) -> None:
        """Solve what is played, so that `worth` can tell; may take seconds and be called in a thread.

        A solution of what was saved over in the meantime is dropped.

        Raises:
            ScenarioError: it cannot be solved.
        """
        from scoring.study import Study

        play = self._playing()
        evaluator = Study(play.engine.program.edition).evaluator
        if self.play is play:
            self._evaluator = evaluator

    def worth(self) -> Valuation | None:
        """What each choice is worth here and now.

        None at a form or an ending, until it is solved, and in a state that no visit can come to.
        """
        node = self._playing().node
        if self._evaluator is None or node.is_ending or node.form is not None:
            return None
        from scoring.evaluate import UnknownStateError

        try:
            return self._evaluator.choices(self._playing().state)
        except UnknownStateError:
            return None
