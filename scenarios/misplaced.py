"""A key that stands on the wrong level: what it looks like it belongs to, a usual slip of indentation."""

from __future__ import annotations

from collections.abc import Iterator

from scenarios.shape import Either, ListOf, MapOf, Record, Shape, Words
from scenarios.source import Entry, Mapping


def looks_like(shape: Record, entry: Entry) -> Words | None:
    """What a key is that `shape` does not have: a key of something inside it, or one of the things named there.

    Args:
        shape: the record in which the key stands.
        entry: the key and its value.

    Returns:
        `a key of a scene`, `a scene`; None where it looks like nothing.
    """
    inner = list(_inside(shape))
    for record, _ in inner:
        if entry.key in record.fields:
            return {"zh": f"{record.name['zh']}的一项", "en": f"a key of {record.name['en']}"}
    if isinstance(entry.value, Mapping) and entry.value.entries:
        for record, named in inner:
            if named and entry.value.entries.keys() <= record.fields.keys():
                return record.name
    return None


def _inside(shape: Record) -> Iterator[tuple[Record, bool]]:
    """The records inside a record, nearest first, and whether each stands under a name that the author gives."""
    seen, level = {id(shape)}, [shape]
    while level:
        found = [each for record in level for field in record.fields.values() for each in _records(field.shape, False)]
        level = []
        for record, named in found:
            if id(record) not in seen:
                seen.add(id(record))
                level.append(record)
                yield record, named


def _records(shape: Shape | None, named: bool) -> Iterator[tuple[Record, bool]]:
    """The records that a value may be, or have as its items."""
    match shape:
        case Record():
            yield shape, named
        case MapOf():
            yield from _records(shape.value, True)
        case ListOf():
            yield from _records(shape.item, False)
        case Either():
            yield from _records(shape.sequence, named)
            yield from _records(shape.mapping, named)
