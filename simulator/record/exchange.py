"""Sessions coming in from a file: nothing is believed before it is verified."""

from __future__ import annotations

from pathlib import Path

from simulator.i18n import _
from simulator.record import editions, export, rows, seal
from simulator.record.database import Database
from simulator.record.errors import StoreError
from simulator.record.log import Session
from simulator.record.verify import Verdict, demand, examine


def verify_file(path: Path) -> Verdict:
    """Whether an exported file is what it was; needs no store.

    Raises:
        StoreError: it is no exported session.
    """
    return examine(export.read(path), seal.key())


def take_in(database: Database, path: Path) -> tuple[Session, bool]:
    """Take in an exported session.

    Returns:
        The session, and whether it is new here; the very same one is left as it is.

    Raises:
        StoreError: the file is not sound, or another session has its id.
    """
    found = export.read(path)
    verdict = demand(examine(found, seal.key()), str(path))
    session = verdict.session
    assert session is not None, "a sound log has a session"
    with database.transaction():
        known = rows.last_hash(database, session.id)
        if known is None:
            editions.keep_text(database, found.edition_hash, found.edition)
            rows.add(database, session, verdict.log)
            rows.sign(database, session.id, found.signature, found.signed)
        elif known != found.last_hash:
            raise StoreError(
                "conflict",
                _("这里已有同一编号、内容不同的记录：{id}", id=session.id),
                _("先导出保存这里的那份，再用 jiefang sessions delete 删掉它，然后导入。"),
            )
    return rows.session(database, session.id), known is None
