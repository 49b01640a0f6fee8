"""One connection to one SQLite file: opening, transactions, and every error in words.

Whatever a program has committed here survives its being killed and, as far as the disk keeps its word, a power cut.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from simulator.i18n import _
from simulator.record.errors import StoreError, explained, reason_of
from simulator.record.lock import HeldError, hold
from simulator.record.schema import APPLICATION, MIGRATIONS

WAIT = 5.0
"""Seconds to wait for another program's transaction."""

Value = str | int | float | bytes | None


class Database:
    """An open file. May be used from several threads; each call or transaction has it to itself.

    Attributes:
        path: the file.
        notices: what a person must be told about the opening, in words.
    """

    def __init__(self, path: Path, wait: float = WAIT) -> None:
        """Open the file, made or brought up to date if need be.

        Raises:
            StoreError: it cannot be opened, or belongs to a newer or another program.
        """
        self.path = path
        self.notices: tuple[str, ...] = ()
        self._wait = wait
        self._mutex = threading.RLock()
        try:
            self._connection = self._open()
        except (sqlite3.Error, OSError) as error:
            raise explained(error, path) from error
        except HeldError as error:
            raise explained(BlockingIOError(errno.EWOULDBLOCK, error.owner), path) from error

    # ---- use --------------------------------------------------------------------------------------------------

    def run(self, sql: str, parameters: Sequence[Value] = ()) -> list[sqlite3.Row]:
        """Run a statement; its rows, if it gives any.

        Raises:
            StoreError: it cannot be run.
        """
        with self._mutex, self._explaining():
            return self._connection.execute(sql, parameters).fetchall()

    def row(self, sql: str, parameters: Sequence[Value] = ()) -> sqlite3.Row | None:
        """The first row of a statement.

        Raises:
            StoreError: it cannot be run.
        """
        return next(iter(self.run(sql, parameters)), None)

    def many(self, sql: str, rows: Sequence[Sequence[Value]]) -> None:
        """Run a statement once for each row.

        Raises:
            StoreError: it cannot be run.
        """
        with self._mutex, self._explaining():
            self._connection.executemany(sql, rows)

    @contextlib.contextmanager
    def transaction(self, wait: float | None = None) -> Iterator[None]:
        """All or nothing, durable at the end of the block; it begins as a writer, so that it cannot fail half-way.

        Args:
            wait: seconds to wait for other writers, if not as long as usual.

        Raises:
            StoreError: it cannot begin or be committed; nothing was changed.
        """
        with self._mutex, self._explaining():
            self._patience(self._wait if wait is None else wait)
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                # Some errors have ended the transaction already.
                if self._connection.in_transaction:
                    with contextlib.suppress(sqlite3.Error):
                        self._connection.execute("ROLLBACK")
                raise

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[None]:
        """Everything read in the block is as of one moment, whatever other programs write.

        Raises:
            StoreError: it cannot begin.
        """
        with self._mutex, self._explaining():
            self._connection.execute("BEGIN")
            try:
                yield
            finally:
                self._connection.execute("ROLLBACK")

    def close(self) -> None:
        """Close the file; closing twice does no harm."""
        with self._mutex, self._explaining():
            self._connection.close()

    @contextlib.contextmanager
    def _explaining(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise explained(error, self.path) from error

    def _patience(self, seconds: float) -> None:
        self._connection.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")

    # ---- opening ----------------------------------------------------------------------------------------------

    def _open(self) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # One program at a time opens: setting up a new file and putting a broken one aside must not overlap.
        release = hold(self.path.parent / "locks" / f"{self.path.name}.opening", self._wait)
        try:
            try:
                return self._connect()
            except sqlite3.Error as error:
                if reason_of(error) != "corrupt":
                    raise
                self.notices = (*self.notices, _put_aside(self.path))
                return self._connect()
        finally:
            release()

    def _connect(self) -> sqlite3.Connection:
        # What people say at the counter is nobody else's business.
        os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))
        connection = sqlite3.connect(self.path, timeout=self._wait, isolation_level=None, check_same_thread=False)
        try:
            connection.row_factory = sqlite3.Row
            # A damaged byte shows as a wrong hash of one event, not as a query that fails.
            connection.text_factory = _text
            _check_owner(connection, self.path)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            migrate(connection, self.path)
        except BaseException:
            connection.close()
            raise
        return connection


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _number(connection: sqlite3.Connection, pragma: str) -> int:
    return int(connection.execute(f"PRAGMA {pragma}").fetchone()[0])


def _check_owner(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse a file of another or of a newer program, before anything in it is changed."""
    version = _number(connection, "user_version")
    owner = _number(connection, "application_id")
    tables = connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()[0]
    if owner != APPLICATION and (owner or version or tables):
        raise StoreError(
            "foreign",
            _("这不是接访台的记录文件：{path}", path=path),
            _("用 JIEFANG_HOME 指定另一个文件夹。"),
        )
    if version > len(MIGRATIONS):
        raise StoreError(
            "newer",
            _("记录文件由更新的接访台写成（第 {found} 版，这里只认到第 {known} 版）：{path}",
              found=version, known=len(MIGRATIONS), path=path),
            _("升级接访台，或用 JIEFANG_HOME 另开一个文件夹。"),
        )  # fmt: skip


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Bring a file up to date, all of it or nothing.

    Raises:
        sqlite3.Error: a step failed; the file is as before.
    """
    if _number(connection, "user_version") == len(MIGRATIONS):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        for step in MIGRATIONS[_number(connection, "user_version") :]:
            for statement in step:
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _put_aside(path: Path) -> str:
    """Rename a file that is no database, with what belongs to it; what to tell the person."""
    stem = f"{path.name}.broken-{time.strftime('%Y-%m-%d')}"
    name, number = stem, 1
    while (path.parent / name).exists():
        number += 1
        name = f"{stem}-{number}"
    for part in ("", "-wal", "-shm"):
        with contextlib.suppress(FileNotFoundError):
            path.with_name(path.name + part).rename(path.with_name(name + part))
    return _("记录文件读不出来，已改名保存为 {name}，并新建了一个空的。", name=name)
