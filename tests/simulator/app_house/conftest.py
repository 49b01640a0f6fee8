"""The house around the visits: the app on the small scenario of its tests, with a record to look back on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from scenarios.edition import edition
from scenarios.load import load_or_raise
from scenarios.play import Play
from scoring.evaluate import Evaluator
from scoring.rate import rate
from scoring.solve import solve
from simulator.record.store import open_store
from simulator.visit import Visit
from tests.goldens import Golden, goldens
from tests.simulator.app.conftest import HERE as APP
from tests.simulator.app.conftest import Open, Table, _small_library, opened

__all__ = ["Open", "Table", "_small_library", "opened"]

HERE = Path(__file__).parent
LAMP = APP / "scenarios" / "lamp"
GOOD = ["seat", "before", "go_on", "steps"]
BAD = ["calm", "blame"]


@pytest.fixture
def golden() -> Golden:
    """Compare a screen with its golden."""
    return goldens(HERE / "golden")


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """What plays visits into the store, one a day up to today: good ones, and bad ones where `bad` says so."""

    def play(count: int, bad: frozenset[int] = frozenset(), trainee: str = "林芳") -> list[str]:
        monkeypatch.setattr("simulator.record.log.secrets.randbits", lambda bits: len(ids))
        chosen = edition(load_or_raise(LAMP), "plain")
        evaluator = Evaluator(solve(chosen))
        ids: list[str] = []
        for number in range(count):
            day = datetime.now(UTC) - timedelta(days=count - 1 - number)
            with open_store(clock=lambda day=day: day.isoformat()) as store:  # type: ignore[misc]
                log = store.create(chosen, mode="practice", seed=str(number), trainee=trainee, language="zh")
                visit = Visit(Play(chosen, str(number)), log.session, log)
                for choice in BAD if number in bad else GOOD:
                    visit.choose(choice)
                if visit.play.node.form is not None:
                    form = evaluator.form(visit.play.state)
                    visit.submit({line: valuation.best for line, valuation in form.items()})
                    visit.choose("number")
                visit.end()
                store.finish(log.session, rate(visit.play, evaluator))
                ids.append(log.session.id)
                log.close()
        return ids

    return play
