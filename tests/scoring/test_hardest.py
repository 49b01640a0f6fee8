"""Where a visit is lost, and which indicators decide: figures of the certificate, each checked in another way."""

from __future__ import annotations

from statistics import fmean, stdev

import pytest

from scenarios.edition import edition
from scenarios.play import Play
from scoring.decisive import decisive
from scoring.hardest import decisions
from scoring.inputs import random_choice, random_picks
from scoring.rate import rate
from scoring.study import Study
from tests.scoring.generate import numbered
from tests.scoring.mutated import clean_text, scenario_of


def study(*changes: tuple[str, str], variant: str = "default") -> Study:
    """A variant of the clean scenario, with something changed."""
    return Study(edition(scenario_of(clean_text(*changes)), variant))


class TestHardest:
    """What the random player loses at each decision."""

    @pytest.mark.parametrize("seed", range(40))
    def test_the_parts_sum_to_the_whole(self, seed: int) -> None:
        """All decisions together lose what the random player loses: 75 points."""
        made = Study(numbered(seed))
        if not made.solution.scale.scorable:
            pytest.skip("nothing is scored")
        found = decisions(made.solution)
        assert sum(decision.lost for decision in found) == pytest.approx(75, abs=1e-6)
        assert all(d.met > 0 and -1e-9 <= d.lost <= d.met * d.spread + 1e-9 for d in found)
        assert [d.lost for d in found] == sorted((d.lost for d in found), reverse=True)

    def test_against_sampled_visits(self) -> None:
        """Visits played at random lose as much at each decision, within three standard errors."""
        made = study()
        lost: dict[tuple[str, str], list[float]] = {}
        runs = 600
        for seed in range(runs):
            play = Play(made.edition, str(seed))
            while not play.ended:
                play.enter(random_picks(play) if play.node.form is not None else random_choice(play))
            own: dict[tuple[str, str], float] = {}
            for decision in rate(play, made.evaluator).decisions:
                key = (decision.scene, decision.line or "")
                own[key] = own.get(key, 0.0) + decision.cost
            for key, cost in own.items():
                lost.setdefault(key, []).append(cost)
        for each in decisions(made.solution):
            costs = lost.get((each.scene, each.line), [])
            costs = costs + [0.0] * (runs - len(costs))
            assert abs(fmean(costs) - each.lost) <= 3.5 * stdev(costs) / runs**0.5 + 1e-6, each

    def test_what_costs_nothing_is_left_out(self) -> None:
        """A decision whose options are all as good as each other is not hard."""
        same = ("{wrong: {text: 三天, rates: {C3: -2}}", "{wrong: {text: 三天, rates: {C3: +2}}")
        assert ("sheet", "limits") in {(d.scene, d.line) for d in decisions(study().solution)}
        assert ("sheet", "limits") not in {(d.scene, d.line) for d in decisions(study(same).solution)}


class TestDecisive:
    """Indicators without which another choice would be best."""

    def test_each_where_it_is_rated(self) -> None:
        """C3 decides the line of limits alone, R6 the paper at the end; what nothing rates decides nothing."""
        found = decisive(study().evaluator)
        assert found["C3"] == 1 and found["R6"] == 1 and found["L4"] == 0

    def test_without_its_ratings_it_decides_nothing(self) -> None:
        """Rated alike on every option, an indicator is covered nowhere."""
        same = ("{wrong: {text: 三天, rates: {C3: -2}}", "{wrong: {text: 三天, rates: {C3: +2}}")
        assert decisive(study(same).evaluator)["C3"] == 0

    def test_a_rating_hidden_behind_a_better_one(self) -> None:
        """Where the sum is cut at two, an indicator that adds nothing to it decides nothing."""
        more = ("right: {text: 六十个工作日, rates: {C3: +2}}", "right: {text: 六十个工作日, rates: {C3: +2, C1: +1}}")
        assert decisive(study(more).evaluator)["C1"] == decisive(study().evaluator)["C1"]
