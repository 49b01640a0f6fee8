"""Editions in the store: each one whole, once, by hash, so that a session replays exactly after files changed."""

from __future__ import annotations

import zlib
from hashlib import sha256
from typing import Any

from scenarios.diagnostic import ScenarioError
from scenarios.edition import Edition, from_data
from simulator.i18n import _
from simulator.record.database import Database
from simulator.record.errors import StoreError
from simulator.record.transcript import parsed

LARGEST = 64 * 2**20
"""Bytes an edition may have when unpacked; one of the library has about 150 000."""


def keep(database: Database, edition: Edition) -> None:
    """Store an edition unless it is there."""
    if not is_kept(database, edition.hash):
        title = edition.scenario.title
        _insert(database, edition.hash, edition.canonical, (title.zh, title.en))


def keep_text(database: Database, edition_hash: str, text: str) -> None:
    """Store an edition that came as canonical JSON of that hash, unless it is there.

    One that this program cannot read is kept all the same; a newer program may.
    """
    if not is_kept(database, edition_hash):
        try:
            title = from_data(parsed(text) or {}).scenario.title
            names = (title.zh, title.en)
        except ScenarioError:
            names = ("", "")
        _insert(database, edition_hash, text, names)


def is_kept(database: Database, edition_hash: str) -> bool:
    """Whether an edition is in the store."""
    return database.row("SELECT 1 FROM editions WHERE hash = ?", (edition_hash,)) is not None


def _insert(database: Database, edition_hash: str, text: str, title: tuple[str, str]) -> None:
    data: dict[str, Any] = parsed(text) or {}
    # Data of an edition this program cannot read may have any shape.
    bundle = data.get("scenario")
    scenario = bundle.get("scenario") if isinstance(bundle, dict) else None
    name = scenario.get("id") if isinstance(scenario, dict) else ""
    database.run(
        "INSERT INTO editions (hash, rules, scenario, variant, title_zh, title_en, data) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (edition_hash, int(data["rules"]), str(name), str(data["variant"]), *title, zlib.compress(text.encode())),
    )


def text(database: Database, edition_hash: str) -> tuple[str, int]:
    """An edition as canonical JSON, empty if missing or damaged, and the version of its rules; nothing is believed."""
    row = database.row("SELECT data, rules FROM editions WHERE hash = ?", (edition_hash,))
    if row is None:
        return "", 0
    try:
        unpacked = zlib.decompressobj().decompress(bytes(row["data"]), LARGEST).decode()
    except (zlib.error, ValueError, TypeError):
        unpacked = ""
    return unpacked, row["rules"] if isinstance(row["rules"], int) else 0


def edition(database: Database, edition_hash: str) -> Edition:
    """An edition as it was played.

    Raises:
        StoreError: there is none of this hash, or it is damaged.
        ScenarioError: it cannot be read any more.
    """
    found, _rules = text(database, edition_hash)
    data = parsed(found)
    if data is None or sha256(found.encode()).hexdigest() != edition_hash:
        raise StoreError("missing", _("没有这一份剧本，或者它已损坏：{hash}", hash=edition_hash[:12]))
    return from_data(data)


def title(database: Database, edition_hash: str, language: str) -> str:
    """The title of an edition; Chinese where there is no other, empty if the edition is not there."""
    row = database.row("SELECT title_zh, title_en FROM editions WHERE hash = ?", (edition_hash,))
    if row is None:
        return ""
    return str(row["title_en"] if language == "en" and row["title_en"] else row["title_zh"])


def tidy(database: Database, edition_hash: str) -> None:
    """Remove an edition that no session needs."""
    database.run(
        "DELETE FROM editions WHERE hash = ? AND NOT EXISTS (SELECT 1 FROM sessions WHERE edition = hash)",
        (edition_hash,),
    )
