"""Examples of every key of the scenario language, out of the scenarios that are shipped.

Scenarios are walked along the shapes that the loader goes by, so that what is shown is what loads.
`reference_more.yaml` has the keys that no shipped scenario needs.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from scenarios.pack_schema import DIRECTORY, PACK
from scenarios.schema import FRAGMENT, SCENARIO
from scenarios.shape import Either, ListOf, MapOf, Record, Shape
from scenarios.source import Mapping, Node, Scalar, Sequence, read
from scoring.own_rubric import RUBRIC

ROOT = Path(__file__).resolve().parent.parent
WIDEST = 64
"""Characters of an example, about; longer ones are shortened where a part can be left out."""
DEEPEST = 2
"""Levels of an example that are shown whole."""
FILES = {"scenario": SCENARIO, "fragment": FRAGMENT, "pack": PACK, "bodies": DIRECTORY, "rubric": RUBRIC}
"""The files that an author writes, by the name that `jiefang schema --of` takes; the English file repeats the first."""
MORE = Path(__file__).with_name("reference_more.yaml")
"""Keys that no shipped scenario needs."""


SHOWN = ("unpaid-wages", "village-official")
"""Scenarios that examples are taken from: two, so that the page stays as it is when the library grows."""


@cache
def examples() -> dict[tuple[int, str], str]:
    """`key: value` by (identity of the record, key), on one line; the first shipped one that is short enough."""
    found: dict[tuple[int, str], list[str]] = {}
    for shape, node in _files():
        for record, key, value in _uses(shape, node):
            found.setdefault((id(record), key), []).append(f"{key}: {_shown(value, 0)}")
    return {
        place: next((text for text in texts if len(text) <= WIDEST), min(texts, key=len))
        for place, texts in found.items()
    }


def _files() -> Iterator[tuple[Shape, Node]]:
    """Some of the shipped scenarios, the fragments, then what none of them needs."""
    folder = ROOT / "scenarios"
    for place in ("templates/first", *(f"library/{name}" for name in SHOWN)):
        yield SCENARIO, _root(folder / place / "scenario.yaml")
    for path in sorted(folder.glob("fragments/*.yaml")):
        yield FRAGMENT, _root(path)
    more = _root(MORE)
    assert isinstance(more, Mapping)
    for kind, record in FILES.items():
        node = more.get(kind)
        if node is not None:
            yield record, node


def _root(path: Path) -> Node:
    found = read(path)
    assert found.root is not None, found.diagnostics
    return found.root


def _uses(shape: Shape | None, node: Node) -> Iterator[tuple[Record, str, Node]]:
    """Every key of a record that stands in a tree: the record, the key, its value."""
    match shape, node:
        case Either(), Mapping():
            yield from _uses(shape.mapping, node)
        case Either(), Sequence():
            yield from _uses(shape.sequence, node)
        case ListOf(), Sequence():
            for item in node.items:
                yield from _uses(shape.item, item)
        case MapOf(), Mapping():
            for entry in node.entries.values():
                yield from _uses(shape.value, entry.value)
        case Record(), Mapping():
            for entry in node.entries.values():
                if entry.key in shape.fields:
                    yield shape, entry.key, entry.value
                    yield from _uses(shape.fields[entry.key].shape, entry.value)


def _shown(node: Node, depth: int) -> str:
    """A value on one line, as one may write it; what lies deep becomes `…`."""
    if isinstance(node, Scalar):
        text = " ".join(node.text.split())
        room = WIDEST if depth == 0 else WIDEST // 2
        short = text if len(text) <= room else text[: room - 1] + "…"
        return f'"{short}"' if node.style in ("'", '"') else short
    parts = [_shown(item, depth + 1) for item in node.items] if isinstance(node, Sequence) else []
    if isinstance(node, Mapping):
        parts = [f"{entry.key}: {_shown(entry.value, depth + 1)}" for entry in node.entries.values()]
    if depth >= DEEPEST or not parts:
        parts = ["…"] * bool(parts)
    elif depth == 0 and sum(map(len, parts)) > WIDEST:
        parts = [*_first(parts), "…"]
    left, right = "[]" if isinstance(node, Sequence) else "{}"
    return f"{left}{', '.join(parts)}{right}"


def _first(parts: list[str]) -> list[str]:
    """As many parts as fit, one at least."""
    count = 1
    while count < len(parts) and sum(map(len, parts[: count + 1])) <= WIDEST:
        count += 1
    return parts[:count]
