"""How the screens look, in both languages, at the sizes that matter; and that they follow the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from simulator import i18n
from simulator.app.app import HomeStart, PlayStart
from simulator.app.widgets.cards import MeterCard, PersonCard

SIZES = [(80, 24), (200, 60)]
Golden = Callable[[str, str], None]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_goldens(opened: Any, golden: Golden, language: Any, size: tuple[int, int]) -> None:
    """Home, briefing, visit in practice with an open note, pause: each screen as it was agreed."""
    i18n.use(language)
    place = f"{language}-{size[0]}x{size[1]}"
    async with opened(HomeStart(), size) as table:
        golden(f"home-{place}", table.text)
        await table.press("enter")
        golden(f"briefing-{place}", table.text)
        await table.press("v", "enter")
        await table.choose("rush")
        await table.press("e")
        golden(f"visit-{place}", table.text)
        await table.press("escape")
        golden(f"pause-{place}", table.text)


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_golden_of_a_simulation(visit: Any, golden: Golden, language: Any) -> None:
    """Simulation: cues for meters, and a clock (held, so that it reads the same every time)."""
    i18n.use(language)
    async with visit("simulation") as table:
        table.visit.clock_bar.countdown.hold()
        table.visit.clock_bar.countdown._spent = 3.5
        table.visit.clock_bar.relay()
        await table.rest()
        golden(f"simulation-{language}-80x24", table.text)


async def test_it_follows_the_window(visit: Any, golden: Golden) -> None:
    """From 80x24 to three columns, to 60x20 and back: nothing is lost, no line is too long, choices stay in reach."""
    async with visit() as table:
        await table.choose("seat")
        first = table.text
        await table.pilot.resize_terminal(200, 60)
        await table.rest()
        assert table.visit.query_one("#meters-wide", MeterCard).region.x > 130
        assert table.visit.query_one("#case-wide").region.right < table.visit.talk.region.x + 1
        assert table.visit.talk.region.width <= 92
        await table.pilot.resize_terminal(60, 20)
        await table.rest()
        golden("visit-zh-60x20", table.text)
        assert all(cell_len(line) <= 60 for line in table.text.splitlines())
        await table.choose("before")
        await table.press("u")
        await table.pilot.resize_terminal(80, 24)
        await table.rest()
        assert [line[24:] for line in table.text.splitlines()[:12]] == [line[24:] for line in first.splitlines()[:12]]


async def test_a_window_too_small_says_so(visit: Any) -> None:
    """Below 60 columns or 20 rows the screen says what it needs, and the visit is there again afterwards."""
    async with visit() as table:
        await table.pilot.resize_terminal(50, 24)
        await table.rest()
        assert "至少 60 列" in table.text
        await table.pilot.resize_terminal(80, 24)
        await table.rest()
        assert "楼道的灯" in table.text
        assert "至少 60 列" not in table.text


async def test_language_at_any_moment(visit: Any) -> None:
    """`l` says the whole conversation again in the other language, from the first line on; nothing else changes."""
    async with visit(size=(100, 50)) as table:
        await table.choose("seat")
        await table.choose("before")
        state, chinese = table.visit.visit.play.state, table.text
        await table.press("l")
        assert "Three months" in table.text
        assert "Next week, they" in table.text
        assert "Agitation" in table.text
        assert not [line for line in table.text.splitlines() if "灯" in line]
        assert table.visit.visit.play.state == state
        await table.press("l")
        assert table.text == chinese


async def test_language_in_a_dialog(visit: Any) -> None:
    """Also with the pause open: the dialog and the screen below change."""
    async with visit() as table:
        await table.press("escape", "l")
        assert "Go on" in table.text
        await table.press("escape")
        assert "Undo" not in table.text
        assert "Pause" in table.text


async def test_themes(visit: Any) -> None:
    """`t` goes through four themes and remembers the last one."""
    async with visit() as table:
        seen = []
        for _ in range(4):
            await table.press("t")
            seen.append(table.app.theme)
        assert len(set(seen)) == 4
        assert table.app.own.theme == table.app.theme


async def test_a_key_press_redraws_no_card(visit: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pointing at another choice lays out nothing but the choices."""
    async with visit() as table:
        laid: list[str] = []
        for kind in (PersonCard, MeterCard):
            monkeypatch.setattr(kind, "lines", lambda self, width: laid.append(type(self).__name__) or [])
        await table.press("down", "down", "up")
        assert not laid


@pytest.mark.parametrize(
    ("language", "name"), [("zh", "八个人来，有人举着手机"), ("en", "Eight of them, one holding up a phone")]
)
async def test_variants_are_told_in_words(
    opened: Any, root: Path, monkeypatch: pytest.MonkeyPatch, language: Any, name: str
) -> None:
    """The briefing offers variants by what meets the eye, never by the author's ids; in a small window too."""
    monkeypatch.setenv("JIEFANG_SCENARIOS", str(root / "scenarios" / "library"))
    i18n.use(language)
    async with opened(PlayStart("unpaid-wages")) as table:
        await table.press("v", "v")
        assert name in table.text
        assert "crowd" not in table.text
        await table.pilot.resize_terminal(60, 20)
        await table.rest()
        for shown in (name, "姓名" if language == "zh" else "Name"):
            assert shown in table.text


async def test_the_meters_make_room(visit: Any) -> None:
    """Where choices are long the meters lose their bars, not their words, and all three stay in view."""
    async with visit(size=(80, 36)) as table:
        side = table.visit.query_one("#meters", MeterCard)
        assert side.size.height == 6
        table.visit.query_one("#choices").styles.min_height = 16
        await table.rest()
        assert side.size.height == 3
        for word in ("激动", "信任", "苦恼"):
            assert word in table.text
