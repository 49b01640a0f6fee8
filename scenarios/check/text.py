"""How texts are written: placeholders left over, terms of art, length for 80 columns, punctuation.

Found on loading already: placeholders that name nothing or cannot be read (JF2034, JF2035), texts without English
(JF7501).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import product

from rich.cells import cell_len

from scenarios.check.glossary import misnamed, outdated
from scenarios.check.law import authority
from scenarios.check.shown import Shown, shown
from scenarios.diagnostic import Diagnostic
from scenarios.model import Scenario, Text, Variant
from scenarios.punctuation import slips
from scenarios.text import Given, fill, placeholders

LANGUAGES = ("zh", "en")

LEFT_OPEN = re.compile(
    r"｛[^｛｝]*｝|\b(?:TODO|FIXME|TBD)\b|待填|待补(?!办|交|正|充材料)|此处填|X{2,}(?![A-Za-z])|[×╳]{2,}|_{3,}"
    r"|lorem ipsum",
    re.IGNORECASE,
)
"""What an author writes where something is still to be filled in."""

_BRACES = re.compile(r"\{[^{}]*\}")

ROOM: Mapping[str, tuple[int, int]] = {
    "title": (34, 1),
    "variant": (48, 1),
    "petitioner": (21, 1),
    "role": (21, 3),
    "speaker": (53, 1),
    "brief": (75, 13),
    "said": (40, 9),
    "choice": (74, 3),
    "why": (74, 4),
    "label": (15, 3),
    "statement": (47, 4),
    "option": (47, 4),
    "fact": (74, 4),
}
"""Cells of a line and lines that a text may take where the window has 80 columns and 24 rows.

A title stands in the title bar before mode, steps and "result"; the variant that is picked stands beside the numbers of
four others; name and role must fit the card of the person, a speaker's long name has a line of its own; a choice is
numbered over the whole width, and with four of three lines the list is as high as it gets; what is said stands beside
the card behind a margin of 12 cells, over the highest list of choices; a form's fields have a column of 16 cells for
their labels.
"""

WHAT: Mapping[str, Mapping[str, str]] = {
    "title": {"zh": "标题", "en": "the title"},
    "variant": {"zh": "情形的名字", "en": "the title of a variant"},
    "petitioner": {"zh": "来访人的姓名", "en": "the petitioner's name"},
    "role": {"zh": "来访人的身份", "en": "who the petitioner is"},
    "speaker": {"zh": "说话人的称呼", "en": "the name of a speaker"},
    "brief": {"zh": "开场说明", "en": "the brief"},
    "said": {"zh": "一段话", "en": "what is said at once"},
    "choice": {"zh": "选项", "en": "a choice"},
    "why": {"zh": "理由", "en": "a reason"},
    "label": {"zh": "栏目名", "en": "the label of a field"},
    "statement": {"zh": "登记的一条", "en": "a statement to tick"},
    "option": {"zh": "表里的一项", "en": "an option of a form"},
    "fact": {"zh": "案情", "en": "a fact"},
}

SLIPS: Mapping[str, Mapping[str, str]] = {
    "half": {"zh": "汉字后面用了半角标点", "en": "a half-width mark behind Chinese"},
    "brackets": {"zh": "汉字外面用了半角括号", "en": "half-width brackets around Chinese"},
    "dots": {"zh": "省略号要写成“……”", "en": "dots that are no Chinese ellipsis (two … in a row)"},
    "twice": {"zh": "同一个标点写了两遍", "en": "the same mark twice"},
    "apart": {"zh": "汉字之间有空格", "en": "a blank between Chinese characters"},
    "straight": {"zh": "引号用了直引号", "en": "straight quotes around Chinese"},
    "full": {"zh": "英文里用了全角标点", "en": "a full-width mark in English"},
    "gaps": {"zh": "英文里连着几个空格", "en": "several blanks in a row"},
    "spaced": {"zh": "英文标点前面有空格", "en": "a blank before a mark"},
    "pairs": {"zh": "引号或括号不成对", "en": "a quote or bracket without its other half"},
}


def check(scenario: Scenario) -> Iterator[Diagnostic]:
    """JF7200 left to fill in, JF7201 terms, JF7202 length, JF7203 punctuation."""
    texts = list(shown(scenario))
    for one in texts:
        for language in LANGUAGES:
            yield from _left_open(one, language)
            yield from _too_long(one, language, scenario)
            yield from _slips(one, language)
        for found, term in misnamed(one.text):
            yield Diagnostic("JF7201", one.place("en"), {"found": found, "term": term})
    yield from _values_left_open(texts, scenario)
    for text, mark in authority(scenario):
        for found, term in outdated(text.zh):
            yield Diagnostic("JF7201", text.mark or mark, {"found": found, "term": term})


def _left_open(one: Shown, language: str) -> Iterator[Diagnostic]:
    match = LEFT_OPEN.search(_in(one.text, language))
    if match is not None:
        yield Diagnostic("JF7200", one.place(language), {"found": match[0][:30]})


def _values_left_open(texts: Iterable[Shown], scenario: Scenario) -> Iterator[Diagnostic]:
    """Something left to fill in in the value that a parameter has in a variant; values are not filled themselves."""
    reported: set[tuple[str, str]] = set()
    for one, language in product(texts, LANGUAGES):
        text = _in(one.text, language)
        names = [part.name for part in placeholders(text) if isinstance(part, Given)] if "{" in text else ()
        for name, variant in product(names, scenario.variants.values()):
            value = str(_value(variant, name, language))
            if (name, value) not in reported and (LEFT_OPEN.search(value) or _BRACES.search(value)):
                reported.add((name, value))
                yield Diagnostic("JF7200", one.place(language), {"found": f"{name}: {value}"[:60]})


def _value(variant: Variant, name: str, language: str) -> object:
    value = variant.params.get(name, "")
    return variant.params_en.get(name, value) if language == "en" else value


def _too_long(one: Shown, language: str, scenario: Scenario) -> Iterator[Diagnostic]:
    room, most = ROOM[one.kind]
    text = _in(one.text, language)
    if len(text) * 2 <= room:
        return
    lines = max(_lines(filled, room) for filled in _filled(one.text, language, scenario))
    if lines > most:
        what = dict(WHAT[one.kind])
        yield Diagnostic("JF7202", one.place(language), {"what": what, "lines": lines, "most": most, "room": room})


def _filled(text: Text, language: str, scenario: Scenario) -> Iterator[str]:
    """A text as it may be shown, with nothing and with everything known."""
    if "{" not in _in(text, language):
        yield _in(text, language)
        return
    for variant in scenario.variants.values():
        yield fill(text, variant, (), language)
        yield fill(text, variant, variant.facts, language)


def _lines(text: str, room: int) -> int:
    """About how many lines of `room` cells a text takes."""
    return sum(max(1, -(-cell_len(paragraph) // room)) for paragraph in text.split("\n"))


def _slips(one: Shown, language: str) -> Iterator[Diagnostic]:
    for name, around in slips(_in(one.text, language), language):
        yield Diagnostic("JF7203", one.place(language), {"what": dict(SLIPS[name]), "around": around})


def _in(text: Text, language: str) -> str:
    return text.en if language == "en" else text.zh
