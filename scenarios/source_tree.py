"""YAML text to a tree in which every value knows its line and column.

Built straight from libyaml's event stream: faster than `yaml.load`, with our own rules for plain scalars, and stopping
at the first sign of nesting or size that no person wrote.
"""

from __future__ import annotations

import re
from itertools import repeat
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from scenarios.source_findings import Findings, shorten
from scenarios.source_nodes import Entry, Mapping, Node, Scalar, Sequence
from scenarios.source_text import CONTROL, CONTROL_CHARACTER

MAX_DEPTH = 64
"""Levels of nesting; a scenario uses about ten."""
MAX_EVENTS = 100_000
"""Values, keys, beginnings and ends of collections; a scenario of 200 scenes has 20,000."""
MAX_SCALAR = 65_536
"""Characters of one value."""

TOO_DEEP, TOO_MANY_VALUES, TOO_LONG = "JF0011", "JF0012", "JF0013"
SYMBOL = "JF0025"
DUPLICATE_KEY, ANCHOR, TAG, MERGE_KEY = "JF0040", "JF0041", "JF0042", "JF0043"
SECOND_DOCUMENT, DIRECTIVE, COMPLEX_KEY, EMPTY_KEY, MISTAKEN_WORD = "JF0044", "JF0045", "JF0046", "JF0047", "JF0048"


class Tree:
    """What the parser made of a text.

    Attributes:
        root: the tree; None for a text without values, after a syntax error and beyond a limit.
        opaque: where the quoted and block scalars stand, as indices into the text, in order.
        last: where the last scalar began, counting from 0; a syntax error's cause is seldom earlier.
        error: the syntax error that ended the reading, if any.
        stopped: whether a limit, not the end of the text, ended the reading.
    """

    __slots__ = ("error", "last", "opaque", "root", "stopped")

    def __init__(self) -> None:
        self.root: Node | None = None
        self.opaque: list[tuple[int, int]] = []
        self.last: Any = None
        self.error: yaml.YAMLError | None = None
        self.stopped = False


_NOTHING = Scalar(None, 1, 1)
_MISTAKEN = object()
_LONGEST_WORD = 5
_RIGHT_WORDS = {"yes": "true", "on": "true", "true": "true", "no": "false", "off": "false", "false": "false"}
_WORDS: dict[str, Any] = {
    form: _MISTAKEN for word in (*_RIGHT_WORDS, "null") for form in (word, word.title(), word.upper())
} | {"true": True, "false": False, "null": None, "~": None, "": None}
# No number in a scenario is longer; `int` of thousands of digits is slow and in the end refused.
_INTEGER = re.compile(r"[+-]?(?:0|[1-9][0-9]{0,17})").fullmatch
# An anchor or a tag begins a value; behind a letter neither sign is one, as in every other English line.
_DECORATION = re.compile(r"[&!](?<=[\s\[\]{},:?\-].)|\A[&!]")


def build(text: str, findings: Findings) -> Tree:
    r"""Build the tree of a text.

    Args:
        text: the text, with `\n` line ends and without control characters.
        findings: takes what is refused: duplicate keys, anchors, tags, words that look like truth values, limits.
            A syntax error is left to the caller, in `Tree.error`.

    Returns:
        The tree with what the search for traps wants to know.
    """
    tree = Tree()
    try:
        # Not through yaml.parse: its generator costs a tenth of the time.
        parser = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
        try:
            _run(parser, text, tree, findings)
        finally:
            parser.dispose()
    except yaml.YAMLError as error:
        if "maximum nesting depth" in str(getattr(error, "problem", "")):
            # Since PyYAML 6.0.4: reading ahead, libyaml comes to a limit of its own before we come to ours.
            mark = error.problem_mark  # type: ignore[attr-defined]
            findings.add(TOO_DEEP, mark.line + 1, mark.column + 1, limit=MAX_DEPTH)
            tree.stopped = True
        else:
            tree.error = error.with_traceback(None)  # its frames hold this tree: a circle
    if tree.error is not None or tree.stopped:
        tree.root = None
    return tree


def _run(parser: Any, text: str, tree: Tree, findings: Findings) -> None:  # noqa: PLR0912, PLR0915
    """The event loop. One long function, for a call a value would make it half as slow again."""
    new = object.__new__
    get, opaque, meaning, add = parser.get_event, tree.opaque, _WORDS.get, findings.add
    decorated = ("&" in text or "!" in text) and _DECORATION.search(text) is not None
    escapes = "\\" in text
    long = _has_long_stretch(text)
    parents: list[Sequence | Mapping] = []
    items: list[Node] | None = None  # of the sequence being filled, or
    entries: dict[str, Entry] | None = None  # of the mapping being filled, with
    entry: Entry | None = None  # the key that waits for its value
    node: Node
    line = column = 1
    for _ in repeat(None, MAX_EVENTS):
        event = get()
        kind = type(event)
        if kind is ScalarEvent:
            mark = event.start_mark
            line = mark.line + 1
            column = mark.column + 1
            written: str = event.value
            style: str = event.style
            tree.last = mark
            if style:
                opaque.append((mark.index, event.end_mark.index))
            if decorated:
                _refuse_decoration(event, findings)
            if (long or style) and len(written) > MAX_SCALAR:
                add(TOO_LONG, line, column, length=len(written), limit=MAX_SCALAR)
            if entry is None and entries is not None:
                entry = new(Entry)
                entry.key = written
                entry.line = line
                entry.column = column
                if written in entries:
                    add(DUPLICATE_KEY, line, column, name=shorten(written), first=entries[written].line)
                else:
                    entries[written] = entry
                    if not written or (written == "<<" and not style):
                        add(MERGE_KEY if written else EMPTY_KEY, line, column)
                continue
            if style:
                if escapes and style == '"' and (control := CONTROL.search(written)):
                    add(CONTROL_CHARACTER, line, column, name=f"U+{ord(control[0]):04X}")
                elif not written and text[mark.index + 1 : mark.index + 2].isdigit():
                    add(SYMBOL, line, column, symbol=style, text=text[mark.index : mark.index + 2])
                node = Scalar(written, line, column, written, style)
            else:
                value = written if len(written) > _LONGEST_WORD else meaning(written, written)
                if value is written:
                    if written < ":" and _INTEGER(written):  # digits and signs come before the colon
                        value = int(written)
                elif value is _MISTAKEN:
                    value = written
                    add(MISTAKEN_WORD, line, column, word=written, right=_RIGHT_WORDS.get(written.lower(), "null"))
                node = new(Scalar)
                node.value = value
                node.line = line
                node.column = column
                node.text = written
                node.style = ""
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            mark = event.start_mark
            line = mark.line + 1
            column = mark.column + 1
            if decorated:
                _refuse_decoration(event, findings)
            if len(parents) >= MAX_DEPTH:
                add(TOO_DEEP, line, column, limit=MAX_DEPTH)
                tree.stopped = True
                return
            if entry is None and entries is not None:
                add(COMPLEX_KEY, line, column)
                if not _skip(get, MAX_DEPTH - len(parents)):
                    add(TOO_DEEP, line, column, limit=MAX_DEPTH)
                    tree.stopped = True
                    return
                entry = Entry("", line, column, _NOTHING)
                continue
            inner_entries: dict[str, Entry] | None = None
            inner_items: list[Node] | None = None
            container: Sequence | Mapping
            if kind is MappingStartEvent:
                inner_entries = {}
                node = container = Mapping(inner_entries, line, column)
            else:
                inner_items = []
                node = container = Sequence(inner_items, line, column)
            parents.append(container)
            if entry is not None:
                entry.value = node
                entry = None
            elif items is not None:
                items.append(node)
            else:
                tree.root = node
            entries, items = inner_entries, inner_items
            continue
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            parents.pop()
            entries = items = None
            if parents:
                outer = parents[-1]
                if type(outer) is Mapping:
                    entries = outer.entries
                else:
                    items = outer.items  # type: ignore[union-attr]
            continue
        elif kind is AliasEvent:
            mark = event.start_mark
            line = mark.line + 1
            column = mark.column + 1
            add(ANCHOR, line, column, symbol="*", name=shorten(event.anchor))
            if entry is None and entries is not None:
                entry = Entry("*" + event.anchor, line, column, _NOTHING)
                continue
            node = Scalar("*" + event.anchor, line, column, "*" + event.anchor)
        elif kind is DocumentStartEvent:
            line = event.start_mark.line + 1
            column = event.start_mark.column + 1
            if event.version or event.tags:
                add(DIRECTIVE, line, column)
            if tree.root is not None:
                add(SECOND_DOCUMENT, line, column)
                return
            continue
        elif kind is StreamEndEvent:
            return
        else:
            continue
        if entry is not None:
            entry.value = node
            entry = None
        elif items is not None:
            items.append(node)
        else:
            tree.root = node
    add(TOO_MANY_VALUES, line, column, limit=MAX_EVENTS)
    tree.stopped = True


def _has_long_stretch(text: str) -> bool:
    """Whether a plain scalar beyond `MAX_SCALAR` may be in it: none goes on behind a colon and a blank."""
    start = 0
    while len(text) - start > MAX_SCALAR:
        colon = text.rfind(": ", start, start + MAX_SCALAR)
        if colon < 0:
            return True
        start = colon + 1
    return False


def _skip(get: Any, levels: int) -> bool:
    """Drop the rest of a collection whose beginning was read; False if it is nested deeper than `levels`."""
    depth = 1
    while 0 < depth <= levels:
        kind = type(get())
        if kind is MappingStartEvent or kind is SequenceStartEvent:
            depth += 1
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            depth -= 1
    return depth == 0


def _refuse_decoration(event: Any, findings: Findings) -> None:
    """Report the anchor or tag of a value, if it has one. `!` alone is a tag, too."""
    mark = event.start_mark
    if event.anchor is not None:
        findings.add(ANCHOR, mark.line + 1, mark.column + 1, symbol="&", name=shorten(event.anchor))
    if event.tag is not None:
        findings.add(TAG, mark.line + 1, mark.column + 1, name=shorten(event.tag))
