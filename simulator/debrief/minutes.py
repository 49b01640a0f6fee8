"""Minutes of a debrief as Markdown or as one HTML file that needs nothing else. What people wrote is only text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from simulator.debrief.debrief import Debrief
from simulator.debrief.markdown import markdown
from simulator.debrief.minutes_view import view
from simulator.errors import harmless
from simulator.i18n import _

Format = Literal["md", "html"]
SUFFIXES: Mapping[str, Format] = {".md": "md", ".markdown": "md", ".html": "html", ".htm": "html"}
"""File names by how they end."""


def minutes(state: Debrief, known: Mapping[str, str], form: Format) -> str:
    """The minutes of a debrief in the language in use.

    Args:
        state: the debrief.
        known: trainees' names by session (`names.trainees`); used where they are to be shown.
        form: `md` or `html`.

    Returns:
        The whole file.
    """
    # Only who writes minutes pays for it.
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=PackageLoader("simulator.debrief"),
        autoescape=form == "html",
        finalize=_plain_markdown if form == "md" else _clean,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    template = environment.get_template(f"minutes.{form}.jinja")
    return template.render(it=view(state, known), colon=Markup(_("：")))


def _plain_markdown(value: Any) -> Any:
    """What stands in an expression of the Markdown template: text, whatever it looks like."""
    return value if hasattr(value, "__html__") else markdown(value)


def _clean(value: Any) -> Any:
    """A text without what garbles a page; a value that is no text as it is."""
    return harmless(value) if type(value) is str else value
