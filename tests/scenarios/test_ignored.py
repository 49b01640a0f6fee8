"""`ignore:` in a scenario: findings left on purpose, with a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenarios.diagnostic import Diagnostic
from scenarios.edition import edition
from scenarios.ignored import NOT_FOUND, sort_out
from scenarios.load import load_text
from tests.scoring.mutated import clean_text

REASON = "这一处是有意的"


def with_entry(entry: str) -> str:
    """The clean scenario with an `ignore:` block."""
    return clean_text() + f"ignore:\n  {entry}\n"


def test_an_entry_is_read_with_its_reason() -> None:
    """Code, reason and place are known."""
    scenario = load_text(with_entry(f"JF5010: {REASON}")).scenario
    assert scenario is not None
    (entry,) = scenario.ignored
    assert (entry.code, entry.reason) == ("JF5010", REASON) and entry.mark is not None


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ("JF5010:", "JF1005"),  # no reason
        ("JF5001x: 理由", "JF1007"),  # no such code
        ("JF2001: 理由", "JF1007"),  # an error cannot be left
    ],
)
def test_what_cannot_be_ignored(entry: str, code: str) -> None:
    """A reason must be given, the code must exist, and errors must be put right."""
    assert code in [d.code for d in load_text(with_entry(entry)).diagnostics]


def test_the_edition_does_not_depend_on_it() -> None:
    """What only `check` reads changes neither the visit nor its hash; solutions and sessions stay good."""
    plain, marked = load_text(clean_text()).scenario, load_text(with_entry(f"JF5010: {REASON}")).scenario
    tested = load_text(clean_text() + "tests:\n  - {choices: [seat], expect: {ending: done}}\n").scenario
    assert plain is not None and marked is not None and tested is not None
    assert edition(plain).hash == edition(marked).hash == edition(tested).hash


def test_sorting_out(root: Path) -> None:
    """What is left is taken out with its reason; an entry that leaves nothing is a finding, once all was checked."""
    scenario = load_text(with_entry(f"JF5010: {REASON}")).scenario
    assert scenario is not None
    naive, other = Diagnostic("JF5010", None, {"player": "first"}), Diagnostic("JF5003", None)
    found = sort_out([naive, other], scenario.ignored, complete=True)
    assert found.shown == (other,) and found.left == ((naive, REASON),)
    assert [d.code for d in sort_out([other], scenario.ignored, complete=True).shown] == ["JF5003", NOT_FOUND]
    assert [d.code for d in sort_out([other], scenario.ignored, complete=False).shown] == ["JF5003"]
