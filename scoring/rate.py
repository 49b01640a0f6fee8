"""A run and its score: costs per decision, dimension scores, caps, band, marks (RULES §8).

raw score = 100 - Σ costs = Σ weight x raw dimension, exactly; caps and clipping come last and are shown beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from scenarios.engine import FormStep, State, Step
from scenarios.play import Play
from scoring.evaluate import Evaluator, Outcome, Valuation, Valued, Vector
from scoring.points import red_line_rule
from scoring.rubric import DIMENSIONS, Band, MarkRule, Rubric
from scoring.shortfalls import indicator_costs

Meters = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Decision:
    """One rated decision: a choice, or a line of a form.

    Attributes:
        step: index of the step in the run; lines of a form share it.
        scene, choice: ids; a form line's `choice` is the option's id and `line` the line's.
        valuation: every option of the moment.
        best: id of the best option.
        cost, costs: in score points, total and per dimension.
        mark: by cost; a crossed red line has its own.
        only_good: every other open option costs at least `rubric.only_good`.
        luck: of a chance, realised minus expected loss, in score points; never charged.
        left: the score that can still be reached after this decision.
    """

    step: int
    scene: str
    choice: str
    line: str
    valuation: Valuation
    best: str
    cost: float
    costs: Vector
    mark: MarkRule
    red_line: str | None
    only_good: bool
    timed_out: bool
    before: Meters
    after: Meters
    luck: float
    left: float


@dataclass(frozen=True, slots=True)
class DimensionScore:
    """A dimension of a result. `score` is shown (clipped, capped), None where there is not enough evidence.

    `weight` is 0 where the scenario does not assess it.
    """

    raw: float
    score: float | None
    weight: float
    assessed: bool
    cap: float | None = None


@dataclass(frozen=True, slots=True)
class RedLine:
    """A red line that was crossed, and the decision that did it (index into `decisions`)."""

    code: str
    level: str
    dimension: str
    decision: int


@dataclass(frozen=True, slots=True)
class Result:
    """What a visit scored.

    Attributes:
        scorable: False where the scenario assesses nothing; then the scores mean nothing.
        raw_score: 100 - Σ costs, unclipped.
        score: shown: clipped to 0..100, capped by red lines.
        cap: what capped it, or None.
        rubric: hash of the rubric that it was rated by.
        indicators: score points that each indicator cost, of :func:`scoring.shortfalls.indicator_costs`.
    """

    scorable: bool
    raw_score: float
    score: float
    cap: float | None
    band: Band
    dimensions: dict[str, DimensionScore]
    decisions: tuple[Decision, ...]
    red_lines: tuple[RedLine, ...]
    ending: str
    luck: float
    complete: bool = True
    curve: tuple[float, ...] = field(default=())
    rubric: str = ""
    indicators: dict[str, float] = field(default_factory=dict)


def rate(play: Play, evaluator: Evaluator) -> Result:
    """Rate everything done in a play, finished or not.

    Raises:
        UnknownStateError: the play is of another edition than the evaluator's solution.
    """
    decisions: list[Decision] = []
    for number, step in enumerate(play.steps):
        if isinstance(step, Step):
            decisions.append(_rate_step(number, step, play.timed_out[number], evaluator, _left(decisions)))
        else:
            _rate_form(number, step, evaluator, decisions)
    return _result(play, evaluator, decisions)


def rate_step(step: Step, evaluator: Evaluator, *, number: int = 0, timed_out: bool = False) -> Decision:
    """Rate one choice by itself, for the coach note."""
    return _rate_step(number, step, timed_out, evaluator, 100.0)


def _left(decisions: Sequence[Decision]) -> float:
    return decisions[-1].left if decisions else 100.0


def _meters(state: State) -> Meters:
    return (state.agitation, state.trust, state.distress)


def _rate_step(number: int, step: Step, timed_out: bool, evaluator: Evaluator, left: float) -> Decision:
    valuation = evaluator.choices(step.before)
    taken = valuation.of(step.move.choice.id)
    scene = evaluator.exploration.program.nodes[step.before.node].id
    return Decision(
        step=number,
        scene=scene,
        choice=taken.id,
        line="",
        valuation=valuation,
        best=valuation.best,
        cost=taken.cost,
        costs=taken.costs,
        mark=_mark(taken, evaluator),
        red_line=taken.red_line,
        only_good=_only_good(valuation, evaluator.solution.rubric),
        timed_out=timed_out,
        before=_meters(step.before),
        after=_meters(step.after),
        luck=_luck(step, taken, evaluator),
        left=left - taken.cost,
    )


def _rate_form(number: int, step: FormStep, evaluator: Evaluator, decisions: list[Decision]) -> None:
    lines = evaluator.form(step.before)
    scene = evaluator.exploration.program.nodes[step.before.node].id
    for line_id, pick in step.picks.items():
        valuation = lines[line_id]
        known = {option.id for option in valuation.options}
        taken = valuation.of(pick if pick in known else "*")
        decisions.append(
            Decision(
                step=number,
                scene=scene,
                choice=pick,
                line=line_id,
                valuation=valuation,
                best=valuation.best,
                cost=taken.cost,
                costs=taken.costs,
                mark=_mark(taken, evaluator),
                red_line=taken.red_line,
                only_good=_only_good(valuation, evaluator.solution.rubric),
                timed_out=False,
                before=_meters(step.before),
                after=_meters(step.after),
                luck=0.0,
                left=_left(decisions) - taken.cost,
            )
        )


def _mark(taken: Valued, evaluator: Evaluator) -> MarkRule:
    rules = evaluator.solution.rubric
    return rules.red_line_mark if taken.red_line is not None else rules.mark(taken.cost)


def _only_good(valuation: Valuation, rules: Rubric) -> bool:
    others = [o for o in valuation.options if o.open and not o.is_timeout and o.id != valuation.best]
    return bool(others) and all(option.cost >= rules.only_good for option in others)


def _luck(step: Step, taken: Valued, evaluator: Evaluator) -> float:
    """Realised minus expected loss of a chance."""
    if len(taken.outcomes) < 2:
        return 0.0

    def total(outcome: Outcome) -> float:
        return sum(outcome.loss) + sum(outcome.value)

    expected = sum(outcome.probability * total(outcome) for outcome in taken.outcomes)
    branches = step.move.acts[step.act].way.branches
    drawn = next((o for o in taken.outcomes if branches[o.number][1] == step.target), taken.outcomes[0])
    return total(drawn) - expected


def _result(play: Play, evaluator: Evaluator, decisions: list[Decision]) -> Result:
    scale = evaluator.solution.scale
    rules = evaluator.solution.rubric
    costs = [sum(decision.costs[d] for decision in decisions) for d in range(4)]
    raw_score = 100 - sum(decision.cost for decision in decisions)
    red_lines = _red_lines(decisions)
    score_cap, dimension_caps = _caps(red_lines, rules)
    evidence = _evidence(decisions, evaluator)
    dimensions: dict[str, DimensionScore] = {}
    for d, name in enumerate(DIMENSIONS):
        weight = scale.weights[d]
        if not weight:
            dimensions[name] = DimensionScore(100.0, None, 0.0, False)
            continue
        raw = 100 - costs[d] / weight
        cap = dimension_caps.get(name)
        shown: float | None = _clip(raw, cap)
        if play.ended and not evidence[d]:
            shown = None
        dimensions[name] = DimensionScore(raw, shown, weight, True, cap if cap is not None and raw > cap else None)
    score = _clip(raw_score, score_cap)
    return Result(
        scorable=scale.scorable,
        raw_score=raw_score,
        score=score,
        cap=score_cap if score_cap is not None and raw_score > score_cap else None,
        band=_band(score, dimensions, red_lines, rules),
        dimensions=dimensions,
        decisions=tuple(decisions),
        red_lines=red_lines,
        ending=play.node.id if play.ended else "",
        luck=sum(decision.luck for decision in decisions),
        complete=play.ended,
        curve=(100.0, *(decision.left for decision in decisions)),
        rubric=rules.hash,
        indicators=indicator_costs(decisions, play),
    )


def _clip(value: float, cap: float | None) -> float:
    clipped = max(0.0, min(100.0, value))
    return clipped if cap is None else min(clipped, cap)


def _red_lines(decisions: Sequence[Decision]) -> tuple[RedLine, ...]:
    found = []
    for index, decision in enumerate(decisions):
        if decision.red_line is not None:
            level, dimension = red_line_rule(decision.red_line)
            found.append(RedLine(decision.red_line, level, DIMENSIONS[dimension], index))
    return tuple(found)


def _caps(red_lines: Sequence[RedLine], rules: Rubric) -> tuple[float | None, dict[str, float]]:
    """Caps of the score and of dimensions. Two K2 count as one K1 (training reference 2.5)."""
    if not red_lines:
        return None, {}
    severe = any(line.level == "K1" for line in red_lines)
    severe = severe or sum(line.level == "K2" for line in red_lines) >= rules.k2_as_k1
    score_cap = rules.red_lines["K1" if severe else "K2"].score_cap
    caps: dict[str, float] = {}
    for line in red_lines:
        cap = rules.red_lines[line.level].dimension_cap
        caps[line.dimension] = min(cap, caps.get(line.dimension, 100.0))
    for dimension, cap in list(caps.items()):
        own = [line for line in red_lines if line.dimension == dimension]
        if sum(line.level == "K2" for line in own) >= rules.k2_as_k1:
            caps[dimension] = min(cap, rules.red_lines["K1"].dimension_cap)
    return score_cap, caps


def _evidence(decisions: Sequence[Decision], evaluator: Evaluator) -> tuple[bool, ...]:
    """Whether each dimension's stakes met reach half of the best line's."""
    stakes = [decision.valuation.stakes for decision in decisions]
    met = [sum(each[d] for each in stakes) for d in range(4)]
    best = evaluator.best_stakes()
    share = evaluator.solution.rubric.evidence
    return tuple(met[d] >= share * best[d] - 1e-9 for d in range(4))


def _band(score: float, dimensions: dict[str, DimensionScore], red_lines: Sequence[RedLine], rules: Rubric) -> Band:
    levels = {line.level for line in red_lines}
    if sum(line.level == "K2" for line in red_lines) >= rules.k2_as_k1:
        levels.add("K1")
    shown = [d.score for d in dimensions.values() if d.score is not None]
    for band in rules.bands:
        if score >= band.score and not levels & band.forbids and all(s >= band.dimension for s in shown):
            return band
    return rules.bands[-1]
