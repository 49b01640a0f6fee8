"""Figures and labels as one reads them. Brings nothing along, neither the solver nor Textual."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scoring.rubric import MarkRule

RED_LINE = "red_line"
"""Id of the mark of a crossed red line."""


def number(value: float) -> str:
    """A score: no decimals where there are none, one otherwise."""
    rounded = round(value, 1)
    return str(int(rounded)) if rounded == int(rounded) else f"{rounded:.1f}"


def signed(value: int) -> str:
    """A change of a meter, with a real minus sign."""
    return f"{value:+d}".replace("-", "−")


def capital(text: str) -> str:
    """A label with its first letter large; Chinese stays as it is."""
    return text[:1].upper() + text[1:]


def sign_of(mark: MarkRule) -> str:
    """The sign of a mark; a crossed red line has one that every font knows, and that no system turns into an emoji."""
    return "✕" if mark.id == RED_LINE else mark.sign
