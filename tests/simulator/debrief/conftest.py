"""What tests of the debrief share: a store, finished sessions in it, and events that fit them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scenarios.bilingual import Bilingual
from scenarios.edition import Edition, edition
from scenarios.play import Play
from scoring.evaluate import Evaluator
from scoring.inputs import play_all
from scoring.rate import Result
from scoring.rate import rate as rate_play
from scoring.solve import solve
from simulator.debrief.events import Begun
from simulator.debrief.parts import Option, Place, Proposal, SessionNote
from simulator.debrief.record import DebriefStore
from simulator.record.store import Store, open_store
from simulator.visit import Visit
from tests.scoring.small import small_scenario


@pytest.fixture(scope="session")
def small() -> Edition:
    """A small visit that can be played."""
    return edition(small_scenario(4), "default")


@pytest.fixture(scope="session")
def evaluator(small: Edition) -> Evaluator:
    """What it is worth."""
    return Evaluator(solve(small))


Rate = Callable[..., tuple[Result, Play]]


@pytest.fixture
def rate(small: Edition, evaluator: Evaluator) -> Rate:
    """Plays inputs, as `run --choices` takes them, and rates them."""

    def rate(inputs: str, seed: str = "7") -> tuple[Result, Play]:
        play = Play(small, seed)
        play_all(play, inputs.split(","), evaluator)
        return rate_play(play, evaluator), play

    return rate


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a store may be."""
    return tmp_path / "sessions.sqlite3"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    """An open store of one's own."""
    with open_store(path) as store:
        yield store


@pytest.fixture
def debriefs(store: Store) -> DebriefStore:
    """The debriefs in it."""
    return DebriefStore(store)


Played = Callable[..., str]


@pytest.fixture
def played(store: Store, small: Edition) -> Played:
    """Plays some choices of a visit and gives back the session's id."""

    def play(*choices: str, trainee: str = "林晓", seed: str = "7") -> str:
        log = store.create(small, mode="practice", seed=seed, trainee=trainee, language="zh")
        visit = Visit(Play(small, seed), log.session, log)
        for choice in choices or ("seat",):
            visit.choose(choice)
        log.close()
        return log.session.id

    return play


def note(session: str) -> SessionNote:
    """What a debrief remembers of a session."""
    return SessionNote(
        id=session, scenario="small", edition="e" * 64, variant="default", title=Bilingual("小剧本", "Small"),
        mode="practice", started="2026-09-15T01:00:00.000+00:00", ended="2026-09-15T01:20:00.000+00:00",
        ending="left", score=72.4, band="pass", dimensions={"listening": 80.0, "emotion": 71.5, "referral": None},
    )  # fmt: skip


def begun(*sessions: str) -> Begun:
    """The first event of a debrief."""
    return Begun("d1", tuple(note(session) for session in sessions or ("s1", "s2")), "zh")


def proposal(session: str = "s1", moment: int = 3) -> Proposal:
    """Something for the agenda."""
    return Proposal(
        Place(session, moment), Bilingual("越权承诺", "A promise beyond authority"),
        Bilingual("「那能给吗？」之后", "After “Will it be paid?”"), "costly", "record",
    )  # fmt: skip


OPTIONS = tuple(Option(name, Bilingual(f"说{name}", f"Say {name}")) for name in ("who_decides", "promise", "no"))
"""Three options of a moment."""
