"""Screens and pages held against a text that was read in review."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

Golden = Callable[[str, str], None]


def goldens(folder: Path) -> Golden:
    """What compares a text with the golden of a name; UPDATE_GOLDENS=1 writes it instead, to be read in review."""

    def compare(name: str, text: str) -> None:
        path = folder / f"{name}.txt"
        if os.environ.get("UPDATE_GOLDENS"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, "utf-8")
        assert text == path.read_text("utf-8"), f"{name}: if the change is meant, run with UPDATE_GOLDENS=1"

    return compare
