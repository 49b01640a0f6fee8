"""A way to a scene: inputs that lead a visit there from its start, so that one stands in a state that really occurs."""

from __future__ import annotations

import random
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from heapq import heappop, heappush
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from scenarios.engine import Engine, State
from scenarios.play import Input, InputError, Play
from scenarios.program import Move, Program, successors
from scenarios.words import TIMEOUT

if TYPE_CHECKING:
    from scoring.evaluate import Evaluator

LIMIT = 3_000
"""States that are looked at in a straight search; deep scenes of a large scenario lie behind too many."""

VISITS, HITS = 2_000, 10
"""Visits that are then played at random, and how many that come there are enough to take the shortest of."""

SEEDS = 50
"""Seeds that are tried until the chances on a way fall as it needs them."""

PULL = 3
"""How many steps of a visit one step on the map weighs."""

FAR = 1_000


class Way(NamedTuple):
    """Inputs from the start, and the seed with which they lead where they should."""

    inputs: tuple[Input, ...]
    seed: str


class _Goal(NamedTuple):
    """Where to: nodes, and what must hold there besides."""

    nodes: frozenset[int]
    holds: Callable[[State], bool]

    def met(self, state: State) -> bool:
        """Whether a state is one that is wanted."""
        return state.node in self.nodes and self.holds(state)


def way_to(engine: Engine, scene: str, evaluator: Evaluator | None = None) -> Way | None:
    """A way from the start of a visit to a scene or an ending.

    The best line is taken where it comes through; else the first way that is found, mostly a short one.

    Args:
        engine: what is played.
        scene: id of the scene or ending.
        evaluator: its solution, if that is known.

    Returns:
        None where none was found; without a solution that does not prove that there is none.
    """
    return _way(engine, _Goal(frozenset([engine.program.number_of[scene]]), lambda _state: True), evaluator)


def way_to_untried(
    engine: Engine, tried: AbstractSet[tuple[str, str]], evaluator: Evaluator | None = None
) -> Way | None:
    """A way to a moment at which a choice can be taken that never was; otherwise as `way_to`.

    Args:
        engine: what is played.
        tried: (scene, choice) of those that were taken.
        evaluator: its solution, if that is known.
    """
    nodes = engine.program.nodes

    def untried(state: State) -> bool:
        scene = nodes[state.node].id
        return any((scene, choice) not in tried for choice, move, _ in _options(engine, state) if move is not None)

    left = frozenset(engine.program.number_of[scene] for scene, choice in choices_of(engine.program) - tried)
    return _way(engine, _Goal(left, untried), evaluator) if left else None


def choices_of(program: Program) -> frozenset[tuple[str, str]]:
    """(scene, choice) of every choice there is; time that runs out is one where it has an outcome of its own."""
    return frozenset(
        (node.id, TIMEOUT if move.is_timeout else move.choice.id) for node in program.nodes for move in node.all_moves
    )


def _way(engine: Engine, goal: _Goal, evaluator: Evaluator | None) -> Way | None:
    if evaluator is not None:
        goal = goal._replace(nodes=goal.nodes & _reached(evaluator))
        if not goal.nodes:
            return None
        best = _on_best_line(engine, goal, evaluator)
        if best is not None:
            return best
    found = _searched(engine, goal)
    if found is None:
        found = _stumbled_on(engine, goal)
    return _played(engine, found, goal) if found is not None else None


def _reached(evaluator: Evaluator) -> frozenset[int]:
    """The nodes that some visit comes to."""
    solution = evaluator.solution
    number_of = solution.exploration.program.number_of
    scenes = {block.place.node for block in solution.exploration.blocks if block.real.any()}
    return frozenset(scenes | {number_of[ending] for ending in solution.endings})


def _on_best_line(engine: Engine, goal: _Goal, evaluator: Evaluator) -> Way | None:
    from scoring.lines_of_play import best_input

    play = Play(engine.program.edition, "0", engine)
    inputs: list[Input] = []
    try:
        while not goal.met(play.state) and not play.ended and len(inputs) < FAR:
            inputs.append(best_input(play, evaluator))
            play.enter(inputs[-1])
    except InputError:
        return None
    return Way(tuple(inputs), "0") if goal.met(play.state) else None


def _searched(engine: Engine, goal: _Goal) -> list[str] | None:
    """Choices (empty for a form) to what is wanted; chances may fall any way."""
    distance = _distances(engine.program, goal.nodes)
    start, _ = engine.start()
    came: dict[State, tuple[State, str] | None] = {start: None}
    order = count()
    waiting = [(PULL * distance[start.node], next(order), 0, start)]
    while waiting and len(came) < LIMIT:
        _, _, steps, state = heappop(waiting)
        if goal.met(state):
            return _path(came, state)
        for option in _options(engine, state):
            after = _after(engine, state, option)
            if after not in came:
                came[after] = (state, option[0])
                heappush(waiting, (steps + 1 + PULL * distance[after.node], next(order), steps + 1, after))
    return None


def _stumbled_on(engine: Engine, goal: _Goal) -> list[str] | None:
    """The shortest way of the first few visits, played at random, that come to what is wanted."""
    draw = random.Random(0)
    best: list[str] | None = None
    hits = 0
    for _visit in range(VISITS):
        state, _ = engine.start()
        path: list[str] = []
        while len(path) < FAR and (options := _options(engine, state)):
            option = draw.choice(options)
            state = _after(engine, state, option)
            path.append(option[0])
            if goal.met(state):
                hits += 1
                best = path if best is None or len(path) < len(best) else best
                break
        if hits == HITS:
            break
    return best


def _distances(program: Program, goals: frozenset[int]) -> list[int]:
    """Fewest steps on the map from every node to a goal; interrupts count as led to from nowhere."""
    before: dict[int, list[int]] = {}
    for node in program.nodes:
        for to in successors(node):
            before.setdefault(to, []).append(node.number)
    found = [FAR] * len(program.nodes)
    waiting = list(goals)
    for number in waiting:
        found[number] = 0
    for number in waiting:
        for source in before.get(number, ()):
            if found[source] == FAR:
                found[source] = found[number] + 1
                waiting.append(source)
    return found


_Option = tuple[str, Move | None, int]
"""What can be done: the choice (empty for a form), its move, the branch of its chance."""


def _options(engine: Engine, state: State) -> list[_Option]:
    node = engine.node(state)
    if node.is_ending:
        return []
    if node.form is not None:
        return [("", None, 0)]
    found: list[_Option] = []
    for move in engine.open_moves(state):
        draws = (len(engine.outcomes(move, state)) or 1) if move.has_chance else 1
        found += [(move.choice.id, move, draw) for draw in range(draws)]
    timeout = engine.timeout(state)
    if timeout is not None and timeout.is_timeout:
        found.append((TIMEOUT, timeout, 0))
    return found


def _after(engine: Engine, state: State, option: _Option) -> State:
    _, move, draw = option
    return engine.fill(state, {}).after if move is None else engine.step(state, move, draw).after


def _path(came: dict[State, tuple[State, str] | None], state: State) -> list[str]:
    path: list[str] = []
    while (entry := came[state]) is not None:
        state, choice = entry
        path.append(choice)
    return path[::-1]


def _played(engine: Engine, path: list[str], goal: _Goal) -> Way | None:
    """The path as inputs, with a seed by which its chances fall as they must."""
    chances = any(move.has_chance for move in engine.program.moves)
    for seed in range(SEEDS if chances else 1):
        play = Play(engine.program.edition, str(seed), engine)
        inputs: list[Input] = []
        try:
            for choice in path:
                inputs.append(choice or first_picks(play))
                play.enter(inputs[-1])
        except InputError:
            continue
        if goal.met(play.state):
            return Way(tuple(inputs), str(seed))
    return None


def first_picks(play: Play) -> dict[str, str]:
    """Picks for the form one is at: the author's first option of each line, as far as it is shown."""
    found = {}
    for line in play.form():
        shown = [option.id for option, _ in line.options]
        found[line.line.id] = next((option.id for option in line.line.options if option.id in shown), shown[0])
    return found
