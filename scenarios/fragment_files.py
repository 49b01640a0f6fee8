"""Fragments by name: where they are found, read once and checked on their own.

`common.written_notice` is `written_notice.yaml` in the folder of the namespace `common`, its English stands in `en/`
beside it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from scenarios import source
from scenarios.diagnostic import Diagnostic
from scenarios.expression import Expression
from scenarios.findings import Findings
from scenarios.schema import FRAGMENT
from scenarios.source import Plain, Scalar, Source
from scenarios.translation import overlay
from scenarios.translation_notes import notes
from scenarios.walk import walk

WRONG_NAME = "JF2017"
LIBRARY_NAMESPACE = "common"


@dataclass(frozen=True, slots=True, eq=False)
class Fragment:
    """A fragment's file, checked but not yet built: that happens anew at each call.

    Attributes:
        name: `namespace.id`.
        file: for marks.
        root: the tree; only of the right shape.
        english: by `id` of the Chinese node.
        english_file: for marks.
        findings: what is wrong with the two files.
        damaged: `id` of nodes from which something was taken out.
        clean: conditions that were read and found in order at one call, for the next.
        zh: the file as plain data.
        en: the English file as plain data.
    """

    name: str
    file: str
    root: source.Mapping
    english: Mapping[int, Scalar]
    english_file: str
    findings: tuple[Diagnostic, ...]
    damaged: frozenset[int]
    zh: Plain
    en: Plain
    clean: dict[str, Expression] = field(default_factory=dict)

    def params(self) -> dict[str, str]:
        """The declared parameters and their types."""
        node = self.root.get("params")
        return {key: text_of(e.value) for key, e in node.entries.items()} if isinstance(node, source.Mapping) else {}

    def flags(self, key: str) -> tuple[str, ...]:
        """The flags under `reads` or `sets`."""
        node = self.root.get(key)
        return tuple(text_of(item) for item in node.items) if isinstance(node, source.Sequence) else ()


def text_of(node: source.Node) -> str:
    """The text of a single value."""
    return node.text if isinstance(node, Scalar) else ""


class Fragments:
    """All fragments a scenario may call."""

    def __init__(self, folders: Mapping[str, Path], texts: Mapping[str, Fragment] | None = None) -> None:
        self._folders = folders
        self._texts = texts or {}

    def get(self, name: str) -> Fragment | None:
        """A fragment, or None if there is no such file."""
        if name in self._texts:
            return self._texts[name]
        namespace, _, own = name.partition(".")
        folder = self._folders.get(namespace)
        path = None if folder is None else folder / f"{own}.yaml"
        if path is None or not os.path.isfile(path):
            return None
        english = path.parent / "en" / path.name
        return _cached(name, str(path), _stamp(path), str(english), _stamp(english))

    def names(self) -> list[str]:
        """Every fragment there is."""
        found = [*self._texts]
        for namespace, folder in self._folders.items():
            if os.path.isdir(folder):
                found += [f"{namespace}.{path.stem}" for path in sorted(folder.glob("*.yaml"))[:1000]]
        return found


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


@lru_cache(maxsize=256)
def _cached(
    name: str, file: str, _stamp: tuple[int, int] | None, english: str, english_stamp: tuple[int, int] | None
) -> Fragment | None:
    return from_sources(name, source.read(file), source.read(english) if english_stamp else None)


def from_sources(name: str, chinese: Source, english: Source | None) -> Fragment | None:
    """Check a fragment's files.

    Args:
        name: `namespace.id`.
        chinese: the fragment as read.
        english: its English as read, if there is any.

    Returns:
        The fragment; with nothing in it if the file cannot be read.
    """
    findings = Findings(chinese.file)
    findings.extend(chinese.diagnostics)
    root = chinese.root if isinstance(chinese.root, source.Mapping) else source.Mapping({}, 1, 1)
    if chinese.root is not None:
        walk(FRAGMENT, root, findings, name)
        own = root.entries.get("id")
        if own is not None and text_of(own.value) != name.partition(".")[2]:
            findings.add(WRONG_NAME, own.value, name=text_of(own.value), expected=name.partition(".")[2])
    return _with_english(name, root, chinese, english, findings)


def _with_english(
    name: str, root: source.Mapping, chinese: Source, english: Source | None, findings: Findings
) -> Fragment:
    texts: dict[int, Scalar] = {}
    file = english.file if english else ""
    if english is not None:
        findings.extend(english.diagnostics)
        if english.root is not None:
            texts = overlay(FRAGMENT, root, english.root, findings.of(file), findings, notes(english.text))
    en = source.plain(english.root) if english is not None and english.root is not None else {}
    return Fragment(
        name, chinese.file, root, texts, file, findings.all(), frozenset(findings.damaged), source.plain(root), en
    )


def namespaces(folders: Iterable[Path]) -> dict[str, Path]:
    """Folders by namespace: the name of the folder, or of the one around it if it is called `fragments`."""
    return {folder.parent.name if folder.name == "fragments" else folder.name: folder for folder in folders}
