"""The scenario language as a JSON Schema (2020-12), made from the same tables that the loader goes by.

Editors read it: it completes keys and words, says what each is for, and flags what the loader would refuse for its
shape. What only the whole file can tell (whether a scene exists, whether a condition can be read) stays with `check`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from scenarios.pack_schema import DIRECTORY, PACK
from scenarios.schema import FRAGMENT, SCENARIO
from scenarios.schema_writer import Language, Schema, Writer
from scenarios.shape import Record
from scenarios.translation_schema import TranslationWriter

KINDS: Mapping[str, tuple[Record, type[Writer]]] = {
    "scenario": (SCENARIO, Writer),
    "fragment": (FRAGMENT, Writer),
    "translation": (SCENARIO, TranslationWriter),
    "pack": (PACK, Writer),
    "bodies": (DIRECTORY, Writer),
}
"""What there is a schema of, by the name that `jiefang schema --of` takes."""


def json_schema(kind: str | Record = "scenario", language: Language = "zh") -> Schema:
    """A schema as plain JSON values.

    Args:
        kind: a key of `KINDS`, or the table of a file that another package reads.
        language: of titles and descriptions; `markdownDescription`, which editors prefer, has both.

    Raises:
        KeyError: there is no such kind.
    """
    record, writer = (kind, Writer) if isinstance(kind, Record) else KINDS[kind]
    return writer(language).whole(record)


def schema_text(kind: str | Record, language: Language) -> str:
    """A schema as it stands in a file. Arguments and errors are those of `json_schema`."""
    return json.dumps(json_schema(kind, language), ensure_ascii=False, indent=1) + "\n"
