"""One line of the doctor's page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

State = Literal["good", "note", "bad"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found about one thing.

    Attributes:
        key: stable, for `--json`, such as `terminal.colours`.
        name: what was looked at.
        found: how it is.
        state: `good`, `note` (works, could be better) or `bad` (something will not work).
        todo: what to do; empty where nothing needs to be done.
        value: the same as `found` for a program: a number, a text, true or false, or null for not known.
    """

    key: str
    name: str
    found: str
    state: State = "good"
    todo: str = ""
    value: str | int | bool | None = None

    def data(self) -> dict[str, Any]:
        """As plain JSON values."""
        return {"key": self.key, "name": self.name, "found": self.found, "state": self.state,
                "todo": self.todo or None, "value": self.value}  # fmt: skip
