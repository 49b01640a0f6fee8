"""What the home page reads of the store: quickly, truly, and without the engine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from scenarios.edition import edition
from scenarios.load import load
from simulator import last_heard, paths, where_left
from simulator.overview import overview
from simulator.record.events import Event
from simulator.record.store import open_store
from simulator.sessions import Sessions

LAMP = Path(__file__).parents[1] / "app" / "scenarios" / "lamp"


def _begun() -> str:
    """The id of a visit that was begun and left."""
    scenario = load(LAMP).scenario
    assert scenario is not None
    sessions = Sessions()
    visit, _trouble = sessions.begin(scenario, variant="plain", mode="practice", seed="0", trainee="")
    visit.choose(visit.play.offers()[0].move.choice.id)
    sessions.leave(visit)
    sessions.close()
    return visit.session.id


def test_what_was_said_last_is_found_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A visit is played again for its last words; after that they are known until it goes on."""
    name = _begun()
    (left,) = overview().unfinished
    assert (left.session, left.steps, left.left_at) == (name, 1, {})
    (found,) = where_left.where_left([left])
    assert found.left_at["zh"]
    monkeypatch.setattr(where_left, "replay", None)
    assert overview().unfinished == [found] == where_left.where_left([found])
    with open_store() as store:
        visit = store.resume(name)
        visit.append(Event("note", {"text": "—"}))
        visit.close()
    assert overview().unfinished[0].left_at == {}


def test_words_of_an_older_moment_are_not_believed() -> None:
    """An entry of another last event, or one that is damaged, counts for nothing."""
    (found,) = where_left.where_left(overview().unfinished) if _begun() else ()
    kept = last_heard.read()
    assert last_heard.known(kept, found.session, found.last_hash) == found.left_at
    assert last_heard.known(kept, found.session, "another") == {}
    kept[found.session]["en"] = 3
    assert last_heard.known(kept, found.session, found.last_hash) == {}
    (paths.cache() / "last_heard.json").write_text(json.dumps([1]), "utf-8")
    assert last_heard.read() == {}


def test_a_damaged_visit_is_not_offered() -> None:
    """A visit whose log is not sound is left out once that is found out."""
    name = _begun()
    with open_store() as store:
        store.database.run("UPDATE sessions SET last_hash = 'none' WHERE id = ?", (name,))
    assert where_left.where_left(overview().unfinished) == []


def test_scores_are_those_of_the_store() -> None:
    """Last and best score by the query: a visit with an undo counts for no best, one without a score not at all."""
    scenario = load(LAMP).scenario
    assert scenario is not None
    chosen = edition(scenario, "plain")
    with open_store() as store:
        logs = [store.create(chosen, mode="practice", seed="0", trainee="", language="zh") for _ in range(4)]
        ids = [log.session.id for log in logs]
        database = store.database
        for number, (score, undos) in enumerate([(60.0, 0), (90.0, 2), (50.0, 0)]):
            database.run(
                "UPDATE sessions SET started = ?, undos = ? WHERE id = ?",
                (f"2026-01-0{number + 1}T08:00:00.000000Z", undos, ids[number]),
            )
            database.run(
                "INSERT INTO scores (session, complete, score, raw_score, band, luck, dimensions, red_lines)"
                " VALUES (?, 1, ?, ?, '', 0, '{}', '[]')",
                (ids[number], score, score),
            )
    found = overview()
    assert (found.scores["lamp"].last, found.scores["lamp"].best) == (50.0, 60.0)
    assert found.any
    assert found.days >= 3


def test_the_engine_is_not_imported() -> None:
    """Neither the engine nor numpy is imported for what the home page reads."""
    _begun()
    code = (
        "import sys; from simulator.overview import overview; assert overview().unfinished;"
        "print([n for n in sys.modules if n in ('numpy', 'scenarios.engine', 'scenarios.load', 'simulator.sessions')])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=dict(os.environ))
    assert run.stdout.strip() == "[]", run.stderr
