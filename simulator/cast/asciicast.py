"""A terminal recording as a file: asciicast, version 3 or 2 (https://docs.asciinema.org/manual/asciicast/v3/)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

Version = Literal[2, 3]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens in a recording.

    Attributes:
        time: milliseconds from the beginning; never less than that of the event before.
        code: `o` for output, `m` for a marker.
        text: what is written to the terminal, or the marker's label.
    """

    time: int
    code: Literal["o", "m"]
    text: str


@dataclass(slots=True)
class Cast:
    """A recording as it grows.

    Attributes:
        columns, rows: of the terminal.
        title: what it is of.
        timestamp: when the visit began, in seconds since 1970; None where that is not known.
        now: milliseconds that have gone by.
    """

    columns: int
    rows: int
    title: str
    timestamp: int | None = None
    now: int = 0
    events: list[Event] = field(default_factory=list)

    def stand(self, milliseconds: int) -> None:
        """Let time go by."""
        self.now += milliseconds

    def write(self, output: str) -> None:
        """Write to the terminal now; nothing is no event."""
        if output:
            self.events.append(Event(self.now, "o", output))

    def mark(self, label: str) -> None:
        """Set a marker here."""
        self.events.append(Event(self.now, "m", label))

    @property
    def markers(self) -> list[Event]:
        """The markers alone."""
        return [event for event in self.events if event.code == "m"]

    def text(self, version: Version) -> str:
        """The whole file; every line ends with a line end."""
        return "".join(line + "\n" for line in self._lines(version))

    def _lines(self, version: Version) -> Iterator[str]:
        yield _json(self._header(version))
        before = 0
        for event in self.events:
            # Version 3 counts from the event before, version 2 from the beginning.
            time = event.time - before if version == 3 else event.time
            before = event.time
            yield f'[{time // 1000}.{time % 1000:03d}, "{event.code}", {_json(event.text)}]'

    def _header(self, version: Version) -> dict[str, Any]:
        size: dict[str, Any] = {"width": self.columns, "height": self.rows}
        if version == 3:
            size = {"term": {"cols": self.columns, "rows": self.rows, "type": "xterm-256color"}}
        when = {} if self.timestamp is None else {"timestamp": self.timestamp}
        end = {"env": {"TERM": "xterm-256color"}} if version == 2 else {}
        return {"version": version, **size, **when, "title": self.title, **end}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
