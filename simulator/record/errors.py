"""What a person is told when the store cannot do its work."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path
from typing import Literal

from simulator.errors import UserError
from simulator.i18n import _

Reason = Literal[
    "full", "readonly", "io", "locked", "corrupt", "newer", "foreign", "url", "closed",
    "missing", "ambiguous", "open", "ended", "unsound", "conflict", "unreadable", "rules",
]  # fmt: skip
"""What went wrong, for programs."""


class StoreError(UserError):
    """The store cannot do what was asked; message, the way out, and a `reason` for programs."""

    def __init__(self, reason: Reason, message: str, hint: str = "") -> None:
        self.reason = reason
        super().__init__(message, hint)


_OF_SYSTEM: dict[int, Reason] = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), "full"),
    **dict.fromkeys(
        (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.EEXIST),
        "readonly",
    ),
    errno.EWOULDBLOCK: "locked",
}
_OF_SQLITE: dict[int, Reason] = {
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_READONLY: "readonly",
    sqlite3.SQLITE_CANTOPEN: "readonly",
    sqlite3.SQLITE_PERM: "readonly",
    sqlite3.SQLITE_BUSY: "locked",
    sqlite3.SQLITE_LOCKED: "locked",
    sqlite3.SQLITE_NOTADB: "corrupt",
    sqlite3.SQLITE_CORRUPT: "corrupt",
    sqlite3.SQLITE_CONSTRAINT: "conflict",
}


def reason_of(error: sqlite3.Error | OSError) -> Reason:
    """What kind of trouble an error of the system is."""
    if isinstance(error, OSError):
        return _OF_SYSTEM.get(error.errno or 0, "io")
    if isinstance(error, sqlite3.ProgrammingError) and "closed" in str(error):
        return "closed"
    # The low byte is the kind; the rest says in which call it happened.
    return _OF_SQLITE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF, "io")


def explained(error: sqlite3.Error | OSError, path: Path) -> StoreError:
    """An error of the system in words, with the way out."""
    reason = reason_of(error)
    message, hint = {
        "full": (
            _("磁盘满了，记录写不进去：{path}", path=path),
            _("腾出空间后再试。接访中还没写进去的决定留在内存里，会接着再写。"),
        ),
        "readonly": (
            _("打不开或不能写：{path}", path=path),
            _("用 JIEFANG_HOME 指定一个能写的文件夹。"),
        ),
        "locked": (
            _("记录正被另一个程序占用：{path}", path=path),
            _("等它用完，或关掉正在浏览、备份这个文件的工具，然后再试。"),
        ),
        "corrupt": (
            _("记录文件已损坏：{path}", path=path),
            _("先把它移到别处保存（sqlite3 的 .recover 也许还能取出内容），再重新打开，会新建一个。"),
        ),
        "conflict": (
            _("记录被另一个程序改动过，写不进去：{path}（{why}）", path=path, why=error),
            _("用 jiefang sessions verify 核验，看哪里不一样。"),
        ),
        "closed": (_("记录已经关闭：{path}", path=path), ""),
    }.get(
        reason,
        (
            _("读写记录时磁盘出错：{path}（{why}）", path=path, why=error),
            _("看看磁盘是不是满了、断开了；也可以用 JIEFANG_HOME 换一个文件夹。"),
        ),
    )
    return StoreError(reason, message, hint)
