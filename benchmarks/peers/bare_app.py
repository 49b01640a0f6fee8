"""The least that a Textual app can be: one line of text that changes with every key."""

from __future__ import annotations

from textual import events
from textual.app import App, ComposeResult
from textual.widgets import Static


class Bare(App[None]):
    """One line."""

    pressed = 0

    def compose(self) -> ComposeResult:
        """The line."""
        yield Static("hello, world")

    def on_key(self, event: events.Key) -> None:
        """Another line."""
        self.pressed += 1
        self.query_one(Static).update(f"key {self.pressed}: {event.key}")


if __name__ == "__main__":
    Bare().run()
