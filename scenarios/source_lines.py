"""The lines of a text as the search for traps sees them: comments cut off, quoted and block texts blanked out.

Where libyaml read the text its own marks say what is quoted. Behind a syntax error there are none, and the same is
told from the look of the lines.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from itertools import accumulate

MAX_LINE = 4_000
"""Longer lines are not searched: no person wrote them, and their values are refused elsewhere."""
MAX_GUESSED = 5_000
"""Quoted and block texts looked for behind a syntax error."""

BLANK = "\0"
"""Stands for every character of a quoted or block text; no text that was read contains it."""

_COMMENT = re.compile(r"(?:^|[ \t])#")
_HEAD = re.compile(
    r"(?P<indent>[ ]*)(?P<dashes>(?:-[ ]+)*+)"
    r"(?:(?P<key>\0++|[^\s\0\-?\[\]{},#&*!|>'\"%@`:](?:[^\0:]++|:(?=[^ ]))*+):(?=[ ]|$)[ ]*+)?"
)
_OPENING = re.compile(
    r"(?:^[ ]*|[:\-][ ]+|[\[{,][ ]*)"
    r"(?:(?P<quoted>\"[^\"\\]*+(?:\\.[^\"\\]*+)*+\"|'[^']*+(?:''[^']*+)*+')|(?P<open>[\"'])"
    r"|(?P<block>[|>][-+0-9]{0,2})[ ]*(?:#[^\n]*)?$)"
    r"|(?P<comment>(?:^|[ \t])#[^\n]*)",
    re.MULTILINE | re.DOTALL,
)
_CLOSES = re.compile(r"[ \t]*(?:$|[,\]}:#])", re.MULTILINE)


class Line:
    """One line.

    Attributes:
        number: from 1.
        raw: the line as it stands.
        code: the line without its comment, quoted and block texts blanked out; columns are those of `raw`.
        comment: index of the `#` that begins the comment, or -1.
        indent: the blanks at its beginning.
        dashed: whether it begins with `- `.
        key: the text before the first `: `, or empty.
        value: what follows the key and the dashes, without blanks at the end.
        value_at: index of the value in the line.
        flow: whether the value is, or continues, a list or mapping in brackets.
    """

    __slots__ = ("code", "comment", "dashed", "flow", "indent", "key", "number", "raw", "value", "value_at")

    def __init__(self, number: int, raw: str, blanked: str) -> None:
        comment = _COMMENT.search(blanked)
        self.number = number
        self.raw = raw
        self.comment = comment.end() - 1 if comment else -1
        self.code = blanked[: comment.start()] if comment else blanked
        head = _HEAD.match(self.code)
        assert head is not None
        self.indent = len(head["indent"])
        self.dashed = bool(head["dashes"])
        self.key = head["key"] or ""
        self.value_at = head.end()
        self.value = self.code[self.value_at :].rstrip(" ")
        self.flow = self.value[:1] in ("[", "{")


class Lines:
    """The lines of a text, cleaned when asked for.

    Args:
        text: the text.
        opaque: the quoted and block scalars that the parser found, in order.
        resume: index from which the parser read nothing, or None if it read everything.

    Attributes:
        text: the text.
        end: index behind which nobody knows what is quoted; the length of the text but for hostile ones.
        unclosed: indices of quotes behind a syntax error that are opened and, by the look of it, never closed.
    """

    def __init__(self, text: str, opaque: list[tuple[int, int]], resume: int | None) -> None:
        self.text = text
        self.end = len(text)
        self.unclosed: list[int] = []
        self._flow: dict[int, bool] = {}
        self._opaque = [(begin, end) for begin, end in opaque if resume is None or begin < resume]
        if resume is not None:
            self._guess(resume)
        self._begins = [begin for begin, _ in self._opaque]

    @cached_property
    def starts(self) -> list[int]:
        """Index of the first character of every line."""
        return [0, *accumulate(len(line) + 1 for line in self.text.split("\n"))][:-1]

    def number_at(self, index: int) -> int:
        """The number of the line, from 1, in which the character at `index` stands."""
        return bisect_right(self.starts, index)

    def line(self, number: int) -> Line | None:
        """The line with a number, or None where there is no such line or it is too long to search."""
        line = self._bare(number)
        if line is not None and not line.flow:
            line.flow = self._continues_flow(number)
        return line

    def _bare(self, number: int) -> Line | None:
        starts = self.starts
        if not 1 <= number <= len(starts):
            return None
        start = starts[number - 1]
        end = starts[number] - 1 if number < len(starts) else len(self.text)
        if end - start > MAX_LINE:
            return None
        raw = self.text[start:end]
        return Line(number, raw, self._blank(raw, start, end))

    def _blank(self, raw: str, start: int, end: int) -> str:
        """Blank out what is opaque; the head of a block (`|`, `>`) is not."""
        spans, first = self._opaque, max(bisect_right(self._begins, start) - 1, 0)
        for index in range(first, len(spans)):
            begin, stop = spans[index]
            if begin >= end:
                break
            if self.text[begin] in "|>":
                begin = self.text.find("\n", begin)
            begin, stop = max(begin, start), min(stop, end)
            if 0 <= begin < stop:
                raw = raw[: begin - start] + BLANK * (stop - begin) + raw[stop - start :]
        return raw

    def _continues_flow(self, number: int, lookback: int = 40) -> bool:
        """Whether a line stands inside brackets that an earlier line opened, told by the commas at line ends."""
        known = self._flow.get(number)
        if known is None:
            known = self._flow[number] = lookback > 0 and self._opens_flow(number - 1, lookback - 1)
        return known

    def _opens_flow(self, number: int, lookback: int) -> bool:
        """Whether a line leaves brackets open for the next."""
        line = self._bare(number)
        if line is None or not line.code.rstrip().endswith((",", "[", "{")):
            return False
        return line.flow or (not (line.key or line.dashed) and self._continues_flow(number, lookback))

    def _guess(self, start: int) -> None:
        """Find quoted and block texts behind a syntax error."""
        text, spans, position = self.text, self._opaque, start
        for _ in range(MAX_GUESSED):
            match = _OPENING.search(text, position)
            if match is None:
                return
            kind = match.lastgroup or "comment"
            begin, position = match.span(kind)
            if kind == "block":
                position = self._block_end(begin)
            elif kind == "open" or (kind == "quoted" and self._runs_on(begin, position)):
                self.unclosed.append(begin)
                position = self._line_end(begin)
            if kind != "comment":
                spans.append((begin, position))
        self.end = position

    def _runs_on(self, begin: int, end: int) -> bool:
        """Whether a quote ends on a later line at a place where nothing can end: it is another text's beginning."""
        return self.text.find("\n", begin, end) >= 0 and _CLOSES.match(self.text, end) is None

    def _line_end(self, index: int) -> int:
        end = self.text.find("\n", index)
        return len(self.text) if end < 0 else end

    def _block_end(self, begin: int) -> int:
        """Index of the line end before the first line that is not indented deeper than the block's key."""
        start = self.text.rfind("\n", 0, begin) + 1
        head = _HEAD.match(self.text[start:begin])
        parent = head.start("key") if head and head["key"] else len(head["indent"]) if head else 0
        end = self._line_end(begin)
        while end < len(self.text):
            following = self._line_end(end + 1)
            line = self.text[end + 1 : following]
            if line.strip() and len(line) - len(line.lstrip(" ")) <= parent:
                break
            end = following
        return end
