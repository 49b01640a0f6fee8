"""What a person has set, in a small TOML file that may be edited by hand (docs/settings.md).

Unknown keys and values that do not fit are ignored and kept on writing, comments too, so that an old program reads a
new file and neither takes anything away from the other.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from simulator import i18n, paths, terminal

CHOICES: Mapping[str, tuple[str, ...]] = {
    "language": ("", "zh", "en"),
    "theme": ("", "paper", "inkstone", "contrast", "terminal"),
    "marks": ("", "lines", "ascii"),
    "text_speed": ("slow", "normal", "fast", "off"),
    "time_multiplier": ("1", "1.5", "2", "off"),
    "tour": ("", "done"),
}
"""What a setting can be, the default first; others are any text, or true and false."""

SPEEDS: Mapping[str, int | None] = {"slow": 15, "normal": 30, "fast": 60, "off": None}
"""Characters a second in which a petitioner's words appear; None: at once."""

FACTORS: Mapping[str, float | None] = {"1": 1.0, "1.5": 1.5, "2": 2.0, "off": None}
"""By what the seconds of a timed choice are multiplied; None: no clock runs."""


class Settings(NamedTuple):
    """Everything that can be set.

    Attributes:
        language: `zh` or `en`; empty for the locale's.
        trainee: the name sessions are kept under.
        theme: name of the colour theme; empty for the default.
        colour_blind: colours that people who see red and green alike can tell apart.
        marks: lines and marks as they are, or in ASCII; empty for what the terminal can draw.
        text_speed: how fast words appear, a key of `SPEEDS`.
        time_multiplier: more time for timed choices, a key of `FACTORS`.
        reduced_motion: nothing moves by itself.
        say_first: in practice one types what one would say before the options appear.
        record: the SQLite file that sessions are kept in; empty for the one in the data folder.
        tour: `done` when the first visit was taken or left out.
        keys: (id of a key, names of keys by commas), for keys other than ours.
    """

    language: str = ""
    trainee: str = ""
    theme: str = ""
    colour_blind: bool = False
    marks: str = ""
    text_speed: str = "normal"
    time_multiplier: str = "1"
    reduced_motion: bool = False
    say_first: bool = False
    record: str = ""
    tour: str = ""
    keys: tuple[tuple[str, str], ...] = ()

    @property
    def spoken(self) -> i18n.Language:
        """The language to use."""
        if self.language == "zh":
            return "zh"
        # The console of Linux has no Chinese letters of its own; who has given it some says so in the settings.
        return "en" if self.language == "en" or terminal.console() else i18n.from_locale()

    @property
    def ascii_marks(self) -> bool:
        """Whether lines and marks are in ASCII, as far as that is known without asking the terminal."""
        return self.marks == "ascii" or (not self.marks and terminal.console())

    @property
    def characters_a_second(self) -> int | None:
        """How fast words appear; None: at once."""
        return None if self.reduced_motion else SPEEDS[self.text_speed]

    @property
    def time_factor(self) -> float | None:
        """By what the seconds of a timed choice are multiplied; None: no clock runs."""
        return FACTORS[self.time_multiplier]


def read(path: Path | None = None) -> Settings:
    """The settings; defaults where there is no file or it cannot be read."""
    import tomllib

    try:
        data: dict[str, Any] = tomllib.loads((path or paths.settings()).read_text("utf-8"))
    except (OSError, ValueError):
        return Settings()
    fitting: dict[str, Any] = {name: _fitting(name, data[name]) for name in Settings._fields if name in data}
    return Settings()._replace(**{name: value for name, value in fitting.items() if value is not None})


def _fitting(name: str, value: object) -> object | None:
    """A value of the file as the settings hold it; None where it does not fit."""
    default = Settings._field_defaults[name]
    if name == "keys":
        return _keys(value)
    if isinstance(default, bool):
        return value if isinstance(value, bool) else None
    if name == "time_multiplier" and isinstance(value, int | float) and not isinstance(value, bool):
        value = f"{value:g}"
    if not isinstance(value, str) or (name in CHOICES and value not in CHOICES[name]):
        return None
    return value


def _keys(value: object) -> tuple[tuple[str, str], ...] | None:
    if not isinstance(value, dict):
        return None
    return tuple((name, keys) for name, keys in value.items() if isinstance(keys, str) and keys.strip())


def write(settings: Settings, path: Path | None = None) -> None:
    """Keep the settings, atomically; what else stands in the file stays.

    Raises:
        OSError: the file cannot be written.
    """
    target = path or paths.settings()
    target.parent.mkdir(parents=True, exist_ok=True)
    text = _written(settings, target)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".settings-")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    Path(name).replace(target)


def _written(settings: Settings, target: Path) -> str:
    """The text of the file with these settings in it; a value that did not fit stays until another is set."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(target.read_text("utf-8"))
    except (OSError, ValueError, TOMLKitError):
        document = tomlkit.document()
    known = read(target)
    for name, value in settings._asdict().items():
        if value == getattr(known, name):
            continue
        if value == Settings._field_defaults[name]:
            document.pop(name, None)
        else:
            document[name] = dict(value) if name == "keys" else _number(value) if name == "time_multiplier" else value
    return tomlkit.dumps(document)


def _number(value: str) -> str | int | float:
    factor = FACTORS[value]
    return value if factor is None else int(factor) if factor == int(factor) else factor
