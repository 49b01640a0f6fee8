"""`jiefang graph`: the map of a scenario as Mermaid, DOT or SVG."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.commands import common
from simulator.errors import harmless, spare
from simulator.i18n import _
from simulator.pack_option import packs

if TYPE_CHECKING:
    from scenarios.edition import Edition
    from scenarios.scene_map import SceneMap

FORMATS = ("mermaid", "dot", "svg")
MERMAID_LIMIT = 50_000
"""`maxTextSize` of Mermaid: characters beyond which it draws nothing unless its page says otherwise."""

ENDINGS = {".mmd": "mermaid", ".mermaid": "mermaid", ".dot": "dot", ".gv": "dot", ".svg": "svg"}


@click.command("graph", help=_("把剧本画成图：场景、走法、最佳路线、走不到的地方。"))
@click.argument("scenario", metavar=_("剧本编号"))
@click.option("--format", "form", type=click.Choice(FORMATS), help=_("写法；不写就看文件名，再不然是 mermaid"))
@click.option("--variant", metavar=_("情形"), help=_("画哪一种情形，不写就是第一种"))
@click.option("--out", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help=_("写到文件，不写就打印"))
@click.option("--force", is_flag=True, help=_("文件已存在也覆盖"))
@click.option("--no-solve", is_flag=True, help=_("不求解：不画最佳路线"))
@packs
@click.option("--lang", type=click.Choice(["zh", "en"]), expose_value=False, help=_("语言"))
def command(
    scenario: str, form: str | None, variant: str | None, out: Path | None, force: bool, no_solve: bool
) -> None:
    """Draw a scenario."""
    chosen = form or (ENDINGS.get(out.suffix.lower(), FORMATS[0]) if out is not None else FORMATS[0])
    spare(out, force)
    edition = common.variant(common.scenario(scenario), variant)
    found = _unsolved(edition) if no_solve else _solved(edition, scenario)
    text = drawn(edition, found, chosen)
    if chosen == "mermaid" and len(text) > MERMAID_LIMIT:
        click.echo(_("图太大，多数 Mermaid 阅读器只画到五万个字符；改用 --format svg。"), err=True)
    if out is None:
        click.echo(text, nl=False)
        return
    out.write_text(text, "utf-8")
    click.echo(_("已写到 {path}", path=out), err=True)


def _solved(edition: Edition, scenario: str) -> SceneMap:
    """The map with its best line; without one where the variant cannot be solved, and that is said."""
    from scenarios.diagnostic import ScenarioError
    from scoring.solved_map import solved_map

    try:
        found = solved_map(common.evaluator(edition))
    except ScenarioError:
        found = _unsolved(edition)
    if not found.has_best:
        message = _("这个情形解不出来，图上没有最佳路线；原因用 jiefang check {id} 看。", id=scenario)
        click.echo(harmless(message), err=True)
    return found


def _unsolved(edition: Edition) -> SceneMap:
    from scenarios.scene_map import scene_map

    return scene_map(edition)


def drawn(edition: Edition, found: SceneMap, form: str) -> str:
    """A map in one of the formats.

    Raises:
        UserError: SVG without Graphviz.
    """
    from simulator.graph.drawing import drawing

    picture = drawing(edition, found)
    if form == "dot":
        from simulator.graph.dot import dot

        return dot(picture)
    if form == "svg":
        from simulator.graph.svg import svg

        return svg(picture)
    from simulator.graph.mermaid import mermaid

    return mermaid(picture)
