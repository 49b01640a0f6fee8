"""Looking back: trends, the list of visits, export and deletion."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from simulator import i18n
from simulator.app.app import HomeStart
from simulator.app.screens.history import RecordList
from simulator.app.widgets.trend import EIGHTHS, Series, Trend
from simulator.record.store import open_store

Kept = Callable[..., list[str]]


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (200, 60)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_goldens(opened: Any, golden: Any, kept: Kept, language: Any, size: tuple[int, int]) -> None:
    """Five visits, two of them bad, their days and ids left out: the trend over the list."""
    kept(5, bad=frozenset({0, 2}))
    i18n.use(language)
    async with opened(HomeStart(), size, trainee="林芳") as table:
        await table.press("r")
        text = table.text
        with open_store() as store:
            for session in store.sessions():
                text = text.replace(session.id, "0" * len(session.id))
        import re

        golden(
            f"history-{language}-{size[0]}x{size[1]}", re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d", "2026-09-15 09:00", text)
        )


async def test_trends(opened: Any, kept: Kept) -> None:
    """The score, every dimension that was assessed, then the indicators that cost points, the dearest first."""
    kept(4, bad=frozenset({0, 1}))
    async with opened(HomeStart()) as table:
        await table.press("r")
        series = table.app.screen.query_one(Trend).series
        assert series[0].values[0] < series[0].values[-1]
        losses = [sum(each.values) for each in series if each.loss]
        assert losses and losses == sorted(losses, reverse=True)
        await table.press("right")
        assert "‹ 倾听 ›  2/" in table.text or "2/" in table.text
        await table.press("left", "left")
        assert f"{len(series)}/{len(series)}" in table.text


def test_a_plot() -> None:
    """A column is as high as its value, the newest on the right; of more than fit the newest are shown."""
    trend = Trend()
    trend.rows = 4
    trend.series = (Series("得分", (0.0, 50.0, 100.0)),)
    lines = [line.plain for line in trend.lines(40)]
    assert lines[1].startswith(" 100│") and lines[3].startswith("  50│")
    assert [line[5:10] for line in lines[1:5]] == ["    █", "    █", "  █ █", "  █ █"]
    trend.series = (Series("得分", tuple(float(n % 100) for n in range(500))),)
    assert {len(line.plain) for line in trend.lines(40)[1:]} <= {40}
    assert EIGHTHS[8] in trend.lines(40)[4].plain


async def test_deleting_asks_first(opened: Any, kept: Kept) -> None:
    """Esc and the first line keep the visit; the second line deletes it for good, and the list shows it."""
    ids = kept(2)
    async with opened(HomeStart()) as table:
        await table.press("r", "x")
        assert "删除这一次？" in table.text
        await table.press("escape", "x", "enter")
        with open_store() as store:
            assert len(store.sessions()) == 2
        await table.press("x", "2")
        with open_store() as store:
            assert [session.id for session in store.sessions()] == ids[:1]
        assert [row.session.id for row in table.app.screen.query_one(RecordList).rows] == ids[:1]


async def test_export(opened: Any, kept: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that verifies, beside an earlier one and never over it."""
    (session,) = kept(1)
    monkeypatch.chdir(tmp_path)
    async with opened(HomeStart()) as table:
        await table.press("r", "e", "e")
    files = sorted(name for name in os.listdir(tmp_path) if name.endswith(".jsonl"))
    assert files == [f"{session}-2.jsonl", f"{session}.jsonl"]
    with open_store() as store:
        assert all(store.verify(tmp_path / name).sound for name in files)


async def test_whose(opened: Any, kept: Kept) -> None:
    """One's own first; `w` shows everybody's and back."""
    kept(1, trainee="林芳")
    kept(2, trainee="赵明")
    async with opened(HomeStart(), trainee="林芳") as table:
        await table.press("r")
        records = table.app.screen.query_one(RecordList)
        assert records.count == 1
        await table.press("w")
        assert records.count == 3
        await table.press("w")
        assert records.count == 1


async def test_nothing_yet(opened: Any) -> None:
    """An empty record is said to be one; nothing can be deleted or exported."""
    async with opened(HomeStart()) as table:
        await table.press("r", "x", "e", "enter", "right")
        assert "还没有记录" in table.text


async def test_enter_opens_it(opened: Any, kept: Kept) -> None:
    """The replay of a visit that is over; back from there to the list, and home."""
    kept(1)
    async with opened(HomeStart()) as table:
        await table.press("r", "enter")
        assert type(table.app.screen).__name__ == "ReplayScreen"
        await table.press("escape", "escape")
        assert "练习场" in table.text
