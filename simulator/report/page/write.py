"""A report as one HTML file that needs nothing else: no script, nothing from outside, every text only text."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from simulator.errors import harmless
from simulator.i18n import _
from simulator.report.page.shapes import VisitView

if TYPE_CHECKING:
    from jinja2 import Environment

    from simulator.report.page.class_shapes import ClassView


def visit_page(view: VisitView) -> str:
    """The report on one visit, in the language in use."""
    return _environment().get_template("visit.html").render(it=view)


def class_page(view: ClassView) -> str:
    """The report on a class, in the language in use."""
    return _environment().get_template("class.html").render(it=view)


@cache
def _environment() -> Environment:
    # Only who writes a report pays for it.
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("simulator.report.page"),
        autoescape=True,
        finalize=_clean,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals["_"] = _
    environment.filters["css_string"] = css_string
    return environment


_UNSEEN = re.compile("[\u061c\u200b\u200e\u200f\ufdd0-\ufdef]|[" + "".join(
    chr(plane << 16 | low) for plane in range(17) for low in (0xFFFE, 0xFFFF)
) + "]")  # fmt: skip
"""Marks that turn the direction of what follows, and code points that HTML does not allow."""


def _clean(value: Any) -> Any:
    """A text without what garbles a page; a value that is no text as it is."""
    return _UNSEEN.sub("", harmless(value)) if type(value) is str else value


def css_string(text: str) -> Markup:
    """A text as a CSS string, for the running title: everything but letters and digits is written as an escape.

    Neither CSS nor HTML can read anything else in it: inside `<style>` no entity would be understood.
    """
    return Markup('"' + "".join(c if c.isalnum() else f"\\{ord(c):x} " for c in _clean(text)) + '"')
