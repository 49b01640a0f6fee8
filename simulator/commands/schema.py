"""`jiefang schema`: the scenario language as a JSON Schema, for editors that complete and check while one writes."""

from __future__ import annotations

import json

import click

from simulator.i18n import _, language


@click.command("schema", help=_("打印剧本语言的 JSON Schema，编辑器靠它补全、提示和标错。"))
@click.option("--of", "kind", type=click.Choice(["scenario", "fragment"]), default="scenario", show_default=True,
              help=_("剧本还是片段"))  # fmt: skip
@click.option("--lang", type=click.Choice(["zh", "en"]), expose_value=False, help=_("语言"))
def command(kind: str) -> None:
    """Print the schema."""
    from scenarios.json_schema import json_schema

    click.echo(json.dumps(json_schema(kind, language()), ensure_ascii=False, indent=1))
