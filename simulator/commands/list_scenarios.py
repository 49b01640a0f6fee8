"""`jiefang list`: the scenarios there are, from an index that is as fresh as the files."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Any

import click

from simulator import paths
from simulator.i18n import _, language

INDEX_VERSION = 2
KEYS = {"id", "title", "level", "audience", "variants", "path"}


@click.command("list", help=_("列出能找到的剧本。"))
@click.option("--json", "as_json", is_flag=True, help=_("打印 JSON"))
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
            click.echo(f"{name}  {why}")
            continue
        count = _("{n} 种情形", n=len(entry["variants"]))
        click.echo(f"{name}  {levels[entry['level']]}  {harmless(_title(entry))}  {count}")


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
        "error": entry.get("error"),
    }


def scenarios() -> list[dict[str, Any]]:
    """Every scenario: id, title {zh, en}, level, audience, variants, path; `error`, a code, where it cannot be read.

    A scenario is read anew only if one of its files has another size or time than when it was read last, or if it
    could not be read then: what was wrong may have stood in a fragment.
    """
    from scenarios.search_path import all_scenarios

    index = _read()
    fresh: dict[str, Any] = {}
    for path in all_scenarios():
        stamp = _stamp(path)
        known = index.get(str(path))
        still = known is not None and known["stamp"] == stamp
        fresh[str(path)] = known if still else _entry(path, stamp)
    kept = {path: entry for path, entry in fresh.items() if _is_entry(entry)}
    if kept != index:
        _write(kept)
    return sorted((entry["entry"] for entry in fresh.values()), key=lambda e: (e.get("level", 9), e["id"]))


def _stamp(path: Path) -> list[list[Any]]:
    folder = path if path.is_dir() else path.parent
    found = []
    for name in ("scenario.yaml", "en.yaml"):
        try:
            status = (folder / name).stat()
            found.append([name, status.st_size, status.st_mtime_ns])
        except OSError:
            found.append([name, -1, 0])
    return found


def _entry(path: Path, stamp: list[list[Any]]) -> dict[str, Any]:
    from scenarios.diagnostic import Severity, severity_of
    from scenarios.load import load

    loaded = load(path)
    scenario = loaded.scenario
    if scenario is None:
        errors = [d.code for d in loaded.diagnostics if severity_of(d) is Severity.ERROR]
        entry: dict[str, Any] = {"id": path.name, "path": str(path), "error": errors[0]}
    else:
        entry = {
            "id": scenario.id,
            "title": {"zh": scenario.title.zh, "en": scenario.title.en},
            "level": scenario.level,
            "audience": list(scenario.audience),
            "variants": list(scenario.variants),
            "path": str(path),
        }
    return {"stamp": stamp, "entry": entry}


def _file() -> Path:
    return paths.cache() / "scenarios.json"


def _read() -> dict[str, Any]:
    """The index; empty where there is none, or it is not one."""
    try:
        data = json.loads(_file().read_text("utf-8"))
        if data["version"] == INDEX_VERSION:
            return {path: entry for path, entry in data["scenarios"].items() if _is_entry(entry)}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        pass
    return {}


def _is_entry(entry: Any) -> bool:
    """Whether an entry may be kept: it is one, and of a scenario that could be read."""
    return (
        isinstance(entry, dict)
        and "stamp" in entry
        and isinstance(entry.get("entry"), dict)
        and entry["entry"].keys() >= KEYS
    )


def _write(entries: dict[str, Any]) -> None:
    """Keep the index; where that cannot be, the next call is only slower."""
    try:
        _file().parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=_file().parent, prefix=".index-")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump({"version": INDEX_VERSION, "scenarios": entries}, file, ensure_ascii=False)
        Path(name).replace(_file())
    except OSError:
        pass
