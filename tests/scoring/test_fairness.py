"""Fairness over all states: what the checks claim can be played, and agrees with what single states are worth."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.diagnostic import Diagnostic, catalogue
from scenarios.edition import edition
from scenarios.model import Scenario
from scenarios.play import Play
from scoring.audit import clairvoyant
from scoring.audit.avoidable import fewest_tests
from scoring.audit.decisions import BEST, decisions
from scoring.audit.subject import Subject
from scoring.audit.wording import distribution
from scoring.choice_costs import ChoiceCosts
from scoring.inputs import play_all, split
from scoring.lines_of_play import best_picks
from scoring.solve import solve
from scoring.study import Study
from tests import examples
from tests.scenarios.snippets import dumped, merged, plain
from tests.scoring.generate import numbered
from tests.scoring.mutated import clean_text, scenario_of
from tests.simulator.calls import process

FORM_BLIND = dumped(
    merged(
        plain(clean_text()),
        plain("""
params: {gone: false}
variants: {other: {petitioner: null, params: {gone: true}}}
scenes:
  sheet:
    stakes: 3
    referral:
      body:
        among: null
        options:
          court: {rates: null, cases: [{when: gone, rates: {R2: +2}}, {rates: {R2: -2}}]}
          labour-inspection: {rates: null, cases: [{when: gone, rates: {R2: -2}}, {rates: {R2: +2}}]}
          police: {rates: {R2: -2}}
"""),
    )
)
"""Whom to refer to hangs on what nobody can see or ask."""


def example(code: str) -> Scenario:
    """The scenario of a code's bad example."""
    data = plain(catalogue()[code].bad)
    return scenario_of(dumped(merged(plain(examples.BASES[data.pop("base")]), data)))


def finding(code: str) -> Diagnostic:
    """The finding that the bad example is made for."""
    return next(found for found in examples.found(catalogue()[code].bad) if found.code == code)


def played(code: str) -> tuple[Play, Study]:
    """A play of the path that the finding names, forms filled in the best way."""
    said = finding(code).arguments
    study = Study(edition(example(code), str(said["variant"])))
    return play_all(Play(study.edition), split(str(said["path"]).replace("—", "")), study.evaluator), study


def walks(study: Study, count: int = 20) -> Iterator[Play]:
    """Plays at random, each yielded at every decision."""
    for seed in range(count):
        random, play = Random(seed), Play(study.edition, str(seed))
        while not play.ended:
            if play.node.form is not None:
                play.submit(best_picks(play, study.evaluator))
                continue
            yield play
            play.choose(random.choice(play.open_ids()))


def test_costs_of_all_states_are_those_of_single_states() -> None:
    """Wherever one comes in play, what a choice costs is what the evaluator says of that one state."""
    for variant in ("default", "other"):
        study = Study(edition(scenario_of(clean_text()), variant))
        costs = ChoiceCosts(study.solution)
        for play in walks(study):
            single = study.evaluator.choices(play.state)
            assert costs.at(play.state) == pytest.approx(
                {o.id: o.cost for o in single.options if o.open and not o.is_timeout}
            )


@pytest.mark.parametrize("seed", range(12))
def test_costs_on_generated_scenarios(seed: int) -> None:
    """The same with loops, interrupts, chances and needs; none is negative, and where something is open one is free."""
    made = numbered(seed)
    study = Study(made)
    if not study.solution.scale.scorable:
        return
    costs = ChoiceCosts(study.solution)
    for block in costs.blocks():
        found = block.costs[block.rows]
        assert (found[~np.isnan(found)] > -1e-6).all()
    for play in walks(study, 3):
        single = study.evaluator.choices(play.state)
        assert costs.at(play.state) == pytest.approx(
            {o.id: o.cost for o in single.options if o.open and not o.is_timeout}, abs=1e-6
        )


class TestDecisions:
    """What is on offer, and what is best."""

    def test_the_best_option_is_the_one_that_costs_nothing(self) -> None:
        """In every decision of the clean scenario the best option is free in most of its states."""
        scenario = scenario_of(clean_text())
        costs = {name: ChoiceCosts(solve(edition(scenario, name))) for name in scenario.variants}
        found = {decision.scene.id: decision for decision in decisions(scenario, costs)}
        assert found.keys() == {"hall", "hub", "answer", "bye", "shout"}
        assert found["answer"].best.id == "who_decides"
        for decision in found.values():
            assert decision.best.least < BEST <= max(option.most for option in decision.options)

    def test_a_silence_is_known(self) -> None:
        """A text that is only a stage direction says nothing."""
        scenario = scenario_of(clean_text())
        costs = {"default": ChoiceCosts(solve(edition(scenario, "default")))}
        hub = next(d for d in decisions(scenario, costs) if d.scene.id == "hub")
        assert [option.id for option in hub.options if option.silent] == ["wait"]


@given(st.lists(st.floats(0, 1), max_size=6))
def test_the_distribution_of_hits(chances: list[float]) -> None:
    """The same as counting every way the events can fall."""
    expected = [0.0] * (len(chances) + 1)
    for falls in product((False, True), repeat=len(chances)):
        share = 1.0
        for hit, chance in zip(falls, chances, strict=True):
            share *= chance if hit else 1 - chance
        expected[sum(falls)] += share
    assert distribution(chances) == pytest.approx(expected)


class TestAvoidable:
    """Dimensions that a visit need not touch, break-offs that cost nothing."""

    def test_the_path_ends_regularly_and_tests_nothing(self) -> None:
        """Played, it reaches an ending of the author's, and no decision on it tells better from worse there."""
        play, study = played("JF5020")
        title = finding("JF5020").arguments["dimension"]["en"]
        assert play.ended and not play.node.broken
        number = ["Listening", "Emotion management", "Compliance", "Referral"].index(title)
        again = Play(study.edition)
        for step in play.steps:
            if again.node.form is None:
                assert study.evaluator.choices(again.state).stakes[number] == 0
                again.choose(step.move.choice.id)  # type: ignore[union-attr]
            else:
                lines = study.evaluator.form(again.state)
                assert all(line.stakes[number] == 0 for line in lines.values())
                again.submit(dict(step.picks))  # type: ignore[union-attr]

    def test_no_random_visit_tests_less_than_the_fewest(self) -> None:
        """A lower bound for every visit that does not break off."""
        study = Study(edition(scenario_of(clean_text())))
        least = fewest_tests(study)[0][0]
        for seed in range(40):
            random, play, met = Random(seed), Play(study.edition, str(seed)), [0] * 4
            while not play.ended:
                if play.node.form is not None:
                    for line in study.evaluator.form(play.state).values():
                        met = [m + (s > 0) for m, s in zip(met, line.stakes, strict=True)]
                    play.submit(best_picks(play, study.evaluator))
                else:
                    stakes = study.evaluator.choices(play.state).stakes
                    met = [m + (s > 0) for m, s in zip(met, stakes, strict=True)]
                    play.choose(random.choice(play.open_ids()))
            assert play.node.broken or all(m >= n for m, n in zip(met, least, strict=True))

    def test_the_break_off_is_one(self) -> None:
        """The path drives the petitioner out by the choice that is named, which costs less than 1 there."""
        play, study = played("JF5022")
        assert play.ended and play.node.broken
        step = play.steps[-1]
        assert step.move.choice.id == finding("JF5022").arguments["choice"]  # type: ignore[union-attr]
        assert study.evaluator.choices(step.before).of(step.move.choice.id).cost < 1  # type: ignore[union-attr]


class TestClairvoyant:
    """What looks the same must not have opposite right answers."""

    def test_the_way_there_looks_the_same_in_both(self) -> None:
        """Played in each variant the path leads to the scene; every option costs 5 or more in one of them."""
        said = finding("JF5024").arguments
        scenario = example("JF5024")
        most: dict[str, float] = {}
        for variant in str(said["variants"]).split(", "):
            study = Study(edition(scenario, variant))
            play = play_all(Play(study.edition), split(str(said["path"])), study.evaluator)
            assert play.node.id == said["scene"]
            for option in study.evaluator.choices(play.state).options:
                most[option.id] = max(most.get(option.id, 0.0), option.cost)
        assert min(most.values()) >= 5

    def test_a_line_of_a_form_is_a_decision(self) -> None:
        """A referral that is right in one variant and wrong in the other, with nothing to tell them apart, is named."""
        scenario = scenario_of(FORM_BLIND)
        studies = {name: Study(edition(scenario, name)) for name in scenario.variants}
        (found,) = clairvoyant.check(Subject(scenario, studies))
        assert (found.code, found.arguments["scene"]) == ("JF5024", "sheet.body")
        most: dict[str, float] = {}
        for study in studies.values():
            play = play_all(Play(study.edition), split(str(found.arguments["path"])), study.evaluator)
            for option in study.evaluator.form(play.state)["body"].options:
                most[option.id] = max(most.get(option.id, 0.0), option.cost)
        assert most.keys() == {"court", "labour-inspection", "police"} and min(most.values()) >= 5

    def test_the_same_in_every_process(self) -> None:
        """What is found, and the way there, does not hang on how Python happens to mix its hashes."""
        code = (
            "from tests.scoring.test_fairness import *\n"
            "scenario = scenario_of(FORM_BLIND)\n"
            "studies = {name: Study(edition(scenario, name)) for name in scenario.variants}\n"
            "print([dict(d.arguments) for d in clairvoyant.check(Subject(scenario, studies))])"
        )
        runs = {process(python=code, PYTHONHASHSEED=seed).out for seed in ("1", "2")}
        assert len(runs) == 1 and "sheet.body" in runs.pop()

    def test_too_many_to_look_at(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Then it is said that nothing is proved."""
        monkeypatch.setattr(clairvoyant, "SITUATIONS", 2)
        scenario = example("JF5025")
        studies = {name: Study(edition(scenario, name)) for name in scenario.variants}
        assert [d.code for d in clairvoyant.check(Subject(scenario, studies))] == ["JF5027"]
