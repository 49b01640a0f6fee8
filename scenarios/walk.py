"""A file's tree against the language's shapes: every mistake with its place, and what cannot be used taken out.

After the walk each value that is left has the shape that the language asks for, so that whoever builds the model need
not look twice.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeAlias

from scenarios.dates import as_day
from scenarios.findings import Findings, nearest
from scenarios.misplaced import looks_like
from scenarios.schema_values import RESERVED
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
from scenarios.source import Entry, Mapping, Node, Scalar, Sequence

UNKNOWN_KEY, MISSING_KEY, WRONG_TYPE, OUT_OF_RANGE, NO_VALUE = "JF1001", "JF1002", "JF1003", "JF1004", "JF1005"
TOO_FEW, UNKNOWN_WORD, BAD_ID, RESERVED_ID, BAD_TEXT = "JF1006", "JF1007", "JF1008", "JF1009", "JF1010"
BAD_DATE, QUOTED_NUMBER, NO_NUMBER, MISPLACED = "JF1011", "JF1012", "JF1027", "JF1028"

Check = Callable[[Any, Any, Findings, str], bool]

_is_id = re.compile(ID_PATTERN).fullmatch
_reserved = frozenset(RESERVED)
_LIST = {"zh": "列表", "en": "a list"}
_MAPPING = {"zh": "下一层的“键: 值”", "en": "keys and values"}
_FOUND: dict[type, Words] = {
    str: {"zh": "一段文字", "en": "a text"},
    int: {"zh": "数", "en": "a number"},
    bool: {"zh": "true/false", "en": "true or false"},
}


def walk(shape: Shape, node: Node, findings: Findings, key: str) -> bool:
    """Check a value.

    Args:
        shape: what the language asks for.
        node: the value. Parts of mappings and lists that cannot be used are taken out.
        findings: takes what is wrong.
        key: the key or list it stands under, for messages.

    Returns:
        Whether what is left of the value can be used.
    """
    return _CHECKS[type(shape)](shape, node, findings, key)


def found(node: Node) -> Words:
    """What stands there, in words."""
    if isinstance(node, Scalar):
        return _FOUND.get(type(node.value), {"zh": "空", "en": "nothing"})
    return _LIST if isinstance(node, Sequence) else _MAPPING


def _mistyped(shape: Shape, node: Node, findings: Findings, key: str) -> bool:
    """Report a value of the wrong type."""
    if isinstance(node, Scalar) and node.value is None:
        findings.add(NO_VALUE, node, key=key, expected=shape.expected)
    else:
        findings.add(WRONG_TYPE, node, key=key, expected=shape.expected, found=found(node))
    return False


# ---------------------------------------------------------------------------------------------- single values


def _text(shape: Text, node: Node, findings: Findings, key: str) -> bool:
    if type(node) is not Scalar:
        return _mistyped(shape, node, findings, key)
    value = node.value
    if type(value) is int:
        node.value = value = node.text  # 拨打 12345: a number is as good as its digits
    if type(value) is not str:
        return _mistyped(shape, node, findings, key)
    if not value or value.isspace():
        findings.add(NO_VALUE, node, key=key, expected=shape.expected)
        return False
    return True


def _string(shape: String, node: Node, findings: Findings, key: str) -> bool:
    if not _text(Text(shape.expected), node, findings, key):
        return False
    assert isinstance(node, Scalar)
    return _matches(shape, str(node.value), node, findings)


def _matches(shape: String, value: str, at: Node | Entry, findings: Findings) -> bool:
    if shape.pattern and not re.fullmatch(shape.pattern, value):
        findings.add(BAD_TEXT, at, name=value, expected=shape.expected)
        return False
    return True


def _integer(shape: Integer, node: Node, findings: Findings, key: str) -> bool:
    if type(node) is not Scalar or type(node.value) is not int:
        if type(node) is Scalar and node.quoted and node.text.strip("+-").isdigit():
            findings.add(QUOTED_NUMBER, node, key=key, value=node.text)
            return False
        if type(node) is Scalar and type(node.value) is str and node.value:
            findings.add(NO_NUMBER, node, key=key, expected=shape.expected, value=node.text)
            return False
        return _mistyped(shape, node, findings, key)
    if not shape.low <= node.value <= shape.high:
        findings.add(OUT_OF_RANGE, node, key=key, value=node.value, low=shape.low, high=shape.high)
        return False
    return True


def _boolean(shape: Boolean, node: Node, findings: Findings, key: str) -> bool:
    return (type(node) is Scalar and type(node.value) is bool) or _mistyped(shape, node, findings, key)


def _nothing(shape: Nothing, node: Node, findings: Findings, key: str) -> bool:
    return (type(node) is Scalar and node.value is None) or _mistyped(shape, node, findings, key)


def _given(shape: Given, node: Node, findings: Findings, key: str) -> bool:
    if type(node) is not Scalar or node.value is None or node.value == "":
        return _mistyped(shape, node, findings, key)
    return True


def _day(shape: Day, node: Node, findings: Findings, key: str) -> bool:
    if type(node) is not Scalar or type(node.value) is not str:
        return _mistyped(shape, node, findings, key)
    if as_day(node.value) is None:
        findings.add(BAD_DATE, node, key=key, name=node.value)
        return False
    return True


def _id(shape: Id, node: Node, findings: Findings, key: str) -> bool:
    if type(node) is not Scalar or type(node.value) is not str:
        return _mistyped(shape, node, findings, key)
    return not shape.new or _new_id(node.value, node, findings)


def _new_id(name: str, at: Node | Entry, findings: Findings) -> bool:
    if not _is_id(name) or len(name) > ID_LENGTH:
        findings.add(BAD_ID, at, name=name, limit=ID_LENGTH)
        return False
    if name in _reserved:
        findings.add(RESERVED_ID, at, name=name, reserved=", ".join(RESERVED))
        return False
    return True


_WORDS: dict[Word, frozenset[str]] = {}


def values_of(shape: Word) -> frozenset[str]:
    """The words a shape allows."""
    values = _WORDS.get(shape)
    if values is None:
        values = _WORDS[shape] = frozenset(shape.values())
    return values


def _word(shape: Word, node: Node, findings: Findings, key: str) -> bool:
    if type(node) is not Scalar or node.value is None:
        return _mistyped(shape, node, findings, key)
    return _one_of(shape, node.text, node, findings)


def _one_of(shape: Word, value: str, at: Node | Entry, findings: Findings) -> bool:
    if value in values_of(shape):
        return True
    findings.add(UNKNOWN_WORD, at, values_of(shape), name=value, expected=shape.expected, valid=_some(shape.values()))
    return False


def _some(words: tuple[str, ...]) -> str:
    return ", ".join(words) if len(words) <= 8 else ", ".join(words[:8]) + " …"


def _condition(shape: Condition, node: Node, findings: Findings, key: str) -> bool:
    if type(node) is Scalar and type(node.value) is bool:
        node.value = node.text
    if type(node) is not Scalar or type(node.value) is not str:
        return _mistyped(shape, node, findings, key)
    return True


# ---------------------------------------------------------------------------------------------- lists and mappings


def _list(shape: ListOf, node: Node, findings: Findings, key: str) -> bool:
    if type(node) is not Sequence:
        return _mistyped(shape, node, findings, key)
    item = shape.item
    check = _CHECKS[type(item)]
    kept = [each for each in node.items if check(item, each, findings, key)]
    if len(kept) < len(node.items):
        node.items[:] = kept
        findings.damaged.add(id(node))
    elif len(kept) < shape.least:
        findings.add(TOO_FEW, node, key=key, least=shape.least, count=len(kept))
        return False
    return True


def _map(shape: MapOf, node: Node, findings: Findings, key: str) -> bool:
    if type(node) is not Mapping:
        return _mistyped(shape, node, findings, key)
    value = shape.value
    check = _CHECKS[type(value)]
    valid = values_of(shape.key) if type(shape.key) is Word else ()
    bad = [
        name
        for name, entry in node.entries.items()
        if not ((name in valid or _key(shape.key, entry, findings)) & check(value, entry.value, findings, name))
    ]
    for name in bad:
        del node.entries[name]
        findings.damaged.add(id(node))
    if not bad and len(node.entries) < shape.least:
        findings.add(TOO_FEW, node, key=key, least=shape.least, count=len(node.entries))
        return False
    return True


def _key(shape: Shape, entry: Entry, findings: Findings) -> bool:
    if type(shape) is Id:
        if shape.new:
            _new_id(entry.key, entry, findings)
        return True  # what is badly named is there, so that the places that name it are not reported, too
    if type(shape) is Word:
        return _one_of(shape, entry.key, entry, findings)
    assert isinstance(shape, String)
    return _matches(shape, entry.key, entry, findings)


def _record(shape: Record, node: Node, findings: Findings, key: str) -> bool:
    if type(node) is not Mapping:
        return _mistyped(shape, node, findings, key)
    plan = _PLANS.get(shape)
    if plan is None:
        plan = _PLANS[shape] = _plan(shape)
    checks, required = plan
    bad: list[str] = []
    mistaken: set[str] = set()
    for name, entry in node.entries.items():
        if name in checks:
            check, inner = checks[name]
            if not check(inner, entry.value, findings, name):
                bad.append(name)
        elif shape.others is None:
            mistaken.add(_unknown_key(shape, node, entry, findings))
            bad.append(name)
        elif not (_key(shape.others.key, entry, findings) & walk(shape.others.value, entry.value, findings, name)):
            bad.append(name)
    for name, field in required:
        if name not in node.entries and name not in mistaken:
            expected = field.shape.expected
            findings.add(MISSING_KEY, node, name=name, where=shape.name, about=field.about, expected=expected)
    for name in bad:
        del node.entries[name]
        findings.damaged.add(id(node))
    return True


_Plan: TypeAlias = tuple[dict[str, tuple[Check, Shape]], tuple[tuple[str, Field], ...]]
_PLANS: dict[Record, _Plan] = {}
"""How the fields of a record are checked, and which must be there: few shapes, but a file has thousands of records."""


def _plan(shape: Record) -> _Plan:
    checks = {name: (_CHECKS[type(field.shape)], field.shape) for name, field in shape.fields.items()}
    return checks, tuple((name, field) for name, field in shape.fields.items() if field.required)


def _unknown_key(shape: Record, node: Mapping, entry: Entry, findings: Findings) -> str:
    """Report it; returns the key that was probably meant."""
    free = [name for name in shape.fields if name not in node.entries]
    meant = nearest(entry.key, free)
    inner = None if meant else looks_like(shape, entry)
    if inner is not None:
        findings.add(MISPLACED, entry, name=entry.key, where=shape.name, inner=inner)
    else:
        findings.add(UNKNOWN_KEY, entry, free, name=entry.key, where=shape.name, valid=", ".join(shape.fields))
    return meant


def _either(shape: Either, node: Node, findings: Findings, key: str) -> bool:
    kind = type(node)
    one = shape.scalar if kind is Scalar else shape.mapping if kind is Mapping else shape.sequence
    if one is None:
        return _mistyped(shape, node, findings, key)
    return _CHECKS[type(one)](one, node, findings, key)


_CHECKS: dict[type, Check] = {
    Text: _text,
    String: _string,
    Integer: _integer,
    Boolean: _boolean,
    Nothing: _nothing,
    Given: _given,
    Day: _day,
    Id: _id,
    Word: _word,
    Condition: _condition,
    ListOf: _list,
    MapOf: _map,
    Record: _record,
    Either: _either,
}
