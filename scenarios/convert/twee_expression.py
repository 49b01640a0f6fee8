"""Assignments and conditions of SugarCube and Harlowe, as far as they compare a variable with a constant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from scenarios.convert.story import Condition, Unknown, Value, clean, variable, visited
from scenarios.expression import Compare, Expression, Literal, all_of, any_of, negate

MAX_LENGTH = 600
"""Characters of a condition or assignment; longer ones are not looked at."""

MAX_DEPTH = 12

_TOKEN = re.compile(
    r"""\s*(?:(?P<variable>[$_][A-Za-z]\w*)|(?P<number>-?\d{1,9}(?![\w.]))|(?P<string>"[^"]*"|'[^']*')
    |(?P<history>\(\s*history:\s*\)\s*contains)|(?P<word>[A-Za-z]+)|(?P<sign>===|!==|==|!=|<=|>=|&&|\|\||[<>!()]))""",
    re.VERBOSE,
)
_STRING = re.compile(r"""\"((?:[^"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)'""")
_COMPARISONS = {
    "is": "==", "eq": "==", "==": "==", "===": "==", "isnot": "!=", "neq": "!=", "!=": "!=", "!==": "!=",
    "gt": ">", ">": ">", "gte": ">=", ">=": ">=", "lt": "<", "<": "<", "lte": "<=", "<=": "<=",
}  # fmt: skip
_SET = re.compile(r"\s*[$_]([A-Za-z]\w*)\s*(?:\bto\b|=(?!=))\s*")
_CONSTANT = re.compile(r"""(?:(true|false)\b|(-?\d{1,9})(?![\w.])|"([^"]*)"|'([^']*)')\s*(?=[,;]|\Z)""")


def strings(text: str) -> list[str]:
    """The quoted strings of a macro's arguments."""
    return [found[1] or found[2] or "" for found in _STRING.finditer(text[: 4 * MAX_LENGTH])]


def assignments(text: str) -> Iterator[tuple[str, Value | Unknown]]:
    """`$x to true, $y to 2; $z = "a"`: each variable with its value; what is calculated is unknown."""
    rest = text.strip()[:MAX_LENGTH]
    if len(text.strip()) > MAX_LENGTH:
        found = re.search(r"[$_]([A-Za-z]\w*)", rest)
        yield (found[1] if found else "?"), Unknown(rest[:60])
        return
    at = 0
    while at < len(rest):
        target = _SET.match(rest, at)
        if target is None:
            found = re.compile(r"[$_]([A-Za-z]\w*)").search(rest, at)
            yield (found[1] if found else "?"), Unknown(rest[at:])
            return
        value = _CONSTANT.match(rest, target.end())
        if value is None:
            yield target[1], Unknown(rest[at:])
            return
        yield target[1], _value(value)
        at = value.end() + 1


def _value(found: re.Match[str]) -> Value:
    if found[1]:
        return found[1] == "true"
    return int(found[2]) if found[2] else clean(found[3] or found[4] or "")


class _StrangeError(Exception):
    """Something that this small reader does not know."""


@lru_cache(maxsize=1_024)
def condition(text: str) -> Condition:
    """What an `<<if …>>` or `(if: …)` asks; unknown where it is more than variables, constants and visits."""
    if len(text) > MAX_LENGTH:
        return Unknown(clean(text[:60]))
    try:
        parser = _Parser(list(_tokens(text)))
        found = parser.either(0)
        if parser.at < len(parser.tokens):
            raise _StrangeError
    except _StrangeError:
        return Unknown(clean(text) or "?")
    return found


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    at = 0
    end = len(text.rstrip())
    while at < end:
        found = _TOKEN.match(text, at)
        if found is None or found.lastgroup is None:
            raise _StrangeError
        yield found.lastgroup, found[found.lastgroup]
        at = found.end()


class _Parser:
    """Recursive descent: or, and, not, comparison."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens = tokens
        self.at = 0

    def _next(self) -> tuple[str, str]:
        return self.tokens[self.at] if self.at < len(self.tokens) else ("end", "")

    def _take(self, *words: str) -> bool:
        if self._next()[0] in ("word", "sign") and self._next()[1] in words:
            self.at += 1
            return True
        return False

    def either(self, depth: int) -> Expression:
        parts = [self._both(depth)]
        while self._take("or", "||"):
            parts.append(self._both(depth))
        return any_of(parts) if len(parts) > 1 else parts[0]

    def _both(self, depth: int) -> Expression:
        parts = [self._opposite(depth)]
        while self._take("and", "&&"):
            parts.append(self._opposite(depth))
        return all_of(parts) if len(parts) > 1 else parts[0]

    def _opposite(self, depth: int) -> Expression:
        if depth > MAX_DEPTH:
            raise _StrangeError
        if self._take("not", "!"):
            return negate(self._opposite(depth + 1))
        if self._take("("):
            inner = self.either(depth + 1)
            if not self._take(")"):
                raise _StrangeError
            return inner
        return self._comparison()

    def _comparison(self) -> Expression:
        kind, text = self._next()
        if kind == "history":
            self.at += 1
            return visited(self._string())
        if kind == "word" and text in ("visited", "hasVisited"):
            self.at += 1
            if not self._take("("):
                raise _StrangeError
            passage = self._string()
            if not self._take(")"):
                raise _StrangeError
            return visited(passage)
        left = self._operand()
        op = self._operator()
        if not op:
            return left
        return Compare(op, left, self._operand())

    def _operator(self) -> str:
        if self._take("is"):
            return "!=" if self._take("not") else "=="
        for word, op in _COMPARISONS.items():
            if self._take(word):
                return op
        return ""

    def _string(self) -> str:
        kind, text = self._next()
        if kind != "string":
            raise _StrangeError
        self.at += 1
        return clean(text[1:-1])

    def _operand(self) -> Expression:
        kind, text = self._next()
        self.at += 1
        match kind, text:
            case "variable", _:
                return variable(text[1:])
            case "number", _:
                return Literal(int(text))
            case "string", _:
                return Literal(clean(text[1:-1]))
            case "word", "true" | "false":
                return Literal(text == "true")
            case _:
                raise _StrangeError
