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


@pytest.mark.parametrize("name", ["paper", "inkstone", "contrast"])
@pytest.mark.parametrize("token", TOKENS)
@pytest.mark.parametrize("below", ["ground", "surface"])
def test_contrast(name: str, token: str, below: str) -> None:
    """Every token that carries words holds 4.5 : 1 on the ground and on paper."""
    palette = themes.PALETTES[name]
    assert contrast(getattr(palette, token), getattr(palette, below)) >= 4.5


def test_picked_segment() -> None:
    """Ground on indigo, as the picked mode of a briefing has it, can be read as well."""
    for name in ("paper", "inkstone", "contrast"):
        palette = themes.PALETTES[name]
        assert contrast(palette.ground, palette.indigo) >= 4.5


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
