"""What every test gets: a home of its own, a known language, and nothing of the person who runs the tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from simulator import i18n

# No deadline: two shared cores make single examples slow. ARGS="--hypothesis-profile=thorough" looks longer.
settings.register_profile("default", deadline=None, print_blob=True)
settings.register_profile("thorough", deadline=None, print_blob=True, max_examples=1000)
settings.load_profile("default")


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the source tree."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def _own_world(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sessions are kept in a temporary folder, the language is Chinese, colours and animations are settled.

    Subprocesses inherit it. A test of the language choice sets LANG itself.
    """
    monkeypatch.setenv("JIEFANG_HOME", str(tmp_path_factory.mktemp("home")))
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    monkeypatch.setenv("PYTHONUTF8", "1")
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    for name in (
        "LC_ALL",
        "LC_MESSAGES",
        "LANGUAGE",
        "JIEFANG_STORE",
        "JIEFANG_SEAL_KEY",
        "NO_COLOR",
        "FORCE_COLOR",
        "COLUMNS",
        "LINES",
    ):
        monkeypatch.delenv(name, raising=False)
    i18n.use("zh")
