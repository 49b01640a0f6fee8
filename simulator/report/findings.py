"""Findings of `jiefang check` as text with the source line and a caret, or as JSON; `services.py` has the rest."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from functools import cache
from typing import Any

import click

from scenarios.diagnostic import Mark, Rendered, Severity, render
from scenarios.ignored import Sorted
from scenarios.source_text import beginning
from simulator.errors import harmless, sentences
from simulator.help import width_of
from simulator.i18n import _, language
from simulator.report.services import annotation, sarif

EXCERPT_WIDTH = 70
"""Cells of a source line that are shown; a longer one is cut around the caret."""


def formatted(found: Sorted, form: str, checked: int) -> str:
    """All findings as `text`, `json`, `github` or `sarif`; SARIF also has those that are left on purpose."""
    rendered = [render(diagnostic, language()) for diagnostic in found.shown]
    match form:
        case "json":
            return json.dumps([entry(r) for r in rendered], ensure_ascii=False) + "\n"
        case "github":
            return "".join(annotation(r) for r in rendered)
        case "sarif":
            left = [(render(diagnostic, language()), reason) for diagnostic, reason in found.left]
            return json.dumps(sarif(rendered, left), ensure_ascii=False, indent=1) + "\n"
    forget_lines()
    return "".join(block(r) for r in rendered) + summary(rendered, checked, len(found.left))


def entry(found: Rendered) -> dict[str, Any]:
    """One finding of `check --format json`."""
    mark = found.mark
    return {
        "code": found.code,
        "severity": found.severity.value,
        "message": found.message,
        "file": mark.file if mark else None,
        "line": mark.line if mark else None,
        "column": mark.column if mark else None,
        "hint": found.hint,
    }


def block(found: Rendered) -> str:
    """One finding as text: place, words, the line with a caret under the place, the way out."""
    names = {Severity.ERROR: _("错误"), Severity.WARNING: _("警告"), Severity.INFO: _("提示")}
    place = f"{harmless(str(found.mark))}: " if found.mark is not None else ""
    what = _coloured(f"{names[found.severity]} {found.code}", _COLOURS[found.severity], bold=True)
    lines = [place + what, harmless(f"  {found.message}")]
    if found.mark is not None and (shown := excerpt(found.mark)):
        line, caret = map(harmless, shown)
        lines += [line, _coloured(caret, _COLOURS[found.severity])]
    if found.hint:
        lines.append(_coloured("  → ", "cyan") + harmless(found.hint))
    return "\n".join(lines) + "\n\n"


_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}


def _coloured(text: str, colour: str, *, bold: bool = False) -> str:
    """The text in a colour, which `click.echo` takes out where the output is no terminal; none with `NO_COLOR`."""
    return text if os.environ.get("NO_COLOR") else click.style(text, fg=colour, bold=bold)


def forget_lines() -> None:
    """Read the files of excerpts anew from now on."""
    _lines.cache_clear()


def excerpt(mark: Mark, room: int = EXCERPT_WIDTH) -> list[str]:
    """The source line and a caret under the column, widths in cells; nothing where there is no such line.

    Args:
        mark: the place.
        room: cells of the line that are shown; a longer one is cut around the caret.
    """
    source = _lines(mark.file)
    if not 1 <= mark.line <= len(source):
        return []
    text = source[mark.line - 1]
    at = min(mark.column - 1, len(text))
    whole = width_of(text[: room + 1]) <= room
    before = text[:at] if whole else _end_of(text[:at], room // 2)
    after = text[at:] if whole else _beginning_of(text[at:], room - width_of(before))
    cut = ("…" if len(before) < at else "", "…" if at + len(after) < len(text) else "")
    before = _clean(cut[0] + before)
    number = f"{mark.line:>5} | "
    return [f"{number}{before}{_clean(after)}{cut[1]}", " " * (len(number) + width_of(before)) + "^"]


def _clean(text: str) -> str:
    return harmless(text.replace("\t", " "))


def _beginning_of(text: str, width: int) -> str:
    """As much of the beginning as fits into a width in cells."""
    length = 0
    while length < len(text) and (width := width - width_of(text[length])) >= 0:
        length += 1
    return text[:length]


def _end_of(text: str, width: int) -> str:
    """As much of the end as fits into a width in cells."""
    return _beginning_of(text[::-1], width)[::-1]


@cache
def _lines(file: str) -> tuple[str, ...]:
    """The lines of a file as the loader counts them: only CR and LF end one."""
    try:
        text = beginning(file).decode("utf-8-sig", errors="replace")
    except OSError:
        return ()
    return tuple(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))


def summary(found: Sequence[Rendered], checked: int, left: int = 0) -> str:
    """The last line: how much of what, and how much was left on purpose."""
    aside = _("（另有 {n} 处写明理由保留）", n=left) if left else ""
    return sentences(_counted(found, checked), aside) + "\n"


def _counted(found: Sequence[Rendered], checked: int) -> str:
    """How much was found."""
    errors = sum(r.severity is Severity.ERROR for r in found)
    warnings = sum(r.severity is Severity.WARNING for r in found)
    if not errors and not warnings:
        return _("检查了 {n} 个剧本，没有问题。", n=checked)
    return _("检查了 {n} 个剧本：{errors} 个错误，{warnings} 个警告。", n=checked, errors=errors, warnings=warnings)
