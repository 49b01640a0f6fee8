"""`jiefang analyse`: the contract of DESIGN §7."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenarios.vocabulary import vocabulary
from scoring.players import NAIVE, REPORTED
from tests.scoring.mutated import clean_text
from tests.simulator.calls import Caller, call, library, put, small, solutions

__all__ = ["call", "library", "small", "solutions"]

KEYS = {
    "hash", "states", "transitions", "seconds", "scorable", "best", "random", "worst", "bots", "reported", "coverage",
    "tests", "endings",
}  # fmt: skip
UNSCORABLE = """
id: small
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
""".lstrip()


class TestJson:
    """What `analyse --json` prints."""

    def test_every_key_of_the_contract_is_there(self, call: Caller, small: str) -> None:
        """For each variant, with the types of docs/json.md."""
        made = call("analyse", small, "--json")
        assert made.code == 0 and made.err == ""
        assert made.data["scenario"] == "small" and list(made.data["variants"]) == ["default", "other"]
        for found in made.data["variants"].values():
            assert found.keys() == KEYS
            assert isinstance(found["states"], int) and isinstance(found["transitions"], int) and found["states"] > 50
            assert isinstance(found["seconds"], float) and found["scorable"] is True
            assert all(isinstance(token, str) for token in found["best"]["line"])
            assert all(isinstance(found[key]["score"], float) for key in ("best", "random", "worst"))
            assert found["bots"].keys() == {*NAIVE, "random"} and found["reported"].keys() == REPORTED.keys()
            assert all(isinstance(score, float) for score in (*found["bots"].values(), *found["reported"].values()))
            assert found["coverage"].keys() == vocabulary().indicators.keys()
            assert all(isinstance(count, int) for count in (*found["coverage"].values(), *found["tests"].values()))
            assert found["tests"].keys() == {"listening", "emotion", "compliance", "referral"}
            for ending in found["endings"].values():
                assert isinstance(ending["reachable"], bool) and isinstance(ending["random"], float)

    def test_the_scale(self, call: Caller, small: str) -> None:
        """Best is 100, random is 25, nobody is below the worst or above the best."""
        for found in call("analyse", small, "--json").data["variants"].values():
            assert found["best"]["score"] == pytest.approx(100, abs=1e-5)
            assert found["random"]["score"] == found["bots"]["random"] == pytest.approx(25, abs=1e-5)
            for score in (*found["bots"].values(), *found["reported"].values()):
                assert found["worst"]["score"] - 1e-5 <= score <= 100 + 1e-5

    def test_endings_that_cannot_be_reached(self, call: Caller, small: str) -> None:
        """The random player's chances sum to 1; what he never reaches is told from what nobody can."""
        for found in call("analyse", small, "--json").data["variants"].values():
            assert sum(ending["random"] for ending in found["endings"].values()) == pytest.approx(1, abs=1e-4)
            assert found["endings"]["done"]["reachable"]
            assert all(ending["reachable"] for ending in found["endings"].values() if ending["random"])

    def test_the_best_line_can_be_played(self, call: Caller, small: str) -> None:
        """Its inputs, given to `run`, score 100."""
        found = call("analyse", small, "--json", "--variant", "other").data["variants"]["other"]
        run = call("run", small, "--choices", ",".join(found["best"]["line"]), "--variant", "other", "--json").data
        assert run["complete"] and run["raw_score"] == pytest.approx(100, abs=1e-4)
        assert run["hash"] == found["hash"]

    def test_what_is_kept_says_the_same(self, call: Caller, small: str) -> None:
        """From the cache as freshly solved."""
        first, second = (call("analyse", small, "--json").data for _ in range(2))
        assert first == second

    def test_a_scenario_that_is_not_scorable(self, call: Caller, tmp_path: Path) -> None:
        """No number is infinite or missing; it is said that nothing is scored."""
        place = put(tmp_path, UNSCORABLE)
        (found,) = call("analyse", place, "--json").data["variants"].values()
        assert found["scorable"] is False and found["best"]["score"] == 100
        assert "不计分" in call("analyse", place).out


class TestText:
    """What a person reads."""

    def test_one_variant(self, call: Caller, small: str) -> None:
        """Scores, the best line, the naive players, coverage, endings; progress goes to the error stream."""
        made = call("analyse", small, "--variant", "other")
        assert made.err == "求解 small，情形 other …\n"
        for part in (
            "情形 other",
            "最佳 100  随机 25",
            "最佳路线：",
            "shortest-route",
            "（只报告）",
            "指标覆盖：",
            "结局 done",
        ):
            assert part in made.out, part
        assert "情形 default" not in made.out


class TestErrors:
    """What can be wrong with a call."""

    def test_unknown_scenario(self, call: Caller, small: str) -> None:
        """The nearest id, exit code 2."""
        made = call("analyse", "smal")
        assert made.code == 2 and "smal → small" in made.err and made.out == ""

    def test_unknown_variant(self, call: Caller, small: str) -> None:
        """Said at once, before anything is solved, exit code 2."""
        made = call("analyse", small, "--variant", "othr", "--json")
        assert (
            made.code == 2 and made.out == "" and made.err.startswith("剧本「small」没有情形「othr」。\n是不是 other？")
        )

    def test_too_many_states(self, call: Caller, small: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        """One message that names the largest scenes, exit code 1."""
        monkeypatch.setenv("JIEFANG_HOME", str(tmp_path))
        monkeypatch.setattr("scoring.cache.solved.__defaults__", (None, 50, None, None))
        made = call("analyse", small, "--json")
        assert made.code == 1 and made.out == "" and "JF9001" in made.err and "hub" in made.err

    def test_broken_yaml(self, call: Caller, tmp_path: Path) -> None:
        """The place in the file, exit code 1."""
        made = call("analyse", put(tmp_path, clean_text() + "scenes: [\n"))
        assert made.code == 1 and "scenario.yaml:" in made.err and "Traceback" not in made.err
