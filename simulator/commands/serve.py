"""`jiefang serve`: the game in a browser."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from simulator.i18n import _
from simulator.pack_option import packs

if TYPE_CHECKING:
    from simulator.web.server import WebServer

PORT = 8361
"""Beside the room of a debrief, so that both can be open at once."""


@click.command("serve", help=_("在浏览器里玩。不写地址就只在这台电脑上能打开；写了地址，要码才进得来。"))
@click.option("--address", metavar="IP", help=_("让同一网络的人在这个地址上打开，写这台电脑在局域网里的地址"))
@click.option("--port", type=click.IntRange(0, 65535), help=_("端口，不写就是 8361"))
@packs
@click.option("--lang", type=click.Choice(["zh", "en"]), expose_value=False, help=_("语言"))
def command(address: str | None, port: int | None) -> None:
    """Serve until Ctrl+C."""
    from simulator.room.place import parse
    from simulator.web import require

    place = parse(address or "")
    if place.port == parse("").port and not (address or "").endswith(f":{place.port}"):
        place = replace(place, port=PORT)
    if port is not None:
        place = replace(place, port=port)
    require()
    from simulator.room import door
    from simulator.web.server import serve

    admission = door.admission("serve")
    serve(place, admission, lambda server: _tell(server, admission.code))
    click.echo(_("都合上了。每个人的记录都在 {folder}。", folder=_folder()))


def _folder() -> str:
    from simulator import paths
    from simulator.web.homes import FOLDER

    return str(paths.home() / FOLDER)


def _tell(server: WebServer, code: str) -> None:
    """Where it is, how one gets in, how it ends."""
    place = server.place
    if place.loopback:
        click.echo(_("在浏览器里打开：{url}", url=place.url()))
        click.echo(_("只有这台电脑能打开。要让别人来，写 --address 和这台电脑在局域网里的地址。"))
    else:
        from simulator.room import qr

        click.echo(_("在浏览器里打开：{url}", url=place.url()))
        click.echo(_("进门码：{code}", code=code))
        for line in qr.lines(place.url(code)):
            click.echo(click.style(line, fg="black", bg="bright_white"))
        click.echo(_("同一网络里没有码进不来；传的东西不加密，只在信得过的网络里用。"))
    click.echo(_("Ctrl+C 结束。"))
