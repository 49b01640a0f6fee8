"""How the preview looks, in both languages, at the sizes that matter."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from simulator import i18n
from simulator.preview.workbench import Reading, read

SIZES = [(80, 24), (200, 60)]


SOME = ("JF1007", "JF2001", "JF7501")


def read_some(place: Path) -> Reading:
    """Only findings of a few codes: another check is no change of the screen."""
    found = read(place)
    return Reading(found.scenario, tuple(each for each in found.findings if each.code in SOME))


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_goldens(
    preview: Any, golden: Callable[[str, str], None], monkeypatch: pytest.MonkeyPatch, language: Any,
    size: tuple[int, int],
) -> None:  # fmt: skip
    """A moment with its figures, the findings of a broken file, the map, the list of scenes."""
    for module in ("simulator.preview.workbench", "simulator.app.preview.background"):
        monkeypatch.setattr(f"{module}.read", read_some)
    place = f"{language}-{size[0]}x{size[1]}"
    async with preview(size) as bench:
        i18n.use(language)
        bench.screen.speak_all()
        await bench.solved()
        await bench.choose("rush")

        def still() -> str:
            # When it was saved, and how long it took, is another time each time.
            bench.screen.saved, bench.screen.took = 0, None
            bench.screen._show_title()
            return str(bench.text)

        still()
        await bench.pilot.pause()
        golden(f"visit-{place}", bench.text)
        await bench.press("m")
        golden(f"map-{place}", bench.text)
        await bench.press("escape", "j")
        still()
        await bench.pilot.pause()
        golden(f"jump-{place}", bench.text)
        await bench.press("escape")
        bench.edit("goto: promise", "goto: promis")
        bench.edit("rates: {L3: +2}", "rates: {L9: +2}")
        await bench.until(lambda: len(bench.screen.bench.findings) == 4)
        await bench.press("tab")
        still()
        await bench.pilot.pause()
        golden(f"findings-{place}", bench.text)
        assert all(cell_len(line) <= size[0] for line in bench.text.splitlines())


async def test_it_follows_the_window(preview: Any) -> None:
    """From two columns to one and back nothing is lost; too small a window says so."""
    async with preview((200, 60)) as bench:
        assert bench.screen.findings.region.width > 50
        await bench.pilot.resize_terminal(60, 20)
        await bench.press("down")
        assert bench.screen.findings.region.width == 0 and "您先坐" in bench.text
        await bench.press("tab")
        assert bench.screen.findings.region.width > 50 and bench.screen.talk.region.width == 0
        await bench.press("tab")
        await bench.pilot.resize_terminal(50, 18)
        await bench.pilot.pause()
        assert "窗口太小" in bench.text
