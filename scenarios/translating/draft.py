"""The part of an English file that is still to be written: keys with nothing behind them, the Chinese above each."""

from __future__ import annotations

from collections.abc import Callable

from scenarios.shape import Either, ListOf, MapOf, Record, Shape
from scenarios.source import Mapping, Node, Scalar, Sequence
from scenarios.translation import alternative, children, needs_english, wanting
from scenarios.translation_notes import OPEN, comment

Open = Callable[[str, str], None]
"""Told of each text that is to be written: its path and the Chinese."""


class Draft:
    """Writes what has no English yet.

    Args:
        told: is told of each text.
    """

    def __init__(self, told: Open) -> None:
        self._told = told

    def file(self, shape: Record, zh: Mapping) -> str:
        """A whole file; a blank line stands before each part of it that has several lines."""
        lines: list[str] = []
        for name, (below, each) in children(shape, zh).items():
            if wanting(below, each):
                entry = self.entry(name, below, each, 0, name)
                lines += [*([""] if lines and not isinstance(each, Scalar) else []), *entry]
        return "".join(f"{line}\n" for line in lines)

    def entry(self, name: str, shape: Shape, zh: Node, indent: int, path: str) -> list[str]:
        """A key with everything below it, as lines; first the comments on it."""
        comments, body = self._value(shape, zh, indent + 2, path)
        return [*_indented(comments, indent), " " * indent + f"{name}:", *body]

    def item(self, shape: Shape, zh: Node, indent: int, path: str) -> list[str]:
        """An item of a list with everything below it, as lines; first the comments on it."""
        if not wanting(shape, zh):
            return [" " * indent + ("-" if isinstance(zh, Scalar) else "- {}")]
        comments, body = self._value(shape, zh, indent + 2, path)
        if not body:
            return [*_indented(comments, indent), " " * indent + "-"]
        first = next(number for number, line in enumerate(body) if not line.lstrip().startswith("#"))
        above = [line.lstrip() for line in body[:first]]
        return [*_indented(above, indent), " " * indent + "- " + body[first].lstrip(), *body[first + 1 :]]

    def flow(self, shape: Shape, zh: Node, path: str) -> str:
        """The same on one line, in brackets."""
        if isinstance(shape, Either):
            one = alternative(shape, zh)
            return self.flow(one, zh, path) if one is not None else "''"
        if isinstance(zh, Scalar):
            self._tell(zh, path)
            return "''"
        if isinstance(zh, Sequence):
            item = shape.item if isinstance(shape, ListOf) else shape
            return "[" + ", ".join(self.flow(item, each, f"{path}[{n}]") for n, each in enumerate(zh.items, 1)) + "]"
        assert isinstance(zh, Mapping)
        assert isinstance(shape, Record | MapOf)
        wanted = {name: (below, each) for name, (below, each) in children(shape, zh).items() if wanting(below, each)}
        return "{" + ", ".join(f"{n}: {self.flow(s, z, f'{path}.{n}')}" for n, (s, z) in wanted.items()) + "}"

    def _value(self, shape: Shape, zh: Node, indent: int, path: str) -> tuple[list[str], list[str]]:
        """Comments to stand above the key, and lines to stand below it."""
        if isinstance(shape, Either):
            one = alternative(shape, zh)
            return self._value(one, zh, indent, path) if one is not None else ([], [])
        if isinstance(zh, Scalar):
            return self._tell(zh, path), []
        if isinstance(zh, Sequence):
            item = shape.item if isinstance(shape, ListOf) else shape
            numbered = enumerate(zh.items, 1)
            return [], [line for n, each in numbered for line in self.item(item, each, indent, f"{path}[{n}]")]
        assert isinstance(zh, Mapping)
        assert isinstance(shape, Record | MapOf)
        wanted = {name: (below, each) for name, (below, each) in children(shape, zh).items() if wanting(below, each)}
        if isinstance(shape, Record) and list(wanted) == [shape.short]:
            below, each = wanted[shape.short]
            if isinstance(each, Scalar):
                return self._value(below, each, indent, f"{path}.{shape.short}")
        return [], [line for n, (s, z) in wanted.items() for line in self.entry(n, s, z, indent, f"{path}.{n}")]

    def _tell(self, zh: Scalar, path: str) -> list[str]:
        if not isinstance(zh.value, str) or not needs_english(zh.value):
            return []
        self._told(path, zh.value)
        return comment(OPEN, "", zh.value)


def _indented(lines: list[str], indent: int) -> list[str]:
    return [" " * indent + line for line in lines]
