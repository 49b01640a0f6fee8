"""The game as plain lines, for screen readers, pipes and simple terminals: the same visit, recorded the same way."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from simulator import plain_after, plain_home, plain_setup, settings
from simulator.i18n import _
from simulator.plain_console import Console, LeftError, Read, Write, line
from simulator.plain_visit import PlainVisit
from simulator.visit import Visit

if TYPE_CHECKING:
    from scenarios.model import Scenario
    from simulator.sessions import Sessions


def play(
    scenario: str | None,
    variant: str | None = None,
    mode: str | None = None,
    seed: str | None = None,
    *,
    read: Read = line,
    write: Write = print,
) -> None:
    """Play a visit in plain lines. What is not given is asked for; the end of the input keeps the visit for later.

    Args:
        scenario: id or path, or None to choose.
        variant: its name, or None to choose.
        mode: practice, simulation or exam, or None to choose.
        seed: order of the options and chances; a visit left unfinished is not offered where one is given.
        read: asks with a prompt and gives a line, as `input`.
        write: shows a line, as `print`.

    Raises:
        UserError: there is nothing to play.
    """
    from simulator.sessions import Sessions

    console = Console(read, write)
    sessions = Sessions()
    try:
        visit = _visit(console, sessions, scenario, variant, mode, seed)
        while True:
            result = PlainVisit(visit, console, sessions).run()
            following = plain_after.following(console, visit, result) if result is not None else None
            if following is None:
                return
            visit = _new(console, sessions, plain_setup.loaded(following), mode=visit.session.mode)
    except LeftError:
        console.say(_("再见。"))
    finally:
        sessions.close()


def _visit(
    console: Console, sessions: Sessions, name: str | None, variant: str | None, mode: str | None, seed: str | None
) -> Visit:
    """The visit to play: one that was left, or a new one."""
    known = plain_setup.loaded(name) if name is not None else None
    if seed is None:
        visit = plain_setup.unfinished(console, sessions, known.id if known is not None else None)
        if visit is not None:
            return visit
    found = known or plain_setup.loaded(plain_home.chosen_scenario(console))
    return _new(console, sessions, found, mode, variant, seed)


def _new(
    console: Console,
    sessions: Sessions,
    found: Scenario,
    mode: str | None = None,
    variant: str | None = None,
    seed: str | None = None,
) -> Visit:
    """A new visit, after its briefing; what is not given is asked for."""
    asked = mode is None
    mode = mode or plain_setup.chosen_mode(console)
    seed = seed if seed is not None else str(random.randrange(1_000_000))
    variant = variant or plain_setup.chosen_variant(console, found, seed)
    trainee = plain_setup.chosen_name(console) if asked else settings.read().trainee
    plain_setup.brief(console, found, variant)
    visit, trouble = sessions.begin(found, variant=variant, mode=mode, seed=seed, trainee=trainee)
    if trouble:
        console.say(trouble)
    return visit
