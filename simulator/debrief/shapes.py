"""Frozen dataclasses as plain JSON values and back, by their annotations. What comes back is checked."""

from __future__ import annotations

import math
import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

LONGEST = 4000
"""Characters a text may have: a note is no file."""
MOST = 1000
"""Entries a list may have."""

Shape = TypeVar("Shape")


class ShapeError(ValueError):
    """Data that are not of the shape. The message names the field, for programmers; it is no sentence for a person."""


def plain(value: Any) -> Any:
    """A value as plain JSON values: a dataclass is an object of its fields, a tuple a list."""
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    return value


def shaped(kind: type[Shape], data: Any, where: str = "") -> Shape:
    """A dataclass from plain JSON values.

    Fields may be text, whole numbers, numbers, truth values, `Literal`s, other dataclasses, tuples of one kind,
    mappings from text, any of these or None, and `Any`, which is not looked into. A field with a default may be
    missing; one that the class does not have is passed over, as a newer program may write more.

    Raises:
        ShapeError: a field is missing or of another type, a text too long, a number not finite.
    """
    if not isinstance(data, Mapping):
        raise ShapeError(f"{where or kind.__name__}: no object")
    found = {}
    for name, (expected, needed) in _fields(kind).items():  # type: ignore[arg-type] # mypy takes a type variable for unhashable
        if name in data:
            found[name] = _value(expected, data[name], f"{where}.{name}" if where else name)
        elif needed:
            raise ShapeError(f"{where}.{name}: missing")
    return kind(**found)


@cache
def _fields(kind: Any) -> Mapping[str, tuple[Any, bool]]:
    """Type of each field of a dataclass, and whether it must be given."""
    hints = get_type_hints(kind)
    return {
        each.name: (hints[each.name], each.default is MISSING and each.default_factory is MISSING)
        for each in fields(kind)
    }


def _value(expected: Any, data: Any, where: str) -> Any:
    origin = get_origin(expected)
    if expected is Any:
        return data
    if origin in (Union, types.UnionType):
        return _either(get_args(expected), data, where)
    if origin is Literal:
        if data in get_args(expected) and isinstance(data, str):
            return data
    elif origin is tuple:
        if isinstance(data, list | tuple) and len(data) <= MOST:
            return tuple(_value(get_args(expected)[0], each, f"{where}[{n}]") for n, each in enumerate(data))
    elif origin is Mapping:
        if isinstance(data, Mapping) and len(data) <= MOST and all(isinstance(key, str) for key in data):
            return {key: _value(get_args(expected)[1], each, f"{where}.{key}") for key, each in data.items()}
    elif is_dataclass(expected) and isinstance(expected, type):
        return shaped(expected, data, where)
    elif _is_single(expected, data):
        return float(data) if expected is float else data
    raise ShapeError(f"{where}: not {expected}")


def _either(kinds: tuple[Any, ...], data: Any, where: str) -> Any:
    if data is None and type(None) in kinds:
        return None
    (kind,) = (each for each in kinds if each is not type(None))
    return _value(kind, data, where)


def _is_single(expected: Any, data: Any) -> bool:
    if expected is str:
        return isinstance(data, str) and len(data) <= LONGEST
    if expected is bool:
        return isinstance(data, bool)
    if isinstance(data, bool):
        return False
    if expected is int:
        return isinstance(data, int) and abs(data) < 2**53
    return expected is float and isinstance(data, int | float) and abs(data) < 2**53 and math.isfinite(data)
