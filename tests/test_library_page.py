"""The page of the library: as fresh as the scenarios, and honest about what they do not cover yet."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from scenarios.model import Scenario
from scenarios.vocabulary import vocabulary
from simulator import trains
from simulator.certificate import whole_hash
from tools import library_figures, library_page
from tools.library_figures import Entry, entries, scenarios

LANGUAGES = ("zh", "en")
RUN = "run .venv/bin/python tools/library_page.py"
KNOWN = library_page.GOAL


@cache
def library() -> list[Scenario]:
    """Every scenario that comes with the program, in the order of the page."""
    return list(scenarios().values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_lists_the_library_as_it_is(language: str) -> None:
    """Each scenario has its row with id, title, level, audience and the hash of what is there now, and no other has."""
    text = library_page.PAGES[language].read_text("utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| [`")]
    made = library_page.Page(language, [])
    assert len(rows) == len(library()), RUN
    for row, scenario in zip(rows, library(), strict=True):
        assert row.startswith(made.start(scenario)) and row.endswith(f"| `{whole_hash(scenario)[:16]}` |"), RUN
    assert library_page.versions() in text, RUN


def test_what_each_trains_is_what_the_page_says() -> None:
    """The game's file of it names the scenarios of the page, each with the same indicators in the same order."""
    text = library_page.PAGES["en"].read_text("utf-8")
    rows = [line.split(" | ") for line in text.splitlines() if line.startswith("| [`")]
    told = {str(re.findall(r"`([^`]+)`", row[0])[0]): re.findall(r"\b[A-Z]\d\b", row[4]) for row in rows}
    assert told == trains.of_library(), RUN


@pytest.mark.slow
def test_the_figures_are_what_the_tool_works_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both pages, whole, with every variant solved anew; a second time nothing is, and they come out the same."""
    monkeypatch.setenv("JIEFANG_HOME", str(tmp_path))
    solved = entries()
    monkeypatch.setattr(library_figures, "certificate", None)
    for found in (solved, entries()):
        for language, path in library_page.PAGES.items():
            assert path.read_text("utf-8") == library_page.Page(language, found).text(), RUN
        assert library_page.TRAINS.read_text("utf-8") == library_page.trains(found), RUN


# ---- what is short is said -------------------------------------------------------------------------------------------


def interrupted() -> Scenario:
    """A scenario of the library that has an interrupt."""
    return next(each for each in library() if each.interrupts)


def invented(number: int, **values: Any) -> Entry:
    """A scenario with one variant in which everything decides and nothing crosses, apart from what is given."""
    every = dict.fromkeys(vocabulary().indicators, 1)
    whole = interrupted()
    name = next(iter(whole.variants))
    figures = {
        "states": 1_000,
        "random": {"score": 25.0},
        "bots": {"first": 40.4},
        "coverage": every,
        "decisive": every,
        "red_lines": {},
        "hardest": [],
    }
    figures |= {key: {**every, **value} if key == "decisive" else value for key, value in values.items()}
    return Entry(replace(whole, id=f"visit-{number}"), {name: figures})


def text_of(found: list[Entry], language: str = "en") -> str:
    """The page about invented scenarios."""
    return library_page.Page(language, found).text()


def row(text: str, start: str) -> list[str]:
    """The cells of the one row that starts with a word."""
    (found,) = re.findall(rf"^\| {re.escape(start)} \| (.*) \|$", text, re.MULTILINE)
    return [cell.strip() for cell in str(found).split(" | ")]


def test_an_indicator_short_of_the_goal_is_marked() -> None:
    """One scenario too few is marked and named above the table; as many as the goal are not."""
    few = text_of([invented(n, decisive={"E6": int(n > 0)}) for n in range(KNOWN)])
    assert row(few, "E6")[2] == f"{KNOWN - 1} **(1 short)**"
    assert row(few, "E5")[2] == str(KNOWN)
    assert f"23 of 24 indicators reach it. Not yet: E6 ({KNOWN - 1})." in few
    assert "`visit-0`" not in row(few, "E6")[3] and "`visit-1`" in row(few, "E6")[3]
    enough = text_of([invented(n) for n in range(KNOWN)])
    assert "24 of 24 indicators reach it.\n" in enough and "short" not in enough.split("## Red lines")[0]


def test_a_red_line_is_both_met_and_avoided() -> None:
    """Nowhere, somewhere without a way round, somewhere with one, and one of each."""
    free, stuck = {"met": 2, "forced": 0}, {"met": 2, "forced": 1}
    found = [
        invented(0, red_lines={"K1.abuse": free, "K1.leak": stuck, "K1.bribe": stuck}),
        invented(1, red_lines={"K1.bribe": free}),
    ]
    text = text_of(found)
    assert row(text, "`K1.abuse`")[1:] == ["`visit-0`", "in all of them"]
    assert row(text, "`K1.leak`")[1:] == ["`visit-0`", "**nowhere yet**"]
    assert row(text, "`K1.bribe`")[1:] == ["`visit-0`, `visit-1`", "`visit-1`"]
    assert row(text, "`K1.detain`")[1:] == ["**nowhere yet**", "**nowhere yet**"]
    assert "2 of 20 red lines can be met and avoided. Not yet: `K1.retaliation`, `K1.leak`," in text


def test_what_decides_everywhere_is_not_what_one_trains() -> None:
    """The column names what tells scenarios apart; where nothing does, what decides most."""
    codes = list(vocabulary().indicators)
    none = dict.fromkeys(codes, 0)
    one = invented(0, decisive={**none, "C2": 12, "L1": 3, "L2": 1})
    other = invented(1, decisive={**none, "C2": 12, "L2": 4})
    rows = [line for line in text_of([one, other]).splitlines() if line.startswith("| [`")]
    assert [re.findall(r"\b[LECR]\d\b", line.split(" | ")[4]) for line in rows] == [["L1"], ["C2", "L2"]]


def test_the_hardest_decision_is_one_that_is_met() -> None:
    """Most points lost each time; what hardly any visit comes to does not count, nor does an interrupt."""
    whole = interrupted()
    aside = whole.interrupts[0].goto
    own = [scene.id for scene in whole.scenes.values() if not scene.fragment and scene.id != aside]
    values = [(own[0], 2.0, 6.0), (own[1], 1.0, 4.5), (own[2], 0.1, 3.0), (aside, 1.0, 9.0)]
    hardest = [{"scene": scene, "line": None, "met": met, "lost": lost, "spread": lost} for scene, met, lost in values]
    (shown,) = (line for line in text_of([invented(0, hardest=hardest)]).splitlines() if line.startswith("| [`"))
    assert f"`{own[1]}`" in shown and "loses 4.5" in shown
