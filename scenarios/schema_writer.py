"""Writes the shapes of the scenario language as a JSON Schema (2020-12)."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any, Literal

from scenarios.schema_values import BODY_ID, CITATION, RESERVED, both
from scenarios.schema_words import citations, directory, explained
from scenarios.shape import (
    ID_LENGTH,
    ID_PATTERN,
    Boolean,
    Condition,
    Day,
    Either,
    Field,
    Given,
    Id,
    Integer,
    ListOf,
    MapOf,
    Nothing,
    Record,
    Shape,
    String,
    Text,
    Word,
    Words,
)

Language = Literal["zh", "en"]
Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_ID = rf"^{ID_PATTERN}$"
_NEW_ID = rf"^(?!(?:{'|'.join(RESERVED)})$){ID_PATTERN}$"
_NEW_ID_WORDS = both(
    f"名字以小写字母开头，后面是小写字母、数字、- 和 _；这些留给语言自己用：{'、'.join(RESERVED)}",
    "an id begins with a lower-case letter; lower-case letters, digits, - and _ follow; "
    f"the language keeps for itself: {', '.join(RESERVED)}",
)
_LEAP = r"(?:[12]\d(?:0[48]|[2468][048]|[13579][26])|(?:12|16|20|24|28)00)-02-29"
_DAY = (
    r"^(?:[12]\d{3}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)"
    rf"|02-(?:0[1-9]|1\d|2[0-8]))|{_LEAP})$"
)
"""The days that there are, from the year 1000 on; `dates.as_day` takes the same."""

_TYPES: Mapping[type[Shape], str | list[str]] = {
    Boolean: "boolean",
    Nothing: "null",
    Condition: ["string", "boolean"],
}


class Writer:
    """Writes one schema. Records and lists of words stand under `$defs`, once each."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._names: dict[int, str] = {}
        self._defs: dict[str, Schema] = {}
        self._kept: list[Shape] = []

    def whole(self, record: Record) -> Schema:
        """The schema of a file."""
        body = self._record(record)
        head = {"$schema": DIALECT, "title": record.name[self._language]}
        return {**head, **body, "$defs": self._defs}

    def of(self, shape: Shape) -> Schema:
        """The schema of a value."""
        match shape:
            case Record() | Word() | MapOf():
                return {"$ref": f"#/$defs/{self._named(shape)}"}
            case Either():
                parts = [part for part in (shape.scalar, shape.sequence, shape.mapping) if part is not None]
                return {"anyOf": [self.of(part) for part in parts]}
            case ListOf():
                least = {"minItems": shape.least} if shape.least else {}
                return {"type": "array", "items": self.of(shape.item), **least}
            case _:
                return self._scalar(shape)

    def _scalar(self, shape: Shape) -> Schema:
        match shape:
            case Integer():
                return {"type": "integer", "minimum": shape.low, "maximum": shape.high}
            case Day():
                return {"type": "string", "pattern": _DAY, **self._expected(shape)}
            case Id():
                return self._id(shape)
            case String():
                return self._string(shape)
            case Text():
                # YAML calls an unquoted 2026 a number; the loader takes it as it is written.
                return {"type": ["string", "number"], "pattern": r"\S", **self._expected(shape)}
            case Given():
                return {"type": ["integer", "boolean", "string"], "minLength": 1}
        return {"type": _TYPES[type(shape)]}

    def _id(self, shape: Id) -> Schema:
        if shape is BODY_ID:
            # A pack may have bodies of its own.
            own = {"type": "string", "pattern": _ID, "maxLength": ID_LENGTH}
            return {"anyOf": [self._words(directory()), own]}
        found = {"type": "string", "pattern": _ID, "maxLength": ID_LENGTH, **self._expected(shape)}
        return found | ({"pattern": _NEW_ID, "patternErrorMessage": _NEW_ID_WORDS[self._language]} if shape.new else {})

    def _string(self, shape: String) -> Schema:
        if shape is CITATION:
            self._defs.setdefault("citation", self._words(citations()))
            return {"anyOf": [{"$ref": "#/$defs/citation"}, {"type": "string", "pattern": r"^[^:：]+:\S+$"}]}
        if not shape.pattern:
            return {"type": ["string", "number"], "pattern": r"\S", **self._expected(shape)}
        found: Schema = {"type": ["string", "integer"] if re.fullmatch(shape.pattern, "1") else "string"}
        found |= {"pattern": f"^(?:{shape.pattern})$", **self._expected(shape)}
        if shape.example:
            found["examples"] = [shape.example]
        return found

    def _expected(self, shape: Shape) -> Schema:
        """What an editor says where a text does not fit; without it, it would quote the pattern."""
        expected = shape.expected[self._language]
        return {"patternErrorMessage": f"这里要写{expected}" if self._language == "zh" else f"this takes {expected}"}

    def _words(self, told: Mapping[str, Words], values: Collection[str | bool] = ()) -> Schema:
        """One of some words, each with what it means."""
        return {
            "enum": list(values or told),
            "enumDescriptions": [words[self._language] for words in told.values()],
            "markdownEnumDescriptions": [_both(words) for words in told.values()],
        }

    def _named(self, shape: Record | Word | MapOf) -> str:
        """The name a shape has under `$defs`, written there when it is first met."""
        name = self._names.get(id(shape))
        if name is None:
            words = shape.name["en"] if isinstance(shape, Record) else shape.expected["en"]
            stem = "-".join(word for word in words.replace("'", "").split() if word not in ("a", "an", "the"))
            taken = sum(other.rsplit("~", 1)[0] == stem for other in self._names.values())
            name = self._names[id(shape)] = stem if not taken else f"{stem}~{taken + 1}"
            self._kept.append(shape)  # so that no other shape gets its id
            self._defs[name] = {}
            if isinstance(shape, Record):
                self._defs[name] = self._record(shape)
            else:
                self._defs[name] = self._word(shape) if isinstance(shape, Word) else self._map(shape)
        return name

    def _word(self, word: Word) -> Schema:
        values: list[str | bool] = [value == "true" if value in ("true", "false") else value for value in word.values()]
        told = explained(word)
        return self._words({value: told[value] for value in word.values()}, values) if told else {"enum": values}

    def _map(self, shape: MapOf) -> Schema:
        found: Schema = {"type": "object", "additionalProperties": self.of(shape.value)}
        found["propertyNames"] = self._key(shape.key)
        if shape.least:
            found["minProperties"] = shape.least
        # Editors complete properties, not patterns of names.
        names = {name: self._described(words) for name, words in explained(shape.key).items()}
        if names:
            found["properties"] = {name: {**words, **self.of(shape.value)} for name, words in names.items()}
        return found

    def _key(self, shape: Shape) -> Schema:
        if isinstance(shape, Word):
            return {"enum": [str(value) for value in shape.values()]}
        wanted = ("pattern", "maxLength", "patternErrorMessage")
        return {key: value for key, value in self._scalar(shape).items() if key in wanted}

    def _record(self, record: Record) -> Schema:
        found: Schema = {"type": "object", "properties": {key: self._field(f) for key, f in record.fields.items()}}
        required = [key for key, field in record.fields.items() if field.required]
        if required:
            found["required"] = required
        if record.others is None:
            found["additionalProperties"] = False
            return found
        others = self._map(record.others)
        found["properties"] |= others.get("properties", {})
        found["additionalProperties"] = others["additionalProperties"]
        found["propertyNames"] = {"anyOf": [{"enum": list(record.fields)}, others["propertyNames"]]}
        return found

    def _field(self, field: Field) -> Schema:
        default = {} if field.default is None else {"default": field.default}
        return {**self._described(field.about), **self.of(field.shape), **default}

    def _described(self, words: Words) -> Schema:
        return {"description": words[self._language], "markdownDescription": _both(words)}


def _both(words: Words) -> str:
    return f"{words['zh']} · {words['en']}"
