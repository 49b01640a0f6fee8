"""A world for the monkey: a small library, some visits to look back on, and a folder that it cannot leave."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from simulator import i18n
from simulator.app.preview import background
from simulator.app.widgets.choices import Choices
from tests.simulator.app.conftest import HERE as APP
from tests.simulator.app_preview.conftest import NoProof
from tests.simulator.app_replay.conftest import LEFT, POORLY, WELL, recorded

AT_RECORD = "seat,before,hurt,go_on,steps"
AT_SHEET = f"{AT_RECORD},record=best"


World = Callable[[], Path]


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """What makes a home with its record and gives the library: the lamp, and a visit with both forms.

    That visit was played to its end, or left at each of its doors. What is written without a path comes into a folder
    beside the library.
    """
    monkeypatch.setenv("EDITOR", "true")
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("COLORFGBG", raising=False)
    monkeypatch.setattr(Choices, "PAUSE", 0.0)
    monkeypatch.setattr(Choices, "GLANCE", 0.001)
    monkeypatch.setattr("simulator.app.replay.screen.AFTER", 0.001)
    # The checks of a preview run in a process of their own for seconds each; they are no part of any screen.
    monkeypatch.setattr(background, "Proof", NoProof)
    worlds = itertools.count()

    def make() -> Path:
        place = tmp_path / f"world-{next(worlds)}"
        library = place / "library"
        shutil.copytree(APP / "scenarios" / "lamp", library / "lamp")
        shutil.copytree(APP.parent / "app_forms" / "desk", library / "desk")
        (place / "here").mkdir()
        monkeypatch.chdir(place / "here")
        monkeypatch.setenv("JIEFANG_HOME", str(place / "home"))
        monkeypatch.setattr("scenarios.search_path.library", lambda: library)
        i18n.use("zh")
        for choices in (POORLY, WELL, POORLY, LEFT, AT_RECORD, AT_SHEET):
            recorded(choices)
        return library

    return make
