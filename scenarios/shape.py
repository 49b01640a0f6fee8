"""The kinds of values that the scenario language is made of, as data.

`schema.py` puts them together to the language. The walker checks files against them, the English overlay follows them,
and the JSON Schema and the language reference are generated from them: one description of the language.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from typing import TypeAlias

from scenarios.value import value

Words: TypeAlias = Mapping[str, str]
"""One text in both languages, `{"zh": …, "en": …}`, as arguments of diagnostics take it."""

ID_PATTERN = r"[a-z][a-z0-9_-]*"
ID_LENGTH = 60
"""Characters of an id; longer ones do not fit into a line of any report."""


@value(frozen=True, slots=True, eq=False)
class Shape:
    """Any kind of value. `expected` is what messages call it."""

    expected: Words


@value(frozen=True, slots=True, eq=False)
class Text(Shape):
    """Words that are shown, and so stand in `en.yaml` too. May hold `{param}` and `{fact?，…}`."""


@value(frozen=True, slots=True, eq=False)
class String(Shape):
    """Words that only people and tools read: not translated. `pattern` is a regular expression for the whole."""

    pattern: str = ""
    example: str = ""


@value(frozen=True, slots=True, eq=False)
class Integer(Shape):
    """A whole number, both ends included."""

    low: int = 0
    high: int = 10


@value(frozen=True, slots=True, eq=False)
class Boolean(Shape):
    """`true` or `false`."""


@value(frozen=True, slots=True, eq=False)
class Nothing(Shape):
    """`null`: takes something away."""


@value(frozen=True, slots=True, eq=False)
class Given(Shape):
    """The value of a parameter: an integer, `true`, `false` or a text, which is translated unless it is a date."""


@value(frozen=True, slots=True, eq=False)
class Day(Shape):
    """A date as `2026-09-15`."""


@value(frozen=True, slots=True, eq=False)
class Id(Shape):
    """A name that the file gives (`new`) or uses. Whether a used one exists is not the walker's business."""

    new: bool = False


@value(frozen=True, slots=True, eq=False)
class Word(Shape):
    """One of a fixed list of words, or of the vocabulary (`values` is called once, when first needed)."""

    values: Callable[[], tuple[str, ...]]


@value(frozen=True, slots=True, eq=False)
class Condition(Shape):
    """A condition of `expression.py`, read as text; `true` and `false` may stand unquoted."""


@value(frozen=True, slots=True, eq=False)
class ListOf(Shape):
    """A list of values of one shape, at least `least`."""

    item: Shape
    least: int = 0


@value(frozen=True, slots=True, eq=False)
class MapOf(Shape):
    """Values of one shape by names; `ordered` if the order in the file has a meaning."""

    key: Shape
    value: Shape
    least: int = 0
    ordered: bool = True


@value(frozen=True, slots=True, eq=False)
class Field:
    """A key of a record: what it takes, whether it must be there, and what it is for.

    `default` is what leaving the key out means, where that is a single value; None where nothing stands for it.
    """

    shape: Shape
    about: Words
    required: bool = False
    default: int | str | None = None


@value(frozen=True, slots=True, eq=False)
class Record(Shape):
    """Fixed keys. `name` is what messages and the reference call it; `others` are keys that stand for themselves.

    Attributes:
        name: in both languages.
        fields: by key, in the order of the reference.
        others: shape of key and value of any other key (a rating beside `when`), or None.
        short: key that a single value stands for, where the record may be shortened so in `en.yaml`.
    """

    name: Words
    fields: Mapping[str, Field] = field(default_factory=dict)
    others: MapOf | None = None
    short: str = ""


@value(frozen=True, slots=True, eq=False)
class Either(Shape):
    """Different shapes for a single value, a list and a mapping; None where that is not allowed."""

    scalar: Shape | None = None
    sequence: Shape | None = None
    mapping: Shape | None = None
