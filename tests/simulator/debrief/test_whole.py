"""A debrief of a recorded visit from agenda to minutes, with the parts as they are put together by the screens."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from scoring.evaluate import Evaluator
from simulator.debrief import events as e
from simulator.debrief.agenda import proposal, propose
from simulator.debrief.agreement import OF_MARK
from simulator.debrief.both import seen, vote_options
from simulator.debrief.minutes import minutes
from simulator.debrief.names import trainees
from simulator.debrief.parts import Outcome, Place
from simulator.debrief.record import DebriefLog, DebriefStore
from simulator.debrief.votes import advice, right_options
from simulator.record.headless import keep
from simulator.record.store import Store, open_store
from simulator.replay.branch import Branch
from simulator.replay.prices import Prices
from simulator.replay.recording import read
from tests.simulator.debrief.conftest import Rate


@pytest.fixture
def home() -> Iterator[Store]:
    """The store of the home, where visits without a screen are kept."""
    with open_store() as store:
        yield store


def vote(log: DebriefLog, item: str, prices: Prices, hands: dict[str, int]) -> float:
    """Let the room vote once on an item; the share that was right."""
    place = log.state.item(item).place  # type: ignore[union-attr]
    moment = prices.recording.moments[place.moment]
    options = vote_options(prices.recording.play_at(place.moment), moment.shown)
    (decision,) = prices.decisions(place.moment)
    right = right_options(decision.valuation) & {option.id for option in options}
    opened = log.append(e.RoundOpened(item, options, tuple(sorted(right)))).open_round
    assert opened is not None
    log.append(e.Tallied(opened.id, hands))
    share = log.append(e.RoundLocked(opened.id)).rounds[-1].share_right
    assert share is not None
    return share


def test_from_agenda_to_minutes(home: Store, rate: Rate, evaluator: Evaluator) -> None:
    """The proposed moment is voted on, talked over, voted on again, revealed, rated, tried otherwise, and written up.

    After every step the debrief is closed and opened again, as if the machine had been switched off.
    """
    result, play = rate("seat,months,who,wait,done,form=best,promise,sheet=best,number")
    session = keep(play, result, "zh", trainee="欧阳青松")
    prices = Prices(read(home.transcript(session)), evaluator)
    debriefs = DebriefStore(home)
    log = debriefs.begin_debrief([session])

    def again() -> DebriefLog:
        state = log.state
        log.close()
        opened = debriefs.resume_debrief(log.id)
        assert opened.state == state
        return opened

    assert prices.recording.play is not None
    log.append(e.PrebriefAccepted())
    log.append(e.AgendaProposed(propose({session: (prices.result, prices.recording.play)})))
    log.append(e.AgendaProposed((proposal(Place(session, 0), prices.recording.play, "甲"),)))
    log = again()
    item = next(each for each in log.state.items if each.why == "costly")
    assert log.state.heading(item, "zh") == "「那能给吗？」之后"
    log.append(e.ItemOpened(item.id))
    log.append(e.PhaseEntered("analysis", 15))
    assert advice(vote(log, item.id, prices, {"promise": 3, "who_decides": 2})) == "discuss"
    assert not log.state.may_show(log.state.rounds[0])
    log = again()
    assert vote(log, item.id, prices, {"promise": 1, "who_decides": 4}) == 0.8
    assert log.state.gain(item.id) == pytest.approx((0.8 - 0.4) / 0.6)
    decisions = prices.decisions(item.place.moment)
    log.append(e.Revealed(item.place, seen(decisions, prices.recording.play)))
    assert log.state.heading(item, "zh") == "越权承诺"
    log.append(e.NoteAdded("delta", "先说谁定，再说多久", item.place))
    log.append(e.DecisionRated(item.place, "", "组长", -2, "许了愿", decisions[0].mark.id))
    assert OF_MARK[log.state.decision_ratings[0].mark] == -2
    branch = Branch(prices.recording, item.place.moment, ["who_decides"], "先说谁定")
    rated = branch.result(evaluator)
    log.append(e.BranchKept(branch.name, item.place, branch.data(), Outcome(score=rated.score, was=result.score)))
    log.append(e.CommitmentAdded("甲", "先问清再答"))
    log = again()
    kept = Branch.from_data(prices.recording, log.state.branches[0].data)
    assert kept.play.state == branch.play.state and rated.score > result.score
    home.delete(session)
    log.close()
    state = debriefs.debrief(log.id)
    for words in (
        "越权承诺",
        "选对的占 40 %",
        "选对的占 80 %",
        "0.67",
        "先说谁定",
        "先问清再答",
        "（记录已删除）",
        "三天之内一定到手",
    ):
        assert words in minutes(state, trainees(home, state), "md"), words
    assert "欧阳青松" not in minutes(state, trainees(home, state), "html")
