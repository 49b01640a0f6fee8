"""`jiefang run`: the contract of DESIGN §7, and everything that can be wrong with a call."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from simulator import i18n
from simulator.commands.run import BOTS
from simulator.report.text import law_text
from tests.scoring.mutated import clean_text
from tests.simulator.calls import ROOT, Call, Caller, call, library, process, put, small, solutions, world

__all__ = ["call", "library", "small", "solutions"]

BEST = "seat,months,who,wait,done,form=best,who_decides,sheet=best,number"
METERS = {"agitation", "trust", "distress"}
DIMENSIONS = {"listening", "emotion", "compliance", "referral"}


class TestJson:
    """What `run --json` prints."""

    def test_every_key_of_the_contract_is_there(self, call: Caller, small: str) -> None:
        """Each key has the type that docs/json.md gives it; form lines are decisions too."""
        data = call("run", small, "--choices", BEST, "--json").data
        for key in ("scenario", "hash", "variant", "seed", "ending", "band"):
            assert isinstance(data[key], str), key
        assert (data["scenario"], data["variant"], data["seed"], data["ending"]) == ("small", "default", "0", "done")
        assert len(data["hash"]) == 64
        assert data["session"] is None
        assert isinstance(data["score"], float) and isinstance(data["raw_score"], float)
        assert data["complete"] is True and data["scorable"] is True
        assert data["dimensions"].keys() == DIMENSIONS
        for dimension in data["dimensions"].values():
            assert isinstance(dimension["raw"], float) and isinstance(dimension["weight"], float)
            assert dimension["score"] is None or isinstance(dimension["score"], float)
        assert data["red_lines"] == []
        assert {d["line"] for d in data["decisions"]} >= {None, "owed", "visitors", "body", "limits"}

    def test_every_key_of_a_decision_is_there(self, call: Caller, small: str) -> None:
        """Each decision names the scene, what was taken, what there was, what was best, and why the meters moved."""
        for decision in call("run", small, "--bot", "first", "--json").data["decisions"]:
            for key in ("scene", "choice", "best", "mark", "said", "better", "why"):
                assert isinstance(decision[key], str), key
            assert decision["choice"] in {o["id"] for o in decision["options"]} | {"timeout"}
            assert decision["best"] in {option["id"] for option in decision["options"] if option["open"]}
            assert isinstance(decision["cost"], float) and decision["cost"] >= 0
            assert decision["before"].keys() == decision["after"].keys() == METERS
            assert all(isinstance(value, int) for value in decision["after"].values())
            assert all(isinstance(reason, str) for reason in decision["reasons"])
            assert sum(decision["costs"]) == pytest.approx(decision["cost"], abs=1e-5)

    def test_the_score_is_what_the_decisions_left(self, call: Caller, small: str) -> None:
        """Raw score = 100 - Σ costs = Σ weight × raw dimension."""
        data = call("run", small, "--bot", "drama", "--json").data
        costs = sum(decision["cost"] for decision in data["decisions"])
        dimensions = sum(d["weight"] * d["raw"] for d in data["dimensions"].values())
        assert data["raw_score"] == pytest.approx(100 - costs, abs=1e-4) == pytest.approx(dimensions, abs=1e-4)

    def test_a_red_line_is_listed(self, call: Caller, small: str) -> None:
        """Which, how severe, in what dimension, by which decision; the shown score is capped."""
        data = call("run", small, "--choices", BEST.replace("who_decides", "promise"), "--json").data
        (line,) = data["red_lines"]
        decision = data["decisions"].pop(line.pop("decision"))
        assert line == {"code": "K2.promise", "level": "K2", "dimension": "compliance"}
        assert (decision["choice"], decision["red_line"], decision["mark"]) == ("promise", "K2.promise", "red_line")
        assert data["cap"] == 74 and data["score"] <= 74 < data["raw_score"]

    def test_an_unfinished_visit_says_so(self, call: Caller, small: str) -> None:
        """Fewer inputs than the visit needs: no ending, and what was done is rated."""
        data = call("run", small, "--choices", "seat", "--json").data
        assert (data["complete"], data["ending"], len(data["decisions"])) == (False, "", 1)

    def test_nothing_else_is_printed(self, call: Caller, small: str) -> None:
        """Standard output is one JSON value and ends with a line break; standard error is empty."""
        made = call("run", small, "--choices", BEST, "--json")
        assert made.out.count("\n") == 1 and made.out.endswith("}\n")
        assert made.err == ""


class TestPlaying:
    """How a visit is given."""

    @pytest.mark.parametrize("bot", BOTS)
    def test_every_bot_reaches_an_ending(self, call: Caller, small: str, bot: str) -> None:
        """Every fixed player walks a visit to its end."""
        data = call("run", small, "--bot", bot, "--json").data
        assert data["complete"] and data["ending"] in ("done", "walked_out")

    def test_the_best_bot_scores_100(self, call: Caller, small: str) -> None:
        """And no other one scores more."""
        assert call("run", small, "--bot", "best", "--json").data["raw_score"] == pytest.approx(100, abs=1e-4)

    def test_the_random_bot_goes_by_the_seed(self, call: Caller, small: str) -> None:
        """The same seed plays the same visit, others play others."""
        runs = [call("run", small, "--bot", "random", "--json", "--seed", seed).data for seed in "112345"]
        assert runs[0] == runs[1]
        assert len({str(run["decisions"]) for run in runs}) > 1

    def test_a_variant(self, call: Caller, small: str) -> None:
        """`--variant` plays another one; it has another hash."""
        first = call("run", small, "--choices", "seat", "--json").data
        other = call("run", small, "--choices", "seat", "--json", "--variant", "other").data
        assert other["variant"] == "other" and other["hash"] != first["hash"]
        assert other["decisions"][0]["before"]["agitation"] == 2

    @pytest.mark.parametrize(
        "choices",
        [
            "hall.seat,hub.months,done,form=best,who_decides,sheet=best,number",
            " seat ，months， done,form.owed=tick,form.visitors=1,form.kind=appeal,who_decides,sheet=best,number",
            "seat,months,done,form=random,who_decides,sheet.limits=right,number",
        ],
    )
    def test_ways_of_writing_the_inputs(self, call: Caller, small: str, choices: str) -> None:
        """A scene before a choice, full-width commas and blanks, a form as a whole or line by line."""
        assert call("run", small, "--choices", choices, "--json").data["complete"]

    def test_by_path(self, call: Caller, tmp_path: Path, library: Path) -> None:
        """A scenario may be given by its folder or its file."""
        for name in (library / "small", library / "small" / "scenario.yaml"):
            assert call("run", name, "--choices", "seat", "--json").data["scenario"] == "small"

    def test_letting_time_run_out(self, call: Caller, small: str) -> None:
        """`timeout` is an input."""
        data = call("run", small, "--choices", "seat,timeout", "--json").data
        assert data["decisions"][1]["timed_out"] and data["decisions"][1]["choice"] == "wait"

    def test_saved(self, call: Caller, small: str) -> None:
        """`--save` keeps the visit and prints the session's id, which `sessions list` knows."""
        data = call("run", small, "--choices", BEST, "--json", "--save").data
        assert isinstance(data["session"], str)
        listed = call("sessions", "list", "--json").data
        assert data["session"] in [entry["id"] for entry in listed]


class TestText:
    """What a person reads."""

    def test_the_result_in_words(self, call: Caller, small: str) -> None:
        """Band, score, dimensions, and the decisions that cost something, dearest first, with the better choice."""
        made = call("run", small, "--bot", "first")
        assert made.code == 0
        assert "总评 不合格" in made.out and "倾听：" in made.out
        costs = [float(line.rpartition("−")[2]) for line in made.out.splitlines() if line[:1].isdigit() and "−" in line]
        assert len(costs) > 3 and costs == sorted(costs, reverse=True)
        assert "更好的是：" in made.out

    def test_no_colours_off_a_terminal(self, call: Caller, small: str) -> None:
        """Piped output has no escape sequences."""
        assert "\x1b" not in call("run", small, "--bot", "drama").out

    def test_nothing_is_said_of_no_decisions(self, call: Caller, small: str) -> None:
        """The last line counts the decisions that lost nothing, and is left out where there is none."""
        assert "其余 1 个决定都是当时最好的。" in call("run", small, "--choices", "seat").out
        assert "其余" not in call("run", small, "--choices", "rush").out


def wrong(made: Call) -> str:
    """The message of a call that was refused with exit code 2, on the error stream alone."""
    assert made.code == 2 and made.out == "", made
    assert "Traceback" not in made.err
    return made.err


class TestErrors:
    """Every error a person can cause is one readable message with the way out."""

    def test_unknown_scenario(self, call: Caller, small: str) -> None:
        """The nearest id is named."""
        message = wrong(call("run", "smal", "--bot", "best"))
        assert "smal → small" in message and "找过这些文件夹" in message

    def test_unknown_variant(self, call: Caller, small: str) -> None:
        """The nearest one and all there are."""
        message = wrong(call("run", small, "--bot", "best", "--variant", "othr"))
        assert "没有情形「othr」" in message and "是不是 other？" in message and "default、other" in message

    @pytest.mark.parametrize("given", [[], ["--choices", "seat", "--bot", "best"]])
    def test_both_or_none_of_choices_and_bot(self, call: Caller, small: str, given: list[str]) -> None:
        """One of the two is needed."""
        assert "二者取一" in wrong(call("run", small, *given))

    @pytest.mark.parametrize(
        ("choices", "expected"),
        [
            ("seet", ["JF8101", "第 1 个输入", "「seet」", "hall", "是不是 seat？", "rush, seat, calm"]),
            ("seat,months,months", ["JF8101", "第 3 个输入", "hub", "可以选：done, who, wait, blame"]),
            ("seat,timeout,timeout", ["JF8105", "第 3 个输入", "没有计时", "months"]),
            ("timeout", ["JF8105", "第 1 个输入", "hall"]),
            ("seat,form=best", ["JF8111", "第 2 个输入", "不是表", "months"]),
            ("seat,hall.calm", ["JF8112", "第 2 个输入", "现在在场景 hub", "months"]),
            ("seat,done,who", ["JF8104", "第 3 个输入", "form=best", "visitors"]),
            ("seat,done,sheet=best", ["JF8104", "第 3 个输入"]),
            ("seat,done,form.vistors=1", ["JF8107", "第 3 个输入", "vistors", "是不是 visitors？"]),
            ("seat,done,form.kind=appeal,form.visitors=x", ["JF8108", "第 4 个输入", "没有「x」", "可以选："]),
            ("seat,done,form.kind=apeal", ["JF8108", "第 3 个输入", "是不是 appeal？"]),
            (f"{BEST},care,go", ["JF8110", "第 10 个输入", "done", "多出 2 个", "care"]),
        ],
    )
    def test_inputs_that_cannot_be_made(self, call: Caller, small: str, choices: str, expected: list[str]) -> None:
        """The code, the position, the scene, and what is possible there."""
        message = wrong(call("run", small, "--choices", choices))
        assert [part for part in expected if part not in message] == [], message

    def test_articles_are_written_as_people_write_them(self, call: Caller) -> None:
        """The statute by its English name in English, and a paragraph as a paragraph."""
        citations = ("信访工作条例:20.3", "行政复议法:20")
        assert law_text(citations, practice=False) == "《信访工作条例》第20条第3款、《行政复议法》第20条"
        i18n.use("en")
        assert law_text(citations, practice=False).isascii()
        assert "Petition Work Regulations, Art. 20(3)" in law_text(citations, practice=False)

    def test_a_visit_without_an_ending_gets_no_verdict(self, call: Caller, small: str) -> None:
        """It says what can still be reached, and where nothing was decided, that there is nothing to rate."""
        none, one = call("run", small, "--choices", ""), call("run", small, "--choices", "seat")
        assert "没有可评的" in none.out and "100" not in none.out
        assert "还能得 100 分" in one.out and "总评" not in one.out

    def test_a_choice_that_is_not_earned(self, call: Caller, tmp_path: Path) -> None:
        """It is told apart from one that does not exist."""
        place = put(tmp_path, clean_text(("moves: [silence], goto: hub}", "needs: trust >= 9, goto: hub}")))
        message = wrong(call("run", place, "--choices", "seat,wait"))
        assert "JF8102" in message and "条件还没有满足" in message and "months" in message

    def test_broken_yaml(self, call: Caller, tmp_path: Path) -> None:
        """The place in the file and the way out, exit code 1."""
        made = call("run", put(tmp_path, "id: small\ntitle: [标题\n"), "--bot", "best")
        assert made.code == 1 and "scenario.yaml:2:8: 错误 JF0034" in made.err and "补上右括号" in made.err

    @pytest.mark.parametrize("name", ["./nowhere", "nowhere/scenario.yaml", "x.yaml", "~/none-such", ".", "x/" * 3000])
    def test_a_path_that_leads_nowhere(self, call: Caller, small: str, name: str) -> None:
        """It is said so, with what was given."""
        message = wrong(call("run", name, "--bot", "best"))
        assert "JF2057" in message and f"“{name}”这里没有剧本" in message

    def test_an_unreadable_file(self, call: Caller, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """The system's reason, exit code 1."""
        place = put(tmp_path, clean_text())

        def refuse(*_args: object, **_values: object) -> object:
            raise PermissionError(13, "Permission denied", str(place / "scenario.yaml"))

        monkeypatch.setattr("scenarios.source_text.open", refuse, raising=False)
        made = call("run", place, "--bot", "best")
        assert made.code == 1 and "JF0003" in made.err and "读取权限" in made.err

    def test_what_would_garble_a_terminal_is_not_printed(self, call: Caller, small: str) -> None:
        """Escape sequences in what was typed come back as replacement characters."""
        made = call("run", "\x1b[2Jsmall\u202e", "--bot", "best")
        assert "\x1b" not in made.err and "\u202e" not in made.err and "\ufffd[2Jsmall" in made.err

    @pytest.mark.parametrize(
        ("given", "expected"),
        [
            (["run"], "缺少参数 剧本"),
            (["run", "small", "--bto", "best"], "没有 --bto 这个选项。是不是 --bot"),
            (["run", "small", "--bot", "bst"], "--bot 没有「bst」。是不是 best？可以写：best、random"),
            (["run", "small", "--bot"], "--bot 后面要写一个值"),
            (["run", "small", "--json=yes"], "--json 后面不带值"),
            (["run", "small", "more", "still"], "多出来的参数：more still"),
            (["run", "small", "--lang", "fr"], "--lang 没有「fr」。可以写：zh、en"),
            (["rnu"], "没有「rnu」这个命令。是不是 run？"),
            (["xyz"], "没有「xyz」这个命令。有这些：play、run、list"),
            (["sessions", "lst"], "没有「lst」这个命令。是不是 list？"),
        ],
    )
    def test_click_s_own_errors_are_chinese(self, call: Caller, given: list[str], expected: str) -> None:
        """A wrong call is refused in the language in use, with the help to read."""
        message = wrong(call(*given))
        assert expected in message and "看帮助：jiefang" in message

    def test_a_group_without_its_command_shows_its_help(self, call: Caller) -> None:
        """`jiefang sessions` alone says what there is, exit code 2."""
        message = wrong(call("sessions"))
        assert message.startswith("用法：jiefang sessions [选项] [命令]") and "用法不对" not in message

    def test_not_a_number(self, call: Caller) -> None:
        """A kind of value that our own commands do not have is still told in Chinese."""
        import click

        from simulator.errors import usage_text

        @click.command(context_settings={"help_option_names": []})
        @click.option("--count", type=int)
        @click.option("--part", type=float)
        @click.option("--name", required=True)
        @click.option("--size", required=True, type=click.Choice(["s", "m"]))
        def command(**_values: object) -> None: ...

        told = []
        for given in (["--count", "x"], ["--part", "x"], [], ["--name", "a"]):
            with pytest.raises(click.UsageError) as refused:
                command.main(given, standalone_mode=False)
            told.append(usage_text(refused.value))
        assert told == [
            "--count 要一个整数，不是「x」。",
            "--part 要一个数，不是「x」。",
            "缺少选项 --name。",
            "缺少选项 --size。可以写：s、m",
        ]


class TestProcesses:
    """What only a process of its own can show."""

    def test_a_c_locale_prints_chinese(self, small: str) -> None:
        """LANG=C, without Python's UTF-8 mode: the output is UTF-8 all the same, and no error."""
        made = process("run", "nowhere", "--bot", "best", LANG="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
        assert made.code == 2 and "没有叫“nowhere”的剧本" in made.err

    def test_an_english_locale_speaks_english(self) -> None:
        """LANG=en_US.UTF-8: help and errors without a Chinese character."""
        helped = process("run", "--help", LANG="en_US.UTF-8")
        assert helped.code == 0 and helped.out.startswith("Usage: jiefang run [OPTIONS]")
        refused = process("rnu", LANG="en_US.UTF-8")
        assert refused.code == 2 and "run" in refused.err
        assert not re.search("[一-鿿]", helped.out + refused.err)

    def test_bytes_that_are_no_text(self, small: str) -> None:
        """An argument that is not UTF-8 is refused like any other unknown name."""
        done = subprocess.run(
            [sys.executable, "-m", "simulator.cli", "run", b"\xff\xfe", "--bot", "best"],
            capture_output=True, check=False, cwd=ROOT, env=world(), timeout=60,
        )  # fmt: skip
        assert done.returncode == 2 and b"JF2054" in done.stderr and b"Traceback" not in done.stderr

    def test_a_closed_pipe_is_no_error(self, small: str) -> None:
        """`| head` may go away at any time: nothing is complained about."""
        read, write = os.pipe()
        os.close(read)
        done = subprocess.run(
            [sys.executable, "-m", "simulator.cli", "run", "--help"],
            stdout=write, stderr=subprocess.PIPE, text=True, check=False, cwd=ROOT, env=world(), timeout=60,
        )  # fmt: skip
        os.close(write)
        assert (done.returncode, done.stderr) == (0, "")

    def test_help_imports_nothing_heavy(self) -> None:
        """`--help` pays for neither YAML, nor the screen, nor the solver, nor any command."""
        code = (
            "import sys\nfrom simulator.cli import main\ntry:\n    main(['--help'])\nexcept SystemExit: pass\n"
            "heavy = {'yaml', 'textual', 'rich', 'numpy', 'sqlite3'} & set(sys.modules)\n"
            "heavy |= {name for name in sys.modules if name.startswith('simulator.commands.')}\n"
            "assert not heavy, heavy\n"
        )
        made = process(python=code)
        assert made.code == 0, made.err

    def test_completion_for_a_shell(self) -> None:
        """A shell that asks gets its script."""
        made = process(_JIEFANG_COMPLETE="bash_source")
        assert made.code == 0 and "_JIEFANG_COMPLETE=bash_complete" in made.out

    def test_bare_without_a_terminal(self) -> None:
        """`jiefang` alone with nothing to read from and no terminal ends in words, not in a traceback."""
        done = subprocess.run(
            [sys.executable, "-m", "simulator.cli"],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, cwd=ROOT, env=world(), timeout=60,
        )  # fmt: skip
        assert "Traceback" not in done.stderr and done.stdout + done.stderr
