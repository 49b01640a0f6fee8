"""The conditions most authors write, read at a glance: `trust >= 5 and not known(owed) and chosen(hub.ask)`.

Reading words into a list and the list into a tree costs five times as much, and a scenario has hundreds of conditions.
Whatever is written in another way, or with a mistake in it, is left to the whole parser, which gives the same trees.
"""

from __future__ import annotations

import re

from scenarios.expression_lex import PATH
from scenarios.expression_tree import FUNCTIONS, KEYWORDS, And, Call, Compare, Expression, Literal, Name, Not

_NAME = "[A-Za-z_][A-Za-z0-9_-]*"
_PART = re.compile(
    rf"(not )?(?:({'|'.join(FUNCTIONS)})\(({PATH.pattern})\)|({_NAME})(?: (<=|>=|==|!=|<|>) ([0-9]{{1,9}}))?)( and |$)",
    re.ASCII,
)
_NOT, _FUNCTION, _ARGUMENT, _ID, _OPERATOR, _NUMBER, _MORE = 1, 2, 3, 6, 7, 8, 9
_OTHER_THAN_NAMES = KEYWORDS | frozenset(FUNCTIONS)


def plain_conjunction(text: str) -> Expression | None:
    """The tree of a condition that is one plain part, or several joined by `and`; None for anything else.

    A plain part is a name, a call or the comparison of a name with a number, each with or without one `not`, written
    with single blanks.
    """
    parts: list[Expression] = []
    position, more = 0, True
    while more:
        match = _PART.match(text, position)
        if match is None:
            return None
        start = match.start(_NOT) + len("not ") if match[_NOT] else position
        part: Expression
        if match[_FUNCTION]:
            part = Call(match[_FUNCTION], match[_ARGUMENT], start + 1)
        else:
            name = match[_ID]
            if name.lower() in _OTHER_THAN_NAMES:
                return None
            part = Name(name, start + 1)
            if match[_OPERATOR]:
                number = Literal(int(match[_NUMBER]), match.start(_NUMBER) + 1)
                part = Compare(match[_OPERATOR], part, number, start + 1)
        parts.append(Not(part, position + 1) if match[_NOT] else part)
        position, more = match.end(), bool(match[_MORE])
    return parts[0] if len(parts) == 1 else And(tuple(parts), parts[0].column)
