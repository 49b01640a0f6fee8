"""The rules of play: pure, deterministic, without clock or randomness.

`(state, choice) -> (state, what happened)`. A chance is drawn by the caller (`Play` in `play.py` does it from the
seed) and passed in; everything else follows from the state. RULES §2 numbers the steps; the comments use its numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scenarios.emotion import Change
from scenarios.expression import Expression
from scenarios.model import Form, FormLine, Line, Option, OptionCase
from scenarios.offered import OfferedChoices
from scenarios.program import (
    AGITATION,
    DISTRESS,
    RESUME_NODE,
    SYMPATHY,
    TRUE,
    TRUST,
    Act,
    Move,
    Node,
    Program,
    Way,
    pack_meters,
)
from scenarios.state import Arrival, FormStep, Offer, OpenLine, State, Step
from scenarios.state_tests import StateTests, Test
from scenarios.taking import CalmMeters, branch_taken, direct, takings

__all__ = ["Arrival", "Engine", "FormStep", "Offer", "OpenLine", "State", "Step", "clamp", "heat"]

_FormOption = tuple[Option, Test | None, tuple[tuple[OptionCase, Test | None], ...]]
_FormLine = tuple[FormLine, Test | None, tuple[_FormOption, ...]]
_new = tuple.__new__
"""Makes a named tuple of a tuple, in half the time that its own constructor takes."""


class Engine:
    """The rules of play for one program.

    Attributes:
        program: what is played.
        tests: its conditions, compiled.
        test: a fast test of a folded condition.
        offered: what a state offers and what of it can be taken, in file order.
    """

    def __init__(self, program: Program, shortcuts: bool = True) -> None:
        """Make ready to play.

        Args:
            program: what is played.
            shortcuts: whether a plain scene is entered at once where nothing can come between, and what a scene
                offers is kept; without them every step takes the long way, to the same result (for tests).
        """
        self.program = program
        self.tests = StateTests(program)
        self.test = self.tests.test
        self._or_none = self.tests.or_none
        self._offered = OfferedChoices(program, self.tests, keep=shortcuts)
        self.offered = self._offered.at
        self._outcomes: dict[tuple[int, int, int], tuple[int, Mapping[str, int]]] = {}
        self._table = program.edition.table
        self._forms: dict[int, list[_FormLine]] = {}
        self._interrupts = tuple((self.test(when), bit, node) for when, bit, node in program.interrupts)
        self._calm = CalmMeters(program, self.tests)
        self._cases = tuple(tuple(self._or_none(act.when) for act in move.acts) for move in program.moves)
        self._says = tuple(
            tuple(tuple((self._or_none(when), mask) for when, mask in entry) for entry in node.says)
            for node in program.nodes
        )
        self._takings = takings(program, self.tests)
        self._direct = tuple(
            direct(program, self.tests, move, self._takings[move.number][0]) if shortcuts else None
            for move in program.moves
        )

    # ---- conditions -------------------------------------------------------------------------------------------

    def holds(self, expression: Expression | None, state: State) -> bool:
        """Whether a condition of the model (not folded yet) holds in a state."""
        return expression is None or self.test(self.program.edition.fold(expression))(state)

    # ---- looking at a state -----------------------------------------------------------------------------------

    def node(self, state: State) -> Node:
        """The node one is at."""
        return self.program.nodes[state.node]

    def known(self, state: State) -> frozenset[str]:
        """Facts disclosed so far."""
        return frozenset(fact for fact, bit in self.program.fact_bits.items() if state.bits & bit)

    def flags(self, state: State) -> frozenset[str]:
        """Flags that are set."""
        return frozenset(flag for flag, bit in self.program.flag_bits.items() if state.bits & bit)

    def offers(self, state: State) -> list[Offer]:
        """Choices that the state offers, in file order: `when` holds and not used up, `needs` or not."""
        offered = self._offered.at(state)
        return [Offer(move, self.act_of(move, state), move in offered.open) for move in offered.moves]

    def open_moves(self, state: State) -> tuple[Move, ...]:
        """Choices that can be taken now, in file order."""
        return self._offered.at(state).open

    def timeout(self, state: State) -> Move | None:
        """What happens when time runs out here, or None where no clock runs (its choice is not open)."""
        node = self.program.nodes[state.node]
        move = node.timeout
        if move is None:
            return None
        if move.is_timeout:
            copied = next((m for m in node.moves if m.choice.id == move.choice.same_as), None)
            return move if copied is not None and copied in self.open_moves(state) else None
        return move if move in self.open_moves(state) else None

    def act_of(self, move: Move, state: State) -> int:
        """Index of the choice's case that holds."""
        for index, test in enumerate(self._cases[move.number]):
            if test is None or test(state):
                return index
        raise AssertionError(f"{move.choice.id}: the loader puts an unconditional case last")

    def form_lines(self, state: State) -> list[OpenLine]:
        """Lines of the form one is at that are there in this state, in order."""
        lines = self._forms.get(state.node)
        if lines is None:
            lines = self._forms[state.node] = self._compiled_form(self.program.nodes[state.node].form)
        return [
            OpenLine(
                line,
                tuple(
                    (option, next(case for case, when in cases if when is None or when(state)))
                    for option, shown, cases in options
                    if shown is None or shown(state)
                ),
            )
            for line, there, options in lines
            if there is None or there(state)
        ]

    def _compiled_form(self, form: Form | None) -> list[_FormLine]:
        def test(expression: Expression | None) -> Test | None:
            return None if expression is None else self._or_none(self.program.edition.fold(expression))

        return [
            (
                line,
                test(line.when),
                tuple(
                    (option, test(option.when), tuple((case, test(case.when)) for case in option.cases))
                    for option in line.options
                ),
            )
            for line in (form.lines if form is not None else ())
        ]

    def option_case(self, option: Option, state: State) -> OptionCase:
        """The option's case that holds."""
        return next(case for case in option.cases if self.holds(case.when, state))

    def first(self, lines: Sequence[Line], state: State) -> Line | None:
        """The first line whose condition holds."""
        return next((line for line in lines if self.holds(line.when, state)), None)

    # ---- taking a step ----------------------------------------------------------------------------------------

    def start(self) -> tuple[State, tuple[Arrival, ...]]:
        """The beginning of the visit: RULES §2 steps 7-9 at `start`."""
        program = self.program
        state, arrivals, _ = self._settle(program.start, False, program.start_meters, 0, "goto")
        return state, arrivals

    def emotion(self, move: Move, act: int, meters: int) -> tuple[int, Mapping[str, int]]:
        """Step 2: the packed meters afterwards, and the ratings per indicator code."""
        key = (move.number, act, meters)
        found = self._outcomes.get(key)
        if found is None:
            found = self._outcomes[key] = self._emotion(move, move.acts[act], meters)
        return found

    def _emotion(self, move: Move, act: Act, meters: int) -> tuple[int, Mapping[str, int]]:
        agitation, trust, distress, sympathy = (AGITATION[meters], TRUST[meters], DISTRESS[meters], SYMPATHY[meters])
        effect = self._table.effect(
            move.choice.moves, agitation, trust, distress,
            style=self.program.style, sympathy=sympathy, opening=move.opening,
        )  # fmt: skip
        added = act.case.effects
        rates = dict(act.case.rates) if act.case.rates_only else {**effect.rates, **act.case.rates}
        packed = pack_meters(
            clamp(agitation + effect.agitation + added.agitation),
            clamp(trust + effect.trust + added.trust),
            clamp(distress + effect.distress + added.distress),
            effect.sympathy,
        )
        return packed, rates

    def changes(self, move: Move, state: State) -> tuple[Change, ...]:
        """Why the meters move when a choice is taken: the table's printed reasons (the author's effects apart)."""
        effect = self._table.effect(
            move.choice.moves, state.agitation, state.trust, state.distress,
            style=self.program.style, sympathy=SYMPATHY[state.meters], opening=move.opening,
        )  # fmt: skip
        return effect.changes

    def outcomes(self, move: Move, state: State) -> tuple[int, ...]:
        """Weights of the chance that taking the choice leads to; empty where nothing is drawn."""
        return move.acts[self.act_of(move, state)].way.weights

    def step(self, state: State, move: Move, draw: int = 0) -> Step:
        """Take a choice.

        Args:
            state: where one is.
            move: a choice of that scene; whether it is open is the caller's business.
            draw: index of the chance's branch, where there is one.
        """
        node, pending, entered, heat_before, bits = state
        short = self._direct[move.number]
        if short is not None and pending < 0:
            known, sets, keeps, free, target, visited, branches = short
            meters = known.get(heat_before)
            if meters is None:
                meters = known[heat_before] = self.emotion(move, 0, heat_before)[0]
            if self._calm[meters]:
                bits = (bits | sets) & keeps
                revealed = 0
                if free:
                    revealed = free & ~bits
                    bits |= revealed
                between = None
                if visited or target < 0:
                    between = _new(State, (node, pending, entered, meters, bits))
                    if target < 0:
                        target, visited = branch_taken(branches, between)
                    bits |= visited
                after = _new(State, (target, -1, False, meters, bits))
                return _new(Step, (state, move, 0, False, revealed, between, None, after, False, target))
        return self._long_step(state, move, draw)

    def _long_step(self, state: State, move: Move, draw: int) -> Step:
        """`step` where something has to be decided."""
        node, pending, entered, heat_before, bits = state
        takings = self._takings[move.number]
        act = 0 if len(takings) == 1 else self.act_of(move, state)
        known, sets, keeps, counts, free, gated, target = takings[act]
        # 1, 2: counts first, so that conditions read from here on know that it was chosen.
        meters = known.get(heat_before)
        if meters is None:
            meters = known[heat_before] = self.emotion(move, act, heat_before)[0]
        if counts:
            bits = move.counter.count(bits)
        # 3
        bits = (bits | sets) & keeps
        # 4
        revealed = free & ~bits if free else 0
        if gated:
            gate_state = State(node, pending, entered, meters, bits)
            for bit, gate in gated:
                if not bits & bit and gate(gate_state):
                    revealed |= bit
        vain = False
        if move.effect_bit:
            vain = not revealed
            bits |= 0 if vain else move.effect_bit
        bits |= revealed
        middle = State(node, pending, entered, meters, bits)
        # 6
        if target is None:
            target = self.target(move.acts[act].way, middle, draw)
        # 7-9
        after, arrivals, broke_off = self._leave(state, target, meters, bits)
        return Step(state, move, act, vain, revealed, middle, arrivals, after, broke_off, target)

    def fill(self, state: State, picks: Mapping[str, str]) -> FormStep:
        """Hand in the form one is at.

        Args:
            state: where one is.
            picks: option id per line; the ids are the caller's business, play does not depend on them.
        """
        node = self.program.nodes[state.node]
        assert node.form_way is not None
        bits = state.bits | node.form_sets
        target = self.target(node.form_way, State(state.node, state.pending, state.entered, state.meters, bits), 0)
        after, arrivals, broke_off = self._leave(state, target, state.meters, bits)
        return FormStep(state, picks, arrivals, after, broke_off, target)

    def target(self, way: Way, state: State, draw: int) -> int:
        """Step 6: the node a way leads to in a state."""
        if way.weights:
            return way.branches[draw][1]
        for condition, node in way.branches:
            if condition == TRUE or self.test(condition)(state):
                return node
        raise AssertionError("the loader puts an unconditional branch last")

    def _leave(self, state: State, target: int, meters: int, bits: int) -> tuple[State, tuple[Arrival, ...], bool]:
        """Steps 7-9 for a target, from the main flow or from within an interrupt."""
        if target == RESUME_NODE:
            return self._settle(state.pending, state.entered, meters, bits, "resume")
        if state.pending >= 0 and target not in self.program.main and not self.program.nodes[target].is_ending:
            return self._enter(target, state.pending, state.entered, meters, bits, "goto")
        return self._settle(target, False, meters, bits, "goto")

    def _settle(
        self, target: int, entered: bool, meters: int, bits: int, how: str
    ) -> tuple[State, tuple[Arrival, ...], bool]:
        """Interrupts, break-off, then entering; again after `enter:` effects, which may heat him."""
        program = self.program
        heated = False
        while True:
            # 7
            for when, fired, node in self._interrupts:
                if not bits & fired and when((target, -1, False, meters, bits)):  # type: ignore[arg-type]
                    return self._enter(node, target, entered, meters, bits | fired, "interrupt")
            # 8
            if program.break_off is not None and AGITATION[meters] == 10:
                bits |= program.nodes[program.break_off].visited_bit
                state = State(program.break_off, -1, False, meters, bits)
                return state, (Arrival(state, "break_off", False),), True
            # 9
            effects = None if entered else program.nodes[target].enter
            entered = True
            if not effects:
                break
            heated = True
            meters = heat(meters, effects.agitation, effects.trust, effects.distress)
        return self._show(target, -1, False, meters, bits, how, heated)

    def _enter(
        self, node: int, pending: int, entered: bool, meters: int, bits: int, how: str
    ) -> tuple[State, tuple[Arrival, ...], bool]:
        """Enter a scene of an interrupt: neither interrupts nor break-off apply."""
        effects = self.program.nodes[node].enter
        if effects:
            meters = heat(meters, effects.agitation, effects.trust, effects.distress)
        # Whether a target without effects was entered makes no difference; one state is enough.
        entered = entered or not self.program.nodes[pending].enter
        return self._show(node, pending, entered, meters, bits, how, bool(effects))

    def _show(
        self, number: int, pending: int, entered: bool, meters: int, bits: int, how: str, heated: bool
    ) -> tuple[State, tuple[Arrival, ...], bool]:
        node = self.program.nodes[number]
        bits |= node.visited_bit
        for entry in self._says[number]:
            state = State(number, pending, entered, meters, bits)
            for when, mask in entry:
                if when is None or when(state):
                    bits |= mask
                    break
        state = State(number, pending, entered, meters, bits)
        arrival = Arrival(state, how, heated)
        if node.otherwise is not None and node.scene is not None and not node.form and not self.open_moves(state):
            after, arrivals, broke_off = self._leave(state, node.otherwise, meters, bits)
            onward = (Arrival(arrivals[0].state, "otherwise", arrivals[0].heated), *arrivals[1:])
            return after, (arrival, *onward), broke_off
        return state, (arrival,), False


def clamp(value: int) -> int:
    """A meter's value within 0..10."""
    return 0 if value < 0 else 10 if value > 10 else value


def heat(meters: int, agitation: int, trust: int, distress: int) -> int:
    """Packed meters after effects, clamped; the sympathy streak stays."""
    return pack_meters(
        clamp(AGITATION[meters] + agitation),
        clamp(TRUST[meters] + trust),
        clamp(DISTRESS[meters] + distress),
        SYMPATHY[meters],
    )
