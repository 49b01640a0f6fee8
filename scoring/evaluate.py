"""What every choice is worth in one state, from a solved edition.

The same code as the solver's, on a block of one state: successors are looked up instead of explored.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from scenarios.engine import State
from scenarios.expand import Edges, Place
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
        points = np.array([option.points for option in self.options if not option.is_timeout])
        return vector(points.max(axis=0) - points.min(axis=0)) if len(points) else (0.0, 0.0, 0.0, 0.0)


def vector(values: Iterable[float]) -> Vector:
    """Four plain floats."""
    first, second, third, fourth = (float(value) for value in values)
    return first, second, third, fourth


class Evaluator:
    """Values single states of a solved edition."""

    def __init__(self, solution: Solution) -> None:
        self.solution = solution
        self.exploration = solution.exploration
        self.prices = np.array(solution.scale.prices)
        self._weighing = Priced(solution.scale.prices)
        self._losses = Losses(self.exploration, solution.tables, solution.reach, self._weighing)
        self._cache: dict[State, Valuation] = {}
        self._best_stakes: Vector | None = None

    # ---- choices ----------------------------------------------------------------------------------------------

    def choices(self, state: State) -> Valuation:
        """Every choice that a state of a scene offers.

        Raises:
            UnknownStateError: the state is not one the edition can reach.
        """
        found = self._cache.get(state)
        if found is None:
            found = self._cache[state] = self._choices(state)
        return found

    def _choices(self, state: State) -> Valuation:
        place = Place(state.node, state.pending, state.entered)
        block, value = self._single(place, state)
        costs: dict[int, np.ndarray] = {}
        outcomes: dict[int, list[Outcome]] = {}
        for edges, loss in self._losses.of(block):
            assert edges.move is not None
            own = lanes(loss)[0] * self.prices + self._red(edges.move, int(self._act(block, edges.move)))
            own = own + self._end_points(edges) * self.prices
            ahead = self._value(edges)
            outcomes.setdefault(edges.move.number, []).append(
                Outcome(edges.outcome, edges.probability, vector(own), vector(ahead))
            )
            costs[edges.move.number] = costs.get(edges.move.number, 0) + edges.probability * (own + ahead)
        options = []
        meters = self.exploration.packing.meters(block.states)
        best, best_total = "", np.inf
        for entry in block.moves:
            if not entry.offered[0]:
                continue
            move = entry.move
            cost = costs.get(move.number)
            points = vector(QUADS[self.solution.tables.rows(entry, block.states, meters)[0]])
            case = move.acts[int(entry.act[0])].case
            if entry.open[0] and cost is not None:
                if float(cost.sum()) < best_total - EPSILON:
                    best, best_total = move.choice.id, float(cost.sum())
                options.append(
                    Valued(move.choice.id, vector(cost - value), points, True, case.red_line,
                           tuple(outcomes[move.number]), move.is_timeout)
                )  # fmt: skip
            else:
                options.append(Valued(move.choice.id, (0.0, 0.0, 0.0, 0.0), points, False, case.red_line))
        return Valuation(tuple(options), best, vector(value))

    @staticmethod
    def _act(block: Block, move: Move) -> int:
        return int(next(entry for entry in block.moves if entry.move is move).act[0])

    # ---- forms ------------------------------------------------------------------------------------------------

    def form(self, state: State) -> dict[str, Valuation]:
        """Every line of the form a state is at, by line id; drawn options stand as `*`."""
        block, _ = self._single(Place(state.node, state.pending, state.entered), state)
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
        block, _ = self._single(Place(state.node, state.pending, state.entered), state)
        edges = block.edges[0]
        return Outcome(0, 1.0, vector(self._end_points(edges) * self.prices), vector(self._value(edges)))

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
        place = Place(state.node, state.pending, state.entered)
        return vector(self._single(place, state)[1])

    def _single(self, place: Place, state: State) -> tuple[Block, np.ndarray]:
        row = self.exploration.packing.pack(state)
        found = self.exploration.locate(place, row)
        if found is None:
            raise UnknownStateError(self.exploration.program.nodes[state.node].id)
        number, index = found
        block = self.exploration.single(number, index)
        return block, self.solution.values.value[number][index]

    def _value(self, edges: Edges) -> np.ndarray:
        if edges.place is None:
            return np.zeros(4)
        value: np.ndarray = self.solution.values.value[edges.block][edges.index[0]]
        return value

    def _end_points(self, edges: Edges) -> np.ndarray:
        points = edges.booked[0] if edges.booked is not None else np.zeros(4)
        if edges.broke_off:
            points = points + self.solution.charges[edges.target]
        return points

    def _red_price(self, level: str, dimension: int) -> float:
        scale = self.solution.scale
        return self.solution.rubric.red_lines[level].share * 100 * scale.weights[dimension] * scale.constant

    def _red(self, move: Move, act: int) -> np.ndarray:
        points = np.zeros(4)
        code = move.acts[act].case.red_line
        if code is not None:
            level, dimension = red_line_rule(code)
            points[dimension] = self._red_price(level, dimension)
        return points
