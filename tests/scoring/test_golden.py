"""The golden tests of a scenario: every expectation holds or is told with what it is."""

from __future__ import annotations

from functools import cache

import pytest

from scenarios.diagnostic import Diagnostic, render
from scenarios.edition import edition
from scoring.evaluate import Evaluator
from scoring.golden import compare, ranks, run_tests
from scoring.solve import solve
from tests.scoring.mutated import clean_text, scenario_of

BEST = "seat, months, who, wait, done, form=best, who_decides, sheet=best, number"


@cache
def evaluator(variant: str) -> Evaluator:
    """Values for the scenario without tests."""
    return Evaluator(solve(edition(scenario_of(clean_text()), variant)))


def found(*tests: str, variant: str = "default") -> list[Diagnostic]:
    """What running the tests of a variant finds."""
    scenario = scenario_of(clean_text() + "tests:\n" + "".join(f"  - {{{test}}}\n" for test in tests))
    mark = scenario.scenes["hall"].mark
    assert mark is not None
    return run_tests(scenario, variant, evaluator(variant), mark)


def told(finding: Diagnostic) -> tuple[str, str, str]:
    """What an expectation that failed was about: what, wanted, actual."""
    assert finding.code == "JF8002"
    arguments = finding.arguments
    return str(arguments["what"]), str(arguments["wanted"]), str(arguments["actual"])


class TestExpectations:
    """`expect:`, key by key."""

    @pytest.mark.parametrize(
        "expect",
        [
            "ending: done", "score: '>= 85'", "score: '> 84'", "score: '<= 100'", "score: 100", "known: [owed]",
            "known: [owed, boss]", "known: []", "flags: [registered]", "red_lines: []", "agitation: '<= 6'",
            "trust: '>= 5'", "distress: '< 9'", "trust: '!= 1'", "rank: best", "rank: within 5",
            "rank: within 0 of the best",
            "ending: done, score: '<= 100', flags: [registered]",
        ],
    )  # fmt: skip
    def test_those_that_hold(self, expect: str) -> None:
        """Nothing is found; a list need not name everything."""
        assert found(f"choices: [{BEST}], expect: {{{expect}}}") == []

    @pytest.mark.parametrize(
        ("choices", "expect", "told_as"),
        [
            (BEST, "ending: walked_out", ("ending", "walked_out", "done")),
            (BEST, "score: '<= 50'", ("score", "<= 50", "100.0")),
            (BEST, "score: '!= 100'", ("score", "!= 100", "100.0")),
            ("seat, done, form=best, who_decides, sheet=best, number", "known: [owed]", ("known", "owed", "—")),
            (BEST, "agitation: 10", ("agitation", "10", "4")),
            (BEST.replace("who_decides", "promise"), "red_lines: []", ("red_lines", "—", "K2, K2.promise")),
            (BEST, "red_lines: [K1.abuse]", ("red_lines", "K1.abuse", "—")),
        ],
    )
    def test_those_that_do_not(self, choices: str, expect: str, told_as: tuple[str, str, str]) -> None:
        """What was wanted and what it is."""
        (finding,) = found(f"choices: [{choices}], expect: {{{expect}}}")
        assert told(finding) == told_as

    def test_each_that_fails_is_told(self) -> None:
        """Two wrong expectations are two findings."""
        findings = found(f"choices: [{BEST}], expect: {{ending: walked_out, trust: 0, distress: '<= 10'}}")
        assert [told(finding)[0] for finding in findings] == ["ending", "trust"]

    def test_a_red_line_and_its_cap(self) -> None:
        """The one that was crossed, and the score as it is shown."""
        choices = BEST.replace("who_decides", "promise")
        assert found(f"choices: [{choices}], expect: {{red_lines: [K2.promise], score: '<= 74'}}") == []

    @pytest.mark.parametrize(
        ("value", "wanted", "holds"),
        [
            (85, ">= 85", True), (84.9, ">= 85", False), (85, "> 85", False), (85, "<=85", True), (3, "< 3", False),
            (85.4, "85", True), (85.6, 85, False), (85.5, 85, True), (-3.2, "-3", True), (85, "== 85", True),
            (85.2, "== 85", False), (85, "about 85", False), (85, "", False), (85, "= 85", False), (7, "7.2", True),
        ],
    )  # fmt: skip
    def test_comparisons(self, value: float, wanted: object, holds: bool) -> None:
        """A sign and a number; a plain number within half a point; anything else never holds."""
        assert compare(value, wanted) is holds


class TestRank:
    """`rank:` and `seed:`."""

    @pytest.mark.parametrize(
        ("score", "wanted", "holds"),
        [
            (100, "best", True), (99.9, "best", False), (99.96, "best", True), (95, "within 5", True),
            (94.9, "within 5 of the best", False), (-40, "worst", True), (-39.9, "worst", False), (100, "worst", False),
        ],
    )  # fmt: skip
    def test_ranks(self, score: float, wanted: str, holds: bool) -> None:
        """Measured in raw points from the best handling and from the worst, which is -40 here."""
        assert ranks(score, -40, wanted) is holds

    def test_a_line_that_is_best_no_more(self) -> None:
        """An edit that moves the optimum fails the test, and the finding says how far it is off."""
        (finding,) = found("choices: [seat, done, form=best, who_decides, sheet=best, number], expect: {rank: best}")
        what, wanted, actual = told(finding)
        assert (what, wanted) == ("rank", "best") and actual.endswith("… 100.0)")

    def test_the_seed_decides_what_falls(self) -> None:
        """Options that are drawn, and chances, come as `seed` has them."""
        way = "goto: [{weight: 1, to: done}, {weight: 1, to: walked_out}]}"
        text = clean_text(("moves: [care], rates: {E2: +1}, goto: done}", way))
        path = "choices: [seat, done, form=best, promise, sheet=best, care]"
        tests = "tests:\n" + "".join(
            f"  - {{{path}, seed: {seed}, expect: {{ending: {ending}}}}}\n"
            for seed in range(8)
            for ending in ("done", "walked_out")
        )
        scenario = scenario_of(text + tests)
        mark = scenario.scenes["hall"].mark
        assert mark is not None
        values = Evaluator(solve(edition(scenario, "default")))
        failed = {int(str(f.arguments["number"])) for f in run_tests(scenario, "default", values, mark)}
        assert len(failed) == 8 and {number % 2 for number in failed} == {0, 1}


class TestInputs:
    """`choices:`."""

    @pytest.mark.parametrize(
        ("choices", "position", "choice", "scene", "possible"),
        [
            ("seat, calm", 2, "calm", "hub", "done, months, who, wait, blame"),
            ("seat, timeout, wait", 3, "wait", "hub", "done, months, who, blame"),
            ("seat, done, who_decides", 3, "who_decides", "form", "visitors"),
            ("seat, done, form.kind=appeal, form.owed=tick", 4, "owed", "form", "visitors"),
        ],
    )
    def test_one_that_cannot_be_made(self, choices: str, position: int, choice: str, scene: str, possible: str) -> None:
        """JF8001 names the position, the input, the scene and what is possible there."""
        (finding,) = found(f"choices: [{choices}], expect: {{ending: done}}")
        assert finding.code == "JF8001"
        arguments = finding.arguments
        assert (arguments["position"], arguments["choice"], arguments["scene"]) == (str(position), choice, scene)
        assert possible in str(arguments["open"])
        assert "{" not in render(finding).message

    def test_too_many(self) -> None:
        """What is left over when the visit has ended is wrong too."""
        (finding,) = found(f"choices: [{BEST}, seat], expect: {{ending: done}}")
        assert finding.code == "JF8001" and finding.arguments["position"] == "10"

    def test_too_few(self) -> None:
        """JF8003 says where the visit stands; expectations are not looked at."""
        (finding,) = found("choices: [seat, done], expect: {ending: walked_out}")
        assert (finding.code, finding.arguments["scene"]) == ("JF8003", "form")

    def test_each_test_by_its_number_and_place(self) -> None:
        """The finding points at the test, which is counted from 1 over all variants."""
        findings = found(
            f"choices: [{BEST}], expect: {{ending: done}}",
            "variant: other, choices: [seat], expect: {ending: done}",
            "choices: [seat], expect: {ending: done}",
        )
        (finding,) = findings
        assert finding.arguments["number"] == 3 and finding.mark is not None
        assert finding.mark.line == clean_text().count("\n") + 4

    def test_only_those_of_the_variant(self) -> None:
        """A test belongs to one variant, the first by default."""
        tests = (f"choices: [{BEST}], expect: {{ending: walked_out}}", "variant: other, choices: [rush], expect: {}")
        assert [f.code for f in found(*tests)] == ["JF8002"]
        assert [f.code for f in found(*tests, variant="other")] == ["JF8003"]


class TestCalls:
    """Choices of a fragment's copy may be named by the call."""

    @pytest.mark.parametrize("written", ["{choice}", "close/{choice}", "close.{choice}", "{scene}.{choice}"])
    def test_ways_of_writing(self, written: str) -> None:
        """`give`, `close/give`, `close.give` and `close/ask.give` are the same input."""
        from scenarios.load import load_text
        from scenarios.play import Play
        from scoring.inputs import play_all

        text = clean_text(("    next: bye\n", "    next: close\n  close: {call: own.part, next: bye}\n"))
        fragment = "id: part\nstart: ask\nscenes: {ask: {say: 要吗？, next: return, choices: {give: {text: 给。}}}}\n"
        path = f"seat, done, form=best, who_decides, sheet=best, {written}, number".format(
            scene="close/ask", choice="give"
        )
        loaded = load_text(
            text + f"tests:\n  - {{choices: [{path}], expect: {{ending: done}}}}\n", fragments={"own.part": fragment}
        )
        assert loaded.scenario is not None, loaded.diagnostics
        values = Evaluator(solve(edition(loaded.scenario, "default")))
        mark = loaded.scenario.scenes["hall"].mark
        assert mark is not None
        assert run_tests(loaded.scenario, "default", values, mark) == []
        assert play_all(Play(values.solution.edition), path.split(", "), values).ended
