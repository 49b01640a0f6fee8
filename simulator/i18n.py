"""The interface in two languages. Source texts are Chinese; `locale/en/LC_MESSAGES/*.mo` has the English.

`_` looks a text up at the moment of the call, so that the language can change while the program runs.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib import resources
from typing import Literal

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
_active: list[Language] = ["zh"]
_for_now: ContextVar[Language | None] = ContextVar("language", default=None)


def from_locale() -> Language:
    """The language that the environment asks for: `zh*`, `C`, `POSIX` or nothing is Chinese, all else English."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable, "")
        if value:
            name = value.split(".")[0]
            return "zh" if name.lower().startswith("zh") or name in ("C", "POSIX") else "en"
    return "zh"


def as_language(text: str | None) -> Language | None:
    """The language that a code names, or None."""
    if text == "zh":
        return "zh"
    return "en" if text == "en" else None


def use(language: Language) -> None:
    """Show the interface in this language from now on."""
    _active[0] = language


def language() -> Language:
    """The language in use."""
    return _for_now.get() or _active[0]


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Words of the interface in this language inside the block, for what is kept in both."""
    token = _for_now.set(language)
    try:
        yield
    finally:
        _for_now.reset(token)


@cache
def _english() -> gettext.NullTranslations:
    folder = resources.files("simulator") / "locale" / "en" / "LC_MESSAGES"
    found = gettext.NullTranslations()
    if folder.is_dir():
        for entry in sorted(folder.iterdir(), key=lambda e: e.name):
            if entry.name.endswith(".mo"):
                with entry.open("rb") as file:
                    more = gettext.GNUTranslations(file)
                more.add_fallback(found)
                found = more
    return found


def _(text: str, /, **values: object) -> str:
    """A text of the interface in the language in use, with `{names}` filled in."""
    shown = text if language() == "zh" else _english().gettext(text)
    return shown.format(**values) if values else shown
