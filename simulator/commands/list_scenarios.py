"""`jiefang list`: the scenarios there are, from an index that is as fresh as the files."""

from __future__ import annotations

import json
from typing import Any

import click

from simulator.i18n import _, language
from simulator.pack_option import packs
from simulator.scenario_index import scenarios


@click.command("list", help=_("列出能找到的剧本。"))
@click.option("--json", "as_json", is_flag=True, help=_("打印 JSON"))
@packs
@click.option("--lang", type=click.Choice(["zh", "en"]), expose_value=False, help=_("语言"))
def command(as_json: bool) -> None:
    """List scenarios."""
    entries = scenarios()
    if as_json:
        click.echo(json.dumps([_public(entry) for entry in entries], ensure_ascii=False))
        return
    if not entries:
        click.echo(_("没有找到剧本。"))
        return
    levels = {1: _("入门"), 2: _("进阶"), 3: _("疑难")}
    from simulator.errors import harmless
    from simulator.help import padded, width_of

    wide = max(width_of(entry["id"]) for entry in entries)
    for entry in entries:
        name = padded(harmless(entry["id"]), wide)
        if "error" in entry:
            why = _("（读不了，用 jiefang check {path} 看原因）", path=harmless(entry["path"]))
            click.echo(f"{name}  {why}{harmless(_source(entry))}")
            continue
        count = _("{n} 种情形", n=len(entry["variants"]))
        said = f"{levels[entry['level']]}  {harmless(_title(entry))}  {count}{harmless(_source(entry))}"
        click.echo(f"{name}  {said}")
    for entry in entries:
        for path in entry["hidden"]:
            click.echo(harmless(_("{id} 在 {path} 也有，用的是先找到的那个。", id=entry["id"], path=path)), err=True)


def _source(entry: dict[str, Any]) -> str:
    """Where a scenario was found, as the last column of its line; the library is not told."""
    name = (entry["from"] or "").rstrip("/").rpartition("/")[2]
    match entry["source"]:
        case "pack":
            said = _("包 {name}", name=name)
        case "folder":
            said = _("文件夹 {name}", name=name)
        case "own":
            said = _("自己的")
        case _:
            return ""
    return f"  {said}"


def _title(entry: dict[str, Any]) -> str:
    titles: dict[str, str] = entry["title"]
    return titles[language()] or titles["zh"]


def _public(entry: dict[str, Any]) -> dict[str, Any]:
    """One entry of `list --json`: the same keys for every scenario, those unknown of a broken one empty."""
    return {
        "id": entry["id"],
        "title": _title(entry) if "title" in entry else None,
        "level": entry.get("level"),
        "audience": entry.get("audience", []),
        "variants": entry.get("variants", []),
        "path": entry["path"],
        "source": entry["source"],
        "from": entry["from"] or None,
        "hidden": entry["hidden"],
        "error": entry.get("error"),
    }
