"""What `jiefang translate` writes into an English file beside the texts: comments on what is open, and hashes.

Comments on what is open (`# zh: …` above a text that has no English, `# zh now: …` above one whose Chinese has changed)
are taken out and written anew each time. The hashes stand at the end of the file, one line a text, and tell from which
Chinese its English was made. A file without them is as valid as one with.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256

NOTES_HEAD = "# jiefang: the Chinese that each English text was made from; kept by `jiefang translate`, leave it here"
OPEN, CHANGED = "zh", "zh now"
GONE = "# gone: "
"""Stands before each line of what has no Chinese any more. Such lines are never taken out."""

_NOTE = re.compile(r"^# jiefang: (\S+) ([0-9a-f]{8})[ \t]*$", re.MULTILINE)
_AT_THE_END = re.compile(r"(?:\A|\n)\n?(?:# jiefang: .*(?:\n|\Z))+\n*\Z")
_OWN = re.compile(rf"[ \t]*# (?:(?:{OPEN}|{CHANGED})(?: \([^)]*\))?:(?: |$)|jiefang: )")
_UNPRINTABLE = re.compile(r"[^\S ]|[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")


def digest(chinese: str) -> str:
    """Eight hexadecimal digits of the SHA-256 of a text, blanks at its ends left out."""
    return sha256(chinese.strip().encode(errors="surrogatepass")).hexdigest()[:8]


def notes(text: str) -> dict[str, str]:
    """The hashes in an English file: path of a text, such as `scenes.arrive.say[1]` -> digest of its Chinese."""
    return dict(_NOTE.findall(text)) if "\n# jiefang: " in text or text.startswith("# jiefang: ") else {}


def with_notes(text: str, noted: Mapping[str, str]) -> str:
    """A text with hashes at its end."""
    if not noted:
        return text
    lines = (NOTES_HEAD, *(f"# jiefang: {path} {hashed}" for path, hashed in noted.items()))
    return (f"{text}\n" if text else "") + "\n".join(lines) + "\n"


def without_notes(text: str) -> str:
    """A text without the hashes at its end, and the blank line before them."""
    found = _AT_THE_END.search(text)
    return text if found is None else text[: found.start() + (text[found.start() : found.start() + 1] == "\n")]


def is_own(line: str) -> bool:
    """Whether a line, which is no part of a text, is one that is written anew each time."""
    return _OWN.match(line) is not None


def comment(kind: str, label: str, chinese: str) -> list[str]:
    """A text as comment lines without indentation.

    Args:
        kind: `OPEN` or `CHANGED`.
        label: which text of the line below it is about; empty for the only one.
        chinese: any text; what would end or garble a comment becomes a blank.
    """
    head = f"# {kind} ({label}):" if label else f"# {kind}:"
    return [f"{head} {_UNPRINTABLE.sub(' ', line)}".rstrip() for line in chinese.strip().splitlines() or [""]]
