"""Checks that need the solver: is every variant finite, fair, and what its author promised (RULES §8, §9).

Each finding carries the variant it was found in. Exact, not sampled: what is said holds over all reachable states.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from scenarios.diagnostic import Diagnostic, Mark, ScenarioError
from scenarios.edition import edition
from scenarios.explore import Exploration
from scenarios.model import Scenario
from scenarios.vocabulary import vocabulary
from scenarios.witness import shortest_path
from scoring.evaluate import Evaluator
from scoring.golden import run_tests
from scoring.lines_of_play import best_line
from scoring.players import Players
from scoring.rate import Decision, rate
from scoring.rubric import DIMENSIONS
from scoring.study import Study

STATE_WARNING = 200_000
NAIVE_LIMIT = 55.0
SHORTEST_LIMIT = 85.0
WORST_LIMIT = 20.0


def audit(scenario: Scenario, variant: str, evaluator: Evaluator) -> list[Diagnostic]:
    """Every finding about one variant, from its solution.

    Args:
        scenario: as loaded (places for messages).
        variant: its name.
        evaluator: over the variant's solution.
    """
    top = _top(scenario)
    found = list(_variant_findings(variant, evaluator, top))
    found += run_tests(scenario, variant, evaluator, top)
    return found


def unsolvable(scenario: Scenario, variant: str, error: ScenarioError) -> list[Diagnostic]:
    """The findings of a variant that could not be solved, with the variant named."""
    top = _top(scenario)
    return [
        Diagnostic(d.code, d.mark or top, {**d.arguments, "variant": variant}, d.nearest) for d in error.diagnostics
    ]


def _top(scenario: Scenario) -> Mark:
    """The beginning of the scenario's file, for what has no place of its own."""
    place = next(iter(scenario.scenes.values())).mark
    return Mark(place.file if place is not None else scenario.path)


def audit_variant(scenario: Scenario, variant: str, folder: Path | None = None) -> list[Diagnostic]:
    """Every finding about one variant that needs all its states: those that keep it from being solved, else the rest.

    Args:
        scenario: as loaded, without errors.
        variant: its name.
        folder: where solutions are kept; None: nothing is read or written.
    """
    study = Study(edition(scenario, variant), folder)
    try:
        return stuck_states(study.exploration) or audit(scenario, variant, study.evaluator)
    except ScenarioError as error:
        return unsolvable(scenario, variant, error)


def stuck_states(exploration: Exploration) -> list[Diagnostic]:
    """Scenes that have no open choice in some reachable state (RULES §3, `otherwise`), each with the way to one."""
    variant = exploration.program.edition.variant.name
    found: dict[int, Diagnostic] = {}
    for block_number, block in enumerate(exploration.blocks):
        node = exploration.program.nodes[block.place.node]
        if node.form is not None or node.number in found:
            continue
        open_here = np.zeros(len(block.states), dtype=np.bool_)
        for entry in block.moves:
            if not entry.move.is_timeout:
                open_here |= entry.open
        blocked = np.flatnonzero(block.real & ~open_here)
        if len(blocked):
            path = shortest_path(exploration, block_number, int(blocked[0]))
            found[node.number] = Diagnostic(
                "JF3020",
                node.scene.mark if node.scene is not None else None,
                {"scene": node.id, "variant": variant, "path": ",".join(path) or "—"},
            )
    return list(found.values())


def _variant_findings(variant: str, evaluator: Evaluator, top: Mark) -> Iterator[Diagnostic]:
    solution = evaluator.solution
    if solution.states > STATE_WARNING:
        yield Diagnostic("JF9002", top, {"variant": variant, "states": f"{solution.states:,}"})
    if not solution.scale.scorable:
        yield Diagnostic("JF5001", top, {"variant": variant})
        return
    result = rate(best_line(evaluator), evaluator)
    for line in result.red_lines:
        yield _best_crosses(variant, result.decisions[line.decision], evaluator, top)
    for red in solution.cheap_red_lines:
        move = evaluator.exploration.program.choice_moves[f"{red.scene}.{red.choice}"]
        yield Diagnostic(
            "JF5005", move.choice.mark,
            {"variant": variant, "scene": red.scene, "choice": red.choice, "cost": f"{red.cost:.2f}",
             "path": ",".join(red.path) or "—"},
        )  # fmt: skip
    for dimension, assessed in zip(DIMENSIONS, solution.scale.assessed, strict=True):
        if not assessed:
            title = vocabulary().dimensions[dimension].name
            yield Diagnostic("JF5003", top, {"variant": variant, "dimension": {"zh": title.zh, "en": title.en}})
    if solution.worst_score > WORST_LIMIT:
        yield Diagnostic("JF5004", top, {"variant": variant, "score": f"{solution.worst_score:.1f}"})
    players = Players(evaluator)
    for name, score in players.scores().items():
        if score >= NAIVE_LIMIT:
            yield Diagnostic("JF5010", top, {"variant": variant, "player": name, "score": f"{score:.1f}"})
    shortest = players.reported()["shortest-then-best"]
    if shortest > SHORTEST_LIMIT:
        yield Diagnostic("JF5011", top, {"variant": variant, "score": f"{shortest:.1f}"})


def _best_crosses(variant: str, decision: Decision, evaluator: Evaluator, top: Mark) -> Diagnostic:
    """The best line crosses a red line: where, a line of a form with its option."""
    if decision.line:
        scene, choice = decision.scene, f"{decision.line}={decision.choice}"
        mark = evaluator.solution.edition.scenario.scenes[scene].mark
    else:
        scene, choice = decision.scene, decision.choice
        mark = evaluator.exploration.program.choice_moves[f"{scene}.{choice}"].choice.mark
    return Diagnostic("JF5002", mark or top, {"variant": variant, "scene": scene, "choice": choice})
