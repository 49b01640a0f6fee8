"""A run as plain JSON values: the contract of `jiefang run --json` (docs/json.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scenarios.conversation import Conversation, Language
from scenarios.engine import FormStep, Step
from scenarios.play import Play

if TYPE_CHECKING:
    from scoring.rate import Decision, Result


def run_data(play: Play, result: Result, session: str | None, language: Language) -> dict[str, Any]:
    """Everything `run --json` prints."""
    edition = play.engine.program.edition
    conversation = Conversation(play, language)
    return {
        "scenario": edition.scenario.id,
        "hash": edition.hash,
        "variant": edition.variant.name,
        "seed": play.seed,
        "session": session,
        "ending": result.ending,
        "complete": result.complete,
        "scorable": result.scorable,
        "score": rounded(result.score, 4),
        "raw_score": rounded(result.raw_score),
        "cap": result.cap,
        "band": result.band.id,
        "luck": rounded(result.luck),
        "dimensions": {
            name: {
                "score": None if d.score is None else rounded(d.score, 4),
                "raw": rounded(d.raw),
                "weight": rounded(d.weight),
                "assessed": d.assessed,
            }
            for name, d in result.dimensions.items()
        },
        "red_lines": [
            {"code": line.code, "level": line.level, "dimension": line.dimension, "decision": line.decision}
            for line in result.red_lines
        ],
        "decisions": [decision_data(d, play.steps[d.step], conversation) for d in result.decisions],
    }


def decision_data(decision: Decision, step: Step | FormStep, conversation: Conversation) -> dict[str, Any]:
    """One decision of `run --json`."""
    from scoring.explain import explain

    words = explain(decision, step, conversation)
    return {
        "scene": decision.scene,
        "line": decision.line or None,
        "choice": decision.choice,
        "options": [
            {"id": o.id, "cost": rounded(o.cost) if o.open else None, "open": o.open}
            for o in decision.valuation.options
        ],
        "best": decision.best,
        "cost": rounded(decision.cost),
        "costs": [rounded(cost) for cost in decision.costs],
        "mark": decision.mark.id,
        "only_good": decision.only_good,
        "red_line": decision.red_line,
        "timed_out": decision.timed_out,
        "before": meters(decision.before),
        "after": meters(decision.after),
        "reasons": reasons(step, conversation),
        "said": words.said,
        "better": words.better,
        "why": words.why or words.why_better,
        "law": list(words.law),
    }


def rounded(value: float, digits: int = 6) -> float:
    """A number as it is printed: a plain float, and no -0.0."""
    return round(float(value), digits) + 0.0


def meters(values: tuple[int, int, int]) -> dict[str, int]:
    """Meters by name."""
    return dict(zip(("agitation", "trust", "distress"), values, strict=True))


def reasons(step: Step | FormStep, conversation: Conversation) -> list[str]:
    """Why the meters moved: "激动 +2：陈述被打断"."""
    from scenarios.vocabulary import vocabulary
    from scoring.explain import changes

    if isinstance(step, FormStep):
        return []
    names = vocabulary().meters
    language = conversation.language
    separator = "：" if language == "zh" else ": "
    return [
        f"{names[c.meter].name.text(language)} {c.amount:+d}{separator}{c.reason.text(language)}"
        for c in changes(conversation.engine, step)
    ]
