"""A drawing as DOT, the language of Graphviz."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from simulator.graph.drawing import Arrow, Box, Drawing, text_colour
from simulator.graph.labels import plain
from simulator.graph.look import FAINT, GREY, GREY_LINE, GROUND, INDIGO, INK, LOOKS, PAPER, RULE

FONT = "Noto Sans CJK SC,Source Han Sans SC,Microsoft YaHei,PingFang SC,WenQuanYi Micro Hei,sans-serif"

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "&": "&amp;", "<": "&lt;", ">": "&gt;"})


def quoted(lines: Iterable[str], end: str = "\\n") -> str:
    r"""Lines of text as one quoted string in which nothing has a meaning of its own.

    Graphviz reads `\N`, `\l` … and entities such as `&quot;` in labels, so backslash and `&` are escaped too.

    Args:
        lines: each becomes one line; line breaks in them become blanks.
        end: what stands between them: `\n` centred, `\l` (behind every line) to the left.
    """
    written = [plain(line).translate(_ESCAPES) for line in lines]
    return '"' + ("".join(f"\u00a0{line}{end}" for line in written) if end == "\\l" else end.join(written)) + '"'


def dot(drawing: Drawing) -> str:
    """The whole file."""
    return "\n".join([*_lines(drawing), ""])


def _lines(drawing: Drawing) -> Iterator[str]:
    yield "digraph jiefang {"
    yield f'  graph [label={quoted([drawing.title])}, {_title(20, INK)}, labelloc=t, bgcolor="{GROUND}",'
    yield "    pad=0.4, ranksep=0.42, nodesep=0.35, splines=true]"
    yield f'  node [{_title(12, INK)}, margin="0.18,0.09", height=0.3]'
    yield f"  edge [{_title(10, INK)}, arrowsize=0.7]"
    for name, title in drawing.groups:
        yield f"  subgraph cluster_{name} {{"
        yield f'    graph [label={quoted([title])}, {_title(11, FAINT)}, style=dashed, color="{FAINT}"]'
        yield from (f"    {_box(box)}" for box in drawing.boxes if box.group == name)
        yield "  }"
    yield from (f"  {_box(box)}" for box in drawing.boxes if not box.group)
    yield from (f"  {_arrow(arrow)}" for arrow in drawing.arrows)
    yield from _legend(drawing)
    yield "}"


def _title(size: int, colour: str) -> str:
    return f'fontname="{FONT}", fontsize={size}, fontcolor="{colour}"'


def _box(box: Box) -> str:
    look = LOOKS[box.sort]
    style = ",".join(filter(None, ["filled", "dashed" if box.grey else look.style]))
    fill = GREY if box.grey else GROUND if look.shape == "plaintext" else PAPER
    line = GREY_LINE if box.grey else INDIGO if box.best and box.sort == "scene" else look.line
    width = 2.2 if box.best else 1
    tip = f", tooltip={quoted([box.tip])}" if box.tip else ""
    paint = f'style="{style}", color="{line}", fillcolor="{fill}", fontcolor="{text_colour(box)}", penwidth={width}'
    return f"{box.name} [label={quoted(box.lines)}, shape={look.shape}, {paint}{tip}]"


def _arrow(arrow: Arrow) -> str:
    label = f"label={quoted(arrow.lines, chr(92) + 'l')}, " if arrow.lines else ""
    width = 2.6 if arrow.best else 1
    return f'{arrow.source} -> {arrow.to} [{label}style={arrow.stroke}, color="{arrow.colour}", penwidth={width}]'


def _legend(drawing: Drawing) -> Iterator[str]:
    """Below where interrupts end, else beside the start; invisible lines keep its boxes one below the other."""
    yield "  subgraph cluster_legend {"
    yield f'    graph [label={quoted([drawing.legend_title])}, {_title(11, FAINT)}, style=solid, color="{RULE}"]'
    yield from (f"    {_box(box)}" for box in drawing.legend)
    joined = {(arrow.source, arrow.to) for arrow in drawing.legend_arrows}
    pairs = zip(drawing.legend, drawing.legend[1:], strict=False)
    yield from (f"    {a.name} -> {b.name} [style=invis]" for a, b in pairs if (a.name, b.name) not in joined)
    yield from (f"    {_arrow(arrow)}" for arrow in drawing.legend_arrows)
    yield "  }"
    if any(box.sort == "back" for box in drawing.boxes):
        yield f"  back -> {drawing.legend[0].name} [style=invis]"
