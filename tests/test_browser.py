"""The browser that tests look at pages with sees what it must see: a check that finds nothing would prove nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser import PHONE, Visits, browser, in_browser, picture, violations, visits

__all__ = ["browser", "visits"]
pytestmark = [in_browser, pytest.mark.install]

CLEAN = '<!doctype html><html lang="zh"><title>纸</title><main><h1>接访台</h1><p>请坐。</p></main></html>'


async def test_axe_finds_what_is_wrong(visits: Visits) -> None:
    """A clean page has no violation; text that hardly differs from its ground has one."""
    page = await visits.page()
    await page.set_content(CLEAN)
    assert await violations(page) == []
    await page.set_content(CLEAN.replace("<p>", '<p style="color: #ccc">'))
    (found,) = await violations(page)
    assert found.startswith("color-contrast: ['p']")


async def test_faults_are_noticed(visits: Visits) -> None:
    """Whatever a page asks of the internet, an error in a script and an error on the console are faults of the test."""
    page = await visits.page()
    await page.set_content(CLEAN + '<img src="https://example.org/x.png" alt=""><script>throw Error("broken")</script>')
    asked, broken = sorted(fault for fault in visits.faults if not fault.startswith("console"))
    assert asked == "asked for https://example.org/x.png"
    assert broken.startswith("error in the page: broken")
    assert any(fault.startswith("console: Failed to load") for fault in visits.faults)
    visits.faults.clear()


async def test_people_are_apart(visits: Visits, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each context has its own storage, size and colours; pictures are kept where a folder is named."""
    written = tmp_path / "page.html"
    written.write_text(CLEAN, "utf-8")
    first, second = await visits.page(phone=True, dark=True), await visits.page()
    for page in (first, second):
        await page.goto(written.as_uri())
    await first.evaluate("localStorage.setItem('who', '甲')")
    assert await second.evaluate("localStorage.getItem('who')") is None
    assert first.viewport_size == PHONE
    assert [await page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") for page in (first, second)] == [
        True,
        False,
    ]
    monkeypatch.setenv("JIEFANG_PICTURES", str(tmp_path))
    await picture(first, "phone")
    assert (tmp_path / "phone.png").read_bytes().startswith(b"\x89PNG")
