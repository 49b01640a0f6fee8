"""What every choice is worth in one state, from a solved edition.

The same code as the solver's, on a block of one state: successors are looked up instead of explored.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass

import numpy as np

from scenarios.engine import State
from scenarios.expand import Edges, MoveRows, Place
from scenarios.explore import Block
from scenarios.model import OptionCase
from scenarios.program import Move
from scoring.lines import line_losses, option_cases
from scoring.losses import Losses
from scoring.points import QUADS, lanes, red_line_rule
from scoring.solve import Solution
from scoring.weighing import EPSILON, Priced

Vector = tuple[float, float, float, float]


class UnknownStateError(Exception):
    """A state that the solved edition cannot reach: the record belongs to something else, or is damaged."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way a choice can come out: loss in score points, booked points included, and the value afterwards."""

    number: int
    probability: float
    loss: Vector
    value: Vector


@dataclass(frozen=True, slots=True)
class Valued:
    """A choice in a state.

    Attributes:
        id: choice id, or option id of a form line.
        costs: cost per dimension in score points (single ones may be negative); their sum is `cost` >= 0.
        points: q per dimension.
        open: whether it can be taken; a closed one has no costs.
        red_line: code of the red line it crosses, or None.
        outcomes: of a chance, one otherwise; empty for form options.
    """

    id: str
    costs: Vector
    points: Vector
    open: bool
    red_line: str | None
    outcomes: tuple[Outcome, ...] = ()
    is_timeout: bool = False
    filler: bool = False

    @property
    def cost(self) -> float:
        """What it gives away against the best still possible, in score points."""
        return sum(self.costs)


@dataclass(frozen=True, slots=True)
class Valuation:
    """Every choice of a state. `value` is V per dimension; `best` the id of the best open choice."""

    options: tuple[Valued, ...]
    best: str
    value: Vector

    def of(self, option_id: str) -> Valued:
        """The entry of a choice.

        Raises:
            KeyError: no such choice in this state.
        """
        for option in self.options:
            if option.id == option_id:
                return option
        raise KeyError(option_id)

    @property
    def stakes(self) -> Vector:
        """Spread of points over what is offered, per dimension."""
        points = [option.points for option in self.options if not option.is_timeout]
        return vector(max(column) - min(column) for column in zip(*points, strict=True)) if points else _NOTHING


_NOTHING: Vector = (0.0, 0.0, 0.0, 0.0)


def vector(values: np.ndarray | Iterable[float]) -> Vector:
    """Four plain floats."""
    plain = values.tolist() if isinstance(values, np.ndarray) else map(float, values)
    first, second, third, fourth = plain
    return first, second, third, fourth


MOST_KEPT = 30_000
"""States whose values an evaluator remembers, some kilobytes each; then it begins anew."""


@dataclass(frozen=True, slots=True)
class _Costs:
    """A choice over a block: its expected cost in each state, shape (n, 4), and how it can come out in each."""

    total: np.ndarray
    outcomes: list[list[Outcome]]


class Evaluator:
    """Values single states of a solved edition."""

    def __init__(self, solution: Solution) -> None:
        self.solution = solution
        self.exploration = solution.exploration
        self.prices = np.array(solution.scale.prices)
        self._weighing = Priced(solution.scale.prices)
        self._losses = Losses(self.exploration, solution.tables, solution.reach, self._weighing)
        self._cache: dict[State, Valuation] = {}
        self._explored: dict[tuple[int, int], Valuation] = {}
        self._forms: dict[State, dict[str, Valuation]] = {}
        self._best_stakes: Vector | None = None

    # ---- choices ----------------------------------------------------------------------------------------------

    def choices(self, state: State) -> Valuation:
        """Every choice that a state of a scene offers.

        Raises:
            UnknownStateError: the state is not one the edition can reach.
        """
        found = self._cache.get(state)
        if found is None:
            if len(self._cache) >= MOST_KEPT:
                self._cache.clear()
            found = self._cache[state] = self._alike(state)
        return found

    def _alike(self, state: State) -> Valuation:
        """The same for all states that differ only in what can no longer matter: those are one explored state."""
        where = self._locate(state)
        found = self._explored.get(where)
        if found is None:
            if len(self._explored) >= MOST_KEPT:
                self._explored.clear()
            (found,) = self._choices(where[0], [where[1]])
            self._explored[where] = found
        return found

    def prepare(self, states: Iterable[State]) -> None:
        """Value many states of scenes together, which takes a fraction of the time; `choices` has them then.

        States that the edition cannot reach are passed over.
        """
        wanted: dict[int, set[int]] = {}
        for state in states:
            if state not in self._cache:
                with suppress(UnknownStateError):
                    number, index = self._locate(state)
                    if (number, index) not in self._explored:
                        wanted.setdefault(number, set()).add(index)
        if len(self._explored) + sum(map(len, wanted.values())) > MOST_KEPT:
            self._explored.clear()
        for number, indices in wanted.items():
            found = self._choices(number, sorted(indices))
            self._explored.update(((number, index), each) for index, each in zip(sorted(indices), found, strict=True))

    def _choices(self, number: int, indices: list[int]) -> list[Valuation]:
        """The values of explored states of one block."""
        which = np.array(indices, dtype=np.intp)
        block = self.exploration.several(number, which)
        value = self.solution.values.value[number][which]
        meters = self.exploration.packing.meters(block.states)
        priced = self._priced(block)
        offers = [
            self._offers(entry, QUADS[self.solution.tables.rows(entry, block.states, meters)], value, priced)
            for entry in block.moves
        ]
        return [
            _valuation([offer for offer in (each[row] for each in offers) if offer is not None], vector(own))
            for row, own in enumerate(value)
        ]

    def _priced(self, block: Block) -> dict[int, _Costs]:
        """What taking each choice costs in each state of a block, against nothing, and how it can come out."""
        found: dict[int, _Costs] = {}
        acts = {entry.move.number: entry.act for entry in block.moves}
        for edges, loss in self._losses.of(block):
            move, rows = edges.move, edges.rows
            assert move is not None
            own = lanes(loss) * self.prices + self._red(move)[acts[move.number][rows]]
            own = own + self._end_points(edges) * self.prices
            ahead = self._value(edges)
            costs = found.get(move.number)
            if costs is None:
                size = len(block.states)
                costs = found[move.number] = _Costs(np.zeros((size, 4)), [[] for _ in range(size)])
            costs.total[rows] += edges.probability * (own + ahead)
            for row, paid, left in zip(rows.tolist(), map(vector, own), map(vector, ahead), strict=True):
                costs.outcomes[row].append(Outcome(edges.outcome, edges.probability, paid, left))
        return found

    def _offers(
        self, entry: MoveRows, points: np.ndarray, value: np.ndarray, priced: dict[int, _Costs]
    ) -> list[tuple[Valued, float] | None]:
        """A choice in each state: how it is valued, and what it costs against nothing; None where it is not offered."""
        move = entry.move
        size = len(value)
        costs = priced.get(move.number) or _Costs(np.zeros((size, 4)), [[] for _ in range(size)])
        relative = costs.total - value
        totals = costs.total.sum(axis=1).tolist()
        red = [act.case.red_line for act in move.acts]
        found: list[tuple[Valued, float] | None] = []
        flags = zip(entry.offered.tolist(), entry.open.tolist(), entry.act.tolist(), costs.outcomes, strict=True)
        for row, (offered, is_open, act, outcomes) in enumerate(flags):
            if not offered:
                found.append(None)
            elif is_open and outcomes:
                valued = Valued(move.choice.id, vector(relative[row]), vector(points[row]), True, red[act],
                                tuple(outcomes), move.is_timeout)  # fmt: skip
                found.append((valued, totals[row]))
            else:
                found.append((Valued(move.choice.id, _NOTHING, vector(points[row]), False, red[act]), np.inf))
        return found

    # ---- forms ------------------------------------------------------------------------------------------------

    def form(self, state: State) -> dict[str, Valuation]:
        """Every line of the form a state is at, by line id; drawn options stand as `*`.

        Raises:
            UnknownStateError: the state is not one the edition can reach.
        """
        found = self._forms.get(state)
        if found is None:
            if len(self._forms) >= MOST_KEPT // 10:
                self._forms.clear()
            found = self._forms[state] = self._form(state)
        return found

    def _form(self, state: State) -> dict[str, Valuation]:
        block = self.exploration.single(*self._locate(state))
        found: dict[str, Valuation] = {}
        for points, options in line_losses(self.exploration, block, self._weighing):
            if not points.present[0]:
                continue
            valued: list[Valued] = []
            for entry, (_, there, q, _) in zip(options, points.options, strict=True):
                if not there[0]:
                    continue
                case: OptionCase = option_cases(entry, points)[int(entry.case[0])]
                cost = lanes(entry.loss)[0] * self.prices
                if case.red_line is not None:
                    level, dimension = red_line_rule(case.red_line)
                    cost[dimension] += self._red_price(level, dimension)
                name = entry.option.id if entry.option is not None else "*"
                valued.append(
                    Valued(name, vector(cost), vector(QUADS[q[0]]), True, case.red_line, filler=entry.option is None)
                )
            best = min(valued, key=lambda option: round(option.cost, 9))
            base = best.costs
            line = tuple(
                Valued(o.id, vector([c - b for c, b in zip(o.costs, base, strict=True)]), o.points, True, o.red_line,
                       filler=o.filler)
                for o in valued
            )  # fmt: skip
            found[points.line.id] = Valuation(line, best.id, base)
        return found

    def form_outcome(self, state: State) -> Outcome:
        """What handing in the form books besides its lines, and the value afterwards."""
        block = self.exploration.single(*self._locate(state))
        edges = block.edges[0]
        return Outcome(0, 1.0, vector(self._end_points(edges)[0] * self.prices), vector(self._value(edges)[0]))

    # ---- the best line ----------------------------------------------------------------------------------------

    def best_stakes(self) -> Vector:
        """Spread of points met along the best line, per dimension (chances fall as seed 0 has it)."""
        if self._best_stakes is None:
            from scenarios.play import Play
            from scoring.lines_of_play import best_input

            total = np.zeros(4)
            play = Play(self.solution.edition)
            while not play.ended:
                if play.node.form is not None:
                    total += sum(np.array(line.stakes) for line in self.form(play.state).values())
                else:
                    total += np.array(self.choices(play.state).stakes)
                play.enter(best_input(play, self))
            self._best_stakes = vector(total)
        return self._best_stakes

    # ---- parts ------------------------------------------------------------------------------------------------

    def value(self, state: State) -> Vector:
        """V per dimension of a state; zeros at an ending."""
        if self.exploration.program.nodes[state.node].is_ending:
            return (0.0, 0.0, 0.0, 0.0)
        number, index = self._locate(state)
        return vector(self.solution.values.value[number][index])

    def _locate(self, state: State) -> tuple[int, int]:
        """Block and index of the explored state that a state of play is."""
        row = self.exploration.packing.pack(state)
        found = self.exploration.locate(Place(state.node, state.pending, state.entered), row)
        if found is None:
            raise UnknownStateError(self.exploration.program.nodes[state.node].id)
        return found

    def _value(self, edges: Edges) -> np.ndarray:
        """The value of what each edge leads to; shape (n, 4)."""
        if edges.place is None:
            return np.zeros((len(edges.rows), 4))
        value: np.ndarray = self.solution.values.value[edges.block][edges.index]
        return value

    def _end_points(self, edges: Edges) -> np.ndarray:
        """Points that end rules book on each edge; shape (n, 4)."""
        points = edges.booked if edges.booked is not None else np.zeros((len(edges.rows), 4))
        if edges.broke_off:
            points = points + self.solution.charges[edges.target]
        return points

    def _red_price(self, level: str, dimension: int) -> float:
        scale = self.solution.scale
        return self.solution.rubric.red_lines[level].share * 100 * scale.weights[dimension] * scale.constant

    def _red(self, move: Move) -> np.ndarray:
        """What crossing a red line costs, for each case of a choice; shape (cases, 4)."""
        prices = np.zeros((len(move.acts), 4))
        for act, each in enumerate(move.acts):
            if each.case.red_line is not None:
                level, dimension = red_line_rule(each.case.red_line)
                prices[act, dimension] = self._red_price(level, dimension)
        return prices


def _valuation(offers: Sequence[tuple[Valued, float]], value: Vector) -> Valuation:
    """A state's choices, of which the cheapest is the best; of those that cost alike the first."""
    best, least = "", np.inf
    for valued, total in offers:
        if valued.open and total < least - EPSILON:
            best, least = valued.id, total
    return Valuation(tuple(valued for valued, _total in offers), best, value)
