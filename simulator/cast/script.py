"""What happened in a visit, act by act, with the time that the log gives it. Nothing is shown here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import pairwise
from typing import Any, Literal

from simulator.record.events import Sealed

Kind = Literal["choice", "timed_out", "form", "undo", "hint", "note"]
DECISIONS = frozenset({"choice", "timed_out", "form"})
SHOWN = DECISIONS | {"undo", "hint", "note"}
"""Kinds of events that change the screen of a visit."""


@dataclass(frozen=True, slots=True)
class Act:
    """Something the trainee did, or time did.

    Attributes:
        kind: what it is.
        scene: id of the scene; empty for an undo.
        pause: milliseconds for which the screen stood before it, 0 or more; None where there was no screen.
        choice: id of the choice that was taken.
        picks: what was handed in with a form.
        text: what was noted.
        kept: whether it stood; a decision that was taken back later did not.
    """

    kind: Kind
    scene: str
    pause: int | None
    choice: str = ""
    picks: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    kept: bool = True

    @property
    def is_decision(self) -> bool:
        """Whether it moved the visit on."""
        return self.kind in DECISIONS


def acts(log: Sequence[Sealed]) -> tuple[Act, ...]:
    """The acts of a log that can be replayed.

    Args:
        log: sound events, from `started` on.
    """
    found: list[Act] = []
    standing: list[int] = []
    spent = 0
    for before, sealed in pairwise(log):
        kind, data = sealed.event.kind, sealed.event.data
        if kind not in SHOWN or (kind == "hint" and data.get("about") == "stake"):
            continue
        passed: int | None = milliseconds(before.time, sealed.time)
        if kind in DECISIONS:
            latency = data.get("latency")
            # The latency counts from when the moment was shown; acts in between have had their share.
            passed = max(0, latency - spent) if isinstance(latency, int) and latency > 0 else None
            standing.append(len(found))
        elif kind == "undo" and standing:
            undone = standing.pop()
            found[undone] = replace(found[undone], kept=False)
        spent = 0 if kind in DECISIONS or kind == "undo" else spent + (passed or 0)
        found.append(_act(kind, passed, data))
    return tuple(found)


def _act(kind: str, pause: int | None, data: Mapping[str, Any]) -> Act:
    picks = data.get("picks")
    return Act(
        kind=kind,  # type: ignore[arg-type] # the caller has looked
        scene=str(data.get("scene", "")),
        pause=pause,
        choice=str(data.get("choice", "")),
        picks={str(line): str(option) for line, option in picks.items()} if isinstance(picks, Mapping) else {},
        text=str(data.get("text", "")),
    )


def milliseconds(earlier: str, later: str) -> int:
    """Milliseconds between two times of a log; 0 where the clock went back or one of them is none."""
    try:
        passed = datetime.fromisoformat(later) - datetime.fromisoformat(earlier)
    except (ValueError, TypeError):
        return 0
    return max(0, round(passed.total_seconds() * 1000))
