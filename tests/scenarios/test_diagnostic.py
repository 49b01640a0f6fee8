"""Diagnostics: what a code weighs."""

from __future__ import annotations

from scenarios.diagnostic import Diagnostic, Severity, catalogue, severity_of


def test_a_code_weighs_the_same_wherever_it_is_looked_up() -> None:
    """A finding's weight, for which few files are read, is the one that the catalogue of all files names."""
    found = {code: severity_of(Diagnostic(code)) for code in catalogue()}
    assert found == {code: rule.severity for code, rule in catalogue().items()}
    assert severity_of(Diagnostic("JF9999")) is Severity.ERROR
