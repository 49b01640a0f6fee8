"""`jiefang translate`: the English file of a scenario, written or brought up to date."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.errors import UserError, harmless, refuse_unpacked, sentences
from simulator.i18n import _
from simulator.pack_option import packs

if TYPE_CHECKING:
    from scenarios.translating.update import Updated

SHOWN = 10
"""How many paths are named in one line."""


@click.command(
    "translate",
    help=_("写出或更新剧本的英文文件：还没译的列进去，上面注着中文；中文改过的标出来；译好的和注释都留着。"),
)
@click.argument("scenario", metavar=_("剧本编号"))
@click.option(
    "--lang", type=click.Choice(["en"]), default="en", show_default=True, help=_("译成什么语言，现在只有英文")
)
@click.option("--accept", multiple=True, metavar=_("路径|all"),
              help=_("这处（和它下面的）英文照改过的中文也对，不再算过时；all 是全部"))  # fmt: skip
@click.option("--diff", is_flag=True, help=_("只显示会改什么，不动文件"))
@packs
@click.pass_context
def command(ctx: click.Context, scenario: str, lang: str, accept: tuple[str, ...], diff: bool) -> None:
    """Write or update the English file of a scenario; with `--diff` exit 1 if there is anything to change."""
    del lang  # there is one only
    from scenarios.translating.files import translation

    found = translation(_place(scenario), accept)
    _check_accepted(accept, found.updated)
    changes = found.after != found.before
    if diff:
        from simulator.replacing import difference

        click.echo(harmless(difference(found.file, found.before, found.after)), nl=False)
    elif changes:
        from simulator.replacing import replace_text

        found.file.parent.mkdir(exist_ok=True)
        replace_text(found.file, found.after)
    _tell(found.file, found.updated, _done(diff=diff, changes=changes), to_error=diff)
    if diff and changes:
        ctx.exit(1)


def _place(name: str) -> Path:
    """Where the scenario is.

    Raises:
        ScenarioError: there is none.
        UserError: it is one of the library's, which the next release would replace, or in the zip of a pack.
    """
    from scenarios.search_path import find, library

    place = find(name)
    refuse_unpacked(place)
    if place.parent == library() and name == place.name:
        raise UserError(
            _("「{name}」是自带的剧本，不在原处改。", name=name),
            _("先抄一份：jiefang new 新编号 --from {name}；真要改这一份，写它的路径。", name=name),
            2,
        )
    return place


def _check_accepted(accept: Sequence[str], updated: Updated) -> None:
    """Refuse to confirm what there is not, so that a slip does not pass for a confirmation."""
    from scenarios.findings import nearest
    from scenarios.translating.tally import ALL, below

    for each in accept:
        if each != ALL and not any(below(path, each) for path in updated.accepted):
            near = nearest(each, updated.stale)
            raise UserError(
                _("「{path}」没有过时的英文。", path=each),
                _("是不是 {nearest}？", nearest=near) if near else _("过时的有：{paths}", paths=_listed(updated.stale)),
                2,
            )


def _done(*, diff: bool, changes: bool) -> str:
    if not changes:
        return _("没有要改的：{file}")
    return _("会改：{file}") if diff else _("已写到 {file}")


def _tell(file: Path, updated: Updated, done: str, *, to_error: bool) -> None:
    """How far the translation is."""
    lines = [
        done.format(file=file),
        sentences(
            _("要译 {total} 处，译好 {done} 处（{percent}%），还缺 {missing} 处。",
              total=updated.total, done=updated.translated, percent=updated.percent, missing=len(updated.missing)),
        ),
    ]  # fmt: skip
    told = {
        _("中文改过、英文要再看的（{n}）：{paths}"): updated.stale,
        _("确认无误的（{n}）：{paths}"): updated.accepted,
        _("中文里已经没有、放进注释的（{n}）：{paths}"): updated.gone,
        _("和中文对不上、要自己改的（{n}，jiefang check 说为什么）：{paths}"): updated.by_hand,
    }
    lines += [words.format(n=len(paths), paths=_listed(paths)) for words, paths in told.items() if paths]
    for line in lines:
        click.echo(harmless(line), err=to_error)


def _listed(paths: Sequence[str]) -> str:
    named = _("、").join(paths[:SHOWN])
    return _("{names} 等", names=named) if len(paths) > SHOWN else named or _("没有")
