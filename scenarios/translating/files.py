"""A scenario or a fragment with its English file: read, brought up to date, not written."""

from __future__ import annotations

import os
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from scenarios import source
from scenarios.diagnostic import Diagnostic, ScenarioError, Severity, severity_of
from scenarios.findings import Findings
from scenarios.schema import FRAGMENT, SCENARIO
from scenarios.search_path import ENGLISH_FILE, FRAGMENTS_FOLDER, SCENARIO_FILE
from scenarios.shape import Record
from scenarios.source_text import beginning
from scenarios.starting import schema_file, schema_line
from scenarios.translating.update import HEAD, Updated, update
from scenarios.walk import walk

EMPTY = "JF0008"
_BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Translation:
    """An English file, as it is and as it is to be.

    Attributes:
        file: where it stands or is to stand.
        before, after: its text, with the line ends and the byte order mark it has; empty where there is none.
        updated: what was found.
    """

    file: Path
    before: str
    after: str
    updated: Updated


def translation(place: Path, accept: Collection[str] = ()) -> Translation:
    """Bring the English file of a scenario or a fragment up to date.

    Args:
        place: a scenario's folder or Chinese file, or a file in a folder `fragments`.
        accept: as `update` takes it.

    Raises:
        ScenarioError: one of the two files has errors: what they say is not sure, and neither is what belongs together.
    """
    chinese = place / SCENARIO_FILE if os.path.isdir(place) else place
    shape, english = _kind(chinese)
    tree = _chinese(shape, chinese)
    exists = os.path.lexists(english)
    read = source.read(english) if exists else source.parse(_beginning(english), str(english))
    _refuse([each for each in read.diagnostics if each.code != EMPTY])
    before = beginning(english).decode("utf-8") if exists else ""
    updated = update(shape, tree, read.text, accept)
    after = before if exists and updated.text == read.text else _spelled(updated.text, before)
    return Translation(english, before, after, updated)


def _beginning(english: Path) -> str:
    """The first lines of a new file; where a JSON Schema stands beside it, the line that binds it."""
    kind = "translation"
    return (schema_line(kind) if os.path.isfile(english.parent / schema_file(kind)) else "") + HEAD


def _kind(chinese: Path) -> tuple[Record, Path]:
    """The shape of a Chinese file, and where its English stands."""
    if chinese.name != SCENARIO_FILE and chinese.absolute().parent.name == FRAGMENTS_FOLDER:
        return FRAGMENT, chinese.parent / "en" / chinese.name
    return SCENARIO, chinese.parent / ENGLISH_FILE


def _chinese(shape: Record, file: Path) -> source.Mapping:
    read = source.read(file)
    _refuse(read.diagnostics)
    assert isinstance(read.root, source.Mapping)
    findings = Findings(str(file))
    walk(shape, read.root, findings, str(file))
    _refuse(findings.all())
    return read.root


def _refuse(diagnostics: Collection[Diagnostic]) -> None:
    errors = [each for each in diagnostics if severity_of(each) is Severity.ERROR]
    if errors:
        raise ScenarioError(errors)


def _spelled(text: str, before: str) -> str:
    """A text with the line ends and the byte order mark of another."""
    if "\r\n" in before and before.count("\r\n") * 2 >= before.count("\n"):
        text = text.replace("\n", "\r\n")
    return _BOM + text if before.startswith(_BOM) else text
