"""Working out anew what a session scored: its log played again on its edition, and rated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scenarios.diagnostic import ScenarioError, render
from simulator import paths
from simulator.i18n import language
from simulator.record.errors import StoreError
from simulator.record.log import Session
from simulator.record.rating import evaluator_of, play_of, result_of
from simulator.record.store import Store
from simulator.record.verify import demand, examine

if TYPE_CHECKING:
    from scoring.rate import Result
    from scoring.rubric import Rubric


@dataclass(frozen=True, slots=True)
class Rescored:
    """How it went. `trouble` is why there is no result, in words."""

    session: Session
    result: Result | None
    trouble: str = ""


def rescore(store: Store, session: Session, rubric: Rubric | None = None) -> Rescored:
    """Score a session from its log, and keep that.

    Args:
        store: where it is.
        session: ended or not.
        rubric: None for that of its pack or else the product's.

    Raises:
        StoreError: the score cannot be kept.
    """
    try:
        result = _result(store, session, rubric)
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


def _result(store: Store, session: Session, rubric: Rubric | None) -> Result:
    from scenarios.engine import Engine
    from scenarios.program import compile_edition

    found = store.transcript(session.id)
    # Before the edition is read: a log that is not sound may name any.
    demand(examine(found), session.id)
    edition = store.edition(session.edition)
    evaluator = evaluator_of(edition, rubric, paths.cache() / "solutions")
    return result_of(play_of(found, Engine(compile_edition(edition))), evaluator)
