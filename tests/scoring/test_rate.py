"""A run and its score: costs, caps, bands, evidence, marks, luck; and why the meters moved."""

from __future__ import annotations

from functools import cache
from random import Random

import pytest

from scenarios.edition import edition
from scenarios.engine import Step
from scenarios.play import Play
from scoring import rate as rating
from scoring.evaluate import Evaluator, UnknownStateError, Valuation, Valued
from scoring.explain import STORY, MeterChange, changes
from scoring.inputs import play_all, random_choice, random_picks, split
from scoring.lines_of_play import best_line, follow
from scoring.rate import DimensionScore, RedLine, Result, rate, rate_step
from scoring.rubric import DIMENSIONS, rubric
from scoring.solve import solve
from tests.scoring.mutated import Change, clean_text, scenario_of
from tests.scoring.test_audit import NO_REFERRAL

BEST = "seat,months,who,wait,done,form=best,who_decides,sheet=best,number"
RED: tuple[Change, ...] = (
    ("moves: [interrupt], goto", "moves: [interrupt], red_line: K1.abuse, goto"),
    ("moves: [brush_off], rates", "moves: [brush_off], red_line: K2.brush_off, rates"),
)
CHANCE: tuple[Change, ...] = (
    (
        "rates: {C4: +2, R2: +1}, goto: sheet}",
        "rates: {C4: +2, R2: +1}, goto: [{weight: 1, to: sheet}, {weight: 3, to: lost}]}",
    ),
    (
        "  done: {outcome: good",
        "  lost: {outcome: poor, text: 没等到。, loses: [{when: true, C3: 3}]}\n  done: {outcome: good",
    ),
)
TEXTS = {"red": clean_text(*RED), "chance": clean_text(*CHANCE), "no referral": clean_text(*NO_REFERRAL)}


@cache
def values(name: str = "red", variant: str = "default") -> Evaluator:
    """One of the texts, solved."""
    return Evaluator(solve(edition(scenario_of(TEXTS[name]), variant)))


def played(inputs: str, name: str = "red", seed: str = "0", variant: str = "default") -> Play:
    """A play of one of the texts."""
    found = values(name, variant)
    return play_all(Play(found.solution.edition, seed), split(inputs), found)


def rated(inputs: str, name: str = "red", seed: str = "0") -> Result:
    """Its result."""
    return rate(played(inputs, name, seed), values(name))


def at_random(seed: int, name: str = "red", variant: str = "default") -> Play:
    """A play by uniform choices."""
    play = Play(values(name, variant).solution.edition, str(seed))
    return follow(play, lambda now: random_picks(now) if now.node.form is not None else random_choice(now))


class TestIdentity:
    """100 - Σ costs = Σ weight × raw dimension."""

    @pytest.mark.parametrize("name", TEXTS)
    @pytest.mark.parametrize("seed", range(8))
    def test_on_random_runs(self, name: str, seed: int) -> None:
        """Exactly, whatever was done; every decision's costs sum to its cost, which is never negative."""
        result = rate(at_random(seed, name), values(name))
        assert result.raw_score == pytest.approx(100 - sum(d.cost for d in result.decisions), abs=1e-9)
        assert result.raw_score == pytest.approx(sum(d.weight * d.raw for d in result.dimensions.values()), abs=1e-6)
        assert sum(d.weight for d in result.dimensions.values()) == pytest.approx(1)
        for decision in result.decisions:
            assert decision.cost == pytest.approx(sum(decision.costs)) and decision.cost >= -1e-9

    @pytest.mark.parametrize("seed", range(8))
    def test_the_curve_only_falls(self, seed: int) -> None:
        """From 100, a step a decision, to the raw score."""
        result = rate(at_random(seed), values())
        assert result.curve[0] == 100 and len(result.curve) == len(result.decisions) + 1
        assert all(after <= before + 1e-9 for before, after in zip(result.curve, result.curve[1:], strict=False))
        assert result.curve[-1] == pytest.approx(result.raw_score, abs=1e-9)

    def test_the_best_line_costs_nothing(self) -> None:
        """100, excellent, nothing but best marks, in every text."""
        for name in TEXTS:
            result = rate(best_line(values(name)), values(name))
            assert result.raw_score == pytest.approx(100, abs=1e-9)
            assert {decision.mark.id for decision in result.decisions} == {"best"}
            assert result.band.id == "excellent"
            assert result.complete and result.luck == pytest.approx(0 if name != "chance" else result.luck)

    def test_an_unfinished_visit(self) -> None:
        """What was done so far, no ending, nothing held back for want of evidence."""
        result = rated("seat,months")
        assert not result.complete and result.ending == "" and len(result.decisions) == 2
        assert all(d.score is not None for d in result.dimensions.values())

    def test_nothing_done(self) -> None:
        """100 can still be reached."""
        result = rated("")
        assert result.raw_score == 100 and result.curve == (100.0,)

    def test_form_lines_are_decisions_of_one_step(self) -> None:
        """Each by itself, with its own cost; they share the step."""
        result = rated("seat,months,who,wait,done,form.owed=leave,form.owed.softened=tick")
        lines = {d.line: d for d in result.decisions if d.scene == "form"}
        assert {d.step for d in lines.values()} == {5}
        assert lines["owed"].cost > 0 and lines["owed.softened"].cost > 0 and lines["kind"].cost == 0
        assert lines["owed"].before == lines["owed"].after

    def test_one_step_by_itself(self) -> None:
        """The coach's note has the same cost as the result."""
        play = played("rush,blame")
        step = play.steps[1]
        assert isinstance(step, Step)
        assert rate_step(step, values()).cost == pytest.approx(rate(play, values()).decisions[1].cost)


class TestRedLines:
    """Caps come last; the raw score is shown beside them."""

    def test_none(self) -> None:
        """No cap."""
        result = rated(BEST)
        assert result.cap is None and result.red_lines == ()
        assert all(d.cap is None for d in result.dimensions.values())

    def test_one_k2(self) -> None:
        """The score at most 74, its dimension at most 59, the others untouched; it is a pass at best."""
        result = rated(BEST.replace("who_decides", "promise"))
        assert [(r.code, r.level, r.dimension) for r in result.red_lines] == [("K2.promise", "K2", "compliance")]
        assert result.raw_score > 74 and (result.score, result.cap) == (74, 74)
        compliance = result.dimensions["compliance"]
        assert compliance.score is not None and compliance.score <= 59
        assert result.dimensions["listening"].score == pytest.approx(100)
        assert result.band.id not in ("excellent", "good")
        assert result.decisions[result.red_lines[0].decision].mark.id == "red_line"

    def test_one_k1(self) -> None:
        """The score at most 59, its dimension at most 39, and not passed."""
        result = rated(BEST.replace("seat", "rush"))
        (line,) = result.red_lines
        assert (line.code, line.level, line.decision) == ("K1.abuse", "K1", 0)
        assert result.score <= 59 < result.raw_score and result.cap == 59
        dimension = result.dimensions[line.dimension]
        assert dimension.score is not None and dimension.score <= 39
        assert result.band.id == "fail"

    def test_two_k2_count_as_a_k1(self) -> None:
        """Together they cap the score at 59; where both are of one dimension it is capped at 39."""
        result = rated(BEST.replace("who_decides", "promise").replace("number", "go"))
        assert [line.level for line in result.red_lines] == ["K2", "K2"]
        assert (result.score, result.cap) == (59, 59) and result.band.id == "fail"
        dimensions = {line.dimension for line in result.red_lines}
        for name in dimensions:
            score = result.dimensions[name].score
            assert score is not None and score <= (59 if len(dimensions) == 2 else 39)

    @pytest.mark.parametrize(
        ("levels", "score", "dimensions"),
        [
            ([], None, {}),
            ([("K2", "compliance")], 74, {"compliance": 59}),
            ([("K1", "emotion")], 59, {"emotion": 39}),
            ([("K2", "compliance"), ("K2", "referral")], 59, {"compliance": 59, "referral": 59}),
            ([("K2", "compliance"), ("K2", "compliance")], 59, {"compliance": 39}),
            ([("K1", "compliance"), ("K2", "compliance")], 59, {"compliance": 39}),
            ([("K1", "emotion"), ("K2", "compliance")], 59, {"emotion": 39, "compliance": 59}),
            ([("K2", "referral")] * 3, 59, {"referral": 39}),
        ],
    )
    def test_the_table_of_caps(
        self, levels: list[tuple[str, str]], score: float | None, dimensions: dict[str, float]
    ) -> None:
        """By level, number and dimension."""
        lines = [RedLine(f"{level}.x", level, dimension, 0) for level, dimension in levels]
        assert rating._caps(lines, rubric()) == (score, dimensions)

    def test_a_cap_that_changes_nothing_is_not_shown(self) -> None:
        """A score under the cap stands as it is."""
        results = (rate(at_random(seed), values()) for seed in range(100))
        result = next(found for found in results if found.red_lines and found.raw_score < 59)
        assert result.cap is None and result.score == pytest.approx(max(0, result.raw_score))


class TestBands:
    """优秀 90/75, 良好 80/60 without K1, 合格 60/50 without K1, else 不合格."""

    @pytest.mark.parametrize(
        ("score", "lowest", "levels", "band"),
        [
            (90, 75, "", "excellent"), (89.99, 100, "", "good"), (100, 74.99, "", "good"), (95, 75, "K2", "good"),
            (80, 60, "", "good"), (79.99, 100, "", "pass"), (100, 59.99, "", "pass"), (100, 100, "K1", "fail"),
            (60, 50, "", "pass"), (59.99, 100, "", "fail"), (100, 49.99, "", "fail"), (74, 59, "K2", "pass"),
            (74, 59, "K2 K2", "fail"), (0, 0, "", "fail"),
        ],
    )  # fmt: skip
    def test_bounds(self, score: float, lowest: float, levels: str, band: str) -> None:
        """The bound itself belongs to the better band; the lowest dimension counts."""
        dimensions = {name: DimensionScore(100, 100, 0.25, True) for name in DIMENSIONS}
        dimensions["emotion"] = DimensionScore(lowest, lowest, 0.25, True)
        lines = [RedLine("x", level, "compliance", 0) for level in levels.split()]
        assert rating._band(score, dimensions, lines, rubric()).id == band

    def test_what_is_not_shown_does_not_count(self) -> None:
        """A dimension without enough evidence keeps nobody from a band."""
        dimensions = {name: DimensionScore(100, 100, 0.25, True) for name in DIMENSIONS}
        dimensions["emotion"] = DimensionScore(0, None, 0.25, True)
        assert rating._band(95, dimensions, [], rubric()).id == "excellent"

    def test_scores_are_shown_within_0_and_100(self) -> None:
        """However far below 0 the raw score is."""
        lowest = min((rate(at_random(seed), values()) for seed in range(40)), key=lambda result: result.raw_score)
        assert lowest.raw_score < 0 == lowest.score
        assert all(d.score is None or 0 <= d.score <= 100 for d in lowest.dimensions.values())


class TestEvidence:
    """证据不足: less than half of the best line's stakes were met."""

    def test_leaving_early(self) -> None:
        """One decision at the hub instead of four: listening is not shown; what was met in full is."""
        result = rated("seat,done,form=best,who_decides,sheet=best,number")
        assert result.complete
        assert result.dimensions["listening"].score is None
        assert result.dimensions["referral"].score is not None

    def test_the_best_line_has_enough(self) -> None:
        """By definition."""
        assert all(d.score is not None for d in rated(BEST).dimensions.values())

    def test_half_is_enough(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Exactly half of the stakes is enough, a hair less is not."""
        evaluator = values()
        play = played(BEST)
        met = [sum(d.valuation.stakes[n] for d in rate(play, evaluator).decisions) for n in range(4)]
        monkeypatch.setattr(evaluator, "_best_stakes", tuple(2 * stake for stake in met))
        assert all(d.score is not None for d in rate(play, evaluator).dimensions.values())
        monkeypatch.setattr(evaluator, "_best_stakes", tuple(2.001 * stake for stake in met))
        assert all(d.score is None for d in rate(play, evaluator).dimensions.values())

    def test_an_unassessed_dimension(self) -> None:
        """It has no weight and no score, whatever was done; its weight is shared out."""
        for seed in range(4):
            result = rate(at_random(seed, "no referral"), values("no referral"))
            referral = result.dimensions["referral"]
            assert not referral.assessed and referral.weight == 0 and referral.score is None
            assert all(decision.costs[3] == 0 for decision in result.decisions)
        weights = values("no referral").solution.scale.weights
        assessed = [rubric().weights[n] if weights[n] else 0 for n in range(4)]
        assert [weight / sum(assessed) for weight in assessed] == pytest.approx(list(weights))


class TestMarks:
    """What a decision is called."""

    @pytest.mark.parametrize(
        ("cost", "mark"),
        [
            (0, "best"), (1e-7, "best"), (1e-5, "good"), (1.999, "good"), (2, "fair"), (4.999, "fair"),
            (5, "inaccuracy"), (9.999, "inaccuracy"), (10, "mistake"), (19.999, "mistake"), (20, "blunder"),
            (500, "blunder"), (-1e-12, "best"),
        ],
    )  # fmt: skip
    def test_bounds(self, cost: float, mark: str) -> None:
        """The bound itself belongs to the worse mark."""
        assert rubric().mark(cost).id == mark

    def test_a_red_line_has_its_own(self) -> None:
        """Whatever it costs."""
        result = rated(BEST.replace("who_decides", "promise"))
        assert [d.mark.id for d in result.decisions if d.red_line] == ["red_line"]

    def test_only_good(self) -> None:
        """□ where every other open option costs at least 10; the best one, options and time-outs alone do not count."""

        def valuation(*costs: float, closed: float = 0, timeout: float = 0) -> Valuation:
            nothing = (0.0, 0.0, 0.0, 0.0)
            found = [Valued(str(n), (cost, 0.0, 0.0, 0.0), nothing, True, None) for n, cost in enumerate(costs)]
            found.append(Valued("closed", (closed, 0.0, 0.0, 0.0), nothing, False, None))
            found.append(Valued("timeout", (timeout, 0.0, 0.0, 0.0), nothing, True, None, is_timeout=True))
            return Valuation(tuple(found), "0", nothing)

        rules = rubric()
        assert rating._only_good(valuation(0, 10, 25), rules)
        assert not rating._only_good(valuation(0, 9.99, 25), rules)
        assert rating._only_good(valuation(0, 12, closed=1, timeout=1), rules)
        assert not rating._only_good(valuation(0), rules)

    def test_running_out_of_time(self) -> None:
        """It is marked as such, and costs what the choice costs."""
        ran_out, chosen = rated("seat,timeout"), rated("seat,wait")
        assert ran_out.decisions[1].timed_out and not chosen.decisions[1].timed_out
        assert ran_out.raw_score == pytest.approx(chosen.raw_score)


class TestLuck:
    """Realised minus expected loss of a chance: reported, never charged."""

    def test_it_is_not_charged(self) -> None:
        """Both ways it can fall cost the same."""
        falls = [rated(CHANCED, "chance", str(seed)) for seed in range(12)]
        assert len({round(result.raw_score, 9) for result in falls}) == 1

    def test_it_is_zero_in_expectation(self) -> None:
        """Weighted by the chances, good and bad luck cancel."""
        luck: dict[str, float] = {}
        for seed in range(12):
            play = played(CHANCED, "chance", str(seed))
            luck[play.node.id] = rate(play, values("chance")).luck
        assert luck.keys() == {"sheet", "lost"}
        assert luck["sheet"] < 0 < luck["lost"]
        assert 1 / 4 * luck["sheet"] + 3 / 4 * luck["lost"] == pytest.approx(0, abs=1e-9)

    def test_no_chance_no_luck(self) -> None:
        """Nothing that one decides is luck."""
        assert rate(at_random(3), values()).luck == 0


CHANCED = "seat,months,who,wait,done,form=best,who_decides"


class TestReasons:
    """Why the meters moved: every change of a step, with its reason."""

    HEATED: Change = ("    say: 您问吧。\n", "    enter: {agitation: +1, trust: -1}\n    say: 您问吧。\n")

    @pytest.mark.parametrize("variant", ["default", "other"])
    @pytest.mark.parametrize("agitation", [6, 8])
    def test_they_add_up(self, variant: str, agitation: int) -> None:
        """Where no meter meets 0 or 10 the changes of a step are its difference, also through interrupts."""
        found = Evaluator(solve(edition(scenario_of(clean_text(self.HEATED, agitation=agitation)), variant)))
        checked = interrupted = 0
        draw = Random(7)
        for _ in range(60):
            play = Play(found.solution.edition)
            while not play.ended:
                if play.node.form is not None:
                    play.submit(random_picks(play))
                    continue
                step = play.choose(draw.choice(play.open_ids()))
                told = dict.fromkeys(("agitation", "trust", "distress"), 0)
                path = [step.before]
                for change in changes(play.engine, step):
                    told[change.meter] += change.amount
                    assert change.amount and change.reason.zh and change.reason.en
                if all(0 < getattr(state, name) < 10 for state in (*path, step.after) for name in told):
                    assert told == {name: getattr(step.after, name) - getattr(step.before, name) for name in told}
                    checked += 1
                    interrupted += any(arrival.how == "interrupt" for arrival in step.arrivals)
        assert checked > 60
        if variant == "default" and agitation == 8:
            assert interrupted

    @pytest.mark.parametrize(("change", "words"), [("-2", "平静下来"), ("+2", "激动起来")])
    def test_a_story_may_calm_or_stir(self, change: str, words: str) -> None:
        """The reason of what a scene does on arrival goes the way the meter goes."""
        told = ("    say: 您问吧。\n", f"    enter: {{agitation: {change}}}\n    say: 您问吧。\n")
        play = Play(edition(scenario_of(clean_text(told, agitation=5))))
        last = changes(play.engine, play.choose("seat"))[-1]
        assert last.amount == int(change) and words in last.reason.zh

    def test_what_broke_the_visit_off(self) -> None:
        """Where entering a scene was the last straw, its own effects are told too."""
        heated = ("    say: 您问吧。\n", "    enter: {agitation: +4}\n    say: 您问吧。\n")
        play = Play(edition(scenario_of(clean_text(heated).replace("when: agitation >= 9", "when: trust > 10"))))
        step = play.choose("rush")
        assert step.broke_off and step.middle.agitation < 10 == step.after.agitation
        assert changes(play.engine, step)[-1] == MeterChange("agitation", 4, STORY["agitation", True])
        cold = Play(edition(scenario_of(clean_text(heated, agitation=5).replace("agitation >= 9", "trust > 10"))))
        cold.choose("seat")
        step = cold.choose("blame")
        assert step.broke_off and step.after.agitation == 10
        assert (step.middle.agitation < 10) == any(
            change.reason in STORY.values() for change in changes(cold.engine, step)
        )


def test_a_play_of_something_else_is_refused() -> None:
    """Rating a play by a foreign solution does not give a number."""
    with pytest.raises(UnknownStateError):
        rate(played("rush"), values("red", "other"))
