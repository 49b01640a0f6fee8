"""A session as a JSON Lines file: a header with the session and its edition, then one line for each event.

Scores are not in it; whoever imports the file works them out again.
"""

from __future__ import annotations

import json
import os
import stat
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from simulator.i18n import _
from simulator.record.errors import StoreError, explained
from simulator.record.events import canonical
from simulator.record.transcript import STATED, Transcript, Written, parsed

FORMAT = "jiefang-session"
VERSION = 1
LARGEST = 64 * 2**20
"""Bytes a file may have; a session takes a few hundred thousand."""

_EVENT_TYPES = {"seq": int, "kind": str, "time": str, "data": dict, "previous": str, "hash": str}
_HEADER_TYPES = {"session": dict, "events": int, "last_hash": str, "signature": str, "signed": int, "edition": dict}


def lines(found: Transcript) -> Iterator[str]:
    """The lines of the file, without their ends."""
    yield _line(
        {
            "format": FORMAT,
            "version": VERSION,
            "session": {name: found.stated[name] for name in STATED},
            "events": found.count,
            "last_hash": found.last_hash,
            "signature": found.signature,
            "signed": found.signed,
            "edition": {"hash": found.edition_hash, "rules": found.rules, "data": json.loads(found.edition)},
        }
    )
    for event in found.events:
        assert event is not None, "only sound sessions are exported"
        yield _line(
            {
                "seq": event.seq,
                "kind": event.kind,
                "time": event.time,
                "data": json.loads(event.text),
                "previous": event.previous,
                "hash": event.hash,
            }
        )


def _line(data: Mapping[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def write(found: Transcript, path: Path) -> None:
    """Write the file, all of it or nothing.

    Raises:
        StoreError: it cannot be written.
    """
    text = "".join(line + "\n" for line in lines(found))
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".session-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise explained(error, path) from error


def read(path: Path) -> Transcript:
    """Read a file, believing nothing of it.

    Raises:
        StoreError: it cannot be read, is no exported session, or was written by a newer program.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode) or status.st_size > LARGEST:  # a pipe would be waited for
            raise _no_session(path)
        content = path.read_bytes()
    except OSError as error:
        raise StoreError("unreadable", _("读不了：{path}（{why}）", path=path, why=error.strerror)) from error
    return read_bytes(content, path)


def read_bytes(content: bytes, path: Path) -> Transcript:
    """Read what stands in a file.

    Args:
        content: all of it.
        path: what to call it.

    Raises:
        StoreError: it is no exported session, and where it is not one any more; or a newer program wrote it.
    """
    first, *rest = content.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    header = _header(first, path)
    while rest and not rest[-1].strip():
        rest.pop()
    return _transcript(header, [_event(line) for line in rest])


def _header(line: bytes, path: Path) -> dict[str, Any]:
    """The first line, if it has all that a header has; what is in that is not believed either."""
    header = parsed(_decoded(line))
    if header is None:
        raise _no_session(path, _unreadable(line))
    version = header.get("version")
    if header.get("format") == FORMAT and type(version) is int and version > VERSION:
        raise StoreError(
            "newer",
            _("这份导出由更新的接访台写成（第 {found} 版，这里只认到第 {known} 版）：{path}",
              found=version, known=VERSION, path=path),
            _("升级接访台再试。"),
        )  # fmt: skip
    types = {"format": str, "version": int, **_HEADER_TYPES}
    wrong = [name for name in types if name not in header or type(header[name]) is not types[name]]
    wrong += [name for name in header if name not in types]
    wrong += [name for name, value in (("format", FORMAT), ("version", VERSION)) if header.get(name) != value]
    if wrong:
        raise _no_session(path, _("第 1 行的 {field} 不对", field=wrong[0]))
    return header


def _unreadable(line: bytes) -> str:
    """Where a line is no JSON object any more."""
    try:
        json.loads(_decoded(line))
    except json.JSONDecodeError as error:
        return _("第 1 行第 {column} 个字符处读不出来", column=error.pos + 1)
    except (ValueError, RecursionError):
        pass
    return _("第 1 行读不出来")


def _no_session(path: Path, where: str = "") -> StoreError:
    found = f"{path}（{where}）" if where else str(path)
    return StoreError(
        "unreadable",
        _("不是完整的接访记录文件：{path}", path=found),
        _("请用 jiefang sessions export 重新导出。"),
    )


def _decoded(line: bytes) -> str:
    # A damaged byte becomes a wrong hash of its event.
    return line.decode("utf-8", "replace")


def _fits(data: Mapping[str, Any], types: Mapping[str, type]) -> bool:
    """Whether a line has just these keys, with values of these types (`True` is no number)."""
    return data.keys() == types.keys() and all(type(data[name]) is wanted for name, wanted in types.items())


def _event(line: bytes) -> Written | None:
    data = parsed(_decoded(line))
    if data is None or not _fits(data, _EVENT_TYPES):
        return None
    text = _canonical(data["data"])
    return Written(data["seq"], data["kind"], text, data["time"], data["previous"], data["hash"]) if text else None


def _canonical(data: object) -> str:
    """Canonical JSON; empty for what has none (NaN, which Python reads, and what is nested too deeply)."""
    try:
        return canonical(data)
    except (ValueError, RecursionError):
        return ""


def _transcript(header: Mapping[str, Any], events: list[Written | None]) -> Transcript:
    edition = header["edition"]
    rules = edition.get("rules")
    return Transcript(
        stated=header["session"],
        edition_hash=str(edition.get("hash")),
        rules=rules if type(rules) is int else 0,
        edition=_canonical(edition["data"]) if isinstance(edition.get("data"), dict) else "",
        events=events,
        count=header["events"],
        last_hash=header["last_hash"],
        signature=header["signature"],
        signed=header["signed"],
    )
