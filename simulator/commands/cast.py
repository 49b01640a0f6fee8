"""`jiefang cast`: a recorded visit as a terminal recording, played again from its log."""

from __future__ import annotations

import asyncio
import re
import sys
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator import i18n
from simulator.commands import common
from simulator.errors import UserError, harmless, spare
from simulator.i18n import _

if TYPE_CHECKING:
    from simulator.cast.pace import Pace
    from simulator.replay.recording import Recording

THEMES = ("inkstone", "paper", "contrast", "terminal")
SMALLEST, LARGEST = (60, 20), (300, 100)
"""Columns and rows: from what size on the app shows itself, and what anybody has."""


class _Size(click.ParamType[tuple[int, int]]):
    """`80x24`."""

    name = "COLSxROWS"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        """Columns and rows."""
        found = re.fullmatch(r"([0-9]{1,4})x([0-9]{1,4})", str(value))
        size = (int(found[1]), int(found[2])) if found else (0, 0)
        if not all(least <= given <= most for least, given, most in zip(SMALLEST, size, LARGEST, strict=True)):
            self.fail(_("大小写成 80x24：60 到 300 列，20 到 100 行"), param, ctx)
        return size


def _number(_ctx: click.Context, param: click.Parameter, value: float) -> float:
    """A number within bounds; NaN is within all of them."""
    if not isfinite(value):
        raise click.BadParameter(_("{value} 不是数", value=value), param=param)
    return value


@click.command("cast", help=_("把一次接访录成终端录像（asciicast），由记录重演而来；记录本身不动。"))
@click.argument("session")
@click.option("--out", metavar="FILE", help=_("写到哪里，- 是打印；不写就是当前文件夹里的 编号.cast"))
@click.option("--size", type=_Size(), default="80x24", show_default=True, help=_("终端的列数和行数"))
@click.option("--idle", metavar=_("秒"), type=click.FloatRange(0.1, 600), default=2.0, show_default=True,
              callback=_number, help=_("一个画面最多停多久"))  # fmt: skip
@click.option("--speed", metavar=_("倍"), type=click.FloatRange(0.1, 100), default=1.0, show_default=True,
              callback=_number, help=_("放快几倍"))  # fmt: skip
@click.option("--theme", type=click.Choice(THEMES), default=THEMES[0], show_default=True, help=_("配色"))
@click.option("--v2", "old", is_flag=True, help=_("写成 asciicast 第 2 版；不写就是第 3 版"))
@click.option("--force", is_flag=True, help=_("文件已存在也覆盖"))
@click.option("--lang", type=click.Choice(["zh", "en"]), expose_value=False, help=_("语言；不写就是接访时的那一种"))
@click.pass_context
def command(  # noqa: PLR0913 (options of a command)
    ctx: click.Context,
    session: str,
    *,
    out: str | None,
    size: tuple[int, int],
    idle: float,
    speed: float,
    theme: str,
    old: bool,
    force: bool,
) -> None:
    """Record a session."""
    from simulator.cast.pace import Pace
    from simulator.record.log import is_id

    recording = _read(session)
    assert recording.session is not None
    # Of a damaged log the id may be anything.
    name = recording.session.id if is_id(recording.session.id) else "visit"
    path = None if out == "-" else Path(out or f"{name}.cast")
    spare(path, force)
    look = (*size, common.language_of(ctx, recording.session), theme)
    text = _recorded(recording, look, Pace(idle, speed), version=2 if old else 3)
    if path is None:
        click.echo(text, nl=False)
    else:
        from simulator.replacing import replace_text

        replace_text(path, text)
        click.echo(harmless(_("已写到 {path}", path=path)), err=True)
    if recording.faults:
        sys.exit(1)


def _read(name: str) -> Recording:
    """Read a session of the store, or of an exported file, and say what is not well with it.

    Raises:
        StoreError: there is none.
        UserError: nothing of it is sound.
    """
    from simulator.record import seal
    from simulator.record.sources import transcript
    from simulator.record.store import open_store
    from simulator.replay.recording import read

    with open_store() as store:
        recording = read(transcript(store, name), seal.key())
    if recording.play is None:
        raise UserError(
            _("{name} 没有办法重演：{why}", name=name, why="；".join(recording.faults)),
            _("用 jiefang sessions verify {name} 看全部问题。", name=name),
        )
    for fault in recording.faults:
        click.echo(harmless(fault), err=True)
    if recording.faults:
        click.echo(_("录到完好的地方为止：{n} 步。", n=len(recording.moments)), err=True)
    elif not recording.play.ended:
        click.echo(_("这次接访没有结束，录到停下的地方。"), err=True)
    return recording


def _recorded(
    recording: Recording, look: tuple[int, int, i18n.Language, str], pace: Pace, *, version: int
) -> str:  # fmt: skip
    from simulator.app.recorder import Look, record

    progress = common.progress(lambda done, count: _("录制 {n}/{all} …", n=done, all=count))
    cast = asyncio.run(record(recording, Look(*look), pace, progress))
    return cast.text(2 if version == 2 else 3)
