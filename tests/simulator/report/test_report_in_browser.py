"""Reports in a real Chromium: they can be read by everybody, on every width, without script, and on paper."""

from __future__ import annotations

import asyncio
import subprocess
from pathlib import Path
from typing import Any

import pytest

from simulator import i18n
from simulator.record.store import Store
from simulator.report.page import gather
from simulator.report.page.write import class_page, visit_page
from tests.browser import Visits, browser, in_browser, picture, violations, visits
from tests.simulator.report.conftest import BADLY, WELL, held, view_of

__all__ = ["browser", "visits"]
pytestmark = in_browser

LANGUAGES: tuple[i18n.Language, ...] = ("zh", "en")


@pytest.fixture
def pages(store: Store, tmp_path: Path) -> dict[str, str]:
    """Addresses of reports on a visit and on a class, in both languages."""
    sessions = [
        held(store, *choices, trainee=name) for choices, name in ((BADLY, "林晓"), (WELL, "周平"), (BADLY, "林晓"))
    ]
    found = {}
    for language in LANGUAGES:
        with i18n.speaking(language):
            written = {"visit": visit_page(view_of(store, sessions[0], language)),
                       "class": class_page(gather.cohort(store, sessions, hidden=True))}  # fmt: skip
        for name, html in written.items():
            path = tmp_path / f"{name}.{language}.html"
            path.write_text(html, "utf-8")
            found[f"{name}.{language}"] = path.as_uri()
    return found


@pytest.mark.parametrize(
    ("names", "phone", "dark"), [(("visit.zh", "class.en"), False, False), (("visit.en", "class.zh"), True, True)]
)
async def test_everybody_can_read_it(
    visits: Visits, pages: dict[str, str], names: tuple[str, ...], phone: bool, dark: bool
) -> None:
    """axe-core finds nothing in any report, and nothing is wider than the window."""
    for name in names:
        page = await visits.page(phone=phone, dark=dark)
        await page.goto(pages[name])
        assert await violations(page) == []
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        await picture(page, f"report-{name}-{'phone' if phone else 'desktop'}-{'dark' if dark else 'light'}")


async def test_without_script_or_network(visits: Visits, pages: dict[str, str]) -> None:
    """All of it is there where no script runs and no network is; links lead to what they name."""
    page = await visits.page(java_script_enabled=False, offline=True)
    await page.goto(pages["visit.zh"])
    link = page.locator(".verdict .lines a")
    await link.click()
    target = str(await link.get_attribute("href"))[1:]
    assert page.url.endswith(f"#{target}")
    assert "您放心，三天之内一定修好。" in await page.locator(f"#{target}").inner_text()


async def test_marks_are_told_without_colour(visits: Visits, pages: dict[str, str]) -> None:
    """Without colours every mark is told by a sign, a word and a figure; a drawing has a title and a description."""
    page = await visits.page()
    await page.goto(pages["visit.zh"])
    marks: list[str] = await page.locator(".decision .cost").all_inner_texts()
    assert all(mark.split()[0] in {"✕", "??", "?", "?!", "·"} and set("−0") & set(mark) for mark in marks)
    described: Any = await page.evaluate(
        "[...document.querySelectorAll('svg[role=img]')].map(e => [e.querySelector('title'), e.querySelector('desc')]"
        ".every(each => each && each.textContent))"
    )
    assert described and all(described)
    hidden: Any = await page.evaluate(
        "[...document.querySelectorAll('svg:not([role=img])')].every(e => e.getAttribute('aria-hidden') === 'true')"
    )
    assert hidden


async def test_paper(visits: Visits, pages: dict[str, str], tmp_path: Path) -> None:
    """Printed it is A4 with numbered pages; no page ends with a heading, and none but the last is nearly empty."""
    for name, address in pages.items():
        page = await visits.page(dark=True)
        await page.goto(address)
        path = tmp_path / f"{name}.pdf"
        await page.pdf(path=str(path), prefer_css_page_size=True)
        headings = set(await page.locator("h2, h3").all_inner_texts())
        sheets = await asyncio.to_thread(_sheets, path)
        assert 2 <= len(sheets) <= 8, name
        for number, sheet in enumerate(sheets, 1):
            assert sheet[-1].replace(" ", "") == f"{number}/{len(sheets)}", name
            assert sheet[-2] not in headings, name
            assert number == len(sheets) or sum(map(len, sheet)) > 150, name
            assert number == 1 or any("门口的井盖" in line or "manhole" in line.lower() for line in sheet[:2]), sheet[
                :2
            ]


def _sheets(path: Path) -> list[list[str]]:
    """The lines of each page of a PDF, in reading order; the page must be A4."""
    told = subprocess.run(["pdfinfo", str(path)], capture_output=True, text=True, check=True).stdout
    assert "A4" in told
    text = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True).stdout
    return [[line.strip() for line in sheet.split("\n") if line.strip()] for sheet in text.split("\f")[:-1]]
