"""Findings that an author leaves on purpose (`ignore:` with a reason), sorted out from the others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from scenarios.diagnostic import Diagnostic
from scenarios.model import Ignored

NOT_FOUND = "JF2060"


@dataclass(frozen=True, slots=True)
class Sorted:
    """Findings of one scenario, in the order they were made.

    Attributes:
        shown: those that count.
        left: those left on purpose, each with the author's reason.
    """

    shown: tuple[Diagnostic, ...]
    left: tuple[tuple[Diagnostic, str], ...] = ()


def sort_out(found: Iterable[Diagnostic], ignored: Iterable[Ignored], *, complete: bool) -> Sorted:
    """Sort out what the scenario's `ignore:` leaves on purpose.

    Args:
        found: all findings. The loader lets no error be ignored.
        ignored: the scenario's entries.
        complete: whether every check was made. Then an entry that leaves nothing out is a finding itself (JF2060), so
            that none stays when its reason has gone.
    """
    entries = {entry.code: entry for entry in ignored}
    shown, left = [], []
    for diagnostic in found:
        entry = entries.get(diagnostic.code)
        if entry is None:
            shown.append(diagnostic)
        else:
            left.append((diagnostic, entry.reason))
    if complete:
        used = {diagnostic.code for diagnostic, _ in left}
        shown += [Diagnostic(NOT_FOUND, e.mark, {"name": e.code}) for e in entries.values() if e.code not in used]
    return Sorted(tuple(shown), tuple(left))
