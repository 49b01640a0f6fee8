"""The order in which things stand in a scenario's data, kept apart, so that canonical JSON may sort its keys.

The order of scenes, choices, facts or options has a meaning; that of the keys of one choice has none.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scenarios.shape import Either, ListOf, MapOf, Record, Shape


def orders(shape: Shape, data: Any) -> dict[str, list[str]]:
    """The order of names wherever it has a meaning, by path (`scenes/arrive/choices`)."""
    found: dict[str, list[str]] = {}
    _note(shape, data, "", found)
    return found


def _note(shape: Shape, data: Any, path: str, found: dict[str, list[str]]) -> None:
    shape = _chosen(shape, data)
    if isinstance(shape, MapOf) and isinstance(data, Mapping) and shape.ordered and len(data) > 1:
        found[path] = list(data)
    for name, one, value in _parts(shape, data):
        _note(one, value, f"{path}/{name}" if path else name, found)


def restored(shape: Shape, data: Any, found: Mapping[str, list[str]], path: str = "") -> Any:
    """The same data in the order that was noted."""
    shape = _chosen(shape, data)
    parts = {
        name: restored(one, value, found, f"{path}/{name}" if path else name)
        for name, one, value in _parts(shape, data)
    }
    if isinstance(data, list):
        return list(parts.values()) if parts else data
    if not isinstance(data, Mapping):
        return data
    names = [name for name in found.get(path, ()) if name in data]
    return {name: parts.get(name, data[name]) for name in (*names, *(each for each in data if each not in names))}


def _chosen(shape: Shape, data: Any) -> Shape:
    """The shape of this value, where there are several."""
    if not isinstance(shape, Either):
        return shape
    one = shape.mapping if isinstance(data, Mapping) else shape.sequence if isinstance(data, list) else shape.scalar
    return one or shape


def _parts(shape: Shape, data: Any) -> list[tuple[str, Shape, Any]]:
    """The values within a value, by name or number."""
    if isinstance(shape, MapOf) and isinstance(data, Mapping):
        return [(str(name), shape.value, value) for name, value in data.items()]
    if isinstance(shape, Record) and isinstance(data, Mapping):
        fields = shape.fields
        return [(str(name), fields[name].shape, value) for name, value in data.items() if name in fields]
    if isinstance(shape, ListOf) and isinstance(data, list):
        return [(str(number), shape.item, value) for number, value in enumerate(data)]
    return []
