"""Every finding of the loader is raised by its bad example, not by its good one, and can be read in both languages.

`bad` and `good` are snippets laid over a minimal scenario, as `snippets.py` says.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scenarios.diagnostic import Rule, Severity, catalogue, render, severity_of
from tests.scenarios.snippets import codes, snippet

FAMILIES = ("JF10", "JF2", "JF3001", "JF3002", "JF75")
RULES = [rule for code, rule in catalogue().items() if code.startswith(FAMILIES)]
BUILT_OTHERWISE = {"JF1000", "JF2018", "JF2036", "JF2054", "JF2055", "JF2057", "JF2058", "JF2060"}
"""No snippet raises these; tests of their own do."""

each_rule = pytest.mark.parametrize("rule", [rule for rule in RULES if rule.bad], ids=lambda rule: rule.code)


def test_every_finding_has_an_example() -> None:
    """Only those that no text of one scenario can raise have none."""
    assert {rule.code for rule in RULES if not rule.bad} == BUILT_OTHERWISE


@each_rule
def test_the_bad_example_raises_it(rule: Rule) -> None:
    """The finding is there, at a place in a file, and everything its message names is given."""
    found = [finding for finding in snippet(rule.bad).diagnostics if finding.code == rule.code]
    assert found, codes(snippet(rule.bad))
    for language in ("zh", "en"):
        shown = render(found[0], language)
        assert found[0].mark is not None
        assert not re.search(r"\{[a-z]+\}", (shown.message + shown.hint).replace("{party}", "").replace("{name}", ""))


@each_rule
def test_the_good_example_is_clean(rule: Rule) -> None:
    """The good example raises neither this finding nor any error."""
    loaded = snippet(rule.good)
    assert rule.code not in [finding.code for finding in loaded.diagnostics]
    errors = [finding for finding in loaded.diagnostics if severity_of(finding) is Severity.ERROR]
    assert not errors, [render(error, "en") for error in errors]
    assert loaded.scenario is not None


def test_every_code_in_the_source_is_in_the_catalogue(root: Path) -> None:
    """No finding is made that nobody can put into words."""
    used = {
        code for path in (root / "scenarios").glob("*.py") for code in re.findall(r"JF\d{4}", path.read_text("utf-8"))
    }
    ours = {code for code in used if code.startswith(FAMILIES)}
    assert ours <= catalogue().keys()
    assert {rule.code for rule in RULES} <= used
