"""The course of a debrief without a screen: what comes next, and what is refused in words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from scoring.evaluate import Evaluator
from simulator.app.debrief.rating import understood
from simulator.debrief import events as e
from simulator.debrief.course import following, next_step, page
from simulator.debrief.fitting import RefusedError
from simulator.debrief.lead import Lead
from simulator.debrief.parts import Place
from simulator.record.headless import keep
from simulator.record.store import Store, open_store
from simulator.replay.prices import Prices
from tests.simulator.debrief.conftest import Rate


@pytest.fixture
def home() -> Iterator[Store]:
    """The store of the home."""
    with open_store() as store:
        yield store


@pytest.fixture
def lead(home: Store, rate: Rate, evaluator: Evaluator, monkeypatch: pytest.MonkeyPatch) -> Iterator[Lead]:
    """A debrief of a visit with mistakes, rated and accepted."""
    monkeypatch.setattr(Prices, "of", lambda recording: Prices(recording, evaluator))
    result, play = rate("seat,months,who,wait,done,form=best,promise,sheet=best,number")
    found = Lead.begin(home, [keep(play, result, "zh", trainee="欧阳青松")])
    found.rate()
    found.log.append(e.PrebriefAccepted())
    found.propose()
    yield found
    found.log.close()


def test_one_step_after_the_other(lead: Lead) -> None:
    """From the agenda through reactions, description and every item to the summary, each step named."""
    assert (page(lead.state), next_step(lead.state, "agenda")) == ("agenda", "begin")
    lead.enter("reaction")
    assert next_step(lead.state, page(lead.state)) == "describe"
    lead.enter("description")
    assert next_step(lead.state, page(lead.state)) == "analyse"
    lead.analyse()
    seen = []
    while page(lead.state) == "item":
        item = lead.item
        assert item is not None
        seen.append(item.id)
        assert next_step(lead.state, "item") == "vote" and next_step(lead.state, "item", votable=False) == "reveal"
        lead.reveal(item)
        step = next_step(lead.state, "item")
        if step == "summarise":
            assert following(lead.state) is None
            lead.summarise()
        else:
            assert step == "onward"
            lead.onward()
    assert seen == [item.id for item in lead.state.items]
    assert (page(lead.state), next_step(lead.state, "summary")) == ("summary", "commit")
    lead.log.append(e.CommitmentAdded("甲", "先问谁定"))
    assert next_step(lead.state, "summary") == "write"


def test_what_is_refused(lead: Lead) -> None:
    """Nothing twice on the agenda, no vote without one open, no reveal during a vote, no ballot for another vote."""
    item = lead.state.items[0]
    with pytest.raises(RefusedError, match="已经在议程里"):
        lead.add(item.place)
    with pytest.raises(RefusedError, match="没有这一步"):
        lead.add(Place(item.place.session, 999))
    for act in (lead.lock, lambda: lead.count(0), lambda: lead.ballot(item.id, 1, "phone", 0)):
        with pytest.raises(RefusedError, match="不在进行"):
            act()
    lead.open_vote(item)
    with pytest.raises(RefusedError, match="没有截止"):
        lead.reveal(item)
    for ballot in ((item.id, 2, "phone", 0), ("9.9", 1, "phone", 0), (item.id, 1, "phone", 99)):
        with pytest.raises(RefusedError, match="不在进行"):
            lead.ballot(*ballot)
    assert lead.state.rounds[0].total == 0


def test_a_session_that_is_gone(lead: Lead, home: Store) -> None:
    """Its items stay and can be talked about; there is nothing to vote on, and marks that were seen are still known."""
    first, last = lead.state.items[0], lead.state.items[-1]
    lead.reveal(first)
    home.delete(first.place.session)
    debrief = lead.log.id
    lead.log.close()
    again = Lead.resume(home, debrief)
    again.rate()
    assert again.state.seen(first.place) and again.votable(last.place) is None and again.faults() == []
    assert again.reveal(last).is_revealed(last.place)
    again.log.close()


def test_a_form_is_voted_on_by_its_costliest_line(home: Store, rate: Rate, evaluator: Evaluator) -> None:
    """A form has many lines: the one that cost most and has options is put to the vote, with what is right there."""
    result, play = rate("seat,months,who,wait,done,form.kind=suggestion,promise,sheet=best,number")
    session = keep(play, result, "zh")
    lead = Lead.begin(home, [session])
    recording = lead.recording(session)
    assert recording is not None
    lead._prices[session] = Prices(recording, evaluator)
    form = next(moment for moment in recording.moments if moment.is_form)
    votable = lead.votable(Place(session, form.number))
    assert votable is not None
    assert votable.line == "kind" and len(votable.options) == 4
    assert "suggestion" not in votable.right and votable.right
    lead.log.close()


@pytest.mark.parametrize(
    ("typed", "decision", "value"),
    [
        ("-1 许了愿", True, (-1.0, "许了愿")), ("−2：太急", True, (-2.0, "太急")), ("+2 好", True, (2.0, "好")),
        ("70 听得全", False, (70.0, "听得全")), ("66.5，回应少", False, (66.5, "回应少")),
        ("0 没问", False, (0.0, "没问")),
    ],
)  # fmt: skip
def test_ratings_as_people_type_them(typed: str, decision: bool, value: tuple[float, str]) -> None:
    """Figure, then reason, with whatever stands between them; full-width and real minus signs too."""
    assert understood(typed, decision=decision) == value


@pytest.mark.parametrize(
    ("typed", "decision"),
    [
        ("", True), ("好", True), ("3 好", True), ("1", True), ("1.5 半", True), ("101 高", False), ("-5 低", False),
        ("70", False),
    ],
)  # fmt: skip
def test_ratings_that_are_none(typed: str, decision: bool) -> None:
    """Said in a sentence."""
    assert isinstance(understood(typed, decision=decision), str)
