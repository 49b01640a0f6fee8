"""A whole visit in a real terminal, from the home screen to its result: by keyboard alone, and by mouse alone."""

from __future__ import annotations

import re
import time

import pytest

from scenarios.conversation import Conversation
from scenarios.edition import edition
from scenarios.load import load_or_raise
from scenarios.play import Play
from simulator.forms import fields
from simulator.record.store import open_store
from simulator.settings import Settings, write
from tests.emulator import Emulator
from tests.simulator.app.real_terminal import HERE, RealTerminal

BEFORE = ("您先坐，喝口水", "之前找过谁", "我把您说的记下来", "几天亮我定不了", "填来访登记表")
TRUE = ("三单元的楼道灯", "找过物业四次")
PICKED = ("1 人", "申诉求决")
AFTER = ("这是登记号", "看看这次接访")
PATIENCE = 25.0
REST = 0.5
"""Seconds without output after which a screen is taken to be whole; longer than options refuse a held key."""


class Person(RealTerminal):
    """Somebody at a terminal, who sees where things stand and uses one hand: the keyboard's or the mouse's."""

    def __init__(self, *, mouse: bool, size: tuple[int, int]) -> None:
        self.seen = Emulator(*size)
        self.mouse = mouse
        super().__init__(size=size)

    def _read(self, seconds: float) -> bool:
        before = len(self._raw)
        more = super()._read(seconds)
        self.seen.feed(self._raw[before:])
        return more

    def until(self, wanted: str) -> tuple[int, int]:
        """Wait until a text stands on a screen at rest; where it stands last."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if not self._read(REST) and wanted in self.seen.text:
                return self.seen.places(wanted)[-1]
        raise AssertionError(f"{wanted} never came:\n{self.seen.text}")

    def gone(self, text: str) -> None:
        """Wait until a text stands on the screen no longer."""
        until = time.monotonic() + PATIENCE
        while text in self.seen.text:
            assert time.monotonic() < until, self.seen.text
            self._read(0.2)

    def click(self, place: tuple[int, int]) -> None:
        """Press and release the left button on a cell, as terminals report it (SGR)."""
        column, row = place[0] + 1, place[1] + 1
        self.send(f"\x1b[<0;{column};{row}M\x1b[<0;{column};{row}m".encode())

    def number(self, place: tuple[int, int]) -> str:
        """The number before a place."""
        return re.findall(r"\d+", self.seen.before(place))[-1]

    def take(self, words: str) -> None:
        """Say, tick or pick what begins with these words."""
        place = self.until(words)
        marked = [each for each in self.seen.places(words) if re.search(r"\d [□○]", self.seen.before(each))]
        place = marked[0] if marked else place
        if self.mouse:
            self.click(place)
        else:
            self.send(self.number(place).encode())

    def do(self, words: str, key: str) -> None:
        """What a button or a hint is for: by its key, or by a click on it."""
        place = self.until(words)
        if self.mouse:
            self.click(place)
        else:
            self.send(key.encode())

    def open(self, title: str, search: str, others: str) -> None:
        """From the home screen to the briefing of a visit."""
        place = self.until(title)
        if self.mouse:
            self.click(place)
            return
        self.send(f"/{search}".encode())
        self.gone(others)
        self.until(title)
        self.send(b"\r")


@pytest.mark.parametrize(
    ("mouse", "size"),
    [
        pytest.param(False, (80, 24), id="keyboard-80x24"),
        pytest.param(True, (80, 24), id="mouse-80x24"),
        pytest.param(False, (200, 60), id="keyboard-200x60", marks=pytest.mark.slow),
        pytest.param(True, (200, 60), id="mouse-200x60", marks=pytest.mark.slow),
    ],
)
def test_a_whole_visit(mouse: bool, size: tuple[int, int]) -> None:
    """Home, briefing, every answer, the record form and the result; it is on record with its score."""
    write(Settings(language="zh", tour="done", theme="paper"))
    with Person(mouse=mouse, size=size) as person:
        person.open("楼道的灯", "楼道", "夜间施工噪声")
        person.do("开始接访", "\r")
        for words in BEFORE:
            person.take(words)
        person.until("交表")
        for words in TRUE:
            person.take(words)
        for words in PICKED:
            if not mouse:
                person.send(b"\t")
            person.take(words)
        person.do("交表", "\x13")
        for words in AFTER:
            person.take(words)
        person.until("换一位")
    with open_store() as store:
        (session,) = store.sessions()
        assert session.ended
        assert store.verify(session.id).sound
        (scored,) = store.scored()
        assert scored.score > 85


@pytest.mark.parametrize("mouse", [False, pytest.param(True, marks=pytest.mark.slow)], ids=["keyboard", "mouse"])
def test_a_whole_visit_in_english(mouse: bool) -> None:
    """The same in English, to its result."""
    write(Settings(language="en", tour="done", theme="paper"))
    said, ticks, picks = in_english()
    with Person(mouse=mouse, size=(100, 40)) as person:
        person.open("The light on the stairs", "stairs", "Night construction")
        person.do("Begin", "\r")
        for words in said[:-1]:
            person.take(words)
        person.take("Fill in the visit")
        person.until("Hand in")
        for words in ticks:
            person.take(words)
        for words in picks:
            if not mouse:
                person.send(b"\t")
            person.take(words)
        person.do("Hand in", "\x13")
        person.take(said[-1])
        person.take("Look back at this")
        person.until("Next")
    with open_store() as store:
        (session,) = store.sessions()
        assert session.ended


def in_english() -> tuple[list[str], list[str], list[str]]:
    """The first words of what is said, ticked and picked."""
    play = Play(edition(load_or_raise(HERE / "scenarios" / "lamp"), "plain"), "0")
    said, ticks, picks = [], [], []
    for choice in ("seat", "before", "go_on", "steps"):
        said.append(_first(play, choice))
        play.choose(choice)
    filled: dict[str, str] = {}
    for field in fields(Conversation(play, "en")):
        for entry in field.entries:
            right = bool({entry.line, entry.option} & {"dark", "asked", "1", "appeal"})
            if right:
                (ticks if field.kind == "tick" else picks).append(entry.text[:16])
            if right or field.kind == "tick":
                filled[entry.line] = entry.option if right else "leave"
    play.submit(filled)
    return [*said, _first(play, "number")], ticks, picks


def _first(play: Play, choice: str) -> str:
    offer = next(offer for offer in play.offers() if offer.move.choice.id == choice)
    return Conversation(play, "en").text(offer.move.acts[offer.act].case.text, play.state)[:18]
