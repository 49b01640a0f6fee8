"""Fairness of the score, variant by variant: red lines, naive players, what is never assessed (RULES §8, §9)."""

from __future__ import annotations

from collections.abc import Iterator

from scenarios.diagnostic import Diagnostic, Mark
from scenarios.vocabulary import vocabulary
from scenarios.witness import seed_of
from scoring.audit.replay import replay
from scoring.audit.subject import Subject
from scoring.evaluate import Evaluator
from scoring.lines_of_play import best_line
from scoring.players import HABITS, REMEDIES, Players
from scoring.rate import Decision, rate
from scoring.rubric import DIMENSIONS
from scoring.solve import CheapRedLine

NAIVE_LIMIT = 55.0
SHORTEST_LIMIT = 85.0
WORST_LIMIT = 20.0


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Every finding about the fairness of each variant."""
    for variant, study in subject.studies.items():
        yield from _variant_findings(variant, study.evaluator, subject.top)


def _variant_findings(variant: str, evaluator: Evaluator, top: Mark) -> Iterator[Diagnostic]:
    solution = evaluator.solution
    if not solution.scale.scorable:
        yield Diagnostic("JF5001", top, {"variant": variant})
        return
    result = rate(best_line(evaluator), evaluator)
    for line in result.red_lines:
        yield _best_crosses(variant, result.decisions[line.decision], evaluator, top)
    for red in solution.cheap_red_lines:
        yield _cheap(variant, red, evaluator)
    for dimension, assessed in zip(DIMENSIONS, solution.scale.assessed, strict=True):
        if not assessed:
            title = vocabulary().dimensions[dimension].name
            yield Diagnostic("JF5003", top, {"variant": variant, "dimension": {"zh": title.zh, "en": title.en}})
    if solution.worst_score > WORST_LIMIT:
        yield Diagnostic("JF5004", top, {"variant": variant, "score": f"{solution.worst_score:.1f}"})
    players = Players(evaluator)
    for name, score in players.scores().items():
        if score >= NAIVE_LIMIT:
            about = {
                "variant": variant,
                "player": name,
                "habit": HABITS[name],
                "remedy": REMEDIES[name],
                "score": f"{score:.1f}",
            }
            yield Diagnostic("JF5010", top, about)
    shortest = players.reported()["shortest-then-best"]
    if shortest > SHORTEST_LIMIT:
        yield Diagnostic("JF5011", top, {"variant": variant, "score": f"{shortest:.1f}"})


def _cheap(variant: str, red: CheapRedLine, evaluator: Evaluator) -> Diagnostic:
    """A red line that costs almost nothing somewhere, with the way there."""
    exploration = evaluator.exploration
    seed = seed_of(
        exploration, red.path, lambda play: play.node.id == red.scene and red.choice in (*play.open_ids(), "timeout")
    )
    run = replay(exploration.program.edition.scenario, variant, red.path, seed)
    return Diagnostic(
        "JF5005", exploration.program.choice_moves[f"{red.scene}.{red.choice}"].choice.mark,
        {"variant": variant, "scene": red.scene, "choice": red.choice, "cost": f"{red.cost:.2f}",
         "path": ",".join(red.path) or "—", "run": run},
    )  # fmt: skip


def _best_crosses(variant: str, decision: Decision, evaluator: Evaluator, top: Mark) -> Diagnostic:
    """The best line crosses a red line: where, a line of a form with its option."""
    if decision.line:
        scene, choice = decision.scene, f"{decision.line}={decision.choice}"
        mark = evaluator.solution.edition.scenario.scenes[scene].mark
    else:
        scene, choice = decision.scene, decision.choice
        mark = evaluator.exploration.program.choice_moves[f"{scene}.{choice}"].choice.mark
    return Diagnostic("JF5002", mark or top, {"variant": variant, "scene": scene, "choice": choice})
