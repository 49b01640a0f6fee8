"""Every check that needs a solver, run over a scenario: is each variant finite, fair, and what its author promised.

Each finding carries the variant it was found in. Exact, not sampled: what is said holds over all reachable states.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from scenarios.diagnostic import Diagnostic, ScenarioError
from scenarios.edition import edition
from scenarios.model import Scenario
from scoring.audit import alike, avoidable, clairvoyant, fairness, promises, repeats, size, spoken, structure, wording
from scoring.audit.subject import Check, Subject
from scoring.study import Study

CHECKS: tuple[Check, ...] = (
    size.check,
    structure.check,
    spoken.check,
    repeats.check,
    fairness.check,
    avoidable.check,
    alike.check,
    wording.check,
    clairvoyant.check,
    promises.check,
)
"""One function a family; the order is that of the findings about one place."""


def playable(study: Study) -> Study:
    """The study of a variant, if every visit in it comes to an end.

    Raises:
        ScenarioError: it has a scene without an open choice (JF3020), or cannot be explored.
    """
    stuck = structure.stuck_states(study.exploration)
    if stuck:
        raise ScenarioError(stuck)
    return study


Progress = Callable[[float, tuple[str, str] | None], None]
"""`(how much of the work is done, 0..1; the variant that was solved just now with its edition's hash, or None)`."""


def audit(
    scenario: Scenario,
    folder: Path | None = None,
    variants: Sequence[str] = (),
    *,
    progress: Progress | None = None,
    first: str = "",
) -> list[Diagnostic]:
    """Every finding that needs all states of a variant.

    A variant that cannot be explored, or has a scene without an open choice, is not solved; only that is said of it.

    Args:
        scenario: as loaded, without errors.
        folder: where solutions are kept; None: nothing is read or written.
        variants: only these; all by default.
        progress: told after each variant and each family of checks.
        first: the variant that is solved before the others; the order of the findings does not depend on it.
    """
    names = list(variants or scenario.variants)
    steps = len(names) + len(CHECKS)
    done = 0

    def tell(solved: tuple[str, str] | None = None) -> None:
        nonlocal done
        done += 1
        if progress is not None:
            progress(done / steps, solved)

    studies: dict[str, Study] = {}
    refused: dict[str, list[Diagnostic]] = {}
    for name in sorted(names, key=lambda name: name != first):
        study = Study(edition(scenario, name), folder)
        try:
            playable(study).solution  # noqa: B018  worked out here, so that a refusal is told for this variant
            studies[name] = study
            tell((name, study.edition.hash))
        except ScenarioError as error:
            refused[name] = list(size.unsolvable(scenario, name, error))
            tell()
    found = [diagnostic for name in names for diagnostic in refused.get(name, ())]
    subject = Subject(scenario, {name: studies[name] for name in names if name in studies})
    for check in CHECKS:
        found += check(subject)
        tell()
    return found
