"""`jiefang analyse`: the contract of DESIGN §7."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from scenarios.vocabulary import vocabulary
from scoring.players import NAIVE, REPORTED
from simulator.help import width_of
from tests.scoring.mutated import clean_text
from tests.simulator.calls import Caller, call, library, put, small, solutions

__all__ = ["call", "library", "small", "solutions"]

KEYS = {
    "hash", "states", "transitions", "seconds", "scorable", "best", "random", "worst", "bots", "reported", "coverage",
    "decisive", "tests", "endings", "red_lines", "hardest",
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
            assert found["decisive"].keys() == vocabulary().indicators.keys()
            assert found["red_lines"] == {"K2.promise": {"met": 1, "forced": 0}}
            for ending in found["endings"].values():
                assert isinstance(ending["reachable"], bool) and isinstance(ending["random"], float)
            assert sum(decision["lost"] for decision in found["hardest"]) == pytest.approx(75, abs=1e-3)

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


class TestCertificate:
    """What stands above the variants, and the file."""

    def test_it_says_what_it_rests_on(self, call: Caller, small: str) -> None:
        """Hash, versions and the outcome of the checks; the missing English is a warning here."""
        data = call("analyse", small, "--json").data
        assert data["versions"].keys() == {"program", "rules", "solver", "rubric"}
        assert data["checks"] == {
            "clean": False, "errors": 0, "warnings": 1, "notes": 0, "codes": ["JF7500"], "left": {},
        }  # fmt: skip
        assert call("analyse", small, "--json", "--variant", "other").data["checks"] is None

    def test_the_file_is_what_is_printed(self, call: Caller, small: str, tmp_path: Path) -> None:
        """The same keys behind a head with the moment; written twice, the newer one stands."""
        file = tmp_path / "certificate.json"
        file.write_text("old", "utf-8")
        made = call("analyse", small, "--json", "--certificate", file)
        written = json.loads(file.read_text("utf-8"))
        assert (written.pop("kind"), written.pop("format")) == ("jiefang-certificate", 1)
        assert datetime.fromisoformat(written.pop("issued")).tzinfo is not None
        assert written == made.data and str(file) in made.err
        assert [path.name for path in tmp_path.iterdir() if "certificate" in path.name] == ["certificate.json"]

    def test_the_hash_follows_every_variant(self, call: Caller, tmp_path: Path) -> None:
        """Another text in one variant makes another hash; the variant that stays keeps its own."""
        place = put(tmp_path, clean_text())
        before = call("analyse", place, "--json").data
        put(tmp_path, clean_text(("other: {petitioner: {agitation: 2}}", "other: {petitioner: {agitation: 3}}")))
        after = call("analyse", place, "--json").data
        assert before["hash"] != after["hash"]

    def test_a_run_can_be_held_against_it(self, call: Caller, small: str) -> None:
        """The hash of a variant is that of a visit in it."""
        data = call("analyse", small, "--json").data
        run = call("run", small, "--bot", "first", "--variant", "other", "--json").data
        assert run["hash"] == data["variants"]["other"]["hash"]

    def test_one_variant_is_no_certificate(self, call: Caller, small: str, tmp_path: Path) -> None:
        """Exit code 2, and no file."""
        file = tmp_path / "certificate.json"
        made = call("analyse", small, "--variant", "other", "--certificate", file)
        assert made.code == 2 and "--variant" in made.err and not file.exists()

    def test_a_folder_that_is_not_there(self, call: Caller, small: str, tmp_path: Path) -> None:
        """One message, no traceback."""
        made = call("analyse", small, "--certificate", tmp_path / "none" / "c.json")
        assert made.code in (1, 2) and made.err and "Traceback" not in made.err


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
            "只看了一种情形",
            "最难的决定",
        ):
            assert part in made.out, part
        assert "情形 default" not in made.out
        assert "form=best" in made.out and "form.kind=" not in made.out
        assert max(map(width_of, made.out.splitlines())) <= 80


class TestEmittedTests:
    """`analyse --emit-tests`."""

    def test_they_pass_and_stay(self, call: Caller, tmp_path: Path) -> None:
        """What is written passes `check`; written again, the file is the same; the rest of it is untouched."""
        text = clean_text() + "tests:\n  - {choices: [seat], expect: {}}  # 我的\n# 完\n"
        text = text.replace("choices: [seat]", "choices: [seat, done, form=best, who_decides, sheet=best, go]")
        place = put(tmp_path, text)
        made = call("analyse", place, "--emit-tests")
        assert made.code == 0 and "写好了 4 个测试。" in made.err
        written = (place / "scenario.yaml").read_bytes()
        begin, end = "  # >>> jiefang", "--emit-tests\n# 完\n"
        assert written.decode().startswith(text.removesuffix("# 完\n") + begin) and written.decode().endswith(end)
        assert call("check", place, "--ignore", "JF75").out == "检查了 1 个剧本，没有问题。\n"
        assert call("analyse", place, "--emit-tests", "--json").data["scenario"] == "small"
        assert (place / "scenario.yaml").read_bytes() == written

    def test_an_edit_that_moves_the_optimum_shows(self, call: Caller, tmp_path: Path) -> None:
        """After it `check` names the line that is best no more; written anew, the file differs and passes."""
        place = put(tmp_path, clean_text())
        call("analyse", place, "--emit-tests")
        file = place / "scenario.yaml"
        written = file.read_text("utf-8")
        edited = written.replace("rates: {C4: +2, R2: +1}", "rates: {C4: -2, R2: -2}")
        assert edited != written
        file.write_text(edited, "utf-8")
        made = call("check", place, "--select", "JF8")
        assert made.code == 1 and "rank" in made.out and "JF8002" in made.out
        call("analyse", place, "--emit-tests")
        assert file.read_text("utf-8") != edited
        assert call("check", place, "--select", "JF8").code == 0

    def test_one_variant_is_refused(self, call: Caller, small: str) -> None:
        """The block is written whole; a part of it would drop the rest. Exit code 2."""
        made = call("analyse", small, "--emit-tests", "--variant", "other")
        assert made.code == 2 and made.out == "" and "--variant" in made.err

    @pytest.mark.parametrize(
        ("more", "said"),
        [
            ("tests: [{choices: [seat, done, form=best, who_decides, sheet=best, go], expect: {}}]\n", "方括号"),
            ("# <<< jiefang analyse --emit-tests\n", "对不上"),
        ],
    )
    def test_where_it_has_no_place(self, call: Caller, tmp_path: Path, more: str, said: str) -> None:
        """One message with the line and the way out; the file stays as it is."""
        place = put(tmp_path, clean_text() + more)
        made = call("analyse", place, "--emit-tests")
        assert made.code == 1 and said in made.err and "scenario.yaml:" in made.err
        assert (place / "scenario.yaml").read_text("utf-8") == clean_text() + more

    def test_a_file_that_cannot_be_written(self, call: Caller, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """One message, no traceback, and the file as it was."""
        place = put(tmp_path, clean_text())

        def full(*_arguments: object, **_options: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("simulator.replacing.tempfile.mkstemp", full)
        made = call("analyse", place, "--emit-tests")
        assert made.code == 1 and made.err and "Traceback" not in made.err
        assert (place / "scenario.yaml").read_text("utf-8") == clean_text()


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
        monkeypatch.setattr("scoring.study.Study.__init__.__defaults__", (None, 50, None))
        made = call("analyse", small, "--json")
        assert made.code == 1 and made.out == "" and "JF9001" in made.err and "hub" in made.err

    @pytest.mark.parametrize("option", ["--json", "--emit-tests"])
    def test_a_scene_without_an_open_choice(self, call: Caller, tmp_path: Path, option: str) -> None:
        """There is no best line through it: the finding, with the way there; exit code 1 and nothing written."""
        locked = "needs: trust >= 10, moves: [summarise], rates: {L6: +1}, goto: form}"
        text = clean_text(("moves: [summarise], rates: {L6: +1}, goto: form}", locked))
        place = put(tmp_path, text)
        made = call("analyse", place, option)
        assert made.code == 1 and made.out == "" and "JF3020" in made.err and "jiefang run" in made.err
        assert (place / "scenario.yaml").read_text("utf-8") == text

    def test_broken_yaml(self, call: Caller, tmp_path: Path) -> None:
        """The place in the file, exit code 1."""
        made = call("analyse", put(tmp_path, clean_text() + "scenes: [\n"))
        assert made.code == 1 and "scenario.yaml:" in made.err and "Traceback" not in made.err
