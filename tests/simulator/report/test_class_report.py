"""A report on several visits: everything is added up once, and people have no names unless they are asked for."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from simulator.debrief import events as e
from simulator.debrief.parts import Place
from simulator.debrief.record import DebriefStore
from simulator.record.store import Store
from simulator.replay.prices import Prices, Rater
from simulator.replay.recording import read
from simulator.report.page import class_view, gather
from simulator.report.page.people import People, people
from simulator.report.page.tally import Tally
from simulator.report.page.write import class_page, visit_page
from tests.simulator.report.conftest import BADLY, TRAINEE, WELL, Hold, recording_of, view_of

SHRUG = ("seat", "before", "hurt", "go_on", "shrug", "bye")


@pytest.fixture
def sessions(hold: Hold) -> list[str]:
    """Five visits of three people, one of them not finished."""
    visits = ((BADLY, TRAINEE), (WELL, "周平"), (SHRUG, TRAINEE), (BADLY, ""))
    return [*(hold(*choices, trainee=name) for choices, name in visits), hold(*BADLY, trainee="周平", end=False)]


def test_every_session_has_its_row(store: Store, sessions: list[str]) -> None:
    """A row for each session with its score and what decided it; whoever held two has one letter."""
    view = gather.cohort(store, sessions, hidden=True)
    rows = {row.name: row for row in view.sessions}
    assert Counter(row.name for row in view.sessions) == {"甲": 2, "乙": 2, "丙": 1}
    assert rows["丙"].score == view_of(store, sessions[3]).verdict.score
    assert [row.score for row in view.sessions].count("没有走到结局") == 1
    assert view.warnings == ("没有得分的：没有走到结局 1。",)
    assert [fact.text for fact in view.facts[:3]] == ["5", "3", "1"]


def test_scores_are_spread_over_all_that_have_one(store: Store, sessions: list[str]) -> None:
    """Bands and dimensions count every visit that came to an ending, each dimension only where it has a score."""
    view = gather.cohort(store, sessions, hidden=True)
    results = [Prices.of(recording_of(store, session)).result for session in sessions[:4]]
    assert {band.name: int(band.shown) for band in view.bands if band.shown != "0"} == Counter(
        result.band.name.zh for result in results
    )
    overall, *dimensions = view.dimensions
    assert sum(overall.counts) == 4
    assert overall.figures[5] == view_of(store, sessions[1]).verdict.score
    for spread, name in zip(dimensions, results[0].dimensions, strict=True):
        assert sum(spread.counts) == sum(result.dimensions[name].score is not None for result in results)


def test_decisions_add_up(store: Store, sessions: list[str]) -> None:
    """What a decision cost in all is the sum over the visits; every option has its count, the best one is named."""
    tally = Tally("zh")
    costs: Counter[tuple[str, str]] = Counter()
    for session in sessions:
        prices = Prices.of(recording_of(store, session))
        tally.add(prices.recording, prices)
        for decision in prices.result.decisions:
            costs[decision.scene, decision.line] += decision.cost  # type: ignore[assignment]
    for (_scenario, scene, line), crossing in tally.crossings.items():
        assert crossing.cost == pytest.approx(costs[scene, line])
        assert sum(option.times for option in crossing.options.values()) == crossing.times
        assert sum(option.best for option in crossing.options.values()) == crossing.times
        assert sum(option.cost for option in crossing.options.values()) == pytest.approx(crossing.cost)
    (place, dearest), *_others = tally.dearest(3)
    assert place[1:] == ("when_", "")
    assert {option.text[:3]: option.times for option in dearest.options.values()} == {
        "您放心": 2,
        "几天修": 1,
        "这个不": 1,
    }
    view = class_view.view(tally, people([line.session for line in tally.lines], "zh", hidden=True))
    first = view.crossings[0]
    assert first.cue == "那你给句准话，几天能修好？"
    assert [(option.times, option.best) for option in first.options] == [("2", ""), ("1", "★ 最好的"), ("1", "")]


def test_indicators_count_what_was_asked(store: Store, hold: Hold) -> None:
    """An indicator is asked for where the best option earns points in it, and met where as much was earned."""
    tally = Tally("zh")
    for choices in (WELL, SHRUG):
        prices = Prices.of(recording_of(store, hold(*choices)))
        tally.add(prices.recording, prices)
    assert (tally.asked["C4"].times, tally.asked["C4"].met) == (2, 1)
    assert (tally.asked["R4"].times, tally.asked["R4"].met) == (2, 2)
    assert tally.asked["C4"].lost > 0
    view = class_view.view(tally, people([line.session for line in tally.lines], "zh", hidden=True))
    rows = {row.name.split()[0]: row for row in view.indicators}
    assert rows["C4"].shown == "1 / 2"
    assert (
        {code for code, row in rows.items() if row.shown == "没有考到"}
        == {code for code in rows if code not in tally.asked or not tally.asked[code].times}
        != set()
    )


def test_an_edition_is_read_once(store: Store, hold: Hold) -> None:
    """Sessions of one edition share it and its rules: a class of hundreds is read in seconds."""
    one, other = (recording_of(store, hold(*choices)) for choices in (WELL, SHRUG))
    assert one.edition is other.edition
    assert one.play is not None and other.play is not None
    assert one.play.engine is other.play.engine
    assert one.play.state != other.play.state


def test_names_only_where_they_are_asked_for(store: Store, sessions: list[str]) -> None:
    """Without names none of them is in the page; with them they are, and who has none keeps a letter."""
    assert not {TRAINEE, "周平"} & set(class_page(gather.cohort(store, sessions, hidden=True)).split())
    assert TRAINEE not in class_page(gather.cohort(store, sessions, hidden=True))
    named = gather.cohort(store, sessions, hidden=False)
    assert {row.name for row in named.sessions} == {TRAINEE, "周平", "丙"}


def test_a_damaged_log_is_named_and_the_rest_counted(store: Store, sessions: list[str]) -> None:
    """One log that is not sound: what is wrong is said with whose it is, and its sound part counts for what it is."""
    tally = Tally("zh")
    for number, session in enumerate(sessions[:2]):
        found = store.transcript(session)
        if not number:
            events = list(found.events)
            event = events[-4]
            assert event is not None
            events[-4] = replace(event, text=event.text + " ")
            found = replace(found, events=events)
        recording = read(found)
        tally.add(recording, Rater().prices(recording))
    view = class_view.view(tally, people([line.session for line in tally.lines], "zh", hidden=True))
    assert view.faults[0].startswith(f"甲 {sessions[0]}：")
    assert [row.score for row in view.sessions].count("没有走到结局") == 1
    assert view.faults[0] in class_page(view)


class TestDebriefs:
    """What a facilitator wrote down comes into reports, and only where it belongs."""

    @pytest.fixture
    def debriefed(self, store: Store, sessions: list[str]) -> list[str]:
        """A debrief of the first two visits."""
        first, second = sessions[:2]
        log = DebriefStore(store).begin_debrief([first, second])
        for event in (
            e.PrebriefAccepted(),
            e.NoteAdded("delta", f"{TRAINEE}这里可以停一停", Place(first, 0)),
            e.NoteAdded("plus", "问得好", Place(second, 1)),
            e.NoteAdded("question", "下次早点开始"),
            e.DecisionRated(Place(first, 4), "", "王老师", -2, "许诺了", "red_line"),
            e.DimensionRated(first, "emotion", "王老师", 60, "", "前半段稳", 54.9),
            e.CommitmentAdded("甲", "先说期限"),
            e.CommitmentAdded("乙", "不抢话"),
            e.CommitmentAdded(TRAINEE, "先登记"),
        ):
            log.append(event)
        log.close()
        return sessions

    def test_in_a_report_on_one_visit(self, store: Store, debriefed: list[str]) -> None:
        """Notes and ratings stand with the decision they are about; nothing of the other visit is told."""
        view = view_of(store, debriefed[0])
        opening = next(one for one in view.decisions if one.number == 1)
        assert [(line.label, line.text) for line in opening.facilitator] == [("可以改", f"{TRAINEE}这里可以停一停")]
        vow = next(one for one in view.decisions if one.number == 5)
        assert [(line.label, line.text) for line in vow.facilitator] == [("王老师 的评分", "−2：许诺了")]
        (debrief,) = view.debriefs
        assert [line.text for line in debrief.commitments] == ["先说期限", "先登记"]
        assert debrief.ratings[0].text == "王老师 给 60，程序给 54.9：前半段稳"
        page = visit_page(view)
        assert "下次早点开始" in page
        assert "问得好" not in page and "不抢话" not in page

    def test_names_are_hidden_there_too(self, store: Store, debriefed: list[str]) -> None:
        """A name that a facilitator typed is a letter in an anonymous report."""
        page = visit_page(view_of(store, debriefed[0], hidden=True))
        assert TRAINEE not in page
        assert "甲这里可以停一停" in page

    def test_in_a_class_report(self, store: Store, debriefed: list[str]) -> None:
        """A class report tells all of it, by the letters of the report."""
        page = class_page(gather.cohort(store, list(reversed(debriefed)), hidden=True))
        assert all(words in page for words in ("下次早点开始", "问得好", "不抢话", "先说期限"))
        assert TRAINEE not in page


def test_a_persons_name_in_a_debrief() -> None:
    """Letters of the debrief and names become those of the report; an unknown one is nobody where names are hidden."""
    hidden = People({"s1": "乙"}, {"s1": "林晓"}, hidden=True)
    assert [hidden.person(typed, {"甲": "乙"}) for typed in ("甲", "林晓", "老王")] == ["乙", "乙", "一人"]
    shown = People({"s1": "林晓"}, {"s1": "林晓"}, hidden=False)
    assert [shown.person(typed, {"甲": "林晓"}) for typed in ("甲", "老王")] == ["林晓", "老王"]
