"""Colours that can be read."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.color import Color

from simulator.app import app as app_module
from simulator.app import themes

TOKENS = ("ink", "faint", "indigo", "malachite", "gamboge", "vermilion")


def contrast(front: str, back: str) -> float:
    """The contrast ratio of WCAG 2."""

    def luminance(colour: str) -> float:
        parts = [value / 255 for value in Color.parse(colour).rgb]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(front), luminance(back)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


PAINTED = [name for name, palette in themes.PALETTES.items() if palette is not themes.TERMINAL]
"""Every set of colours of our own, those for the colour-blind too."""


@pytest.mark.parametrize("name", PAINTED)
@pytest.mark.parametrize("token", TOKENS)
@pytest.mark.parametrize("below", ["ground", "surface"])
def test_contrast(name: str, token: str, below: str) -> None:
    """Every token that carries words holds 4.5 : 1 on the ground and on paper."""
    palette = themes.PALETTES[name]
    assert contrast(getattr(palette, token), getattr(palette, below)) >= 4.5


def test_picked_segment() -> None:
    """Ground on indigo, as the picked mode of a briefing has it, can be read as well."""
    for name in PAINTED:
        palette = themes.PALETTES[name]
        assert contrast(palette.ground, palette.indigo) >= 4.5


SEEN = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
"""What dichromats see of linear RGB: Machado, Oliveira and Fernandes 2009, severity 1."""

ACCENTS = ("indigo", "malachite", "gamboge", "vermilion")


def seen(colour: str, kind: str) -> tuple[float, float, float]:
    """A colour as a dichromat sees it, in CIE L*a*b* (D65)."""
    parts = [value / 255 for value in Color.parse(colour).rgb]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    r, g, b = (min(1.0, max(0.0, sum(m * x for m, x in zip(row, linear, strict=True)))) for row in SEEN[kind])

    def f(t: float) -> float:
        return t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116

    x, y, z = (
        f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047),
        f(0.2126 * r + 0.7152 * g + 0.0722 * b),
        f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883),
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("kind", SEEN)
@pytest.mark.parametrize("name", [name for name in PAINTED if name.endswith("-safe")])
def test_accents_stay_apart(name: str, kind: str) -> None:
    """For the colour-blind any two accents differ by 20 and more (CIE 1976) as a dichromat sees them."""
    colours = [seen(getattr(themes.PALETTES[name], accent), kind) for accent in ACCENTS]
    for number, one in enumerate(colours):
        for other in colours[number + 1 :]:
            assert sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5 >= 20


def test_the_safe_colours_of_a_theme() -> None:
    """They go with each theme of our own; the terminal's colours stay the terminal's."""
    assert [themes.shown(name, True) for name in themes.ORDER] == [
        "paper-safe", "inkstone-safe", "contrast-safe", "terminal",
    ]  # fmt: skip
    assert themes.after("paper-safe") == "inkstone"


def test_no_colour_outside_the_palette() -> None:
    """Styles name tokens, never a colour of their own."""
    folder = Path(app_module.__file__).parent
    for path in [*folder.rglob("*.tcss")]:
        text = path.read_text("utf-8")
        assert "rgb(" not in text
        assert not [word for word in text.split() if word.startswith("#") and len(word.strip(";")) == 7 and
                    all(c in "0123456789abcdefABCDEF" for c in word.strip("#;"))], path  # fmt: skip


def test_default_follows_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Paper where the terminal says that its ground is light."""
    monkeypatch.setenv("COLORFGBG", "0;15")
    assert themes.default() == "paper"
    monkeypatch.setenv("COLORFGBG", "15;0")
    assert themes.default() == "inkstone"
    assert themes.after("terminal") == "paper"
    assert themes.after("no such theme") == "paper"
