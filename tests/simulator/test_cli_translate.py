"""`jiefang translate`: the English file of a scenario on disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenarios.search_path import library as library_folder
from tests.simulator.calls import Caller, call, put

__all__ = ["call"]

WHOLE = """\
id: small
title: 例子
date: 2026-09-15
level: 1
audience: [petition-office]
brief: 一个例子。
petitioner: {name: 周大河, age: 46, style: reactive, agitation: 3, trust: 3, distress: 3}
start: arrive
scenes:
  arrive: {say: 您好。, next: done, choices: {seat: {text: 您坐。}, rush: {text: 快说。}}}
endings: {done: {outcome: good, text: 走了。}}
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """The folder of a scenario without English."""
    return put(tmp_path, WHOLE)


def english(place: Path) -> str:
    """What stands in the English file."""
    return (place / "en.yaml").read_text("utf-8")


class TestWriting:
    """The file beside the scenario."""

    def test_from_nothing_to_a_clean_check(self, call: Caller, place: Path) -> None:
        """Written, filled in, brought up to date, checked; the words are in the language of the program."""
        shown = call("translate", place)
        assert (shown.code, shown.err) == (0, "")
        assert shown.out == f"已写到 {place / 'en.yaml'}\n要译 7 处，译好 0 处（0%），还缺 7 处。\n"
        assert "# zh: 周大河\n  name:\n" in english(place)
        filled = "".join(f"{line} English\n" if line.endswith((":", "-")) and line.strip()[:-1] in
                         ("title", "brief", "name", "say", "seat", "rush", "done") else f"{line}\n"
                         for line in english(place).splitlines())  # fmt: skip
        (place / "en.yaml").write_text(filled, "utf-8")
        shown = call("--lang", "en", "translate", place, "--lang", "en")
        assert shown.out == f"Written to {place / 'en.yaml'}\nTexts: 7; translated: 7 (100 %); missing: 0.\n"
        assert "# zh" not in english(place)
        assert call("check", place, "--select", "JF75").out == "检查了 1 个剧本，没有问题。\n"
        shown = call("translate", place)
        assert shown.out.startswith("没有要改的：")

    def test_check_says_how_much_is_there(self, call: Caller, place: Path) -> None:
        """In text and as JSON."""
        (place / "en.yaml").write_text("title: Example\n", "utf-8")
        assert "英文译好 1/7 处（14%）" in call("check", place, "--select", "JF7508").out
        (found,) = call("check", place, "--select", "JF7508", "--format", "json", "--lang", "en").data
        assert found["severity"] == "info"
        assert found["message"].startswith("1 of 7 texts are in English (14 %)")

    def test_what_has_changed(self, call: Caller, place: Path) -> None:
        """Is named and marked, found by `check`, and confirmed by its path or one above it; a slip confirms nothing."""
        (place / "en.yaml").write_text("title: Example\n", "utf-8")
        call("translate", place)
        put(place.parent, WHOLE.replace("例子\n", "又一个例子\n"))
        shown = call("translate", place)
        assert "中文改过、英文要再看的（1）：title\n" in shown.out
        assert english(place).startswith("# zh now: 又一个例子\ntitle: Example\n")
        found = call("check", place, "--no-solve", "--select", "JF7507")
        assert found.code == 1
        assert "title 的中文改过了" in found.out
        wrong = call("translate", place, "--accept", "titel")
        assert (wrong.code, wrong.err) == (2, "「titel」没有过时的英文。\n是不是 title？\n")
        before = english(place)
        assert call("translate", place, "--accept", "brief").code == 2
        assert english(place) == before
        assert "确认无误的（1）：title\n" in call("translate", place, "--accept", "title").out
        assert call("check", place, "--no-solve", "--select", "JF7507").code == 0
        assert call("translate", place, "--accept", "all").code == 0

    def test_a_look_first(self, call: Caller, place: Path) -> None:
        """`--diff` touches nothing, and says by its exit code whether there is anything to do."""
        shown = call("translate", place, "--diff")
        assert shown.code == 1
        assert "+# zh: 例子\n+title:\n" in shown.out
        assert "会改：" in shown.err
        assert not (place / "en.yaml").exists()
        call("translate", place)
        shown = call("translate", place, "--diff")
        assert (shown.code, shown.out) == (0, "")

    def test_line_ends_mark_and_permissions_stay(self, call: Caller, place: Path) -> None:
        """As an editor on Windows wrote it; and a link stays a link."""
        real = place.parent / "english.yaml"
        real.write_bytes("\ufefftitle: Example\r\n".encode())
        real.chmod(0o640)
        (place / "en.yaml").symlink_to(real)
        assert call("translate", place).code == 0
        content = real.read_bytes()
        assert content.startswith("\ufefftitle: Example\r\n# zh: 一个例子。\r\nbrief:\r\n".encode())
        assert content.count(b"\n") == content.count(b"\r\n")
        assert real.stat().st_mode & 0o777 == 0o640
        assert (place / "en.yaml").is_symlink()
        assert call("translate", place).out.startswith("没有要改的")

    def test_a_fragment(self, call: Caller, tmp_path: Path) -> None:
        """Its English stands in `en/` beside it."""
        folder = tmp_path / "fragments"
        folder.mkdir()
        text = "id: note\nstart: ask\nscenes:\n  ask: {say: 好。, choices: {give: {text: 给您。, goto: return}}}\n"
        (folder / "note.yaml").write_text(text, "utf-8")
        assert call("translate", folder / "note.yaml").code == 0
        assert "      # zh: 给您。\n      give:\n" in (folder / "en" / "note.yaml").read_text("utf-8")


class TestRefused:
    """With one message, and nothing is written."""

    def test_the_library(self, call: Caller) -> None:
        """A scenario that comes with the program is copied first; by its path it can be had."""
        place = library_folder() / "unpaid-wages"
        before = english(place)
        shown = call("translate", "unpaid-wages")
        assert shown.code == 2
        assert "--from unpaid-wages" in shown.err
        assert call("translate", place, "--diff").code in (0, 1)
        assert english(place) == before

    @pytest.mark.parametrize(("name", "text", "code"), [
        ("scenario.yaml", "title: [例子\n", "JF00"),
        ("scenario.yaml", WHOLE.replace("title", "titel"), "JF1001"),
        ("en.yaml", "title: 'Example\n", "JF00"),
        ("en.yaml", "- Example\n", "JF0009"),
    ])  # fmt: skip
    def test_a_file_with_errors(self, call: Caller, place: Path, name: str, text: str, code: str) -> None:
        """What belongs together is not sure then: the errors are shown, the files stay."""
        (place / name).write_text(text, "utf-8")
        before = {path.name: path.read_bytes() for path in place.iterdir()}
        shown = call("translate", place)
        assert shown.code == 1
        assert code in shown.err
        assert {path.name: path.read_bytes() for path in place.iterdir()} == before

    def test_another_language(self, call: Caller, place: Path) -> None:
        """English is the only one that the program shows."""
        shown = call("translate", place, "--lang", "fr")
        assert shown.code == 2
        assert "--lang 没有「fr」。可以写：en" in shown.err

    def test_no_such_scenario(self, call: Caller) -> None:
        """As with every command."""
        shown = call("translate", "nobody")
        assert shown.code == 2
        assert "JF2054" in shown.err

    def test_a_folder_that_may_not_be_written(self, call: Caller, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """One message; the file stays as it was, and nothing is left beside it."""
        (place / "en.yaml").write_text("title: Example\n", "utf-8")

        def full(*_arguments: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(Path, "replace", full)
        shown = call("translate", place)
        assert shown.code == 1
        assert "No space left on device" in shown.err
        assert english(place) == "title: Example\n"
        assert sorted(path.name for path in place.iterdir()) == ["en.yaml", "scenario.yaml"]
