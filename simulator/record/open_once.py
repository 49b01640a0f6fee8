"""What is open in one program cannot be opened in another: a lock, and what a person is told who comes second."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from simulator.i18n import _
from simulator.record.errors import StoreError, explained
from simulator.record.lock import HeldError, hold


def taken(path: Path, told: Callable[[str], str]) -> Callable[[], None]:
    """Take something for one's own.

    Args:
        path: the file of its lock.
        told: says what is open elsewhere, from the process that has it.

    Returns:
        What gives it back.

    Raises:
        StoreError: it is open elsewhere.
    """
    try:
        return hold(path)
    except HeldError as error:
        raise StoreError("open", told(error.owner or "?"), _("在那边接着做，或先把那边关掉。")) from error
    except OSError as error:
        raise explained(error, path) from error
