"""The colours, named after the pigments of Chinese painting. Every token holds 4.5 : 1 on ground and on surface."""

from __future__ import annotations

from typing import NamedTuple

from textual.theme import Theme

from simulator import terminal
from simulator.i18n import _


class Palette(NamedTuple):
    """One set of colours; each is a CSS variable of its name.

    Attributes:
        ground: the room.
        surface: paper: cards, forms, what is pointed at.
        ink: text.
        faint: stage directions, hints.
        rule: thin lines; decoration only, so no contrast is asked of it.
        indigo: trust, focus, links.
        malachite: calm, good.
        gamboge: caution, time.
        vermilion: heat, red lines, the seal.
    """

    ground: str
    surface: str
    ink: str
    faint: str
    rule: str
    indigo: str
    malachite: str
    gamboge: str
    vermilion: str

    def variables(self) -> dict[str, str]:
        """The tokens by name."""
        return self._asdict()


PAPER = Palette(
    ground="#F6F1E7", surface="#FFFBF2", ink="#23262B", faint="#6A665D", rule="#D9D1C0",
    indigo="#2B4C7E", malachite="#256B5B", gamboge="#855C08", vermilion="#B03622",
)  # fmt: skip
INKSTONE = Palette(
    ground="#15181D", surface="#1C2027", ink="#E6E0D4", faint="#8F8B82", rule="#343A44",
    indigo="#7FA3D9", malachite="#6FC3AE", gamboge="#E0B64A", vermilion="#EE7B66",
)  # fmt: skip
CONTRAST = Palette(
    ground="#000000", surface="#101010", ink="#FFFFFF", faint="#D0D0D0", rule="#808080",
    indigo="#8FC1FF", malachite="#7DF0C8", gamboge="#FFD75F", vermilion="#FF9C8A",
)  # fmt: skip
_TERMINAL = dict.fromkeys(("ground", "surface", "ink", "faint", "rule"), "ansi_default")
ON_DARK = Palette(
    **_TERMINAL, indigo="ansi_bright_cyan", malachite="ansi_bright_green", gamboge="ansi_bright_yellow",
    vermilion="ansi_bright_red",
)  # fmt: skip
ON_LIGHT = Palette(
    **_TERMINAL, indigo="ansi_blue", malachite="ansi_default", gamboge="ansi_magenta", vermilion="ansi_red"
)
ON_EITHER = Palette(
    **_TERMINAL, indigo="ansi_magenta", malachite="ansi_default", gamboge="ansi_magenta", vermilion="ansi_magenta"
)
"""Of xterm's sixteen colours only the default and magenta can be read on black and on white alike."""


def _terminal() -> Palette:
    """The terminal's own colours, as far as they can be read on its ground."""
    return {"dark": ON_DARK, "light": ON_LIGHT, "": ON_EITHER}[terminal.ground()]


TERMINAL = _terminal()
"""Whatever the terminal shows; for 16 colours, for odd terminals and for people who set their own colours."""

SAFE = {
    "paper": PAPER._replace(indigo="#1B2F8F", malachite="#00778F", gamboge="#746C11", vermilion="#640D00"),
    "inkstone": INKSTONE._replace(indigo="#8C97FF", malachite="#7CEBEB", gamboge="#EFDF45", vermilion="#DB735A"),
    "contrast": CONTRAST._replace(indigo="#8C97FF", malachite="#7CEBEB", gamboge="#EFDF45", vermilion="#FF8A70"),
}
"""The accents for people who see red and green, or blue and yellow, alike: apart in lightness as well as in hue."""

ORDER = ("paper", "inkstone", "contrast", "terminal")
"""Names in the settings file, in the order in which `t` goes through them."""

PALETTES = {
    **dict(zip(ORDER, (PAPER, INKSTONE, CONTRAST, TERMINAL), strict=True)),
    **{f"{name}-safe": palette for name, palette in SAFE.items()},
}
"""Every set of colours by the name that Textual knows it under."""


def shown(name: str, colour_blind: bool) -> str:
    """The set of colours of a theme of the settings file; the one of the default where there is no such theme.

    Where no colours are wanted it is the terminal's, whatever the file says.
    """
    if not terminal.colours():
        return "terminal"
    name = name if name in ORDER else default()
    return f"{name}-safe" if colour_blind and name in SAFE else name


def named(name: str) -> str:
    """A theme by its name, whatever terminal there is; ink where there is no such theme."""
    return name if name in PALETTES else "inkstone"


def title(name: str) -> str:
    """What a theme is called."""
    return {"paper": _("宣纸"), "inkstone": _("夜砚"), "contrast": _("高反差"), "terminal": _("终端配色")}[name]


def theme(name: str) -> Theme:
    """A theme for Textual."""
    palette = PALETTES[name]
    return Theme(
        name=name,
        primary=palette.indigo,
        secondary=palette.malachite,
        accent=palette.indigo,
        warning=palette.gamboge,
        error=palette.vermilion,
        success=palette.malachite,
        foreground=palette.ink,
        background=palette.ground,
        surface=palette.surface,
        panel=palette.surface,
        dark=not name.startswith("paper"),
        ansi=palette is TERMINAL,
        variables={**palette.variables(), **_chrome(palette)},
    )


def _chrome(palette: Palette) -> dict[str, str]:
    """Textual's own parts in our colours."""
    if palette == TERMINAL:
        return {
            "ansi-background": "ansi_default",
            "ansi-foreground": "ansi_default",
            "border": palette.indigo,
            "border-blurred": "ansi_default",
            "input-cursor-background": "ansi_white",
            "input-cursor-foreground": "ansi_black",
            "input-selection-background": "ansi_white",
            "input-selection-foreground": "ansi_black",
            "screen-selection-background": "ansi_white",
            "screen-selection-foreground": "ansi_black",
            "scrollbar": "ansi_default",
            "scrollbar-hover": "ansi_default",
            "scrollbar-active": palette.indigo,
            "scrollbar-background": "ansi_default",
            "scrollbar-background-hover": "ansi_default",
            "scrollbar-background-active": "ansi_default",
            "scrollbar-corner-color": "ansi_default",
        }
    return {
        "scrollbar": palette.rule,
        "scrollbar-hover": palette.faint,
        "scrollbar-active": palette.indigo,
        "scrollbar-background": palette.ground,
        "scrollbar-background-hover": palette.ground,
        "scrollbar-background-active": palette.ground,
        "scrollbar-corner-color": palette.ground,
        "input-cursor-background": palette.ink,
        "input-cursor-foreground": palette.ground,
        "border": palette.indigo,
        "border-blurred": palette.rule,
    }


def default() -> str:
    """The theme to begin with: the terminal's 16 colours where it has no more, else paper on a light ground and ink."""
    if terminal.colours() <= 16:
        return "terminal"
    return "paper" if terminal.ground() == "light" else "inkstone"


def after(name: str) -> str:
    """The next theme."""
    name = name.removesuffix("-safe")
    return ORDER[(ORDER.index(name) + 1) % len(ORDER)] if name in ORDER else ORDER[0]
