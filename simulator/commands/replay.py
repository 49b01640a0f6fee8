"""`jiefang replay`: recorded visits looked at again, side by side, or all of a scenario as in an opening book."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from simulator.commands import common
from simulator.errors import UserError, no_variant
from simulator.i18n import _, language

if TYPE_CHECKING:
    from simulator.record.cohorts import Wanted
    from simulator.record.store import Store
    from simulator.replay.recording import Recording

MODES = ("practice", "simulation", "exam")


@click.command("replay", help=_("一步一步回放一次接访；比较几次接访；看一个剧本里大家都怎么选。"))
@click.argument("sessions", metavar="[SESSION|FILE]…", nargs=-1)
@click.option("--plain", is_flag=True, help=_("回放逐行打印出来，适合读屏软件和简单终端"))
@click.option("--marks", is_flag=True, help=_("得失写在每一步下面；不写就放在最后（--plain）"))
@click.option(
    "--compare", "compared", is_flag=True, help=_("把同一个剧本的二到六次接访并排：谁在哪一处做了什么，从哪里分开")
)
@click.option("--names", is_flag=True, help=_("比较时显示姓名；不写就只用甲、乙、丙"))
@click.option("--explore", metavar="SCENARIO", help=_("一个剧本的每个决定：各选项的比例、平均得分、平均丢分"))
@click.option("--variant", metavar=_("情形"), help=_("只看这一种情形（--explore）"))
@click.option("--mode", type=click.Choice(MODES), help=_("只看这一种模式（--explore）"))
@click.option("--trainee", metavar=_("姓名"), help=_("只看这个人（--explore）"))
@click.option("--since", metavar="YYYY-MM-DD", help=_("只看这一天以后开始的（--explore）"))
@click.option("--json", "as_json", is_flag=True, help=_("打印 JSON（--compare 和 --explore）"))
@click.option("--lang", type=click.Choice(["zh", "en"]), expose_value=False, help=_("语言"))
def command(
    sessions: tuple[str, ...], plain: bool, marks: bool, compared: bool, names: bool, explore: str | None,
    as_json: bool, **only: str | None,
) -> None:  # fmt: skip
    """Replay a session, compare sessions, or explore a scenario."""
    if compared and explore is not None:
        raise UserError(_("--compare 和 --explore 不能一起用。"), "jiefang replay --help", 2)
    if explore is not None:
        _refuse({"SESSION": sessions, "--names": names}, "--compare")
        _refuse({"--plain": plain, "--marks": marks}, "SESSION")
        _explore(explore, only, as_json)
        return
    _refuse({f"--{name}": value for name, value in only.items()}, "--explore")
    if compared:
        _refuse({"--plain": plain, "--marks": marks}, "SESSION")
        _compare(sessions, names, as_json)
        return
    _refuse({"--names": names, "--json": as_json}, "--compare")
    if len(sessions) != 1:
        raise UserError(
            _("写一个编号就回放；写 --compare 和几个编号就比较；写 --explore 和一个剧本就看大家怎么选。"),
            "jiefang replay --help", 2,
        )  # fmt: skip
    _replay(sessions[0], plain=plain, marks=marks)


def _refuse(given: Mapping[str, object], belongs: str) -> None:
    """Refuse what belongs to another option.

    Raises:
        UserError: something is given.
    """
    for name, value in given.items():
        if value:
            raise UserError(_("{name} 要和 {option} 一起用。", name=name, option=belongs), "jiefang replay --help", 2)


# ---- one session ----------------------------------------------------------------------------------------------


def _replay(name: str, *, plain: bool, marks: bool) -> None:
    from simulator import terminal

    found = _recording(name)
    if plain or marks or not terminal.capable():
        _print(found, marks=marks)
        return
    from simulator import memory

    terminal.prepare()
    memory.hold()
    from simulator.app.app import ReplayStart, run_app

    try:
        code = run_app(ReplayStart(found))
    except OSError as error:
        raise UserError(_("终端出了问题：{why}", why=error)) from error
    if code:
        sys.exit(code)


def _recording(name: str) -> Recording:
    """A session, or an exported one, as far as it can be replayed.

    Raises:
        UserError: nothing of it can.
    """
    from simulator.record import seal
    from simulator.record.sources import transcript
    from simulator.record.store import open_store
    from simulator.replay.recording import read

    with open_store() as store:
        found = read(transcript(store, name), seal.key())
    if found.play is None:
        raise UserError(
            _("这次接访没有办法回放：{name}", name=name),
            found.faults[0] if found.faults else _("用 jiefang sessions verify 看是哪里不对。"),
        )
    return found


def _print(found: Recording, *, marks: bool) -> None:
    from simulator.plain_console import Console
    from simulator.replay.prices import Rater
    from simulator.report.replayed import lines

    console = Console(write=click.echo)
    for line in lines(found, Rater().prices(found), language(), marks=marks):
        console.say(line)


# ---- comparing ------------------------------------------------------------------------------------------------


def _compare(names: tuple[str, ...], named: bool, as_json: bool) -> None:
    from simulator.record import seal
    from simulator.record.sources import transcript
    from simulator.record.store import open_store
    from simulator.replay.compare import compare
    from simulator.replay.prices import Rater
    from simulator.replay.recording import read
    from simulator.report import comparison

    with open_store() as store:
        recordings = [read(transcript(store, name), seal.key()) for name in names]
    rater = Rater()
    found = compare(recordings, [rater.prices(each) for each in recordings], language())
    if as_json:
        click.echo(json.dumps(comparison.data(found, named=named), ensure_ascii=False))
        return
    for line in comparison.lines(found, named=named):
        click.echo(line)


# ---- exploring ------------------------------------------------------------------------------------------------


def _explore(name: str, only: dict[str, str | None], as_json: bool) -> None:
    from simulator.record.cohorts import Wanted
    from simulator.record.store import open_store
    from simulator.replay import explorer
    from simulator.report import explored

    scenario = common.scenario(name).id if "/" in name or name.endswith(".yaml") else name
    since = only.pop("since")
    wanted = Wanted(scenario, **only, since=None if since is None else _beginning(since))
    with open_store() as store:
        found = explorer.Explorer.of(store, wanted)
        if not found.played:
            _there_is_one(store, wanted)
    if as_json:
        click.echo(json.dumps(explorer.data(found, language()), ensure_ascii=False))
        return
    for line in explored.lines(found, language()):
        click.echo(line)


def _beginning(day: str) -> str:
    """A day, or a time, by the clock here as the record writes times.

    Raises:
        UserError: it is none.
    """
    try:
        return datetime.fromisoformat(day).astimezone(UTC).isoformat(timespec="milliseconds")
    except (ValueError, OverflowError) as error:
        raise UserError(_("这不是日期：{day}", day=day), _("写成 2026-09-15 这样。"), 2) from error


def _there_is_one(store: Store, wanted: Wanted) -> None:
    """Where nothing was found, say so if the scenario or its variant was never played.

    Raises:
        UserError: it was not.
    """
    from scenarios.findings import nearest

    played = store.played_scenarios()
    if wanted.scenario not in played:
        near = nearest(wanted.scenario, played)
        raise UserError(
            _("记录里没有剧本「{scenario}」的接访。", scenario=wanted.scenario),
            _("是不是 {nearest}？", nearest=near) if near else _("用 jiefang sessions list 看有哪些。"),
        )
    variants = played[wanted.scenario]
    if wanted.variant is not None and wanted.variant not in variants:
        raise no_variant(wanted.scenario, wanted.variant, variants)
