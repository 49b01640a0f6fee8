"""`jiefang doctor`: one page about this terminal, the record, the packs and the versions, each with what to do."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from simulator.i18n import _

if TYPE_CHECKING:
    from simulator.doctor.finding import Finding

MARKS = {"good": "✓", "note": "·", "bad": "✗"}


@click.command("doctor", help=_("看看这个终端、记录、剧本包和版本好不好，不好怎么办。有不能用的退出 1。"))
@click.option("--json", "as_json", is_flag=True, help=_("打印 JSON"))
@click.option("--lang", type=click.Choice(["zh", "en"]), expose_value=False, help=_("语言"))
def command(as_json: bool) -> None:
    """Look everything over."""
    from simulator.doctor import house, terminal

    parts: list[tuple[str, str, Iterable[Finding]]] = [
        ("terminal", _("终端"), terminal.findings()),
        ("record", _("记录"), (*house.record(), *house.own_settings())),
        ("packs", _("剧本"), house.packs()),
        ("versions", _("版本"), house.versions()),
    ]
    found = [(key, title, list(findings)) for key, title, findings in parts]
    if as_json:
        data = {key: [finding.data() for finding in findings] for key, _title, findings in found}
        click.echo(json.dumps(data, ensure_ascii=False))
    else:
        from simulator.figures import capital

        for key, title, findings in found:
            click.echo(capital(title))
            for line in _lines(findings):
                click.echo(line)
            if key == "terminal":
                click.echo("    " + _("各种终端的细节：docs/terminals.zh-CN.md"))
    if any(finding.state == "bad" for _key, _title, findings in found for finding in findings):
        sys.exit(1)


def _lines(findings: list[Finding]) -> list[str]:
    from simulator.errors import harmless
    from simulator.figures import capital
    from simulator.help import padded, width_of, wrap

    wide = max((width_of(finding.name) for finding in findings), default=0)
    lines = []
    indent = " " * (wide + 6)
    room = max(shutil.get_terminal_size((80, 24)).columns, 60) - len(indent) - 3
    for finding in findings:
        lines.append(harmless(f"  {MARKS[finding.state]} {padded(capital(finding.name), wide)}  {finding.found}"))
        if finding.todo:
            first, *more = wrap(harmless(finding.todo), room)
            lines += [f"{indent}→ {first}", *(f"{indent}  {line}" for line in more)]
    return [*lines, ""]
