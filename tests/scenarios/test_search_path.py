"""Where scenarios are found."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scenarios.diagnostic import ScenarioError
from scenarios.load import load
from scenarios.search_path import all_scenarios, find, library, search_path


def put(folder: Path, name: str) -> Path:
    """A scenario, as far as finding goes."""
    (folder / name).mkdir(parents=True)
    (folder / name / "scenario.yaml").write_text(f"id: {name}\n", "utf-8")
    return folder / name


def test_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Named folders, then the user's own, then the library; an earlier namesake hides a later one."""
    first, second, home = tmp_path / "a", tmp_path / "b", tmp_path / "home"
    monkeypatch.setenv("JIEFANG_SCENARIOS", f"{first}{os.pathsep}{second}")
    monkeypatch.setenv("JIEFANG_HOME", str(home))
    assert search_path() == (first, second, home / "scenarios", library())
    put(second, "wages")
    wages = put(first, "wages")
    own = put(home / "scenarios", "own")
    assert find("wages") == wages
    assert find("own") == own
    assert all_scenarios()[:2] == [wages, own]


def test_the_library_is_found() -> None:
    """Without any setting."""
    assert library() in search_path()
    assert {path.parent for path in all_scenarios()} == {library()}


def test_unknown_names_the_nearest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And where it looked."""
    monkeypatch.setenv("JIEFANG_SCENARIOS", str(tmp_path))
    put(tmp_path, "late-pay")
    with pytest.raises(ScenarioError) as caught:
        find("latepay")
    (finding,) = caught.value.diagnostics
    assert (finding.code, finding.nearest) == ("JF2054", "late-pay")


def test_one_in_the_current_folder_is_named_by_its_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever leaves the slash out beside the folder is told to write it."""
    put(tmp_path, "wages")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ScenarioError) as caught:
        find("wages")
    (finding,) = caught.value.diagnostics
    assert (finding.code, finding.arguments["path"]) == ("JF2058", "wages/")
    assert find(str(finding.arguments["path"])) == Path("wages")


def test_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What has a separator or ends in .yaml is a path, never an id."""
    folder = put(tmp_path, "wages")
    assert find(str(folder)) == folder
    assert find(str(folder / "scenario.yaml")) == folder / "scenario.yaml"
    monkeypatch.chdir(tmp_path)
    assert find("./wages") == Path("wages")
    for wrong in ("../wages", "./nothing", "nothing.yaml", ""):
        with pytest.raises(ScenarioError):
            find(wrong)


@pytest.mark.parametrize("name", ["closed", "closed/wages", "closed/wages/scenario.yaml", "closed/en.yaml"])
def test_a_folder_one_may_not_enter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """What is behind a closed door is not called absent: the finding says that permission was refused."""
    put(tmp_path / "closed", "wages")
    inside = str(tmp_path / "closed" / "_")[:-1]

    def refusing(call: Callable[..., Any]) -> Callable[..., Any]:
        def called(path: Any, *rest: Any, **more: Any) -> Any:
            if str(path).startswith(inside):
                raise PermissionError(13, "Permission denied", str(path))
            return call(path, *rest, **more)

        return called

    for where, call in (("os.stat", os.stat), ("os.lstat", os.lstat), ("builtins.open", open), ("os.open", os.open)):
        monkeypatch.setattr(where, refusing(call))
    path = tmp_path / name
    found = load(find(str(path))).diagnostics
    assert [finding.code for finding in found] == ["JF0003"]
    assert found[0].arguments["reason"] == "Permission denied"
    assert found[0].mark is not None and found[0].mark.file.startswith(str(path))
