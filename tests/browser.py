"""A real Chromium for tests of what people open in a browser: Debian's, driven by Playwright, checked by axe-core.

A test module takes the fixtures by importing them and says once that its tests share the browser's event loop:

    from tests.browser import Visits, browser, in_browser, visits, violations

    __all__ = ["browser", "visits"]
    pytestmark = in_browser

    async def test_the_page_is_readable(visits: Visits) -> None:
        page = await visits.page(phone=True, dark=True)
        await page.goto(url)
        assert await violations(page) == []

Nothing of the internet is in reach. When a test is over, its pages must have asked for nothing outside this machine and
must have written no error to their consoles; a test that expects some of these takes them out of `Visits.faults`, or
names a part of them in `Visits.expected`.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
from collections.abc import AsyncIterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, Request, async_playwright

from tests.npm import package

in_browser = pytest.mark.asyncio(loop_scope="session")
"""The mark of a module, or of a test, that uses the browser: Chromium is started once, in one event loop."""

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
PATIENCE = 10_000
"""Milliseconds after which a page that does not do what a test waits for has failed it."""

QUIET = (
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1, EXCLUDE [::1]",
)
"""What keeps Chromium from looking for anything outside this machine."""

HERE = re.compile(r"localhost|127(\.\d+){3}|::1")
AXE = "axe-core@4.14.1"
AXE_RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


def chromium() -> str:
    """The browser.

    Raises:
        AssertionError: there is none; the test must fail, not be left out.
    """
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    assert found is not None, "this test needs Chromium: sudo apt-get install chromium"
    return found


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One headless Chromium for all tests of this process."""
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(
            executable_path=chromium(), args=list(QUIET), chromium_sandbox=os.getuid() != 0
        )
        yield launched
        await launched.close()


class Visits:
    """The people of one test: each context is a browser of its own, with its own cookies and connections."""

    def __init__(self, browser: Browser) -> None:
        self.faults: list[str] = []
        self.expected: list[str] = []
        self._browser = browser
        self._contexts: list[BrowserContext] = []

    async def context(self, *, phone: bool = False, dark: bool = False, **options: Any) -> BrowserContext:
        """Another person's browser.

        Args:
            phone: 390 by 844 points with a touch screen, instead of a desktop's window.
            dark: whether the person prefers dark pages.
            options: more of Playwright's `new_context`, `locale`, `java_script_enabled`, `offline`.
        """
        made = await self._browser.new_context(
            viewport=PHONE if phone else DESKTOP,
            has_touch=phone,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            **options,
        )
        made.set_default_timeout(PATIENCE)
        made.on("request", self._requested)
        made.on("console", self._said)
        made.on("weberror", lambda error: self.faults.append(f"error in the page: {error.error}"))
        self._contexts.append(made)
        return made

    async def page(self, **options: Any) -> Page:
        """A page in a new person's browser; arguments as for `context`."""
        return await (await self.context(**options)).new_page()

    async def close(self) -> None:
        """End every browser that is still open."""
        await asyncio.gather(*(context.close() for context in self._contexts))

    def _requested(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in ("file", "data", "blob") and not HERE.fullmatch(address.hostname or ""):
            self.faults.append(f"asked for {request.url}")

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(part in message.text for part in self.expected):
            self.faults.append(f"console: {message.text}")


@pytest_asyncio.fixture(loop_scope="session")
async def visits(request: pytest.FixtureRequest, browser: Browser) -> AsyncIterator[Visits]:
    """The people of this test; at its end their pages have made no error and asked for nothing outside."""
    mark = request.node.get_closest_marker("asyncio")
    assert mark is not None and mark.kwargs.get("loop_scope") == "session", "the module lacks `pytestmark = in_browser`"
    made = Visits(browser)
    yield made
    await made.close()
    assert made.faults == [], made.faults


@cache
def _axe() -> str:
    return (package(AXE) / "axe-core" / "axe.min.js").read_text("utf-8")


async def violations(page: Page) -> list[str]:
    """What axe-core finds wrong with the page as it is now, by WCAG 2.2 A and AA and axe's best practices.

    Returns:
        Rule, the first element it concerns and why, one line a rule; empty where the page is clean.
    """
    await page.evaluate(_axe())  # not a <script>: the page's own Content-Security-Policy stays in force
    found = await page.evaluate("(rules) => axe.run(document, {runOnly: rules})", list(AXE_RULES))
    assert found["passes"], "axe-core has checked nothing"
    return [
        f"{one['id']}: {one['nodes'][0]['target']} {one['nodes'][0]['failureSummary']}" for one in found["violations"]
    ]


async def picture(page: Page, name: str, *, whole: bool = True) -> None:
    """Keep a screenshot where `JIEFANG_PICTURES` names a folder, for a person to look at; otherwise do nothing.

    Args:
        page: what to show.
        name: of the file, without `.png`.
        whole: the page in its full length, not only what its window shows.
    """
    folder = os.environ.get("JIEFANG_PICTURES")
    if folder:
        await page.screenshot(path=Path(folder) / f"{name}.png", full_page=whole)
