"""Keeping a visit that was played without a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.play import Play

if TYPE_CHECKING:
    from scoring.rate import Result


def keep(play: Play, result: Result, language: str, trainee: str = "") -> str:
    """Record a finished play as a session.

    Returns:
        The session's id.

    Raises:
        StoreError: it cannot be kept.
    """
    from scenarios.engine import Step
    from simulator.record.store import open_store
    from simulator.visit import Visit

    edition = play.engine.program.edition
    with open_store() as store:
        log = store.create(edition, mode="simulation", seed=play.seed, trainee=trainee, language=language)
        visit = Visit(Play(edition, play.seed, play.engine), log.session, log)
        for step, timed_out in zip(play.steps, play.timed_out, strict=True):
            if isinstance(step, Step):
                visit.choose("timeout" if timed_out else step.move.choice.id)
            else:
                visit.submit(step.picks)
        if result.complete:
            visit.end()
            store.finish(log.session, result)
        return log.session.id
