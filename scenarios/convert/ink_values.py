"""What ink computes, symbolically: a stack of constants, variables, conditions and texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from scenarios.convert.ink_tree import Container, find
from scenarios.convert.story import Condition, Unknown, Value, clean, variable, visited
from scenarios.expression import FALSE, Call, Compare, Expression, Literal, Name, Not, all_of, any_of, negate

if TYPE_CHECKING:
    from scenarios.convert.ink import _Reader

MAX_VALUES = 200
MAX_SIZE = 60
"""Operators in one condition."""

Entry: TypeAlias = "Expression | Unknown | str"
"""A value: an expression, something that cannot be told, or a text."""

_COMPARE = {"==", "!=", "<", "<=", ">", ">="}
_CALCULATE = {"+", "-", "*", "/", "%", "MIN", "MAX", "POW", "?", "!?", "^", "L^"}
_ONE = {"_", "FLOOR", "CEILING", "INT", "FLOAT"}
_QUESTIONS = {"turn", "turns", "choiceCnt", "readc", "rnd", "srnd", "range", "lrnd"}


class Stack:
    """Evaluates the instructions between `ev` and `/ev`."""

    ALTERNATIVES = "{…|…}"
    """Stands for which of several alternatives comes this time."""

    def __init__(self, reader: _Reader, container: Container) -> None:
        self.reader = reader
        self.container = container
        self.evaluating = False
        self.entries: list[Entry] = []
        self.texts: list[list[str]] = []
        self.size = 0

    @property
    def in_string(self) -> bool:
        """Whether text is being collected."""
        return bool(self.texts)

    def begin(self) -> None:
        """`ev`."""
        self.evaluating = True
        self.size = 0

    # ---- taking values ----------------------------------------------------------------------------------------

    def _pop(self) -> Entry:
        return self.entries.pop() if self.entries else Unknown("?")

    def value(self) -> Value | Unknown:
        """The constant on top, which is taken; unknown where it is none."""
        top = self._pop()
        if isinstance(top, Literal):
            return top.value
        if isinstance(top, str | Unknown):
            return top
        return Unknown(_shown(top))

    def text(self) -> str:
        """The text on top, which is taken."""
        top = self._pop()
        return top if isinstance(top, str) else ""

    def condition(self) -> Condition:
        """The condition on top, which is taken."""
        return _as_condition(self._pop())

    # ---- instructions -----------------------------------------------------------------------------------------

    def take(self, item: Any) -> str:
        """One instruction. Returns what cannot be carried over, `out` where the top is to be printed, else nothing."""
        if isinstance(item, str):
            return self._word(item)
        if isinstance(item, bool | int):
            self._push(Literal(item))
        elif isinstance(item, float):
            self._push(Literal(int(item)) if item.is_integer() and abs(item) < 1e9 else Unknown(str(item)))
        elif isinstance(item, dict):
            return self._named(item)
        return ""

    def _push(self, entry: Entry) -> None:
        if len(self.entries) < MAX_VALUES:
            self.entries.append(entry)

    def _word(self, item: str) -> str:
        if item.startswith("^") and self.in_string:
            self.texts[-1].append(item[1:])
            return ""
        match item:
            case "ev":
                self.begin()
            case "/ev":
                self.evaluating = False
            case "str":
                self.texts.append([])
            case "/str":
                self._push(clean("".join(self.texts.pop()) if self.texts else ""))
            case "out":
                if not self.in_string:
                    return "out"
                value = self.value()
                self.texts[-1].append(str(value) if not isinstance(value, Unknown) else "")
                return "" if not isinstance(value, Unknown) else f"{{{value.text}}}"
            case "pop":
                self._pop()
            case "du":
                self._push(self.entries[-1] if self.entries else Unknown("?"))
            case "visit":
                self._push(Unknown(self.ALTERNATIVES))
            case "seq":
                self._pop()
                self._pop()
                self._push(Unknown(self.ALTERNATIVES))
            case _:
                return self._operator(item)
        return ""

    def _operator(self, item: str) -> str:
        self.size += 1
        if item in ("!", *_ONE):
            asked = self.condition()
            if item == "_" and isinstance(asked, Literal) and type(asked.value) is int:
                self._push(Literal(-asked.value))
            elif item == "!" and asked is not None and not isinstance(asked, Unknown):
                self._push(negate(asked))
            else:
                self._push(Unknown(f"{item} {_shown(asked)}"))
        elif item in _COMPARE or item in ("&&", "||") or item in _CALCULATE:
            right, left = self._pop(), self._pop()
            self._push(Unknown("…") if self.size > MAX_SIZE else _combined(item, left, right))
        elif item in _QUESTIONS:
            self._push(Unknown(item))
        elif item not in ("nop", "void", "\n", "<>") and not item.startswith("^"):
            return item
        return ""

    def _named(self, item: dict[str, Any]) -> str:
        if isinstance(item.get("VAR?"), str):
            self._push(variable(item["VAR?"]))
        elif isinstance(item.get("CNT?"), str):
            position = find(item["CNT?"], self.container, self.reader.root)
            name = self.reader.passage(position) if position is not None else ""
            self._push(visited(name) if name else Unknown(item["CNT?"]))
        elif isinstance(item.get("->"), str) and self.in_string:
            return self._inline(item["->"])
        elif "^->" in item or "^var" in item or "list" in item:
            self._push(Unknown(str(next(iter(item.values())))[:60]))
        else:
            key, value = next(iter(item.items()), ("?", "?"))
            self._push(Unknown(f"{value}()"[:60]))
            return f"{key} {value}"[:60]
        return ""

    def _inline(self, path: str) -> str:
        """The words of a choice, which ink keeps apart to say them twice; returns what is printed in them."""
        target = find(path, self.container, self.reader.root)
        content = target.container.content[:100] if target is not None else []
        for item in content:
            if isinstance(item, str) and item.startswith("^"):
                self.texts[-1].append(item[1:])
        printed = any(item == "out" for item in content)
        return f"{{…}} ({''.join(self.texts[-1])})" if printed else ""


def _combined(op: str, left: Entry, right: Entry) -> Entry:
    """Two values and an operator between them."""
    unknown = next((side for side in (left, right) if isinstance(side, Unknown)), None)
    if unknown is not None:
        return unknown if unknown.text == Stack.ALTERNATIVES else Unknown(f"{_shown(left)} {op} {_shown(right)}"[:80])
    one, other = _constant(left), _constant(right)
    if op == "&&":
        return all_of([one, other])
    if op == "||":
        return any_of([one, other])
    if op in _COMPARE and isinstance(one, Call) and isinstance(other, Literal):
        return _counted(one, op, other.value)
    if op in _COMPARE and isinstance(one, Name | Literal) and isinstance(other, Name | Literal):
        return Compare(op, one, other)
    if op == "==" and other == FALSE:
        return negate(one)
    return Unknown(f"{_shown(left)} {op} {_shown(right)}"[:80])


def _counted(visits: Call, op: str, number: Value) -> Entry:
    """How often something was seen: our language knows only whether it was."""
    if (op, number) in ((">", 0), (">=", 1), ("!=", 0)):
        return visits
    if (op, number) in (("==", 0), ("<", 1), ("<=", 0)):
        return Not(visits)
    return Unknown(f"{visits.argument} {op} {number}")


def _as_condition(entry: Entry) -> Condition:
    return Literal(entry) if isinstance(entry, str) else entry


def _constant(entry: Entry) -> Expression:
    """A value that is known to be told."""
    assert not isinstance(entry, Unknown)
    return Literal(entry) if isinstance(entry, str) else entry


def _shown(entry: Entry | Condition) -> str:
    from scenarios.expression import unparse

    if isinstance(entry, str):
        return f'"{entry[:40]}"'
    if isinstance(entry, Unknown):
        return entry.text
    return "" if entry is None else unparse(entry)[:60].replace("$", "")
