"""`jiefang check`: exit codes, formats, the caret, and what is checked."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from scenarios.diagnostic import Mark, Severity, catalogue
from simulator.help import width_of
from simulator.report.findings import EXCERPT_WIDTH, excerpt
from simulator.report.services import uri
from tests.scoring.mutated import clean_text, small_text
from tests.simulator.calls import ROOT, Caller, call, library, process, put, small, solutions, world

__all__ = ["call", "library", "small", "solutions"]

KEYS = {"code", "severity", "message", "file", "line", "column", "hint"}
UNKNOWN_SCENE = ("{text: （等他说）, moves: [silence], goto: hub}", "{text: （等他说）, moves: [silence], goto: hubb}")


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A scenario with one error (a target that does not exist) and warnings (no English)."""
    return put(tmp_path, clean_text(UNKNOWN_SCENE))


class TestExit:
    """0 clean, 1 findings, 2 usage."""

    def test_clean(self, call: Caller, small: str) -> None:
        """Solved and nothing found but missing English, which is left out here."""
        made = call("check", small, "--ignore", "JF75")
        assert (made.code, made.out) == (0, "检查了 1 个剧本，没有问题。\n"), made

    def test_a_warning_is_a_finding(self, call: Caller, small: str) -> None:
        """Exit code 1 on warnings as on errors."""
        made = call("check", small, "--no-solve")
        assert made.code == 1 and "JF7500" in made.out and made.out.endswith("1 个警告。\n")

    def test_an_error_is_a_finding(self, call: Caller, broken: Path) -> None:
        """Exit code 1, whatever the format."""
        for form in ("text", "json", "github", "sarif"):
            assert call("check", broken, "--format", form).code == 1

    def test_information_alone_is_clean(self, call: Caller, broken: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Findings of severity `info` are shown and do not count."""
        rule = replace(catalogue()["JF2001"], severity=Severity.INFO)
        monkeypatch.setattr("scenarios.diagnostic._rule", {"JF2001": rule}.get)
        made = call("check", broken, "--select", "JF2001", "--no-solve")
        assert made.code == 0 and "提示 JF2001" in made.out

    def test_the_shipped_scenarios_can_be_checked(self, call: Caller) -> None:
        """Without paths everything that is found is checked, each named on the error stream; here without solving."""
        made = call("check", "--no-solve", "--select", "JF0,JF1,JF2")
        assert made.code == 0, made.out
        assert re.search(r"检查 \d+/\d+ unpaid-wages …", made.err)

    def test_a_process_leaves_with_it(self, broken: Path) -> None:
        """The exit code reaches the shell."""
        assert process("check", broken, "--no-solve").code == 1
        assert process("check", broken, "--no-solve", "--select", "JF9").code == 0


class TestUsage:
    """Calls that cannot be understood."""

    @pytest.mark.parametrize("form", ["text", "json"])
    def test_a_path_that_leads_nowhere(self, call: Caller, small: str, form: str) -> None:
        """Exit code 2 and one message with the nearest id, so that a slip is not taken for a finding."""
        made = call("check", "smal", "--format", form)
        assert (made.code, made.out) == (2, "") and "smal → small" in made.err

    def test_a_folder_without_scenarios(self, call: Caller, tmp_path: Path) -> None:
        """It is said so."""
        made = call("check", tmp_path)
        assert made.code == 2 and "JF2057" in made.err

    def test_no_scenario_at_all(self, call: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
        """Nothing to check is not a clean result."""
        monkeypatch.setattr("scenarios.search_path.library", lambda: Path("/nowhere"))
        made = call("check")
        assert made.code == 2 and "没有找到剧本" in made.err

    @pytest.mark.parametrize("option", ["--select", "--ignore"])
    def test_a_code_that_does_not_exist(self, call: Caller, broken: Path, option: str) -> None:
        """A slip in a code must not make everything look clean."""
        made = call("check", broken, option, "JF1,JX2")
        assert (made.code, made.out) == (2, "") and "没有「JX2」这样的编号" in made.err

    def test_an_unknown_format(self, call: Caller) -> None:
        """The formats there are."""
        made = call("check", "--format", "jsn")
        assert made.code == 2 and "是不是 json？可以写：text、json、github、sarif" in made.err


class TestPaths:
    """What is checked."""

    def test_a_folder_of_scenarios(self, call: Caller, tmp_path: Path) -> None:
        """Every scenario in it, in order."""
        put(tmp_path, clean_text(UNKNOWN_SCENE), "b")
        put(tmp_path, clean_text(UNKNOWN_SCENE), "a")
        found = call("check", tmp_path, "--format", "json", "--select", "JF2001").data
        assert [Path(entry["file"]).parent.name for entry in found] == ["a", "b"]

    def test_one_given_twice(self, call: Caller, broken: Path) -> None:
        """It is checked once."""
        made = call("check", broken, broken.parent, "--select", "JF2001")
        assert made.out.count("JF2001") == 1 and "检查了 1 个剧本" in made.out

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            (b"", "JF0008"), (b"\xff\xfe\x00", "JF0005"), ("id: 标题".encode("gbk"), "JF0006"), (b"- a\n- b\n", "JF0"),
            (b"id: small\nid: small\n", "JF00"), (b"a: &a [*a]\n", "JF00"), (b"\x00" * 50, "JF00"),
        ],
    )  # fmt: skip
    def test_files_that_are_no_scenario(self, call: Caller, tmp_path: Path, text: bytes, code: str) -> None:
        """Whatever the bytes are, the outcome is findings."""
        place = tmp_path / "small"
        place.mkdir()
        (place / "scenario.yaml").write_bytes(text)
        made = call("check", place, "--format", "json")
        assert made.code == 1 and any(entry["code"].startswith(code) for entry in made.data), made.data

    def test_every_variant_is_solved(self, call: Caller, tmp_path: Path) -> None:
        """What the solver finds names the variant."""
        found = call("check", put(tmp_path, small_text()), "--format", "json", "--select", "JF5010").data
        assert {re.search("情形「(.*?)」", entry["message"])[1] for entry in found} == {"default", "other"}  # type: ignore[index]

    def test_no_solve(self, call: Caller, tmp_path: Path) -> None:
        """Only the quick checks; numpy is not even loaded."""
        place = put(tmp_path, small_text())
        assert call("check", place, "--no-solve", "--select", "JF5").code == 0
        code = (
            f"import sys\nfrom simulator.cli import main\ntry:\n    main(['check', {str(place)!r}, '--no-solve'])\n"
            "except SystemExit: pass\nassert not {'textual', 'numpy'} & set(sys.modules)\n"
        )
        assert process(python=code).code == 0

    def test_textual_is_never_imported(self, tmp_path: Path) -> None:
        """Not even for the checks that solve."""
        place = put(tmp_path, clean_text())
        code = (
            f"import sys\nfrom simulator.cli import main\ntry:\n    main(['check', {str(place)!r}])\n"
            "except SystemExit: pass\nassert 'numpy' in sys.modules and 'textual' not in sys.modules\n"
        )
        made = process(python=code)
        assert made.code == 0, made.err

    def test_a_scenario_that_cannot_be_solved(
        self, call: Caller, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Too many states is a finding with a place, each variant once."""
        small = put(tmp_path, clean_text())
        monkeypatch.setattr("scoring.study.Study.__init__.__defaults__", (None, 50, None))
        found = [entry for entry in call("check", small, "--format", "json").data if entry["code"] == "JF9001"]
        assert len(found) == 2 and all(entry["line"] == 1 for entry in found)


class TestSelecting:
    """`--select` and `--ignore`."""

    @pytest.mark.parametrize(
        ("given", "expected"),
        [
            (["--select", "JF2001"], {"JF2001"}),
            (["--select", "jf2"], {"JF2001"}),
            (["--select", "JF2001, JF7500"], {"JF2001", "JF7500"}),
            (["--select", "JF2001，JF7500"], {"JF2001", "JF7500"}),
            (["--ignore", "JF75,JF1"], {"JF2001"}),
            (["--select", "JF", "--ignore", "JF7"], {"JF2001"}),
            (["--select", "JF*1", "--ignore", "JF20"], set()),
        ],
    )
    def test_by_code_or_beginning(self, call: Caller, broken: Path, given: list[str], expected: set[str]) -> None:
        """Codes, beginnings of codes, lists of them; small letters and full-width commas too."""
        made = call("check", broken, "--format", "json", *given)
        assert {entry["code"] for entry in made.data} == expected
        assert made.code == (1 if expected else 0)


class TestFormats:
    """What is printed."""

    def test_json(self, call: Caller, broken: Path) -> None:
        """A list; every key of the contract with its type, in order of place."""
        made = call("check", broken, "--format", "json")
        assert made.err == "" and len(made.data) > 1
        for entry in made.data:
            assert entry.keys() == KEYS
            assert entry["severity"] in ("error", "warning", "info")
            assert all(isinstance(entry[key], str) for key in ("code", "message", "hint"))
            assert entry["file"] is None or isinstance(entry["file"], str)
            assert entry["line"] is None or (isinstance(entry["line"], int) and isinstance(entry["column"], int))
        places = [(entry["file"], entry["line"], entry["column"]) for entry in made.data]
        assert places == sorted(places)

    def test_json_of_a_clean_scenario(self, call: Caller, small: str) -> None:
        """An empty list."""
        assert call("check", small, "--format", "json", "--ignore", "JF75").out == "[]\n"

    def test_github(self, call: Caller, broken: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """One workflow command a finding; the file from the working folder on; special characters escaped."""
        monkeypatch.chdir(broken.parent)
        (line,) = call("check", broken, "--format", "github", "--select", "JF2001").out.splitlines()
        found = re.fullmatch(r"::error file=small/scenario\.yaml,line=(\d+),col=(\d+),title=JF2001::(.+)", line)
        assert found is not None and "hubb" in found[3] and "\n" not in found[3]

    def test_github_escapes(self, call: Caller, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A comma or percent sign in a path does not end a property."""
        monkeypatch.chdir(tmp_path)
        put(tmp_path / "a,b: 5%", clean_text(UNKNOWN_SCENE))
        (line,) = call("check", "a,b: 5%/small", "--format", "github", "--select", "JF2001").out.splitlines()
        assert line.startswith("::error file=a%2Cb%3A 5%25/small/scenario.yaml,line=")

    def test_sarif(self, call: Caller, broken: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """SARIF 2.1.0: version, one run, a driver with the rules that occur, results that point at them."""
        monkeypatch.chdir(broken.parent)
        log = call("check", broken, "--format", "sarif").data
        assert log["version"] == "2.1.0" and "sarif-2.1.0" in log["$schema"]
        (run,) = log["runs"]
        assert run["columnKind"] == "unicodeCodePoints"
        driver = run["tool"]["driver"]
        assert driver["name"] == "jiefang" and driver["version"]
        rules = [rule["id"] for rule in driver["rules"]]
        assert rules == sorted(set(rules))
        for rule in driver["rules"]:
            assert rule["shortDescription"]["text"] and rule["help"]["text"]
            assert rule["defaultConfiguration"]["level"] in ("error", "warning", "note")
        assert {result["ruleId"] for result in run["results"]} == set(rules)
        for result in run["results"]:
            assert rules[result["ruleIndex"]] == result["ruleId"]
            assert result["level"] in ("error", "warning", "note") and result["message"]["text"]
            (location,) = result["locations"]
            place = location["physicalLocation"]
            assert place["artifactLocation"]["uri"] in ("small/scenario.yaml", "small/en.yaml")
            assert place["region"]["startLine"] >= 1 and place["region"]["startColumn"] >= 1

    def test_sarif_of_a_clean_scenario(self, call: Caller, small: str) -> None:
        """A run without results: that is how SARIF says that nothing was found."""
        (run,) = call("check", small, "--format", "sarif", "--ignore", "JF75").data["runs"]
        assert run["results"] == [] and run["tool"]["driver"]["rules"] == []

    def test_uris(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Relative below the working folder, `file:` elsewhere; Chinese and blanks percent-encoded."""
        monkeypatch.chdir(tmp_path)
        assert uri("剧本 1/scenario.yaml") == "%E5%89%A7%E6%9C%AC%201/scenario.yaml"
        assert uri(str(tmp_path / "a" / "b.yaml")) == "a/b.yaml"
        assert uri("/else where/b.yaml") == "file:///else%20where/b.yaml"

    def test_english(self, call: Caller, broken: Path) -> None:
        """Messages and hints follow the language."""
        found = call("check", broken, "--format", "json", "--select", "JF2001", "--lang", "en").data[0]
        assert found["message"].isascii() or "hubb" in found["message"]
        assert not re.search("[一-鿿]", found["message"] + found["hint"])


class TestText:
    """Findings as a person reads them."""

    def test_place_words_line_caret_way_out(self, call: Caller, broken: Path) -> None:
        """In that order, and a summary at the end."""
        lines = call("check", broken, "--select", "JF2001").out.splitlines()
        place, message, source, caret, hint, blank, summary = lines
        found = re.fullmatch(r"(.*scenario\.yaml):(\d+):(\d+): 错误 JF2001", place)
        assert found is not None and found[1] == str(broken / "scenario.yaml")
        assert message.startswith("  ") and hint.startswith("  → ") and blank == ""
        assert source.startswith(f"{int(found[2]):>5} | ") and caret.strip() == "^"
        assert summary == "检查了 1 个剧本：1 个错误，0 个警告。"

    def test_the_caret_stands_under_the_right_cell(self, call: Caller, broken: Path) -> None:
        """Chinese characters before it count two cells each."""
        _, _, source, caret, *_ = call("check", broken, "--select", "JF2001").out.splitlines()
        before = source[: source.index("hubb")]
        assert "（等他说）" in before
        assert len(caret) - 1 == width_of(before) > len(before)

    @pytest.mark.parametrize("column", [1, 2, 30, 71, 100, 160, 200, 201])
    @pytest.mark.parametrize("unit", ["a", "汉", "汉a"])
    def test_long_lines_are_cut_around_the_caret(self, tmp_path: Path, column: int, unit: str) -> None:
        """What is shown fits, what is cut off is marked, and the caret stays under its character."""
        text = (unit * 200)[:200]
        marked = text[: column - 1] + "X" + text[column:]
        (tmp_path / "f.yaml").write_text("first\n" + marked + "\n", "utf-8")
        source, caret = excerpt(Mark(str(tmp_path / "f.yaml"), 2, column))
        shown = source.removeprefix("    2 | ")
        assert EXCERPT_WIDTH // 2 - 1 <= width_of(shown) <= EXCERPT_WIDTH + 2
        assert shown.strip("…") in marked
        assert shown.startswith("…") != marked.startswith(shown.strip("…"))
        assert shown.endswith("…") != marked.endswith(shown.strip("…"))
        assert width_of(source[: source.index("X")]) == len(caret) - 1

    def test_a_line_of_a_million_characters(self, tmp_path: Path) -> None:
        """It takes no time."""
        (tmp_path / "f.yaml").write_text("汉" * 1_000_000, "utf-8")
        begun = time.perf_counter()
        excerpt(Mark(str(tmp_path / "f.yaml"), 1, 900_000))
        assert time.perf_counter() - begun < 2

    def test_tabs_and_escapes_in_the_line(self, call: Caller, tmp_path: Path) -> None:
        """A tab is one cell under the caret; what would steer a terminal is replaced, one for one."""
        place = put(tmp_path, 'id: small\ntitle: "\x1b[2J标题\u202e"\tx\n')
        made = call("check", place, "--no-solve")
        assert made.code == 1 and "\x1b" not in made.out and "\u202e" not in made.out and "\t" not in made.out
        assert "\ufffd[2J标题\ufffd" in made.out

    def test_a_place_behind_the_end(self, tmp_path: Path) -> None:
        """A file that has become shorter, or is gone, shows no line."""
        (tmp_path / "f.yaml").write_text("one\n", "utf-8")
        assert excerpt(Mark(str(tmp_path / "f.yaml"), 5, 1)) == []
        assert excerpt(Mark(str(tmp_path / "none.yaml"), 1, 1)) == []

    def test_lines_are_counted_as_the_loader_counts(self, call: Caller, tmp_path: Path) -> None:
        """Only line feeds and carriage returns end a line, so that the caret's line is the one that is meant."""
        text = clean_text(UNKNOWN_SCENE).replace("brief: 一个小窗口。", "brief: 一个\x85小\u2028窗\x0c口。")
        place = put(tmp_path, text.replace("\n", "\r\n"))
        out = call("check", place, "--no-solve", "--select", "JF0007,JF2001").out
        assert out.count("JF0007") == 3
        for match in re.finditer(r"(\d+) \| (.*)\n", out):
            assert match[2].startswith("brief") or "hubb" in match[2], match[0]


def test_ctrl_c_ends_in_one_line(tmp_path: Path) -> None:
    """An interrupt while solving: exit code 130, no traceback."""
    code = (
        # A suite that runs in the background has been told to ignore Ctrl-C, and so would its children.
        "import signal, sys, time, scoring.solve\nsignal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "def wait(*a, **k):\n    print('solving', flush=True)\n    time.sleep(60)\n"
        "scoring.solve.solve = wait\nimport scoring.cache\nscoring.cache.solve = wait\n"
        f"from simulator.cli import main\nmain(['check', {str(put(tmp_path, clean_text()))!r}])\n"
    )
    running = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT, env=world()
    )
    assert running.stdout is not None and running.stdout.readline() == "solving\n"
    time.sleep(0.1)
    running.send_signal(signal.SIGINT)
    _, error = running.communicate(timeout=60)
    assert running.returncode == 130 and error.strip() == "已停下。"
