"""`jiefang report`: a visit to hand to the trainee, or several as a class report, each one HTML file."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from simulator import i18n
from simulator.errors import UserError, harmless
from simulator.i18n import _, language

if TYPE_CHECKING:
    from simulator.replay.recording import Recording

PATIENCE = 1.0
"""Seconds before progress is told."""


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
    if path is not None and path.exists() and not force:
        raise UserError(_("文件已经在了：{path}", path=path), _("换一个名字，或加 --force 覆盖。"))
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
    from simulator.record.store import open_store
    from simulator.replay.recording import read
    from simulator.report.page import gather
    from simulator.report.page.write import visit_page

    with open_store() as store:
        found = gather.transcript(store, names[0])
        with i18n.speaking(_language(ctx, read(found, seal.key()))):
            recording = read(found, seal.key())
            if recording.play is None:
                raise UserError(
                    _("{name} 没有办法重演：{why}", name=names[0], why=_("；").join(recording.faults)),
                    _("用 jiefang sessions verify {name} 看全部问题。", name=names[0]),
                )
            for fault in recording.faults:
                click.echo(harmless(fault), err=True)
            return visit_page(gather.visit(store, recording, hidden=bool(hidden))), bool(recording.faults)


def _language(ctx: click.Context, recording: Recording) -> i18n.Language:
    """The language that was asked for with this call, else the one in which the visit was held."""
    asked = any(each.get_parameter_source("lang") is ParameterSource.COMMANDLINE for each in (ctx, ctx.find_root()))
    held = i18n.as_language(recording.session.language) if recording.session is not None else None
    return language() if asked or held is None else held


def _class(_ctx: click.Context, names: tuple[str, ...], hidden: bool | None) -> tuple[str, bool]:
    """The page on several visits, and whether something is wrong with any of their logs.

    Raises:
        StoreError: one of them is not there.
        UserError: nothing of any of them is sound.
    """
    from simulator.record.store import open_store
    from simulator.report.page import gather
    from simulator.report.page.write import class_page

    with open_store() as store:
        view = gather.cohort(store, names, hidden=hidden is not False, progress=_progress())
    for fault in view.faults:
        click.echo(harmless(fault), err=True)
    if not view.sessions:
        raise UserError(
            _("这些记录没有一份是完好的。"), _("用 jiefang sessions verify {name} 看全部问题。", name=names[0])
        )
    return class_page(view), bool(view.faults)


def _progress() -> Callable[[int, int], None] | None:
    """Say on a terminal how far it is, where it takes long."""
    if not sys.stderr.isatty():
        return None
    began = time.monotonic()

    def say(done: int, count: int) -> None:
        if time.monotonic() - began > PATIENCE:
            said = _("读 {n}/{all} …", n=done, all=count)
            click.echo(f"\r\x1b[K{said}" if done < count else "\r\x1b[K", err=True, nl=False)

    return say
