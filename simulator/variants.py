"""What a variant is called where a trainee picks one."""

from __future__ import annotations

from scenarios.model import Variant
from scenarios.text import fill
from simulator.i18n import _, language

DEFAULT = "default"
"""The variant that is the top level of its scenario; it has no place for a title."""


def title(variant: Variant) -> str:
    """The author's title in the language in use; the name where there is none."""
    if variant.title is not None:
        return fill(variant.title, variant, (), language())
    return _("平常的情形") if variant.name == DEFAULT else variant.name
