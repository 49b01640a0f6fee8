"""`jiefang list`: the contract of DESIGN §7, and an index that is as fresh as the files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scenarios.search_path import library
from simulator import paths, scenario_index
from tests.scoring.mutated import clean_text
from tests.simulator.calls import Caller, call, process, put

__all__ = ["call"]

KEYS = {"id", "title", "level", "audience", "variants", "path", "error", "source", "from", "hidden"}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of scenarios that is searched first; the library comes behind it."""
    monkeypatch.setenv("JIEFANG_SCENARIOS", str(tmp_path))
    return tmp_path


def entry(call: Caller, name: str) -> dict[str, object]:
    """One entry of `list --json`."""
    found: dict[str, object] = next(e for e in call("list", "--json").data if e["id"] == name)
    return found


class TestJson:
    """What `list --json` prints."""

    def test_every_key_of_the_contract_is_there(self, call: Caller, folder: Path) -> None:
        """Each entry has the keys and types of docs/json.md."""
        put(folder, clean_text())
        made = call("list", "--json")
        assert made.code == 0 and made.err == ""
        for found in made.data:
            assert found.keys() == KEYS
            assert all(isinstance(found[key], str) for key in ("id", "title", "path"))
            assert found["level"] in (1, 2, 3) and found["error"] is None
            assert found["variants"] and all(isinstance(name, str) for name in (*found["variants"], *found["audience"]))
            assert (Path(found["path"]) / "scenario.yaml").is_file()
        assert entry(call, "small")["variants"] == ["default", "other"]

    def test_the_library_is_listed_easiest_first(self, call: Caller) -> None:
        """By level, then by id."""
        entries = call("list", "--json").data
        assert len(entries) >= 2
        assert [(e["level"], e["id"]) for e in entries] == sorted((e["level"], e["id"]) for e in entries)

    def test_titles_in_english(self, call: Caller, folder: Path) -> None:
        """With `--lang en`; Chinese where there is no English."""
        place = put(folder, clean_text())
        assert next(e for e in call("list", "--json", "--lang", "en").data if e["id"] == "small")["title"] == "小剧本"
        (place / "en.yaml").write_text("title: A small one\n", "utf-8")
        assert next(e for e in call("--lang", "en", "list", "--json").data if e["id"] == "small")["title"] == (
            "A small one"
        )

    def test_a_broken_scenario_is_listed(self, call: Caller, folder: Path) -> None:
        """The same keys, empty, and the code of the first error; the others are listed as ever, exit code 0."""
        place = put(folder, "id: small\ntitle: [标题\n", "坏的")
        made = call("list", "--json")
        assert made.code == 0 and len(made.data) > 1
        assert entry(call, "坏的") == {
            "id": "坏的", "title": None, "level": None, "audience": [], "variants": [], "path": str(place),
            "error": "JF0034", "source": "folder", "from": str(folder), "hidden": [],
        }  # fmt: skip

    def test_a_namesake_is_hidden(self, call: Caller, folder: Path) -> None:
        """One's own scenario hides that of the library with the same id."""
        put(folder, clean_text(), "unpaid-wages")
        assert entry(call, "unpaid-wages")["title"] == "小剧本"
        assert [e["id"] for e in call("list", "--json").data].count("unpaid-wages") == 1
        assert entry(call, "unpaid-wages")["hidden"] == [str(library() / "unpaid-wages")]
        shown = call("list")
        assert f"unpaid-wages 在 {library() / 'unpaid-wages'} 也有" in shown.err and "也有" not in shown.out


class TestText:
    """What a person reads."""

    def test_a_line_a_scenario(self, call: Caller, folder: Path) -> None:
        """Id, level, title, how many variants; columns are aligned by cells; a broken one says how to learn why."""
        put(folder, clean_text())
        put(folder, "id: [", "坏的剧本")
        lines = call("list").out.splitlines()
        (line,) = [line for line in lines if line.startswith("small ")]
        assert line.split() == ["small", "入门", "小剧本", "2", "种情形", "文件夹", folder.name]
        (broken,) = [line for line in lines if line.startswith("坏的剧本")]
        assert f"jiefang check {folder / '坏的剧本'}" in broken
        assert line.index("入门") == broken.index("（") + 4

    def test_nothing_found(self, call: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
        """An empty list is said, not shown as nothing."""
        monkeypatch.setattr("scenarios.search_path.library", lambda: Path("/nowhere"))
        assert call("list").out == "没有找到剧本。\n"
        assert call("list", "--json").data == []

    def test_escapes_in_a_title(self, call: Caller, folder: Path) -> None:
        """What would steer a terminal does not get there."""
        put(folder, clean_text(("title: 小剧本", 'title: "小\\u202E剧本\\e[31m"')))
        assert "\x1b" not in call("list").out and "\u202e" not in call("list").out


class TestIndex:
    """The index under the cache."""

    def test_a_second_call_reads_no_scenario(self, call: Caller, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """What was read once is not read again."""
        put(folder, clean_text())
        first = call("list", "--json").data

        def refuse(*_args: object) -> object:
            raise AssertionError("read again")

        monkeypatch.setattr("scenarios.load.load", refuse)
        assert call("list", "--json").data == first

    def test_a_changed_file_is_read_again(self, call: Caller, folder: Path) -> None:
        """At once, Chinese or English."""
        place = put(folder, clean_text())
        assert entry(call, "small")["title"] == "小剧本"
        put(folder, clean_text(("小剧本", "改过的剧本")))
        assert entry(call, "small")["title"] == "改过的剧本"
        (place / "en.yaml").write_text("title: Changed\n", "utf-8")
        assert next(e for e in call("list", "--json", "--lang", "en").data if e["id"] == "small")["title"] == "Changed"

    def test_a_broken_one_is_tried_again(self, call: Caller, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """What was wrong may have stood in a fragment beside the scenario's folder: that is looked at each time."""
        pack = folder / "own"
        monkeypatch.setenv("JIEFANG_SCENARIOS", str(pack))
        put(pack, clean_text(("    next: bye\n", "    next: part\n  part: {call: own.part, next: bye}\n")))
        fragment = pack / "fragments" / "part.yaml"
        fragment.parent.mkdir()
        fragment.write_text("id: part\nstart: [", "utf-8")
        assert entry(call, "small")["error"] is not None
        fragment.write_text("id: part\nstart: one\nscenes: {one: {say: 好。, next: return}}\n", "utf-8")
        assert entry(call, "small")["error"] is None

    @pytest.mark.parametrize(
        ("key", "value"),
        [("title", "x"), ("title", {"zh": 1}), ("level", "1"), ("variants", None), ("petitioners", []),
         ("petitioners", {"default": {"name": "x", "age": 1, "role": None}}),
         ("petitioners", {"default": {"name": {"zh": "x"}}})],
    )  # fmt: skip
    def test_a_damaged_entry_counts_nothing(self, call: Caller, folder: Path, key: str, value: object) -> None:
        """A value of a type that a screen could not show: the scenario is read anew."""
        place = put(folder, clean_text())
        first = call("list", "--json").data
        index = paths.cache() / "scenarios.json"
        data = json.loads(index.read_text("utf-8"))
        data["scenarios"][str(place)]["entry"][key] = value
        index.write_text(json.dumps(data), "utf-8")
        assert scenario_index.scenario(place) is None
        assert call("list", "--json").data == first
        found = scenario_index.scenario(place)
        assert found is not None
        assert found["petitioners"].keys() == set(found["variants"])

    @pytest.mark.parametrize(
        "content",
        ["", "nonsense", "[]", '{"version": VERSION}', '{"version": VERSION, "scenarios": []}',
         '{"version": VERSION, "scenarios": {"PLACE": {"stamp": [], "entry": {}}}}',
         '{"version": VERSION, "scenarios": {"PLACE": 3}}'],
    )  # fmt: skip
    def test_a_foreign_index_counts_nothing(self, call: Caller, folder: Path, content: str) -> None:
        """Whatever stands in the file, the list is right."""
        place = put(folder, clean_text())
        index = paths.cache() / "scenarios.json"
        index.parent.mkdir(parents=True, exist_ok=True)
        content = content.replace("PLACE", str(place)).replace("VERSION", str(scenario_index.INDEX_VERSION))
        index.write_text(content, "utf-8")
        assert entry(call, "small")["level"] == 1
        assert str(place) in json.loads(index.read_text("utf-8"))["scenarios"]

    def test_a_cache_that_cannot_be_written_only_costs_time(
        self, call: Caller, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The list works without it."""
        place = put(folder, clean_text())
        monkeypatch.setenv("JIEFANG_HOME", str(place / "scenario.yaml"))
        assert entry(call, "small")["level"] == 1


def test_a_second_call_imports_neither_yaml_nor_numpy_nor_textual(folder: Path) -> None:
    """With its index, `list` pays for nothing heavy."""
    put(folder, clean_text())
    code = (
        "import sys\nfrom simulator.cli import main\ntry:\n    main(['list'])\nexcept SystemExit: pass\n"
        "print(sorted({'yaml', 'textual', 'rich', 'numpy', 'sqlite3'} & set(sys.modules)))\n"
    )
    first, second = process(python=code), process(python=code)
    assert "small" in first.out and "numpy" not in first.out and "textual" not in first.out
    assert second.out.splitlines()[-1] == "[]", second.out + second.err
