"""What several commands share: finding a scenario, its variant and its solution, the language, telling progress."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from scenarios.edition import Edition, edition
from scenarios.model import Scenario
from simulator import i18n, paths
from simulator.errors import no_variant

if TYPE_CHECKING:
    from scoring.evaluate import Evaluator
    from simulator.record.log import Session

PATIENCE = 1.0
"""Seconds before progress is told."""


def scenario(name: str) -> Scenario:
    """A scenario by id or path.

    Raises:
        ScenarioError: there is none, or it cannot be used.
    """
    from simulator.opening import opened

    return opened(name)


def variant(found: Scenario, name: str | None) -> Edition:
    """One variant of it, the first by default.

    Raises:
        UserError: no such variant.
    """
    if name is not None and name not in found.variants:
        raise no_variant(found.id, name, list(found.variants))
    return edition(found, name)


def evaluator(found: Edition) -> Evaluator:
    """Values for an edition, solved or from the cache."""
    from scoring.cache import solved
    from scoring.evaluate import Evaluator

    return Evaluator(solved(found, paths.cache() / "solutions"))


def language_of(ctx: click.Context, session: Session | None) -> i18n.Language:
    """The language that was asked for with this call, else the one in which the visit was held."""
    asked = any(each.get_parameter_source("lang") is ParameterSource.COMMANDLINE for each in (ctx, ctx.find_root()))
    held = i18n.as_language(session.language) if session is not None else None
    return i18n.language() if asked or held is None else held


def progress(said: Callable[[int, int], str]) -> Callable[[int, int], None] | None:
    """What says on a terminal how far it is, where it takes long; None where the error stream is none.

    Args:
        said: the line, from how many are done and of how many.
    """
    # While the app runs, what is printed goes through it.
    terminal = sys.stderr
    if not terminal.isatty():
        return None
    began = time.monotonic()

    def say(done: int, count: int) -> None:
        if time.monotonic() - began > PATIENCE:
            click.echo(f"\r\x1b[K{said(done, count)}" if done < count else "\r\x1b[K", file=terminal, nl=False)

    return say
