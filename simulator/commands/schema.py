"""`jiefang schema`: the scenario language as a JSON Schema, for editors that complete and check while one writes."""

from __future__ import annotations

import click

from simulator.i18n import _, language

KINDS = ("scenario", "fragment", "translation", "pack", "bodies", "rubric")


@click.command("schema", help=_("打印剧本语言的 JSON Schema，编辑器靠它补全、提示和标错。"))
@click.option("--of", "kind", type=click.Choice(KINDS), default="scenario", show_default=True, help=_(
    "哪一种文件：剧本、片段、译文 en.yaml，或者剧本包的 pack.yaml、bodies.yaml、rubric.yaml"
))  # fmt: skip
@click.option("--lang", type=click.Choice(["zh", "en"]), expose_value=False, help=_("语言"))
def command(kind: str) -> None:
    """Print the schema."""
    from scenarios.json_schema import schema_text

    if kind == "rubric":  # only scoring knows what a rubric is
        from scoring.own_rubric import RUBRIC

        text = schema_text(RUBRIC, language())
    else:
        text = schema_text(kind, language())
    click.echo(text, nl=False)
