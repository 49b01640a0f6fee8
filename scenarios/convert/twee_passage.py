"""What stands in a Twine passage: text, links, and the macros of SugarCube and Harlowe that set and ask.

One pass over the text with a stack of open conditions; both story formats are read side by side, because their macros
cannot be mistaken for one another.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from scenarios.convert.story import (
    MAX_BRANCHES,
    MAX_ITEMS,
    MAX_STEPS,
    Assign,
    Condition,
    Item,
    Jump,
    Link,
    Losses,
    Passage,
    Say,
    Unknown,
    Value,
    both,
    clean,
    opposite,
)
from scenarios.convert.twee_expression import assignments, condition, strings
from scenarios.diagnostic import Mark

MAX_DEPTH = 12
"""Conditions within conditions."""

MACRO, MARKUP, PRINTED, DEEP, UNCLOSED = "JF4012", "JF4013", "JF4014", "JF4023", "JF4008"

_TOKEN = re.compile(r"\[\[|<<|\(([A-Za-z][\w-]{0,30}):|/\*|<!--|/%|\n")
_NAME = re.compile(r"\s*(/?[A-Za-z=-][\w-]{0,30})")
_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,300}>")
_VARIABLE = re.compile(r"[$_][A-Za-z]\w*")
_COMMENTS = {"/*": "*/", "<!--": "-->", "/%": "%/"}
_QUIET = {"silently", "/silently", "nobr", "/nobr", "/link", "/button"}


@dataclass(slots=True)
class Frame:
    """An open condition: `branch` is what holds here, `before` what its earlier branches asked, `end` where it closes.

    SugarCube closes by a macro, so its frames have no end.
    """

    branch: Condition
    before: list[Condition] = field(default_factory=list)
    end: int = -1


class Reader:
    """Reads passages into their items; counts them all."""

    def __init__(self, losses: Losses) -> None:
        self.losses = losses
        self.items = 0
        self.steps = 0

    def read(self, passage: Passage, body: str) -> None:
        """Fill a passage's items."""
        scan = _Scan(passage, body, self.losses)
        scan.run(MAX_STEPS - self.steps)
        self.items += len(passage.items)
        self.steps += scan.steps

    def first_values(self, passage: Passage) -> dict[str, Value]:
        """What a passage that runs before the story sets; anything else in it is a loss."""
        found: dict[str, Value] = {}
        for item in passage.items:
            if isinstance(item, Assign) and item.when is None and not isinstance(item.value, Unknown):
                found[item.variable] = item.value
            else:
                what = f"${item.variable}" if isinstance(item, Assign) else getattr(item, "text", "…")
                self.losses.add(MACRO, item.mark, text=f"{passage.name}: {what}")
        return found


class _Scan:
    """One pass over one passage."""

    def __init__(self, passage: Passage, body: str, losses: Losses) -> None:
        self.passage, self.body, self.losses = passage, body, losses
        self.frames: list[Frame] = []
        self.last: Frame | None = None  # the Harlowe condition that an `(else:)` may follow
        self.closing = _pairs(body)
        self.at = 0
        self.line = passage.mark.line + 1
        self.markup = 0
        self.too_deep = self.steps = 0
        self.told: tuple[tuple[int, ...], Condition] | None = None
        self.never: set[str] = set()  # closing signs that do not come any more

    @property
    def mark(self) -> Mark:
        return Mark(self.passage.mark.file, self.line)

    def run(self, most: int) -> None:
        """Read it all, or until there is more in it than may be."""
        while self.at < len(self.body) and len(self.passage.items) <= MAX_ITEMS and self.steps <= most:
            self.steps += 1
            token = _TOKEN.search(self.body, self.at)
            stop = token.start() if token is not None else len(self.body)
            end = self._hook_end()
            if 0 <= end <= stop:
                self._text(self.body[self.at : end])
                self._close_hook(end)
                continue
            self._text(self.body[self.at : stop])
            self.at = stop
            if token is not None:
                self._token(token)
        if any(frame.end < 0 for frame in self.frames):
            self.losses.add(UNCLOSED, self.mark, text="<<if>>")
        if self.markup:
            self.losses.add(MARKUP, self.passage.mark, name=self.passage.name, count=self.markup)

    def _hook_end(self) -> int:
        """Where the innermost Harlowe hook closes, -1 where none is open."""
        return next((frame.end for frame in reversed(self.frames) if frame.end >= 0), -1)

    def _token(self, token: re.Match[str]) -> None:
        sign = token[0]
        if sign == "\n":
            self.line += 1
            self.at = token.end()
        elif sign == "[[":
            self._link(self._until("]]", token.end()))
        elif sign == "<<":
            self._macro(self._until(">>", token.end()))
        elif sign in _COMMENTS:
            self._until(_COMMENTS[sign], token.end())
        else:
            self._harlowe(token[1].lower().replace("-", "").replace("_", ""), token.start(), token.end())

    def _until(self, closing: str, start: int) -> str:
        """What stands before a closing sign, behind which it goes on; the opening sign alone where there is none."""
        end = -1 if closing in self.never else self.body.find(closing, start)
        if end < 0:
            self.never.add(closing)
            self.losses.add(UNCLOSED, self.mark, text=self.body[self.at : self.at + 20])
            self.at = start
            return ""
        if closing == "]]" and "[" in self.body[start:end]:
            end += _own_brackets(self.body[start : end + 22][:1_000])
        inner = self.body[start:end]
        self.line += inner.count("\n")
        self.at = end + len(closing)
        return inner

    # ---- text -------------------------------------------------------------------------------------------------

    def _when(self) -> Condition:
        key = tuple(id(frame.branch) for frame in self.frames)
        if self.told is None or self.told[0] != key:
            self.told = (key, both([frame.branch for frame in self.frames]))
        return self.told[1]

    def _add(self, item: Item) -> None:
        self.passage.items.append(item)

    def _text(self, text: str) -> None:
        if not text.strip():
            return
        plain, tags = _TAG.subn(" ", text)
        self.markup += tags
        shown = clean(plain)
        for variable in sorted(set(_VARIABLE.findall(shown))):
            if variable[0] == "$":
                self.losses.add(PRINTED, self.mark, variable=variable)
        if shown:
            self._add(Say(shown, self._when(), self.mark))

    # ---- links ------------------------------------------------------------------------------------------------

    def _link(self, inner: str) -> None:
        """`[[a]]`, `[[a->b]]`, `[[a|b]]`, `[[b<-a]]`, and SugarCube's `[[a|b][$x to true]]`."""
        if not inner:
            return
        target, _, setter = inner.partition("][")
        text = target
        for sign, swapped in (("->", False), ("<-", True), ("|", False)):
            left, found, right = target.rpartition(sign) if sign == "->" else target.partition(sign)
            if found:
                text, target = (right, left) if swapped else (left, right)
                break
        self._choice(text, clean(target), setter)

    def _choice(self, text: str, target: str, setter: str = "") -> None:
        sets = tuple(Assign(name, value, None, self.mark) for name, value in assignments(setter))
        self._add(Link(text, target, self._when(), self.mark, sets))

    # ---- SugarCube --------------------------------------------------------------------------------------------

    def _macro(self, inner: str) -> None:
        name = _NAME.match(inner)
        if name is None:
            if inner:
                self.losses.add(MACRO, self.mark, text=f"<<{inner}>>")
            return
        rest = inner[name.end() :]
        match name[1].lower():
            case "set" | "unset":
                self._set(rest if name[1] == "set" else f"{rest} to false")
            case "if":
                self._open(condition(rest))
            case "elseif":
                self._else(condition(rest))
            case "else":
                self._else(None)
            case "/if" | "endif":
                self._close()
            case "link" | "button" if strings(rest):
                self._named_link(rest)
            case "goto" if strings(rest):
                self._add(Jump(clean(strings(rest)[0]), self._when(), self.mark))
            case quiet if quiet in _QUIET:
                pass
            case _:
                self.losses.add(MACRO, self.mark, text=f"<<{inner}>>")

    def _named_link(self, rest: str) -> None:
        """`<<link "text" "passage">>`; one without a passage does nothing that we could keep."""
        parts = strings(rest)
        linked = re.match(r"\s*\[\[(.*)$", rest)
        if linked is not None or len(parts) < 2:
            self.losses.add(MACRO, self.mark, text=f"<<link{rest}>>")
            return
        self._choice(parts[0], clean(parts[1]))

    def _set(self, text: str) -> None:
        for name, value in assignments(text):
            self._add(Assign(name, value, self._when(), self.mark))

    def _open(self, asked: Condition, end: int = -1) -> None:
        if len(self.frames) < MAX_DEPTH:
            self.frames.append(Frame(asked, [asked], end))
            return
        self.losses.add(DEEP, self.mark, limit=MAX_DEPTH)
        self.too_deep += 1

    def _close(self) -> None:
        if self.too_deep:
            self.too_deep -= 1
        elif self.frames and self.frames[-1].end < 0:
            self.frames.pop()

    def _else(self, asked: Condition) -> None:
        """The next branch of the innermost `<<if>>`: what was asked before does not hold."""
        if self.too_deep:
            return
        if not self.frames or self.frames[-1].end >= 0:
            self.losses.add(UNCLOSED, self.mark, text="<<else>>")
            return
        self._branch(self.frames[-1], asked)

    def _branch(self, frame: Frame, asked: Condition) -> None:
        if len(frame.before) >= MAX_BRANCHES:
            frame.branch = Unknown("else …")
            return
        frame.branch = both([*map(opposite, frame.before), asked])
        frame.before = [*frame.before, asked]

    # ---- Harlowe ----------------------------------------------------------------------------------------------

    def _harlowe(self, name: str, start: int, inside: int) -> None:
        """`(if: …)[…]` and its kin; brackets are matched beforehand."""
        close = self.closing.get(start, -1)
        if close < 0:
            self._text(self.body[start:inside])
            self.at = inside
            return
        inner = self.body[inside:close]
        hook = self.body.find("[", close, close + 40)
        has_hook = hook > 0 and not self.body[close + 1 : hook].strip() and self._is_hook(hook)
        self.line += inner.count("\n")
        self.at = close + 1
        if name in ("if", "unless", "elseif", "else") and has_hook and hook in self.closing:
            self.at = hook + 1
            self._hook(name, inner, self.closing[hook])
        elif name == "set":
            self._set(inner)
        elif name in ("linkgoto", "goto") and strings(inner):
            parts = [clean(part) for part in strings(inner)]
            if name == "goto":
                self._add(Jump(parts[0], self._when(), self.mark))
            else:
                self._choice(parts[0], parts[-1])
        else:
            self.losses.add(MACRO, self.mark, text=self.body[start : close + 1])

    def _is_hook(self, at: int) -> bool:
        """Whether a hook begins there: `[[` is a link, `[[[` a hook that begins with one."""
        return self.body.startswith("[[[", at) or not self.body.startswith("[[", at)

    def _hook(self, name: str, inner: str, end: int) -> None:
        if len(self.frames) >= MAX_DEPTH:
            self.losses.add(DEEP, self.mark, limit=MAX_DEPTH)
            self.line += self.body.count("\n", self.at, end)
            self.at = end + 1
            return
        asked = None if name == "else" else condition(inner)
        frame = Frame(asked, [asked], end)
        if name == "unless":
            frame = Frame(opposite(asked), [opposite(asked)], end)
        elif name in ("else", "elseif") and self.last is not None:
            frame = Frame(asked, self.last.before, end)
            self._branch(frame, asked)
        self.frames.append(frame)

    def _close_hook(self, end: int) -> None:
        """Behind a hook; what SugarCube left open in it is closed too."""
        while self.frames:
            frame = self.frames.pop()
            if frame.end == end:
                self.last = frame
                break
        self.at = end + 1


def _own_brackets(text: str) -> int:
    """How many signs further the `]]` of a link stands whose name holds brackets itself: `[[a [b]]]`."""
    end = text.find("]]")
    further = 0
    while text.startswith("]", end + further + 2) and text.count("[", 0, end) > text.count("]", 0, end) + further:
        further += 1
    return further if end >= 0 else 0


def _pairs(text: str) -> dict[int, int]:
    """Each opening `(` and `[` and its closing sign, in one pass; those of one kind do not look at the other."""
    found: dict[int, int] = {}
    waiting: dict[str, list[int]] = {"(": [], "[": []}
    for match in re.finditer(r"[()\[\]]", text):
        sign = match[0]
        if sign in waiting:
            waiting[sign].append(match.start())
        elif stack := waiting["(" if sign == ")" else "["]:
            found[stack.pop()] = match.start()
    return found
