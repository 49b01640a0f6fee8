"""A report on one visit: everything that is in the record, what it was worth, and nothing that is not so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from simulator import i18n
from simulator.record.store import Store
from simulator.replay.prices import Prices, Rater
from simulator.replay.recording import read
from simulator.report.page import visit_view
from simulator.report.page.people import people
from simulator.report.page.write import visit_page
from simulator.report.review import costly
from tests.simulator.report.conftest import BADLY, LAST, NOTED, TRAINEE, TYPED, WELL, Hold, recording_of, view_of
from tests.simulator.report.html import Reader


def test_every_costly_decision_worst_first(store: Store, hold: Hold) -> None:
    """The decisions are those of the result screen in its order, with what was chosen, better, why and the article."""
    session = hold(*BADLY)
    view = view_of(store, session)
    result = Prices.of(recording_of(store, session)).result
    assert [one.number - 1 for one in view.decisions] == costly(result)
    worst = view.decisions[0]
    assert (worst.sign, worst.tone) == ("✕", "severe")
    told = {line.label: line.text for line in worst.told if line.label}
    assert told["您选了"] == "您放心，三天之内一定修好。"
    assert told["更好的是"].startswith("几天修好我定不了")
    assert told["为什么"].startswith("修不修、几天修由住建部门定")
    assert worst.law[0].place == "《信访工作条例》第28条"
    assert worst.law[0].summary
    assert view.verdict.red_lines == (("越权承诺（K2）", f"d{worst.number}"),)


def test_score_sheet_falls_to_the_score(store: Store, hold: Hold) -> None:
    """Every decision stands on the sheet; what is left after the last is the raw score, and the curve ends there."""
    session = hold(*BADLY)
    view = view_of(store, session)
    result = Prices.of(recording_of(store, session)).result
    assert len(view.sheet) == len(result.decisions)
    assert float(view.sheet[-1].left.replace("−", "-")) == pytest.approx(result.raw_score, abs=0.06)
    assert view.curve is not None
    assert view.curve.line.count("V") == len(result.decisions)
    assert {row.link for row in view.sheet} - {""} == {f"d{one.number}" for one in view.decisions}


def test_an_articles_gist_is_told_once(store: Store, hold: Hold) -> None:
    """An article that several decisions rest on has its summary with the first, and says so with the others."""
    laws = [law for one in view_of(store, hold(*BADLY)).decisions for law in one.law]
    articles = [law.place.split("款")[0] for law in laws if law.summary]
    assert len(articles) == len(set(articles)) >= 2
    assert any(law.above and not law.summary for law in laws)


def test_the_record_beside_the_decisions(store: Store, hold: Hold) -> None:
    """What was typed first, notes made, what was tried and taken back, looked up, and the time taken are all there."""
    view = view_of(store, hold(*BADLY))
    opening = next(one for one in view.decisions if one.number == 1)
    beside = {line.label: line.text for line in opening.beside}
    assert beside["用时"] == "4.5 秒"
    assert beside["先写下的原话"] == TYPED
    assert beside["自己的笔记"] == NOTED
    assert beside["试过又撤回"] == "（看着她，没有说话）"
    assert beside["查了手册"] == "《信访工作条例》第22条"
    assert [(note.label, note.text) for note in view.notes] == [("第 1 步", NOTED), ("之后", LAST)]


def test_transcript_has_every_word_and_mark(store: Store, hold: Hold) -> None:
    """Everything that was said is in the transcript; each of the trainee's turns has a mark, costly ones a link."""
    session = hold(*BADLY)
    view = view_of(store, session)
    recording = recording_of(store, session)
    own = [turn for turn in view.turns if turn.kind in ("you", "form")]
    assert len(own) == len(recording.moments)
    assert all(turn.mark is not None and turn.mark.sign for turn in own)
    linked = {turn.mark.link for turn in own if turn.mark is not None}
    assert {"d1", "f6"} <= linked
    page = Reader(visit_page(view))
    ids = {value for name, value in page.values if name == "id"}
    assert {value[1:] for name, value in page.values if name == "href"} <= ids


def test_forms_beside_the_best(store: Store, hold: Hold) -> None:
    """Each form stands line by line as it was filled in; only where the best is another does it say so."""
    record, referral = view_of(store, hold(*BADLY)).forms
    assert (record.title, referral.title) == ("来访登记表", "分流单")
    rows = {row.label: row for row in referral.rows}
    assert {label: (row.own, row.agrees) for label, row in rows.items() if label == "怎么转"} == {
        "怎么转": ("先打电话说明有人摔伤，再转办", True)
    }
    wrong = [row for row in record.rows if not row.agrees]
    assert wrong
    assert all(row.best and row.best != row.own and row.mark for row in wrong)
    assert all(not row.best and not row.mark for row in record.rows if row.agrees)


def test_a_good_visit(store: Store, hold: Hold) -> None:
    """A visit well held has its seal, its petitioner's last words, and what was found."""
    view = view_of(store, hold(*WELL))
    assert view.verdict.band
    assert not view.verdict.red_lines
    assert [turn.name for turn in view.farewell] == ["何秀兰", ""]
    assert view.farewell[0].parts[-1][1].startswith("好。你这姑娘")


def test_not_finished(store: Store, hold: Hold) -> None:
    """A visit that was left has no seal; it says that it did not end, and what can still be reached."""
    view = view_of(store, hold(*BADLY, end=False))
    assert view.warnings[0] == "这次接访没有走到结局，以下只写到停下的地方。"
    assert "还没有结束" not in view.warnings
    assert (view.verdict.band, view.verdict.score) == ("", "")
    assert view.verdict.sentence.startswith("后面都选最好的，还能得")
    assert len(view.turns) > 3


def test_nothing_decided(store: Store, hold: Hold) -> None:
    """A visit without a decision is a page all the same."""
    log_only = read(store.transcript(hold(*WELL)))
    cut = replace(log_only, moments=(), play=log_only.play_at(0), ended=False)
    assert cut.session is not None
    view = visit_view.view(cut, Rater().prices(cut), people([cut.session], "zh", hidden=False))
    assert view.verdict.sentence == "还没有作过决定，没有可评的。"
    assert view.curve is None
    assert "还没有作过决定" in visit_page(view)


def test_damaged(store: Store, hold: Hold) -> None:
    """A log that was altered says what is wrong and where; what comes before it is reported."""
    session = hold(*BADLY)
    whole = store.transcript(session)
    events = list(whole.events)
    seq = next(moment.seq for moment in read(whole).moments if moment.number == 2)
    event = events[seq - 1]
    assert event is not None
    events[seq - 1] = replace(event, text=event.text.replace("go_on", "go_in"))
    recording = read(replace(whole, events=events))
    assert recording.session is not None
    view = visit_view.view(recording, Rater().prices(recording), people([recording.session], "zh", hidden=False))
    assert str(seq) in view.faults[0]
    assert view.warnings[0] == "以下只写完好的部分：2 步。"
    assert len([turn for turn in view.turns if turn.kind == "you"]) == 2
    assert view.faults[0] in Reader(visit_page(view)).text


def test_not_priced(store: Store, hold: Hold) -> None:
    """A visit that is too large to be solved has its transcript and forms, and no figure."""
    recording = recording_of(store, hold(*BADLY))
    assert recording.session is not None
    view = visit_view.view(recording, None, people([recording.session], "zh", hidden=False))
    assert view.verdict.sentence == "没有计分：这个剧本太大，算不出来。"
    assert not view.decisions and not view.bars and view.curve is None and not view.sheet
    assert view.turns and view.forms and all(turn.mark is None for turn in view.turns)
    visit_page(view)


def test_anonymous(store: Store, hold: Hold) -> None:
    """A name that is to be hidden stands nowhere, not in what was typed either; else it does."""
    session = hold(*BADLY)
    assert TRAINEE in visit_page(view_of(store, session))
    hidden = visit_page(view_of(store, session, hidden=True))
    assert TRAINEE not in hidden
    assert "您先坐，甲记着。" in hidden


def test_both_languages(store: Store, hold: Hold) -> None:
    """The page is wholly in one language; a text of the program has its English, what people wrote stays as it is."""
    session = hold(*BADLY)
    with i18n.speaking("en"):
        view = view_of(store, session, "en")
        page = visit_page(view)
    assert '<html lang="en">' in page
    for words in ("Report on a visit", "The four dimensions", "You chose", "Better", "Score sheet", "Typed first"):
        assert words in page
    for words in ("接访报告", "四个维度", "您选了", "更好的是", "记分表", "先写下的原话"):
        assert words not in page
