"""Visitors' homes: for each a folder with a record, settings and results of their own. No name is ever a path."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from simulator import paths
from simulator.i18n import Language

FOLDER = "visitors"
_DEVICE = re.compile(r"[0-9a-f]{16}")
_LOCALES: Mapping[Language, str] = {"zh": "zh_CN.UTF-8", "en": "en_US.UTF-8"}
_NOT_THEIRS = ("LC_ALL", "LC_MESSAGES", "SSH_CONNECTION", "SSH_TTY", "TMUX", "TERM_PROGRAM", "NO_COLOR", "JIEFANG_SEAL")
"""What is true of the terminal that the server runs in, and not of a browser."""


def home_of(device: str) -> Path:
    """The folder of a device, made if it is not there.

    Args:
        device: 16 hexadecimal digits, as `Admission.device` gives them.

    Raises:
        ValueError: it is not that.
        OSError: it cannot be made.
    """
    if not _DEVICE.fullmatch(device):
        raise ValueError(device)
    home = paths.home() / FOLDER / device
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Solved scenarios are worked out once for everybody.
    shared, own = paths.cache(), home / "cache"
    with suppress(OSError):
        shared.mkdir(parents=True, exist_ok=True)
        if not own.exists():
            own.symlink_to(shared.absolute(), target_is_directory=True)
    return home


def environment(home: Path, language: Language, size: tuple[int, int]) -> dict[str, str]:
    """What the game of a visitor sees of its surroundings: their own record, the scenarios of this machine.

    Args:
        home: their folder.
        language: which the browser asks for; a choice of their own in the settings goes before it.
        size: columns and rows.
    """
    from scenarios.search_path import SCENARIOS_FOLDER, installed

    found = {name: value for name, value in os.environ.items() if name not in _NOT_THEIRS}
    own = [str(paths.home() / SCENARIOS_FOLDER)]
    found.update(
        JIEFANG_HOME=str(home),
        JIEFANG_STORE=str(home / paths.store().name),
        JIEFANG_SCENARIOS=os.pathsep.join([*_parts("JIEFANG_SCENARIOS"), *own]),
        JIEFANG_PACKS=os.pathsep.join([*_parts("JIEFANG_PACKS"), *map(str, installed())]),
        JIEFANG_SERVED=str(os.getpid()),
        LANG=_LOCALES[language],
        TERM="xterm-256color",
        COLORTERM="truecolor",
        COLUMNS=str(size[0]),
        ROWS=str(size[1]),
        TEXTUAL_DRIVER="textual.drivers.web_driver:WebDriver",
        TEXTUAL_FPS="60",
        TEXTUAL_COLOR_SYSTEM="truecolor",
        PYTHONPATH=os.pathsep.join(part for part in sys.path if part),
    )
    return found


def _parts(variable: str) -> list[str]:
    return [part for part in os.environ.get(variable, "").split(os.pathsep) if part]
