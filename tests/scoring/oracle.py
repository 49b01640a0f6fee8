"""RULES §8 by brute force: the second opinion that the solver is compared with.

Plain Python over whole engine states: no packing, no masking, nothing booked early, dictionaries and recursion. It
shares no code with the solver. It steps states with the engine, reads the rubric's numbers, and does everything else
itself. The letters in the comments (a to o) are those of the list of settled points in `docs/rules.md`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from math import inf

from scenarios.edition import Edition
from scenarios.emotion import Row, table
from scenarios.engine import Arrival, Engine, FormStep, State, Step
from scenarios.expression import (
    METERS,
    And,
    Call,
    Compare,
    Expression,
    Literal,
    Name,
    Not,
    Or,
    calls,
    names,
    relax_meters,
)
from scenarios.model import FormLine, Loss, Option
from scenarios.program import (
    AGITATION,
    DISTRESS,
    METER_STATES,
    SYMPATHY,
    TRUST,
    Move,
    Node,
    compile_edition,
    pack_meters,
    successors,
)
from scenarios.vocabulary import vocabulary
from scoring.rubric import DIMENSIONS, LETTERS, Rubric, rubric

Points = tuple[float, float, float, float]
"""Points or score points per dimension."""

NOTHING: Points = (0.0, 0.0, 0.0, 0.0)
EPS = 1e-9
FILLER = "*"


class TooLargeError(Exception):
    """The scenario has more states than brute force should look at."""


def plus(*terms: Points) -> Points:
    """The sum, dimension by dimension."""
    return tuple(sum(term[d] for term in terms) for d in range(4))  # type: ignore[return-value]


def minus(a: Points, b: Points) -> Points:
    """The difference, dimension by dimension."""
    return tuple(a[d] - b[d] for d in range(4))  # type: ignore[return-value]


def scaled(a: Points, factor: float) -> Points:
    """All dimensions times a number."""
    return tuple(a[d] * factor for d in range(4))  # type: ignore[return-value]


def priced(a: Points, prices: Points) -> Points:
    """Dimension by dimension times its price."""
    return tuple(a[d] * prices[d] for d in range(4))  # type: ignore[return-value]


def total(a: Points, prices: Points) -> float:
    """What points are worth together."""
    return sum(a[d] * prices[d] for d in range(4))


def unit(d: int, amount: float = 1.0) -> Points:
    """Points in one dimension."""
    return tuple(amount if e == d else 0.0 for e in range(4))  # type: ignore[return-value]


def rated(rates: Mapping[str, int], stakes: int) -> Points:
    """**Points**: stakes x (sum of the ratings in a dimension, clipped to -2..2)."""
    sums = [0, 0, 0, 0]
    for code, rating in rates.items():
        sums[LETTERS.index(code[0])] += rating
    return tuple(float(stakes * max(-2, min(2, s))) for s in sums)  # type: ignore[return-value]


def summed(ratings: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """Ratings of several moves together, per indicator."""
    sums: dict[str, int] = {}
    for rates in ratings:
        for code, rating in rates.items():
            sums[code] = sums.get(code, 0) + rating
    return sums


@cache
def rows_of(move: str, style: str, opening: bool) -> list[Row]:
    """The row of the emotion table that a move meets at each of the packed meters."""
    return [
        table().row(
            move, AGITATION[meters], TRUST[meters], DISTRESS[meters],
            style=style, sympathy=SYMPATHY[meters], opening=opening,
        )
        for meters in range(METER_STATES)
    ]  # fmt: skip


@lru_cache(300)
def table_rates(moves: tuple[str, ...], style: str, opening: bool) -> list[Mapping[str, int]]:
    """The ratings that moves earn by the emotion table at each of the packed meters; equal ones are one object."""
    known: dict[tuple[int, ...], Mapping[str, int]] = {}
    found: list[Mapping[str, int]] = []
    for rows in zip(*(rows_of(move, style, opening) for move in moves), strict=True):
        key = tuple(id(row) for row in rows)
        if key not in known:
            known[key] = summed(row.rates for row in rows)
        found.append(known[key])
    return found


@dataclass(frozen=True)
class GivenUp:
    """What one outcome of a choice gives up; nothing here depends on prices.

    Attributes:
        returns: whether the scene can come again (e).
        excluding: q of the choices that exclude this one, in file order (f).
        own: points from which the choice's own worth is picked, empty where it is no candidate (i).
        lost: for every choice lost by itself the points from which its worth is picked.
        leaving: the same per other scene, for those that leave it for good: only the best counts (g).
    """

    returns: bool
    excluding: tuple[Points, ...]
    own: frozenset[Points]
    lost: tuple[frozenset[Points], ...]
    leaving: tuple[tuple[frozenset[Points], ...], ...]


@dataclass(frozen=True)
class OptionValue:
    """An option of a form line. `times` is how many of it there are (fillers are alike)."""

    id: str
    points: Points
    red_line: str | None
    times: int = 1


@dataclass(frozen=True)
class Way:
    """One outcome of a choice, or of handing in a form."""

    probability: float
    after: State
    broke_off: int | None


@dataclass(frozen=True)
class Values:
    """Expected losses from a state on, in score points; `value` per dimension."""

    value: Points
    random: float
    worst: float


class Oracle:
    """Solves an edition by enumeration."""

    def __init__(self, edition: Edition, rules: Rubric | None = None, limit: int = 20_000) -> None:
        self.edition = edition
        self.rules = rules or rubric()
        self.limit = limit
        self.program = compile_edition(edition)
        self.engine = Engine(self.program)
        self.nodes = self.program.nodes
        self._ways: dict[tuple[State, Move | None], tuple[Way, ...]] = {}
        self._next: dict[State, tuple[State, ...]] = {}
        self._offered: dict[State, int] = {}
        self._ahead: dict[State, int] = {}
        self._given_up: dict[tuple[State, Move, State], GivenUp] = {}
        self._relaxed = {move: relax_meters(move.when) for move in self.program.moves}
        self._read_bits = {move: self._bits_read(move) for move in self.program.moves}
        self._reads_meters = {
            move: bool(move.choice.moves) or any(names(act.when) & METERS for act in move.acts)
            for move in self.program.moves
        }
        self._cones: dict[tuple[Move, int, int, int, int, int], frozenset[Points]] = {}
        self._leaves: dict[Move, bool] = {}
        self._ends: dict[State, Points] = {}
        self._lines: dict[State, tuple[tuple[str, tuple[OptionValue, ...]], ...]] = {}
        self._values: dict[State, Values] = {}

    # ---- the state graph --------------------------------------------------------------------------------------

    @cached_property
    def start(self) -> Way:
        """The first state."""
        state, arrivals = self.engine.start()
        # An ending entered at agitation 10 is always a break-off: step 8 comes before every ending.
        broke = state.node == self.program.break_off and state.agitation == 10
        return Way(1.0, state, self._pending_at_break(arrivals, self.program.start) if broke else None)

    def _pending_at_break(self, arrivals: tuple[Arrival, ...], target: int) -> int:
        """The target that was due when it broke off: the last `otherwise` on the way, else the step's own."""
        if len(arrivals) >= 2:
            passed = self.nodes[arrivals[-2].state.node]
            assert passed.otherwise is not None
            return passed.otherwise
        return target

    def moves_of(self, state: State) -> list[Move]:
        """Everything that can happen in a scene: open choices in file order, the own outcome of the timeout last."""
        found = self.engine.open_moves(state)
        late = self.engine.timeout(state)
        return [*found, late] if late is not None and late.is_timeout else found

    def ways(self, state: State, move: Move | None) -> tuple[Way, ...]:
        """Outcomes of a choice (whether open or not), or of handing in the form (None)."""
        found = self._ways.get((state, move))
        if found is None:
            found = self._ways[state, move] = tuple(self._find_ways(state, move))
        return found

    def _find_ways(self, state: State, move: Move | None) -> Iterator[Way]:
        if move is None:
            yield self._way(self.engine.fill(state, {}), 1.0)
            return
        weights = self.engine.outcomes(move, state) or (1,)
        for draw, weight in enumerate(weights):
            yield self._way(self.engine.step(state, move, draw), weight / sum(weights))

    def _way(self, step: Step | FormStep, probability: float) -> Way:
        broke: int | None = None
        if step.broke_off:
            target = step.target if step.target >= 0 else step.before.pending
            broke = self._pending_at_break(step.arrivals, target)
        return Way(probability, step.after, broke)

    def following(self, state: State) -> tuple[State, ...]:
        """States that legal play can lead to in one step."""
        found = self._next.get(state)
        if found is None:
            node = self.nodes[state.node]
            moves: list[Move | None] = [None] if node.form is not None else [*self.moves_of(state)]
            if node.is_ending:
                moves = []
            found = tuple(dict.fromkeys(way.after for move in moves for way in self.ways(state, move)))
            self._next[state] = found
            if len(self._next) > self.limit:
                raise TooLargeError(self.limit)
        return found

    @cached_property
    def states(self) -> tuple[State, ...]:
        """Every state that legal play reaches, endings included."""
        seen = {self.start.after: None}
        waiting = [self.start.after]
        while waiting:
            for after in self.following(waiting.pop()):
                if after not in seen:
                    seen[after] = None
                    waiting.append(after)
        return tuple(seen)

    # ---- loops ------------------------------------------------------------------------------------------------

    @cached_property
    def loops(self) -> tuple[frozenset[int], ...]:
        """For every node the nodes of its loop, itself included; empty for one on no loop (b)."""
        reach: list[set[int]] = [set(successors(node)) for node in self.nodes]
        for middle in range(len(reach)):
            for begin in range(len(reach)):
                if middle in reach[begin]:
                    reach[begin] |= reach[middle]
        return tuple(
            frozenset(other for other in reach[number] if number in reach[other]) if number in reach[number]
            else frozenset()
            for number in range(len(reach))
        )  # fmt: skip

    # ---- what a choice gives up -------------------------------------------------------------------------------

    def test(self, condition: Expression, state: State) -> bool:
        """Whether a folded condition holds in a state, read by this module's own evaluator."""
        return bool(self._read(condition, state))

    def _read(self, expr: Expression, state: State) -> int | bool | str:
        match expr:
            case Literal(value):
                return value
            case Not(operand):
                return not self._read(operand, state)
            case And(operands):
                return all(self._read(operand, state) for operand in operands)
            case Or(operands):
                return any(self._read(operand, state) for operand in operands)
            case Name() | Call() | Compare():
                return self.engine.test(expr)(state)
            case _:
                raise AssertionError(expr)

    def offers(self, move: Move, state: State) -> bool:
        """Whether a state offers a choice, of its own scene or another (a)."""
        return not move.used_up(state.bits) and self.test(move.when, state)

    def may_come(self, state: State) -> int:
        """Choices (a bit each) that some state reachable from this one offers, meters apart (d)."""
        found = self._offered.get(state)
        if found is None:
            found = 0
            for move in self.nodes[state.node].moves:
                if not move.used_up(state.bits) and self.test(self._relaxed[move], state):
                    found |= 1 << move.number
            for after in self.following(state):
                found |= self.may_come(after)
            self._offered[state] = found
        return found

    def lies_ahead(self, state: State) -> int:
        """Nodes (a bit each) that some state reachable from this one is at (e)."""
        found = self._ahead.get(state)
        if found is None:
            found = 1 << state.node
            for after in self.following(state):
                found |= self.lies_ahead(after)
            self._ahead[state] = found
        return found

    def comes_again(self, node: int, state: State) -> bool:
        """Whether a scene can come again from a state (e)."""
        return bool(self.loops[node]) and bool(self.lies_ahead(state) >> node & 1)

    def offered_again(self, move: Move, state: State) -> bool:
        """Whether a state reachable from this one offers a choice (d); for a timeout outcome: the choice it copies."""
        if not self.loops[move.node]:
            return False
        return bool(self.may_come(state) >> self._copied(move).number & 1)

    def _copied(self, move: Move) -> Move:
        if not move.is_timeout:
            return move
        return next(m for m in self.nodes[move.node].moves if m.choice.id == move.choice.same_as)

    def in_question(self, state: State) -> list[Move]:
        """Choices that taking something here may give up (b, c), in file order."""
        scenes = {state.node} | self.loops[state.node]
        if state.pending >= 0:
            scenes |= self.loops[state.pending]
        return [
            move
            for number in sorted(scenes)
            for move in self.nodes[number].moves
            if not move.choice.optional and not move.taken_to_effect(state.bits) and self.offers(move, state)
        ]

    def given_up(self, state: State, move: Move, after: State) -> GivenUp:
        """What taking a choice gives up when it comes out in a certain state."""
        found = self._given_up.get((state, move, after))
        if found is None:
            found = self._given_up[state, move, after] = self._find_given_up(state, move, after)
        return found

    def _find_given_up(self, state: State, move: Move, after: State) -> GivenUp:
        returns = self.comes_again(move.node, after)
        excluding: list[Points] = []
        lost: list[frozenset[Points]] = []
        leaving: dict[int, list[frozenset[Points]]] = {}
        for other in self.in_question(state):
            if other is move or self.offered_again(other, after):
                continue
            if other.node == state.node and self._excludes(state, other, move, returns):
                excluding.append(self.points(other, state))
            elif other.node != state.node and self.leaves_for_good(other):
                leaving.setdefault(other.node, []).append(self.cone(other, state))
            else:
                lost.append(self.cone(other, state))
        own = self.cone(move, state) if returns and not self.offered_again(move, after) else frozenset()
        return GivenUp(returns, tuple(excluding), own, tuple(lost), tuple(tuple(group) for group in leaving.values()))

    def _excludes(self, state: State, other: Move, move: Move, returns: bool) -> bool:
        """Whether a given-up choice of the same scene excludes the one taken (f)."""
        if not self.loops[state.node]:
            return True
        outcomes = self.ways(state, other)
        if returns:
            return not any(self.offered_again(move, way.after) for way in outcomes)
        return not any(self.comes_again(state.node, way.after) for way in outcomes)

    def leaves_for_good(self, move: Move) -> bool:
        """Whether a choice, wherever it is open, leads to outcomes from which its scene does not come again (g)."""
        found = self._leaves.get(move)
        if found is None:
            found = self._leaves[move] = not any(
                self.comes_again(move.node, way.after)
                for state in self.states
                if state.node == move.node and move in self.engine.open_moves(state)
                for way in self.ways(state, move)
            )
        return found

    def points(self, move: Move, state: State) -> Points:
        """q of a choice in a state; nothing where it asks in vain."""
        if self.vain(move, state):
            return NOTHING
        return self.rating(move, state)

    def vain(self, move: Move, state: State) -> bool:
        """Whether taking a choice here asks in vain."""
        return self.engine.step(state, move).vain

    def rating(self, move: Move, state: State) -> Points:
        """q of a choice at the state's meters, its gate open."""
        rates = self.engine.emotion(move, self.engine.act_of(move, state), state.meters)[1]
        return rated(rates, move.stakes)

    def _rating_at(self, move: Move, act: int, meters: int) -> Points:
        """q of a case at any meters, from the emotion table's rows: what `rating` asks the engine, only faster."""
        case = move.acts[act].case
        if case.rates_only or not move.choice.moves:
            return rated(case.rates, move.stakes)
        from_table = table_rates(move.choice.moves, self.program.style, move.opening)[meters]
        return rated({**from_table, **case.rates}, move.stakes)

    def cone(self, move: Move, state: State) -> frozenset[Points]:
        """Every q that a choice has with heat and burden no higher and trust no lower, its gate open (h)."""
        if not self._reads_meters[move]:
            return frozenset([self.rating(move, state)])
        found = self._cone(move, state, state.agitation, state.trust, state.distress)
        assert self.rating(move, state) in found
        return found

    def _cone(self, move: Move, state: State, agitation: int, trust: int, distress: int) -> frozenset[Points]:
        sympathy = state.meters % 3
        key = (move, state.bits & self._read_bits[move], agitation, trust, distress, sympathy)
        found = self._cones.get(key)
        if found is None:
            there = state._replace(meters=pack_meters(agitation, trust, distress, sympathy))
            found = frozenset([self._rating_at(move, self.engine.act_of(move, there), there.meters)])
            if agitation > 0:
                found |= self._cone(move, state, agitation - 1, trust, distress)
            if trust < 10:
                found |= self._cone(move, state, agitation, trust + 1, distress)
            if distress > 0:
                found |= self._cone(move, state, agitation, trust, distress - 1)
            self._cones[key] = found
        return found

    def _bits_read(self, move: Move) -> int:
        """Bits of the state that decide which case of a choice holds."""
        read = 0
        for act in move.acts:
            for name in names(act.when):
                read |= self.program.flag_bits.get(name, 0)
            for function, argument in calls(act.when):
                if function == "known":
                    read |= self.program.fact_bits.get(argument, 0)
                elif function == "visited":
                    read |= self.program.visited_bits.get(argument, 0)
                elif argument in self.program.choice_moves:
                    counter = self.program.choice_moves[argument].counter
                    read |= counter.mask << counter.shift
        return read

    @staticmethod
    def worth(cone: frozenset[Points], prices: Points) -> Points:
        """The best of the points by price; among equals the one larger in listening, emotion, … in turn (h)."""
        best = max(total(points, prices) for points in cone)
        return max(points for points in cone if total(points, prices) >= best - EPS)

    def loss(self, state: State, move: Move, after: State, prices: Points) -> Points:
        """ℓ of a choice that comes out in a certain state, in points per dimension (red line apart)."""
        given = self.given_up(state, move, after)
        own = self.points(move, state)
        reference = own
        candidates = [*given.excluding]
        if given.returns:
            candidates.append(NOTHING)
        if given.own:
            candidates.append(self.worth(given.own, prices))
        for candidate in candidates:
            if total(candidate, prices) > total(reference, prices) + EPS:
                reference = candidate
        lost = [self.worth(cone, prices) for cone in given.lost]
        for group in given.leaving:
            best: Points | None = None
            for cone in group:
                worth = self.worth(cone, prices)
                if best is None or total(worth, prices) > total(best, prices) + EPS:
                    best = worth
            assert best is not None
            lost.append(best)
        return plus(minus(reference, own), *(worth for worth in lost if total(worth, prices) > EPS))

    # ---- forms ------------------------------------------------------------------------------------------------

    def lines(self, state: State) -> tuple[tuple[str, tuple[OptionValue, ...]], ...]:
        """Lines of the form a state is at, each with its options in file order, fillers last."""
        found = self._lines.get(state)
        if found is None:
            stakes = self._stakes(self.nodes[state.node])
            found = self._lines[state] = tuple(
                (open_line.line.id, tuple(self._options(open_line.line, state, stakes)))
                for open_line in self.engine.form_lines(state)
            )
        return found

    @staticmethod
    def _stakes(node: Node) -> int:
        assert node.scene is not None
        return node.scene.stakes

    def _options(self, line: FormLine, state: State, stakes: int) -> Iterator[OptionValue]:
        present = [option for option in line.options if self.engine.holds(option.when, state)]
        for option in present:
            case = self.engine.option_case(option, state)
            yield OptionValue(option.id, rated(case.rates, stakes), case.red_line)
        missing = min(max(0, line.among - len(present)), len(line.fillers))
        if missing:
            case = self.engine.option_case(line.fillers[0], state)
            yield OptionValue(FILLER, rated(case.rates, stakes), case.red_line, missing)

    @staticmethod
    def line_losses(options: tuple[OptionValue, ...], prices: Points) -> list[Points]:
        """ℓ of every option of a line (m)."""
        reference = options[0].points
        for option in options[1:]:
            if total(option.points, prices) > total(reference, prices) + EPS:
                reference = option.points
        return [minus(reference, option.points) for option in options]

    # ---- ends -------------------------------------------------------------------------------------------------

    def end_points(self, state: State) -> Points:
        """Points forgone at an ending, a break-off's charge apart (n)."""
        found = self._ends.get(state)
        if found is None:
            found = self._ends[state] = plus(NOTHING, *self._find_end_points(state))
        return found

    def _find_end_points(self, state: State) -> Iterator[Points]:
        scenario = self.edition.scenario
        for requirement in scenario.requires:
            due = self._all_known(self.edition.fold(requirement.when))
            if not state.bits & self.program.flag_bits[requirement.flag] and self.test(due, state):
                yield unit(LETTERS.index(requirement.indicator[0]), requirement.points)
        for fact in self.edition.variant.facts.values():
            if fact.key and not state.bits & self.program.fact_bits[fact.id]:
                yield unit(LETTERS.index(fact.key[0]), fact.key_points)
        ending = scenario.endings[self.nodes[state.node].id]
        losses: tuple[Loss, ...] = (*scenario.loses, *ending.loses)
        for loss in losses:
            if self.test(self.edition.fold(loss.when), state):
                yield unit(LETTERS.index(loss.indicator[0]), loss.points)
        mood = max(0, state.agitation - 3) / 2 + max(0, 5 - state.trust) / 2 + max(0, state.distress - 7)
        yield unit(DIMENSIONS.index("emotion"), mood)

    def _all_known(self, expr: Expression) -> Expression:
        """The condition with every `known(f)` true."""
        match expr:
            case Call("known", _):
                return Literal(True)
            case Not(operand):
                return Not(self._all_known(operand))
            case And(operands):
                return And(tuple(self._all_known(operand) for operand in operands))
            case Or(operands):
                return Or(tuple(self._all_known(operand) for operand in operands))
            case _:
                return expr

    def charge(self, target: int) -> Points:
        """What breaking off before a target adds (n)."""
        return self._charges[target]

    @cached_property
    def _charges(self) -> list[Points]:
        """Per node: the way with fewest decisions to a regular ending, and among those the dearest one."""
        weights: Points = tuple(self.rules.weights)  # type: ignore[assignment]
        own = [self._spread(node) for node in self.nodes]
        step = [self._is_decision(node) for node in self.nodes]
        best: list[tuple[int, Points] | None] = [
            (0, NOTHING) if node.is_ending and not node.broken else None for node in self.nodes
        ]
        changed = True
        while changed:
            changed = False
            for node in self.nodes:
                for onward in successors(node):
                    there = best[onward]
                    if there is None:
                        continue
                    count, points = there[0] + step[node.number], plus(there[1], own[node.number])
                    here = best[node.number]
                    if (
                        here is None
                        or count < here[0]
                        or (count == here[0] and total(points, weights) > total(here[1], weights) + EPS)
                    ):
                        best[node.number] = (count, points)
                        changed = True
        return [found[1] if found is not None else NOTHING for found in best]

    @staticmethod
    def _is_decision(node: Node) -> bool:
        return node.form is not None or len(node.moves) >= 2

    def _spread(self, node: Node) -> Points:
        """Max minus min of q over choices, cases and all meters; a form's lines together."""
        if not self._is_decision(node):
            return NOTHING
        if node.form is not None:
            return plus(NOTHING, *(self._line_spread(line, self._stakes(node)) for line in node.form.lines))
        return spread(
            points
            for move in node.moves
            for points in self._possible(move)
        )  # fmt: skip

    def _possible(self, move: Move) -> set[Points]:
        found = {NOTHING} if move.gated_mask else set()
        for index in range(len(move.acts)):
            found |= {rated(rates, move.stakes) for rates in self._all_rates(move, index)}
        return found

    def _all_rates(self, move: Move, act: int) -> list[Mapping[str, int]]:
        """What a case is rated at any meters at all."""
        case = move.acts[act].case
        if case.rates_only or not move.choice.moves:
            return [case.rates]
        at_meters = table_rates(move.choice.moves, self.program.style, move.opening)
        return [{**rates, **case.rates} for rates in {id(rates): rates for rates in at_meters}.values()]

    def _line_spread(self, line: FormLine, stakes: int) -> Points:
        if self.edition.fold(line.when) == Literal(False):
            return NOTHING
        options: tuple[Option, ...] = (*line.options, *(line.fillers[:1] if line.among else ()))
        return spread(
            rated(case.rates, stakes)
            for option in options
            if self.edition.fold(option.when) != Literal(False)
            for case in option.cases
            if self.edition.fold(case.when) != Literal(False)
        )

    def end_of(self, way: Way) -> Points:
        """What arriving at an ending forgoes, a break-off's charge included."""
        if not self.nodes[way.after.node].is_ending:
            return NOTHING
        ends = self.end_points(way.after)
        return ends if way.broke_off is None else plus(ends, self.charge(way.broke_off))

    # ---- the scale --------------------------------------------------------------------------------------------

    @cached_property
    def stakes(self) -> Points:
        """N⁰: what the random player forgoes in each dimension, judged by that dimension alone, over 0.75 (k)."""
        share = (100 - self.rules.random) / 100
        return tuple(self._forgone(d) / share for d in range(4))  # type: ignore[return-value]

    def _forgone(self, d: int) -> float:
        prices = unit(d)
        known: dict[State, float] = {}

        def onward(way: Way) -> float:
            return forgone(way.after) + self.end_of(way)[d]

        def forgone(state: State) -> float:
            node = self.nodes[state.node]
            if node.is_ending:
                return 0.0
            if state in known:
                return known[state]
            if node.form is not None:
                found = onward(self.ways(state, None)[0])
                for _, options in self.lines(state):
                    losses = self.line_losses(options, prices)
                    found += sum(loss[d] * option.times for loss, option in zip(losses, options, strict=True)) / sum(
                        option.times for option in options
                    )
            else:
                moves = self.engine.open_moves(state)
                found = sum(
                    way.probability * (self.loss(state, move, way.after, prices)[d] + onward(way))
                    for move in moves
                    for way in self.ways(state, move)
                ) / len(moves)
            known[state] = found
            return found

        return onward(self.start)

    @cached_property
    def tests(self) -> tuple[int, int, int, int]:
        """How many scenes and form lines test each dimension (l)."""
        found: set[tuple[int, str, int]] = set()
        for state in self.states:
            node = self.nodes[state.node]
            if node.is_ending:
                continue
            if node.form is not None:
                groups = [(line, [option.points for option in options]) for line, options in self.lines(state)]
            else:
                groups = [("", [self.points(move, state) for move in node.moves if self.offers(move, state)])]
            for line, points in groups:
                found |= {(node.number, line, d) for d in range(4) if len({each[d] for each in points}) > 1}
        return tuple(sum(key[2] == d for key in found) for d in range(4))  # type: ignore[return-value]

    @cached_property
    def weights(self) -> Points:
        """w after those of unassessed dimensions are shared out (l)."""
        kept = [
            weight if tests >= self.rules.least_tests and stakes >= self.rules.least_stakes else 0.0
            for weight, tests, stakes in zip(self.rules.weights, self.tests, self.stakes, strict=True)
        ]
        whole = sum(kept)
        return tuple(weight / whole if whole else 0.0 for weight in kept)  # type: ignore[return-value]

    @cached_property
    def _first_prices(self) -> Points:
        """ω before the common constant."""
        return tuple(
            100 * weight / stakes if weight else 0.0 for weight, stakes in zip(self.weights, self.stakes, strict=True)
        )  # type: ignore[return-value]

    @cached_property
    def _spread_of_scale(self) -> float:
        """What the random player loses more than the best line, before the common constant."""
        values = self._at(self.start, self._first_prices, {})
        return values.random - sum(values.value)

    @cached_property
    def scorable(self) -> bool:
        """Whether there is anything to score (o)."""
        return any(self.weights) and self._spread_of_scale > EPS

    @cached_property
    def constant(self) -> float:
        """k: what every price is multiplied with (o); 0 where nothing is scored."""
        return (100 - self.rules.random) / self._spread_of_scale if self.scorable else 0.0

    @cached_property
    def prices(self) -> Points:
        """ω: score points per point."""
        return scaled(self._first_prices, self.constant)

    # ---- values -----------------------------------------------------------------------------------------------

    def red(self, code: str | None, prices: Points) -> Points:
        """What a red line adds to the loss, in score points of its dimension (m)."""
        if code is None:
            return NOTHING
        rule = vocabulary().red_lines[code]
        d = DIMENSIONS.index(rule.dimension)
        return unit(d, prices[d] * self.stakes[d] * self.rules.red_lines[rule.level].share)

    def values(self, state: State) -> Values:
        """V per dimension, and what the random and the worst player lose, from a state on."""
        return self._solve(state, self.prices, self._values)

    @cached_property
    def at_start(self) -> Values:
        """The same from before the visit begins."""
        return self._at(self.start, self.prices, self._values)

    def _at(self, way: Way, prices: Points, known: dict[State, Values]) -> Values:
        """Values after an outcome, the end's points included."""
        ends = priced(self.end_of(way), prices)
        there = self._solve(way.after, prices, known)
        return Values(plus(there.value, ends), there.random + sum(ends), there.worst + sum(ends))

    def _solve(self, state: State, prices: Points, known: dict[State, Values]) -> Values:
        if self.nodes[state.node].is_ending:
            return Values(NOTHING, 0.0, 0.0)
        found = known.get(state)
        if found is None:
            form = self.nodes[state.node].form is not None
            found = known[state] = (self._solve_form if form else self._solve_scene)(state, prices, known)
        return found

    def _solve_form(self, state: State, prices: Points, known: dict[State, Values]) -> Values:
        there = self._at(self.ways(state, None)[0], prices, known)
        value, random, worst = there.value, there.random, there.worst
        for _, options in self.lines(state):
            losses = self._line_totals(options, prices)
            value = plus(value, losses[cheapest(losses)])
            random += sum(sum(loss) * option.times for loss, option in zip(losses, options, strict=True)) / sum(
                option.times for option in options
            )
            worst += max(sum(loss) for loss in losses)
        return Values(value, random, worst)

    def _line_totals(self, options: tuple[OptionValue, ...], prices: Points) -> list[Points]:
        """ω ℓ of every option of a line, red-line points included."""
        return [
            plus(priced(loss, prices), self.red(option.red_line, prices))
            for loss, option in zip(self.line_losses(options, prices), options, strict=True)
        ]

    def _solve_scene(self, state: State, prices: Points, known: dict[State, Values]) -> Values:
        everything: list[Points] = []
        random, worst, drawn = 0.0, -inf, 0
        for move in self.moves_of(state):
            ahead = [(way, self._at(way, prices, known)) for way in self.ways(state, move)]
            own = self._own_loss(state, move, prices)
            everything.append(plus(own, *(scaled(there.value, way.probability) for way, there in ahead)))
            worst = max(worst, sum(own) + sum(way.probability * there.worst for way, there in ahead))
            if not move.is_timeout:
                random += sum(own) + sum(way.probability * there.random for way, there in ahead)
                drawn += 1
        return Values(everything[cheapest(everything)], random / drawn, worst)

    def _own_loss(self, state: State, move: Move, prices: Points) -> Points:
        """ω ℓ averaged over the outcomes (j), red-line points included."""
        act = move.acts[self.engine.act_of(move, state)]
        expected = [
            scaled(priced(self.loss(state, move, way.after, prices), prices), way.probability)
            for way in self.ways(state, move)
        ]
        return plus(self.red(act.case.red_line, prices), *expected)

    def priced_end(self, way: Way) -> Points:
        """What arriving at an ending costs, in score points."""
        return priced(self.end_of(way), self.prices)

    def priced_loss(self, state: State, move: Move, after: State) -> Points:
        """ω ℓ of one outcome of a choice, red-line points included."""
        act = move.acts[self.engine.act_of(move, state)]
        return plus(
            priced(self.loss(state, move, after, self.prices), self.prices), self.red(act.case.red_line, self.prices)
        )

    # ---- what is compared -------------------------------------------------------------------------------------

    def cost(self, state: State, move: Move) -> Points:
        """cost_d of a choice in a state."""
        ahead = (
            scaled(self._at(way, self.prices, self._values).value, way.probability) for way in self.ways(state, move)
        )
        return minus(plus(self._own_loss(state, move, self.prices), *ahead), self.values(state).value)

    def form_costs(self, state: State) -> dict[str, dict[str, Points]]:
        """cost_d of every option of every line, against the line's cheapest; fillers stand as `*`."""
        found: dict[str, dict[str, Points]] = {}
        for line, options in self.lines(state):
            losses = self._line_totals(options, self.prices)
            base = losses[cheapest(losses)]
            found[line] = {option.id: minus(loss, base) for option, loss in zip(options, losses, strict=True)}
        return found

    @property
    def random_score(self) -> float:
        """The random player's expected raw score."""
        return 100 - (self.at_start.random - sum(self.at_start.value))

    @property
    def worst_score(self) -> float:
        """The worst player's raw score."""
        return 100 - (self.at_start.worst - sum(self.at_start.value))


def cheapest(losses: list[Points]) -> int:
    """Index of the smallest total, the first within 1e-9."""
    best = 0
    for index, loss in enumerate(losses):
        if sum(loss) < sum(losses[best]) - EPS:
            best = index
    return best


def spread(found: Iterable[Points]) -> Points:
    """Max minus min per dimension; nothing at all spreads nothing."""
    points = list(found)
    if not points:
        return NOTHING
    return tuple(max(p[d] for p in points) - min(p[d] for p in points) for d in range(4))  # type: ignore[return-value]
