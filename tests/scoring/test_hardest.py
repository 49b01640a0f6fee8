"""Where a visit is lost, and which indicators decide: figures of the certificate, each checked in another way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import fmean, stdev

import pytest

from scenarios.edition import edition
from scenarios.play import Play
from scenarios.vocabulary import vocabulary
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
        runs = 300
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
        found = decisive(study().solution)
        assert found["C3"] == 1 and found["R6"] == 1 and found["L4"] == 0

    def test_without_its_ratings_it_decides_nothing(self) -> None:
        """Rated alike on every option, an indicator is covered nowhere."""
        same = ("{wrong: {text: 三天, rates: {C3: -2}}", "{wrong: {text: 三天, rates: {C3: +2}}")
        assert decisive(study(same).solution)["C3"] == 0

    def test_a_rating_hidden_behind_a_better_one(self) -> None:
        """Where the sum is cut at two, an indicator that adds nothing to it decides nothing."""
        more = ("right: {text: 六十个工作日, rates: {C3: +2}}", "right: {text: 六十个工作日, rates: {C3: +2, C1: +1}}")
        assert decisive(study(more).solution)["C1"] == decisive(study().solution)["C1"]

    @pytest.mark.parametrize("seed", [None, 3, 4, 6, 7, 9, 11, 13, 15])
    def test_against_brute_force(self, seed: int | None) -> None:
        """State by state along everything that costs nothing, with plain numbers, it comes out the same."""
        made = study() if seed is None else Study(numbered(seed))
        if made.exploration.states > 2_000:
            pytest.skip("large")
        assert decisive(made.solution) == by_hand(made)


def by_hand(made: Study) -> dict[str, int]:
    """Decisive indicators by a search over the engine and the evaluator."""
    evaluator, play = made.evaluator, Play(made.edition)
    engine, prices = play.engine, made.evaluator.prices
    found: dict[str, set[tuple[str, str]]] = {code: set() for code in vocabulary().indicators}
    waiting, known = [play.state], {play.state}
    while waiting:
        state = waiting.pop()
        node = engine.node(state)
        if node.is_ending:
            continue
        stakes = node.scene.stakes if node.scene is not None else 1
        if node.form is not None:
            lines = {line.id: line for line in node.form.lines}
            for line, valuation in evaluator.form(state).items():
                options = {option.id: option for option in lines[line].options}
                shown = [
                    (v.cost, engine.option_case(options.get(v.id) or lines[line].fillers[0], state).rates)
                    for v in valuation.options
                ]
                judge((node.id, line), shown, stakes, prices, found)
            ahead = [engine.fill(state, {}).after]
        else:
            shown, ahead = [], []
            for valued in evaluator.choices(state).options:
                move = next((m for m in node.all_moves if m.choice.id == valued.id and valued.open), None)
                if move is None:
                    continue
                act = engine.act_of(move, state)
                table = evaluator.exploration.expander.act_table(move, act).rates
                rates = {code: int(points[state.meters]) for code, points in table.items()}
                if not move.is_timeout:
                    shown.append((valued.cost, rates if any(valued.points) else {}))
                if valued.cost <= 1e-6:
                    ahead += [engine.step(state, move, outcome.number).after for outcome in valued.outcomes]
            judge((node.id, ""), shown, stakes, prices, found)
        for after in ahead:
            if after not in known:
                known.add(after)
                waiting.append(after)
    return {code: len(decisions) for code, decisions in found.items()}


def judge(
    decision: tuple[str, str],
    options: list[tuple[float, Mapping[str, int]]],
    stakes: int,
    prices: Sequence[float],
    found: dict[str, set[tuple[str, str]]],
) -> None:
    """Note the indicators that decide in one state."""
    if len(options) < 2:
        return
    before = [cost for cost, _ in options]
    for code, decisions_of in found.items():
        price = float(prices["LECR".index(code[0])]) * stakes
        after = []
        for cost, rates in options:
            whole = sum(points for other, points in rates.items() if other[0] == code[0])
            part = max(-2, min(2, whole)) - max(-2, min(2, whole - rates.get(code, 0)))
            after.append(cost + price * part)
        first = [next(n for n, cost in enumerate(costs) if cost <= min(costs) + 1e-6) for costs in (before, after)]
        spread = [max(costs) - min(costs) for costs in (before, after)]
        if first[0] != first[1] or abs(spread[0] - spread[1]) >= 2 - 1e-6:
            decisions_of.add(decision)
