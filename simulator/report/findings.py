"""Findings of `jiefang check` as text with the source line and a caret, JSON, GitHub annotations or SARIF 2.1.0."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from scenarios.diagnostic import Diagnostic, Mark, Rendered, Severity, catalogue, render
from simulator.errors import harmless
from simulator.help import width_of
from simulator.i18n import _, language

EXCERPT_WIDTH = 70
"""Cells of a source line that are shown; a longer one is cut around the caret."""


def formatted(found: Sequence[Diagnostic], form: str, checked: int) -> str:
    """All findings in one of the forms `text`, `json`, `github`, `sarif`."""
    rendered = [render(diagnostic, language()) for diagnostic in found]
    match form:
        case "json":
            return json.dumps([entry(r) for r in rendered], ensure_ascii=False) + "\n"
        case "github":
            return "".join(annotation(r) for r in rendered)
        case "sarif":
            return json.dumps(sarif(rendered), ensure_ascii=False, indent=1) + "\n"
    _lines.cache_clear()
    return "".join(block(r) for r in rendered) + summary(rendered, checked)


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
    place = f"{found.mark}: " if found.mark is not None else ""
    lines = [f"{place}{names[found.severity]} {found.code}", f"  {found.message}"]
    if found.mark is not None:
        lines += excerpt(found.mark)
    if found.hint:
        lines.append(f"  → {found.hint}")
    return harmless("\n".join(lines)) + "\n\n"


def excerpt(mark: Mark) -> list[str]:
    """The source line and a caret under the column, widths in cells; nothing where there is no such line."""
    source = _lines(mark.file)
    if not 1 <= mark.line <= len(source):
        return []
    text = source[mark.line - 1]
    at = min(mark.column - 1, len(text))
    whole = width_of(text[: EXCERPT_WIDTH + 1]) <= EXCERPT_WIDTH
    before = text[:at] if whole else _end_of(text[:at], EXCERPT_WIDTH // 2)
    after = text[at:] if whole else _beginning_of(text[at:], EXCERPT_WIDTH - width_of(before))
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
        text = Path(file).read_bytes().decode("utf-8-sig", errors="replace")
    except OSError:
        return ()
    return tuple(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))


def summary(found: Sequence[Rendered], checked: int) -> str:
    """The last line."""
    errors = sum(r.severity is Severity.ERROR for r in found)
    warnings = sum(r.severity is Severity.WARNING for r in found)
    if not errors and not warnings:
        return _("检查了 {n} 个剧本，没有问题。", n=checked) + "\n"
    return (
        _("检查了 {n} 个剧本：{errors} 个错误，{warnings} 个警告。", n=checked, errors=errors, warnings=warnings) + "\n"
    )


def relative(file: str) -> str:
    """A file as the services that show findings want it: from the working folder where it stands below it."""
    path = Path(file).absolute()
    here = Path.cwd()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else path.as_posix()


def annotation(found: Rendered) -> str:
    """A GitHub workflow command."""
    level = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}[found.severity]
    mark = found.mark
    place = f"file={_property(relative(mark.file))},line={mark.line},col={mark.column}," if mark else ""
    text = f"{found.message} {found.hint}".strip()
    return f"::{level} {place}title={_property(found.code)}::{_data(text)}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def sarif(found: Sequence[Rendered]) -> dict[str, Any]:
    """SARIF 2.1.0: one run, the rules that occur, a result a finding."""
    from importlib.metadata import version

    levels = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
    codes = sorted({r.code for r in found} & catalogue().keys())
    rules = [
        {
            "id": code,
            "shortDescription": {"text": catalogue()[code].message[language()]},
            "help": {"text": catalogue()[code].hint.get(language(), "") or catalogue()[code].message[language()]},
            "defaultConfiguration": {"level": levels[catalogue()[code].severity]},
        }
        for code in codes
    ]
    results = []
    for r in found:
        result: dict[str, Any] = {
            "ruleId": r.code,
            "level": levels[r.severity],
            "message": {"text": f"{r.message} {r.hint}".strip()},
        }
        if r.code in codes:
            result["ruleIndex"] = codes.index(r.code)
        if r.mark is not None:
            result["locations"] = [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": uri(r.mark.file)},
                        "region": {"startLine": r.mark.line, "startColumn": r.mark.column},
                    }
                }
            ]
        results.append(result)
    driver = {"name": "jiefang", "version": version("jiefang"), "rules": rules}
    # Our columns count characters; SARIF's count UTF-16 units unless one says so.
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}],
    }


def uri(file: str) -> str:
    """A file as a URI reference: relative below the working folder, `file:` elsewhere."""
    path = relative(file)
    return Path(path).as_uri() if Path(path).is_absolute() else quote(path)
