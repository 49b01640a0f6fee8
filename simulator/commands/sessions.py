"""`jiefang sessions`: what is kept of visits, looked at, carried elsewhere, verified, removed."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from simulator.errors import spare
from simulator.i18n import _

if TYPE_CHECKING:
    from simulator.record.store import Store
    from simulator.record.verify import Verdict

Function = TypeVar("Function", bound=Callable[..., Any])


def _in_language(function: Function) -> Function:
    """Let `--lang` stand behind the command too; `cli.chosen_language` has read it by then."""
    return click.option("--lang", type=click.Choice(["zh", "en"]), expose_value=False, help=_("语言"))(function)


def _store() -> Store:
    """The store; what happened when it was opened is said on the error stream."""
    from simulator.record.store import open_store

    store = open_store()
    for notice in store.notices:
        click.echo(notice, err=True)
    return store


class InOrder(click.Group):
    """Its commands are listed as they stand in this file, the frequent ones first."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of the commands."""
        return list(self.commands)


@click.group("sessions", cls=InOrder, help=_("查看、导出、导入、核验、删除接访记录。"))
def command() -> None:
    """What is kept of visits."""


@command.command("list", help=_("列出记录，新的在前。"))
@click.option("--scenario", help=_("只看这个剧本"))
@click.option("--trainee", help=_("只看这个人"))
@click.option("--json", "as_json", is_flag=True, help=_("打印 JSON"))
@_in_language
def list_(scenario: str | None, trainee: str | None, as_json: bool) -> None:
    """List sessions."""
    from simulator.record import words

    with _store() as store:
        found = store.sessions(scenario, trainee)
    if as_json:
        click.echo(json.dumps([words.listed(session) for session in found], ensure_ascii=False))
    elif not found:
        click.echo(_("还没有记录。"))
    for line in () if as_json else words.table(found):
        click.echo(line)


@command.command("show", help=_("显示一次接访的记录。"))
@click.argument("session")
@click.option("--json", "as_json", is_flag=True, help=_("打印 JSON"))
@_in_language
def show(session: str, as_json: bool) -> None:
    """Show a session's log, sound or not."""
    from simulator.record import words
    from simulator.record.rescore import own_rubric

    with _store() as store:
        found = store.session(session)
        title = store.title(found.edition, "zh")
        verdict = store.verify(found.id)
        rubric, scored_by = own_rubric(store, found), store.scored_by(found.id)
    if as_json:
        click.echo(json.dumps(words.shown(found, verdict, rubric, scored_by), ensure_ascii=False))
        return
    for line in words.details(found, title, verdict, rubric, scored_by):
        click.echo(line)


@command.command("export", help=_("把一次接访写成一个文件，可以拿到别处导入。FILE 写 - 就打印出来。"))
@click.argument("session")
@click.argument("file", required=False)
@click.option("--force", is_flag=True, help=_("文件已存在也覆盖"))
@_in_language
def export(session: str, file: str | None, force: bool) -> None:
    """Export a session."""
    from simulator.record.export import lines

    with _store() as store:
        found = store.session(session)
        if file == "-":
            for line in lines(store.exportable(found.id)):
                click.echo(line)
            return
        path = Path(file or ".")
        if path.is_dir():
            path /= f"{found.id}.jsonl"
        spare(path, force)
        store.export(found.id, path)
    click.echo(_("已写到 {path}", path=path))


@command.command("import", help=_("导入别处导出的记录；先核验，有问题就不收。"))
@click.argument("files", metavar="FILE…", nargs=-1, required=True)
@_in_language
def import_(files: tuple[str, ...]) -> None:
    """Import sessions."""
    with _store() as store:
        for file in files:
            session, is_new = store.import_(Path(file))
            if is_new:
                click.echo(_("已导入 {id}；要分数，用 jiefang sessions rescore {id}", id=session.id))
            else:
                click.echo(_("{id} 已经在这里，一模一样，不用导入", id=session.id))


@command.command("verify", help=_("核验记录或导出的文件：完好退出 0，有问题退出 1 并说明在哪里。"))
@click.argument("names", metavar="SESSION|FILE…", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help=_("打印 JSON"))
@_in_language
def verify(names: tuple[str, ...], as_json: bool) -> None:
    """Verify sessions and files."""
    from simulator.record import words

    verdicts = [(name, _verdict(name)) for name in names]
    if as_json:
        click.echo(json.dumps([words.judged(name, verdict) for name, verdict in verdicts], ensure_ascii=False))
    for name, verdict in [] if as_json else verdicts:
        for line in words.judgement(name, verdict):
            click.echo(line)
    if not all(verdict.sound for _name, verdict in verdicts):
        sys.exit(1)


def _verdict(name: str) -> Verdict:
    """Verify a file if there is one of that name, else a session."""
    path = Path(name)
    if path.is_file() or path.suffix or len(path.parts) > 1:
        from simulator.record.exchange import verify_file

        return verify_file(path)
    with _store() as store:
        return store.verify(name)


@command.command("delete", help=_("删除记录，找不回来。"))
@click.argument("sessions", metavar="SESSION…", nargs=-1, required=True)
@click.option("--yes", is_flag=True, help=_("不再询问"))
@_in_language
def delete(sessions: tuple[str, ...], yes: bool) -> None:
    """Delete sessions, each after a question."""
    from simulator.debrief.record import DebriefStore
    from simulator.record import words

    with _store() as store:
        found = [store.session(name) for name in sessions]
        for session in found:
            for debrief in DebriefStore(store).using(session.id):
                warning = _("复盘 {debrief} 看过 {id}：删了以后，那里只留下剧本、时间、得分和写下的东西，不能再回放。",
                            debrief=debrief, id=session.id)  # fmt: skip
                click.echo(warning, err=True)
            if not yes:
                for line in words.table([session]):
                    click.echo(line)
                click.confirm(_("删除这份记录？删了就找不回来"), abort=True)
            store.delete(session.id)
            click.echo(_("已删除 {id}", id=session.id))


@command.command("rescore", help=_("按记录重新计分；不给编号时，重算所有还没有按这份标准计过的。"))
@click.argument("sessions", metavar="[SESSION]…", nargs=-1)
@click.option(
    "--rubric", metavar="FILE|PACK", help=_("按这份评分标准：rubric.yaml，或者有它的剧本包（文件夹、zip、已装的包）")
)
@click.option("--again", is_flag=True, help=_("已经按这份标准计过的也重算"))
@_in_language
def rescore(sessions: tuple[str, ...], rubric: str | None, again: bool) -> None:
    """Score sessions anew; exit 1 if one cannot be scored."""
    from simulator.commands.rescoring import rescore_named, rubric_from, show_rescoring

    measure = None if rubric is None else rubric_from(rubric)
    with _store() as store:
        sound = rescore_named(store, sessions, measure) if sessions else show_rescoring(store, measure, again)
    if not sound:
        sys.exit(1)
