"""`jiefang check`: every finding about scenarios, from the loader, the static checks and the solver."""

from __future__ import annotations

import fnmatch
from collections.abc import Sequence
from pathlib import Path

import click

from scenarios.diagnostic import Diagnostic, Severity, catalogue, severity_of
from simulator import paths
from simulator.errors import UserError
from simulator.i18n import _


@click.command(
    "check", help=_("检查剧本：写法、引用、结构、法律、译文，以及求解后的公平。不写剧本就检查找得到的所有剧本。")
)
@click.argument("paths_", metavar=_("[剧本]…"), nargs=-1)
@click.option("--format", "form", type=click.Choice(["text", "json", "github", "sarif"]), default="text",
              show_default=True, help=_("输出的写法"))  # fmt: skip
@click.option("--select", default="", metavar="JF1,JF5010", help=_("只看这些编号，可以只写开头"))
@click.option("--ignore", default="", metavar="JF7500", help=_("不看这些编号，可以只写开头"))
@click.option("--no-solve", is_flag=True, help=_("不求解，只做快的检查"))
@click.option("--lang", type=click.Choice(["zh", "en"]), expose_value=False, help=_("语言"))
@click.pass_context
def command(ctx: click.Context, paths_: tuple[str, ...], form: str, select: str, ignore: str, no_solve: bool) -> None:
    """Check scenarios; exit 1 on an error or a warning."""
    from simulator.report import findings

    chosen, left_out = _codes(select), _codes(ignore)
    found: list[Diagnostic] = []
    places = _places(paths_)
    for number, place in enumerate(places, 1):
        if form == "text" and len(places) > 1:
            click.echo(_("检查 {n}/{all} {name} …", n=number, all=len(places), name=place.name), err=True)
        found += check_one(place, solve=not no_solve)
    shown = [d for d in found if (not chosen or _listed(d.code, chosen)) and not _listed(d.code, left_out)]
    shown.sort(key=_order)
    click.echo(findings.formatted(shown, form, len(places)), nl=False)
    if any(severity_of(d) != Severity.INFO for d in shown):
        ctx.exit(1)


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
    """The scenarios to check: those given (folders of scenarios too), else the whole library.

    Raises:
        ScenarioError: a path leads to nothing.
        UserError: there is no scenario at all.
    """
    from scenarios.search_path import SCENARIO_FILE, all_scenarios, find

    if not given:
        everything = all_scenarios()
        if not everything:
            raise UserError(_("没有找到剧本。"), _("写上剧本的编号或路径，或者设置 JIEFANG_SCENARIOS。"), 2)
        return everything
    found: list[Path] = []
    for name in given:
        path = Path(name)
        inside = [] if (path / SCENARIO_FILE).exists() else sorted(path.glob(f"*/{SCENARIO_FILE}"))
        found += [entry.parent for entry in inside] if path.is_dir() and inside else [find(name)]
    return list(dict.fromkeys(found))


def check_one(place: Path, *, solve: bool = True) -> list[Diagnostic]:
    """Every finding about one scenario."""
    from scenarios.load import load

    loaded = load(place)
    found = list(loaded.diagnostics)
    scenario = loaded.scenario
    if scenario is None or not solve or any(severity_of(d) == Severity.ERROR for d in found):
        return found
    from scoring.audit import audit_variant

    for variant in scenario.variants:
        found += audit_variant(scenario, variant, paths.cache() / "solutions")
    return found
