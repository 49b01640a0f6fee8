"""`--pack PATH`: a pack, folder or zip, whose scenarios the call knows before all others."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

from simulator.i18n import _

_Command = TypeVar("_Command", bound=Callable[..., Any])


def packs(command: _Command) -> _Command:
    """Give a command the option. It may be written several times, and before the command as well."""
    return click.option(
        "--pack", multiple=True, metavar="PATH", expose_value=False, is_eager=True, callback=_known,
        help=_("再用这个剧本包（文件夹或 zip），可以写几次"),
    )(command)  # fmt: skip


def _known(ctx: click.Context, _param: click.Parameter, given: Sequence[str]) -> None:
    """Put the packs in front of JIEFANG_PACKS for as long as the call lasts; processes it starts know them, too."""
    if not given or ctx.resilient_parsing:
        return
    from scenarios.search_path import PACKS_VARIABLE, opened

    paths = [os.path.abspath(os.path.expanduser(path)) for path in given]
    for path in paths:
        opened(path)
        if os.pathsep in path:
            from simulator.errors import UserError

            raise UserError(_("剧本包的路径里不能有「{sign}」：{path}", sign=os.pathsep, path=path),
                            _("换一个地方放，或者给文件夹改名。"), 2)  # fmt: skip
    before = os.environ.get(PACKS_VARIABLE)
    os.environ[PACKS_VARIABLE] = os.pathsep.join([*paths, *([before] if before else [])])
    ctx.call_on_close(lambda: _put_back(before))


def _put_back(before: str | None) -> None:
    from scenarios.search_path import PACKS_VARIABLE

    if before is None:
        os.environ.pop(PACKS_VARIABLE, None)
    else:
        os.environ[PACKS_VARIABLE] = before
