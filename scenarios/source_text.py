"""Files and bytes to text: size, encoding, line ends, control characters.

Whatever the bytes are, the outcome is a text that the YAML parser can take, or None with a finding that says why not.
"""

from __future__ import annotations

import codecs
import errno
import os
import re
import stat
from collections.abc import Mapping

from scenarios.source_findings import Findings

MAX_BYTES = 1_000_000
"""A scenario of 200 scenes has 0.3 MB."""

MAX_CONTROL = 20
"""With so many control characters it is not a text."""

NOT_FOUND, NOT_A_FILE, UNREADABLE, TOO_LARGE = "JF0001", "JF0002", "JF0003", "JF0004"
WIDE_ENCODING, NOT_UTF8, CONTROL_CHARACTER, LOST_CHARACTER = "JF0005", "JF0006", "JF0007", "JF0010"

CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 without tab and line feed, DEL, C1 with NEL (a line break to YAML only)
    "\u2028\u2029\u202a-\u202e\u2066-\u2069"  # line breaks to YAML only; marks that turn the reading direction
    "\ufeff\ufffe\uffff\ud800-\udfff]"
)
"""Characters no scenario text needs and that garble terminals, line numbers or the parser."""

_BOMS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_GBK = {"zh": "GBK（记事本里叫 ANSI）", "en": "GBK (Notepad calls it ANSI)"}
_UNKNOWN = {"zh": "另一种编码", "en": "some other encoding"}


def beginning(path: str | os.PathLike[str]) -> bytes:
    """The first `MAX_BYTES` and one more of a regular file: all that the loader would take, never all that is there.

    Raises:
        OSError: it cannot be read, or is a pipe, a device or a folder.
    """
    if not stat.S_ISREG(os.stat(path).st_mode):
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), os.fspath(path))
    with open(path, "rb") as file:
        return file.read(MAX_BYTES + 1)


def read_bytes(path: str | os.PathLike[str], findings: Findings) -> bytes | None:
    """Read a regular file of at most `MAX_BYTES`; anything else is a finding.

    Args:
        path: the file; links are followed.
        findings: takes the reason when there is nothing to return.

    Returns:
        The bytes, or None.
    """
    try:
        status = os.stat(path)
        if not stat.S_ISREG(status.st_mode):
            findings.add(NOT_A_FILE, kind=_kind(status.st_mode))
            return None
        if status.st_size > MAX_BYTES:
            _too_large(status.st_size, findings)
            return None
        with open(path, "rb") as file:
            # The file may have grown since, or hide its size as those in /proc do.
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        findings.add(NOT_FOUND)
    except (OSError, ValueError) as error:
        findings.add(UNREADABLE, reason=getattr(error, "strerror", None) or str(error))
    else:
        return data
    return None


def _kind(mode: int) -> Mapping[str, str]:
    """What stands at a path that is no regular file, in both languages."""
    if stat.S_ISDIR(mode):
        return {"zh": "文件夹", "en": "a folder"}
    if stat.S_ISFIFO(mode):
        return {"zh": "管道", "en": "a pipe"}
    return {"zh": "设备或套接字", "en": "a device or socket"}


def _too_large(size: int, findings: Findings) -> None:
    findings.add(TOO_LARGE, size=f"{size / 1_000_000:.1f}", limit=f"{MAX_BYTES / 1_000_000:g}")


def to_text(data: str | bytes, findings: Findings) -> str | None:
    r"""Turn what was read into text with `\n` line ends and without control characters.

    Args:
        data: bytes in UTF-8 with or without a byte order mark, or a text.
        findings: takes what is wrong.

    Returns:
        The text, control characters replaced by U+FFFD one for one so that places stay right, or None if the
        data is too large, not UTF-8 or full of control characters.
    """
    if len(data) > MAX_BYTES:
        _too_large(len(data), findings)
        return None
    text = _decode(data, findings) if isinstance(data, bytes) else data
    if text is None:
        return None
    text = text.removeprefix("\ufeff")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _without_control(text, findings)


def _decode(data: bytes, findings: Findings) -> str | None:
    for bom, name in _BOMS:
        if data.startswith(bom):
            findings.add(WIDE_ENCODING, encoding=name)
            return None
    # Without a mark, UTF-16 shows in every other byte of Latin text being zero.
    if b"\0" in data[:64] and max(data[0:64:2].count(0), data[1:64:2].count(0)) >= len(data[:64]) // 4:
        findings.add(WIDE_ENCODING, encoding="UTF-16")
        return None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        _not_utf8(data, error.start, findings)
        return None


def _not_utf8(data: bytes, start: int, findings: Findings) -> None:
    before = data[:start].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8").removeprefix("\ufeff")) + 1
    guess = _GBK
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        guess = _UNKNOWN
    findings.add(NOT_UTF8, before.count(b"\n") + 1, column, offset=start + 1, byte=f"{data[start]:02X}", guess=guess)


def _without_control(text: str, findings: Findings) -> str | None:
    """Report and replace control characters; report characters that an earlier conversion already lost."""
    if "\ufffd" in text:
        index = text.index("\ufffd")
        findings.add(LOST_CHARACTER, *place(text, index), count=text.count("\ufffd"))
    if text.replace("\n", "").isprintable():
        return text  # most are, and this looks at a text in a third of the time of the pattern
    line, seen, count = 1, 0, 0
    for match in CONTROL.finditer(text):
        index = match.start()
        line += text.count("\n", seen, index)
        seen = index
        count += 1
        findings.add(CONTROL_CHARACTER, line, index - text.rfind("\n", 0, index), name=f"U+{ord(match[0]):04X}")
        if count == MAX_CONTROL:
            return None  # not a text with a slip in it: no text at all
    return CONTROL.sub("\ufffd", text) if count else text


def place(text: str, index: int) -> tuple[int, int]:
    r"""Line and column, from 1, of a character of a text with `\n` line ends."""
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)
