"""Figures and signs as one reads them."""

from __future__ import annotations

from rich.cells import cell_len

from scoring.rubric import rubric
from simulator.figures import sign_of


def test_signs_fit_any_terminal() -> None:
    """Every mark has a sign without emoji, as wide as it has characters; a crossed red line has one of its own."""
    rules = rubric()
    signs = [sign_of(mark) for mark in (*rules.marks, rules.red_line_mark)]
    assert all(cell_len(sign) == len(sign) for sign in signs)
    assert signs[-1] not in signs[:-1]
    assert rules.mark_of("red_line") is rules.red_line_mark
    assert rules.mark_of("nothing") is None
