"""The trainer's editor, opened from the preview."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest

from scenarios.diagnostic import Mark
from simulator.app.preview.trips import Trips


class Preview(Trips):
    """As much of a preview as opens an editor; `shown` says whether the screen is there."""

    def __init__(self) -> None:
        self.shown, self.said = True, ""
        self.app: Any = SimpleNamespace(suspend=self._suspend)

    @contextmanager
    def _suspend(self) -> Iterator[None]:
        # As Textual's: whoever raises inside leaves the screen away.
        self.shown = False
        yield
        self.shown = True

    def say(self, text: str, *, warn: bool = False) -> None:
        """What is told."""
        self.said = text


@pytest.mark.parametrize("command", ["no-such-editor", "/", "'/no such/place' -n"])
def test_an_editor_that_cannot_be_started_gives_the_screen_back(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said what was tried and why it failed, and the preview goes on."""
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", command)
    preview = Preview()
    preview.open_editor(Mark("scenario.yaml", 3, 5))
    assert preview.shown
    assert command in preview.said and "打不开" in preview.said
