"""What holds on every run of every scenario, checked on generated ones played by random, best and worst players."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scenarios.edition import Edition
from scenarios.engine import Engine, State
from scenarios.explore import TooManyStatesError
from scenarios.play import Input, Play
from scoring.evaluate import Evaluator
from scoring.lines_of_play import best_line, follow
from scoring.rate import Result, rate
from scoring.solve import solve
from tests.scoring.generate import editions, numbered
from tests.scoring.test_oracle import LENIENT

NEAR = 1e-6
STATES = 20_000
SEEDS = range(5_000, 5_025)


@cache
def solved(seed: int) -> Evaluator | None:
    """A generated edition, solved; None for one that is too large or has nothing to score."""
    return evaluator_of(numbered(seed))


def evaluator_of(edition: Edition) -> Evaluator | None:
    """The solved edition; None for one that is too large or has nothing to score."""
    try:
        solution = solve(edition, limit=STATES, rules=LENIENT)
    except TooManyStatesError:
        return None
    return Evaluator(solution) if solution.scale.scorable else None


def scorable() -> Iterator[Evaluator]:
    """Generated editions that can be scored."""
    yield from (evaluator for evaluator in map(solved, SEEDS) if evaluator is not None)


def at_random(play: Play, random: Random) -> Input:
    """Any input that can be made now, running out of time included."""
    if play.node.form is not None:
        return {line.line.id: random.choice(line.options)[0].id for line in play.form()}
    names = [offer.move.choice.id for offer in play.offers() if offer.open]
    return random.choice([*names, "timeout"] if play.engine.timeout(play.state) is not None else names)


def dearest(play: Play, evaluator: Evaluator) -> Input:
    """The input that costs most now."""
    if play.node.form is not None:
        picks: dict[str, str] = {}
        for line in play.form():
            valuation = evaluator.form(play.state)[line.line.id]
            known = {option.id for option in valuation.options}
            costs = {
                option.id: valuation.of(option.id if option.id in known else "*").cost for option, _ in line.options
            }
            picks[line.line.id] = max(costs, key=lambda each: costs[each])
        return picks
    worst = max((option for option in evaluator.choices(play.state).options if option.open), key=lambda o: o.cost)
    return "timeout" if worst.is_timeout else worst.id


def check_identity(result: Result) -> None:
    """raw score = 100 - Σ costs = Σ weight x raw dimension, and no decision earns anything."""
    assert result.raw_score == pytest.approx(100 - sum(decision.cost for decision in result.decisions), abs=NEAR)
    assert result.raw_score == pytest.approx(sum(d.weight * d.raw for d in result.dimensions.values()), abs=NEAR)
    assert all(decision.cost >= -1e-9 for decision in result.decisions)
    assert all(option.cost >= -1e-9 for d in result.decisions for option in d.valuation.options if option.open)


@settings(max_examples=30, suppress_health_check=list(HealthCheck))
@given(edition=editions(), seed=st.integers(0, 1_000))
def test_identity_on_random_runs(edition: Edition, seed: int) -> None:
    """On a random run the raw score is 100 - Σ costs and Σ weight x raw dimension, and no cost is negative."""
    evaluator = evaluator_of(edition)
    if evaluator is None:
        return
    random = Random(seed)
    play = follow(Play(edition, str(seed)), lambda now: at_random(now, random))
    check_identity(rate(play, evaluator))


def test_identity_on_unfinished_runs() -> None:
    """The identity holds at every moment of a run, not only at its end."""
    for evaluator in scorable():
        random, play = Random(1), Play(evaluator.solution.edition)
        while not play.ended:
            check_identity(rate(play, evaluator))
            play.enter(at_random(play, random))


def test_the_best_line_scores_100() -> None:
    """The best line costs nothing at all, whichever way chances fall: luck is expected, never charged."""
    for evaluator in scorable():
        for seed in ("0", "1"):
            result = rate(best_line(evaluator, seed), evaluator)
            check_identity(result)
            assert result.raw_score == pytest.approx(100, abs=NEAR)


def test_the_worst_player_is_bounded_by_the_worst_score() -> None:
    """Taking the dearest choice every time obeys the identity and, chances apart, stays above the worst score."""
    for evaluator in scorable():
        play = Play(evaluator.solution.edition)
        while not play.ended:
            play.enter(dearest(play, evaluator))
        result = rate(play, evaluator)
        check_identity(result)
        if not chancy(play):
            assert result.raw_score >= evaluator.solution.worst_score - NEAR


def chancy(play: Play) -> bool:
    """Whether the edition has any chance in it."""
    return any(act.way.weights for move in play.engine.program.moves for act in move.acts)


def test_random_is_25() -> None:
    """The costs that the random player meets are 75 in expectation, counted choice by choice over the whole game."""
    for evaluator in scorable():
        if evaluator.solution.states < 400:
            assert 100 - expected_cost(evaluator) == pytest.approx(25, abs=NEAR)
            assert evaluator.solution.random_score == pytest.approx(25, abs=NEAR)


def expected_cost(evaluator: Evaluator) -> float:
    """What the uniformly random player is charged, by the costs that players see."""
    engine = Engine(evaluator.exploration.program)
    known: dict[State, float] = {}

    def ahead(state: State) -> float:
        if engine.node(state).is_ending:
            return 0.0
        if state not in known:
            known[state] = of_form(state) if engine.node(state).form is not None else of_scene(state)
        return known[state]

    def of_scene(state: State) -> float:
        valuation = evaluator.choices(state)
        moves = engine.open_moves(state)
        whole = 0.0
        for move in moves:
            weights = engine.outcomes(move, state) or (1,)
            whole += valuation.of(move.choice.id).cost
            whole += sum(w * ahead(engine.step(state, move, n).after) for n, w in enumerate(weights)) / sum(weights)
        return whole / len(moves)

    def of_form(state: State) -> float:
        whole = ahead(engine.fill(state, {}).after)
        for line in engine.form_lines(state):
            missing = min(max(0, line.line.among - len(line.options)), len(line.line.fillers))
            options = evaluator.form(state)[line.line.id].options
            times = [missing if option.filler else 1 for option in options]
            whole += sum(o.cost * n for o, n in zip(options, times, strict=True)) / sum(times)
        return whole

    return ahead(engine.start()[0])
