"""The English file of a scenario as a JSON Schema: the same levels, only the keys that hold texts, none of them due.

A value may be left empty, which means that it is not translated yet. A record may be shortened to its text, as
`translation.py` takes it.
"""

from __future__ import annotations

from scenarios.schema_values import both
from scenarios.schema_writer import Schema, Writer
from scenarios.shape import Either, Given, ListOf, MapOf, Record, Shape, Text
from scenarios.translation import has_texts, texts_of

_TITLE = both("剧本的英文（en.yaml）", "the English of a scenario (en.yaml)")
_TEXT = both("一段英文；空着就是还没译，显示中文", "a text in English; empty: not translated yet, the Chinese is shown")


class TranslationWriter(Writer):
    """Writes the schema of what a scenario's English file may hold."""

    def whole(self, record: Record) -> Schema:
        """The schema of a file."""
        whole = super().whole(record)
        properties = {key: value for key, value in whole.items() if key not in ("anyOf", "title")}
        (body, *_shorter) = whole["anyOf"]
        head = {"$schema": properties.pop("$schema"), "title": _TITLE[self._language]}
        return {**head, **body, **properties}

    def of(self, shape: Shape) -> Schema:
        """The schema of a value."""
        match shape:
            case Text() | Given():
                return {"$ref": "#/$defs/text"}
            case Either():
                parts = [shape.scalar, shape.sequence, shape.mapping]
                return _any(*(self.of(part) for part in parts if part is not None and has_texts(part)))
            case ListOf():
                item = self.of(shape.item)
                return _any({"type": "array", "items": item}, item)
        return super().of(shape)

    def _record(self, record: Record) -> Schema:
        self._defs.setdefault("text", {"type": ["string", "number", "null"], **self._described(_TEXT)})
        texts = texts_of(record)
        found: Schema = {"type": ["object", "null"], "additionalProperties": False}
        found["properties"] = {key: self._described(record.fields[key].about) | self.of(texts[key]) for key in texts}
        shorter = [self.of(texts[key]) for key in (record.short, "first_of") if key in texts]
        return {"anyOf": [found, *shorter]}

    def _map(self, shape: MapOf) -> Schema:
        return super()._map(shape) | {"type": ["object", "null"], "minProperties": 0}


def _any(*parts: Schema) -> Schema:
    """One of some schemas, each named once."""
    flat = [each for part in parts for each in (part["anyOf"] if list(part) == ["anyOf"] else [part])]
    found = [each for number, each in enumerate(flat) if each not in flat[:number]]
    return found[0] if len(found) == 1 else {"anyOf": found}
