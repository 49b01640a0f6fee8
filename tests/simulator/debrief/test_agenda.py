"""The agenda proposed from what visits scored, and the words that go with it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from scenarios.edition import Edition
from scenarios.play import Play
from simulator import i18n
from simulator.debrief.agenda import cue, proposal, propose
from simulator.debrief.both import both, seen, vote_options
from simulator.debrief.parts import Place
from simulator.debrief.votes import right_options
from tests.simulator.debrief.conftest import Rate

if TYPE_CHECKING:
    from scoring.rate import Result

BAD = "rush,months,done,form=random,promise,sheet=random,number"
GOOD = "seat,months,who,wait,done,form=best,who_decides,sheet=best,number"


def costs(result: Result) -> dict[int, float]:
    """What each moment cost, lines of a form together."""
    found: dict[int, float] = {}
    for decision in result.decisions:
        found[decision.step] = found.get(decision.step, 0) + decision.cost
    return found


def test_the_three_costliest_moments_in_order_of_time(rate: Rate) -> None:
    """Whatever cost most is on the agenda, a form as one moment; the order is that in which it happened."""
    result, play = rate(BAD)
    dearest = sorted(costs(result), key=lambda number: -costs(result)[number])[:3]
    items = propose({"s1": (result, play)})
    assert [item.place for item in items if item.why == "costly"] == [Place("s1", n) for n in sorted(dearest)]
    assert all(item.by == "record" for item in items)
    promise = next(item for item in items if play.engine.node(play.steps[item.place.moment].before).id == "answer")
    assert (promise.title.zh, promise.title.en) == ("越权承诺", "Promise beyond authority")


def test_a_found_only_good_move(rate: Rate) -> None:
    """A faultless visit has that alone: the one with most at stake."""
    result, play = rate(GOOD)
    (item,) = propose({"s1": (result, play)})
    stakes = {
        decision.step: min(o.cost for o in decision.valuation.options if o.id != decision.best and not o.is_timeout)
        for decision in result.decisions
        if decision.only_good
    }
    assert item.why == "found" and item.place == Place("s1", max(stakes, key=lambda step: stakes[step]))
    assert item.title.zh.startswith("找对了：") and item.title.en.startswith("Well found: ")


def test_short_visits(rate: Rate, small: Edition) -> None:
    """One decision gives one item, none gives none."""
    result, play = rate("rush")
    assert [(item.why, item.place.moment) for item in propose({"s1": (result, play)})] == [("costly", 0)]
    empty = Play(small, "7")
    assert propose({"s1": (replace(result, decisions=()), empty)}) == ()


def test_what_counts_as_right_is_not_proposed(rate: Rate) -> None:
    """Two points and less are right in a vote, and no reason to talk; a red line is, whatever it cost."""
    result, play = rate("rush")
    (decision,) = result.decisions
    for cost, red_line, wanted in ((2.0, None, 0), (2.01, None, 1), (0.0, "K2.promise", 1)):
        changed = replace(result, decisions=(replace(decision, cost=cost, red_line=red_line),))
        assert len(propose({"s1": (changed, play)})) == wanted


def test_equal_costs_go_by_time(rate: Rate) -> None:
    """Of moments that cost the same the earlier ones are proposed."""
    result, play = rate(BAD)
    same = tuple(
        replace(decision, cost=5.0, red_line=None, only_good=False)
        for decision in result.decisions
        if not decision.line
    )
    items = propose({"s1": (replace(result, decisions=same), play)})
    assert [item.place.moment for item in items] == [decision.step for decision in same][:3]


def test_several_sessions_share_one_agenda(rate: Rate) -> None:
    """The dearest over all, each scene once, from the session in which it cost most; a twin adds nothing."""
    bad, good = rate(BAD), rate(GOOD)
    together = propose({"s1": good, "s2": bad, "s3": bad})
    assert len([item for item in together if item.why == "costly"]) == 3
    assert [item.place for item in together if item.why == "costly"] == [
        replace(item.place, session="s2") for item in propose({"s1": bad}) if item.why == "costly"
    ]
    assert [item.place.session for item in together] == sorted(item.place.session for item in together)


def test_a_title_before_it_is_revealed_tells_no_mark(rate: Rate) -> None:
    """The cue is what had just been said, in both languages; a form goes by its name."""
    _result, play = rate(BAD)
    assert cue(play, 0).zh == "「我就问你们管不管！」之后"
    assert cue(play, 0).en.startswith("After “")
    form = next(number for number, step in enumerate(play.steps) if play.engine.node(step.before).form is not None)
    assert (cue(play, form).zh, cue(play, form).en) == ("填来访登记表", "Filling in: Visit record")
    assert cue(play, len(play.steps)).zh == f"第 {len(play.steps) + 1} 步"
    wanted = proposal(Place("s1", 0), play, "甲")
    assert wanted.title == wanted.cue and (wanted.why, wanted.by) == ("chosen", "甲")


def test_what_was_seen(rate: Rate) -> None:
    """A decision in words, with mark, cost and law; a form has as many as it has lines."""
    result, play = rate(BAD)
    promise = next(decision for decision in result.decisions if decision.red_line)
    (words,) = seen([promise], play)
    assert (words.said.zh, words.mark, words.cost) == ("三天之内一定到手。", "red_line", pytest.approx(promise.cost))
    assert words.better.zh == "由人社部门定，我给您转过去。"
    form = [decision for decision in result.decisions if decision.line]
    assert [each.line for each in seen(form, play)] == [decision.line for decision in form]


def test_what_can_be_voted_for(rate: Rate, small: Edition) -> None:
    """The options of the moment in the order shown; a pick of a form too; nothing at the end."""
    result, _play = rate("seat")
    play = Play(small, "7")
    offered = vote_options(play)
    assert [option.id for option in offered] == list(play.shown())
    assert [option.id for option in vote_options(play, ("calm", "seat", "rush"))] == ["calm", "seat", "rush"]
    assert right_options(result.decisions[0].valuation) == {"seat"}
    _result, at_form = rate("seat,months,done")
    assert "appeal" in [option.id for option in vote_options(at_form, line="kind")]
    assert vote_options(at_form) == () and vote_options(at_form, line="owed") == ()
    assert vote_options(rate(GOOD)[1]) == ()


def test_words_in_both_languages_leave_the_language_alone() -> None:
    """Whatever is in use, both texts are made, and what was in use stays so, even after an error."""
    i18n.use("en")
    text = both(lambda language: f"{language} {i18n._('分流单')}")
    assert text.zh == "zh 分流单" and text.en != text.zh and i18n.language() == "en"
    with pytest.raises(ZeroDivisionError):
        both(lambda _language: str(1 / 0))
    assert i18n.language() == "en"
