"""The petitioner's face in half-block pixels, drawn from who they are and changing with how they are.

It shows bands of the meters, never figures: in simulation and exam the face is all there is to go by, with the cues.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal
from zlib import crc32

from textual.content import Content

from simulator.app.text import joined
from simulator.app.widgets import portrait_stencils as stencils
from simulator.app.widgets.portrait_stencils import SIDE

Ink = Literal["dark", "light", "plain"]
"""What it is drawn on: a dark ground, a light one, or one of which nothing is known, as with 16 colours or none."""

Pixels = dict[tuple[int, int], str]
"""Letter of the material by (column, row)."""


@dataclass(frozen=True, slots=True)
class Face:
    """Who is drawn, and in which bands they are.

    Attributes:
        name: chooses clothes and one of several ways to wear one's hair; the same name always the same.
        age: in years.
        sex: `male` or `female`.
        looks: of `glasses`, `hat`, `beard`, `headscarf`.
        heat: 0 calm, 1 displeased, 2 agitated, 3 critical, 4 at the edge or beyond.
        trust: 0 wary, 1 half-convinced, 2 trusting.
        distress: 0 bearing up, 1 going under, 2 so far that it must be asked about.
    """

    name: str
    age: int
    sex: str = "male"
    looks: tuple[str, ...] = ()
    heat: int = 0
    trust: int = 1
    distress: int = 0


# ---- which parts ---------------------------------------------------------------------------------------------------


def hair(face: Face) -> str:
    """What is on the head: what the author says, else by sex and age."""
    for worn in ("hat", "headscarf"):
        if worn in face.looks:
            return worn
    if face.sex == "female":
        styles = ("long", "bob") if face.age < 45 else ("bob", "bun") if face.age < 60 else ("curls", "bun")
    else:
        styles = ("short", "parted") if face.age < 50 else ("short", "crop") if face.age < 62 else ("receding", "bald")
    return styles[crc32(face.name.encode()) % len(styles)]


def brows(face: Face) -> str:
    """Heat draws them together, distress lifts their inner ends."""
    if face.heat >= 3:
        return "knitted"
    if face.distress:
        return "pleading"
    return "drawn" if face.heat else "raised" if face.trust == 2 else "level"


def eyes(face: Face) -> str:
    """Wide in heat, cast down in distress, turned away while there is no trust."""
    if face.heat >= 3:
        return "wide"
    if face.distress:
        return "down"
    if face.trust == 2:
        return "warm" if face.heat == 0 else "open"
    return "aside" if face.trust == 0 else "open"


def mouth(face: Face) -> str:
    """Open in heat, pressed in displeasure, drawn down in distress, smiling where there is trust and calm."""
    if face.heat >= 2:
        return "shout" if face.heat >= 3 else "open"
    if face.distress:
        return "down"
    if face.heat:
        return "tight"
    return "smile" if face.trust == 2 else "level"


def pixels(face: Face) -> Pixels:
    """The whole picture. Somebody in distress hangs their head by a pixel."""
    low = 1 if face.distress and face.heat < 3 else 0
    found: Pixels = {}
    _lay(found, stencils.HEAD, low)
    _lay(found, stencils.HUNCHED if face.heat == 4 else stencils.SHOULDERS)
    if face.age >= 58:
        _lay(found, stencils.CREASES, low)
    if face.heat >= 2:
        _rows(found, stencils.FLUSH, low)
    _lay(found, stencils.HAIR[hair(face)], low)
    if "beard" in face.looks:
        _lay(found, stencils.BEARD, low)
    if "glasses" in face.looks:
        _lay(found, stencils.GLASSES, low)
    _rows(found, stencils.EYES[eyes(face)], low)
    _rows(found, stencils.BROWS[brows(face)], low)
    _rows(found, stencils.MOUTHS[mouth(face)], low)
    if face.distress == 2:
        _rows(found, stencils.TEAR, low)
    if hair(face) == "headscarf":
        found[6, 12] = found[7, 12] = "f"
    if face.age >= 50:
        _grey(found, face.age)
    return found


def _lay(on: Pixels, stencil: str, low: int = 0) -> None:
    _rows(on, dict(enumerate(stencil.strip("\n").splitlines())), low)


def _rows(on: Pixels, rows: Mapping[int, str], low: int) -> None:
    for row, letters in rows.items():
        for column, letter in enumerate(letters):
            if letter != "." and row + low < SIDE:
                on[column, row + low] = letter


def _grey(found: Pixels, age: int) -> None:
    """Hair goes grey at the temples first, then half of it, at last all of it."""
    for (column, row), letter in found.items():
        if letter == "h":
            temple = row >= 3 and column in (1, 2, 3, 10, 11, 12)
            found[column, row] = "H" if age >= 66 or temple else "G" if age >= 58 else "h"


# ---- how it is coloured --------------------------------------------------------------------------------------------

CLOTHES = ("#5B6B8C", "#6E6453", "#4F7468", "#7A5A5A", "#66616F")
"""Muted cloth: blue, khaki, green, russet, slate."""

SKIN, FLUSHED = "#DDB089", "#D98B6B"
SHARED = {
    "k": "#56677E", "K": "#3F4D60", "f": "#A4574B", "w": "#F5EFE3", "e": "#241F1C", "l": "#A97B57", "o": "#5E1F1B",
    "t": "#F5EFE3", "u": "#6FB1E0", "g": "#6B7484", "b": "#4A3B31", "r": "#D0775A", "m": "#9C5344",
}  # fmt: skip
HAIR_ON = {"dark": ("#5A4C43", "#A9A59E"), "light": ("#332B27", "#8E8A84")}
"""Black and grey hair, to stand out from either ground."""


def _mixed(one: str, other: str, share: float) -> str:
    """A colour between two, `share` of the way to the other."""
    pairs = zip(*(bytes.fromhex(colour[1:]) for colour in (one, other)), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


def colours(face: Face, ground: Literal["dark", "light"]) -> dict[str, str]:
    """The colour of each material; heat reddens the skin."""
    black, grey = HAIR_ON[ground]
    skin = _mixed(SKIN, FLUSHED, (0, 0, 0.25, 0.6, 0.85)[face.heat])
    return SHARED | {
        "s": skin, "d": _mixed(skin, "#8A5A3C", 0.35), "h": black, "G": _mixed(black, grey, 0.5), "H": grey,
        "c": CLOTHES[crc32(face.name.encode()) // 7 % len(CLOTHES)],
    }  # fmt: skip


PLAIN = dict.fromkeys("hGHkKfcbegom", "$ink")
"""Where colours cannot be told what to be, a drawing in the colour of the text: what is not here stays empty."""


def plain_colours(face: Face) -> dict[str, str]:
    """The drawing, with the red of heat and the blue of tears for those who see colours."""
    lips = {"m": "$vermilion"} if face.heat >= 2 else {}
    return PLAIN | lips | {"u": "$indigo"}


def _outlined(found: Pixels) -> Pixels:
    """The picture with the rim of the skin as a line and its shadows left out."""
    made = {}
    for (column, row), letter in found.items():
        beside = [(column - 1, row), (column + 1, row), (column, row - 1), (column, row + 1)]
        rim = letter in "sdr" and any(place not in found for place in beside)
        made[column, row] = "h" if rim else "." if letter in "sdr" else letter
    return made


# ---- the lines -----------------------------------------------------------------------------------------------------


@lru_cache(maxsize=64)
def drawn(face: Face, ink: Ink, scale: int = 1) -> tuple[Content, ...]:
    """The face as lines of half blocks: `SIDE` × scale cells wide, half as many lines."""
    found = pixels(face)
    if ink == "plain":
        found, colour = _outlined(found), plain_colours(face)
    else:
        colour = colours(face, ink)
    side = SIDE * scale
    return tuple(
        joined(
            *(
                _cell(
                    colour.get(found.get((column // scale, row // scale), "."), ""),
                    colour.get(found.get((column // scale, (row + 1) // scale), "."), ""),
                )
                for column in range(side)
            )
        )
        for row in range(0, side, 2)
    )


def _cell(above: str, below: str) -> tuple[str, str]:
    """Two pixels as a character and its style."""
    if above == below:
        return ("█", above) if above else (" ", "")
    if not below:
        return "▀", above
    if above == "$ink":
        # As a ground the colour of text may be the terminal's default, which would not show.
        return "▀", f"{above} on {below}"
    return ("▄", f"{below} on {above}") if above else ("▄", below)
