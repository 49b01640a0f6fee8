"""Condition text -> tree, or what is wrong with the text. Nothing is ever evaluated as Python."""

from __future__ import annotations

from typing import Any, NoReturn

from scenarios.diagnostic import Diagnostic, Mark
from scenarios.expression_lex import PATH, Lexer, Token
from scenarios.expression_plain import plain_conjunction
from scenarios.expression_report import nearest, shorten
from scenarios.expression_tree import (
    FUNCTIONS,
    ORDERINGS,
    TRUE,
    And,
    Call,
    Compare,
    Expression,
    ListLiteral,
    Literal,
    Name,
    Not,
    Or,
)

LENGTH_LIMIT = 1_000
"""Characters of a condition."""

DEPTH_LIMIT = 32
"""Parentheses, lists and `not` within one another."""


class _SyntaxFound(Exception):
    """Reading cannot go on; the finding has been noted."""


def parse(text: str, mark: Mark) -> tuple[Expression | None, tuple[Diagnostic, ...]]:
    """Read a condition.

    Args:
        text: what the author wrote.
        mark: where its first character stands; findings point into the text from there.

    Returns:
        The tree and what was found. Where every finding has an evident fix (`＞` for `>`), the tree is the one that
        the fix gives, so that :func:`check` can go on; otherwise it is None.
    """
    if len(text) > LENGTH_LIMIT:
        return None, (Diagnostic("JF1501", mark, {"length": len(text), "limit": LENGTH_LIMIT}),)
    if (plain := plain_conjunction(text)) is not None:
        return plain, ()
    if not text.strip():
        return None, (Diagnostic("JF1500", mark),)
    return parse_whole(text, mark)


def parse_whole(text: str, mark: Mark) -> tuple[Expression | None, tuple[Diagnostic, ...]]:
    """As :func:`parse`, word by word, for a text of moderate length that is not blank."""
    lexer = Lexer(text, mark)
    if lexer.broken:
        return None, tuple(lexer.findings)
    parser = _Parser(lexer)
    expr = parser.read()
    return expr, tuple(sorted(lexer.findings, key=lambda finding: finding.mark or mark))


class _Parser:
    """Recursive descent: or < and < not < comparison < value."""

    def __init__(self, lexer: Lexer) -> None:
        self._lexer = lexer
        self._tokens = lexer.tokens
        self._position = 0
        self._depth = 0
        self._broken = False

    def read(self) -> Expression | None:
        try:
            expr = self._or()
            if self._next.kind != "end":
                self._fail("JF1511" if self._next.kind in ")]" else "JF1512", self._next, found=self._next.text)
        except _SyntaxFound:
            return None
        return None if self._broken else expr

    # ------------------------------------------------------------------------------------------ tokens

    @property
    def _next(self) -> Token:
        return self._tokens[self._position]

    def _take(self) -> Token:
        token = self._tokens[self._position]
        self._position = min(self._position + 1, len(self._tokens) - 1)
        return token

    def _taken(self, kind: str, text: str = "") -> bool:
        """Take the next token if it is of this kind and text."""
        if self._next.kind != kind or (text and self._next.text != text):
            return False
        self._take()
        return True

    def _note(self, code: str, token: Token, **arguments: Any) -> None:
        """Report something that leaves no usable tree, but does not keep the rest from being read."""
        self._broken = True
        self._lexer.report(code, token.column, **{key: shorten(value) for key, value in arguments.items()})

    def _fail(self, code: str, token: Token, **arguments: Any) -> NoReturn:
        self._note(code, token, **arguments)
        raise _SyntaxFound

    def _close(self, bracket: str, opened: Token) -> None:
        if self._taken(bracket):
            return
        if self._next.kind in ("end", ")", "]"):
            self._fail("JF1511", opened, found=opened.text)
        self._fail("JF1512", self._next, found=self._next.text)

    def _deeper(self, token: Token) -> None:
        self._depth += 1
        if self._depth > DEPTH_LIMIT:
            self._broken = True
            self._lexer.report("JF1502", token.column, limit=DEPTH_LIMIT)
            raise _SyntaxFound

    # ------------------------------------------------------------------------------------------ grammar

    def _or(self) -> Expression:
        operands = [self._and()]
        while self._taken("keyword", "or"):
            operands.append(self._and())
        return operands[0] if len(operands) == 1 else Or(tuple(operands), operands[0].column)

    def _and(self) -> Expression:
        operands = self._not()
        while self._taken("keyword", "and"):
            operands = (*operands, *self._not())
        return _joined(operands)

    def _not(self) -> tuple[Expression, ...]:
        """One operand of an `and`; a chained comparison gives several."""
        if self._next.kind != "keyword" or self._next.text != "not":
            return self._comparison()
        token = self._take()
        self._deeper(token)
        operand = _joined(self._not())
        self._depth -= 1
        return (Not(operand, token.column),)

    def _comparison(self) -> tuple[Expression, ...]:
        left = self._value()
        parts: list[Expression] = []
        while token := self._operator():
            if parts and not _chains(parts[-1], token.text):
                self._note("JF1518", token, found=token.text)
            right = self._members(token) if token.text in ("in", "not in") else self._value()
            parts.append(Compare(token.text, left, right, left.column))
            left = right
        return tuple(parts) or (left,)

    def _operator(self) -> Token | None:
        token = self._next
        if token.kind == "operator":
            return self._take()
        if self._taken("keyword", "in"):
            return Token("operator", "in", token.column)
        following = self._tokens[min(self._position + 1, len(self._tokens) - 1)]
        if (token.kind, token.text, following.kind, following.text) == ("keyword", "not", "keyword", "in"):
            self._take()
            self._take()
            return Token("operator", "not in", token.column)
        return None

    def _members(self, operator: Token) -> Expression:
        if self._next.kind == "[":
            return self._list()
        start = self._next
        value = self._value()
        self._note("JF1516", start, op=operator.text, found=start.text)
        return value

    def _list(self) -> ListLiteral:
        opened = self._take()
        self._deeper(opened)
        items: list[Expression] = []
        while self._next.kind != "]":
            items.append(self._or())
            if not self._taken(","):
                break
        self._close("]", opened)
        self._depth -= 1
        return ListLiteral(tuple(items), opened.column)

    def _value(self) -> Expression:
        token = self._next
        if token.kind in ("number", "text"):
            return Literal(self._take().value, token.column)
        if token.kind == "name":
            return self._name()
        if token.kind == "path":
            return self._bare_choice()
        if token.kind == "keyword" and token.text in ("true", "false"):
            return Literal(self._take().text == "true", token.column)
        if token.kind == "(":
            self._deeper(self._take())
            expr = self._or()
            self._close(")", token)
            self._depth -= 1
            return expr
        if token.kind == "[":
            self._note("JF1517", token)
            return self._list()
        return self._fail("JF1510", token, found=token.text)

    def _name(self) -> Expression:
        token = self._take()
        if self._next.kind == "(":
            return self._call(token)
        if token.text in FUNCTIONS:
            self._note("JF1514", token, function=token.text)
            self._taken("name")
            return TRUE
        return Name(token.text, token.column)

    def _bare_choice(self) -> Expression:
        token = self._take()
        self._lexer.report("JF1519", token.column, found=shorten(token.text), fix=f"chosen({shorten(token.text)})")
        return Call("chosen", token.text, token.column)

    def _call(self, function: Token) -> Expression:
        opened = self._take()
        if function.text not in FUNCTIONS:
            return self._unknown_function(function)
        start = self._take()
        argument = str(start.value) if start.kind == "text" else start.text
        if start.kind not in ("name", "text") or not PATH.fullmatch(argument) or self._next.kind not in (")", "end"):
            self._fail("JF1514", start, function=function.text)
        if start.kind == "text":
            self._lexer.report("JF1515", start.column, found=shorten(start.text), fix=shorten(argument))
        self._close(")", opened)
        return Call(function.text, argument, function.column)

    def _unknown_function(self, function: Token) -> Expression:
        """Report it and pass over what stands in its parentheses."""
        self._broken = True
        meant = nearest(function.text, FUNCTIONS)
        self._lexer.report("JF1513", function.column, meant, name=shorten(function.text))
        opened = 1
        while opened and self._next.kind != "end":
            opened += {"(": 1, ")": -1}.get(self._take().kind, 0)
        return TRUE


def _joined(operands: tuple[Expression, ...]) -> Expression:
    return operands[0] if len(operands) == 1 else And(operands, operands[0].column)


def _chains(before: Expression, operator: str) -> bool:
    """Whether `a before b operator c` may be read as two comparisons that share b.

    Only names and values are shared: a longer middle would be copied, and copies of copies grow without limit.
    """
    if not isinstance(before, Compare) or not isinstance(before.right, Name | Literal | Call):
        return False
    return all(op in ORDERINGS or op == "==" for op in (before.op, operator))
