"""What a person has set, in a small TOML file that may be edited by hand.

Unknown keys and values that do not fit are ignored (and kept on writing), so that an old program reads a new file.
"""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from simulator import i18n, paths


class Settings(NamedTuple):
    """Everything that can be set.

    Attributes:
        language: `zh` or `en`; empty for the locale's.
        trainee: the name sessions are kept under.
        theme: name of the colour theme; empty for the default.
    """

    language: str = ""
    trainee: str = ""
    theme: str = ""

    @property
    def spoken(self) -> i18n.Language:
        """The language to use."""
        if self.language == "zh":
            return "zh"
        return "en" if self.language == "en" else i18n.from_locale()


def read(path: Path | None = None) -> Settings:
    """The settings; defaults where there is no file or it cannot be read."""
    import tomllib

    try:
        data: dict[str, Any] = tomllib.loads((path or paths.settings()).read_text("utf-8"))
    except (OSError, ValueError):
        return Settings()
    known = {name: data[name] for name in ("language", "trainee", "theme") if isinstance(data.get(name), str)}
    return Settings(**known)


def write(settings: Settings, path: Path | None = None) -> None:
    """Keep the settings, atomically.

    Raises:
        OSError: the file cannot be written.
    """
    target = path or paths.settings()
    target.parent.mkdir(parents=True, exist_ok=True)
    values = {"language": settings.language, "trainee": settings.trainee, "theme": settings.theme}
    text = "".join(f"{name} = {json.dumps(value, ensure_ascii=False)}\n" for name, value in values.items() if value)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".settings-")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    Path(name).replace(target)
