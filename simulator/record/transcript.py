"""A session as it was found, in the store or in a file: nothing about it is believed yet."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from simulator.record.events import Event, Sealed
from simulator.record.log import IDENTITY

STATED = (*IDENTITY, "started", "ended", "ending", "undos")
"""What is written of a session beside its log, and must agree with it."""


@dataclass(frozen=True, slots=True)
class Written:
    """An event as it was found; `text` is its data as canonical JSON."""

    seq: int
    kind: str
    text: str
    time: str
    previous: str
    hash: str


class Links(Protocol):
    """A log as it was found, of a session or of what else keeps one: what its chain is proved by.

    Attributes:
        events: None stands for one that cannot be read.
        count, last_hash: how many events there should be, and the hash of the last.
    """

    @property
    def events(self) -> Sequence[Written | None]: ...  # noqa: D102 - said above

    @property
    def count(self) -> int: ...  # noqa: D102

    @property
    def last_hash(self) -> str: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Transcript:
    """A whole session as it was found.

    Attributes:
        stated: what is written of the session beside its log (`STATED`).
        edition_hash, rules, edition: the edition, as canonical JSON; empty where it is missing or unreadable.
        events: None stands for one that cannot be read.
        count, last_hash: how many events there should be, and the hash of the last.
        signature, signed: made for the hash of event `signed`; empty and 0 without one.
    """

    stated: Mapping[str, Any]
    edition_hash: str
    rules: int
    edition: str
    events: Sequence[Written | None]
    count: int
    last_hash: str
    signature: str
    signed: int

    def sealed(self) -> Iterator[Sealed]:
        """The events that can be read."""
        for event in self.events:
            data = None if event is None else parsed(event.text)
            if event is not None and data is not None:
                yield Sealed(Event(event.kind, data), event.seq, event.time, event.previous, event.hash, event.text)


def parsed(text: str | bytes) -> dict[str, Any] | None:
    """A JSON object; None if it is none, or one that no honest program wrote."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
