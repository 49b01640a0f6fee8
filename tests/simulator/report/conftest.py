"""What tests of reports share: recorded visits with everything in them, and what is reported of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from scenarios.edition import Edition, edition
from scenarios.load import load_or_raise
from scenarios.play import Play
from simulator import i18n
from simulator.record.store import Store, open_store
from simulator.replay.recording import Recording, read
from simulator.report.page import gather
from simulator.report.page.shapes import VisitView
from simulator.visit import Visit

DESK = Path(__file__).parent.parent / "app_forms" / "desk"
TRAINEE = "林晓"
TYPED, NOTED, LAST = "您先坐，林晓记着。", "先让她坐下\n再问", "今天太快了"
WELL = ("seat", "before", "hurt", "go_on", "steps", "number")
BADLY = ("wait", "before", "hurt", "go_on", "vow", "number")
WORSE = {"limits": "soon"}


@cache
def desk() -> Edition:
    """A visit with two forms."""
    loaded = load_or_raise(DESK)
    return edition(loaded, next(iter(loaded.variants)))


@pytest.fixture(scope="session")
def solutions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that keeps what was solved for the next test."""
    return tmp_path_factory.mktemp("solutions")


@pytest.fixture
def store(tmp_path: Path, solutions: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """An open store of one's own, the one that commands use."""
    monkeypatch.setenv("JIEFANG_HOME", str(solutions))
    monkeypatch.setenv("JIEFANG_STORE", str(tmp_path / "记录.sqlite3"))
    with open_store() as opened:
        yield opened


def held(store: Store, *choices: str, trainee: str = TRAINEE, end: bool = True, language: str = "zh") -> str:
    """Hold a visit: the choices that are open among those given, else the first; gives back the session's id.

    Words are typed first, notes are made, a step is taken back; forms have every line's first option,
    but of those who vow a worse one.
    """
    log = store.create(desk(), mode="practice", seed="3", trainee=trainee, language=language)
    seconds = [0.0]
    visit = Visit(Play(desk(), "3"), log.session, log, lambda: seconds[0])
    wanted = list(choices)
    for number in range(200):
        if visit.play.ended or (not end and number == 3):
            break
        visit.shown()
        seconds[0] += 4.5
        if visit.play.node.form is not None:
            picks = {line.line.id: line.options[0][0].id for line in visit.play.form()}
            visit.submit(picks | (WORSE if "vow" in choices and "limits" in picks else {}))
            continue
        if number == 0:
            visit.said(TYPED)
            visit.note(NOTED)
            visit.looked_up("信访工作条例:22")
            visit.choose(visit.play.open_ids()[-1])
            visit.undo()
            visit.shown()
            seconds[0] += 4.5
        there = visit.play.open_ids()
        visit.choose(next((wanted.pop(place) for place, each in enumerate(wanted) if each in there), there[0]))
    visit.note(LAST)
    if visit.play.ended:
        visit.end()
    log.close()
    return visit.session.id


Hold = Callable[..., str]


@pytest.fixture
def hold(store: Store) -> Hold:
    """Holds visits."""

    def hold(*choices: str, **more: object) -> str:
        return held(store, *choices, **more)  # type: ignore[arg-type]

    return hold


def recording_of(store: Store, session: str) -> Recording:
    """A session as it is replayed."""
    return read(store.transcript(session))


def view_of(store: Store, session: str, language: i18n.Language = "zh", *, hidden: bool = False) -> VisitView:
    """What is reported of a session."""
    with i18n.speaking(language):
        return gather.visit(store, recording_of(store, session), hidden=hidden)
