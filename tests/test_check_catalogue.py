"""Every finding of the checks after loading is raised by its bad example, not by its good one, in both languages.

The examples are data of the catalogues, laid over a scenario as `tests/examples.py` says.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scenarios.diagnostic import Rule, Severity, catalogue, render, severity_of
from simulator.checking.one import check_one
from tests.examples import BASES, found

ROOT = Path(__file__).resolve().parent.parent
BUILT_OTHERWISE = {"JF5027", "JF6004", "JF9001", "JF9002"}
"""Raised by small scenarios under small limits, in tests of their own."""
INPUT_ERRORS = re.compile(r"JF81\d\d")
"""Of `jiefang run`; they are put into words by `simulator.messages`."""


def raised_here() -> set[str]:
    """Codes named in the source of the checks, and those of the exploration."""
    files = [*(ROOT / "scenarios" / "check").glob("*.py"), *(ROOT / "scoring").rglob("*.py")]
    files.append(ROOT / "scenarios" / "explore.py")
    docstring = re.compile(r'""".*?"""', re.DOTALL)
    codes = {code for path in files for code in re.findall(r"JF\d{4}", docstring.sub("", path.read_text("utf-8")))}
    return {code for code in codes if not INPUT_ERRORS.fullmatch(code)}


RULES = [catalogue()[code] for code in sorted(raised_here()) if code in catalogue()]
each_rule = pytest.mark.parametrize("rule", [rule for rule in RULES if rule.bad], ids=lambda rule: rule.code)


def test_every_code_is_in_the_catalogue_with_examples() -> None:
    """No finding that nobody can put into words, none without an example that raises it and one that does not."""
    assert raised_here() <= catalogue().keys()
    assert {rule.code for rule in RULES if not (rule.bad and rule.good)} == BUILT_OTHERWISE


def test_every_code_of_the_catalogue_is_raised() -> None:
    """Nothing stands in the catalogue of the solver's checks that no check raises."""
    text = "".join(path.read_text("utf-8") for path in (ROOT / "scoring" / "catalogue").glob("*.yaml"))
    assert set(re.findall(r"^(JF\d{4}):", text, re.MULTILINE)) <= raised_here()


def test_the_clean_scenario_is_clean() -> None:
    """What the examples are mutations of raises nothing, so that each finding comes from the mutation."""
    assert [render(finding).message for finding in found("base: clean")] == []


def test_the_bases_have_no_errors() -> None:
    """Whatever an example is laid over can be played."""
    for base in BASES:
        assert not [f for f in found(f"base: {base}") if severity_of(f) is Severity.ERROR], base


@each_rule
def test_the_bad_example_raises_it(rule: Rule) -> None:
    """The finding is there, at a place in a file, and its words are complete in both languages."""
    mine = [finding for finding in found(rule.bad) if finding.code == rule.code]
    assert mine, [(finding.code, dict(finding.arguments)) for finding in found(rule.bad)]
    assert mine[0].mark is not None and mine[0].mark.line >= 1
    for language in ("zh", "en"):
        shown = render(mine[0], language)
        assert shown.message and shown.hint
        assert not re.search(r"\{[a-z]+\}", shown.message + shown.hint), shown
    assert not re.search("[一-鿿]", render(mine[0], "en").message.replace("欠了几个月", "")), mine[0]


@each_rule
def test_the_good_example_does_not(rule: Rule) -> None:
    """The good example raises neither this finding nor any error."""
    codes = {finding.code for finding in found(rule.good)}
    errors = [finding for finding in found(rule.good) if severity_of(finding) is Severity.ERROR]
    assert rule.code not in codes
    assert not errors, [render(error, "en") for error in errors]


@pytest.mark.parametrize("place", sorted((ROOT / "scenarios" / "library").iterdir()), ids=lambda place: place.name)
def test_the_library_is_clean(place: Path) -> None:
    """What is shipped raises no error and no warning in any check, nor does it leave one on purpose."""
    found = check_one(place)
    assert not [render(f).message for f in found.shown if severity_of(f) is not Severity.INFO]
    assert not found.left
