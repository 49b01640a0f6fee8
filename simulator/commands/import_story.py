"""`jiefang import`: a story of Twine or ink as a scenario to work on."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import click

from simulator import paths
from simulator.errors import UserError, show_diagnostics
from simulator.i18n import _


@click.command(
    "import",
    help=_("把 Twine 的故事（Twee 3）或 ink 的故事（编译成 JSON 的）写成剧本，没有搬过来的逐条列出。"),
)
@click.argument("file", metavar="FILE")
@click.option("--as", "name", metavar=_("剧本编号"), default="", help=_("新剧本的编号，不写就取自标题或文件名"))
@click.option("--dir", "folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path),
              help=_("写到哪个文件夹下，不写就是自己的剧本文件夹"))  # fmt: skip
@click.option("--lang", type=click.Choice(["zh", "en"]), expose_value=False, help=_("语言"))
@click.pass_context
def command(ctx: click.Context, file: str, name: str, folder: Path | None) -> None:
    """Import a story; exit 0 where all was carried over, 1 where something was not or nothing could be read."""
    from scenarios.convert.reading import imported

    _check_name(name)
    written = imported(file, name, date.today().isoformat())  # noqa: DTZ011 - the visit's day, a draft
    show_diagnostics(written.findings, to_error=False)
    if written.text is None:
        ctx.exit(1)
    target = _place(folder or paths.home() / "scenarios", written.id)
    (target / "scenario.yaml").write_text(written.text, "utf-8")
    lost = len(written.findings)
    click.echo(_("已写到 {path}，{n} 个段落，{lost} 处没有搬过来", path=target, n=written.scenes, lost=lost))
    click.echo(_("往下做：打开它，把 TODO 补上；jiefang check {path} 说还缺什么。", path=target))
    if lost:
        ctx.exit(1)


def _check_name(name: str) -> None:
    """Refuse an id that no scenario can have.

    Raises:
        UserError: it is none.
    """
    from scenarios.shape import ID_LENGTH, ID_PATTERN

    if name and (not re.fullmatch(ID_PATTERN, name) or len(name) > ID_LENGTH):
        raise UserError(
            _("「{name}」不能做剧本编号。", name=name),
            _("用小写字母开头，后面是小写字母、数字、- 和 _，最多 {n} 个字符。", n=ID_LENGTH),
            2,
        )


def _place(folder: Path, name: str) -> Path:
    """A new folder for the scenario.

    Raises:
        UserError: there is something already.
    """
    target = folder / name
    try:
        target.mkdir(parents=True)
    except FileExistsError:
        raise UserError(
            _("已经有了：{path}", path=target), _("用 --as 换一个编号，或用 --dir 换一个文件夹。"), 2
        ) from None
    return target
