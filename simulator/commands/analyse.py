"""`jiefang analyse`: what the solver knows of a scenario."""

from __future__ import annotations

from typing import Any

import click

from scenarios.edition import Edition
from scenarios.model import Scenario
from simulator.commands import common
from simulator.errors import UserError
from simulator.i18n import _


@click.command("analyse", help=_("求解一个剧本：最佳路线、随机、各种应付者、指标覆盖、结局、状态数。"))
@click.argument("scenario", metavar=_("剧本编号"))
@click.option("--variant", metavar=_("情形"), help=_("只算这一种"))
@click.option("--emit-tests", is_flag=True, help=_("把最佳、最差和到每个结局的路线作为测试写进剧本文件"))
@click.option("--json", "as_json", is_flag=True, help=_("打印 JSON"))
@click.option("--lang", type=click.Choice(["zh", "en"]), expose_value=False, help=_("语言"))
def command(scenario: str, variant: str | None, emit_tests: bool, as_json: bool) -> None:
    """Solve and report."""
    found = common.scenario(scenario)
    if emit_tests:
        found = _emitted(scenario, variant, found)
    names = [variant] if variant is not None else list(found.variants)
    data: dict[str, Any] = {"scenario": found.id, "variants": {}}
    for edition in [common.variant(found, name) for name in names]:
        name = edition.variant.name
        if not as_json:
            click.echo(_("求解 {scenario}，情形 {variant} …", scenario=found.id, variant=name), err=True)
        data["variants"][name] = analyse(edition)
    if as_json:
        import json

        click.echo(json.dumps(data, ensure_ascii=False))
        return
    for name, values in data["variants"].items():
        _print(name, values)


def _emitted(name: str, variant: str | None, found: Scenario) -> Scenario:
    """Write tests into the file; the scenario as it is afterwards."""
    from scenarios.search_path import find
    from simulator.emitting import emit_tests

    if variant is not None:
        raise UserError(_("--emit-tests 总是写所有情形的测试，不能和 --variant 一起用。"), _("去掉其中一个。"), 2)
    count = emit_tests(find(name), found)
    click.echo(_("写好了 {n} 个测试。", n=count), err=True)
    return common.scenario(name)


def analyse(edition: Edition) -> dict[str, Any]:
    """One variant of `analyse --json`."""
    from scoring.coverage import coverage
    from scoring.inputs import tokens_of
    from scoring.lines_of_play import best_line
    from scoring.players import Players
    from scoring.rate import rate
    from scoring.rubric import DIMENSIONS
    from simulator.report.data import rounded

    evaluator = common.evaluator(edition)
    solution = evaluator.solution
    best = best_line(evaluator)
    players = Players(evaluator)
    exploration = evaluator.exploration
    visited = frozenset(block.place.node for block in exploration.blocks if block.real.any())
    return {
        "hash": edition.hash,
        "states": solution.states,
        "transitions": solution.transitions,
        "seconds": round(solution.seconds, 3),
        "scorable": solution.scale.scorable,
        "best": {"score": rounded(rate(best, evaluator).raw_score), "line": tokens_of(best)},
        "random": {"score": rounded(solution.random_score)},
        "worst": {"score": rounded(solution.worst_score)},
        "bots": {name: rounded(score) for name, score in players.scores().items()},
        "reported": {name: rounded(score) for name, score in players.reported().items()},
        "coverage": coverage(exploration.expander, visited),
        "tests": dict(zip(DIMENSIONS, map(int, solution.scale.tests), strict=True)),
        "endings": {
            ending: {
                "reachable": ending in solution.endings,
                "random": rounded(solution.endings.get(ending, 0.0)),
            }
            for ending in edition.scenario.endings
        },
    }


def _print(name: str, values: dict[str, Any]) -> None:
    from simulator.report.text import number

    click.echo(_("情形 {name}", name=name))
    click.echo(_("  状态 {states}  转移 {transitions}  用时 {seconds} 秒", states=f"{values['states']:,}",
                 transitions=f"{values['transitions']:,}", seconds=values["seconds"]))  # fmt: skip
    if not values["scorable"]:
        click.echo("  " + _("这个情形不计分：没有哪个选择会有差别。"))
    click.echo(_("  最佳 {best}  随机 {random}  最差 {worst}", best=number(values["best"]["score"]),
                 random=number(values["random"]["score"]), worst=number(values["worst"]["score"])))  # fmt: skip
    click.echo("  " + _("最佳路线：") + ", ".join(values["best"]["line"]))
    click.echo("  " + _("应付者（都应在 55 分以下）："))
    for bot, score in values["bots"].items():
        click.echo(f"    {bot:20} {number(score):>8}")
    for bot, score in values["reported"].items():
        click.echo(f"    {bot:20} {number(score):>8}  " + _("（只报告）"))
    tested = ", ".join(f"{code} {n}" for code, n in values["coverage"].items())
    click.echo("  " + _("指标覆盖：") + tested)
    for ending, value in values["endings"].items():
        share = f"{100 * value['random']:.1f} %" if value["reachable"] else _("走不到")
        click.echo("  " + _("结局 {ending}：随机走到 {share}", ending=ending, share=share))
