"""The scenario language as a JSON Schema (2020-12), made from the same tables that the loader goes by.

Editors read it: it completes keys and words, says what each is for, and flags what the loader would refuse for its
shape. What only the whole file can tell (whether a scene exists, whether a condition can be read) stays with `check`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal

from scenarios.pack_schema import DIRECTORY, PACK
from scenarios.schema import FRAGMENT, SCENARIO
from scenarios.schema_values import BODY_ID, CITATION, MOVE, OPTION_ID
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
from scenarios.statutes import bodies, procedures, statutes
from scenarios.vocabulary import vocabulary

Language = Literal["zh", "en"]
Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
KINDS: Mapping[str, Record] = {"scenario": SCENARIO, "fragment": FRAGMENT, "pack": PACK, "bodies": DIRECTORY}
"""What there is a schema of, by the name that `jiefang schema --of` takes."""

_ID = rf"^{ID_PATTERN}$"
_TYPES: Mapping[type[Shape], str | list[str]] = {
    Text: ["string", "number"],  # YAML calls an unquoted 2026 a number; the loader takes it as it is written
    Boolean: "boolean",
    Nothing: "null",
    Given: ["integer", "boolean", "string"],
    Condition: ["string", "boolean"],
}


def json_schema(kind: str | Record = "scenario", language: Language = "zh") -> Schema:
    """A schema as plain JSON values.

    Args:
        kind: a key of `KINDS`, or the table of a file that another package reads.
        language: of titles and descriptions; `markdownDescription`, which editors prefer, has both.

    Raises:
        KeyError: there is no such kind.
    """
    return _Writer(language).whole(kind if isinstance(kind, Record) else KINDS[kind])


class _Writer:
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
                return {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
            case Id():
                return _directory() if shape is BODY_ID else {"type": "string", "pattern": _ID, "maxLength": ID_LENGTH}
            case String():
                return self._string(shape)
        return {"type": _TYPES[type(shape)]}

    def _string(self, shape: String) -> Schema:
        if shape is CITATION:
            return {"anyOf": [{"enum": _citations()}, {"type": "string", "pattern": r"^[^:：]+:\S+$"}]}
        if not shape.pattern:
            return {"type": ["string", "number"]}
        found: Schema = {"type": ["string", "integer"] if re.fullmatch(shape.pattern, "1") else "string"}
        found["pattern"] = f"^(?:{shape.pattern})$"
        if shape.example:
            found["examples"] = [shape.example]
        return found

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
        found: Schema = {"enum": values}
        told = _explained(word)
        if told:
            found["enumDescriptions"] = [told[str(value)][self._language] for value in values]
            found["markdownEnumDescriptions"] = [_both(told[str(value)]) for value in values]
        return found

    def _map(self, shape: MapOf) -> Schema:
        found: Schema = {"type": "object", "additionalProperties": self.of(shape.value)}
        found["propertyNames"] = self._key(shape.key)
        if shape.least:
            found["minProperties"] = shape.least
        # Editors complete properties, not patterns of names.
        names: tuple[str, ...] = shape.key.values() if isinstance(shape.key, Word) else ()
        if shape.key is OPTION_ID:
            names = (*bodies(), *procedures())
        if names:
            found["properties"] = {name: self.of(shape.value) for name in names}
        return found

    def _key(self, shape: Shape) -> Schema:
        if isinstance(shape, Word):
            return {"enum": [str(value) for value in shape.values()]}
        return {key: value for key, value in self._scalar(shape).items() if key in ("pattern", "maxLength")}

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
        described = {"description": field.about[self._language], "markdownDescription": _both(field.about)}
        default = {} if field.default is None else {"default": field.default}
        return {**described, **self.of(field.shape), **default}


def _both(words: Words) -> str:
    return f"{words['zh']} · {words['en']}"


def _explained(word: Word) -> Mapping[str, Words]:
    """What each of some words means, where the vocabulary says it for all of them."""
    if word is MOVE:
        moves = vocabulary().moves
        return {
            key: {"zh": f"{move.name.zh}：{move.example.zh}", "en": f"{move.name.en}: {move.example.en}"}
            for key, move in moves.items()
        }
    words = vocabulary()
    groups: tuple[Mapping[str, Any], ...] = (words.indicators, words.styles, words.red_lines, words.audiences)
    for group in groups:
        if word.values() == tuple(group):
            return {key: {"zh": entry.name.zh, "en": entry.name.en} for key, entry in group.items()}
    return {}


def _directory() -> Schema:
    """Ids of the directory: bodies and procedures, and any other id, which a pack may have."""
    names = {key: body.name for key, body in bodies().items()}
    names |= {key: procedure.name for key, procedure in procedures().items()}
    known = {
        "enum": list(names),
        "enumDescriptions": [name["zh"] for name in names.values()],
        "markdownEnumDescriptions": [_both(name) for name in names.values()],
    }
    return {"anyOf": [known, {"type": "string", "pattern": _ID, "maxLength": ID_LENGTH}]}


def _citations() -> list[str]:
    """Every article that the law data has, as it is cited."""
    return [f"{statute.id}:{number}" for statute in statutes() for number in statute.articles]
