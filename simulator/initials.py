"""The first letters of the syllables of a Chinese text, so that 住建 is also found by `zj`.

The commoner half of GB 2312-1980 (3,755 characters) is in the order of Pinyin; a code says where a character stands
in it, and so with which letter it begins. Rarer characters have none and are left out.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache

_FIRST = "啊芭擦搭蛾发噶哈击喀垃妈拿哦啪期然撒塌挖昔压匝"
_LETTERS = "abcdefghjklmnopqrstwxyz"
_BEGIN = [character.encode("gb2312") for character in _FIRST]
_END = "座".encode("gb2312")
"""The last one in the order of Pinyin."""

_READ_OTHERWISE = {"调解": "tj", "行业": "hy", "银行": "yh", "重新": "cx", "重建": "cj"}
"""Words of the desk with a character that the standard files under its other reading."""


@lru_cache(maxsize=2048)
def initials(text: str) -> str:
    """The initials of a text in small letters; Latin letters and digits stand for themselves.

    Example:
        >>> initials("县住房和城乡建设局")
        'xzfhcxjsj'
    """
    for word, read in _READ_OTHERWISE.items():
        text = text.replace(word, read)
    return "".join(map(_initial, text))


def _initial(character: str) -> str:
    if character.isascii():
        return character.lower() if character.isalnum() else ""
    try:
        code = character.encode("gb2312")
    except UnicodeEncodeError:
        return ""
    return _LETTERS[bisect_right(_BEGIN, code) - 1] if _BEGIN[0] <= code <= _END else ""
