"""`jiefang check`: every finding about scenarios, from the loader, the static checks and the solver."""

from __future__ import annotations

import fnmatch
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from scenarios.diagnostic import Diagnostic, ScenarioError, Severity, catalogue, severity_of
from scenarios.ignored import Sorted
from simulator.errors import UserError, harmless, refuse_unpacked
from simulator.i18n import _
from simulator.pack_option import packs


@click.command(
    "check", help=_("检查剧本：写法、引用、结构、法律、译文，以及求解后的公平。不写剧本就检查找得到的所有剧本。")
)
@click.argument("paths_", metavar=_("[剧本]…"), nargs=-1)
@click.option("--format", "form", type=click.Choice(["text", "json", "github", "sarif"]), default="text",
              show_default=True, help=_("输出的写法"))  # fmt: skip
@click.option("--select", default="", metavar="JF1,JF5010", help=_("只看这些编号，可以只写开头"))
@click.option("--ignore", default="", metavar="JF7500", help=_("不看这些编号，可以只写开头"))
@click.option("--no-solve", is_flag=True, help=_("不求解，只做快的检查"))
@click.option("--again", is_flag=True, help=_("不用上次的结果，全部重新检查"))
@click.option("--fix", is_flag=True, help=_("先把写法上能放心改的（全角符号、空格、制表符）改好"))
@click.option("--diff", is_flag=True, help=_("只显示 --fix 会改什么，不动文件"))
@click.option("--watch", is_flag=True, help=_("盯着文件，一保存就再检查，Ctrl-C 结束"))
@packs
@click.option("--lang", type=click.Choice(["zh", "en"]), expose_value=False, help=_("语言"))
@click.pass_context
def command(ctx: click.Context, /, paths_: tuple[str, ...], **options: Any) -> None:
    """Check scenarios; exit 1 on an error or a warning."""
    wanted = _Filter(_codes(options["select"]), _codes(options["ignore"]))
    wish = Wish(options["form"], wanted, solve=not options["no_solve"], again=options["again"])
    if options["watch"] and wish.form != "text":
        raise UserError(_("--watch 只和 --format text 一起用。"), _("去掉其中一个。"), 2)
    places = _places(paths_)
    for place in places if options["fix"] else ():
        refuse_unpacked(place)
    if options["diff"]:
        ctx.exit(_show_diff(places))
    if options["fix"]:
        _mend(places)
    if options["watch"]:
        _watch(places, wish)
    elif _report(places, wish):
        ctx.exit(1)


@dataclass(frozen=True)
class _Filter:
    """Which codes are wanted: all, or those of `chosen`; none of `left_out`."""

    chosen: Sequence[str]
    left_out: Sequence[str]

    def takes(self, diagnostic: Diagnostic) -> bool:
        """Whether a finding is wanted."""
        code = diagnostic.code
        return (not self.chosen or _listed(code, self.chosen)) and not _listed(code, self.left_out)


@dataclass(frozen=True)
class Wish:
    """How to check and to print."""

    form: str
    filter: _Filter
    solve: bool = True
    again: bool = False


def _report(places: Sequence[Path], wish: Wish) -> bool:
    """Check and print; whether there is an error or a warning."""
    from simulator.checking.many import check_all
    from simulator.report import findings

    progress = _progress(len(places)) if wish.form == "text" and len(places) > 1 else None
    found = check_all(places, solve=wish.solve, anew=wish.again, progress=progress)
    shown = _wanted(found, wish.filter)
    click.echo(findings.formatted(shown, wish.form, len(places)), nl=False)
    return any(severity_of(d) is not Severity.INFO for d in shown.shown)


def _wanted(found: Mapping[Path, Sorted], wanted: _Filter) -> Sorted:
    """What is to be printed of all scenarios: each finding once (a shared fragment has the same in each), in order."""
    shown = {_identity(d): d for each in found.values() for d in each.shown if wanted.takes(d)}
    left = {_identity(d): (d, reason) for each in found.values() for d, reason in each.left if wanted.takes(d)}
    return Sorted(tuple(sorted(shown.values(), key=_order)), tuple(sorted(left.values(), key=lambda e: _order(e[0]))))


def _identity(diagnostic: Diagnostic) -> tuple[str, str, str]:
    return diagnostic.code, str(diagnostic.mark), str(sorted(diagnostic.arguments.items(), key=lambda item: item[0]))


def _progress(count: int) -> Callable[[int, Path, bool], None]:
    """Say on the error stream which of several is done: a line each, or one line that changes on a terminal."""
    moving = sys.stderr.isatty()

    def say(done: int, place: Path, known: bool) -> None:
        if known and done < count and not moving:
            return
        name = harmless(place.name)
        said = _("检查 {n}/{all} {name} …", n=done, all=count, name=name)
        click.echo(f"\r\x1b[K{said}" if moving else said, err=True, nl=not moving)
        if moving and done == count:
            click.echo("\r\x1b[K", err=True, nl=False)

    return say


# ---- corrections -----------------------------------------------------------------------------------------------------


def _show_diff(places: Sequence[Path]) -> int:
    """Print what `--fix` would change; 1 if there is anything."""
    from simulator.checking.mend import mendable

    mended = list(mendable(places))
    for each in mended:
        click.echo(harmless(each.diff()), nl=False)
    click.echo(_("能放心改的有 {n} 处。", n=sum(len(each.done) for each in mended)), err=True)
    return 1 if mended else 0


def _mend(places: Sequence[Path]) -> None:
    """Put right what is safe to put right, and say what was done, file by file."""
    from simulator.checking.mend import mendable

    for each in mendable(places):
        each.write()
        lines = _("、").join(str(n) for n in dict.fromkeys(d.mark.line for d in each.done if d.mark is not None))
        said = _("{file}：改好了 {n} 处，在第 {lines} 行。", file=str(each.file), n=len(each.done), lines=lines)
        click.echo(harmless(said), err=True)


# ---- watching --------------------------------------------------------------------------------------------------------


def _watch(places: Sequence[Path], wish: Wish) -> None:
    """Check, and again whenever a file was saved: at once what is quick, then with the solver. Ends with Ctrl-C."""
    from dataclasses import replace

    from simulator.checking.watch import changed, stamps

    now = stamps(places)
    while True:
        if sys.stdout.isatty():
            click.clear()
        quick = _report(places, replace(wish, solve=False))
        if wish.solve and not quick:
            click.echo(_("写法没有问题，正在求解…"), err=True)
            _report(places, wish)
        click.echo(_("（等着下一次保存，Ctrl-C 结束）"), err=True)
        now = changed(places, now)


# ---- what is asked for -----------------------------------------------------------------------------------------------


def _order(diagnostic: Diagnostic) -> tuple[str, int, int, str]:
    mark = diagnostic.mark
    return (mark.file, mark.line, mark.column, diagnostic.code) if mark is not None else ("", 0, 0, diagnostic.code)


def _codes(text: str) -> list[str]:
    """Codes, or their beginnings, of a list.

    Raises:
        UserError: there is no such code; a slip in it must not look like a clean result.
    """
    parts = [part.strip() for part in text.replace("，", ",").split(",") if part.strip()]
    for part in parts:
        if not any(_listed(code, [part]) for code in catalogue()):
            raise UserError(
                _("没有「{code}」这样的编号。", code=part), _("写法如 JF1、JF5010，见 docs/diagnostics.md。"), 2
            )
    return parts


def _listed(code: str, parts: Sequence[str]) -> bool:
    return any(fnmatch.fnmatchcase(code, part.upper() + "*") for part in parts)


def _places(given: Sequence[str]) -> list[Path]:
    """The scenarios to check: those given (folders of scenarios and packs too), else all that can be found.

    Raises:
        ScenarioError: a path leads to nothing, or to a pack without scenarios.
        UserError: there is no scenario at all.
    """
    from scenarios.pack_files import NO_SCENARIOS
    from scenarios.search_path import SCENARIO_FILE, all_scenarios, find, in_pack

    if not given:
        everything = all_scenarios()
        if not everything:
            raise UserError(_("没有找到剧本。"), _("写上剧本的编号或路径，或者设置 JIEFANG_SCENARIOS。"), 2)
        return everything
    found: list[Path] = []
    for name in given:
        pack = in_pack(name)
        path = pack or Path(name)
        lacking = pack is not None or (os.path.isdir(path) and not os.path.lexists(path / SCENARIO_FILE))
        inside = sorted(path.glob(f"*/{SCENARIO_FILE}")) if lacking else []
        if pack is not None and not inside:
            raise ScenarioError([Diagnostic(NO_SCENARIOS, None, {"where": name})])
        found += [entry.parent for entry in inside] or [find(name)]
    return list(dict.fromkeys(found))
