"""`jiefang check`: several cores, `ignore:`, `--fix`, `--diff`, `--watch`."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from simulator.checking.many import check_all
from tests.scoring.mutated import clean_text, small_text
from tests.simulator.calls import ROOT, Caller, call, library, put, small, solutions, world

__all__ = ["call", "library", "small", "solutions"]

WRONG = clean_text().replace("title: 小剧本", "title：小剧本").replace("\n  hall:\n", "\n\thall:\n")


def test_several_processes_find_what_one_finds(tmp_path: Path) -> None:
    """The findings of each scenario, in the order that was asked for."""
    places = [put(tmp_path / "a", small_text()), put(tmp_path / "b", clean_text())]
    together = check_all(places, anew=True)
    alone = {place: check_all([place], anew=True)[place] for place in places}
    assert together == alone and list(together) == places
    assert together[places[0]].shown


class TestIgnore:
    """`ignore:` in the scenario's file."""

    def test_it_counts_no_more(self, call: Caller, tmp_path: Path) -> None:
        """Exit code 0, and the summary says how many were left; SARIF has them with the reason."""
        text = clean_text() + "ignore:\n  JF7500: 这个剧本只在本县用\n"
        place = put(tmp_path, text)
        made = call("check", place, "--no-solve")
        assert made.code == 0 and made.out == "检查了 1 个剧本，没有问题。（另有 1 处写明理由保留）\n", made.out
        (result,) = call("check", place, "--no-solve", "--format", "sarif").data["runs"][0]["results"]
        assert result["suppressions"] == [{"kind": "inSource", "justification": "这个剧本只在本县用"}]

    def test_an_entry_without_a_finding(self, call: Caller, tmp_path: Path) -> None:
        """It is said at its line, once the solver has run too."""
        place = put(tmp_path, clean_text() + "ignore:\n  JF5004: 从前有\n")
        made = call("check", place, "--select", "JF2060", "--format", "json")
        assert made.code == 1 and made.data[0]["line"] == len((place / "scenario.yaml").read_text("utf-8").splitlines())


class TestFix:
    """`--fix` and `--diff`."""

    def test_what_is_safe_is_put_right(self, call: Caller, tmp_path: Path) -> None:
        """The file is changed, its permissions stay, what was done is said, and the check goes on with the new text."""
        place = put(tmp_path, WRONG)
        file = place / "scenario.yaml"
        file.chmod(0o640)
        made = call("check", place, "--fix", "--no-solve", "--ignore", "JF75")
        assert made.code == 0 and "改好了 2 处" in made.err, made
        assert file.read_text("utf-8") == clean_text() and file.stat().st_mode & 0o777 == 0o640
        assert os.listdir(place) == ["scenario.yaml"]

    def test_a_diff_changes_nothing(self, call: Caller, tmp_path: Path) -> None:
        """The change is printed as a diff, exit code 1 as long as there is one."""
        place = put(tmp_path, WRONG)
        made = call("check", place, "--diff")
        assert made.code == 1 and "-title：小剧本\n+title: 小剧本\n" in made.out
        assert (place / "scenario.yaml").read_text("utf-8") == WRONG
        assert call("check", put(tmp_path / "right", clean_text()), "--diff").code == 0

    def test_a_file_that_cannot_be_written(self, call: Caller, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """One message; the file is as it was."""
        place = put(tmp_path, WRONG)

        def full(*_: object, **__: object) -> None:
            raise OSError(28, "No space left on device", str(place))

        monkeypatch.setattr("tempfile.mkstemp", full)
        made = call("check", place, "--fix", "--no-solve")
        assert made.code == 1 and "No space left" in made.err
        assert (place / "scenario.yaml").read_text("utf-8") == WRONG


class TestWatch:
    """`--watch`."""

    def test_a_save_is_checked(self, tmp_path: Path) -> None:
        """After every save the findings of the new text; Ctrl-C ends it with one line."""
        place = put(tmp_path, WRONG)
        # A suite that runs in the background has been told to ignore Ctrl-C, and so would its children.
        code = (
            "import signal\nsignal.signal(signal.SIGINT, signal.default_int_handler)\n"
            "from simulator.cli import main\n"
            f"main(['check', {str(place)!r}, '--watch', '--no-solve', '--ignore', 'JF75'])\n"
        )
        running = subprocess.Popen(
            [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT,
            env=world(),
        )  # fmt: skip
        assert running.stdout is not None and running.stderr is not None
        try:
            assert "等着下一次保存" in running.stderr.readline()
            (place / "scenario.yaml").write_text(clean_text(), "utf-8")
            assert "等着下一次保存" in running.stderr.readline()
            time.sleep(0.1)
            running.send_signal(signal.SIGINT)
            out, err = running.communicate(timeout=30)
        finally:
            running.kill()
            running.communicate()
        assert running.returncode == 130 and err.strip() == "已停下。"
        assert "JF0027" in out and re.search(r"没有问题。\n$", out)

    def test_only_as_text(self, call: Caller, small: str) -> None:
        """A wrong call says so."""
        assert call("check", small, "--watch", "--format", "json").code == 2
