"""`jiefang import` and `jiefang export`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.simulator.calls import Caller, call, library, small, solutions

__all__ = ["call", "library", "small", "solutions"]

STORY = ":: StoryTitle\nLand dispute\n:: 开头\n同志，我来反映个事。\n[[您坐->走]]\n:: 走\n走了。\n"
LOSSY = STORY + "<<audio 'x'>>\n"


@pytest.fixture
def story(tmp_path: Path) -> Path:
    """A story of which nothing is lost."""
    path = tmp_path / "story.twee"
    path.write_text(STORY, "utf-8")
    return path


class TestImport:
    """A story in, a scenario out."""

    def test_writes_a_scenario_that_plays(self, call: Caller, story: Path) -> None:
        """Under an id of its title, among one's own scenarios, where it is found by its id."""
        shown = call("import", story)
        assert shown.code == 0 and "land-dispute" in shown.out and shown.err == ""
        assert "land-dispute" in call("list").out
        played = call("run", "land-dispute", "--choices", "scene-2", "--json")
        assert played.code == 0 and played.data["ending"] == "scene-2"
        assert call("check", "land-dispute", "--no-solve", "--select", "JF0,JF1,JF2,JF3").code == 0

    def test_lists_losses(self, call: Caller, story: Path, tmp_path: Path) -> None:
        """Each with its place and the way out; the scenario is written, and the exit code says that it is not all."""
        story.write_text(LOSSY, "utf-8")
        shown = call("import", story, "--as", "mine", "--dir", tmp_path, "--lang", "en")
        assert shown.code == 1
        assert re.search(r"story\.twee:8:1: warning JF4012 .*<<audio 'x'>>", shown.out)
        assert "1 things were not carried over" in shown.out
        assert (tmp_path / "mine" / "scenario.yaml").read_text("utf-8").startswith("# story.twee\n")

    def test_never_over_another(self, call: Caller, story: Path, tmp_path: Path) -> None:
        """What is there stays as it is."""
        (tmp_path / "land-dispute").mkdir()
        shown = call("import", story, "--dir", tmp_path)
        assert shown.code == 2 and "--as" in shown.err and list((tmp_path / "land-dispute").iterdir()) == []

    @pytest.mark.parametrize("name", ["Bad", "../x", "a b", "中文", "x" * 61, "-x"])
    def test_an_id_that_is_none(self, call: Caller, story: Path, tmp_path: Path, name: str) -> None:
        """It is no path and no option."""
        shown = call("import", story, f"--as={name}", "--dir", tmp_path)
        assert shown.code == 2 and name[:20] in shown.err and sorted(tmp_path.iterdir()) == [story]

    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (b"", "JF4000"),
            (b"\xff\xfe\x00", "JF0005"),
            (b"<html></html>", "JF4000"),
            (b"{", "JF4001"),
            (None, "JF0001"),
        ],
    )
    def test_files_that_are_no_story(self, call: Caller, tmp_path: Path, content: bytes | None, code: str) -> None:
        """One message, exit code 1, nothing written."""
        file = tmp_path / "x.twee"
        if content is not None:
            file.write_bytes(content)
        shown = call("import", file, "--dir", tmp_path / "out")
        assert shown.code == 1 and code in shown.out and not (tmp_path / "out").exists()

    def test_a_folder(self, call: Caller, tmp_path: Path) -> None:
        """It is no file."""
        shown = call("import", tmp_path)
        assert shown.code == 1 and "JF0002" in shown.out


class TestExport:
    """A scenario in, Twee out."""

    def test_prints(self, call: Caller, small: str) -> None:
        """In the language in use, the variant asked for."""
        shown = call("export", small)
        assert shown.code == 0 and shown.out.startswith(":: StoryTitle\n小剧本\n") and "（条件：" in shown.out
        assert "(if agitation" in call("export", small, "--lang", "en").out
        assert call("export", small, "--variant", "other").out != shown.out
        assert call("export", small, "--variant", "none").code == 2

    def test_writes(self, call: Caller, small: str, tmp_path: Path) -> None:
        """Never over another file, unless told to; and it can be imported."""
        target = tmp_path / "small.twee"
        assert call("export", small, "--out", target).code == 0
        refused = call("export", small, "--out", target)
        assert refused.code == 1 and "--force" in refused.err
        assert call("export", small, "--out", target, "--force").code == 0
        assert call("import", target, "--as", "back").code in (0, 1)
        assert "back" in call("list").out
