"""Rating many sessions of one edition without a store: what the processes do that work for `rescoring`.

An edition is compiled, and its solution read from the cache, once for all of its sessions that come one after another.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scenarios.diagnostic import ScenarioError, render
from scenarios.edition import RULES_VERSION, Edition, from_data
from scenarios.engine import Engine, Step
from scenarios.play import InputError, Play
from simulator import i18n
from simulator.i18n import _
from simulator.record import scores
from simulator.record.errors import StoreError
from simulator.record.rows import written
from simulator.record.transcript import STATED, Transcript, parsed
from simulator.record.verify import demand, examine
from simulator.visit import replay

if TYPE_CHECKING:
    from scoring.evaluate import Evaluator
    from scoring.rate import Result
    from scoring.rubric import Rubric


@dataclass(frozen=True, slots=True)
class Played:
    """An edition and by what its sessions are rated.

    Attributes:
        hash, rules, text: of the edition; the text is its canonical JSON as it was found.
        rubric: None for its pack's or else the product's.
        solutions: the folder of the cache.
    """

    hash: str
    rules: int
    text: str
    rubric: Rubric | None
    solutions: Path


@dataclass(frozen=True, slots=True)
class Found:
    """A session as it was found; plain tuples, because they go from process to process by the thousand.

    Attributes:
        stated: in the order of `STATED`.
        rest: count, last_hash, signature and signed of a transcript.
        events: each in the order of `rows.EVENT`.
    """

    stated: tuple[str | int, ...]
    rest: tuple[int, str, str, int]
    events: Sequence[tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Rated:
    """What became of a session: the rows of its score, or the trouble in words."""

    id: str
    last_hash: str
    score: scores.Row | None
    decisions: Sequence[scores.Row]
    trouble: str = ""


def ready(language: i18n.Language) -> None:
    """Make a process ready: Ctrl-C is its parent's to handle, and troubles are told in the language in use there."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    i18n.use(language)
    threading.Thread(target=_leave_with_parent, daemon=True).start()


def _leave_with_parent() -> None:
    """End when the parent does, however it ends: a process that waits for work would else wait for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def prepare(played: Played) -> str:
    """Solve an edition, so that its solution is in the cache; what hinders it, in words, or nothing."""
    try:
        _rater(played)
    except StoreError as error:
        return error.message
    return ""


def rate_all(played: Played, sessions: Sequence[Found]) -> list[Rated]:
    """Rate sessions of an edition, each by itself: one that cannot be rated is no trouble to the others.

    All are replayed first, so that the states they came through can be valued together.
    """
    plays: list[Play | StoreError] = []
    for session in sessions:
        try:
            engine, evaluator = _rater(played)
            plays.append(play_of(_transcript(played, session), engine))
        except StoreError as error:
            plays.append(error)
    steps = (step for play in plays if isinstance(play, Play) for step in play.steps)
    befores = {step.before for step in steps if isinstance(step, Step)}
    if befores:
        evaluator.prepare(befores)
    return [_rated(played, session, play) for session, play in zip(sessions, plays, strict=True)]


def play_of(found: Transcript, engine: Engine) -> Play:
    """A session played again from its log.

    Raises:
        StoreError: the log is not sound, or what it holds cannot be played.
    """
    verdict = demand(examine(found), str(found.stated.get("id")))
    assert verdict.session is not None, "a sound log has a session"
    play = Play(engine.program.edition, verdict.session.seed, engine)
    try:
        return replay(play, [sealed.event for sealed in verdict.log])
    except (InputError, KeyError, TypeError, AttributeError, ValueError) as error:
        # The chain is sound, yet what it holds cannot be played: somebody made it up.
        raise StoreError("unsound", _("记录里的决定在这份剧本上做不出来")) from error


def result_of(play: Play, evaluator: Evaluator) -> Result:
    """What a session scores that was played again.

    Raises:
        StoreError: it came to a state that its edition does not have.
    """
    from scoring.evaluate import UnknownStateError
    from scoring.rate import rate

    try:
        return rate(play, evaluator)
    except (UnknownStateError, KeyError) as error:
        raise StoreError("unsound", _("记录里的决定在这份剧本上做不出来")) from error


def evaluator_of(edition: Edition, rubric: Rubric | None, solutions: Path) -> Evaluator:
    """Values of an edition's states, solved or from the cache.

    Raises:
        StoreError: it was played by other rules, its rubric cannot be used, or it is too large to be solved.
    """
    from scoring.cache import solved
    from scoring.evaluate import Evaluator

    if edition.rules != RULES_VERSION:
        raise StoreError(
            "rules",
            _("它用第 {theirs} 版规则接访，这里是第 {ours} 版，不能重新计分", theirs=edition.rules, ours=RULES_VERSION),
        )
    try:
        return Evaluator(solved(edition, solutions, rules=rubric))
    except ScenarioError as error:
        raise StoreError("unreadable", render(error.diagnostics[0], i18n.language()).message) from error


def _rated(played: Played, session: Found, play: Play | StoreError) -> Rated:
    session_id, last_hash = str(session.stated[0]), session.rest[1]
    try:
        if isinstance(play, StoreError):
            raise play
        score, decisions = scores.rows_of(session_id, result_of(play, _rater(played)[1]))
    except StoreError as error:
        return Rated(session_id, last_hash, None, (), error.message)
    return Rated(session_id, last_hash, score, decisions)


def _transcript(played: Played, session: Found) -> Transcript:
    count, last_hash, signature, signed = session.rest
    return Transcript(
        stated=dict(zip(STATED, session.stated, strict=True)),
        edition_hash=played.hash,
        rules=played.rules,
        edition=played.text,
        events=[written(*event) for event in session.events],
        count=count,
        last_hash=last_hash,
        signature=signature,
        signed=signed,
    )


_kept: dict[tuple[str, str], tuple[Engine, Evaluator]] = {}
"""What rates the edition of which sessions came last in this process; one, because it may take a hundred megabytes."""


def _rater(played: Played) -> tuple[Engine, Evaluator]:
    from scenarios.program import compile_edition

    key = (played.hash, "" if played.rubric is None else played.rubric.hash)
    if key not in _kept:
        _kept.clear()
        data = parsed(played.text)
        if data is None:
            raise StoreError("missing", _("没有这一份剧本，或者它已损坏：{hash}", hash=played.hash[:12]))
        try:
            edition = from_data(data)
        except ScenarioError as error:
            raise StoreError("unreadable", render(error.diagnostics[0], i18n.language()).message) from error
        _kept[key] = (Engine(compile_edition(edition)), evaluator_of(edition, played.rubric, played.solutions))
    return _kept[key]
