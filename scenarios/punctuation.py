"""Slips of punctuation in Chinese and English texts, and those among them that can be put right without asking.

Chinese prose has full-width marks (GB/T 15834), English prose half-width ones. Placeholders such as `{due}` stay as
they are: what stands in them is looked at like the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

HAN = "\u3400-\u9fff"
_BEFORE = rf"(?<=[{HAN}”’」』）》}}])"
_WIDE = {",": "，", ";": "；", "?": "？", "!": "！", ":": "：", ".": "。"}
_NARROW = str.maketrans(
    {"，": ",", "。": ".", "；": ";", "：": ":", "？": "?", "！": "!", "、": ",", "（": "(", "）": ")"}
)
_PAIRS = {"“": "”", "「": "」", "『": "』", "（": "）", "《": "》", "【": "】", "(": ")", "[": "]"}
_SIGNS = re.compile(f"[{re.escape(''.join({**_PAIRS, **dict.fromkeys(_PAIRS.values())}))}]")

_HALF = re.compile(
    rf"{_BEFORE}(?:[,;?!](?=\s*(?:[{HAN}“「『（《{{]|[”」』）\"'\]}},]*\s*$))"
    rf"|:(?=[{HAN}“「『《{{])"
    rf"|(?<!\.)\.(?!\.)(?=\s*(?:[{HAN}“「『（《]|[”」』）\"'\]}},]*\s*$)))[ ]*"
)
"""A half-width mark behind Chinese that more Chinese, or the end, follows; with the blanks that follow it."""
_BRACKETS = re.compile(rf"\(([^()（）{{}}]*[{HAN}][^()（）{{}}]*)\)")
_DOTS = re.compile(rf"(?<=[{HAN}，。？！”])(?:\.{{3,6}}|。{{3,6}}|…(?!…)(?<!……))|^(?:\.{{3,6}}|。{{3,6}})(?=[{HAN}])")
_TWICE = re.compile(r"([，、；：])\1+")
_APART = re.compile(rf"(?<=[{HAN}，。；：？！、])[ ]+(?=[{HAN}])")
_STRAIGHT = re.compile(rf"\"[^\"]*[{HAN}]")

_FULL = re.compile(r"[，。；：？！、（）「」『』《》【】\u3000]")
_CHINESE = re.compile(rf"[{HAN}]")
_GAPS = re.compile(r"(?<=[^\s]) {2,}(?=[^\s#])")
_SPACED = re.compile(r"(?<=[A-Za-z0-9”’)}]) +(?=[,;?!](?:\s|$)|\.(?:\s|$))")


@lru_cache(maxsize=8192)  # whoever reads a scenario again after a save has changed one text of many
def slips(text: str, language: str) -> tuple[tuple[str, str], ...]:
    """What is wrong with the marks of a text.

    Args:
        text: as it was written, with its placeholders.
        language: `zh` or `en`.

    Returns:
        What it is (`half`, `brackets`, `dots`, `twice`, `apart`, `straight`, `full`, `gaps`, `spaced`, `pairs`) and the
        words around the first place, at most 24 characters.
    """
    return tuple(_slips(text, language))


def _slips(text: str, language: str) -> Iterator[tuple[str, str]]:
    english = language == "en"
    if english and _CHINESE.search(text):
        return  # not translated, which is another finding
    for name, pattern in (_ENGLISH if english else _CHINESE_SLIPS).items():
        match = pattern.search(text)
        if match is not None:
            yield name, _around(text, match.start(), match.end())
    at = _unpaired(text)
    if at is not None:
        yield "pairs", _around(text, at, at + 1)


_CHINESE_SLIPS = {
    "half": _HALF,
    "brackets": _BRACKETS,
    "dots": _DOTS,
    "twice": _TWICE,
    "apart": _APART,
    "straight": _STRAIGHT,
}
_ENGLISH = {"full": _FULL, "gaps": _GAPS, "spaced": _SPACED}


def _around(text: str, start: int, end: int) -> str:
    return text[max(start - 8, 0) : end + 8].replace("\n", " ")[:24]


def _unpaired(text: str) -> int | None:
    """Where the first quote or bracket without its other half stands."""
    waiting: list[tuple[str, int]] = []
    for match in _SIGNS.finditer(text):
        at, sign = match.start(), match[0]
        if sign in _PAIRS:
            waiting.append((_PAIRS[sign], at))
        elif not waiting or waiting[-1][0] != sign:
            return at
        else:
            waiting.pop()
    return waiting[0][1] if waiting else None


def tidied(text: str, language: str) -> str:
    """A text, or a line of a file, with the marks put right about which there is no doubt. No word changes.

    Args:
        text: prose; for `zh` only marks beside Chinese characters change, for `en` only texts without any.
        language: `zh` or `en`.
    """
    if language == "en":
        if _CHINESE.search(text):
            return text
        text = re.sub(r"(?<=\w)([，；：？！、])(?=\w)", lambda m: m[1].translate(_NARROW) + " ", text)
        return _SPACED.sub("", re.sub(r"(?<=[a-z,;.]) {2,}(?=[A-Za-z])", " ", text.translate(_NARROW)))
    text = _DOTS.sub("……", text)
    text = _TWICE.sub(r"\1", text)
    return _HALF.sub(lambda match: _WIDE[match[0][0]], text)
