"""What a trainee may try to get out of the score, and what it gets them: visits written by hand, one a temptation.

The numbers come from the solver as a player meets it: a run is played and rated, and costs are read off the result.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import pairwise, permutations

import pytest

from scenarios.edition import Edition
from scenarios.model import Choice, Scene
from scenarios.play import Play
from scoring.evaluate import Evaluator
from scoring.lines_of_play import best_input
from scoring.rate import Result, rate
from scoring.solve import solve
from tests.scoring.generate import choice, scene, visit

QUESTIONS = ("when", "who", "feel", "papers")
NEAR = 1e-6


def questions(**given: object) -> list[Choice]:
    """Four questions that are owed in a hub, each asked once."""
    return [
        choice("when", "story", {"L3": 2}, **given),
        choice("who", "story", {"L4": 1}, **given),
        choice("feel", "story", {"E3": 2}, **given),
        choice("papers", "story", {"L6": 2, "C1": 1}, **given),
    ]


def office() -> list[Scene]:
    """What comes after the story: four scenes, each with a good, a neutral and a bad answer."""
    return [
        scene(
            "law",
            choice("right", "limits", {"C3": 2, "L5": 1}),
            choice("nothing", "limits"),
            choice("wrong", "limits", {"C3": -2}),
            stakes=2,
        ),
        scene(
            "limits",
            choice("calm", "promise", {"E5": 2}),
            choice("nothing", "promise"),
            choice("threat", "promise", {"E5": -2, "C6": -1}),
        ),
        scene(
            "promise",
            choice("honest", "place", {"C4": 2, "L5": 1}),
            choice("nothing", "place"),
            choice("promise", "place", {"C4": -2}, red_line="K2.promise"),
            choice("likewise", "place", {"C4": -2}),
        ),
        scene(
            "place",
            choice("right", "papers", {"R2": 2}),
            choice("nothing", "papers"),
            choice("wrong", "papers", {"R2": -2}),
            stakes=2,
        ),
        scene("papers", choice("right", "goodbye", {"R3": 2, "C1": 1}), choice("nothing", "goodbye")),
        scene(
            "goodbye",
            choice("call", "end", {"R4": 2, "E2": 1, "L6": 1}),
            choice("nothing", "end"),
            choice("off", "end", {"R4": -2, "E2": -1, "L2": -1}),
        ),
    ]


def hub(*more: Choice, asked: Iterable[Choice] | None = None) -> Edition:
    """A visit that begins in a hub of questions."""
    story = scene("story", *(questions() if asked is None else asked), *more, choice("go", "law"))
    return visit(story, *office())


@cache
def plain_hub() -> Edition:
    """The visit with nothing but the questions in its hub."""
    return hub()


def played(edition: Edition, *begin: str) -> Result:
    """A visit that begins in a certain way and is played as well as possible from there."""
    evaluator = evaluator_of(edition)
    play = Play(edition)
    for each in begin:
        play.choose(each)
    while not play.ended:
        play.enter(best_input(play, evaluator))
    return rate(play, evaluator)


@cache
def evaluator_of(edition: Edition) -> Evaluator:
    """The solved edition (editions are equal only if they are one object)."""
    return Evaluator(solve(edition))


def lost(edition: Edition, *begin: str) -> float:
    """What a visit loses that begins in a certain way and is played as well as possible from there."""
    return 100 - played(edition, *begin).raw_score


@pytest.mark.parametrize("order", list(permutations(QUESTIONS)), ids="-".join)
def test_owed_questions_cost_nothing_in_any_order(order: tuple[str, ...]) -> None:
    """In a hub nobody has to guess an order: every owed question prices at 0 whenever it is asked."""
    result = played(plain_hub(), *order)
    assert [decision.choice for decision in result.decisions[:4]] == list(order)
    assert all(abs(decision.cost) < NEAR for decision in result.decisions)
    assert result.raw_score == pytest.approx(100)


def test_leaving_costs_and_more_unasked_costs_more() -> None:
    """Leaving a hub with a question unasked costs, with every further one more, and all of it is paid on leaving."""
    edition = plain_hub()
    costs = [lost(edition, *QUESTIONS[:asked], "go") for asked in range(5)]
    assert costs[4] == pytest.approx(0, abs=NEAR)
    assert all(earlier > later + 1 for earlier, later in pairwise(costs))
    result = played(edition, "when", "go")
    assert result.decisions[1].cost == pytest.approx(100 - result.raw_score)


def test_wandering_earns_nothing() -> None:
    """Going to and fro between scenes, asking everything on the way, scores no more than asking in one place."""
    aside = scene("aside", choice("back", "story", limit=None), choice("nod", "aside"))
    story = scene("story", *questions(), choice("over", "aside", limit=2), choice("go", "law"))
    edition = visit(story, aside, *office())
    assert lost(edition, "over", "nod", "back", "when", "over", "back", *QUESTIONS[1:], "go") == pytest.approx(
        lost(edition, *QUESTIONS, "go"), abs=NEAR
    )


def test_neutral_answers_score_far_below_100() -> None:
    """Doing nothing wrong is not doing well: neutral everywhere scores 12 to 45, passing by a hub no more than that."""
    assert played(plain_hub(), "go", *["nothing"] * 6).raw_score <= 45
    quiet = visit(
        scene("story", choice("ask", "law", {"L3": 2}), choice("mm", "law"), choice("lead", "law", {"L3": -2})),
        *office(),
    )
    assert 12 <= played(quiet, "mm", *["nothing"] * 6).raw_score <= 45


def outburst(*, leaves: str = "law") -> Edition:
    """A hub with an insult that heats to an outburst, from which one may go on without the questions."""
    insult = choice("insult", "story", {"E2": -1}, heat=(5, 0, 0))
    story = scene("story", *questions(), insult, choice("go", "law"))
    burst = scene(
        "burst",
        choice("soothe", "resume", {"E3": 2}, heat=(-4, 0, 0)),
        choice("on", leaves, {"E3": 2}, heat=(-4, 0, 0)),
        choice("stare", "resume", {"E3": -1}),
    )
    return visit(story, burst, *office(), interrupts={"agitation >= 9": "burst"})


def test_provoking_an_outburst_does_not_skip_questions() -> None:
    """Who heats the visitor so as to leave through the outburst pays for the questions, and for the heat."""
    edition = outburst()
    assert lost(edition, "insult", "on") > lost(edition, "go") + 1


def test_drama_earns_nothing() -> None:
    """An outburst provoked and then soothed in the best way costs: what is earned in it does not make up for it."""
    edition = outburst()
    assert lost(edition, "insult", "soothe") > 1
    assert lost(edition, "insult", "soothe", *QUESTIONS, "go") >= lost(edition, *QUESTIONS, "go") + 1


def test_insulting_first_costs_more_than_leaving() -> None:
    """Heating someone never cancels what is owed: an insult first and leaving then costs more than leaving."""
    insult = choice("insult", "story", moves=("belittle",))
    owed = [choice(q.id, "story", q.cases[0].rates, needs="trust >= 4 and agitation <= 7") for q in questions()]
    edition = hub(insult, asked=owed)
    assert lost(edition, "insult", "go") > lost(edition, "go") + 1


def test_heating_does_not_cheapen_a_question() -> None:
    """A question worth less in the heat is owed at its worth before it: insulting and asking costs more than asking."""
    insult = choice("insult", "story", heat=(4, 0, 0))
    edition = hub(insult, choice("open", "story", moves=("open_question",)))
    assert lost(edition, "insult", "open", *QUESTIONS, "go") > lost(edition, "open", *QUESTIONS, "go") + 1
    assert lost(edition, "insult", *QUESTIONS, "go") >= lost(edition, *QUESTIONS, "go") - NEAR


def test_burning_trust_early_costs_more_than_a_slip_later() -> None:
    """The same slip costs more where it closes what trust would have opened than where nothing depends on it."""
    asked = [choice(q.id, "story", q.cases[0].rates, needs="trust >= 4") for q in questions()]
    start = scene("start", choice("hear", "story", {"L1": 1}), choice("slip", "story", {"L1": -1}, heat=(0, -2, 0)))
    late = scene("late", choice("hear", "law", {"L1": 1}), choice("slip", "law", {"L1": -1}, heat=(0, -2, 0)))
    edition = visit(start, scene("story", *asked, choice("go", "late")), late, *office(), meters=(4, 5, 4))
    early = lost(edition, "slip")
    later = lost(edition, "hear", *QUESTIONS, "go", "slip")
    assert early > later + 1 > 1


def test_leaving_at_once_costs_more_than_asking_badly_once() -> None:
    """Not asking at all is dearer than one bad question with the good ones after it."""
    edition = hub(choice("lead", "story", {"L3": -2}))
    assert lost(edition, "go") > lost(edition, "lead") + 1
    assert lost(edition, "lead") > 1


def test_optional_kindness_costs_nothing_either_way() -> None:
    """What is optional is nice but never owed: done or left, it costs 0, and it earns nothing."""
    edition = hub(choice("tea", "story", {"E2": 2}, optional=True))
    assert lost(edition, "tea", *QUESTIONS, "go") == pytest.approx(0, abs=NEAR)
    assert lost(edition, *QUESTIONS, "go") == pytest.approx(0, abs=NEAR)
    assert lost(edition, "tea", "go") == pytest.approx(lost(edition, "go"), abs=NEAR)


def test_a_serious_red_line_adds_9_to_12() -> None:
    """A K2 in compliance adds 9 to 12 score points to what its ratings cost."""
    edition = plain_hub()
    begin = [*QUESTIONS, "go", "right", "calm"]
    assert 9 <= lost(edition, *begin, "promise") - lost(edition, *begin, "likewise") <= 12


def test_breaking_off_costs_more_than_playing_badly_to_the_end() -> None:
    """A visit that is driven to break off costs what was still to be done, not less than doing it in silence."""
    insult = choice("insult", "story", {"E2": -2}, heat=(6, 0, 0))
    edition = hub(insult)
    assert played(edition, "insult").ending == "walked_out"
    assert lost(edition, "insult") > 100 - played(edition, "go", *["nothing"] * 6).raw_score


def test_random_is_25_best_is_100_and_worst_is_low() -> None:
    """Both ends of the scale are where RULES §8 puts them in every visit of this file."""
    for edition in (plain_hub(), outburst()):
        solution = evaluator_of(edition).solution
        assert all(solution.scale.assessed)
        assert solution.random_score == pytest.approx(25)
        assert played(edition).raw_score == pytest.approx(100)
        assert solution.worst_score <= 20
