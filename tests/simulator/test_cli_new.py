"""`jiefang new`: a scenario that is whole from the start."""

from __future__ import annotations

import json
import os
from pathlib import Path

import jsonschema
import pytest

from scenarios import source
from scenarios.search_path import library as library_folder
from scenarios.starting import NoLine, quoted, with_value
from scoring.players import NAIVE
from simulator.commands.new import DAY, TITLE
from tests.simulator.calls import Caller, call

__all__ = ["call"]

LIBRARY = sorted(path.name for path in library_folder().iterdir() if (path / "scenario.yaml").is_file())


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder, and a home of its own."""
    monkeypatch.setenv("JIEFANG_HOME", str(tmp_path / "home"))
    place = tmp_path / "here"
    place.mkdir()
    monkeypatch.chdir(place)
    return place


class TestTemplate:
    """The small scenario that comes with the program."""

    def test_no_check_finds_anything(self, call: Caller, here: Path) -> None:
        """Solver included, in both languages; the command says where it stands and what to do next."""
        shown = call("new", "lamp")
        assert shown.code == 0 and shown.err == "" and "./lamp" in shown.out
        assert sorted(path.name for path in (here / "lamp").iterdir()) == [
            "en.yaml", "scenario.schema.json", "scenario.yaml", "translation.schema.json",
        ]  # fmt: skip
        checked = call("check", "./lamp", "--format", "json")
        assert checked.code == 0 and checked.data == []

    def test_it_is_a_fair_examination(self, call: Caller) -> None:
        """Naive players stay under 55 in every variant, the worst line at 20 or less, and the best lines differ."""
        call("new", "lamp")
        certificate = call("analyse", "./lamp", "--json").data
        variants = list(certificate["variants"].values())
        assert len(variants) >= 2 and len({str(each["best"]["line"]) for each in variants}) == len(variants)
        for each in variants:
            assert each["worst"]["score"] <= 20
            assert min(each["tests"].values()) >= 3
            assert all(each["bots"][name] < 55 for name in NAIVE)

    @pytest.mark.parametrize("language", ["zh", "en"])
    def test_it_plays(self, call: Caller, language: str) -> None:
        """At once, to its good ending."""
        call("new", "lamp")
        played = call("run", "./lamp", "--bot", "best", "--json", "--lang", language)
        assert played.code == 0 and played.data["ending"] == "done" and played.data["raw_score"] == pytest.approx(100)

    @pytest.mark.parametrize(("file", "kind"), [("scenario.yaml", "scenario"), ("en.yaml", "translation")])
    def test_the_first_line_binds_the_schema(self, call: Caller, here: Path, file: str, kind: str) -> None:
        """As yaml-language-server reads it; the schema stands beside it, and what stands below is valid by it."""
        call("new", "lamp")
        text = (here / "lamp" / file).read_text("utf-8")
        assert text.splitlines()[0] == f"# yaml-language-server: $schema={kind}.schema.json"
        schema = json.loads((here / "lamp" / f"{kind}.schema.json").read_text("utf-8"))
        assert schema == call("schema", "--of", kind).data
        read = source.parse(text, file)
        assert read.root is not None
        found = jsonschema.Draft202012Validator(schema).iter_errors(source.plain(read.root))
        assert [each.message for each in found] == []


class TestAnswers:
    """Flags, or answers at a terminal."""

    def test_flags(self, call: Caller, here: Path) -> None:
        """Stand in the file as they were given, whatever is in a title, and the comments beside them stay."""
        title = '楼道 {x} "灯": # 一'
        shown = call("new", "lamp", "--title", title, "--title-en", "Dark stairs", "--audience", "township，department",
                     "--level", "3", "--date", "2026-11-28")  # fmt: skip
        assert shown.code == 0
        text = (here / "lamp" / "scenario.yaml").read_text("utf-8")
        assert "date: 2026-11-28    " in text and "level: 3    " in text and "audience: [township, department]" in text
        checked = call("check", "./lamp", "--no-solve", "--format", "json")  # straight quotes are the trainer's own
        assert [each["code"] for each in checked.data] == ["JF7203"]
        found = call("list", "--json")
        assert found.code == 0
        assert f"title: {quoted(title)}\n" in text
        assert 'title: "Dark stairs"\n' in (here / "lamp" / "en.yaml").read_text("utf-8")

    def test_questions(self, call: Caller, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Asked again until an answer will do; an empty one takes what stands there."""
        answers = iter(["楼道的灯", "nobody", "township", "9", "2", "2020-01-01", DAY])
        asked: list[str] = []

        def prompt(question: str, default: str) -> str:
            asked.append(f"{question} {default}")
            return next(answers)

        monkeypatch.setattr("click.prompt", prompt)
        monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
        monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
        assert call("new", "lamp").code == 0
        assert len(asked) == 7 and TITLE in asked[0]
        text = (here / "lamp" / "scenario.yaml").read_text("utf-8")
        assert '"楼道的灯"' in text and "audience: [township]" in text and "level: 2 " in text

    @pytest.mark.parametrize(
        "flags",
        [
            ["--title", ""], ["--title", "a\nb"], ["--audience", "nobody"], ["--audience", ","], ["--level", "4"],
            ["--date", "2026-13-01"], ["--date", "2020-01-01"], ["--from", "unpaid-wages", "--level", "2"],
            ["--from", "no-such"],
        ],
    )  # fmt: skip
    def test_what_will_not_do(self, call: Caller, here: Path, flags: list[str]) -> None:
        """Is refused as a wrong call, and nothing is written."""
        shown = call("new", "lamp", *flags)
        assert shown.code == 2 and shown.err and list(here.iterdir()) == []


class TestCopy:
    """A scenario of the library under another id."""

    @pytest.mark.parametrize("name", LIBRARY)
    def test_byte_for_byte_but_for_the_id(self, call: Caller, here: Path, name: str) -> None:
        """Comments and all; and it is as clean as what it was copied from."""
        assert call("new", "mine", "--from", name).code == 0
        old, new = library_folder() / name, here / "mine"
        before, after = ((folder / "scenario.yaml").read_bytes().splitlines(True) for folder in (old, new))
        differing = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
        assert differing == [(f"id: {name}\n".encode(), b"id: mine\n")]
        assert (new / "en.yaml").read_bytes() == (old / "en.yaml").read_bytes()
        assert not list(new.glob("*.json")), "nothing there binds one"
        assert call("check", "./mine", "--no-solve").code == 0

    def test_a_copy_has_the_schemas_that_it_binds(self, call: Caller, here: Path) -> None:
        """A copy of a scenario that `new` wrote is as good in an editor."""
        call("new", "lamp")
        call("new", "other", "--from", "./lamp")
        for kind in ("scenario", "translation"):
            first, second = (here / name / f"{kind}.schema.json" for name in ("lamp", "other"))
            assert first.read_bytes() == second.read_bytes()

    def test_no_line_of_its_own(self, call: Caller, here: Path) -> None:
        """An id inside braces cannot be changed by its line: said, and nothing is written."""
        (here / "flat.yaml").write_text("{id: flat}\n", "utf-8")
        shown = call("new", "mine", "--from", "flat.yaml")
        assert shown.code == 1 and "id" in shown.err and not (here / "mine").exists()

    @pytest.mark.parametrize("text", ["id: a # b\r\n", "id:  'a' # b\r\n", 'id: "a" # b\r\n'])
    def test_what_stands_beside_it_stays(self, text: str) -> None:
        """The comment and the line's end."""
        assert with_value(text, "id", "n").endswith("n # b\r\n")

    def test_two_lines(self) -> None:
        """Which of them is meant cannot be known."""
        with pytest.raises(NoLine):
            with_value("id: a\nid: b\n", "id", "n")


class TestPlace:
    """Where it is written."""

    @pytest.mark.parametrize("name", ["Bad", "../x", "a b", "中文", "x" * 61, "a.b", ""])
    def test_an_id_that_is_none(self, call: Caller, here: Path, name: str) -> None:
        """It is no path."""
        shown = call("new", name)
        assert shown.code == 2 and shown.err and list(here.iterdir()) == []

    def test_never_over_another(self, call: Caller, here: Path) -> None:
        """Without --force what is there stays; with it only what `new` writes is replaced."""
        (here / "lamp").mkdir()
        (here / "lamp" / "scenario.yaml").write_text("mine", "utf-8")
        (here / "lamp" / "notes.txt").write_text("mine", "utf-8")
        shown = call("new", "lamp")
        assert shown.code == 2 and "--force" in shown.err
        assert (here / "lamp" / "scenario.yaml").read_text("utf-8") == "mine"
        assert call("new", "lamp", "--force").code == 0
        assert (here / "lamp" / "notes.txt").read_text("utf-8") == "mine"
        assert call("check", "./lamp", "--no-solve").code == 0

    def test_another_folder(self, call: Caller, here: Path) -> None:
        """Made where it is missing."""
        assert call("new", "lamp", "--dir", "my pack").code == 0
        assert (here / "my pack" / "lamp" / "en.yaml").is_file()

    def test_a_place_that_cannot_be_written(self, call: Caller, here: Path) -> None:
        """A file in the way is one message, no traceback."""
        (here / "file").write_text("", "utf-8")
        shown = call("new", "lamp", "--dir", f"file{os.sep}below")
        assert shown.code == 1 and len(shown.err.strip().splitlines()) == 1
