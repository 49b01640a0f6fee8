"""`jiefang report`: a visit to hand to the trainee, or several as a class report, each one HTML file."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from simulator import i18n
from simulator.commands import common
from simulator.errors import UserError, harmless, spare
from simulator.i18n import _


@click.command("report", help=_("把一次接访写成一份报告（一个 HTML 文件，可打印）；给几次，就是班级报告。"))
@click.argument("sessions", metavar="SESSION|FILE…", nargs=-1, required=True)
@click.option("--out", metavar="FILE", help=_("写到哪里，- 是打印；不写就是当前文件夹里的 编号.html 或 class.html"))
@click.option("--anonymous/--names", "hidden", default=None,
              help=_("用甲、乙、丙代替姓名，或者写姓名；不说明时，一次写姓名，几次用甲、乙、丙"))  # fmt: skip
@click.option("--force", is_flag=True, help=_("文件已存在也覆盖"))
@click.option(
    "--lang", type=click.Choice(["zh", "en"]), expose_value=False, help=_("语言；一次接访不写就是当时的那一种")
)
@click.pass_context
def command(ctx: click.Context, sessions: tuple[str, ...], out: str | None, hidden: bool | None, force: bool) -> None:
    """Write a report."""
    names = tuple(dict.fromkeys(sessions))
    single = len(names) == 1
    path = None if out == "-" else Path(out or ("class.html" if not single else f"{_stem(names[0])}.html"))
    spare(path, force)
    text, faulty = (_visit if single else _class)(ctx, names, hidden)
    if path is None:
        click.echo(text, nl=False)
    else:
        from simulator.replacing import replace_text

        replace_text(path, text)
        click.echo(harmless(_("已写到 {path}", path=path)), err=True)
    if faulty:
        sys.exit(1)


def _stem(name: str) -> str:
    """The name of the file without `.html`: of an exported session that of its file."""
    return Path(name).stem or "visit"


def _visit(ctx: click.Context, names: tuple[str, ...], hidden: bool | None) -> tuple[str, bool]:
    """The page on one visit, and whether something is wrong with its log.

    Raises:
        StoreError: there is no such session.
        UserError: nothing of it is sound.
    """
    from simulator.record import seal
    from simulator.record.sources import transcript
    from simulator.record.store import open_store
    from simulator.record.verify import examine
    from simulator.replay.recording import read
    from simulator.report.page import gather
    from simulator.report.page.write import visit_page

    with open_store() as store:
        found = transcript(store, names[0])
        # Before it is replayed: what is wrong with it is said in that language.
        with i18n.speaking(common.language_of(ctx, examine(found).session)):
            recording = read(found, seal.key())
            if recording.play is None:
                raise UserError(
                    _("{name} 没有办法重演：{why}", name=names[0], why=_("；").join(recording.faults)),
                    _("用 jiefang sessions verify {name} 看全部问题。", name=names[0]),
                )
            for fault in recording.faults:
                click.echo(harmless(fault), err=True)
            return visit_page(gather.visit(store, recording, hidden=bool(hidden))), bool(recording.faults)


def _class(_ctx: click.Context, names: tuple[str, ...], hidden: bool | None) -> tuple[str, bool]:
    """The page on several visits, and whether something is wrong with any of their logs.

    Raises:
        StoreError: one of them is not there.
        UserError: nothing of any of them is sound.
    """
    from simulator.record.store import open_store
    from simulator.report.page import gather
    from simulator.report.page.write import class_page

    progress = common.progress(lambda done, count: _("读 {n}/{all} …", n=done, all=count))
    with open_store() as store:
        view = gather.cohort(store, names, hidden=hidden is not False, progress=progress)
    for fault in view.faults:
        click.echo(harmless(fault), err=True)
    if not view.sessions:
        raise UserError(
            _("这些记录没有一份是完好的。"), _("用 jiefang sessions verify {name} 看全部问题。", name=names[0])
        )
    return class_page(view), bool(view.faults)
