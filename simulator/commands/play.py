"""`jiefang play` and bare `jiefang`: a visit in the terminal, on a whole screen or as plain lines."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from simulator import memory, terminal
from simulator.errors import UserError, no_variant
from simulator.i18n import _
from simulator.pack_option import packs

if TYPE_CHECKING:
    from simulator.app.app import Start

MODES = ("practice", "simulation", "exam")


@click.command("play", help=_("接待一位来访人。不写编号就打开首页。"))
@click.argument("scenario", required=False, metavar="[ID]")
@click.option("--variant", help=_("情形；不写就在开始前选，默认随机"))
@click.option("--mode", type=click.Choice(MODES), help=_("练习、模拟或考核"))
@click.option("--seed", help=_("种子：选项顺序和剧本里写明的偶然"))
@click.option("--plain", is_flag=True, help=_("逐行的纯文字，适合读屏软件和简单终端"))
@packs
@click.option("--lang", type=click.Choice(["zh", "en"]), expose_value=False, help=_("语言"))
def command(scenario: str | None, variant: str | None, mode: str | None, seed: str | None, plain: bool) -> None:
    """Play a visit."""
    if scenario is not None:
        _known(scenario, variant)
    if plain or not terminal.capable():
        from simulator import plain as lines

        if not plain:
            _say_why()
        lines.play(scenario, variant=variant, mode=mode, seed=seed)
        return
    _prepare()
    from simulator.app.app import HomeStart, PlayStart

    _run(HomeStart() if scenario is None else PlayStart(scenario, variant, mode, seed))


def open_home() -> None:
    """The home screen; without a terminal that can show it, the plain game."""
    if not terminal.capable():
        from simulator import plain as lines

        _say_why()
        lines.play(None, variant=None, mode=None, seed=None)
        return
    _prepare()
    from simulator.app.app import HomeStart

    _run(HomeStart())


def _say_why() -> None:
    """A person at a terminal that cannot show the screen is told; a pipe needs no words."""
    if sys.stdin.isatty() and sys.stdout.isatty():
        click.echo(_("这个终端画不了整屏，改成逐行的文字，和 jiefang play --plain 一样。"))


def _prepare() -> None:
    """What must be settled before Textual is imported."""
    terminal.prepare()
    memory.hold()


def _known(scenario: str, variant: str | None) -> None:
    """Say so at once, on the command line, if there is no such scenario or variant.

    The index knows both of a scenario that was read before; nothing is loaded then, as the first frame waits for this.
    """
    from scenarios.search_path import find

    path = find(scenario)
    if variant is None:
        return
    from simulator import scenario_index

    entry = scenario_index.scenario(path)
    if entry is None:
        from simulator.commands import common

        loaded = common.scenario(scenario)
        common.variant(loaded, variant)
        scenario_index.keep(loaded, path)
    elif variant not in entry["variants"]:
        raise no_variant(entry["id"], variant, entry["variants"])


def _run(start: Start) -> None:
    from simulator.app.app import run_app

    try:
        code = run_app(start)
    except OSError as error:
        raise UserError(_("终端出了问题：{why}", why=error)) from error
    if code:
        sys.exit(code)
