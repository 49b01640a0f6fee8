"""The English of a scenario: `en.yaml` laid over the Chinese tree, text by text.

Both trees are followed along the language's shapes. What has a counterpart is noted; what has none, on either side, is
reported once at the topmost place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping as MappingType
from collections.abc import Set

from scenarios.dates import is_date
from scenarios.findings import Findings
from scenarios.shape import Either, Given, ListOf, MapOf, Record, Shape, Text
from scenarios.source import Entry, Mapping, Node, Scalar, Sequence
from scenarios.translation_notes import digest
from scenarios.walk import found

NO_ENGLISH, MISSING, ORPHAN, MISSHAPED, NOT_A_TEXT, WRONG_LENGTH, STALE, COVERAGE = (
    "JF7500",
    "JF7501",
    "JF7502",
    "JF7503",
    "JF7504",
    "JF7505",
    "JF7507",
    "JF7508",
)

NOTHING_NOTED: MappingType[str, str] = {}
English = MappingType[int, Scalar]
"""The English text of each Chinese one, by the `id` of its node."""

_CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_PLACEHOLDER = re.compile(r"\{[a-z0-9_-]+\}")
_ENGLISH_TEXT = {"zh": "英文的一段文字", "en": "a text in English"}


def overlay(
    shape: Shape,
    chinese: Node,
    english: Node,
    findings: Findings,
    source: Findings,
    noted: MappingType[str, str] = NOTHING_NOTED,
) -> dict[int, Scalar]:
    """Lay an English tree over a Chinese one.

    Args:
        shape: the shape of the Chinese tree, which the walk has been through.
        chinese: what was written in Chinese; must outlive the result.
        english: the root of the English file.
        findings: takes what is wrong in the English file.
        source: takes what has no English, at its place in the Chinese file.
        noted: digests of the Chinese that the English texts were made from, by path, as far as that is known.

    Returns:
        The English of each text that has one.
    """
    pairing = _Pairing(findings, source, noted)
    pairing.pair(shape, chinese, english, "")
    total = wanting(shape, chinese)
    if pairing.done < total or pairing.stale:
        share = pairing.done * 100 // total if total else 100
        findings.add(COVERAGE, None, done=pairing.done, total=total, percent=share, stale=pairing.stale)
    return pairing.english


class _Pairing:
    """Follows both trees. `done` counts the texts that need English and have it, `stale` those whose Chinese is new."""

    def __init__(self, findings: Findings, source: Findings, noted: MappingType[str, str]) -> None:
        self.english: dict[int, Scalar] = {}
        self.done = self.stale = 0
        self._noted = noted
        self._findings = findings
        self._source = source

    def pair(self, shape: Shape, zh: Node, en: Node, path: str) -> None:
        """Follow one value on both sides. `path` is how messages name it: `scenes.arrive.say`."""
        if isinstance(shape, Either):
            one = alternative(shape, zh)
            if one is not None:
                self.pair(one, zh, en, path)
        elif isinstance(shape, Text | Given):
            self._text(zh, en, path)
        elif isinstance(shape, ListOf) and isinstance(zh, Sequence):
            self._list(shape, zh, en, path)
        elif isinstance(shape, MapOf) and isinstance(zh, Mapping):
            self._map(shape, zh, en, path)
        elif isinstance(shape, Record) and isinstance(zh, Mapping):
            self._record(shape, zh, en, path)

    def _text(self, zh: Node, en: Node, path: str) -> None:
        en = unwrapped(en)
        if not isinstance(en, Scalar) or isinstance(en.value, bool):
            self._findings.add(MISSHAPED, en, path=path, expected=_ENGLISH_TEXT, found=found(en))
        elif is_blank(en):
            if isinstance(zh, Scalar) and isinstance(zh.value, str) and needs_english(zh.value):
                self._missing(zh, path, 1)
        elif isinstance(zh, Scalar):
            self.english[id(zh)] = en
            if isinstance(zh.value, str):
                self._translated(zh.value, zh, en, path)

    def _translated(self, chinese: str, zh: Scalar, en: Scalar, path: str) -> None:
        self.done += needs_english(chinese)
        if path in self._noted and self._noted[path] != digest(chinese):
            self.stale += 1
            self._findings.add(STALE, en, path=path, there=str(self._source.mark(zh)))

    def _list(self, shape: ListOf, zh: Sequence, en: Node, path: str) -> None:
        if isinstance(en, Scalar | Mapping) and len(zh.items) == 1 and not is_empty(en):
            self.pair(shape.item, zh.items[0], en, f"{path}[1]")
            return
        if not isinstance(en, Sequence):
            self._misshaped(shape, zh, en, path)
            return
        if len(en.items) != len(zh.items) and not self._source.is_damaged(zh):
            there = self._source.mark(zh)
            self._findings.add(WRONG_LENGTH, en, path=path, count=len(en.items), least=len(zh.items), there=str(there))
        for number, (each, other) in enumerate(zip(zh.items, en.items, strict=False), 1):
            self.pair(shape.item, each, other, f"{path}[{number}]")

    def _map(self, shape: MapOf, zh: Mapping, en: Node, path: str) -> None:
        if not isinstance(en, Mapping):
            self._misshaped(shape, zh, en, path)
            return
        for name, entry in zh.entries.items():
            self._child(shape.value, entry, en, name, path)
        self._orphans(zh, en, path, zh.entries.keys())

    def _record(self, shape: Record, zh: Mapping, en: Node, path: str) -> None:
        if isinstance(en, Sequence) and "first_of" in zh.entries:
            en = Mapping({"first_of": Entry("first_of", en.line, en.column, en)}, en.line, en.column)
        if isinstance(en, Scalar | Sequence) and not is_empty(en) and shape.short in zh.entries:
            en = Mapping({shape.short: Entry(shape.short, en.line, en.column, en)}, en.line, en.column)
        if not isinstance(en, Mapping):
            self._misshaped(shape, zh, en, path)
            return
        texts = texts_of(shape)
        for name, entry in zh.entries.items():
            if name in texts:
                self._child(texts[name], entry, en, name, path)
        if en.entries.keys() <= texts.keys() & zh.entries.keys():
            return
        for name in [name for name in en.entries if name in shape.fields and name not in texts]:
            self._findings.add(NOT_A_TEXT, en.entries[name], name=name, path=path)
        self._orphans(zh, en, path, texts.keys() & zh.entries.keys(), shape.fields.keys() - texts.keys())

    def _child(self, shape: Shape, entry: Entry, en: Mapping, name: str, path: str) -> None:
        below = f"{path}.{name}" if path else name
        if name in en.entries and not is_empty(en.entries[name].value):
            self.pair(shape, entry.value, en.entries[name].value, below)
        elif count := wanting(shape, entry.value):
            self._missing(entry, below, count)

    def _orphans(self, zh: Mapping, en: Mapping, path: str, wanted: Set[str], reported: Set[str] = frozenset()) -> None:
        if self._source.is_damaged(zh):
            return
        free = wanted - en.entries.keys()
        for name, entry in en.entries.items():
            if name not in wanted and name not in reported:
                self._findings.add(ORPHAN, entry, free, name=name, path=path, there=str(self._source.mark(zh)))

    def _misshaped(self, shape: Shape, zh: Node, en: Node, path: str) -> None:
        if is_empty(en):
            if count := wanting(shape, zh):
                self._missing(zh, path, count)
            return
        self._findings.add(MISSHAPED, en, path=path, expected=shape.expected, found=found(en))

    def _missing(self, at: Node | Entry, path: str, count: int) -> None:
        self._source.add(MISSING, at, path=path, count=count)


def alternative(shape: Either, zh: Node) -> Shape | None:
    """The shape that a value has by how it is written; None if it may not be written so."""
    kind = type(zh)
    return shape.scalar if kind is Scalar else shape.mapping if kind is Mapping else shape.sequence


def unwrapped(en: Node) -> Node:
    """What stands for one text: the text itself, also where it is written as `{text: …}` or as a list of one."""
    if isinstance(en, Mapping) and list(en.entries) == ["text"]:
        en = en.entries["text"].value
    if isinstance(en, Sequence) and len(en.items) == 1:
        en = en.items[0]
    return en


def is_blank(node: Node) -> bool:
    """Whether a single value says nothing: `~`, `null`, nothing at all, or blanks."""
    return isinstance(node, Scalar) and (node.value is None or not node.text.strip())


def is_empty(node: Node) -> bool:
    """Whether nothing stands there: `~`, `null`, nothing at all, or `{}`."""
    if isinstance(node, Scalar):
        return node.value is None
    return isinstance(node, Mapping) and not node.entries


_HAS_TEXTS: dict[Shape, bool] = {}


def has_texts(shape: Shape) -> bool:
    """Whether values of this shape hold anything to translate."""
    known = _HAS_TEXTS.get(shape)
    if known is None:
        match shape:
            case Text() | Given():
                known = True
            case ListOf():
                known = has_texts(shape.item)
            case MapOf():
                known = has_texts(shape.value)
            case Record():
                known = any(has_texts(field.shape) for field in shape.fields.values())
            case Either():
                known = any(has_texts(one) for one in (shape.scalar, shape.sequence, shape.mapping) if one is not None)
            case _:
                known = False
        _HAS_TEXTS[shape] = known
    return known


_TEXTS: dict[Record, dict[str, Shape]] = {}


def texts_of(shape: Record) -> dict[str, Shape]:
    """The keys of a record that hold anything to translate."""
    known = _TEXTS.get(shape)
    if known is None:
        known = {name: field.shape for name, field in shape.fields.items() if has_texts(field.shape)}
        _TEXTS[shape] = known
    return known


def children(shape: Record | MapOf, zh: Mapping) -> dict[str, tuple[Shape, Node]]:
    """What a Chinese mapping has that may hold texts, by key, in its order: shape and value."""
    if isinstance(shape, MapOf):
        return {name: (shape.value, entry.value) for name, entry in zh.entries.items()} if has_texts(shape) else {}
    known = texts_of(shape)
    return {name: (known[name], entry.value) for name, entry in zh.entries.items() if name in known}


def wanting(shape: Shape, zh: Node) -> int:
    """How many texts in a value need English: those with Chinese characters outside placeholders."""
    if not has_texts(shape):
        return 0
    if isinstance(shape, Either):
        one = alternative(shape, zh)
        return wanting(one, zh) if one is not None else 0
    if isinstance(zh, Scalar):
        return int(isinstance(zh.value, str) and needs_english(zh.value))
    if isinstance(zh, Sequence):
        return sum(wanting(shape.item, item) for item in zh.items) if isinstance(shape, ListOf) else 0
    assert isinstance(zh, Mapping)
    if isinstance(shape, MapOf):
        return sum(wanting(shape.value, entry.value) for entry in zh.entries.values())
    if isinstance(shape, Record):
        return sum(wanting(shape.fields[name].shape, e.value) for name, e in zh.entries.items() if name in shape.fields)
    return 0


def needs_english(text: str) -> bool:
    """Whether a Chinese text says anything: `{due}` and `0000-1234567` are the same in both languages."""
    return bool(_CHINESE.search(_PLACEHOLDER.sub("", text))) and not is_date(text)
