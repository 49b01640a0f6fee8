"""The last thing a petitioner said in each unfinished visit, kept in the cache so that it need not be played again.

An entry holds while the visit's last event is the same.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator import paths

if TYPE_CHECKING:
    from simulator.directory import Unfinished

VERSION = 1


def read() -> dict[str, Any]:
    """What is kept, by the id of the session; empty where nothing can be read. Nothing of it is believed yet."""
    try:
        data = json.loads(_file().read_text("utf-8"))
        return dict(data["visits"]) if data["version"] == VERSION else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def known(kept: Mapping[str, Any], session: str, last_hash: str) -> dict[str, str]:
    """The words in each language; empty where they are not known as of this event."""
    found = kept.get(session)
    if not isinstance(found, dict) or found.get("hash") != last_hash:
        return {}
    said = {language: found.get(language) for language in ("zh", "en")}
    return (
        {language: text for language, text in said.items() if isinstance(text, str)}
        if all(isinstance(text, str) for text in said.values())
        else {}
    )


def keep(visits: Iterable[Unfinished]) -> None:
    """Keep those that are known and forget all others; where that cannot be, they are only found out again."""
    data = {each.session: {"hash": each.last_hash, **each.left_at} for each in visits if each.left_at}
    with contextlib.suppress(OSError):
        _file().parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=_file().parent, prefix=".heard-")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump({"version": VERSION, "visits": data}, file, ensure_ascii=False)
        Path(name).replace(_file())


def _file() -> Path:
    return paths.cache() / "last_heard.json"
