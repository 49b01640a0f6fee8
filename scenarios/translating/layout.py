"""Where everything stands in an English file: the first and last character of each value, and the lines it takes."""

from __future__ import annotations

from typing import Any, Literal

import yaml
from yaml.events import (
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from scenarios.source import Entry, Mapping, Node, Scalar, Sequence

Kind = Literal["scalar", "list", "mapping"]


class Layout:
    r"""Places in a text that `source.parse` reads without a finding.

    Args:
        text: with `\n` line ends.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = [0]
        for line in text.split("\n"):
            self._starts.append(self._starts[-1] + len(line) + 1)
        self._ends: dict[tuple[Kind, int, int], int] = {}
        self._flow: set[tuple[Kind, int, int]] = set()
        self._read()

    def _read(self) -> None:
        opened: list[tuple[Kind, int, int]] = []
        event: Any
        for event in yaml.parse(self.text, Loader=yaml.CSafeLoader):
            kind = type(event)
            if kind is ScalarEvent:
                mark = event.start_mark
                self._ends[("scalar", mark.line + 1, mark.column + 1)] = event.end_mark.index
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                mark = event.start_mark
                key: tuple[Kind, int, int]
                key = ("mapping" if kind is MappingStartEvent else "list", mark.line + 1, mark.column + 1)
                opened.append(key)
                if event.flow_style:
                    self._flow.add(key)
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                key = opened.pop()
                if key in self._flow:
                    self._ends[key] = event.end_mark.index

    def line_start(self, line: int) -> int:
        """Index of the first character of a line, counted from 1; the length of the text behind its last line."""
        return min(self._starts[min(line, len(self._starts)) - 1], len(self.text))

    def start(self, place: Node | Entry) -> int:
        """Index of the first character of a value or key."""
        return self._starts[place.line - 1] + place.column - 1

    def end(self, node: Node) -> int:
        """Index behind the last character of a single value, or of a list or mapping in brackets."""
        return self._ends.get(_key(node), self.start(node))

    def key_end(self, entry: Entry) -> int:
        """Index behind the last character of a key."""
        return self._ends[("scalar", entry.line, entry.column)]

    def raw(self, node: Node) -> str:
        """A single value, or a list or mapping in brackets, as it is written."""
        return self.text[self.start(node) : self.end(node)]

    def is_flow(self, node: Node) -> bool:
        """Whether a list or mapping stands in brackets."""
        return _key(node) in self._flow

    def last_line(self, node: Node) -> int:
        """The last line that a value takes; blank lines behind it are no part of it."""
        if isinstance(node, Mapping) and node.entries and not self.is_flow(node):
            return max(node.line, *(max(each.line, self.last_line(each.value)) for each in node.entries.values()))
        if isinstance(node, Sequence) and node.items and not self.is_flow(node):
            return max(node.line, *(self.last_line(each) for each in node.items))
        raw = self.raw(node)
        if not isinstance(node, Scalar) or node.style not in ("|", ">") or "+" not in raw.split("\n", 1)[0]:
            raw = raw.rstrip()
        return node.line + raw.rstrip("\n").count("\n")

    def before(self, place: Node | Entry) -> str:
        """What stands before a value or key on its line."""
        return self.text[self.line_start(place.line) : self.start(place)]

    def indent(self, line: int) -> str:
        """The blanks at the beginning of a line."""
        start = self.line_start(line)
        end = start
        while self.text[end : end + 1] == " ":
            end += 1
        return self.text[start:end]

    def dash(self, items: Sequence, item: Node) -> int:
        """The line on which the dash of an item of a list without brackets stands."""
        line = item.line
        while line > 1:
            at = self.line_start(line) + items.column - 1
            before = self.text[self.line_start(line) : at]
            if self.text[at : at + 1] == "-" and self.text[at + 1 : at + 2].strip() == "" and not before.strip(" -"):
                break
            line -= 1
        return line


def _key(node: Node) -> tuple[Kind, int, int]:
    kind: Kind = "scalar" if isinstance(node, Scalar) else "list" if isinstance(node, Sequence) else "mapping"
    return kind, node.line, node.column
