"""The home screen: what to go on with, what to do next, and the library, narrowed by typing and by filters."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from textual import events

from simulator import i18n
from simulator.app.app import HomeStart
from simulator.app.screens.home_list import Directory
from simulator.directory import Filter, listed
from simulator.trains import of_library


@pytest.fixture
def library(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The scenarios that come with the program."""
    monkeypatch.setattr("scenarios.search_path.library", lambda: root / "scenarios" / "library")
    monkeypatch.setattr("simulator.progress.FIRST", "unpaid-wages")


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (200, 60)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_goldens(opened: Any, golden: Any, library: None, language: Any, size: tuple[int, int]) -> None:
    """The first start on the whole library; narrowed to a level and a dimension."""
    i18n.use(language)
    place = f"{language}-{size[0]}x{size[1]}"
    async with opened(HomeStart(), size, tour="") as table:
        golden(f"home-first-{place}", table.text)
        await table.press("v", "v", "d")
        golden(f"home-narrowed-{place}", table.text)
        assert all(cell_len(line) <= size[0] for line in table.text.splitlines())


async def test_filters(opened: Any, library: None) -> None:
    """Each goes through its values and back to everything; Esc clears them all; what is left agrees with them."""
    async with opened(HomeStart()) as table:
        directory = table.app.screen.query_one(Directory)
        whole = len(directory.scenarios)
        assert whole == len(of_library())
        await table.press("v")
        assert 0 < len(directory.scenarios) < whole and {each.level for each in directory.scenarios} == {1}
        await table.press("a")
        assert all("petition-office" in each.audience for each in directory.scenarios)
        await table.press("v", "v", "v", "d", "d", "d", "d", "d", "escape")
        assert len(directory.scenarios) == whole and directory.filter is None


async def test_a_filter_by_mouse(opened: Any, library: None) -> None:
    """A click on the word is its key."""
    async with opened(HomeStart()) as table:
        lines = table.text.splitlines()
        row = next(number for number, line in enumerate(lines) if "级别" in line)
        await table.pilot.click(offset=(cell_len(lines[row].partition("级别")[0]) + 1, row))
        await table.rest()
        assert table.app.screen.query_one(Directory).filter == Filter(level=1)


async def test_a_search_by_what_it_trains(opened: Any, library: None) -> None:
    """Names and codes of indicators find scenarios, in either language."""
    async with opened(HomeStart()) as table:
        directory = table.app.screen.query_one(Directory)
        for text in ("C5", "保密", "recusal"):
            await table.press("slash")
            table.app.screen.query_one("#search").value = text
            await table.rest()
            assert {each.id for each in directory.scenarios} == {
                name for name, codes in of_library().items() if "C5" in codes
            }


async def test_nothing_fits(opened: Any) -> None:
    """It is said to what the list is narrowed, and how to see everything."""
    async with opened(HomeStart()) as table:
        await table.press("v", "v")
        assert "级别 进阶：没有合适的剧本。Esc 看全部。" in table.text
        await table.press("escape")
        assert "楼道的灯" in table.text


async def test_what_is_recommended(opened: Any, library: None, kept: Callable[..., list[str]]) -> None:
    """After bad visits: a scenario that trains what they lost most on, with the reason; `s` opens it."""
    kept(3, bad=frozenset({0, 1, 2}))
    async with opened(HomeStart()) as table:
        advice = table.app.screen.query_one(Directory).advice[0]
        assert advice.code in advice.listed.trains
        assert "丢分最多" in table.text
        assert "第 3 天" in table.text.splitlines()[0]
        await table.press("s")
        assert advice.listed.title["zh"] in table.text
        assert type(table.app.screen).__name__ == "BriefingScreen"


async def test_scores_beside_the_scenario(opened: Any, kept: Callable[..., list[str]]) -> None:
    """Last and best score of each."""
    kept(2, bad=frozenset({1}))
    async with opened(HomeStart()) as table:
        scores = table.app.screen.query_one(Directory).scenarios[0].scores
        assert scores.last is not None and scores.best is not None and scores.last < scores.best
        assert "最近" in table.text and "最好" in table.text


async def test_many_scenarios_are_laid_out_as_they_come_into_view(opened: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 500 scenarios a letter typed lays out those in view; the list can be walked to its end and copied whole."""
    entries = [
        {"id": f"case-{n}", "title": {"zh": f"第{n}号", "en": f"No {n}"}, "level": 1, "audience": [], "variants": ["a"],
         "path": f"/x/case-{n}", "source": "own", "trains": ["C3"]}
        for n in range(500)
    ]  # fmt: skip
    monkeypatch.setattr("simulator.scenario_index.scenarios", lambda: entries)
    async with opened(HomeStart()) as table:
        directory = table.app.screen.query_one(Directory)
        made: list[int] = []
        row = directory.row

        def counted(index: int, width: int, *, here: bool) -> Any:
            made.append(index)
            return row(index, width, here=here)

        monkeypatch.setattr(directory, "row", counted)
        await table.press("slash", "号")
        assert len(directory.scenarios) == 500
        assert len(set(made)) < 30
        await table.press("down", "end")
        assert "第499号" in table.text
        assert len(list(directory.laid(directory.room))) == len(directory._owner())


def test_a_letter_is_answered_within_a_frame() -> None:
    """Narrowing 500 scenarios by text and filter takes a fraction of 16 ms of processor time."""
    entries = [
        {"id": f"case-{n}", "title": {"zh": f"第{n}号", "en": f"No {n}"}, "level": n % 3 + 1, "audience": ["township"],
         "variants": ["a"], "path": "/x", "source": "own", "trains": ["C3", "L1"]}
        for n in range(500)
    ]  # fmt: skip
    found = listed(entries, {})
    best = 1.0
    for _ in range(5):
        start = time.process_time()
        kept = [
            each for each in found if each.matches("乡镇 号") and each.fits(Filter(level=2, dimension="compliance"))
        ]
        best = min(best, time.process_time() - start)
    assert len(kept) == 167
    assert best < 0.008


async def test_a_row_says_nothing_by_halves(opened: Any, library: None) -> None:
    """What is known of a scenario fits its row whole, in both languages, and as much of it as fits is said."""
    for language in ("zh", "en"):
        i18n.use(language)
        async with opened(HomeStart()) as table:
            directory = table.app.screen.query_one(Directory)
            room = min(directory.room, 96) - 3
            for listed in directory.scenarios:
                line = listed.facts(language, room)
                assert cell_len(line) <= room and "…" not in line
                assert line == listed.facts(language) or cell_len(listed.facts(language)) > room
                assert line.count("  ·  ") >= 1


async def test_a_card_beside_the_list(opened: Any, library: None) -> None:
    """On a very wide screen what is pointed at is told more of; narrower there is no card, and it comes and goes."""
    async with opened(HomeStart(), (200, 60)) as table:
        directory = table.app.screen.query_one(Directory)
        await table.press("down")
        pointed = directory.pointed_at
        codes = of_library()[pointed.id]
        assert all(f"{code} " in table.text for code in codes)
        await table.pilot.resize_terminal(120, 40)
        await table.rest()
        assert not any(f"{code} " in table.text for code in codes)
        await table.press("down", "down")
        await table.pilot.resize_terminal(200, 60)
        await table.rest()
        assert all(f"{code} " in table.text for code in of_library()[directory.pointed_at.id])


async def test_a_search_typed_in_one_burst(opened: Any, library: None) -> None:
    """What is typed before the line of the search is there is typed on it, letters that are keys elsewhere too."""
    async with opened(HomeStart()) as table:
        letters = "abcdefghijklmnopqrstuvwxyz"
        for name, character in (("slash", "/"), *((letter, letter) for letter in letters)):
            table.app.post_message(events.Key(name, character))
        await table.until(lambda: table.app.screen.query("#search") and table.app.screen.query_one("#search").value)
        await table.rest()
        assert table.app.screen.query_one("#search").value == letters
