"""The certificate of a scenario: what was proved of it, by which rules, of exactly which text.

It is the data of `jiefang analyse --json`. Written to a file it can be demanded later: who runs an exam compares the
`hash` of a variant with that of the visit and asks that `checks.clean` is true.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scenarios.edition import RULES_VERSION, edition
from scenarios.model import Scenario
from simulator import paths

if TYPE_CHECKING:
    from scoring.study import Study

KIND = "jiefang-certificate"
FORMAT = 1


def certificate(place: Path, scenario: Scenario, variants: Sequence[str], *, checked: bool) -> dict[str, Any]:
    """All of it, solved now or taken from what is kept.

    Args:
        place: the scenario's folder or file.
        scenario: as loaded from there.
        variants: those to examine.
        checked: whether to run all checks too, which takes all variants.

    Raises:
        ScenarioError: a variant cannot be solved, or has a scene without an open choice.
    """
    from scoring.audit.run import playable
    from scoring.study import Study

    folder = paths.cache() / "solutions"
    found = {name: variant_data(playable(Study(edition(scenario, name), folder))) for name in variants}
    return {
        "scenario": scenario.id,
        "hash": whole_hash(scenario),
        "versions": _versions(scenario),
        "checks": _checks(place) if checked else None,
        "variants": found,
    }


def whole_hash(scenario: Scenario) -> str:
    """sha256 over the names and hashes of all variants, in file order, a line each."""
    lines = (f"{name} {edition(scenario, name).hash}\n" for name in scenario.variants)
    return sha256("".join(lines).encode()).hexdigest()


def _versions(scenario: Scenario) -> dict[str, Any]:
    from importlib.metadata import version

    from scoring.own_rubric import rubric_of
    from scoring.solve import SOLVER_VERSION

    return {
        "program": version("jiefang"),
        "rules": RULES_VERSION,
        "solver": SOLVER_VERSION,
        "rubric": rubric_of(scenario).hash,
    }


def _checks(place: Path) -> dict[str, Any]:
    """How the checks came out; what is left on purpose is counted, too."""
    from scenarios.diagnostic import Severity, severity_of
    from simulator.checking.many import check_all

    found = check_all([place])[place]
    weights = [severity_of(finding) for finding in found.shown]
    return {
        "clean": all(weight is Severity.INFO for weight in weights),
        "errors": weights.count(Severity.ERROR),
        "warnings": weights.count(Severity.WARNING),
        "notes": weights.count(Severity.INFO),
        "codes": sorted({finding.code for finding in found.shown}),
        "left": {finding.code: reason for finding, reason in found.left},
    }


def variant_data(study: Study) -> dict[str, Any]:
    """What is known of one variant."""
    from scoring.coverage import coverage
    from scoring.crossings import crossings
    from scoring.decisive import decisive
    from scoring.inputs import tokens_of
    from scoring.lines_of_play import best_line
    from scoring.players import Players
    from scoring.rate import rate
    from scoring.rubric import DIMENSIONS
    from simulator.report.data import rounded

    evaluator, solution, exploration = study.evaluator, study.solution, study.exploration
    best = best_line(evaluator)
    players = Players(evaluator)
    visited = frozenset(block.place.node for block in exploration.blocks if block.real.any())
    return {
        "hash": study.edition.hash,
        "states": solution.states,
        "transitions": solution.transitions,
        "seconds": round(solution.seconds, 3),
        "scorable": solution.scale.scorable,
        "best": {"score": rounded(rate(best, evaluator).raw_score), "line": tokens_of(best)},
        "random": {"score": rounded(solution.random_score)},
        "worst": {"score": rounded(solution.worst_score)},
        "bots": {name: rounded(score) for name, score in players.scores().items()},
        "reported": {name: rounded(score) for name, score in players.reported().items()},
        "coverage": coverage(exploration.expander, visited),
        "decisive": decisive(solution),
        "tests": dict(zip(DIMENSIONS, map(int, solution.scale.tests), strict=True)),
        "endings": {
            ending: {
                "reachable": ending in solution.endings,
                "random": rounded(solution.endings.get(ending, 0.0)),
            }
            for ending in study.edition.scenario.endings
        },
        "red_lines": {code: {"met": each.met, "forced": each.forced} for code, each in crossings(exploration).items()},
        "hardest": _hardest(study),
    }


def _hardest(study: Study) -> list[dict[str, Any]]:
    from scoring.hardest import decisions
    from simulator.report.data import rounded

    return [
        {
            "scene": decision.scene,
            "line": decision.line or None,
            "met": rounded(decision.met),
            "lost": rounded(decision.lost),
            "spread": rounded(decision.spread),
        }
        for decision in decisions(study.solution)
    ]


def write(path: Path, data: Mapping[str, Any], issued: datetime) -> None:
    """Write a certificate, whole or not at all.

    Args:
        path: of the file; one that is there is replaced.
        data: of :func:`certificate`, with the checks made.
        issued: the moment, with its offset.

    Raises:
        OSError: it cannot be written.
    """
    head = {"kind": KIND, "format": FORMAT, "issued": issued.isoformat(timespec="seconds")}
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.write_text(json.dumps({**head, **data}, ensure_ascii=False, indent=1) + "\n", "utf-8")
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
