"""Any text as Markdown that says just that text: no mark in it means anything."""

from __future__ import annotations

import re

from simulator.graph.labels import plain

_MEANS = re.compile(
    r"[\\`*_\[\]<>|~#&$@]"
    r"|(?<=\w)\.(?=[^\W\d])"  # www.example, and what else a reader might take for an address
    r"|:(?=//)|/(?=/)|(?<=/)/"
)
_AT_THE_START = re.compile(r"^(?:[-+=:]|(\d{1,9})(?=[.)](?: |$)))")


def markdown(text: object) -> str:
    r"""A text for Markdown (CommonMark and GitHub's), on one line.

    Control characters and line breaks become spaces, everything that could begin an element is escaped: `a*b` is
    `a\*b`, and a leading `1.` is `1\.`.
    """
    flat = plain(str(text))
    start = _AT_THE_START.match(flat)
    if start is None:
        return _MEANS.sub(r"\\\g<0>", flat)
    end = start.end()
    # The digits of "1." stay, what follows them is escaped.
    head = f"{start[1]}\\{flat[end]}" if start[1] else f"\\{flat[0]}"
    rest = flat[end + 1 :] if start[1] else flat[end:]
    return head + _MEANS.sub(r"\\\g<0>", rest)
