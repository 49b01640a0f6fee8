"""The pictures in README and docs show the program as it is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize(
    "name", ["visit", *(pytest.param(name, marks=pytest.mark.slow) for name in ("home", "result", "preview"))]
)
def test_the_picture_is_what_the_program_shows(name: str) -> None:
    """In both languages; `.venv/bin/python tools/pictures.py` makes them anew."""
    done = subprocess.run(
        [sys.executable, "tools/pictures.py", "--check", name], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
