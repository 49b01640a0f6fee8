"""Plain data, as a stored edition holds them, back to a tree without places."""

from __future__ import annotations

from collections.abc import Mapping as MappingType

from scenarios.diagnostic import Diagnostic, Mark
from scenarios.source import Entry, Mapping, Node, Scalar, Sequence
from scenarios.source_tree import MAX_DEPTH, MAX_EVENTS, TOO_DEEP, TOO_MANY_VALUES

NOT_A_MAPPING = "JF1000"


class _LimitError(Exception):
    def __init__(self, code: str, limit: int) -> None:
        super().__init__(code)
        self.finding = Diagnostic(code, None, {"limit": limit})


def tree_of(data: object, file: str) -> tuple[Node | None, tuple[Diagnostic, ...]]:
    """The tree of plain data.

    Args:
        data: what JSON can hold.
        file: for the mark of findings.

    Returns:
        The tree, or None and why there is none: no mapping, too deep or too large.
    """
    if not isinstance(data, MappingType):
        return None, (Diagnostic(NOT_A_MAPPING, Mark(file), {}),)
    try:
        return _Builder().node(data, 0), ()
    except _LimitError as error:
        return None, (error.finding,)


class _Builder:
    def __init__(self) -> None:
        self._count = 0

    def node(self, data: object, depth: int) -> Node:
        self._count += 1
        if depth > MAX_DEPTH:
            raise _LimitError(TOO_DEEP, MAX_DEPTH)
        if self._count > MAX_EVENTS:
            raise _LimitError(TOO_MANY_VALUES, MAX_EVENTS)
        if isinstance(data, MappingType):
            return Mapping({str(k): Entry(str(k), 1, 1, self.node(v, depth + 1)) for k, v in data.items()}, 1, 1)
        if isinstance(data, list | tuple):
            return Sequence([self.node(item, depth + 1) for item in data], 1, 1)
        if data is None or isinstance(data, bool):
            return Scalar(data, 1, 1, {None: "", True: "true", False: "false"}[data])
        value = data if isinstance(data, int) else str(data)
        return Scalar(value, 1, 1, str(value))
