"""Where the sessions are kept: `JIEFANG_STORE`, else the setting `record`, else the data folder."""

from __future__ import annotations

import os
from pathlib import Path

from simulator import paths, settings
from simulator.i18n import _
from simulator.record.errors import StoreError


def place() -> Path:
    """The SQLite file, whether it is there or not.

    Raises:
        StoreError: `JIEFANG_STORE` names a database server.
    """
    own = os.environ.get("JIEFANG_STORE", "")
    if "://" in own:
        raise StoreError(
            "url",
            _("这个版本还不能把记录存到数据库服务器（JIEFANG_STORE={url}）。", url=own.split("://")[0] + "://…"),
            _("去掉 JIEFANG_STORE，记录就存在本机；或者让它指向一个 SQLite 文件。"),
        )
    given = own or settings.read().record
    return file_of(given) if given else paths.store()


def file_of(given: str) -> Path:
    """The file that a place written by hand means; in a folder it has the usual name."""
    path = Path(given).expanduser()
    return path / paths.store().name if path.is_dir() else path


def is_empty() -> bool:
    """Whether nothing was ever kept, so that looking need not make a file. A server's address is no empty place."""
    return "://" not in os.environ.get("JIEFANG_STORE", "") and not place().exists()
