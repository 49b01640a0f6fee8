"""What tests of replays share: real visits, recorded as the game records them."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from scenarios.edition import Edition, edition
from scenarios.engine import FormStep
from scenarios.load import load_or_raise
from scenarios.play import Play
from scenarios.search_path import library
from scoring.evaluate import Evaluator
from scoring.solve import solve
from simulator.record.store import Store, open_store
from simulator.record.transcript import Transcript
from simulator.visit import Visit


@cache
def edition_of(scenario: str, variant: str | None = None) -> Edition:
    """An edition of the library."""
    loaded = load_or_raise(library() / scenario)
    return edition(loaded, variant or next(iter(loaded.variants)))


@cache
def evaluator_of(scenario: str, variant: str | None = None) -> Evaluator:
    """The evaluator of an edition of the library, solved once for each worker."""
    return Evaluator(solve(edition_of(scenario, variant)))


def play_on(visit: Visit, rng: random.Random, steps: int = 1_000) -> Visit:
    """Do anything that can be done, as somebody at a screen would; at times time runs out, or words are typed first."""
    play = visit.play
    for _ in range(steps):
        if play.ended:
            break
        visit.shown()
        if play.node.form is not None:
            visit.submit({line.line.id: rng.choice(line.options)[0].id for line in play.form()})
            continue
        if rng.random() < 0.3:
            visit.said("您慢慢说")
        if rng.random() < 0.3:
            visit.note("记一笔")
        if rng.random() < 0.2:
            visit.looked_up("信访工作条例:22")
        timeout = play.engine.timeout(play.state) is not None
        visit.choose("timeout" if timeout and rng.random() < 0.1 else rng.choice(play.open_ids()))
    return visit


Recorded = Callable[..., Visit]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An open store of one's own."""
    with open_store(tmp_path / "记录.sqlite3") as opened:
        yield opened


@pytest.fixture
def recorded(store: Store) -> Recorded:
    """Plays a visit and records it; closed, and ended unless `steps` says otherwise."""

    def record(
        scenario: str = "unpaid-wages", *, seed: int = 1, steps: int = 1_000, undo: bool = False, mode: str = "practice"
    ) -> Visit:
        played = edition_of(scenario)
        log = store.create(played, mode=mode, seed=str(seed), trainee="林", language="zh")
        visit = Visit(Play(played, str(seed)), log.session, log)
        rng = random.Random(seed)
        play_on(visit, rng, steps)
        if undo:
            visit.undo()
            play_on(visit, rng, steps)
        if visit.play.ended:
            visit.end()
        log.close()
        return visit

    return record


def found(store: Store, visit: Visit) -> Transcript:
    """A session as it stands in the store."""
    return store.transcript(visit.session.id)


def forms(visit: Visit) -> int:
    """How many forms were handed in."""
    return sum(isinstance(step, FormStep) for step in visit.play.steps)
