"""The parser's syntax errors in words a trainer understands.

libyaml says what token it expected; what a person wants to know is what was probably meant. One error becomes one
finding, placed where the mistake is rather than where the parser noticed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from scenarios.source_findings import Findings, shorten
from scenarios.source_scan import AFTER_BRACKET, AFTER_QUOTE, DASH_IN_VALUE, SECOND_COLON, UNCLOSED_QUOTE
from scenarios.source_text import place
from scenarios.source_traps import TAB, WIDE_COLON
from scenarios.source_tree import DIRECTIVE, EMPTY_KEY, SECOND_DOCUMENT, SYMBOL, Tree

UNREADABLE_HERE, UNCLOSED_BRACKET, INDENTATION = "JF0020", "JF0034", "JF0035"
BAD_ESCAPE, MISSING_COLON = "JF0036", "JF0037"

_CONSEQUENCES = {
    *(UNREADABLE_HERE, UNCLOSED_BRACKET, INDENTATION, MISSING_COLON, SECOND_COLON),
    *(SYMBOL, AFTER_BRACKET, AFTER_QUOTE, DASH_IN_VALUE, WIDE_COLON),
}
"""Said only when the search for traps found nothing on the lines concerned, which would be the cause."""


@dataclass(frozen=True, slots=True)
class SyntaxFinding:
    """What a syntax error means.

    Attributes:
        code: the catalogue code.
        index: where in the text the mistake is.
        first: the first line the cause may be on.
        resume: index from which the text counts as not read.
        arguments: values for the message.
    """

    code: str
    index: int
    first: int
    resume: int
    arguments: dict[str, Any]

    def report(self, text: str, last_line: int, findings: Findings) -> None:
        """Add the finding, unless a trap found on the lines concerned already explains it."""
        line, column = place(text, self.index)
        if self.code in _CONSEQUENCES and findings.between(min(self.first, line), max(line, last_line)):
            return
        if not findings.has(self.code, line):
            findings.add(self.code, line, column, **self.arguments)


def noticed_at(tree: Tree) -> int:
    """The line, from 1, on which the parser gave up."""
    mark = getattr(tree.error, "problem_mark", None) or tree.last
    return 1 if mark is None else int(mark.line) + 1


def explain(text: str, tree: Tree) -> SyntaxFinding:
    """Say what the parser's error means.

    Args:
        text: the text it read.
        tree: what it made of it, with the error.

    Returns:
        The finding, to be reported after the search for traps.
    """
    problem = str(getattr(tree.error, "problem", None) or tree.error)
    context = str(getattr(tree.error, "context", None) or "")
    at = _index(getattr(tree.error, "problem_mark", None), text)
    began = _index(getattr(tree.error, "context_mark", None), text, at)
    code, index, arguments = _meaning(problem, context, at, began, text, tree)
    last = tree.last
    first = min(place(text, index)[0], place(text, at)[0] if last is None else last.line + 1)
    resume = max(0 if last is None else last.index, tree.opaque[-1][1] if tree.opaque else 0)
    if code == UNCLOSED_QUOTE:
        resume = index
    return SyntaxFinding(code, index, first, resume, arguments)


def _index(mark: Any, text: str, default: int = 0) -> int:
    return default if mark is None else min(int(mark.index), len(text))


Meaning = tuple[str, int, dict[str, Any]]
Explanation = Callable[[str, int, int, str], Meaning]


def _meaning(problem: str, context: str, at: int, began: int, text: str, tree: Tree) -> Meaning:
    """Code, place and arguments, told by what the parser was doing (`context`) and what it met (`problem`)."""
    here = text[at : at + 1]
    if "tab character" in problem or (here == "\t" and "cannot start" in problem):
        return TAB, at, {}
    for table, said in ((_BY_CONTEXT, context), (_BY_PROBLEM, problem)):
        for part, explanation in table:
            if part in said:
                return explanation(problem, at, began, text)
    if "did not find expected key" in problem or "expected '-' indicator" in problem:
        return _stray_value(at, text, tree)
    return UNREADABLE_HERE, at, {"problem": problem}


def _quote(problem: str, at: int, began: int, text: str) -> Meaning:
    if "end of stream" in problem or "document indicator" in problem:
        return UNCLOSED_QUOTE, began, {"quote": text[began : began + 1]}
    backslash = max(text.rfind("\\", began, at + 1), began)
    return BAD_ESCAPE, backslash, {"escape": text[backslash : backslash + 2]}


def _symbol(problem: str, at: int, began: int, text: str) -> Meaning:
    return SYMBOL, began, {"symbol": text[began : began + 1], "text": shorten(_rest(text, began), 12)}


def _directive(problem: str, at: int, began: int, text: str) -> Meaning:
    if text.startswith(("%YAML", "%TAG"), began):
        return DIRECTIVE, began, {}
    return _symbol(problem, at, began, text)


def _simple_key(problem: str, at: int, began: int, text: str) -> Meaning:
    line = _rest(text, began)
    if "：" in line:
        name = line[: line.index("：")]
        return WIDE_COLON, began + len(name), {"name": shorten(name)}
    return MISSING_COLON, began, {"text": shorten(line)}


def _brackets(problem: str, at: int, began: int, text: str) -> Meaning:
    if text[at : at + 1] == ":" and "\n" not in text[began:at]:
        piece = text[began + 1 : at].rpartition(",")[2]
        return SECOND_COLON, at, {"text": shorten(piece.partition(": ")[2]), "name": shorten(piece.partition(": ")[0])}
    return UNCLOSED_BRACKET, began, {"symbol": text[began : began + 1]}


def _no_value(problem: str, at: int, began: int, text: str) -> Meaning:
    """No value where brackets promise one: a stray sign, or a comment that swallowed the closing bracket."""
    if text[at : at + 1] in tuple("]},?"):
        return _symbol(problem, at, at, text)
    start = max(at - _BRACKET_SEARCH, 0)
    before = _COMMENT.sub(lambda comment: " " * len(comment[0]), text[start:at])
    closed = 0
    for index in reversed(range(len(before))):
        closed += (before[index] in "]}") - (before[index] in "[{")
        if closed < 0:
            return UNCLOSED_BRACKET, start + index, {"symbol": before[index]}
    return UNREADABLE_HERE, at, {"problem": problem}


def _unknown_start(problem: str, at: int, began: int, text: str) -> Meaning:
    return _symbol(problem, at, at, text)


def _stray_colon(problem: str, at: int, began: int, text: str) -> Meaning:
    """A `: ` where none may stand: in a value, or on a line that is indented too deep."""
    before = _line_before(text, at)
    if ": " in before:
        name, _, value = before.strip(" -").partition(": ")
        return SECOND_COLON, at, {"text": shorten(value), "name": shorten(name)}
    return INDENTATION, at - len(before.lstrip(" ")), {"text": shorten(before)}


def _stray_dash(problem: str, at: int, began: int, text: str) -> Meaning:
    return DASH_IN_VALUE, at, {"name": shorten(_line_before(text, at).strip(" -").rstrip(": "))}


def _after_document(problem: str, at: int, began: int, text: str) -> Meaning:
    if text[:at].rstrip().endswith("..."):
        return SECOND_DOCUMENT, at, {}
    return UNREADABLE_HERE, at, {"problem": problem}


_BRACKET_SEARCH = 2_000  # characters back from the error in which an open bracket is looked for
_COMMENT = re.compile(r"(?:^|[ \t])#[^\n]*", re.MULTILINE)

_BY_CONTEXT: tuple[tuple[str, Explanation], ...] = (
    ("quoted scalar", _quote),
    ("scanning an alias", _symbol),
    ("scanning an anchor", _symbol),
    ("scanning a block scalar", _symbol),
    ("directive", _directive),
    ("scanning a tag", _symbol),
    ("parsing a tag", _symbol),
    ("scanning a simple key", _simple_key),
    ("parsing a flow sequence", _brackets),
    ("parsing a flow mapping", _brackets),
)
_BY_PROBLEM: tuple[tuple[str, Explanation], ...] = (
    ("cannot start any token", _unknown_start),
    ("mapping values are not allowed", _stray_colon),
    ("block sequence entries are not allowed", _stray_dash),
    ("<document start>", _after_document),
    ("expected node content", _no_value),
    ("expected the node content", _no_value),  # without libyaml
)


def _rest(text: str, at: int) -> str:
    """What stands on the line from an index on."""
    return text[at:].partition("\n")[0]


def _line_before(text: str, at: int) -> str:
    """What stands on the line before an index."""
    return text[text.rfind("\n", 0, at) + 1 : at]


def _stray_value(at: int, text: str, tree: Tree) -> Meaning:
    """Something where a new key or item should begin."""
    rest = shorten(_rest(text, at))
    if rest.startswith(":"):
        return EMPTY_KEY, at, {}
    if tree.opaque and not text[tree.opaque[-1][1] : at].strip(" "):
        begin, stop = tree.opaque[-1]
        quote = text[begin : begin + 1]
        if quote in "\"'":
            if "\n" in text[begin:stop]:
                return UNCLOSED_QUOTE, begin, {"quote": quote}
            return AFTER_QUOTE, at, {"text": rest}
    before = _line_before(text, at).rstrip(" ")
    if before and before[-1] in "]}":
        return AFTER_BRACKET, at, {"symbol": "[" if before[-1] == "]" else "{", "text": rest}
    return INDENTATION, at, {"text": rest}
