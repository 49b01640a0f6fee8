"""`jiefang run`: a whole visit without a screen, by a list of inputs or by a bot, with its exact score."""

from __future__ import annotations

from typing import Any

import click

from simulator.commands import common
from simulator.errors import UserError
from simulator.i18n import _, language
from simulator.pack_option import packs

BOTS = (
    "best", "random", "first", "last", "longest", "shortest", "most-polite", "always-sympathise", "always-refer",
    "always-time-out", "shortest-route", "drama", "greedy", "shortest-then-best",
)  # fmt: skip


@click.command("run", help=_("不开界面，把一次接访走完，打印得分和每个决定。"))
@click.argument("scenario", metavar=_("剧本编号"))
@click.option("--choices", metavar="a,b,…", help=_("逐步的选择；表单写 record=best 或 where.body=housing"))
@click.option("--bot", type=click.Choice(BOTS), metavar=_("名称"),
              help=_("让一种固定的应付者来走：{names}", names=_("、").join(BOTS)))  # fmt: skip
@click.option("--variant", metavar=_("情形"), help=_("不写就是第一种"))
@click.option("--seed", default="0", show_default=True, metavar=_("种子"), help=_("决定选项顺序和剧本里写明的偶然"))
@click.option("--save", is_flag=True, help=_("存进记录"))
@click.option("--json", "as_json", is_flag=True, help=_("打印 JSON"))
@packs
@click.option("--lang", type=click.Choice(["zh", "en"]), expose_value=False, help=_("语言"))
def command(
    scenario: str, choices: str | None, bot: str | None, variant: str | None, seed: str, save: bool, as_json: bool
) -> None:
    """Run a visit headless."""
    if (choices is None) == (bot is None):
        raise UserError(_("要么给 --choices，要么给 --bot，二者取一。"), "jiefang run --help", 2)
    found = common.scenario(scenario)
    chosen = common.variant(found, variant)
    evaluator = common.evaluator(chosen)
    from scenarios.play import InputError, Play
    from scoring.inputs import play_all, split
    from scoring.rate import rate
    from simulator.messages import input_error
    from simulator.record.headless import keep

    play = Play(chosen, seed)
    try:
        if bot is not None:
            from simulator.bots import play_bot

            play_bot(play, evaluator, bot)
        else:
            play_all(play, split(choices or ""), evaluator)
    except InputError as error:
        raise input_error(error) from error
    result = rate(play, evaluator)
    session = keep(play, result, language()) if save else None
    from simulator.report.data import run_data
    from simulator.report.text import print_result

    if as_json:
        import json

        data: dict[str, Any] = run_data(play, result, session, language())
        click.echo(json.dumps(data, ensure_ascii=False))
    else:
        print_result(play, result, language(), session)
