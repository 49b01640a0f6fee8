"""Chinese and English followed side by side: what is missing goes in, what has changed is marked, the rest stays."""

from __future__ import annotations

from scenarios.shape import Either, Given, ListOf, MapOf, Record, Shape, Text
from scenarios.source import Entry, Node, Scalar, Sequence
from scenarios.source import Mapping as Tree
from scenarios.translating.brackets import Brackets, Children, says_something, short_key
from scenarios.translating.edits import Spot
from scenarios.translating.tally import joined
from scenarios.translation import alternative, children, has_texts, is_blank, is_empty, wanting
from scenarios.translation_notes import GONE


class Merge(Brackets):
    """Follows two trees and notes the changes of the English text."""

    def node(self, shape: Shape, zh: Node, en: Node, path: str, old: str, spot: Spot) -> None:
        """Follow one value that stands in block style, or whose brackets begin here.

        Args:
            shape: of the Chinese value.
            zh: the Chinese value.
            en: the English one.
            path: where the text is now.
            old: where it was when the digests were noted.
            spot: where comments on it go.
        """
        if isinstance(shape, Either):
            one = alternative(shape, zh)
            if one is not None:
                self.node(one, zh, en, path, old, spot)
        elif isinstance(en, Tree | Sequence) and self._layout.is_flow(en):
            written = self.flow(shape, zh, en, path, old, spot)
            if written != self._layout.raw(en):
                self._edits.replace(self._layout.start(en), self._layout.end(en), written)
        elif isinstance(shape, Text | Given):
            self._text(zh, en, path, old, spot)
        elif isinstance(shape, ListOf) and isinstance(zh, Sequence):
            self._list(shape, zh, en, path, old, spot)
        elif isinstance(shape, Record | MapOf) and isinstance(zh, Tree):
            self._mapping(shape, zh, en, path, old, spot)

    # ------------------------------------------------------------------------------------------ mappings

    def _mapping(self, shape: Record | MapOf, zh: Tree, en: Node, path: str, old: str, spot: Spot) -> None:
        inside = children(shape, zh)
        if not isinstance(en, Tree):
            self._short(shape, inside, en, path, old, spot)
            return
        indent = next(iter(en.entries.values())).column - 1
        renamed = self._renamed(shape, inside, en, old)
        for name, before in renamed.items():
            entry = en.entries[before]
            self._edits.replace(self._layout.start(entry), self._layout.key_end(entry), name)
            self._tally.keep(joined(path, name), joined(old, before))
        anchor: Entry | None = None
        for name, (below, each) in inside.items():
            if name in renamed:
                continue  # its turn comes in the next round, under its new name
            here, its = en.entries.get(name), joined(path, name)
            if here is not None:
                anchor = here
                self._entry(below, each, here, its, joined(old, name), indent)
            elif wanting(below, each):
                lines = self._draft.entry(name, below, each, indent, its)
                self._insert(lines, anchor, next(iter(en.entries.values())))
        for name, entry in en.entries.items():
            if name not in inside and name not in renamed.values():
                self._orphan(shape, en, entry, joined(path, name), joined(old, name))

    def _entry(self, shape: Shape, zh: Node, here: Entry, path: str, old: str, indent: int) -> None:
        """A key that both sides have."""
        if not (is_empty(here.value) or (is_blank(here.value) and not isinstance(zh, Scalar))):
            self.node(shape, zh, here.value, path, old, Spot(here.line, path))
            return
        if not wanting(shape, zh):
            return
        lines = self._draft.entry(here.key, shape, zh, indent, path)
        head = lines.index(" " * indent + f"{here.key}:")
        self._edits.comments(here.line, [line.strip() for line in lines[:head]])
        self._drop(here.value)
        if lines[head + 1 :]:
            self._edits.lines_before(self._layout.last_line(here.value) + 1, lines[head + 1 :])

    def _drop(self, value: Node) -> None:
        """Take out `{}`, `~` or the like, and the blanks before it."""
        if raw := self._layout.raw(value):
            start, before = self._layout.start(value), self._layout.before(value)
            self._edits.replace(start - len(before) + len(before.rstrip()), start + len(raw), "")

    def _insert(self, lines: list[str], anchor: Entry | None, first: Entry) -> None:
        """Put lines behind an entry, or before the first one."""
        layout = self._layout
        if anchor is None and not layout.before(first).strip(" "):
            self._edits.lines_before(first.line, [*lines, *self._gap(first)])
            return
        anchor = anchor or first
        end = layout.last_line(anchor.value) if anchor.value.line >= anchor.line else anchor.line
        self._edits.lines_before(max(end, anchor.line) + 1, [*self._gap(anchor), *lines])

    def _gap(self, entry: Entry) -> list[str]:
        """A blank line if entries there are set apart by blank lines."""
        before = self._layout.line_start(entry.line)
        return [""] if self._layout.text[:before].endswith("\n\n") else []

    def _orphan(self, shape: Record | MapOf, en: Tree, entry: Entry, path: str, old: str) -> None:
        """A key that has no Chinese."""
        known = isinstance(shape, Record) and entry.key in shape.fields and not has_texts(shape.fields[entry.key].shape)
        if known or self._layout.before(entry).strip(" "):
            self._tally.left(path, old)
            return
        self._retire(path, entry.line, entry.value)

    def _retire(self, path: str, line: int, value: Node) -> None:
        """Put behind comment signs what has no Chinese any more; where nothing is translated, take it out."""
        last = max(line, self._layout.last_line(value))
        if says_something(value):
            self._tally.gone.append(path)
            self._edits.comment_out(line, last, GONE)
        else:
            self._edits.replace(self._layout.line_start(line), self._layout.line_start(last + 1), "")

    def _short(self, shape: Record | MapOf, inside: Children, en: Node, path: str, old: str, spot: Spot) -> None:
        """A value that stands for one key of a record."""
        key = short_key(shape, inside, en)
        others = any(wanting(*each) for name, each in inside.items() if name != key)
        if key and not others:
            its = joined(path, key)
            self.node(*inside[key], en, its, joined(old, key), Spot(spot.line, its))
        elif key and isinstance(en, Scalar):
            self._tally.keep(path, old)
            self._wrap(en, f"{key}: ", spot)
        else:
            self._tally.left(path, old)

    def _wrap(self, en: Scalar, head: str, spot: Spot) -> None:
        """Make a single value the first of several; the others come in the next round."""
        before, start = self._layout.before(en), self._layout.start(en)
        if en.line == spot.line and before.rstrip().endswith(":"):
            indent = " " * (len(before) - len(before.lstrip(" -")) + 2)
            self._edits.replace(len(before.rstrip()) + start - len(before), start, f"\n{indent}{head}")
        else:
            self._edits.insert(start, head)
        self._edits.deeper(en.line + 1, self._layout.last_line(en))

    # ------------------------------------------------------------------------------------------ lists

    def _list(self, shape: ListOf, zh: Sequence, en: Node, path: str, old: str, spot: Spot) -> None:
        if not isinstance(en, Sequence):
            self._single(shape, zh, en, path, old, spot)
            return
        pairs = self._aligned(shape, zh, en.items, old)
        layout = self._layout
        lines = [layout.dash(en, item) for item in en.items]
        compact = bool(layout.text[layout.line_start(lines[0]) :][: en.column - 1].strip(" "))
        if pairs is None or (compact and pairs[:1] != [0]):
            self._tally.left(path, old)
            return
        gone = set(range(len(en.items))) - set(pairs)
        indent, end = en.column - 1, lines[0]
        for number, (each, index) in enumerate(zip(zh.items, pairs, strict=True), 1):
            its = f"{path}[{number}]"
            if index is None:
                self._edits.lines_before(end, self._draft.item(shape.item, each, indent, its))
                continue
            end = max(lines[index], layout.last_line(en.items[index])) + 1
            was = f"{old}[{index + 1}]"
            self._item(shape.item, each, en.items[index], its, was, Spot(lines[index], its), indent)
        for index in sorted(gone):
            self._retire(f"{path}[{index + 1}]", lines[index], en.items[index])

    def _item(self, shape: Shape, zh: Node, en: Node, path: str, old: str, spot: Spot, indent: int) -> None:
        if not (is_empty(en) or (is_blank(en) and not isinstance(zh, Scalar))):
            self.node(shape, zh, en, path, old, spot)
            return
        if not wanting(shape, zh):
            return
        lines = self._draft.item(shape, zh, indent, path)
        head = next(n for n, line in enumerate(lines) if line.lstrip().startswith("-"))
        self._edits.comments(spot.line, [line.strip() for line in lines[:head]])
        rest = lines[head].strip()[2:]
        if not rest:
            self._drop(en)
            return
        start = self._layout.start(en)
        gap = "" if self._layout.before(en).endswith(" ") else " "
        self._edits.replace(start, start + len(self._layout.raw(en)), gap + rest)
        self._edits.lines_before(self._layout.last_line(en) + 1, lines[head + 1 :])

    def _single(self, shape: ListOf, zh: Sequence, en: Node, path: str, old: str, spot: Spot) -> None:
        """One value where the Chinese has a list."""
        if len(zh.items) == 1:
            was = old if old in self._tally.made_from else f"{old}[1]"
            self.node(shape.item, zh.items[0], en, f"{path}[1]", was, Spot(spot.line, f"{path}[1]"))
        elif isinstance(en, Scalar) and self._aligned(shape, zh, [en], old) is not None:
            self._tally.keep(path, old)
            self._wrap(en, "- ", spot)
        else:
            self._tally.left(path, old)
