"""Condition text -> tokens. What was plainly meant (full-width marks, 且, `&&`) is read as such and reported."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from scenarios.diagnostic import Diagnostic, Mark
from scenarios.expression_report import place, shorten
from scenarios.expression_tree import KEYWORDS

_FULL_WIDTH = {chr(0xFEE0 + code): chr(code) for code in range(0x21, 0x7F)}
_FULL_WIDTH |= dict(zip("【】〔〕“”‘’、。〈〉", "[][]\"\"'',.<>", strict=True))
_FOREIGN = {
    "===": "==", "!==": "!=", "<>": "!=", "=<": "<=", "=>": ">=", "=": "==", "≥": ">=", "≧": ">=", "≤": "<=", "≦": "<=",
    "≠": "!=", "&&": "and", "&": "and", "||": "or", "|": "or", "!": "not", "∧": "and", "∨": "or", "¬": "not", "∈": "in",
}  # fmt: skip
_CHINESE = {
    "且": "and", "并且": "and", "而且": "and", "和": "and", "与": "and", "同时": "and", "或": "or", "或者": "or",
    "非": "not", "不是": "not", "不": "not", "真": "true", "假": "false", "是": "==", "等于": "==", "不等于": "!=",
    "大于": ">", "超过": ">", "小于": "<", "低于": "<", "大于等于": ">=", "大于或等于": ">=", "不小于": ">=",
    "不低于": ">=", "至少": ">=", "小于等于": "<=", "小于或等于": "<=", "不大于": "<=", "不超过": "<=", "至多": "<=",
    "属于": "in", "不属于": "not in", "激动": "agitation", "信任": "trust", "苦恼": "distress",
}  # fmt: skip

_OPERATORS = ("==", "!=", "<=", ">=", "<", ">")
_SIGNS = re.compile("|".join(re.escape(sign) for sign in sorted((*_FOREIGN, *_OPERATORS), key=len, reverse=True)))
_ID = "[A-Za-z_][A-Za-z0-9_-]*"
PATH = re.compile(rf"{_ID}(/{_ID})*(\.{_ID})?")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?[A-Za-z_]*")
_CHINESE_RUN = re.compile(r"[^\W\d_a-zA-Z]+")
_CHINESE_WORD = re.compile("|".join(sorted(_CHINESE, key=len, reverse=True)))
_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a condition.

    Attributes:
        kind: `name`, `path` (`close/ask.give` outside a call; inside one it is a name), `number`, `text`, `keyword`,
            `operator`, one of `( ) [ ] ,`, or `end`.
        text: as the ASCII spelling has it, for keywords and operators what the parser compares with.
        column: of its first character, from 1.
        value: of numbers and texts.
    """

    kind: str
    text: str
    column: int
    value: int | str = 0


class Lexer:
    """Reads a whole text at once.

    Attributes:
        tokens: what was read; the last one is `end`.
        findings: what is wrong with single words.
        broken: whether some of it could not be read at all, so that parsing the rest would only mislead.
    """

    def __init__(self, text: str, mark: Mark) -> None:
        self.tokens: list[Token] = []
        self.findings: list[Diagnostic] = []
        self.broken = False
        self._text = text
        self._mark = mark
        # Same length as the text, so that offsets into one are offsets into the other.
        self._flat = text if text.isascii() else "".join(_FULL_WIDTH.get(c, c) for c in text)
        self._in_call = False
        position = 0
        while position < len(text):
            position = position + 1 if text[position].isspace() else self._read(position)
        self.tokens.append(Token("end", "", len(text) + 1))

    def report(self, code: str, column: int, nearest: str = "", **arguments: Any) -> None:
        """Note a finding at a column of the text."""
        self.findings.append(Diagnostic(code, place(self._mark, column), arguments, nearest))

    def _read(self, start: int) -> int:
        """Read one token; the answer is where the next one starts."""
        flat = self._flat
        if flat[start] in "\"'":
            return self._string(start)
        if match := PATH.match(flat, start):
            return self._word(start, match.end())
        if match := _NUMBER.match(flat, start):
            return self._number(start, match)
        if match := _SIGNS.match(flat, start):
            return self._sign(start, match.end())
        if flat[start] in "()[],":
            return self._bracket(start)
        if match := _CHINESE_RUN.match(flat, start):
            return self._chinese(start, match.end())
        return self._unreadable("JF1509" if flat[start] in "+-*/%^" else "JF1506", start, start + 1)

    def _bracket(self, start: int) -> int:
        kind = self._flat[start]
        if kind == "(":
            self._in_call = bool(self.tokens) and self.tokens[-1].kind == "name"
        elif kind == ")":
            self._in_call = False
        self._ascii(start, start + 1, kind)
        self.tokens.append(Token(kind, kind, start + 1))
        return start + 1

    def _word(self, start: int, end: int) -> int:
        word = self._flat[start:end]
        if "/" in word and "." not in word and not self._in_call:
            return self._unreadable("JF1509", start + word.index("/"), start + word.index("/") + 1)
        # Inside a call stands an id, and a choice may well be called `not` or `in`.
        keyword = word.lower() in KEYWORDS and not self._in_call
        if keyword and word != word.lower():
            self.report("JF1505", start + 1, found=self._text[start:end], fix=word.lower())
            word = word.lower()
        else:
            self._ascii(start, end, word)
        kind = "keyword" if keyword else "path" if "." in word and not self._in_call else "name"
        self.tokens.append(Token(kind, word, start + 1))
        return end

    def _number(self, start: int, match: re.Match[str]) -> int:
        digits = match.group()
        if self.tokens and digits[0] == "-" and self.tokens[-1].kind in ("name", "number", ")"):
            return self._unreadable("JF1509", start, start + 1)
        if not digits.lstrip("-").isdigit() or len(digits.lstrip("-")) > _DIGITS:
            return self._unreadable("JF1508", start, match.end())
        self._ascii(start, match.end(), digits)
        self.tokens.append(Token("number", digits, start + 1, int(digits)))
        return match.end()

    def _sign(self, start: int, end: int) -> int:
        sign = self._flat[start:end]
        fix = _FOREIGN.get(sign, sign)
        if self._ascii(start, end, fix) and sign != fix:
            self.report("JF1505", start + 1, found=sign, fix=fix)
        self._add(fix, start)
        return end

    def _chinese(self, start: int, end: int) -> int:
        """Read 激动大于 as two words; a run that holds anything else is no condition word at all."""
        words: list[tuple[int, str]] = []
        position = start
        while position < end:
            match = _CHINESE_WORD.match(self._flat, position, end)
            if match is None:
                return self._unreadable("JF1506", start, end)
            words.append((position, match.group()))
            position = match.end()
        for at, word in words:
            self.report("JF1504", at + 1, found=word, fix=_CHINESE[word])
            self._add(_CHINESE[word], at)
        return end

    def _add(self, spelling: str, start: int) -> None:
        """Add the tokens of an operator or word that is written in ASCII as `spelling`."""
        for word in spelling.split():
            kind = "keyword" if word in KEYWORDS else "name" if word[0].isalpha() else "operator"
            self.tokens.append(Token(kind, word, start + 1))

    def _string(self, start: int) -> int:
        """Read a quoted text. Opened in ASCII it must close in ASCII: “ ” may then stand inside."""
        source = self._text if self._text[start] in "\"'" else self._flat
        quote = self._flat[start]
        parts: list[str] = []
        position = start + 1
        while position < len(source) and source[position] != quote:
            if source[position] == "\\" and source[position + 1 : position + 2] in ("\\", '"', "'"):
                position += 1
            parts.append(self._text[position])
            position += 1
        if position >= len(source):
            return self._unreadable("JF1507", start, len(source))
        value = "".join(parts)
        if self._text[start] not in "\"'":
            self.report("JF1503", start + 1, found=shorten(self._text[start : position + 1]), fix=f'"{shorten(value)}"')
        self.tokens.append(Token("text", self._text[start : position + 1], start + 1, value))
        return position + 1

    def _ascii(self, start: int, end: int, fix: str) -> bool:
        """Report full-width characters; the answer is whether there were none."""
        found = self._text[start:end]
        if found == self._flat[start:end]:
            return True
        self.report("JF1503", start + 1, found=shorten(found), fix=shorten(fix))
        return False

    def _unreadable(self, code: str, start: int, end: int) -> int:
        self.report(code, start + 1, found=shorten(self._text[start:end]))
        self.broken = True
        return end
