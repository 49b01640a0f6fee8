"""What each move does and is worth in numbers, here and now: looked up one step ahead, and in the solution."""

from __future__ import annotations

from dataclasses import dataclass

from scenarios.conversation import Conversation
from scenarios.engine import Engine, State
from scenarios.expression import unparse
from scenarios.play import Play
from scenarios.program import RESUME_NODE, Move, Way
from scenarios.words import TIMEOUT
from scoring.rubric import DIMENSIONS
from simulator.preview.workbench import Workbench


@dataclass(frozen=True, slots=True)
class Prospect:
    """One thing that could be done now.

    Attributes:
        id: the input: a choice id, or `timeout`.
        text: what is said, unfilled placeholders filled in; empty for time that runs out.
        open: whether it can be taken.
        needs: the condition that opens it, as the author wrote it; empty where there is none.
        moved: what taking it does to agitation, trust and distress, scenes entered by it included.
        rates: (indicator code, points) that it is rated with.
        leads: (scene or ending, chance in per cent) it leads to.
        red_line: code of the red line it crosses, or empty.
        cost: what it gives away against the best that is possible here, in score points; None where that is unknown.
        costs: the same by dimension.
        left: the best score that can still be come to after it; None likewise.
        best: whether it is the best there is.
        walked: whether it was taken before, in this or another visit of this preview.
    """

    id: str
    text: str
    open: bool
    needs: str
    moved: tuple[int, int, int]
    rates: tuple[tuple[str, int], ...]
    leads: tuple[tuple[str, int], ...]
    red_line: str = ""
    cost: float | None = None
    costs: tuple[tuple[str, float], ...] = ()
    left: float | None = None
    best: bool = False
    walked: bool = False


def prospects(bench: Workbench, conversation: Conversation, left: float | None) -> list[Prospect]:
    """Every choice that is offered here, in file order, and time that runs out; nothing at a form or an ending.

    Args:
        bench: the visit.
        conversation: its words.
        left: the best score still possible now (`bench.left()`), or None.
    """
    play = bench.play
    if play is None or play.ended or play.node.form is not None:
        return []
    engine, state = play.engine, play.state
    valuation = bench.worth()
    found = []
    for offer in engine.offers(state):
        given = offer.move.choice.id
        text = conversation.text(offer.move.acts[offer.act].case.text, state)
        found.append(_prospect(engine, state, offer.move, given, text, offer.open))
    timeout = engine.timeout(state)
    if timeout is not None:
        found.append(_prospect(engine, state, timeout, TIMEOUT, "", True))
    result = []
    for prospect in found:
        walked = (play.node.id, prospect.id) in bench.walked
        worth = None
        if valuation is not None and prospect.open:
            worth = next((o for o in valuation.options if o.id == _valued(prospect, timeout) and o.open), None)
        if worth is None:
            result.append(_with(prospect, walked=walked))
            continue
        costs = tuple((d, c) for d, c in zip(DIMENSIONS, worth.costs, strict=True) if abs(c) >= 0.05)
        result.append(
            _with(
                prospect, walked=walked, cost=worth.cost, costs=costs, best=worth.cost < 1e-6,
                left=None if left is None else left - worth.cost,
            )
        )  # fmt: skip
    return result


def _valued(prospect: Prospect, timeout: Move | None) -> str:
    """The id under which the solution has it: time that runs out may be a choice of the scene."""
    return timeout.choice.id if prospect.id == TIMEOUT and timeout is not None else prospect.id


def _with(prospect: Prospect, **changes: object) -> Prospect:
    from dataclasses import replace

    return replace(prospect, **changes)  # type: ignore[arg-type]


def _prospect(engine: Engine, state: State, move: Move, given: str, text: str, open: bool) -> Prospect:
    act = engine.act_of(move, state)
    step = engine.step(state, move)
    # Where a chance is drawn only what is the same in all its branches is told.
    after = step.middle if move.acts[act].way.weights else step.after
    moved = (after.agitation - state.agitation, after.trust - state.trust, after.distress - state.distress)
    _, rates = engine.emotion(move, act, state.meters)
    needs = move.choice.needs
    return Prospect(
        id=given,
        text=text,
        open=open,
        needs="" if needs is None else unparse(needs),
        moved=moved,
        rates=tuple(sorted(rates.items())) if not step.vain else (),
        leads=_leads(engine, move.acts[act].way, step.middle, step.after, state),
        red_line=move.acts[act].case.red_line or "",
    )


def _leads(engine: Engine, way: Way, middle: State, after: State, before: State) -> tuple[tuple[str, int], ...]:
    nodes = engine.program.nodes
    if way.weights:
        total = sum(way.weights)
        shares = zip(way.branches, way.weights, strict=True)
        return tuple((_name(engine, to, before), round(100 * weight / total)) for (_, to), weight in shares)
    return ((nodes[after.node].id, 100),)


def _name(engine: Engine, node: int, before: State) -> str:
    return engine.program.nodes[before.pending if node == RESUME_NODE else node].id


def absent(play: Play) -> list[tuple[str, str]]:
    """(id, condition that does not hold) of the scene's choices that are not there now; empty where it was used up."""
    offered = {offer.move.number for offer in play.engine.offers(play.state)}
    found = []
    for move in play.node.moves:
        if move.number not in offered:
            used = move.used_up(play.state.bits)
            when = move.choice.when
            found.append((move.choice.id, "" if used or when is None else unparse(when)))
    return found


@dataclass(frozen=True, slots=True)
class FormWorth:
    """What the options of a form's line cost.

    Attributes:
        line, label: id of the line, and what the field is called.
        options: (option id, cost in score points or None, whether it is the best), in the author's order.
    """

    line: str
    label: str
    options: tuple[tuple[str, float | None, bool], ...]


def form_worths(bench: Workbench, play: Play, conversation: Conversation) -> list[FormWorth]:
    """The lines of the form one is at, with what every option costs where that is known."""
    from scoring.evaluate import UnknownStateError

    known = {}
    if bench.evaluator is not None:
        try:
            known = bench.evaluator.form(play.state)
        except UnknownStateError:
            known = {}
    found = []
    for line in play.engine.form_lines(play.state):
        valuation = known.get(line.line.id)
        costs = {option.id: option.cost for option in valuation.options} if valuation is not None else {}
        best = valuation.best if valuation is not None else ""
        options = tuple((option.id, costs.get(option.id), option.id == best) for option, _ in line.options)
        found.append(FormWorth(line.line.id, conversation.label(line, play.state), options))
    return found
