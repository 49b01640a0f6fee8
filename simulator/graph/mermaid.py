"""A drawing as a Mermaid flowchart."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

from simulator.graph.drawing import Arrow, Box, Drawing, text_colour
from simulator.graph.labels import plain
from simulator.graph.look import FAINT, GREY, GREY_LINE, GROUND, INK, LOOKS, PAPER, RULE

_SPECIAL = re.compile(r"[!-/:-@\[-`{-~]")
"""ASCII signs. Mermaid gives many of them a meaning even in quotes: directives, Markdown, HTML, icons, comments."""

_LINKS = {"solid": ("-->", "==>"), "dashed": ("-.->", "-.->"), "dotted": ("-.->", "-.->")}
_SETTINGS = {
    "theme": "base",
    "flowchart": {"htmlLabels": True, "curve": "basis", "wrappingWidth": 320},
    "themeVariables": {
        "fontSize": "13px",
        "background": GROUND,
        "primaryColor": PAPER,
        "primaryTextColor": INK,
        "lineColor": INK,
        "edgeLabelBackground": GROUND,
        "clusterBkg": GROUND,
        "clusterBorder": FAINT,
        "titleColor": INK,
    },
}

_GLUED = re.compile(r"(?<=\$)(?=\$)|(?<=\w:)(?=\w)")
"""Where a formula (`$$x$$`) or an icon (`fa:fa-ban`) would begin even after signs were escaped."""


def quoted(lines: Iterable[str]) -> str:
    """Lines of text as one quoted label in which nothing has a meaning of its own."""
    apart = (_GLUED.sub("\u2060", plain(line)) for line in lines)
    written = [_SPECIAL.sub(lambda found: f"#{ord(found[0])};", line) for line in apart]
    return '"' + "<br/>".join(written) + '"'


def mermaid(drawing: Drawing) -> str:
    """The whole file."""
    return "\n".join([*_lines(drawing), ""])


def _lines(drawing: Drawing) -> Iterator[str]:
    yield f"%%{{init: {json.dumps(_SETTINGS)}}}%%"
    yield "flowchart TB"
    yield f"  title[{quoted([drawing.title])}]"
    for name, title in drawing.groups:
        yield f"  subgraph {name}[{quoted([title])}]"
        yield from (f"    {_box(box)}" for box in drawing.boxes if box.group == name)
        yield "  end"
    yield from (f"  {_box(box)}" for box in drawing.boxes if not box.group)
    yield from (f"  {_arrow(arrow)}" for arrow in drawing.arrows)
    yield f"  subgraph legend[{quoted([drawing.legend_title])}]"
    yield from (f"    {_box(box)}" for box in drawing.legend)
    yield from (f"    {_arrow(arrow)}" for arrow in drawing.legend_arrows)
    yield "  end"
    yield from _styles(drawing)


def _box(box: Box) -> str:
    opening, closing = LOOKS[box.sort].brackets
    return f"{box.name}{opening}{quoted(box.lines)}{closing}"


def _arrow(arrow: Arrow) -> str:
    label = f"|{quoted(arrow.lines)}|" if arrow.lines else ""
    return f"{arrow.source} {_LINKS[arrow.stroke][arrow.best]}{label} {arrow.to}"


def _styles(drawing: Drawing) -> Iterator[str]:
    """Colours of boxes and arrows; arrows are numbered in the order they were written."""
    yield f"  style title fill:{GROUND},stroke:{GROUND},color:{INK},font-size:18px"
    yield f"  style legend fill:{GROUND},stroke:{RULE}"
    for box in (*drawing.boxes, *drawing.legend):
        look = LOOKS[box.sort]
        fill, line = (GREY, GREY_LINE) if box.grey else (PAPER, look.line)
        dashes = ",stroke-dasharray:4 3" if box.grey or look.style == "dotted" else ""
        width = 3 if box.best or look.style == "bold" else 1
        yield f"  style {box.name} fill:{fill},stroke:{line},stroke-width:{width}px,color:{text_colour(box)}{dashes}"
    for number, arrow in enumerate((*drawing.arrows, *drawing.legend_arrows)):
        dots = ",stroke-dasharray:2 3" if arrow.stroke == "dotted" else ""
        yield f"  linkStyle {number} stroke:{arrow.colour},stroke-width:{4 if arrow.best else 1}px{dots}"
