"""A screen as an SVG picture, Chinese in its place: `python -m simulator.app.screenshot OUT.svg --help`.

Textual's own export measures text with `len`, so that Chinese runs into itself. Here every run of narrow or wide
characters is placed and stretched by its cells. For the README and for looking at what one builds.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from rich.cells import cell_len, get_character_cell_size
from rich.segment import Segment
from rich.style import Style

from simulator.app.cell_shapes import shapes

if TYPE_CHECKING:
    from textual.app import App

CELL, LINE, SIZE = 9.0, 21, 17
"""Width and height of a cell and the size of the letters, in pixels."""

FONTS = "'Sarasa Mono SC','Noto Sans Mono CJK SC','Noto Sans CJK SC','PingFang SC','Microsoft YaHei',monospace"


def svg(app: App[Any]) -> str:
    """The screen that is shown now."""
    width, height = app.size
    ground = app.theme_variables.get("ground", "#000000")
    ink = app.theme_variables.get("ink", "#ffffff")
    font = f'font-family="{FONTS}" font-size="{SIZE}" style="white-space:pre" shape-rendering="crispEdges"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width * CELL + 24:g} {height * LINE + 24}">',
        f'<rect width="100%" height="100%" rx="8" fill="{ground}"/>',
        f'<g transform="translate(12,12)" {font}>',
    ]
    for row, strip in enumerate(lines(app)):
        column = 0
        for segment in strip:
            parts += _segment(segment, column, row, ground, ink)
            column += cell_len(segment.text)
    return "\n".join([*parts, "</g>", "</svg>", ""])


def lines(app: App[Any]) -> list[list[Segment]]:
    """The screen's lines, everything that lies on top of it included."""
    return [list(strip) for strip in app.screen._compositor.render_strips()]


def text(app: App[Any]) -> str:
    """The screen's lines as plain text, nothing at line ends: what golden files hold."""
    return "\n".join("".join(segment.text for segment in line).rstrip() for line in lines(app)) + "\n"


def _segment(segment: Segment, column: int, row: int, ground: str, ink: str) -> Iterator[str]:
    style = segment.style or Style()
    front = _colour(style.color, ink)
    back = _colour(style.bgcolor, ground)
    if style.reverse:
        front, back = back, front
    if back != ground:
        wide = cell_len(segment.text) * CELL
        yield f'<rect x="{column * CELL:g}" y="{row * LINE}" width="{wide:g}" height="{LINE}" fill="{back}"/>'
    for start, run in _runs(segment.text):
        if not run.strip():
            continue
        if shapes(run[0]):
            yield from _drawn(run, column + start, row, front)
            continue
        traits = [f'fill="{front}"']
        traits += ['font-weight="bold"'] if style.bold else []
        traits += ['font-style="italic"'] if style.italic else []
        traits += ['text-decoration="underline"'] if style.underline else []
        x = (column + start) * CELL
        length = cell_len(run) * CELL
        yield (
            f'<text x="{x:g}" y="{row * LINE + LINE * 0.76:g}" textLength="{length:g}" '
            f'lengthAdjust="{"spacing" if get_character_cell_size(run[0]) == 2 else "spacingAndGlyphs"}" '
            f"{' '.join(traits)}>{escape(run)}</text>"
        )


def _drawn(run: str, column: int, row: int, colour: str) -> Iterator[str]:
    """Blocks or box lines, all of one kind; those that go from edge to edge as one."""
    for left, top, wide, high in shapes(run[0]):
        pieces = [(0, len(run) - 1 + wide)] if (left, wide) == (0.0, 1.0) else [(n, wide) for n in range(len(run))]
        for place, width in pieces:
            at = f'x="{(column + place + left) * CELL:g}" y="{(row + top) * LINE:g}"'
            yield f'<rect {at} width="{width * CELL:g}" height="{high * LINE:g}" fill="{colour}"/>'


def _runs(text: str) -> Iterator[tuple[int, str]]:
    """(cell, characters) of runs of one width, without the spaces at their ends."""
    column = 0
    start, run = 0, ""
    for character in text:
        size = get_character_cell_size(character)
        apart = character != run[-1:] and bool(shapes(character) or shapes(run[-1:]))
        if run and (apart or size != get_character_cell_size(run[-1]) or character == " " or run[-1] == " "):
            yield start, run
            start, run = column, ""
        run += character
        column += size
    if run:
        yield start, run


def _colour(colour: Any, default: str) -> str:
    triplet = colour.triplet if colour is not None and not colour.is_default else None
    return str(triplet.hex) if triplet is not None else default


# ---- from the command line ------------------------------------------------------------------------------------------


async def shoot(start: Any, size: tuple[int, int], keys: list[str], theme: str) -> str:
    """Run the app without a terminal, press keys (`wait2` waits seconds), and take its picture."""
    from simulator.app.app import JiefangApp
    from simulator.app.widgets.choices import Choices
    from simulator.settings import Settings

    Choices.PAUSE = 0
    app = JiefangApp(start, Settings(theme=theme))
    async with app.run_test(size=size, notifications=True) as pilot:
        await settle(app, pilot)
        for name in keys:
            if name.startswith("wait"):
                await pilot.pause(float(name[4:] or 1))
            else:
                await pilot.press(name)
                await settle(app, pilot)
        return svg(app)


async def settle(app: App[Any], pilot: Any) -> None:
    """Wait until nothing is computed in the background any more."""
    from textual.worker import WorkerCancelled, WorkerFailed

    from simulator.app.widgets.choices import Choices

    await pilot.pause()
    await pilot.pause()
    while any(choices.taken is not None for choices in app.screen.query(Choices)):
        await pilot.pause(Choices.GLANCE)
    while getattr(app.screen, "arriving", False):
        await pilot.pause(0.01)
    while any(not worker.is_finished for worker in app.workers):
        with contextlib.suppress(WorkerCancelled, WorkerFailed):
            await app.workers.wait_for_complete()
        await pilot.pause(0.02)
    await pilot.pause()


def main() -> None:
    """Write one picture."""
    parser = argparse.ArgumentParser(description="Write one screen as SVG.")
    parser.add_argument("out", type=Path)
    parser.add_argument("--size", default="80x24")
    parser.add_argument("--lang", choices=["zh", "en"], default="zh")
    parser.add_argument("--theme", default="paper")
    parser.add_argument("--play", metavar="ID", help="begin with this scenario instead of the home screen")
    parser.add_argument("--preview", metavar="ID", help="preview this scenario instead")
    parser.add_argument("--variant")
    parser.add_argument("--mode")
    parser.add_argument("--keys", default="", help="keys to press, by spaces")
    given = parser.parse_args()
    os.environ["TEXTUAL_ANIMATIONS"] = "none"
    # A picture leaves nothing behind in one's own record.
    os.environ.setdefault("JIEFANG_HOME", tempfile.mkdtemp(prefix="jiefang-"))
    from scenarios.search_path import find
    from simulator import i18n
    from simulator.app.app import HomeStart, PlayStart, PreviewStart, Start

    i18n.use(given.lang)
    start: Start = PlayStart(given.play, given.variant, given.mode, "0") if given.play else HomeStart()
    if given.preview:
        start = PreviewStart(find(given.preview), given.variant or "")
    width, height = map(int, given.size.split("x"))
    given.out.write_text(asyncio.run(shoot(start, (width, height), given.keys.split(), given.theme)), "utf-8")


if __name__ == "__main__":
    main()
