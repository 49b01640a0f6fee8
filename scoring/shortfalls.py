"""In which indicators a decision fell short of the best option, and how many points each indicator cost in a visit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from scenarios.engine import FormStep, Step
from scenarios.play import Play

if TYPE_CHECKING:
    from scoring.rate import Decision

CENT = 1e-6
"""A decision that cost less cost nothing."""


def shortfalls(decision: Decision, play: Play) -> Mapping[str, float]:
    """Points per indicator by which what was done fell short of the best option (or, failing that, of any other)."""
    step = play.steps[decision.step]
    taken = rates(play, step, decision.line, decision.choice)
    short = _short(taken, rates(play, step, decision.line, decision.best))
    if short:
        return short
    found: dict[str, float] = {}
    for option in decision.valuation.options:
        if option.id != decision.choice and not option.is_timeout:
            for code, points in _short(taken, rates(play, step, decision.line, option.id)).items():
                found[code] = max(points, found.get(code, 0))
    return found


def _short(taken: Mapping[str, int], best: Mapping[str, int]) -> dict[str, float]:
    codes = {*taken, *best}
    return {
        code: best.get(code, 0) - taken.get(code, 0) for code in sorted(codes) if best.get(code, 0) > taken.get(code, 0)
    }


def rates(play: Play, step: Step | FormStep, line_id: str, option_id: str) -> Mapping[str, int]:
    """Ratings of an option of a moment; none where it is not there (`*`: any option drawn from the directory)."""
    engine, state = play.engine, step.before
    if isinstance(step, FormStep):
        form = engine.node(state).form
        assert form is not None
        line = next(line for line in form.lines if line.id == line_id)
        options = {option.id: option for option in (*line.fillers, *line.options)}
        return engine.option_case(options[option_id], state).rates if option_id in options else {}
    for move in engine.node(state).all_moves:
        if move.choice.id == option_id:
            return engine.emotion(move, engine.act_of(move, state), state.meters)[1]
    return {}


def indicator_costs(decisions: Sequence[Decision], play: Play) -> dict[str, float]:
    """Points that each indicator cost in a visit: every decision's cost shared out over what it fell short in.

    What cannot be laid at any indicator is left out, so that the sum is at most that of the costs.
    """
    totals: dict[str, float] = {}
    for decision in decisions:
        if decision.cost <= CENT and not decision.red_line:
            continue
        short = shortfalls(decision, play)
        for code, points in short.items():
            totals[code] = totals.get(code, 0.0) + decision.cost * points / sum(short.values())
    return totals
