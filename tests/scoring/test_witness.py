"""The shortest way to a state: it leads there, and no way is shorter."""

from __future__ import annotations

from collections import deque
from functools import cache

import numpy as np
import pytest

from scenarios.edition import Edition, edition
from scenarios.engine import Engine, State
from scenarios.expand import Place
from scenarios.explore import Exploration
from scenarios.play import Play
from scenarios.witness import FAR, distances, shortest_path
from scoring.evaluate import Evaluator
from scoring.inputs import play_all
from scoring.solve import solve
from tests.scoring.generate import numbered
from tests.scoring.mutated import clean_text, scenario_of, small_text

OWN_TIMEOUT = (
    ("    timeout: wait\n", "    timeout: {same_as: wait, effects: {agitation: +2}}\n"),
    (
        "moves: [blame], rates: {L3: -2}, goto: hub}",
        "moves: [blame], goto: [{weight: 1, to: hub}, {weight: 2, to: form}]}",
    ),
)
TEXTS = {
    "small": small_text(),
    "angry": small_text(agitation=9),
    "timeout and chance": clean_text(*OWN_TIMEOUT),
}
WHICH = [(name, variant) for name in TEXTS for variant in ("default", "other")]
each = pytest.mark.parametrize(("name", "variant"), WHICH)

Located = tuple[int, int]


@cache
def chosen(name: str, variant: str) -> Edition:
    """An edition of one of the texts."""
    return edition(scenario_of(TEXTS[name]), variant)


@cache
def evaluator(name: str, variant: str) -> Evaluator:
    """It, solved."""
    return Evaluator(solve(chosen(name, variant)))


def successors(engine: Engine, state: State) -> list[State]:
    """Every state one step away, whatever is chosen and however a chance falls."""
    if engine.node(state).form is not None:
        return [engine.fill(state, {}).after]
    moves = engine.open_moves(state)
    timeout = engine.timeout(state)
    if timeout is not None and timeout not in moves:
        moves = [*moves, timeout]
    return [
        engine.step(state, move, draw).after for move in moves for draw in range(len(engine.outcomes(move, state)) or 1)
    ]


def walked(exploration: Exploration, limit: int = 40_000) -> dict[Located, int]:
    """Fewest steps to every explored state, by a search over the engine, one state at a time."""
    engine = Engine(exploration.program)
    start, _ = engine.start()
    known = {start: 0}
    queue = deque([start])
    found: dict[Located, int] = {}
    while queue:
        state = queue.popleft()
        if engine.node(state).is_ending:
            continue
        place = located(exploration, state)
        found.setdefault(place, known[state])
        for after in successors(engine, state):
            if after not in known:
                known[after] = known[state] + 1
                queue.append(after)
        assert len(known) < limit
    return found


def located(exploration: Exploration, state: State) -> Located:
    """Where a state of the engine is among the explored ones."""
    place = Place(state.node, state.pending, state.entered)
    found = exploration.locate(place, exploration.packing.pack(state))
    assert found is not None, state
    return found


def real(exploration: Exploration) -> set[Located]:
    """The states that play can reach."""
    return {
        (number, int(index)) for number, block in enumerate(exploration.blocks) for index in np.flatnonzero(block.real)
    }


@each
def test_distances_are_those_of_a_search_over_the_engine(name: str, variant: str) -> None:
    """For every state, and what play cannot reach is far."""
    exploration = Exploration(chosen(name, variant)).run()
    expected = walked(exploration)
    assert expected.keys() == real(exploration)
    steps = distances(exploration)
    assert {place: int(steps[place[0]][place[1]]) for place in expected} == expected
    for number, block in enumerate(exploration.blocks):
        assert (steps[number][~block.real] == FAR).all()


@each
def test_the_path_leads_to_exactly_that_state(name: str, variant: str) -> None:
    """Played input by input, where no chance is on the way; and it is as long as the distance."""
    values = evaluator(name, variant)
    exploration = values.exploration
    steps = distances(exploration)
    states = sorted(real(exploration))
    for number, index in states[:: max(1, len(states) // 60)]:
        path = shortest_path(exploration, number, index)
        assert len(path) == steps[number][index]
        if "blame" in path and name == "timeout and chance":
            continue
        play = play_all(Play(chosen(name, variant)), path, values)
        assert located(exploration, play.state) == (number, index), path


def test_a_chance_falls_as_needed() -> None:
    """Where the path has a chance, some seed leads to the state."""
    values = evaluator("timeout and chance", "default")
    exploration = values.exploration
    form = exploration.program.number_of["form"]
    for number, index in sorted(real(exploration)):
        path = shortest_path(exploration, number, index)
        if exploration.blocks[number].place.node == form and path[-1:] == ["blame"]:
            ends = {
                located(
                    exploration, play_all(Play(chosen("timeout and chance", "default"), str(seed)), path, values).state
                )
                for seed in range(20)
            }
            assert (number, index) in ends and len(ends) == 2
            return
    pytest.fail("no such path")


def test_the_first_state_is_no_step_away() -> None:
    """Its path is empty."""
    exploration = Exploration(chosen("small", "default")).run()
    start, _ = Engine(exploration.program).start()
    assert shortest_path(exploration, *located(exploration, start)) == []


@pytest.mark.parametrize("seed", range(12))
def test_generated_scenarios(seed: int) -> None:
    """The same over random ones with rings of scenes, interrupts and forms, where they are small."""
    exploration = Exploration(numbered(seed)).run()
    if exploration.states > 1500:
        pytest.skip("large")
    expected = walked(exploration)
    steps = distances(exploration)
    assert expected.keys() == real(exploration)
    assert {place: int(steps[place[0]][place[1]]) for place in expected} == expected
