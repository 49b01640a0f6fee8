"""Working out anew what a session scored: its log played again on its edition, and rated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scenarios.diagnostic import ScenarioError, render
from scenarios.edition import RULES_VERSION, Edition
from scenarios.play import InputError, Play
from simulator import paths
from simulator.i18n import _, language
from simulator.record.errors import StoreError
from simulator.record.log import Session
from simulator.record.store import Store
from simulator.visit import replay

if TYPE_CHECKING:
    from scoring.rate import Result


@dataclass(frozen=True, slots=True)
class Rescored:
    """How it went. `trouble` is why there is no result, in words."""

    session: Session
    result: Result | None
    trouble: str = ""


def rescore(store: Store, session: Session) -> Rescored:
    """Score a session from its log, and keep that.

    Raises:
        StoreError: the score cannot be kept.
    """
    try:
        result = _result(store, session)
    except StoreError as error:
        return Rescored(session, None, error.message)
    except ScenarioError as error:
        return Rescored(session, None, render(error.diagnostics[0], language()).message)
    store.finish(session, result)
    return Rescored(store.session(session.id), result)


def own_rubric(store: Store, session: Session) -> str:
    """The hash of the rubric that the pack of a visit has; empty for none, or where the edition cannot be read."""
    try:
        scenario = store.edition(session.edition).scenario
        if scenario.rubric is None:
            return ""
        from scoring.own_rubric import rubric_of

        return rubric_of(scenario).hash
    except (StoreError, ScenarioError):
        return ""


def _result(store: Store, session: Session) -> Result:
    events = store.events(session.id)
    edition = store.edition(session.edition)
    if edition.rules != RULES_VERSION:
        raise StoreError(
            "rules",
            _("它用第 {theirs} 版规则接访，这里是第 {ours} 版，不能重新计分", theirs=edition.rules, ours=RULES_VERSION),
        )
    try:
        play = replay(Play(edition, session.seed), events)
    except (InputError, KeyError, TypeError, AttributeError, ValueError) as error:
        # The chain is sound, yet what it holds cannot be played: somebody made it up.
        raise StoreError("unsound", _("记录里的决定在这份剧本上做不出来")) from error
    return _rated(play, edition)


def _rated(play: Play, edition: Edition) -> Result:
    from scoring.cache import solved
    from scoring.evaluate import Evaluator
    from scoring.rate import rate

    return rate(play, Evaluator(solved(edition, paths.cache() / "solutions")))
