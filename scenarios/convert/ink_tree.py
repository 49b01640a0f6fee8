"""The containers of a compiled ink story, and the paths that lead to them.

Format: <https://github.com/inkle/ink/blob/master/Documentation/ink_JSON_runtime_format.md>.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

MAX_CONTAINERS = 60_000


class NotInkError(Exception):
    """The text is no compiled ink story; the message says why."""


@dataclass(slots=True, eq=False)
class Container:
    """A list of content; `named` has those that can be reached by name, `label` the name of one that is content."""

    path: str
    parent: Container | None
    index: int
    content: list[Any] = field(default_factory=list)
    named: dict[str, Container] = field(default_factory=dict)
    label: str = ""


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a container."""

    container: Container
    index: int = 0


def tree(text: str) -> Container:
    """The root container.

    Raises:
        NotInkError: it is none.
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotInkError(str(error)[:100]) from None
    if not isinstance(data, dict) or not isinstance(data.get("root"), list):
        raise NotInkError("root")
    version = data.get("inkVersion")
    if not isinstance(version, int) or not 18 <= version <= 30:
        raise NotInkError(f"inkVersion {version!r}"[:100])
    root = Container("", None, -1)
    waiting = [(root, data["root"])]
    made = 1
    while waiting:
        container, found = waiting.pop()
        last = found[-1] if found and isinstance(found[-1], dict | None) else None
        body = found[:-1] if found and isinstance(found[-1], dict | None) else found
        for index, item in enumerate(body):
            if isinstance(item, list):
                name = _name(item)
                child = Container(_below(container.path, name or str(index)), container, index)
                child.label = "" if name.startswith("$") else name
                container.content.append(child)
                waiting.append((child, item))
                if _name(item):
                    container.named[_name(item)] = child
            else:
                container.content.append(item)
        for name, item in (last or {}).items():
            if isinstance(item, list):
                child = container.named[name] = Container(_below(container.path, name), container, -1)
                waiting.append((child, item))
        made += len(body)
        if made > 20 * MAX_CONTAINERS:
            raise NotInkError("…")
    return root


def _name(item: list[Any]) -> str:
    name = item[-1].get("#n") if item and isinstance(item[-1], dict) else None
    return name if isinstance(name, str) else ""


def _below(path: str, name: str) -> str:
    """The path of a child; what is deep down keeps only the end of it."""
    whole = f"{path}.{name}" if path else name
    return whole if len(whole) <= 200 else f"…{whole[-199:]}"


def find(path: str, at: Container, root: Container) -> Position | None:
    """Where a path leads, None where it leads nowhere.

    Args:
        path: `arrive.0.c-0` from the root, `.^.c-0` from the thing that stands in `at`.
        at: the container in which the path is written.
        root: of the story.
    """
    parts = path.split(".", 500)
    here: Container | None = root
    if parts[0] == "":
        # Relative to the thing in `at`: its first step up is `at` itself.
        here = at if parts[1:2] == ["^"] else None
        parts = parts[2:]
    for number, part in enumerate(parts):
        if here is None:
            return None
        last = number == len(parts) - 1
        if part == "^":
            here = here.parent
        elif part in here.named:
            here = here.named[part]
        elif part.isascii() and part.isdigit() and len(part) < 9:
            index = int(part)
            item = here.content[index] if index < len(here.content) else None
            if not isinstance(item, Container):
                return Position(here, index) if last and index <= len(here.content) else None
            here = item
        else:
            return None
    return Position(here) if here is not None else None
