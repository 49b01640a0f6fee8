"""The pages of the game in a browser, written in the language that the browser asks for."""

from __future__ import annotations

from functools import cache
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined

from simulator.i18n import Language, speaking
from simulator.i18n import _ as spoken

FILES = {"page.css": "text/css", "game.css": "text/css", "game.js": "text/javascript", "icon.svg": "image/svg+xml"}
"""What the pages load beside what textual-serve brings, all from the same origin."""


def file(name: str) -> bytes:
    """One of `FILES`; the look of the door is that of a debrief's room."""
    shared = {"page.css": "room.css", "icon.svg": "icon.svg"}
    package = "simulator.room.page" if name in shared else __package__
    return (resources.files(package) / shared.get(name, name)).read_bytes()


def accepted(header: str) -> Language:
    """The language that a browser asks for in `Accept-Language`: the first of ours; Chinese where none is named."""
    for part in header.lower().split(","):
        name = part.split(";")[0].strip()
        if name.startswith(("zh", "en")):
            return "zh" if name.startswith("zh") else "en"
    return "en" if header.strip(" *") else "zh"


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("simulator.web", "page"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip


def written(template: str, language: Language, **values: object) -> str:
    """A page."""

    def words(text: str, /, **parts: object) -> str:
        with speaking(language):
            return spoken(text, **parts)

    return _environment().get_template(template).render(_=words, language=language, **values)
