"""How each kind of place looks: the light palette of the screens, and a shape of its own: colour never tells alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from scenarios.scene_map import Kind

GROUND, PAPER, INK, FAINT, RULE = "#F6F1E7", "#FFFBF2", "#23262B", "#6A665D", "#D9D1C0"
INDIGO, MALACHITE, GAMBOGE, VERMILION = "#2B4C7E", "#256B5B", "#855C08", "#B03622"
"""宣纸, the light theme; tests hold it to the one of the screens."""

GREY, GREY_LINE = "#E6E3DC", "#9A968C"
"""Fill and border of what cannot be reached; its words stay `FAINT`, 4.5 : 1 on the fill."""

Sort = Kind | Literal["any_time", "back"]
"""Kinds of places, and the two ends that are none: where interrupts come from, where they resume to."""


@dataclass(frozen=True, slots=True)
class Look:
    """How something is drawn.

    Attributes:
        line: colour of its border.
        shape: Graphviz's name of its shape.
        style: Graphviz's style beside `filled`, or empty.
        brackets: what Mermaid puts around its label.
    """

    line: str
    shape: str
    style: str
    brackets: tuple[str, str]


LOOKS: Mapping[Sort, Look] = {
    "scene": Look(INK, "box", "rounded", ("(", ")")),
    "passage": Look(FAINT, "box", "dotted", (">", "]")),
    "record": Look(INDIGO, "note", "", ("[[", "]]")),
    "referral": Look(INDIGO, "tab", "", ("[/", "/]")),
    "interrupt": Look(GAMBOGE, "hexagon", "", ("{{", "}}")),
    "good": Look(MALACHITE, "doubleoctagon", "", ("([", "])")),
    "fair": Look(FAINT, "octagon", "", ("([", "])")),
    "poor": Look(GAMBOGE, "invhouse", "", ("[\\", "/]")),
    "broken": Look(VERMILION, "invtrapezium", "bold", ("[\\", "\\]")),
    "any_time": Look(GAMBOGE, "plaintext", "", (">", "]")),
    "back": Look(GAMBOGE, "plaintext", "", (">", "]")),
}
