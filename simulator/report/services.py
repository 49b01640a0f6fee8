"""Findings for the services that show them beside the code: GitHub annotations and SARIF 2.1.0."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from scenarios.diagnostic import Rendered, Severity, catalogue
from simulator.i18n import language

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


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


def sarif(found: Sequence[Rendered], left: Sequence[tuple[Rendered, str]] = ()) -> dict[str, Any]:
    """SARIF 2.1.0: one run, the rules that occur, a result a finding.

    Args:
        found: the findings that count.
        left: findings that the author leaves on purpose, with the reason: results with a suppression.
    """
    from importlib.metadata import version

    codes = sorted({r.code for r in (*found, *(r for r, _reason in left))} & catalogue().keys())
    rules = [
        {
            "id": code,
            "shortDescription": {"text": catalogue()[code].message[language()]},
            "help": {"text": catalogue()[code].hint.get(language(), "") or catalogue()[code].message[language()]},
            "defaultConfiguration": {"level": _LEVELS[catalogue()[code].severity]},
        }
        for code in codes
    ]
    results = [_result(r, codes) for r in found]
    results += [
        {**_result(r, codes), "suppressions": [{"kind": "inSource", "justification": reason}]} for r, reason in left
    ]
    driver = {"name": "jiefang", "version": version("jiefang"), "rules": rules}
    # Our columns count characters; SARIF's count UTF-16 units unless one says so.
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}],
    }


def _result(found: Rendered, codes: Sequence[str]) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": found.code,
        "level": _LEVELS[found.severity],
        "message": {"text": f"{found.message} {found.hint}".strip()},
    }
    if found.code in codes:
        result["ruleIndex"] = codes.index(found.code)
    if found.mark is not None:
        result["locations"] = [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": uri(found.mark.file)},
                    "region": {"startLine": found.mark.line, "startColumn": found.mark.column},
                }
            }
        ]
    return result


def uri(file: str) -> str:
    """A file as a URI reference: relative below the working folder, `file:` elsewhere."""
    path = relative(file)
    return Path(path).as_uri() if Path(path).is_absolute() else quote(path)
