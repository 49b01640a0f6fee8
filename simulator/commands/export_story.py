"""`jiefang export`: a scenario in a format of another tool."""

from __future__ import annotations

from pathlib import Path

import click

from simulator.commands import common
from simulator.errors import spare
from simulator.i18n import _, language
from simulator.pack_option import packs


@click.command("export", help=_("把剧本写成 Twine 能打开的故事（Twee 3）。接访记录用 jiefang sessions export。"))
@click.argument("scenario", metavar=_("剧本编号"))
@click.option("--format", "form", type=click.Choice(["twee"]), default="twee", show_default=True, help=_("写法"))
@click.option("--variant", metavar=_("情形"), help=_("写哪一种情形，不写就是第一种"))
@click.option("--out", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help=_("写到文件，不写就打印"))
@click.option("--force", is_flag=True, help=_("文件已存在也覆盖"))
@packs
@click.option("--lang", type=click.Choice(["zh", "en"]), expose_value=False, help=_("语言"))
def command(scenario: str, form: str, variant: str | None, out: Path | None, force: bool) -> None:
    """Export a scenario."""
    from scenarios.convert.twee_export import twee

    spare(out, force)
    text = {"twee": twee}[form](common.variant(common.scenario(scenario), variant), language())
    if out is None:
        click.echo(text, nl=False)
        return
    out.write_text(text, "utf-8")
    click.echo(_("已写到 {path}", path=out), err=True)
