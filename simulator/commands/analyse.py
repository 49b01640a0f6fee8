"""`jiefang analyse`: the certificate of a scenario, what the solver knows of it."""

from __future__ import annotations

import json
from pathlib import Path

import click

from scenarios.model import Scenario
from simulator.commands import common
from simulator.errors import UserError
from simulator.i18n import _
from simulator.pack_option import packs


@click.command("analyse", help=_("求解一个剧本，给出它的证书：检查结果、最佳路线、应付者、指标、结局、最难的决定。"))
@click.argument("scenario", metavar=_("剧本编号"))
@click.option("--variant", metavar=_("情形"), help=_("只算这一种"))
@click.option("--certificate", "file", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help=_("把证书写进这个 JSON 文件"))  # fmt: skip
@click.option("--emit-tests", is_flag=True, help=_("把最佳、最差和到每个结局的路线作为测试写进剧本文件"))
@click.option("--json", "as_json", is_flag=True, help=_("打印 JSON"))
@packs
@click.option("--lang", type=click.Choice(["zh", "en"]), expose_value=False, help=_("语言"))
def command(scenario: str, variant: str | None, file: Path | None, emit_tests: bool, as_json: bool) -> None:
    """Solve and report."""
    found = common.scenario(scenario)
    _whole(variant, {"--emit-tests": emit_tests, "--certificate": file is not None})
    chosen = common.variant(found, variant) if variant is not None else None
    if emit_tests:
        found = _emitted(scenario, found)
    from scenarios.search_path import find
    from simulator.certificate import certificate

    names = [chosen.variant.name] if chosen is not None else list(found.variants)
    if not as_json:
        click.echo(_("求解 {scenario}，情形 {variants} …", scenario=found.id, variants=_("、").join(names)), err=True)
    data = certificate(find(scenario), found, names, checked=chosen is None)
    if file is not None:
        from datetime import datetime

        from simulator.certificate import write

        write(file, data, datetime.now().astimezone())
        click.echo(_("证书写在 {file}。", file=str(file)), err=True)
    if as_json:
        click.echo(json.dumps(data, ensure_ascii=False))
        return
    from simulator.report.certificate import lines

    for line in lines(data):
        click.echo(line)


def _whole(variant: str | None, wanted: dict[str, bool]) -> None:
    """Refuse what needs all variants where only one is asked for.

    Raises:
        UserError: it is.
    """
    for option, given in wanted.items():
        if given and variant is not None:
            raise UserError(
                _("{option} 要看所有情形，不能和 --variant 一起用。", option=option), _("去掉其中一个。"), 2
            )


def _emitted(name: str, found: Scenario) -> Scenario:
    """Write tests into the file; the scenario as it is afterwards."""
    from scenarios.search_path import find
    from simulator.emitting import emit_tests

    count = emit_tests(find(name), found)
    click.echo(_("写好了 {n} 个测试。", n=count), err=True)
    return common.scenario(name)
