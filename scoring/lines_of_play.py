"""Whole lines of play: the best one, and a run that follows any rule for choosing."""

from __future__ import annotations

from collections.abc import Callable

from scenarios.engine import State
from scenarios.expand import Place
from scenarios.play import Input, Play
from scoring.evaluate import Evaluator, Valuation

Policy = Callable[[Play], Input]
"""What a player does at a moment: a choice id (or `timeout`), or the picks of a form."""

STEP_LIMIT = 10_000


def best_input(play: Play, evaluator: Evaluator) -> Input:
    """The best thing to do now."""
    if play.node.form is not None:
        return best_picks(play, evaluator)
    return evaluator.choices(play.state).best


def best_picks(play: Play, evaluator: Evaluator) -> dict[str, str]:
    """The best option of every line of the form one is at; a drawn one stands for all that are drawn."""
    return _picks(play, evaluator, lambda valuation: valuation.best)


def _picks(play: Play, evaluator: Evaluator, wanted: Callable[[Valuation], str]) -> dict[str, str]:
    picks = {}
    drawn = {line.line.id: line for line in play.form()}
    for line_id, valuation in evaluator.form(play.state).items():
        pick = wanted(valuation)
        if pick == "*":
            authored = {option.id for option in drawn[line_id].line.options}
            pick = next(option.id for option, _ in drawn[line_id].options if option.id not in authored)
        picks[line_id] = pick
    return picks


def worst_input(play: Play, evaluator: Evaluator) -> Input:
    """What loses most, now and in what can still follow; needs a solution that was solved, not read from the cache."""
    if play.node.form is not None:
        return _picks(play, evaluator, lambda valuation: max(valuation.options, key=lambda option: option.cost).id)
    moves = {move.choice.id: move for move in play.engine.open_moves(play.state)}
    timeout = play.engine.timeout(play.state)
    if timeout is not None:
        moves.setdefault(timeout.choice.id, timeout)
    lost: dict[str, float] = {}
    for valued in evaluator.choices(play.state).options:
        for outcome in valued.outcomes:
            after = play.engine.step(play.state, moves[valued.id], outcome.number).after
            ahead = sum(outcome.loss) + _worst(after, play, evaluator)
            lost[valued.id] = lost.get(valued.id, 0.0) + outcome.probability * ahead
    worst = max(lost, key=lambda choice: lost[choice])
    return "timeout" if moves[worst].is_timeout else worst


def _worst(state: State, play: Play, evaluator: Evaluator) -> float:
    """The worst player's expected loss from a state on."""
    if play.engine.node(state).is_ending:
        return 0.0
    exploration = evaluator.exploration
    found = exploration.locate(Place(state.node, state.pending, state.entered), exploration.packing.pack(state))
    assert found is not None, "a step leads to a state that was explored"
    number, index = found
    return float(evaluator.solution.values.worst[number][index])


def follow(play: Play, policy: Policy, limit: int = STEP_LIMIT) -> Play:
    """Play on by a policy until the visit ends.

    Raises:
        RuntimeError: after `limit` steps, which a finite scenario never needs.
    """
    for _ in range(limit):
        if play.ended:
            return play
        play.enter(policy(play))
    raise RuntimeError(f"no end after {limit} steps")


def best_line(evaluator: Evaluator, seed: str = "0") -> Play:
    """The best visit there is (chances fall as the seed has it)."""
    play = Play(evaluator.solution.edition, seed)
    return follow(play, lambda now: best_input(now, evaluator))


def worst_line(evaluator: Evaluator, seed: str = "0") -> Play:
    """The worst visit there is (chances fall as the seed has it)."""
    play = Play(evaluator.solution.edition, seed)
    return follow(play, lambda now: worst_input(now, evaluator))
