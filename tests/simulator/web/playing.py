"""A person at the game in a browser: sees its screen, presses keys or uses the mouse alone."""

from __future__ import annotations

import asyncio
import json
import re
from typing import Any

from playwright.async_api import Page, WebSocket

from tests.emulator import Emulator

PATIENCE = 20.0
BREATH = 0.8
REST = 4
"""Looks, a tenth of a second apart, for which a screen must stay as it is."""
ANSWERS = ("您先坐，喝口水", "之前找过谁", "我把您说的记下来", "几天亮我定不了", "这是登记号")
"""What to say in the small visit of the tests; a form comes before the last."""
TRUE = ("三单元的楼道灯", "找过物业四次")


class Player:
    """Somebody in front of a page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.seen = Emulator()
        self.sockets: list[WebSocket] = []
        page.on("websocket", self._opened)

    def _opened(self, socket: WebSocket) -> None:
        self.sockets.append(socket)
        self.seen = Emulator()
        socket.on("framereceived", self._received)
        socket.on("framesent", self._sent)

    def _received(self, payload: Any) -> None:
        if isinstance(payload, bytes):
            self.seen.feed(payload)

    def _sent(self, payload: Any) -> None:
        if isinstance(payload, str) and payload.startswith('["resize"'):
            size = json.loads(payload)[1]
            self.seen.resize(size["width"], size["height"])

    # ---- looking ----------------------------------------------------------------------------------------------

    async def until(self, wanted: str) -> tuple[int, int]:
        """Wait until a text stands on the screen and the screen is at rest; where it stands."""
        before, same = "", 0
        for _look in range(int(PATIENCE / 0.1)):
            text = self.seen.text
            same = same + 1 if text == before else 0
            if wanted in text and same >= REST:
                return self.seen.places(wanted)[-1]
            before = text
            await asyncio.sleep(0.1)
        raise AssertionError(f"{wanted} never came:\n{self.seen.text}")

    async def gone(self, text: str) -> None:
        """Wait until a text stands on the screen no longer."""
        for _look in range(int(PATIENCE / 0.1)):
            if text not in self.seen.text:
                return
            await asyncio.sleep(0.1)
        raise AssertionError(f"{text} never went:\n{self.seen.text}")

    # ---- acting -----------------------------------------------------------------------------------------------

    async def press(self, *keys: str) -> None:
        """Press keys."""
        for key in keys:
            await self.page.keyboard.press(key)

    async def click(self, place: tuple[int, int]) -> None:
        """Click on a cell."""
        box = await self.page.locator(".xterm-screen").bounding_box()
        assert box is not None
        column, row = place
        wide, high = box["width"] / self.seen.screen.columns, box["height"] / self.seen.screen.lines
        await self.page.mouse.click(box["x"] + (column + 0.5) * wide, box["y"] + (row + 0.5) * high)

    async def answer(self, words: str, *, mouse: bool) -> None:
        """Say one of the options; not at once, since a key held down must not answer the next question."""
        await self.until(words)
        await asyncio.sleep(BREATH)
        place = await self.until(words)
        await (self.click(place) if mouse else self.press(self.number(place)))

    def number(self, place: tuple[int, int]) -> str:
        """The number of the option that stands at a place."""
        return re.findall(r"\d+", self.seen.before(place))[-1]

    async def take(self, words: str, *, mouse: bool) -> None:
        """Tick or pick what stands in the field that one is at."""
        await self.until(words)
        # The conversation beside the form may say the same.
        place = next(place for place in self.seen.places(words) if re.search(r"\d [□○]", self.seen.before(place)))
        await (self.click(place) if mouse else self.press(self.number(place)))

    async def fill_in(self, *, mouse: bool) -> None:
        """The record form of the small visit."""
        await self.answer("填来访登记表", mouse=mouse)
        await self.until("来访人数")
        for statement in TRUE:
            await self.take(statement, mouse=mouse)
        for words in ("1 人", "申诉求决"):
            if not mouse:
                await self.press("Tab")
            await self.take(words, mouse=mouse)
        place = await self.until("交表")
        await (self.click(place) if mouse else self.press("Control+s"))

    async def search(self) -> None:
        """From the home screen to the briefing of the small visit, by typing."""
        await self.press("/")
        await self.page.keyboard.type("楼道")
        await self.gone("夜间施工噪声")
        await self.until("楼道的灯")
        await self.press("Enter")

    async def visit(self, *, mouse: bool) -> None:
        """From the home screen through the small visit to its result."""
        place = await self.until("楼道的灯")
        if mouse:
            await self.click(place)
        else:
            await self.search()
        place = await self.until("开始接访")
        await (self.click(place) if mouse else self.press("Enter"))
        for words in ANSWERS[:-1]:
            await self.answer(words, mouse=mouse)
        await self.fill_in(mouse=mouse)
        for words in (ANSWERS[-1], "看看这次接访"):
            await self.answer(words, mouse=mouse)
        await self.until("再来一次")
