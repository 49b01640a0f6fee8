"""`jiefang debrief`: going through recorded visits together; what is kept of debriefs, listed, written out, removed."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.errors import UserError
from simulator.i18n import _, language

if TYPE_CHECKING:
    from simulator.debrief.record import DebriefSummary
    from simulator.record.store import Store

LOOPBACK = "127.0.0.1"


@click.command("debrief", help=_("大家一起复盘一次或几次接访；也列出、导出、删除复盘。"))
@click.argument("sessions", metavar="[SESSION]…", nargs=-1)
@click.option("--reopen", metavar="ID", help=_("重新打开一次复盘"))
@click.option("--room", is_flag=True, help=_("让大家用手机投票；只在本机能打开"))
@click.option("--address", metavar="IP", help=_("连同 --room：在这个地址上让同一网络的手机打开"))
@click.option("--list", "listing", is_flag=True, help=_("列出复盘，新的在前"))
@click.option("--json", "as_json", is_flag=True, help=_("连同 --list：打印 JSON"))
@click.option("--minutes", metavar="ID", help=_("写出一次复盘的纪要"))
@click.option("--out", metavar="FILE", help=_("连同 --minutes：写到 .md 或 .html 文件，不写就打印"))
@click.option("--force", is_flag=True, help=_("文件已存在也覆盖"))
@click.option("--delete", metavar="ID", help=_("删除一次复盘，找不回来；接访记录不动"))
@click.option("--yes", is_flag=True, help=_("不再询问"))
@click.option("--lang", type=click.Choice(["zh", "en"]), expose_value=False, help=_("语言"))
def command(  # noqa: PLR0913 - one parameter an option
    *, sessions: tuple[str, ...], reopen: str | None, room: bool, address: str | None, listing: bool, as_json: bool,
    minutes: str | None, out: str | None, force: bool, delete: str | None, yes: bool,
) -> None:  # fmt: skip
    """Lead a debrief, or see to what is kept of debriefs."""
    asked = [bool(sessions), reopen is not None, listing, minutes is not None, delete is not None]
    if sum(asked) != 1:
        raise UserError(
            _("写明看哪次接访，或者 --reopen、--list、--minutes、--delete 里取一个。"), "jiefang debrief --help", 2
        )
    if listing:
        _list(as_json)
    elif minutes is not None:
        _minutes(minutes, out, force)
    elif delete is not None:
        _delete(delete, yes)
    else:
        _lead(sessions, reopen, address or (LOOPBACK if room else None))


def _lead(sessions: tuple[str, ...], debrief_id: str | None, room: str | None) -> None:
    """Open the screens."""
    from importlib import import_module

    try:
        screens = import_module("simulator.app.debrief")
    except ModuleNotFoundError as error:
        if error.name != "simulator.app.debrief":
            raise
        raise UserError(_("这个版本还没有复盘的界面。")) from error
    sys.exit(screens.run(sessions, debrief_id, room) or 0)


def _store() -> Store:
    """The store; what happened when it was opened is said on the error stream."""
    from simulator.record.store import open_store

    store = open_store()
    for notice in store.notices:
        click.echo(notice, err=True)
    return store


def _list(as_json: bool) -> None:
    from simulator.debrief.record import DebriefStore

    with _store() as store:
        found = DebriefStore(store).debriefs()
    if as_json:
        click.echo(json.dumps([_data(each) for each in found], ensure_ascii=False))
    elif not found:
        click.echo(_("还没有复盘。"))
    for each in () if as_json else found:
        click.echo(_line(each))


def _data(found: DebriefSummary) -> dict[str, object]:
    return {
        "id": found.id,
        "started": found.started,
        "changed": found.changed,
        "events": found.events,
        "sessions": list(found.sessions),
        "missing": sorted(found.missing),
    }


def _line(found: DebriefSummary) -> str:
    from simulator.record.words import plain, when

    titles = dict.fromkeys(plain(title.text(language())) for title in found.titles)
    gone = _("（{n} 份记录已删除）", n=len(found.missing)) if found.missing else ""
    count = _("{n} 次接访", n=len(found.sessions))
    return f"{found.id}  {when(found.started)[:16]}  {when(found.changed)[:16]}  {count}{gone}  {_('、').join(titles)}"


def _minutes(debrief_id: str, out: str | None, force: bool) -> None:
    from simulator.debrief.minutes import SUFFIXES, minutes
    from simulator.debrief.names import trainees
    from simulator.debrief.record import DebriefStore

    path = None if out in (None, "-") else Path(str(out))
    form = SUFFIXES.get(path.suffix.lower()) if path is not None else "md"
    if form is None:
        raise UserError(_("纪要写成 .md 或 .html 文件，不是「{name}」。", name=out), "jiefang debrief --help", 2)
    if path is not None and path.exists() and not force:
        raise UserError(_("文件已经在了：{path}", path=path), _("换一个名字，或加 --force 覆盖。"))
    with _store() as store:
        state = DebriefStore(store).debrief(debrief_id)
        text = minutes(state, trainees(store, state), form)
    if path is None:
        click.echo(text, nl=False)
        return
    from simulator.replacing import replace_text

    replace_text(path, text)
    click.echo(_("已写到 {path}", path=path))


def _delete(debrief_id: str, yes: bool) -> None:
    from simulator.debrief.record import DebriefStore

    with _store() as store:
        debriefs = DebriefStore(store)
        wanted = debriefs.find(debrief_id)
        if not yes:
            click.echo(next(_line(each) for each in debriefs.debriefs() if each.id == wanted))
            click.confirm(_("删除这次复盘？删了就找不回来"), abort=True)
        debriefs.delete_debrief(wanted)
    click.echo(_("已删除 {id}", id=wanted))
