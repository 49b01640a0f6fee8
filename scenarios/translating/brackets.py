"""Lists and mappings in brackets brought up to date: `{name: Zhou}` -> `{name: Zhou, role: ''}`."""

from __future__ import annotations

from collections.abc import Mapping

from scenarios.shape import Either, Given, ListOf, MapOf, Record, Shape, Text
from scenarios.source import Mapping as Tree
from scenarios.source import Node, Scalar, Sequence
from scenarios.translating.align import align, fits
from scenarios.translating.draft import Draft
from scenarios.translating.edits import Edits, Spot
from scenarios.translating.layout import Layout
from scenarios.translating.tally import Tally, digests, joined
from scenarios.translation import alternative, children, is_blank, is_empty, needs_english, unwrapped, wanting
from scenarios.translation_notes import CHANGED, GONE, OPEN, comment

Children = Mapping[str, tuple[Shape, Node]]


class Brackets:
    """Follows two trees where the English stands in brackets. Comments go above the line on which they begin.

    Args:
        layout: of the English text.
        edits: takes the changes.
        tally: takes what is found.
    """

    def __init__(self, layout: Layout, edits: Edits, tally: Tally) -> None:
        self._layout = layout
        self._edits = edits
        self._tally = tally
        self._draft = Draft(tally.open)

    def _text(self, zh: Node, en: Node, path: str, old: str, spot: Spot) -> None:
        en = unwrapped(en)
        if not isinstance(en, Scalar) or isinstance(en.value, bool) or not isinstance(zh, Scalar):
            self._tally.left(path, old)
        elif not isinstance(zh.value, str):
            pass
        elif is_blank(en):
            self._open(zh, path, spot)
        elif self._tally.translated(path, old, zh.value):
            self._edits.comments(spot.line, comment(CHANGED, spot.label(path), zh.value))

    def _open(self, zh: Scalar, path: str, spot: Spot) -> None:
        if isinstance(zh.value, str) and needs_english(zh.value):
            self._tally.open(path, zh.value)
            self._edits.comments(spot.line, comment(OPEN, spot.label(path), zh.value))

    def _aligned(self, shape: ListOf, zh: Sequence, en: list[Node], old: str) -> list[int | None] | None:
        """Which English item belongs to each Chinese one; None where nobody knows."""
        if all(is_empty(item) or is_blank(item) for item in en):
            return [n if n < len(en) else None for n in range(len(zh.items))]
        known = [self._tally.profile(f"{old}[{n}]") for n in range(1, len(en) + 1)]
        if len(en) == 1 and not known[0]:
            known = [self._tally.profile(old)]
        return align(known, [digests(shape.item, each) for each in zh.items])

    def flow(self, shape: Shape, zh: Node, en: Node, path: str, old: str, spot: Spot) -> str:
        """What is to stand in the place of a value in brackets, or of one within them."""
        raw = self._layout.raw(en)
        if isinstance(shape, Either):
            one = alternative(shape, zh)
            return self.flow(one, zh, en, path, old, spot) if one is not None else raw
        if isinstance(shape, Text | Given):
            self._text(zh, en, path, old, spot)
        elif isinstance(shape, ListOf) and isinstance(zh, Sequence):
            return self._flow_list(shape, zh, en, path, old, spot)
        elif isinstance(shape, Record | MapOf) and isinstance(zh, Tree):
            return self._flow_mapping(shape, zh, en, path, old, spot)
        return raw

    def _flow_list(self, shape: ListOf, zh: Sequence, en: Node, path: str, old: str, spot: Spot) -> str:
        raw = self._layout.raw(en)
        if not isinstance(en, Sequence):
            if len(zh.items) == 1:
                was = old if old in self._tally.made_from else f"{old}[1]"
                return self.flow(shape.item, zh.items[0], en, f"{path}[1]", was, spot)
            if isinstance(en, Scalar) and self._aligned(shape, zh, [en], old) is not None:
                self._tally.keep(path, old)
                return f"[{raw}]"
            self._tally.left(path, old)
            return raw
        pairs = self._aligned(shape, zh, en.items, old)
        spans = [(self._layout.start(item), self._layout.end(item)) for item in en.items]
        if pairs is None or not raw.startswith("[") or not self._plain(en, spans, pairs):
            self._tally.left(path, old)
            return raw
        written = []
        for number, (each, index) in enumerate(zip(zh.items, pairs, strict=True), 1):
            its = f"{path}[{number}]"
            if index is None:
                written.append(self._flow_draft(shape.item, each, its, spot))
            else:
                was = f"{old}[{index + 1}]"
                written.append(self._flow_item(shape.item, each, en.items[index], its, was, spot))
        if pairs == list(range(len(en.items))):
            return self._respelled(en, spans, written)
        for index in sorted(set(range(len(en.items))) - set(pairs)):
            item = en.items[index]
            self._gone(f"{path}[{index + 1}]", item, self._layout.raw(item), spot)
        return f"[{', '.join(written)}]"

    def _flow_mapping(self, shape: Record | MapOf, zh: Tree, en: Node, path: str, old: str, spot: Spot) -> str:
        raw, inside = self._layout.raw(en), children(shape, zh)
        if not isinstance(en, Tree):
            return self._flow_short(shape, inside, en, path, old, spot)
        if renamed := self._renamed(shape, inside, en, old):
            return self._with_names(en, renamed, path, old)
        spans = [(self._layout.start(each), self._layout.end(each.value)) for each in en.entries.values()]
        wanted = [name for name, each in inside.items() if name in en.entries or wanting(*each)]
        same = set(en.entries) == set(wanted)
        if not raw.startswith("{") or not self._plain(en, spans, None if same else []):
            self._tally.left(path, old)
            return raw
        written = {
            name: self._flow_entry(name, *inside[name], en, joined(path, name), joined(old, name), spot)
            for name in wanted
        }
        if same:
            return self._respelled(en, spans, [written[name] for name in en.entries])
        for name, entry in en.entries.items():
            if name not in inside:
                gone = self._layout.text[self._layout.start(entry) : self._layout.end(entry.value)]
                self._gone(joined(path, name), entry.value, gone, spot)
        kept = [name for name in en.entries if name in written]
        return f"{{{', '.join(written[name] for name in in_order(wanted, kept))}}}"

    def _renamed(self, shape: Record | MapOf, inside: Children, en: Tree, old: str) -> dict[str, str]:
        """Chinese names that are new -> English ones that have no Chinese, made from just the texts that are there."""
        if isinstance(shape, Record):
            return {}
        lost = {
            name: found for name in en.entries if name not in inside and (found := self._tally.profile(f"{old}.{name}"))
        }
        new = {name: digests(*each) for name, each in inside.items() if lost and name not in en.entries}
        fitting = [(name, each) for name, now in new.items() for each, before in lost.items() if fits(before, now)]
        sure = {name: each for name, each in fitting if sum(each == other for _, other in fitting) == 1}
        return {name: each for name, each in sure.items() if sum(name == other for other, _ in fitting) == 1}

    def _with_names(self, en: Tree, renamed: Mapping[str, str], path: str, old: str) -> str:
        """Brackets with other keys in them; all else waits for the next round."""
        names = {before: name for name, before in renamed.items()}
        parts, at = [], self._layout.start(en)
        for name, entry in en.entries.items():
            new = names.get(name, name)
            self._tally.keep(joined(path, new), joined(old, name))
            if new != name:
                parts += [self._layout.text[at : self._layout.start(entry)], new]
                at = self._layout.key_end(entry)
        return "".join([*parts, self._layout.text[at : self._layout.end(en)]])

    def _flow_short(self, shape: Record | MapOf, inside: Children, en: Node, path: str, old: str, spot: Spot) -> str:
        key = short_key(shape, inside, en)
        raw = self._layout.raw(en)
        if not key:
            self._tally.left(path, old)
        elif any(wanting(*each) for name, each in inside.items() if name != key):
            self._tally.keep(path, old)
            return f"{{{key}: {raw}}}"
        else:
            return self.flow(*inside[key], en, joined(path, key), joined(old, key), spot)
        return raw

    def _flow_entry(self, name: str, shape: Shape, zh: Node, en: Tree, path: str, old: str, spot: Spot) -> str:
        entry = en.entries.get(name)
        if entry is None:
            return f"{name}: {self._flow_draft(shape, zh, path, spot)}"
        key_end, start = self._layout.key_end(entry), self._layout.start(entry.value)
        between = self._layout.text[key_end:start].rstrip() or ":"  # `{rush, seat: Sit}` has a key without one
        written = self._flow_item(shape, zh, entry.value, path, old, spot)
        return f"{self._layout.text[self._layout.start(entry) : key_end]}{between} {written}".rstrip()

    def _flow_item(self, shape: Shape, zh: Node, en: Node, path: str, old: str, spot: Spot) -> str:
        if is_empty(en) or (is_blank(en) and not isinstance(zh, Scalar)):
            return self._flow_draft(shape, zh, path, spot) if wanting(shape, zh) else self._layout.raw(en)
        return self.flow(shape, zh, en, path, old, spot)

    def _flow_draft(self, shape: Shape, zh: Node, path: str, spot: Spot) -> str:
        def told(path: str, chinese: str) -> None:
            self._tally.open(path, chinese)
            self._edits.comments(spot.line, comment(OPEN, spot.label(path), chinese))

        return Draft(told).flow(shape, zh, path)

    def _gone(self, path: str, value: Node, raw: str, spot: Spot) -> None:
        if not says_something(value):
            return
        self._tally.gone.append(path)
        self._edits.comments(spot.line, [GONE + " ".join(raw.split())])

    def _plain(self, en: Node, spans: list[tuple[int, int]], pairs: list[int | None] | None) -> bool:
        """Whether nothing is lost when brackets are written anew: no comment stands between what is in them."""
        if pairs is None or pairs == list(range(len(spans))):
            return True
        ends = [self._layout.start(en), *(end for _, end in spans)]
        starts = [*(start for start, _ in spans), self._layout.end(en)]
        return not any("#" in self._layout.text[a:b] for a, b in zip(ends, starts, strict=True))

    def _respelled(self, en: Node, spans: list[tuple[int, int]], written: list[str]) -> str:
        """Brackets with the same things in them, some written anew; what stands between them stays."""
        parts, at = [], self._layout.start(en)
        for (start, end), new in zip(spans, written, strict=True):
            old = self._layout.text[start:end]
            parts += [self._layout.text[at:start], old if " ".join(old.split()) == " ".join(new.split()) else new]
            at = end
        return "".join([*parts, self._layout.text[at : self._layout.end(en)]])


def short_key(shape: Record | MapOf, inside: Children, en: Node) -> str:
    """The key that a single value or a list stands for; empty if for none."""
    if isinstance(shape, MapOf) or isinstance(en, Tree):
        return ""
    key = "first_of" if isinstance(en, Sequence) and "first_of" in inside else shape.short
    return key if key in inside else ""


def says_something(node: Node) -> bool:
    """Whether there is any translation in a value."""
    if isinstance(node, Tree):
        return any(says_something(entry.value) for entry in node.entries.values())
    if isinstance(node, Sequence):
        return any(map(says_something, node.items))
    return not is_blank(node)


def in_order(wanted: list[str], kept: list[str]) -> list[str]:
    """Names in the order they have, each new one behind the one it follows in the story."""
    found = list(kept)
    for number, name in enumerate(wanted):
        if name not in kept:
            before = wanted[number - 1] if number else ""
            found.insert(found.index(before) + 1 if before else 0, name)
    return found
