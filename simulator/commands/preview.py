"""`jiefang preview`: a scenario in the making, played beside its checks, on one screen that follows the file."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from simulator import memory, terminal
from simulator.errors import UserError, no_variant, refuse_unpacked
from simulator.i18n import _
from simulator.pack_option import packs


@click.command("preview", help=_("一边改剧本一边走：一保存就重新读，问题列在旁边，每个选项值多少分看得见。"))
@click.argument("scenario", metavar=_("剧本"))
@click.option("--variant", metavar=_("情形"), help=_("从哪一种情形走起，不写就是第一种"))
@packs
@click.option("--lang", type=click.Choice(["zh", "en"]), expose_value=False, help=_("语言"))
def command(scenario: str, variant: str | None) -> None:
    """Preview a scenario, by id or path."""
    from scenarios.search_path import find

    place = find(scenario)
    refuse_unpacked(place)
    if not terminal.capable():
        raise UserError(
            _("预览要一个能显示整个屏幕的终端。"), _("在真的终端里打开它；只要检查就用 jiefang check --watch。")
        )
    if variant is not None:
        _known(place, variant)
    terminal.prepare()
    memory.hold()
    from simulator.app.app import PreviewStart, run_app

    try:
        code = run_app(PreviewStart(place, variant or ""))
    except OSError as error:
        raise UserError(_("终端出了问题：{why}", why=error)) from error
    if code:
        sys.exit(code)


def _known(place: Path, variant: str) -> None:
    """Say so at once if a scenario that can be read has no such variant."""
    from scenarios.load import load

    loaded = load(place).scenario
    if loaded is not None and variant not in loaded.variants:
        raise no_variant(loaded.id, variant, list(loaded.variants))
