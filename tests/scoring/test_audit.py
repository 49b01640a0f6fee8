"""The checks with a solver: where their findings point, what they compare, what they leave alone.

That each code is raised, and not raised, by an example is for `tests/test_check_catalogue.py`.
"""

from __future__ import annotations

from functools import cache

import pytest

from scenarios.diagnostic import Diagnostic, render
from scenarios.edition import edition
from scenarios.explore import Exploration, TooManyStatesError
from scenarios.liveness import Liveness
from scenarios.play import Play
from scenarios.vocabulary import vocabulary
from scenarios.witness import taken
from scoring.audit import fairness, size
from scoring.audit.size import unsolvable
from scoring.audit.structure import stuck_states
from scoring.audit.subject import Subject
from scoring.coverage import coverage
from scoring.evaluate import Evaluator
from scoring.inputs import play_all, split
from scoring.players import HABITS, NAIVE, REMEDIES, REPORTED, Players
from scoring.rate import rate
from scoring.solve import solve
from scoring.study import Study
from simulator.bots import play_bot
from tests.scoring.mutated import Change, clean_text, codes, findings, scenario_of

FLAT = """
id: flat
title: 平的
date: 2026-09-15
level: 1
audience: [petition-office]
brief: 没有高下。
petitioner: {name: 老周, age: 50, style: reactive, agitation: 3, trust: 6, distress: 3}
start: hall
scenes:
  hall: {say: 您好。, next: done, choices: {a: {text: 好。}, b: {text: 行。}}}
endings:
  done: {outcome: good, text: 走了。}
"""


NO_REFERRAL: tuple[Change, ...] = (
    ("moves: [refer_vaguely], rates: {R2: -2}", "rates_only: {C4: -2}"),
    ("rates: {C4: +2, R2: +1}", "rates: {C4: +2}"),
    ("court: {rates: {R2: -1}}", "court: {rates: {C3: -1}}"),
    ("labour-inspection: {rates: {R2: +2}}\n        among: 4", "labour-inspection: {rates: {C3: +2}}"),
    ("moves: [brush_off], rates: {R6: -2}", "rates_only: {C1: -2}"),
    ("moves: [hand_over_paper], rates: {R6: +2}", "rates_only: {C1: +2}"),
    ("picks: {visitors: 1, kind: appeal}", "picks: {visitors: 1}"),
    ("key: {indicator: R2, points: 3}", "key: {indicator: L2, points: 3}"),
)
ALL_RED: tuple[Change, ...] = (
    ("moves: [refer_vaguely], rates", "moves: [refer_vaguely], red_line: K2.brush_off, rates"),
    ("moves: [explain_role], rates", "moves: [explain_role], red_line: K2.privacy, rates"),
)
TEMPTING: Change = (
    "moves: [promise], red_line: K2.promise, goto: sheet",
    "rates_only: {C4: +2, R2: +2, L2: +2}, red_line: K2.promise, goto: sheet",
)
LEADS_BACK: Change = (
    "moves: [label_feeling], goto: resume}",
    "moves: [label_feeling], goto: hall}",
)
STUCK: Change = (
    "moves: [summarise], rates: {L6: +1}, goto: form}",
    "needs: trust >= 10, moves: [summarise], rates: {L6: +1}, goto: form}",
)
TESTS = "tests:\n  - {choices: [CHOICES], expect: {EXPECT}}\n"


RAISED: dict[str, str] = {
    "JF3020": clean_text(STUCK),
    "JF5002": clean_text(*ALL_RED),
    "JF5003": clean_text(*NO_REFERRAL),
    "JF5005": clean_text(TEMPTING),
}
"""For some codes a scenario that raises it."""


@cache
def found(code: str) -> Diagnostic:
    """The first finding with a code in the scenario that raises it."""
    return next(finding for finding in findings(RAISED[code]) if finding.code == code)


class TestPlaces:
    """Where findings point."""

    def test_what_is_about_a_choice_points_at_it(self) -> None:
        """A red line that costs nothing, and one on the best line."""
        for code, text in (("JF5005", RAISED["JF5005"]), ("JF5002", RAISED["JF5002"])):
            finding = found(code)
            assert finding.mark is not None
            line = text.splitlines()[finding.mark.line - 1]
            assert line.strip().startswith(f"{finding.arguments['choice']}:")

    def test_a_form_s_red_line_on_the_best_line(self) -> None:
        """Where every option of a line crosses one, the line and the option are named."""
        text = clean_text(
            ("三天, rates: {C3: -2}}", "三天, rates: {C3: -2}, red_line: K2.promise}"),
            ("六十个工作日, rates: {C3: +2}}", "六十个工作日, rates: {C3: +2}, red_line: K2.promise}"),
        )
        finding = next(f for f in findings(text, "default") if f.code == "JF5002")
        assert finding.arguments["scene"] == "sheet" and str(finding.arguments["choice"]).startswith("limits=")
        assert finding.mark is not None and text.splitlines()[finding.mark.line - 1].strip() == "sheet:"

    def test_the_dimension_is_named_in_words(self) -> None:
        """In the language of the message, not by its key."""
        unassessed = [f for f in findings(RAISED["JF5003"], "default") if f.code == "JF5003"]
        assert any("「分流转办」" in render(finding, "zh").message for finding in unassessed)
        assert any("Referral" in render(finding, "en").message for finding in unassessed)

    def test_the_way_to_a_cheap_red_line_can_be_played(self) -> None:
        """The path leads to a state where the choice is open and costs less than 1."""
        finding = found("JF5005")
        play = reached(RAISED["JF5005"], str(finding.arguments["variant"]), str(finding.arguments["path"]))
        assert play.node.id == finding.arguments["scene"]
        assert finding.arguments["choice"] in play.open_ids() and len(play.open_ids()) > 1


def reached(text: str, variant: str, path: str) -> Play:
    """A play that took a path."""
    chosen = edition(scenario_of(text), variant)
    return play_all(Play(chosen), split(path.replace("—", "")), Evaluator(solve(chosen)))


class TestStuck:
    """Scenes without an open choice."""

    def test_the_way_there_can_be_played(self) -> None:
        """The path leads to the scene, and nothing is open there."""
        finding = found("JF3020")
        play = reached(RAISED["JF3020"], str(finding.arguments["variant"]), str(finding.arguments["path"]))
        assert play.node.id == finding.arguments["scene"] == "hub"
        assert play.open_ids() == []

    def test_otherwise_is_enough(self) -> None:
        """A scene with `otherwise` is never stuck."""
        text = clean_text(STUCK, ("    timeout: wait\n", "    timeout: wait\n    otherwise: form\n"))
        assert "JF3020" not in codes(text)

    def test_each_scene_once(self) -> None:
        """However many states are stuck, one finding a scene."""
        assert codes(RAISED["JF3020"], "default") == ["JF3020"]

    def test_states_nobody_can_reach_do_not_count(self) -> None:
        """A scene that only a choice with an impossible `needs` leads to is no trouble."""
        dream = "dream: {text: 做梦。, needs: agitation >= 1 and agitation <= 0, goto: cell}"
        cell = "cell: {say: 没有门。, next: hub, choices: {out: {text: 出去。, needs: trust > 10}}}"
        text = clean_text(
            ("moves: [silence], goto: hub}", f"moves: [silence], goto: hub}}\n      {dream}"),
            ("  form:\n    form: record\n", f"  {cell}\n  form:\n    form: record\n"),
        )
        assert stuck_states(Exploration(edition(scenario_of(text), "default")).run()) == []


class TestInterrupts:
    """Interrupts that lead back."""

    def test_only_where_it_can_happen(self) -> None:
        """A way back behind the pending scene is an error of the variants that can take it."""
        text = clean_text(LEADS_BACK, ("agitation: 2}}", "agitation: 2}, params: {calm: true}}"))
        text = text.replace("when: agitation >= 9", "when: agitation >= 9 and not calm")
        text = text.replace("variants:\n", "params: {calm: false}\nvariants:\n")
        assert [f.arguments["variant"] for f in findings(text) if f.code == "JF3010"] == ["default"]

    def test_the_way_there_can_be_played(self) -> None:
        """The path leads into the interrupt and out of it, back to where one had been."""
        text = clean_text(LEADS_BACK)
        finding = next(f for f in findings(text, "default") if f.code == "JF3010")
        play = Play(edition(scenario_of(text), "default"))
        assert taken(play, str(finding.arguments["path"]).split(","))
        assert play.node.id == "hall" and play.engine.node(play.steps[-1].before).id == finding.arguments["scene"]

    @pytest.mark.parametrize("target", ["hub", "hall"])
    def test_straight_back_and_round_a_corner(self, target: str) -> None:
        """The pending scene itself is as wrong a target as one that leads to it: only `resume` goes back."""
        text = clean_text((LEADS_BACK[0], LEADS_BACK[1].replace("hall", target)))
        finding = next(f for f in findings(text, "default") if f.code == "JF3010")
        play = Play(edition(scenario_of(text), "default"))
        *path, last = str(finding.arguments["path"]).split(",")
        assert taken(play, path)
        program, pending = play.engine.program, play.state.pending
        assert program.number_of[target] == pending or pending in Liveness(program).reach(program.number_of[target])
        assert taken(play, [last]) and play.state.pending == -1 and play.node.id == target

    def test_leaving_to_an_ending_or_onwards_is_fine(self) -> None:
        """An interrupt may drop what was pending, where nothing leads back to it."""
        early = ("when: agitation >= 9", "when: agitation >= 9 and not registered")
        for target in ("done", "resume", "sheet"):
            change = (LEADS_BACK[0], LEADS_BACK[1].replace("hall", target))
            assert "JF3010" not in codes(clean_text(change, early))


class TestLimits:
    """How many states are too many."""

    def test_too_many_to_be_solved(self) -> None:
        """JF9001 with the variant, the largest scenes, and a place."""
        scenario = scenario_of(clean_text())
        with pytest.raises(TooManyStatesError) as refused:
            solve(edition(scenario, "default"), limit=50)
        (finding,) = unsolvable(scenario, "default", refused.value)
        assert finding.code == "JF9001" and finding.mark is not None
        assert finding.arguments["variant"] == "default" and "hub" in str(finding.arguments["scenes"])
        for language in ("zh", "en"):
            assert "{" not in render(finding, language).message + render(finding, language).hint

    def test_many(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """JF9002, a warning."""
        monkeypatch.setattr(size, "STATE_WARNING", 50)
        assert codes(clean_text()) == ["JF9002", "JF9002"]


class TestPlayers:
    """Naive players, each score compared with its bound exactly."""

    def test_each_is_put_into_words(self) -> None:
        """A finding about a naive player says what it does and what stops it, in both languages."""
        assert HABITS.keys() == {*NAIVE, *REPORTED, "random"}
        assert REMEDIES.keys() == {*NAIVE, "random"}
        assert all(words["zh"] and words["en"] for words in (*HABITS.values(), *REMEDIES.values()))

    def test_the_bounds(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """55 and more is too much for a naive player, over 85 for the shortest route, over 20 for the worst."""
        scenario = scenario_of(clean_text())
        study = Study(edition(scenario, "default"))
        players = Players(study.evaluator)
        highest = max(players.scores().values())
        monkeypatch.setattr(fairness, "NAIVE_LIMIT", highest)
        monkeypatch.setattr(fairness, "SHORTEST_LIMIT", players.reported()["shortest-then-best"])
        monkeypatch.setattr(fairness, "WORST_LIMIT", study.solution.worst_score)
        subject = Subject(scenario, {"default": study})
        assert [f.code for f in fairness.check(subject)] == ["JF5010"]
        monkeypatch.setattr(fairness, "NAIVE_LIMIT", highest + 1e-6)
        monkeypatch.setattr(fairness, "SHORTEST_LIMIT", fairness.SHORTEST_LIMIT - 1e-6)
        monkeypatch.setattr(fairness, "WORST_LIMIT", fairness.WORST_LIMIT - 1e-6)
        assert [f.code for f in fairness.check(subject)] == ["JF5004", "JF5011"]

    def test_nothing_more_is_said_of_what_cannot_be_scored(self) -> None:
        """Players and dimensions mean nothing then; the golden tests still run."""
        text = FLAT + "tests:\n  - {choices: [a], expect: {ending: done, agitation: 9}}\n"
        assert codes(text) == ["JF5001", "JF5021", "JF8002"]

    @pytest.mark.parametrize("variant", ["default", "other"])
    def test_a_score_is_what_the_player_s_visit_scores(self, variant: str) -> None:
        """Played as `run --bot` plays, each player's visit has exactly the score that is judged."""
        chosen = edition(scenario_of(clean_text()), variant)
        evaluator = Evaluator(solve(chosen))
        players = Players(evaluator)
        for name in (*NAIVE, *REPORTED):
            result = rate(play_bot(Play(chosen, "5"), evaluator, name), evaluator)
            assert result.raw_score == pytest.approx(players.score(name), abs=1e-9), name

    def test_chances_are_averaged(self) -> None:
        """Where the author lets chance decide, the score is the mean over seeds."""
        change = (
            "moves: [blame], rates: {L3: -2}, goto: hub}",
            "moves: [blame], goto: [{weight: 1, to: hub}, {weight: 2, to: form}]}",
        )
        chosen = edition(scenario_of(clean_text(change)), "other")
        evaluator = Evaluator(solve(chosen))
        score = Players(evaluator).score("last")
        runs = [rate(play_bot(Play(chosen, str(seed)), evaluator, "last"), evaluator).raw_score for seed in range(300)]
        mean = sum(runs) / len(runs)
        spread = (sum((run - mean) ** 2 for run in runs) / (len(runs) - 1)) ** 0.5
        assert spread > 1 and abs(mean - score) < 3 * spread / len(runs) ** 0.5


class TestCoverage:
    """In how many decisions an indicator is tested."""

    @staticmethod
    def of(text: str) -> dict[str, int]:
        """Coverage of the first variant."""
        exploration = Exploration(edition(scenario_of(text), "default")).run()
        return coverage(exploration.expander, frozenset(block.place.node for block in exploration.blocks))

    def test_scenes_and_form_lines_count_once_each(self) -> None:
        """R2: the answer's choices and the line of bodies; C3: the line of limits; nothing tests L4."""
        found = self.of(clean_text())
        assert (found["R2"], found["C3"], found["R1"], found["L4"]) == (2, 1, 1, 0)
        assert found.keys() == vocabulary().indicators.keys()

    def test_options_that_do_not_differ_test_nothing(self) -> None:
        """The same rating on every option of a line."""
        same = clean_text(("三天, rates: {C3: -2}", "三天, rates: {C3: +2}"))
        assert self.of(same)["C3"] == 0

    def test_scenes_nobody_can_reach_count_nothing(self) -> None:
        """Only nodes that are named as visited."""
        exploration = Exploration(edition(scenario_of(clean_text()), "default")).run()
        assert set(coverage(exploration.expander, frozenset()).values()) == {0}
