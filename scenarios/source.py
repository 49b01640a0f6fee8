"""YAML text to a tree with the line and column of every value, and everything that is wrong with the text.

Never an exception: whatever the file or the bytes are, the outcome is a :class:`Source` whose diagnostics say what a
trainer can do about it. The language is a small part of YAML: mappings, lists and plain, quoted and block scalars in
one document. `true` and `false`, integers and `null` have a meaning of their own, all else is text: `9:30`, `007`,
`2026-09-15` and `no` stay as they were written.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Literal

from scenarios.diagnostic import Diagnostic, Mark
from scenarios.source_findings import Findings
from scenarios.source_lines import Lines
from scenarios.source_nodes import Entry, Mapping, Node, Plain, Scalar, Sequence, Value, plain
from scenarios.source_scan import scan
from scenarios.source_syntax import explain, noticed_at
from scenarios.source_text import read_bytes, to_text
from scenarios.source_tree import Tree, build

__all__ = ["Entry", "Mapping", "Node", "Plain", "Scalar", "Sequence", "Source", "Value", "parse", "plain", "read"]

EMPTY, NOT_A_MAPPING = "JF0008", "JF0009"
_KINDS = {
    Scalar: {"zh": "一段文字", "en": "a single value"},
    Sequence: {"zh": "一个列表", "en": "a list"},
}


@dataclass(frozen=True, slots=True)
class Source:
    r"""A file that was read.

    Attributes:
        file: the name that marks carry.
        text: the text with `\n` line ends; empty if the bytes could not be read as text.
        root: the tree, or None if it could not be built. With diagnostics present it may still be there.
        diagnostics: everything that is wrong with the text, in order of place.
    """

    file: str
    text: str
    root: Node | None
    diagnostics: tuple[Diagnostic, ...] = ()

    def mark(self, node: Node | Entry | None) -> Mark:
        """Where a value or a key stands; the beginning of the file for None."""
        return Mark(self.file) if node is None else Mark(self.file, node.line, node.column)

    def line_text(self, number: int) -> str:
        """A line by its number from 1, without its end; empty where there is none."""
        lines = self.text.split("\n")
        return lines[number - 1] if 1 <= number <= len(lines) else ""


def read(path: str | os.PathLike[str]) -> Source:
    """Read a file.

    Args:
        path: any path; what is no readable regular file of moderate size becomes a diagnostic.

    Returns:
        The source, whose root is a mapping or None.
    """
    file = os.fspath(path)
    findings = Findings(file)
    data = read_bytes(path, findings)
    if data is None:
        return Source(file, "", None, findings.sorted())
    return parse(data, file)


def parse(data: str | bytes, file: str = "<text>", root: Literal["mapping", "any"] = "mapping") -> Source:
    """Read a text.

    Args:
        data: the text, or its bytes in UTF-8.
        file: the name for marks.
        root: `mapping` if anything else at the top is an error, `any` for fragments of YAML.

    Returns:
        The source; root is None after a syntax error, beyond a limit, or if it is not what `root` asks for.
    """
    findings = Findings(file)
    text = to_text(data, findings)
    if text is None:
        return Source(file, "", None, findings.sorted())
    tree = build(text, findings)
    if not tree.stopped:
        _search(text, tree, findings)
    node = tree.root
    if tree.error is None and not tree.stopped:
        node = _require_mapping(node, findings) if root == "mapping" else node or Scalar(None, 1, 1)
    return Source(file, text, node, findings.sorted())


def _search(text: str, tree: Tree, findings: Findings) -> None:
    """Look for traps; with a syntax error also behind it, and say what the error means."""
    if tree.error is None:
        scan(Lines(text, tree.opaque, None), None, findings)
        return
    finding = explain(text, tree)
    scan(Lines(text, tree.opaque, finding.resume), finding.first, findings)
    finding.report(text, noticed_at(tree), findings)


def _require_mapping(node: Node | None, findings: Findings) -> Node | None:
    if isinstance(node, Mapping):
        return node
    if node is None or (isinstance(node, Scalar) and not node.text and not node.quoted):
        findings.add(EMPTY)
    elif not len(findings):
        # A trap that was found, such as `text：`, is the reason.
        findings.add(NOT_A_MAPPING, node.line, node.column, found=_KINDS[type(node)])
    return None
