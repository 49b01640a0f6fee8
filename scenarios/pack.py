"""A pack: scenarios with what they share, in a folder with a `pack.yaml`.

pack.yaml                              what the pack is called
scenarios/<id>/scenario.yaml, en.yaml  its scenarios
fragments/<id>.yaml, en/<id>.yaml      its fragments, called by the pack's id: `my-pack.greeting`
bodies.yaml                            bodies and procedures that referral sheets may name
rubric.yaml                            weights, caps and bands; not looked into here, scoring reads it
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from scenarios import source
from scenarios.diagnostic import Diagnostic
from scenarios.findings import Findings
from scenarios.fragment_files import LIBRARY_NAMESPACE, text_of
from scenarios.model import Text
from scenarios.pack_schema import DIRECTORY, PACK
from scenarios.search_path import BODIES_FILE, PACK_FILE, RUBRIC_FILE
from scenarios.shape import Record
from scenarios.source import Source
from scenarios.walk import walk
from scenarios.words import Supplied, supplied

RESERVED_NAME = "JF4109"


@dataclass(frozen=True, slots=True)
class Pack:
    """What a pack says of itself and lends to its scenarios.

    Attributes:
        folder: where it is.
        id: its id and the namespace of its fragments; empty where `pack.yaml` cannot be read.
        title: in both languages.
        version: as the author counts.
        author: who made it.
        licence: empty where none is said.
        description: None where there is none.
        lent: the directory its scenarios name bodies from; None for the one of the language.
        rubric: `rubric.yaml` as read, of which nothing is known here.
        diagnostics: what is wrong with `pack.yaml` and `bodies.yaml`.
    """

    folder: Path
    id: str
    title: Text
    version: str
    author: str
    licence: str
    description: Text | None
    lent: Supplied | None
    rubric: Source | None
    diagnostics: tuple[Diagnostic, ...]


def read_pack(folder: Path) -> Pack:
    """What stands in the tables of a pack; never an exception, whatever the files are."""
    file = folder / PACK_FILE
    findings = Findings(str(file))
    root = _checked(PACK, source.read(file), findings)
    name = _told(root, "id")
    if name == LIBRARY_NAMESPACE:
        findings.add(RESERVED_NAME, root.entries["id"].value, name=name)
    directory = folder / BODIES_FILE
    lent = None
    if os.path.isfile(directory):
        lent = directory_of(source.read(directory), findings.of(str(directory)))
    rubric = folder / RUBRIC_FILE
    return Pack(
        folder=folder,
        id=name,
        title=_both(root, "title") or Text(name),
        version=_told(root, "version"),
        author=_told(root, "author"),
        licence=_told(root, "licence"),
        description=_both(root, "description"),
        lent=lent,
        rubric=source.read(rubric) if os.path.isfile(rubric) else None,
        diagnostics=findings.all(),
    )


def directory_of(read: Source, findings: Findings) -> Supplied:
    """The directory that a `bodies.yaml` makes: the language's with the pack's entries behind it, or these alone.

    An entry with the id of one of the language's renames that one.
    """
    root = _checked(DIRECTORY, read, findings)
    built_in = supplied()
    extends = root.get("extends")
    alone = isinstance(extends, source.Scalar) and extends.value is False

    def table(key: str, own: Mapping[str, Text]) -> dict[str, Text]:
        node = root.get(key)
        found = {} if alone and node is not None else dict(own)
        for name, entry in node.entries.items() if isinstance(node, source.Mapping) else ():
            text = _both(entry.value, "name") if isinstance(entry.value, source.Mapping) else None
            if text is not None:
                found[name] = text
        return found

    bodies, procedures = table("bodies", built_in.bodies), table("procedures", built_in.procedures)
    return Supplied(bodies, procedures, built_in.kinds, built_in.walked_out)


def _checked(shape: Record, read: Source, findings: Findings) -> source.Mapping:
    """The tree of a file, what cannot be used taken out and reported."""
    findings.extend(read.diagnostics)
    if not isinstance(read.root, source.Mapping):
        return source.Mapping({}, 1, 1)
    walk(shape, read.root, findings, os.path.basename(read.file))
    return read.root


def _told(node: source.Mapping, key: str) -> str:
    value = node.get(key)
    return "" if value is None else text_of(value)


def _both(node: source.Mapping, key: str) -> Text | None:
    value = node.get(key)
    return Text(_told(value, "zh"), _told(value, "en")) if isinstance(value, source.Mapping) else None
