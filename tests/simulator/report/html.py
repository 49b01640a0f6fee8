"""A page read back: its elements, attributes and text; what in it points somewhere; whether it is good HTML."""

from __future__ import annotations

import json
import re
import subprocess
from html.parser import HTMLParser
from pathlib import Path

from tests.npm import package

VALIDATOR = "html-validate@10.17.0"
POINTING = {"href", "src", "srcset", "action", "formaction", "data", "poster", "background", "cite", "xlink:href",
            "manifest", "ping", "icon", "usemap", "longdesc", "codebase"}  # fmt: skip
"""Attributes whose values are addresses."""


class Reader(HTMLParser):
    """Reads a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, tuple[str, ...]]] = []
        self.values: list[tuple[str, str]] = []
        self.texts: list[str] = []
        self.styles: list[str] = []
        self._style = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        self.tags.append((tag, tuple(name for name, _value in attrs)))
        self.values += [(name, value or "") for name, value in attrs]
        self._style = tag == "style"

    def handle_endtag(self, tag: str) -> None:
        """An element ends."""
        self._style = False

    def handle_data(self, data: str) -> None:
        """Text."""
        (self.styles if self._style else self.texts).append(data)

    @property
    def text(self) -> str:
        """All text of the page."""
        return "".join(self.texts)

    @property
    def style(self) -> str:
        """All style sheets of the page."""
        return "".join(self.styles)


def addresses(html: str) -> list[str]:
    """Whatever in a page, its attributes and its style sheets could be fetched or followed, but places in itself."""
    page = Reader(html)
    found = [value for name, value in page.values if name in POINTING and not value.startswith("#")]
    styles = [page.style, *(value for name, value in page.values if name == "style")]
    for style in styles:
        found += re.findall(r"url\s*\(|@import[^;]*|image-set|src\s*:|expression\s*\(", style)
    found += [
        value for name, value in page.values if name.startswith("on") or (name == "http-equiv" and value == "refresh")
    ]
    return found + [
        tag for tag, _names in page.tags if tag in {"script", "link", "base", "iframe", "object", "embed", "img"}
    ]


def invalid(path: Path) -> list[str]:
    """What the validator finds wrong with a page, by the standard."""
    program = package(VALIDATOR) / "html-validate" / "bin" / "html-validate.mjs"
    done = subprocess.run(
        ["node", str(program), "--preset", "standard", "-f", "json", str(path)],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.stdout.startswith("["), done.stderr
    return [
        f"{one['ruleId']} {one['line']}: {one['message']}"
        for page in json.loads(done.stdout)
        for one in page["messages"]
    ]
