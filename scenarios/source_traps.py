"""Traps of YAML that the parser lets pass: the text is sound YAML and means something else than was meant.

One pass of regular expressions over the whole text picks out the lines worth a closer look, so that a sound file costs
next to nothing; then each check looks at one line.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import islice

from scenarios.source_findings import Findings, shorten
from scenarios.source_lines import BLANK, MAX_LINE, Line, Lines

TAB, LOST_TEXT, WIDE_COLON, ODD_SPACE = "JF0021", "JF0026", "JF0027", "JF0028"
WIDE_SIGN, DASH_SPACE, COLON_SPACE, PLACEHOLDER = "JF0029", "JF0030", "JF0031", "JF0033"

MAX_LINES = 5_000
"""Lines looked at closely in one file."""

_ODD = "".join(map(chr, (0xA0, 0x1680, *range(0x2000, 0x200C), 0x202F, 0x205F, 0x2060, 0x3000, 0x3164)))
_ODD_NAMES = {
    "\u3000": {"zh": "全角空格", "en": "full-width space"},
    "\u00a0": {"zh": "不换行空格", "en": "no-break space"},
    "\u200b": {"zh": "零宽空格", "en": "zero-width space"},
}
_KEY = "(?:[a-z_][a-z0-9_-]*+|[A-Z][0-9])"  # the names of the language and of the indicators, not prose
_START = "[ ]*(?:-[ ]+)*+"

# Each pattern begins with a rare character and is tried only if one of its characters occurs at all: looking at every
# character of a file with every pattern would take as long as parsing it.
_SUSPICIOUS = tuple(
    (needles, re.compile(pattern))
    for needles, pattern in (
        ("\t", r"\t(?<=[\n \t]\t)"),
        (_ODD, rf"[{_ODD}]"),
        ("：", r"：(?<=[a-z0-9_ -]：)"),
        ("-", r"-(?<=[\n -]-)[^\s\-0-9>]"),
        (":", r":(?<=[a-z0-9_-]:)[^\s:/]"),
        ("｛［＃－", r"[｛［＃－]"),
        ("，、", r"\[[^\[\]\n]*[，、]"),
        ("，", r"，(?<=[A-Za-z0-9_]，) *[A-Za-z0-9_]"),
        ("、", r"、(?<=[A-Za-z0-9_]、) *[A-Za-z0-9_]"),
        ("，", r"， *[A-Za-z_][\w-]* *[:：]"),
        ("、", r"、 *[A-Za-z_][\w-]* *[:：]"),
        ("{", r"\{ *\w+ *\}"),
    )
)

_HASH = re.compile(r"#(?<=[ \t]#)")
_CJK = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
_WORD = re.compile(r"[A-Za-z']{2,}")
_CONDITION = re.compile(r"[<>=]=|[<>]|\b(?:and|or|not)\b")
_PIECE = re.compile(r"[\[\]{},]|:[ ]")
_PAIRS = ("（）", "「」", "《》", "“”", "【】")


def _cuts_off(text: str, hash_at: int) -> bool:
    """Whether the comment at an index is worth a look: `#3`, `#注`, or a bracket open before it."""
    if text[hash_at + 1 : hash_at + 2].strip("# \t\n"):
        return True
    earliest = max(hash_at - MAX_LINE, 0)
    return _opens(text[max(text.rfind("\n", earliest, hash_at) + 1, earliest) : hash_at])


def _opens(text: str) -> bool:
    """Whether a Chinese bracket or quotation mark is open at the end of a text."""
    return any(text.count(pair[0]) > text.count(pair[1]) for pair in _PAIRS)


def _lost_text(line: Line, findings: Findings) -> None:
    """Text that ` #` turned into a comment.

    A comment is taken for lost text when it cuts off prose and looks like its continuation: something stands directly
    behind the `#`, and before it only one blank (two or more set a comment off; a digit as in `#3` counts even then);
    or the prose before it has a bracket or quotation mark that is still open. Prose is a plain value with Chinese
    characters or at least two English words, and no condition.
    """
    if line.comment < 0 or not line.value or BLANK in line.value or line.value[0] in "|>&*!":
        return
    kept = _PIECE.split(line.value)[-1].strip() if line.flow else line.value
    if not kept or not _looks_lost(line, kept):
        return
    at = line.comment
    findings.add(LOST_TEXT, line.number, at + 1, lost=shorten(line.raw[at:]), kept=shorten(kept))


def _looks_lost(line: Line, kept: str) -> bool:
    chinese = _CJK.search(kept) is not None
    if _opens(kept):
        return True
    following = line.raw[line.comment + 1 : line.comment + 2]
    if not following.strip("# \t"):
        return False
    counted = "0" <= following <= "9"
    if line.raw[max(line.comment - 2, 0) : line.comment].strip() == "" and not counted:
        return False
    if chinese:
        return True
    return _CONDITION.search(kept) is None and len(_WORD.findall(kept)) >= (2 if counted else 3)


def _tab(line: Line, findings: Findings) -> None:
    """A tab in the indentation."""
    before = line.code[: len(line.code) - len(line.code.lstrip(" \t"))]
    if "\t" in before and len(before) < len(line.code):
        findings.add(TAB, line.number, before.index("\t") + 1)


_WIDE_COLON_FIRST = re.compile(rf"{_START}({_KEY})[ ]*(：)")
_WIDE_COLON_FLOW = re.compile(rf"[{{,，、][ ]*({_KEY})[ ]*(：)")


def _wide_colon(line: Line, findings: Findings) -> None:
    """`text：` for `text: `. Only behind a Latin name, for Chinese prose is full of `：`."""
    first = _WIDE_COLON_FIRST.match(line.code)
    for match in [first] if first else _WIDE_COLON_FLOW.finditer(line.code) if line.flow else ():
        findings.add(WIDE_COLON, line.number, match.start(2) + 1, name=match[1])


_ODD_FIRST = re.compile(rf"[ \t]*([{_ODD}])|{_START}-([{_ODD}])|{_START}[^\s:\0]++:([{_ODD}])")
_ODD_KEY = re.compile(rf"([{_ODD}]) *$")
_ODD_FLOW = re.compile(rf"(?:[\[{{,]|:[ ]) *([{_ODD}])|([{_ODD}]) *[\]}},:]")


def _odd_space(line: Line, findings: Findings) -> None:
    """A full-width or invisible space where YAML wants an ordinary one. Within a text it is left alone."""
    places: set[int] = set()
    if first := _ODD_FIRST.match(line.code):
        places.add(first.start(first.lastindex or 0))
    if line.key and (match := _ODD_KEY.search(line.key)):
        places.add(line.code.index(line.key) + match.start(1))
    if line.flow:
        places.update(match.start(match.lastindex or 0) for match in _ODD_FLOW.finditer(line.code))
    elif line.value:
        places.update(
            index for index in (line.value_at, line.value_at + len(line.value) - 1) if _ODD_KEY.match(line.code[index])
        )
    for index in sorted(places):
        space = line.code[index]
        name = _ODD_NAMES.get(space, {"zh": "特殊空格", "en": "special space"})
        findings.add(ODD_SPACE, line.number, index + 1, space=name, character=f"U+{ord(space):04X}")


_DASH = re.compile(rf"{_START}(-)(?=[^\s\-0-9>.\0])")


def _dash_space(line: Line, findings: Findings) -> None:
    """`-text` for `- text`."""
    if match := _DASH.match(line.code):
        findings.add(DASH_SPACE, line.number, match.start(1) + 1, text=shorten(line.code[match.end() :], 12))


_COLON_FIRST = re.compile(rf"{_START}({_KEY})(:)(?=[^\s:/])")
_COLON_FLOW = re.compile(rf"[{{,][ ]*({_KEY})(:)(?=[^\s:/\0])")


def _colon_space(line: Line, findings: Findings) -> None:
    """`text:` directly followed by its value."""
    first = _COLON_FIRST.match(line.code)
    for match in [first] if first else _COLON_FLOW.finditer(line.code) if line.flow else ():
        findings.add(COLON_SPACE, line.number, match.start(2) + 1, name=match[1])


_ASCII = {"｛": "{", "｝": "}", "［": "[", "］": "]", "，": ",", "、": ",", "＃": "#", "－": "-"}
_LONE_ITEM = re.compile(r"\[[^\[\]{},，\0]*(，)[^\[\]{},\0]*(?<![。！？…])\]")
_NAMES_JOINED = re.compile(r"(?<=[A-Za-z0-9_\]}\0])[ ]*([，、])[ ]*(?=[A-Za-z0-9_\[{\0\"'])")
_KEY_FOLLOWS = re.compile(rf"([，、])[ ]*{_KEY}[ ]*[:：]")
_WIDE_BRACKET = re.compile("[［］｛｝]")


def _wide_sign(line: Line, findings: Findings) -> None:
    """Full-width brackets, commas, `＃` and `－` where YAML wants its own.

    A full-width comma may be part of a text in a list. It is reported where it joins two Latin names or stands before
    a key, and `，` also where the list would have but one item that does not end as a sentence.
    """
    places = {match.start(1) for match in _KEY_FOLLOWS.finditer(line.code) if line.flow}
    first, last = line.value[:1], line.value[-1:]
    if first == "｛" or (first == "［" and last in "］]"):
        places.add(line.value_at)
    if not line.key and (first == "＃" or line.value.startswith("－ ")):
        places.add(line.value_at)
    if line.flow:
        places.update(match.start(1) for match in _LONE_ITEM.finditer(line.code))
        places.update(_commas_in_lists(line) & {match.start(1) for match in _NAMES_JOINED.finditer(line.code)})
        if _depth(line.value) > 0:
            places.update(match.start() for match in _WIDE_BRACKET.finditer(line.code))
    for index in sorted(places):
        sign = line.code[index]
        findings.add(WIDE_SIGN, line.number, index + 1, found=sign, right=_ASCII[sign])


def _commas_in_lists(line: Line) -> set[int]:
    """Indices of the full-width commas whose innermost open bracket is `[`, or opened on an earlier line."""
    commas: set[int] = set()
    brackets = [] if line.value[:1] in ("[", "{") else ["["]
    for index, character in enumerate(line.code):
        if character in "[{":
            brackets.append(character)
        elif character in "]}":
            del brackets[-1:]
        elif character in "，、" and brackets[-1:] == ["["]:
            commas.add(index)
    return commas


def _depth(code: str) -> int:
    """How many more brackets a piece of text opens than it closes."""
    return code.count("[") + code.count("{") - code.count("]") - code.count("}")


BRACED_NAME = re.compile(r"\{[ ]*(\w+)[ ]*\}")


def _placeholder(line: Line, findings: Findings) -> None:
    """`{party}` where YAML reads a mapping: at the start of a value or inside brackets."""
    if line.flow:
        for match in BRACED_NAME.finditer(line.code):
            findings.add(PLACEHOLDER, line.number, match.start() + 1, name=match[1])


Check = Callable[[Line, Findings], None]
CHECKS: tuple[Check, ...] = (
    *(_lost_text, _tab, _wide_colon, _odd_space, _dash_space, _colon_space, _wide_sign, _placeholder),
)


def suspects(lines: Lines) -> list[int]:
    """The numbers of the lines that a pattern of a trap occurs on, in any order, some more than once."""
    text = lines.text
    indices = [
        match.start()
        for needles, pattern in _SUSPICIOUS
        if any(needle in text for needle in needles)
        for match in islice(pattern.finditer(text), MAX_LINES)
    ]
    indices += [m.start() for m in islice(_HASH.finditer(text), MAX_LINES) if _cuts_off(text, m.start())]
    if text.startswith(("-", "\t")):
        indices.append(0)  # the patterns want a line feed or a blank before these
    return [lines.number_at(index) for index in indices]
