"""Where things are kept. `JIEFANG_HOME` puts all of it into one folder of one's choosing."""

from __future__ import annotations

import os
from pathlib import Path

NAME = "jiefang"


def home() -> Path:
    """Sessions, settings, own scenarios: `JIEFANG_HOME`, else the user data directory."""
    own = os.environ.get("JIEFANG_HOME")
    if own:
        return Path(own).expanduser()
    import platformdirs

    return Path(platformdirs.user_data_dir(NAME, appauthor=False))


def cache() -> Path:
    """What can be worked out again: solved editions, the index of scenarios."""
    own = os.environ.get("JIEFANG_HOME")
    if own:
        return Path(own).expanduser() / "cache"
    import platformdirs

    return Path(platformdirs.user_cache_dir(NAME, appauthor=False))


def store() -> Path:
    """The SQLite file of sessions."""
    return home() / "sessions.sqlite3"


def settings() -> Path:
    """The settings file."""
    return home() / "settings.toml"
