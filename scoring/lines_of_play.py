"""Whole lines of play: the best one, and a run that follows any rule for choosing."""

from __future__ import annotations

from collections.abc import Callable

from scenarios.play import Input, Play
from scoring.evaluate import Evaluator

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
    picks = {}
    drawn = {line.line.id: line for line in play.form()}
    for line_id, valuation in evaluator.form(play.state).items():
        best = valuation.best
        if best == "*":
            authored = {option.id for option in drawn[line_id].line.options}
            best = next(option.id for option, _ in drawn[line_id].options if option.id not in authored)
        picks[line_id] = best
    return picks


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
