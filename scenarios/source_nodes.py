"""The tree of a YAML text: values that know where they stand."""

from __future__ import annotations

from typing import TypeAlias

Value: TypeAlias = str | int | bool | None
Plain: TypeAlias = "Value | list[Plain] | dict[str, Plain]"


class Node:
    """A value in a file. Lines and columns count from 1, columns in characters.

    Plain slotted classes: a frozen dataclass costs three times as much to make, and a file makes thousands.
    """

    __slots__ = ("column", "line")
    line: int
    column: int


class Scalar(Node):
    """A text, number, truth value or nothing.

    Attributes:
        value: what it means by our rules (`true`, `false`, integers, `null`, `~` and nothing; all else is text).
        text: what was written, with quotes, escapes and folding undone.
        style: `"`, `'`, `|` or `>`, or empty for a plain scalar.
    """

    __slots__ = ("style", "text", "value")

    def __init__(self, value: Value, line: int, column: int, text: str = "", style: str = "") -> None:
        self.value = value
        self.line = line
        self.column = column
        self.text = text
        self.style = style

    @property
    def quoted(self) -> bool:
        """Whether it stood in quotes or in a `|` or `>` block, and so is text whatever it looks like."""
        return self.style != ""

    def __repr__(self) -> str:
        return f"Scalar({self.value!r}, {self.line}, {self.column})"


class Sequence(Node):
    """A list of values."""

    __slots__ = ("items",)

    def __init__(self, items: list[Node], line: int, column: int) -> None:
        self.items = items
        self.line = line
        self.column = column

    def __repr__(self) -> str:
        return f"Sequence({self.items!r}, {self.line}, {self.column})"


class Entry:
    """A key of a mapping, where the key stands, and its value."""

    __slots__ = ("column", "key", "line", "value")

    def __init__(self, key: str, line: int, column: int, value: Node) -> None:
        self.key = key
        self.line = line
        self.column = column
        self.value = value

    def __repr__(self) -> str:
        return f"Entry({self.key!r}, {self.line}, {self.column}, {self.value!r})"


class Mapping(Node):
    """Values by key, in the order of the file. Keys are always texts, as written."""

    __slots__ = ("entries",)

    def __init__(self, entries: dict[str, Entry], line: int, column: int) -> None:
        self.entries = entries
        self.line = line
        self.column = column

    def get(self, key: str) -> Node | None:
        """The value of a key, or None if there is no such key."""
        entry = self.entries.get(key)
        return None if entry is None else entry.value

    def __repr__(self) -> str:
        return f"Mapping({list(self.entries.values())!r}, {self.line}, {self.column})"


def plain(node: Node) -> Plain:
    """The data of a tree without its places.

    Args:
        node: any node; no deeper than files may be.

    Returns:
        Dictionaries, lists, texts, integers, truth values and None.
    """
    if type(node) is Scalar:
        return node.value
    if isinstance(node, Sequence):
        return [item.value if type(item) is Scalar else plain(item) for item in node.items]
    assert isinstance(node, Mapping)
    return {
        key: value.value if type(value := entry.value) is Scalar else plain(value)  # spares most calls
        for key, entry in node.entries.items()
    }
