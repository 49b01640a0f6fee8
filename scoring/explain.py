"""Why a decision was worth what it was: changes of the meters, ratings, the better choice, the article."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scenarios.bilingual import Bilingual
from scenarios.conversation import Conversation
from scenarios.engine import Engine, FormStep, State, Step
from scenarios.model import Case, OptionCase
from scenarios.program import RESUME_NODE

if TYPE_CHECKING:
    # With the rating come the solver and numpy, and a visit asks here why the meters moved before anything is rated.
    from scoring.rate import Decision

AUTHOR = Bilingual("这件事本身", "what was said or done itself")
STORY = {
    ("agitation", True): Bilingual("说到这里自己激动起来", "the telling itself stirs it up"),
    ("agitation", False): Bilingual("说到这里自己平静下来", "the telling itself calms it"),
    ("trust", True): Bilingual("说到这里多了一分信任", "the telling itself brings some trust"),
    ("trust", False): Bilingual("说到这里又起了疑心", "the telling itself wakes doubt"),
    ("distress", True): Bilingual("说到这里自己难受起来", "the telling itself hurts"),
    ("distress", False): Bilingual("说到这里心里松了些", "the telling itself brings relief"),
}
"""Why a meter rises (true) or falls where what the petitioner comes to tell moves it: `enter:` of a scene."""


@dataclass(frozen=True, slots=True)
class MeterChange:
    """One change of a meter with its reason. Changes of a step add up to what happened, before the 0..10 clamp."""

    meter: str
    amount: int
    reason: Bilingual


@dataclass(frozen=True, slots=True)
class Explanation:
    """A decision in words, one language.

    Attributes:
        said: what was chosen, as it was shown.
        better: the best option's text; equal to `said` where that was the best.
        why: the author's reason for the option taken, or empty.
        why_better: the author's reason beside the better option, or empty.
        law: citations beside the option taken and the better one.
        practice: the basis is local practice, not law.
        ratings: (indicator code, points) that counted.
    """

    said: str
    better: str
    why: str
    why_better: str
    law: tuple[str, ...]
    practice: bool
    ratings: tuple[tuple[str, int], ...]


def changes(engine: Engine, step: Step) -> list[MeterChange]:
    """Every change of the meters in a step, in the order in which it happened, each with its reason."""
    found = [MeterChange(c.meter, c.amount, c.reason) for c in engine.changes(step.move, step.before)]
    effects = step.move.acts[step.act].case.effects
    found += [MeterChange(meter, amount, AUTHOR) for meter, amount in _amounts(effects) if amount]
    for number in _heating(engine, step):
        enter = engine.program.nodes[number].enter
        found += [MeterChange(meter, amount, STORY[meter, amount > 0]) for meter, amount in _amounts(enter) if amount]
    return found


def _heating(engine: Engine, step: Step) -> Iterator[int]:
    """Nodes whose `enter:` effects applied in a step, in order.

    Those of a target that was interrupted, or ended in a break-off, just after it was entered are not among the
    arrivals: it is reported only once play is really there.
    """
    nodes = engine.program.nodes
    resumes = step.target == RESUME_NODE
    target = step.before.pending if resumes else step.target
    entered = resumes and step.before.entered
    meters = step.middle
    for arrival in step.arrivals:
        state = arrival.state
        # A break-off before entering has the agitation already.
        heated = arrival.how == "break_off" and meters.agitation < 10
        if arrival.how == "interrupt":
            heated = state.entered
        if heated and not entered and nodes[target].enter:
            yield target
        if arrival.heated:
            yield state.node
        onward = nodes[state.node].otherwise
        target, entered, meters = state.node if onward is None else onward, False, state


def _amounts(effects: object) -> list[tuple[str, int]]:
    return [(meter, getattr(effects, meter)) for meter in ("agitation", "trust", "distress")]


def explain(decision: Decision, step: Step | FormStep, conversation: Conversation) -> Explanation:
    """Put a decision into words.

    Args:
        decision: as rated.
        step: the step it belongs to.
        conversation: gives the language and fills texts as they stood then.
    """
    engine = conversation.engine
    state = step.before
    if isinstance(step, FormStep):
        taken = _option(engine, state, decision.line, decision.choice)
        best = _option(engine, state, decision.line, decision.best)
        ratings = tuple(taken.rates.items())
        return Explanation(
            said=_option_text(conversation, decision, decision.choice, taken, state),
            better=_option_text(conversation, decision, decision.best, best, state),
            why=conversation.text(taken.why, state) if taken.why else "",
            why_better=conversation.text(best.why, state) if best.why else "",
            law=tuple(dict.fromkeys((*taken.law, *best.law))),
            practice=taken.practice or best.practice,
            ratings=ratings,
        )
    case = step.move.acts[step.act].case
    better = _best_case(engine, state, decision.best, case)
    rates = {} if step.vain else engine.emotion(step.move, step.act, state.meters)[1]
    return Explanation(
        said=conversation.text(case.text, state),
        better=conversation.text(better.text, state),
        why=conversation.text(case.why, state) if case.why else "",
        why_better=conversation.text(better.why, state) if better.why and better is not case else "",
        law=tuple(dict.fromkeys((*case.law, *better.law))),
        practice=case.practice or better.practice,
        ratings=tuple((code, points) for code, points in rates.items() if points),
    )


def _best_case(engine: Engine, state: State, best: str, taken: Case) -> Case:
    for move in engine.node(state).all_moves:
        if move.choice.id == best:
            return move.acts[engine.act_of(move, state)].case
    return taken


def _option(engine: Engine, state: State, line_id: str, option_id: str) -> OptionCase:
    form = engine.node(state).form
    assert form is not None
    line = next(line for line in form.lines if line.id == line_id)
    for option in (*line.options, *line.fillers):
        if option.id == option_id:
            return engine.option_case(option, state)
    return engine.option_case((line.fillers or line.options)[0], state)


def _option_text(conversation: Conversation, decision: Decision, option_id: str, case: OptionCase, state: State) -> str:
    engine = conversation.engine
    form = engine.node(state).form
    assert form is not None
    line = next(line for line in form.lines if line.id == decision.line)
    label = conversation.text(line.label, state)
    if line.kind != "tick":
        separator = "：" if conversation.language == "zh" else ": "
        return f"{label}{separator}{conversation.text(case.text, state)}"
    mark = {"tick": "☑", "leave": "☐"}.get(option_id, "☐")
    return f"{mark} {label}"
