"""`jiefang pack`: build a pack into one file, install it, list and remove what is installed."""

from __future__ import annotations

from pathlib import Path

import click

from simulator.errors import UserError, harmless, show_diagnostics, spare
from simulator.i18n import _, language


@click.command("pack", help=_("把一个文件夹打成剧本包（zip），或者安装、列出、移除剧本包。"))
@click.argument("source", required=False, metavar=_("[文件夹|zip|编号]"))
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help=_("写成这个文件，不写就是当前文件夹里的 编号-版本.zip"))  # fmt: skip
@click.option("--check/--no-check", "checks", default=None,
              help=_("打包前连求解的检查也做，或者不检查剧本；都不写就只做快的检查"))  # fmt: skip
@click.option("--install", is_flag=True, help=_("安装这个剧本包"))
@click.option("--list", is_flag=True, help=_("列出装好的剧本包"))
@click.option("--remove", is_flag=True, help=_("移除装好的剧本包"))
@click.option("--force", is_flag=True, help=_("已经有的也覆盖"))
@click.option("--yes", is_flag=True, help=_("移除时不问"))
@click.option("--lang", type=click.Choice(["zh", "en"]), expose_value=False, help=_("语言"))
def command(source: str | None, out: Path | None, checks: bool | None, **flags: bool) -> None:
    """Build, install, list, remove."""
    ways = [f"--{name}" for name in ("install", "list", "remove") if flags[name]]
    if len(ways) > 1:
        raise UserError(_("{names} 只能写一个。", names=_("、").join(ways)), "jiefang pack --help", 2)
    if ways and (out is not None or checks is not None):
        raise UserError(_("--out 和 --check 只在打包时用。"), "jiefang pack --help", 2)
    if flags["list"]:
        _list()
        return
    if source is None:
        raise UserError(_("还要写明哪个文件夹、zip 或者编号。"), "jiefang pack --help", 2)
    if flags["remove"]:
        _remove(source, sure=flags["yes"])
    elif flags["install"]:
        _install(Path(source), replace=flags["force"])
    else:
        _build(Path(source), out, checks, force=flags["force"])


# ---- building --------------------------------------------------------------------------------------------------------


def _build(folder: Path, out: Path | None, checks: bool | None, *, force: bool) -> None:
    from simulator.packs import build

    if not folder.is_dir():
        hint = _("装一个打好的包：jiefang pack {path} --install", path=folder)
        raise UserError(_("要打包的是一个文件夹：{path}", path=folder), hint if folder.is_file() else "", 2)
    built = build.built(folder, whole=checks is True, checks=checks is not False)
    show_diagnostics(built.warnings)
    target = out or Path(f"{built.pack.id}-{built.pack.version}.zip")
    spare(target, force)
    build.write(target, built.data)
    _say(_("已写到 {path}", path=target), err=False)
    _say(_("  {title}（{id} {version}），作者 {author}", title=_title(built.pack.title), id=built.pack.id,
           version=built.pack.version, author=built.pack.author), err=False)  # fmt: skip
    for name, content in built.files.items():
        _say(f"  {len(content):>9,}  {name}", err=False)
    _say(_("  sha256 {hash}", hash=built.hash), err=False)
    for name in built.left_out:
        _say(_("没有放进去：{name}", name=name))


def _title(text: object) -> str:
    from scenarios.model import Text

    assert isinstance(text, Text)
    return text.en if language() == "en" and text.en else text.zh


def _say(text: str, *, err: bool = True) -> None:
    click.echo(harmless(text), err=err)


# ---- what is installed -----------------------------------------------------------------------------------------------


def _install(path: Path, *, replace: bool) -> None:
    from simulator.packs import home

    done = home.install(path, replace=replace)
    pack = done.pack
    name = _("{title}（{id} {version}）", title=_title(pack.title), id=pack.id, version=pack.version)
    match done.outcome:
        case "new":
            _say(_("装好了：{pack}", pack=name), err=False)
        case "replaced":
            _say(_("换成了：{pack}，原来的版本是 {before}", pack=name, before=done.before or "?"), err=False)
        case "same":
            _say(_("这一份已经装着：{pack}", pack=name), err=False)
    _say(_("  剧本：{names}", names=_("、").join(done.scenarios)), err=False)


def _list() -> None:
    from simulator.packs import home

    packs = home.installed_packs()
    if not packs:
        _say(_("没有装剧本包。装一个：jiefang pack 文件.zip --install"), err=False)
    for pack in packs:
        if pack.diagnostics:
            _say(_("{id}  （读不了，移除用 jiefang pack {id} --remove）", id=pack.folder.name), err=False)
            continue
        _say(f"{pack.id}  {pack.version}  {_title(pack.title)}  {pack.author}", err=False)


def _remove(name: str, *, sure: bool) -> None:
    from simulator.packs import home

    folder = home.named(name)
    question = _("移除剧本包 {id}？做过的接访记录都留着。", id=name)
    if not sure and not click.confirm(question):
        raise click.Abort
    home.remove(folder)
    _say(_("移除了 {id}。", id=name), err=False)
