"""The line just played, saved as a test that `jiefang check` runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenarios.load import load_or_raise
from scenarios.search_path import library
from scoring.audit.run import audit
from simulator.errors import UserError
from simulator.preview.saving import save, tidy, why_not
from simulator.preview.way import first_picks, way_to
from simulator.preview.workbench import Workbench


def played(lamp: Path, *choices: str) -> Workbench:
    """A workbench with a visit played to its end, solved."""
    bench = Workbench(lamp)
    bench.solve()
    assert bench.play is not None
    way = way_to(bench.play.engine, "record")
    assert way is not None
    bench.follow(way.inputs)
    assert bench.play is not None
    bench.enter(first_picks(bench.play))
    for choice in choices or ("number",):
        bench.enter(choice)
    return bench


def golden(place: Path) -> list[str]:
    """Findings of the golden tests."""
    return [each.code for each in audit(load_or_raise(place)) if each.code.startswith("JF8")]


def test_it_is_a_test_that_passes(lamp: Path) -> None:
    """Choices, forms, ending and score stand in the file, comments stay, and the test holds; until the play changes."""
    bench = played(lamp)
    before = (lamp / "scenario.yaml").read_text("utf-8")
    save(bench, "我的 路\n线")
    text = (lamp / "scenario.yaml").read_text("utf-8")
    assert text.startswith(before.replace("tests: []\n", "tests:\n")) and "# 我的 路 线" in text
    scenario = load_or_raise(lamp)
    (test,) = scenario.tests
    assert test.expect["ending"] == "done" and "score" in test.expect and golden(lamp) == []
    # The scenario with the test is the one that was solved; saved under its name once more it is the same file.
    assert bench.reload() and why_not(bench) is None
    save(bench, "我的 路 线")
    assert (lamp / "scenario.yaml").read_text("utf-8") == text
    (lamp / "scenario.yaml").write_text(text.replace("rates: {R6: +2}", "rates: {R6: -2}"), "utf-8")
    assert golden(lamp) == ["JF8002"]


def test_what_cannot_be_a_test(lamp: Path) -> None:
    """Not at an ending, not solved, or begun by hand: said with the way out, and the file stays."""
    before = (lamp / "scenario.yaml").read_bytes()
    bench = Workbench(lamp)
    for act in (lambda: None, bench.solve, lambda: bench.jump("close")):
        act()
        with pytest.raises(UserError) as refused:
            save(bench, "x")
        assert refused.value.hint
    bench.enter("number")
    with pytest.raises(UserError):
        save(bench, "x")
    assert (lamp / "scenario.yaml").read_bytes() == before


def test_a_scenario_of_the_library_is_not_written_to() -> None:
    """The next release would replace it: one copies it first."""
    refused = why_not(Workbench(library() / "unpaid-wages"))
    assert refused is not None and "--from unpaid-wages" in refused.hint


def test_a_file_without_a_place_for_it(lamp: Path) -> None:
    """`tests:` in brackets: said with the line, nothing written."""
    file = lamp / "scenario.yaml"
    bench = played(lamp)
    text = file.read_text("utf-8").replace("tests: []", "tests: [{choices: [seat], expect: {}}]")
    file.write_text(text, "utf-8")
    with pytest.raises(UserError) as refused:
        save(bench, "x")
    assert "scenario.yaml:" in refused.value.message and file.read_text("utf-8") == text


def test_names_are_tidy() -> None:
    """One line, nothing that garbles a terminal, not too long."""
    assert tidy(" 甲\n乙\x1b[2J\t丙 ") == "甲 乙\ufffd[2J 丙"
    assert len(tidy("长" * 500)) == 60
