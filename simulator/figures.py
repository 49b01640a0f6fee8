"""Figures and labels as one reads them. Brings nothing along, neither the solver nor Textual."""

from __future__ import annotations


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
