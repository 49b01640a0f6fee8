"""Every finding of the checks with a solver has a scenario that raises it; a clean one raises none."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from scenarios.diagnostic import Diagnostic, catalogue, render
from scenarios.edition import edition
from scenarios.explore import Exploration, TooManyStatesError
from scenarios.play import Play
from scenarios.vocabulary import vocabulary
from scoring import audit
from scoring.audit import stuck_states, unsolvable
from scoring.coverage import coverage
from scoring.evaluate import Evaluator
from scoring.inputs import play_all, split
from scoring.players import NAIVE, REPORTED, Players
from scoring.rate import rate
from scoring.solve import solve
from simulator.bots import play_bot
from tests.scoring.mutated import Change, clean_text, codes, findings, scenario_of, small_text

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


def crowded(options: int) -> str:
    """Three scenes, each with one good choice among many that are equally bad: nobody can do much worse than random."""
    scenes = "\n".join(
        f"  s{n}: {{say: 嗯。, next: {f's{n + 1}' if n < 3 else 'done'}, choices: {{"
        + ", ".join(
            f"c{i}: {{text: 话{i}。, rates_only: true, rates: {{L1: {2 if i == 7 else -2}}}}}" for i in range(options)
        )
        + "}}"
        for n in range(1, 4)
    ).replace("rates_only: true, rates", "rates_only")
    return FLAT.replace("start: hall", "start: s1").replace(
        "  hall: {say: 您好。, next: done, choices: {a: {text: 好。}, b: {text: 行。}}}", scenes
    )


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
WORTH_NOTHING: tuple[Change, ...] = (
    ("rates: {L3: +2}, reveals: [owed]", "rates_only: {}, reveals: [owed]"),
    ("moves: [open_question]\n        rates: {L3: +1}", "rates_only: {}"),
    (", key: {indicator: L3, points: 4}", ""),
    (", key: {indicator: R2, points: 3}", ""),
    ("moves: [silence], goto: hub", "optional: true, goto: hub"),
    ("moves: [blame], rates: {L3: -2}, goto: hub", "moves: [blame], rates: {L3: -2}, goto: form"),
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


def with_test(choices: str, expect: str = "ending: done") -> str:
    """The clean scenario with a golden test."""
    return clean_text() + TESTS.replace("CHOICES", choices).replace("EXPECT", expect)


RAISED: dict[str, str] = {
    "JF3010": clean_text(LEADS_BACK),
    "JF3020": clean_text(STUCK),
    "JF5001": FLAT,
    "JF5002": clean_text(*ALL_RED),
    "JF5003": clean_text(*NO_REFERRAL),
    "JF5004": crowded(40),
    "JF5005": clean_text(TEMPTING),
    "JF5010": small_text(),
    "JF5011": clean_text(*WORTH_NOTHING),
    "JF8001": with_test("seat, months, done, form=best, who_decides, sheet=best, months"),
    "JF8002": with_test("seat, done, form=best, who_decides, sheet=best, go", "score: '>= 90'"),
    "JF8003": with_test("seat, months"),
}
"""For each code a scenario that raises it."""

BY_LIMITS = {"JF9001", "JF9002"}
"""Raised by small scenarios under small limits, in tests of their own."""


@cache
def found(code: str) -> Diagnostic:
    """The first finding with a code in the scenario that raises it."""
    return next(finding for finding in findings(RAISED[code]) if finding.code == code)


def test_a_clean_scenario_raises_nothing() -> None:
    """In none of its variants."""
    assert [render(finding).message for finding in findings(clean_text())] == []


def test_every_code_is_raised_somewhere(root: Path) -> None:
    """No code of the catalogue, nor of the source, without a scenario here."""
    text = (root / "scoring" / "catalogue" / "scoring.yaml").read_text("utf-8")
    in_catalogue = set(re.findall(r"^(JF\d{4}):", text, re.MULTILINE))
    assert in_catalogue | {"JF3010", "JF3020"} == RAISED.keys() | BY_LIMITS
    source = "".join(path.read_text("utf-8") for path in (root / "scoring").glob("*.py"))
    used = set(re.findall(r"JF[3-9]\d{3}", source)) - {"JF8104", "JF8110", "JF8111", "JF8112"}
    assert used <= catalogue().keys()


@pytest.mark.parametrize("code", RAISED)
def test_it_is_raised_and_can_be_read(code: str) -> None:
    """The finding has a place and says everything in both languages, the variant among it."""
    finding = found(code)
    assert finding.mark is not None and finding.mark.line >= 1
    assert finding.arguments.get("variant") in ("default", "other") or code == "JF8001"
    for language in ("zh", "en"):
        shown = render(finding, language)
        assert shown.message and shown.hint
        assert not re.search(r"\{[a-z]+\}", shown.message + shown.hint), shown
    assert not re.search("[一-鿿]", render(finding, "en").message.replace("欠了几个月", "")), finding


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

    def test_leaving_to_an_ending_or_onwards_is_fine(self) -> None:
        """An interrupt may drop what was pending."""
        for target in ("done", "resume"):
            change = (LEADS_BACK[0], LEADS_BACK[1].replace("hall", target))
            assert "JF3010" not in codes(clean_text(change))


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
        monkeypatch.setattr(audit, "STATE_WARNING", 50)
        assert codes(clean_text()) == ["JF9002", "JF9002"]


class TestPlayers:
    """Naive players, each score compared with its bound exactly."""

    def test_the_bounds(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """55 and more is too much for a naive player, over 85 for the shortest route, over 20 for the worst."""
        chosen = edition(scenario_of(clean_text()), "default")
        evaluator = Evaluator(solve(chosen))
        players = Players(evaluator)
        highest = max(players.scores().values())
        monkeypatch.setattr(audit, "NAIVE_LIMIT", highest)
        monkeypatch.setattr(audit, "SHORTEST_LIMIT", players.reported()["shortest-then-best"])
        monkeypatch.setattr(audit, "WORST_LIMIT", evaluator.solution.worst_score)
        scenario = scenario_of(clean_text())
        assert [f.code for f in audit.audit(scenario, "default", evaluator)] == ["JF5010"]
        monkeypatch.setattr(audit, "NAIVE_LIMIT", highest + 1e-6)
        monkeypatch.setattr(audit, "SHORTEST_LIMIT", audit.SHORTEST_LIMIT - 1e-6)
        monkeypatch.setattr(audit, "WORST_LIMIT", audit.WORST_LIMIT - 1e-6)
        assert [f.code for f in audit.audit(scenario, "default", evaluator)] == ["JF5004", "JF5011"]

    def test_nothing_more_is_said_of_what_cannot_be_scored(self) -> None:
        """Players and dimensions mean nothing then; the golden tests still run."""
        text = FLAT + TESTS.replace("CHOICES", "a").replace("EXPECT", "ending: done, agitation: 9")
        assert codes(text) == ["JF5001", "JF8002"]

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
