"""`jiefang debrief`: going through recorded visits together; what is kept of debriefs, listed, written out, removed."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.errors import UserError, spare
from simulator.i18n import _, language

if TYPE_CHECKING:
    from simulator.debrief.record import DebriefSummary
    from simulator.record.store import Store
    from simulator.room.place import Place


@click.command("debrief", help=_("大家一起复盘一次或几次接访；也列出、导出、删除复盘。"))
@click.argument("sessions", metavar="[SESSION]…", nargs=-1)
@click.option("--resume", metavar="ID", help=_("从停下的地方接着复盘"))
@click.option("--room", is_flag=True, help=_("让大家用手机投票；不写地址就只在本机能打开"))
@click.option("--address", metavar="IP", help=_("让同一网络的手机在这个地址上打开，也就开了 --room"))
@click.option("--port", type=click.IntRange(0, 65535), help=_("连同 --room：端口，不写就是 8360"))
@click.option("--list", "listing", is_flag=True, help=_("列出复盘，新的在前"))
@click.option("--json", "as_json", is_flag=True, help=_("连同 --list：打印 JSON"))
@click.option("--minutes", metavar="ID", help=_("写出一次复盘的纪要"))
@click.option("--out", metavar="FILE", help=_("连同 --minutes：写到 .md 或 .html 文件，不写就打印"))
@click.option("--force", is_flag=True, help=_("文件已存在也覆盖"))
@click.option("--delete", metavar="ID", help=_("删除一次复盘，找不回来；接访记录不动"))
@click.option("--yes", is_flag=True, help=_("不再询问"))
@click.option("--lang", type=click.Choice(["zh", "en"]), expose_value=False, help=_("语言"))
def command(  # noqa: PLR0913 - one parameter an option
    *, sessions: tuple[str, ...], resume: str | None, room: bool, address: str | None, port: int | None,
    listing: bool, as_json: bool,
    minutes: str | None, out: str | None, force: bool, delete: str | None, yes: bool,
) -> None:  # fmt: skip
    """Lead a debrief, or see to what is kept of debriefs."""
    asked = [bool(sessions), resume is not None, listing, minutes is not None, delete is not None]
    if sum(asked) != 1:
        raise UserError(
            _("写明看哪次接访，或者 --resume、--list、--minutes、--delete 里取一个。"), "jiefang debrief --help", 2
        )
    if listing:
        _list(as_json)
    elif minutes is not None:
        _minutes(minutes, out, force)
    elif delete is not None:
        _delete(delete, yes)
    else:
        place = _place(address, port) if room or address is not None or port is not None else None
        _lead(sessions, resume, place)


def _place(address: str | None, port: int | None) -> Place:
    """Where phones come in."""
    from simulator.room.place import parse

    place = parse(address or "")
    return place if port is None else replace(place, port=port)


def _lead(sessions: tuple[str, ...], debrief: str | None, place: Place | None) -> None:
    """Open the facilitator's screen."""
    from simulator import terminal

    if not terminal.capable():
        raise UserError(_("复盘要在能显示整屏的终端里带。"), _("在终端里直接运行，不要接管道。"))
    terminal.prepare()
    with _store() as store:
        from simulator.debrief.lead import Lead

        lead = Lead.begin(store, sessions) if debrief is None else Lead.resume(store, debrief)
        try:
            from simulator.app.app import DebriefStart, run_app

            code = run_app(DebriefStart(lead, place))
        finally:
            lead.log.close()
    click.echo(_("复盘都存着。接着来：jiefang debrief --resume {id}", id=lead.log.id))
    if code:
        sys.exit(code)


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
    spare(path, force)
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
    from simulator.room import door

    door.forget(wanted)
    click.echo(_("已删除 {id}", id=wanted))
