"""The explorer: what it says of a scenario is what the sessions in the store say one by one."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from statistics import mean

import pytest

from scenarios.edition import Edition
from scenarios.play import Play
from scoring.rate import Decision, Result, rate
from simulator import i18n
from simulator.record.cohorts import Wanted
from simulator.record.store import Store
from simulator.replay.explorer import Explorer, data
from simulator.visit import Visit
from tests.simulator.replay.conftest import edition_of, evaluator_of, play_on

SCENARIO = "unpaid-wages"


def kept(store: Store, variant: str | None, seed: int, **who: str) -> Result:
    """A visit played to its end and kept with its score."""
    edition = edition_of(SCENARIO, variant)
    given = {"mode": "practice", "seed": str(seed), "trainee": "", "language": "zh", **who}
    log = store.create(edition, **given)
    visit = play_on(Visit(Play(edition, str(seed)), log.session, log), random.Random(seed))
    visit.end()
    result = rate(visit.play, evaluator_of(SCENARIO, variant))
    store.finish(log.session, result)
    log.close()
    return result


@pytest.fixture
def results(store: Store) -> list[Result]:
    """Eight visits of two variants."""
    variants = list(edition_of(SCENARIO).scenario.variants)
    return [kept(store, variants[seed % 2], seed, trainee="林" if seed < 3 else "王") for seed in range(8)]


def by_place(results: list[Result]) -> dict[tuple[str, str], dict[str, list[tuple[Result, Decision]]]]:
    """The decisions of results by where they were made and what was chosen."""
    found: dict[tuple[str, str], dict[str, list[tuple[Result, Decision]]]] = defaultdict(lambda: defaultdict(list))
    for result in results:
        for decision in result.decisions:
            found[decision.scene, decision.line][decision.choice].append((result, decision))
    return found


def test_shares_and_means_are_those_of_the_visits(store: Store, results: list[Result]) -> None:
    """At every decision: how often, how large a part, how the visits scored, what it cost."""
    found = Explorer.of(store, Wanted(SCENARIO))
    assert (found.counted, found.unrated, found.unfinished) == (8, 0, 0)
    wanted = by_place(results)
    assert {(each.scene, each.line) for each in found.crossroads} == set(wanted)
    for each in found.crossroads:
        taken = wanted[each.scene, each.line]
        assert each.times == sum(map(len, taken.values())) == sum(option.times for option in each.options)
        assert sum(option.share for option in each.options) == pytest.approx(1)
        for option in each.options:
            of = taken.get(option.id, [])
            assert option.times == len(of)
            assert option.timed_out == sum(decision.timed_out for _result, decision in of)
            if not of:
                assert (option.score, option.cost, option.share) == (None, None, 0)
                continue
            assert option.share == len(of) / each.times
            assert option.score == pytest.approx(mean(result.score for result, _decision in of), abs=1e-6)
            assert option.cost == pytest.approx(mean(decision.cost for _result, decision in of), abs=1e-6)


def test_it_stands_as_the_scenario_does(store: Store, results: list[Result]) -> None:
    """Decisions in the order of the file; options by how often they were taken, what nobody took behind them."""
    found = Explorer.of(store, Wanted(SCENARIO))
    scenes = list(edition_of(SCENARIO).scenario.scenes)
    places = [scenes.index(each.scene) for each in found.crossroads]
    assert places == sorted(places)
    for each in found.crossroads:
        times = [option.times for option in each.options]
        assert times == sorted(times, reverse=True)
    untaken = [option for each in found.crossroads for option in each.options if not option.times]
    assert untaken and all(option.current for option in untaken)


def test_the_words_are_those_of_the_edition_in_both_languages(store: Store, results: list[Result]) -> None:
    """Every current choice has its text, filled in; a tick says what it is; nothing is left in braces."""
    found = Explorer.of(store, Wanted(SCENARIO))
    for language in ("zh", "en"):
        i18n.use(language)
        told = data(found, language)
        texts = [option["text"] for each in told["decisions"] for option in each["options"] if option["current"]]
        assert len(texts) > 60
        assert not any("{" in text or not text for text in texts)
        assert ("勾上" if language == "zh" else "tick") in texts
        assert all((each["label"] is None) == (each["line"] is None) for each in told["decisions"])


def test_it_can_be_narrowed(store: Store, results: list[Result]) -> None:
    """By variant and by trainee, each counts just its own."""
    variants = list(edition_of(SCENARIO).scenario.variants)
    assert Explorer.of(store, Wanted(SCENARIO, variant=variants[1])).counted == 4
    found = Explorer.of(store, Wanted(SCENARIO, trainee="林"))
    assert found.counted == 3
    assert Counter({each.scene: each.times for each in found.crossroads if not each.line}) == Counter(
        decision.scene for result in results[:3] for decision in result.decisions if not decision.line
    )
    nothing = Explorer.of(store, Wanted("no-such"))
    assert (nothing.counted, nothing.crossroads, nothing.latest) == (0, (), None)


def test_an_edition_that_cannot_be_read_leaves_the_figures(store: Store, results: list[Result]) -> None:
    """The editions are damaged: shares and means stand as they did, under ids instead of words."""
    before = Explorer.of(store, Wanted(SCENARIO))
    store._database.run("DROP TRIGGER editions_are_not_changed")
    store._database.run("UPDATE editions SET data = x'00'")
    after = Explorer.of(store, Wanted(SCENARIO))
    assert after.latest is None
    figures = [
        {(each.scene, each.line, option.id): (option.times, option.score) for each in found.crossroads
         for option in each.options if option.times}
        for found in (before, after)
    ]  # fmt: skip
    assert figures[0] == figures[1]
    assert all(option["text"] == option["id"] for each in data(after, "zh")["decisions"] for option in each["options"])


def test_an_option_that_the_scenario_has_no_more(store: Store, results: list[Result]) -> None:
    """It is still counted, under its id, and said to be gone."""
    store._database.run(
        "INSERT INTO cohort_options SELECT cohort, scene, line, 'gone_since', 3, 0, 3, 0, 0 FROM cohort_options"
        " WHERE line = '' LIMIT 1"
    )
    options = [option for each in Explorer.of(store, Wanted(SCENARIO)).crossroads for option in each.options]
    (gone,) = [option for option in options if option.id == "gone_since"]
    assert (gone.times, gone.current, gone.text) == (3, False, None)


def test_editions_are_told_apart(store: Store, results: list[Result]) -> None:
    """One line for each edition that was played, the latest first, with what of it could be counted."""
    store.create(edition_of(SCENARIO), mode="exam", seed="1", trainee="", language="zh").close()
    played = Explorer.of(store, Wanted(SCENARIO)).played
    editions: list[Edition] = [edition_of(SCENARIO, name) for name in list(edition_of(SCENARIO).scenario.variants)[:2]]
    assert {(each.edition, each.variant) for each in played} == {(each.hash, each.variant.name) for each in editions}
    assert [each.last for each in played] == sorted((each.last for each in played), reverse=True)
    assert sorted((each.sessions, each.ended, each.rated) for each in played) == [(4, 4, 4), (5, 4, 4)]
