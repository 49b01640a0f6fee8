"""Examples of the catalogues: a snippet laid over a scenario, and everything that `jiefang check` finds in it.

A snippet is data as `tests/scenarios/snippets.py` says. Its key `base` names what it is laid over: `minimal` (the
default), `clean`, in which no check finds anything, or `naive`, in which simple habits do well.
"""

from __future__ import annotations

from functools import cache

from scenarios.check.run import check
from scenarios.diagnostic import Diagnostic, Severity, severity_of
from scenarios.load import load_text
from scenarios.translation_notes import with_notes
from scoring.audit.run import audit
from scoring.own_rubric import faults
from tests.scenarios.snippets import MINIMAL, dumped, merged, plain
from tests.scoring.mutated import clean_text, small_text

BASES = {"minimal": MINIMAL, "clean": clean_text(), "naive": small_text()}
NO_ENGLISH = "JF7500"


@cache
def found(example: str) -> tuple[Diagnostic, ...]:
    """Every finding about an example, a missing English file apart; those of the solver only if it has no error."""
    data = plain(example)
    data = merged(plain(BASES[data.pop("base", "minimal")]), data)
    english, noted = data.pop("en", None), data.pop("noted", {})
    fragments = data.pop("fragments", {})
    rubric = data.pop("rubric", None)
    loaded = load_text(
        dumped(data),
        english="" if english is None else with_notes(dumped(english), noted),
        rubric="" if rubric is None else dumped(rubric),
        fragments={name: dumped(fragment) for name, fragment in fragments.items()},
    )
    diagnostics = [finding for finding in loaded.diagnostics if finding.code != NO_ENGLISH]
    if loaded.scenario is not None:
        diagnostics += check(loaded.scenario)
        diagnostics += faults(loaded.scenario)
        if not any(severity_of(finding) is Severity.ERROR for finding in diagnostics):
            diagnostics += audit(loaded.scenario)
    return tuple(diagnostics)
