"""What is wrong with a file, where, and how to put it right.

A diagnostic is data: a stable code and arguments. Its words stand in the catalogues (`catalogue/*.yaml` of each
package) and are put together only at the edge, by :func:`render`, in Chinese or English.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from string import Formatter
from typing import Any, NamedTuple

from scenarios.own_data import own_data


class Severity(StrEnum):
    """How much a finding weighs; `error` and `warning` make `jiefang check` exit with 1."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Mark(NamedTuple):
    """A place in a file. Lines and columns count from 1; columns count characters, not cells.

    Made by the thousand, and a tuple is made in a third of the time.
    """

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding.

    Attributes:
        code: stable code such as `JF1003`; the first digit names the family, as the catalogue files do.
        mark: where it is, or None where no place can be named.
        arguments: values for the `{names}` of the message. Texts from a file stay plain text, never markup.
        nearest: the nearest valid name, shown as "choise → choices?", or empty.
    """

    code: str
    mark: Mark | None = None
    arguments: Mapping[str, Any] = field(default_factory=dict)
    nearest: str = ""


class ScenarioError(Exception):
    """A scenario could not be used. Carries every diagnostic that was found, errors first.

    The message lists the codes and places only; :func:`render` gives the words.
    """

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics: tuple[Diagnostic, ...] = tuple(diagnostics)
        super().__init__("; ".join(f"{d.mark or '?'} {d.code}" for d in self.diagnostics[:20]))


@dataclass(frozen=True, slots=True)
class Rule:
    """A catalogue entry: what a code means. `bad` must raise it and `good` must not (tests run both)."""

    code: str
    severity: Severity
    message: Mapping[str, str]
    hint: Mapping[str, str]
    bad: str = ""
    good: str = ""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A diagnostic in words: `message` says what is wrong, `hint` the way out (may be empty)."""

    code: str
    severity: Severity
    mark: Mark | None
    message: str
    hint: str


@cache
def catalogue() -> Mapping[str, Rule]:
    """All rules by code, read from `catalogue/*.yaml` of the packages that have one."""
    return {code: rule for package in _PACKAGES for file in _files(package) for code, rule in _rules(file).items()}


_PACKAGES = ("scenarios", "scoring")
"""`scenarios` may not import `scoring`, so the packages are found by name, not imported for their code."""


@cache
def _files(package: str) -> tuple[Path, ...]:
    found = find_spec(package)
    folders = (found and found.submodule_search_locations) or ()
    return tuple(file for folder in folders for file in sorted(Path(folder, "catalogue").glob("*.yaml")))


@cache
def _rules(file: Path) -> Mapping[str, Rule]:
    return {
        code: Rule(
            code,
            Severity(fields["severity"]),
            fields["message"],
            fields.get("hint") or {},
            fields.get("bad", ""),
            fields.get("good", ""),
        )
        for code, fields in (own_data(file) or {}).items()
    }


@cache
def _rule(code: str) -> Rule | None:
    """The rule of a code, for which not all files are read: most scenarios have no finding but of the English file.

    That family is among the last, so they are looked through from the end.
    """
    for package in _PACKAGES:
        for file in reversed(_files(package)):
            if code in (rules := _rules(file)):
                return rules[code]
    return None


def _fill(template: str, arguments: Mapping[str, Any], language: str) -> str:
    """Fill `{names}`; a value that is itself a mapping of languages gives its text in `language`."""
    values = {
        key: (value.get(language) or value.get("zh", "")) if isinstance(value, Mapping) else value
        for key, value in arguments.items()
    }
    parts: list[str] = []
    for literal, name, _spec, _conversion in Formatter().parse(template):
        parts.append(literal)
        if name is not None:
            parts.append(str(values.get(name, "{" + name + "}")))
    return "".join(parts)


def severity_of(diagnostic: Diagnostic) -> Severity:
    """The severity that the catalogue gives the diagnostic's code; an unknown code is an error."""
    rule = _rule(diagnostic.code)
    return rule.severity if rule else Severity.ERROR


def render(diagnostic: Diagnostic, language: str = "zh") -> Rendered:
    """Put a diagnostic into words.

    Args:
        diagnostic: the finding.
        language: `zh` or `en`.

    Returns:
        The words; the nearest valid name, if any, is part of the hint.
    """
    rule = _rule(diagnostic.code)
    if rule is None:
        return Rendered(diagnostic.code, Severity.ERROR, diagnostic.mark, str(dict(diagnostic.arguments)), "")
    message = _fill(rule.message[language], diagnostic.arguments, language)
    hint = _fill(rule.hint.get(language, ""), diagnostic.arguments, language)
    if diagnostic.nearest:
        found = diagnostic.arguments.get("name", "")
        nearest = f"{found} → {diagnostic.nearest}" + ("？" if language == "zh" else "?")
        hint = f"{nearest} {hint}".strip()
    return Rendered(diagnostic.code, rule.severity, diagnostic.mark, message, hint)
