"""A workbench over a scenario that may be written to."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

LAMP = Path(__file__).parents[1] / "app" / "scenarios" / "lamp"


@pytest.fixture
def lamp(tmp_path: Path) -> Path:
    """A copy of the small test scenario, in a folder of its own."""
    shutil.copytree(LAMP, tmp_path / "packs" / "lamp")
    return tmp_path / "packs" / "lamp"
