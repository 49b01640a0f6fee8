"""Every visit of the library can be reported, held well or badly, in both languages."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from scenarios.play import Play
from scenarios.search_path import library
from simulator import i18n
from simulator.record.store import Store
from simulator.report.page.write import visit_page
from simulator.visit import Visit
from tests.simulator.replay.conftest import edition_of, play_on
from tests.simulator.report.conftest import solutions, store, view_of
from tests.simulator.report.html import Reader, addresses, invalid

__all__ = ["solutions", "store"]
LIBRARY = sorted(place.parent.name for place in library().glob("*/scenario.yaml"))


@pytest.mark.slow
@pytest.mark.parametrize("scenario", LIBRARY)
def test_every_visit_of_the_library(store: Store, tmp_path: Path, scenario: str) -> None:
    """Its report is good HTML, points nowhere, and has a turn for everything that was done."""
    edition = edition_of(scenario)
    log = store.create(edition, mode="simulation", seed="5", trainee="林晓", language="zh")
    visit = play_on(Visit(Play(edition, "5"), log.session, log), random.Random(5))
    visit.end()
    log.close()
    languages: tuple[i18n.Language, ...] = ("zh", "en")
    for language in languages:
        with i18n.speaking(language):
            view = view_of(store, log.session.id, language)
            page = visit_page(view)
        path = tmp_path / f"{language}.html"
        path.write_text(page, "utf-8")
        assert invalid(path) == []
        assert addresses(page) == []
        assert Reader(page).text.strip()
        assert sum(turn.kind in ("you", "form") for turn in view.turns) == len(visit.play.steps)
        assert view.verdict.score
