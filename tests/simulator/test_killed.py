"""A visit survives being killed at any moment: the real game, in a process of its own, gets SIGKILL."""

from __future__ import annotations

import os
import random
import select
import signal
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from scenarios.edition import edition
from scenarios.play import Play
from simulator import plain
from simulator.record.store import open_store
from simulator.visit import replay
from tests.scoring.small import SHOUT, TEXT, small_scenario

PROMPT = "\x1e"
"""Put behind every prompt by the child, so that the driver knows when it is asked for something."""


@dataclass
class Game:
    """The plain game in a child process that shares nothing with this one but two pipes."""

    seed: str | None
    shown: str = ""
    pid: int = 0
    to_child: int = 0
    from_child: int = 0
    lines: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        reading, self.to_child = os.pipe()
        self.from_child, writing = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(self.to_child)
            os.close(self.from_child)
            _child(reading, writing, self.seed)
        os.close(reading)
        os.close(writing)

    def wait_for_prompt(self, seconds: float = 20) -> bool:
        """Read what is shown up to the next prompt; False when the child is gone."""
        end = time.monotonic() + seconds
        while PROMPT not in self.shown:
            ready, _, _ = select.select([self.from_child], [], [], max(0, end - time.monotonic()))
            assert ready, f"nothing more was shown: {self.shown[-300:]}"
            data = os.read(self.from_child, 65536)
            if not data:
                return False
            self.shown += data.decode(errors="replace")
        page, _, self.shown = self.shown.partition(PROMPT)
        self.lines = page.splitlines()
        return True

    def say(self, text: str) -> None:
        """Answer a prompt."""
        os.write(self.to_child, f"{text}\n".encode())

    def kill(self) -> None:
        """SIGKILL, and bury it."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.to_child)
        os.close(self.from_child)

    def options(self) -> list[str]:
        """The numbered options of the page before the prompt."""
        found: list[str] = []
        for line in self.lines:
            number, dot, text = line.partition(". ")
            if dot and number.isdecimal():
                found = [*found, text] if int(number) == len(found) + 1 else [text]
        return found


def _child(reading: int, writing: int, seed: str | None) -> None:
    """Play in the child; never returns."""
    source = os.fdopen(reading, encoding="utf-8")

    def put(text: str) -> None:
        os.write(writing, text.encode())

    def read(prompt: str) -> str:
        put(prompt + PROMPT)
        answer = source.readline()
        if not answer:
            raise EOFError
        return answer

    try:
        fixed = seed is not None
        plain.play(
            "small", "default" if fixed else None, "simulation" if fixed else None, seed,
            read=read, write=lambda text: put(f"{text}\n"),
        )  # fmt: skip
    finally:
        os._exit(0)


@pytest.fixture(autouse=True)
def small_in_the_search_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The small scenario can be found by its id."""
    folder = tmp_path / "scenarios" / "small"
    folder.mkdir(parents=True)
    text = TEXT.replace("AGITATION", "4").replace("interrupts:", SHOUT.strip("\n") + "\ninterrupts:", 1)
    (folder / "scenario.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setenv("JIEFANG_SCENARIOS", str(tmp_path / "scenarios"))


def _choice_at(play: Play, text: str) -> str:
    state = play.state
    for offer in play.offers():
        if offer.move.acts[offer.act].case.text.zh == text:
            return offer.move.choice.id
    raise AssertionError(f"{text!r} is not offered in {play.engine.node(state).id}")


def kill_once(draw: random.Random, seed: str) -> None:
    """Play some choices, kill at a random moment, and see what the next start offers."""
    home_scenario = small_scenario(4)
    mine = Play(edition(home_scenario, "default"), seed)
    game = Game(seed)
    in_flight: str | None = None
    for _ in range(draw.randrange(1, 7)):
        assert game.wait_for_prompt()
        if in_flight is not None:
            mine.choose(in_flight)
            in_flight = None
        if mine.node.form is not None or mine.ended:
            break
        options = game.options()
        number = draw.randrange(len(options))
        in_flight = _choice_at(mine, options[number])
        game.say(str(number + 1))
    time.sleep(draw.choice([0, 0, 0.0003, 0.001, 0.003, 0.01]))
    game.kill()

    with open_store() as store:
        session = store.unfinished()[0]
        after = replay(Play(edition(home_scenario, "default"), seed), store.events(session.id))
    acknowledged = mine.state
    allowed = [acknowledged]
    if in_flight is not None:
        mine.choose(in_flight)
        allowed.append(mine.state)
    assert after.state in allowed

    again = Game(None)
    try:
        assert again.wait_for_prompt()
        again.say("1")
        if after.node.form is None and not after.ended:
            assert again.wait_for_prompt()
            texts = [offer.move.acts[offer.act].case.text.zh for offer in after.offers() if offer.open]
            assert again.options() == texts
    finally:
        again.kill()


def test_killed_at_random_moments_the_visit_goes_on_where_it_was() -> None:
    """40 kills: the store has exactly what was acknowledged (or the one input under way), and resuming shows it."""
    draw = random.Random(7)
    for number in range(40):
        kill_once(draw, f"seed-{number}")


@pytest.mark.slow
def test_killed_hundreds_of_times() -> None:
    """The same 300 times, with other moments."""
    draw = random.Random(11)
    for number in range(300):
        kill_once(draw, f"long-{number}")
